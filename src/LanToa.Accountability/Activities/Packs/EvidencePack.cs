using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>
/// A pack for appraisers: what was asked for and, once it is made, the manifest that fixes every byte of it. Evidence is not copied: the file that people take is put together from
/// the store while they take it, the same each time.
/// </summary>
[Recorded("evidence-pack", Noun = "gói minh chứng", Called = nameof(UnitName))]
public sealed class EvidencePack : TenantRow
{
    /// <summary>The body whose activities, with those of the bodies below it, are in the pack.</summary>
    public Guid UnitId { get; init; }

    [Display(Name = "Đơn vị")]
    public required string UnitName { get; init; }

    /// <summary>Only what answers this plan; it may be another province's.</summary>
    public Guid? PlanId { get; init; }

    [Display(Name = "Kế hoạch")]
    public string? PlanName { get; init; }

    [Display(Name = "Từ ngày")]
    public DateOnly From { get; init; }

    [Display(Name = "Đến ngày")]
    public DateOnly To { get; init; }

    /// <summary>Activities that wait for acceptance are in it too, marked as such.</summary>
    [Display(Name = "Cả hoạt động chờ chấp nhận")]
    public bool WithWaiting { get; init; }

    [Display(Name = "Để làm gì")]
    public string? Purpose { get; init; }

    public Guid? RequestedBy { get; init; }
    public required string RequestedByName { get; init; }
    public DateTimeOffset RequestedAt { get; init; }

    /// <summary>The form that asked for it: sent twice, it is one pack.</summary>
    public Guid FormKey { get; init; }

    public Guid? JobId { get; set; }

    [Display(Name = "Tạo xong lúc")]
    public DateTimeOffset? MadeAt { get; set; }

    /// <summary>64 lower-case hex digits; the manifest lies in the store of files under it.</summary>
    [Display(Name = "SHA-256 của danh mục")]
    public string? ManifestSha256 { get; set; }

    public byte[]? Signature { get; set; }

    public int Activities { get; set; }

    public int Evidence { get; set; }

    /// <summary>Files of evidence, each once.</summary>
    public int Files { get; set; }

    /// <summary>Length of the zip.</summary>
    public long Bytes { get; set; }

    /// <summary>Files that the store had lost when the pack was made: the index names them.</summary>
    public int Missing { get; set; }
}

internal sealed class EvidencePackTable : IEntityTypeConfiguration<EvidencePack>
{
    public void Configure(EntityTypeBuilder<EvidencePack> table)
    {
        table.ToTable("evidence_pack");
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(EvidencePack.UnitId));
        table.HasOne<Account>().WithMany().HasForeignKey(p => p.RequestedBy);
        table.HasOne<Job>().WithMany().HasForeignKey(p => p.JobId);
        table.HasIndex(p => new { p.ProvinceId, p.FormKey }).IsUnique();
        table.HasIndex(p => new { p.ProvinceId, p.UnitId, p.RequestedAt });
        table.HasIndex(p => p.ManifestSha256);
        table.HasIndex(p => p.UnitId);
        table.HasIndex(p => p.RequestedBy);
        table.HasIndex(p => p.JobId);
    }
}
