using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

public enum EvidenceKind
{
    [Display(Name = "Tệp")] File,
    [Display(Name = "Ảnh")] Photo,
    [Display(Name = "Đường dẫn")] Link,
    [Display(Name = "Bản ghi của hệ thống")] SystemRecord,
    [Display(Name = "Văn bản đã ban hành")] IssuedDocument,
}

public enum EvidenceState
{
    [Display(Name = "Nháp")] Draft,
    [Display(Name = "Chờ xem")] InReview,
    [Display(Name = "Được chấp nhận")] Accepted,
    [Display(Name = "Không được chấp nhận")] Rejected,
    [Display(Name = "Hết giá trị")] Expired,
}

/// <summary>
/// What proves that something happened. It belongs to the unit that brought it and serves several activities, tasks and criteria without a copy
/// (<see cref="ActivityEvidence"/>); what it consists of stands in its versions.
/// </summary>
[Recorded("evidence", Noun = "minh chứng", Called = nameof(Title))]
public sealed class Evidence : TenantRow
{
    public Guid UnitId { get; init; }
    public EvidenceKind Kind { get; init; }

    [Display(Name = "Tên")]
    public required string Title { get; set; }

    [Display(Name = "Trạng thái")]
    public EvidenceState State { get; set; }

    /// <summary>The day for which it is evidence, apart from the day of the upload.</summary>
    [Display(Name = "Ngày của minh chứng")]
    public DateOnly EffectiveOn { get; set; }

    /// <summary>The newest version.</summary>
    [Display(Name = "Phiên bản")]
    public int Number { get; set; } = 1;

    [Display(Name = "Số, ký hiệu")]
    public string? DocumentNumber { get; set; }

    [Display(Name = "Ngày văn bản")]
    public DateOnly? DocumentOn { get; set; }

    [Display(Name = "Người ký")]
    public string? Signer { get; set; }

    /// <summary>Page or section: "trang 3, mục II.1".</summary>
    [Display(Name = "Vị trí")]
    public string? Pointer { get; set; }

    /// <summary>The last day on which it proves anything: a later activity does not use it.</summary>
    [Display(Name = "Có giá trị đến hết ngày")]
    public DateOnly? ExpiresOn { get; set; }

    /// <summary>Why it was not accepted, also while it is corrected and waits to be seen again; or why it has lost its worth.</summary>
    [Display(Name = "Lý do")]
    public string? DecisionReason { get; set; }

    [Display(Name = "Người quyết định")]
    public string? DecidedByName { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>It was refused; its unit has corrected it since, and nobody has accepted it yet.</summary>
    public bool WaitsAgain => State == EvidenceState.InReview && DecisionReason is not null;

    /// <summary>The form that made the last change: sent twice, it changes once.</summary>
    public Guid? FormKey { get; set; }

    /// <summary>Which record of which room, for <see cref="EvidenceKind.SystemRecord"/>.</summary>
    public string? SubjectKind { get; init; }
    public Guid? SubjectId { get; init; }

    public Guid? AddedBy { get; init; }
    public required string AddedByName { get; init; }
    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>One version of a piece of evidence: a file by its SHA-256, or an address with what stood there. Never changed, but for the last look at an address.</summary>
public sealed class EvidenceVersion : TenantRow
{
    public Guid EvidenceId { get; init; }
    public int Number { get; init; }

    /// <summary>What is new in it, in the words of whoever brought it.</summary>
    public string? Note { get; init; }

    /// <summary>64 lower-case hex digits: of the file, or of the words that stood at the address.</summary>
    public string? Sha256 { get; set; }

    /// <summary>The attachment under which the file is read.</summary>
    public Guid? AttachmentId { get; init; }
    public string? FileName { get; init; }
    public string? MediaType { get; init; }
    public long? Size { get; init; }

    public string? Url { get; init; }
    /// <summary>What the page calls itself, and its words, when it was looked at.</summary>
    public string? LinkTitle { get; set; }
    public string? LinkText { get; set; }
    /// <summary>When title and words were stored: <see cref="Sha256"/> is that of the words in UTF-8.</summary>
    public DateTimeOffset? SnapshotAt { get; set; }
    public DateTimeOffset? CheckedAt { get; set; }
    /// <summary>When the address is looked at next; null: not by itself.</summary>
    public DateTimeOffset? CheckAfter { get; set; }
    /// <summary>Whether the address answered when it was last looked at; null before the first look.</summary>
    public bool? Answers { get; set; }
    /// <summary>Why nothing was kept of it.</summary>
    public string? LinkTrouble { get; set; }

    /// <summary>When and where the photo says that it was taken, where the person agreed to keep that.</summary>
    public DateTimeOffset? TakenAt { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }

    public Guid? AddedBy { get; init; }
    public required string AddedByName { get; init; }
    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>A piece of evidence used for an activity.</summary>
[Recorded("activity-evidence", Noun = "minh chứng của hoạt động", Called = nameof(EvidenceId), CalledAs = "evidence")]
public sealed class ActivityEvidence : TenantRow, IPartOf
{
    public Guid ActivityId { get; init; }

    public Guid EvidenceId { get; init; }

    /// <summary>Since when it no longer serves this activity.</summary>
    [Display(Name = "Gỡ lúc")]
    public DateTimeOffset? RemovedAt { get; set; }

    public Guid WholeId => ActivityId;
}

internal sealed class EvidenceTables : IEntityTypeConfiguration<Evidence>, IEntityTypeConfiguration<EvidenceVersion>, IEntityTypeConfiguration<ActivityEvidence>
{
    public void Configure(EntityTypeBuilder<Evidence> table)
    {
        table.ToTable("evidence");
        table.Ignore(e => e.WaitsAgain);
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Evidence.UnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(e => e.AddedBy);
        table.HasIndex(e => new { e.ProvinceId, e.UnitId, e.EffectiveOn });
        table.HasIndex(e => e.UnitId);
        table.HasIndex(e => e.AddedBy);
    }

    public void Configure(EntityTypeBuilder<EvidenceVersion> table)
    {
        table.ToTable("evidence_version");
        table.HasOne<Evidence>().WithMany().HasForeignKey(v => new { v.ProvinceId, v.EvidenceId });
        table.HasOne<Account>().WithMany().HasForeignKey(v => v.AddedBy);
        table.HasIndex(v => new { v.ProvinceId, v.EvidenceId, v.Number }).IsUnique();
        table.HasIndex(v => v.Sha256);
        table.HasIndex(v => v.CheckAfter).HasFilter("check_after IS NOT NULL");
        table.HasIndex(v => v.AddedBy);
    }

    public void Configure(EntityTypeBuilder<ActivityEvidence> table)
    {
        table.ToTable("activity_evidence");
        table.Ignore(e => e.WholeId);
        table.HasOne<Activity>().WithMany().HasForeignKey(e => new { e.ProvinceId, e.ActivityId });
        table.HasOne<Evidence>().WithMany().HasForeignKey(e => new { e.ProvinceId, e.EvidenceId });
        table.HasIndex(e => new { e.ProvinceId, e.ActivityId, e.EvidenceId }).IsUnique();
        table.HasIndex(e => new { e.ProvinceId, e.EvidenceId });
    }
}
