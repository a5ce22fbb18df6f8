using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Reports;

public enum ReportState
{
    [Display(Name = "Đang lập")] Draft,
    [Display(Name = "Đã gửi, chờ tiếp nhận")] Sent,
    [Display(Name = "Bị trả lại")] Returned,
    /// <summary>Locked; counts above.</summary>
    [Display(Name = "Đã chấp nhận")] Accepted,
    /// <summary>Taken out of the lock for once, until a day; counts above as it was accepted.</summary>
    [Display(Name = "Được mở lại")] Reopened,
}

/// <summary>One report: form × unit × period × way. Its figures are live until it is sent; each sending is a snapshot that never changes.</summary>
[Recorded("report", Noun = "báo cáo", Called = nameof(PeriodName))]
public sealed class Report : TenantRow
{
    public Guid FormId { get; init; }
    public required string FormCode { get; init; }
    public Guid UnitId { get; init; }
    /// <summary>Who receives it: the via of its way, else its to.</summary>
    public Guid AddresseeId { get; init; }
    /// <summary>Where the addressee sends it on; null where the addressee is the last.</summary>
    public Guid? FinalId { get; init; }
    public required string PeriodKey { get; init; }
    public required string PeriodName { get; init; }
    public DateOnly PeriodFrom { get; init; }
    public DateOnly PeriodTo { get; init; }
    public DateOnly YearFrom { get; init; }

    [Display(Name = "Hạn gửi")]
    public DateOnly DueOn { get; set; }

    [Display(Name = "Trạng thái")]
    public ReportState State { get; set; }

    /// <summary>How often it was sent; the number of its newest snapshot.</summary>
    [Display(Name = "Lần gửi"), CountedUp]
    public int Sendings { get; set; }

    /// <summary>Of the first sending: on time or late is judged by it.</summary>
    [Display(Name = "Gửi lần đầu ngày")]
    public DateOnly? FirstSentOn { get; set; }

    [Display(Name = "Gửi lúc")]
    public DateTimeOffset? SentAt { get; set; }

    public string? SentByName { get; set; }
    public Guid? SentBy { get; set; }

    [Display(Name = "Tiếp nhận lúc")]
    public DateTimeOffset? ReceivedAt { get; set; }

    [Display(Name = "Quyết định lúc")]
    public DateTimeOffset? DecidedAt { get; set; }

    [Display(Name = "Người quyết định")]
    public string? DecidedByName { get; set; }

    [Display(Name = "Lý do")]
    public string? Reason { get; set; }

    [Display(Name = "Mở lại đến hết ngày")]
    public DateOnly? ReopenedUntil { get; set; }

    /// <summary>While an addendum waits to be accepted: the number of the sending to which it adds, which counts above meanwhile. Else null.</summary>
    public int? AddsTo { get; set; }

    /// <summary>The form that made the last change: sent twice, it changes once.</summary>
    public Guid? FormKey { get; set; }

    public bool IsOpenOn(DateOnly day) => State is ReportState.Draft or ReportState.Returned || (State == ReportState.Reopened && ReopenedUntil >= day);

    /// <summary>Whether the newest snapshot, and no live figure, is what the report says.</summary>
    public bool IsFrozen => State is ReportState.Sent or ReportState.Accepted;

    /// <summary>Of a body with nobody above it: it is addressed to itself.</summary>
    public bool IsLast => AddresseeId == UnitId;

    public bool IsLate => FirstSentOn > DueOn;

    /// <summary>Whether it was accepted and counts above: also opened again, and with an addendum that waits or was returned.</summary>
    public bool Counts => State is ReportState.Accepted or ReportState.Reopened || AddsTo is not null;

    /// <summary>The same, to be asked of the database.</summary>
    public static readonly Expression<Func<Report, bool>> ThatCounts = r => r.State == ReportState.Accepted || r.State == ReportState.Reopened || r.AddsTo != null;

    /// <summary>Whether it answers a request instead of a period.</summary>
    public bool IsAnswer => FormCode.StartsWith(ReportRequest.CodeBegins, StringComparison.Ordinal);
}

/// <summary>What a person entered for one indicator, and what the receiver remarked on it.</summary>
[Recorded("report-cell", Noun = "số liệu của báo cáo", Called = nameof(Code))]
public sealed class ReportCell : TenantRow, IPartOf
{
    public Guid ReportId { get; init; }

    [Display(Name = "Chỉ tiêu")]
    public required string Code { get; init; }

    [Display(Name = "Số")]
    public decimal? Number { get; set; }

    [Display(Name = "Bằng lời")]
    public string? Text { get; set; }

    [Display(Name = "Lý do khác số tính được")]
    public string? Reason { get; set; }

    [Display(Name = "Ý kiến của nơi nhận")]
    public string? Remark { get; set; }

    /// <summary>What the year will come to, as a person sees it.</summary>
    [Display(Name = "Ước cả năm")]
    public decimal? Estimate { get; set; }

    /// <summary>Of the same period, where nothing was reported then.</summary>
    [Display(Name = "Cùng kỳ năm trước")]
    public decimal? LastYear { get; set; }

    /// <summary>Where an imported number came from: file, line, day.</summary>
    [Display(Name = "Nguồn số liệu")]
    public string? Source { get; set; }

    /// <summary>Added to the cumulative figure for numbers written by hand in earlier reports of the year.</summary>
    [Display(Name = "Phần chênh của báo cáo trước cộng vào lũy kế")]
    public decimal? Carried { get; set; }

    [Display(Name = "Lý do cộng phần chênh")]
    public string? CarriedReason { get; set; }

    public bool IsGiven => Number is not null || !string.IsNullOrWhiteSpace(Text);

    public Guid WholeId => ReportId;
}

/// <summary>A paragraph as a person wrote it, with the figures that it was written on.</summary>
[Recorded("report-text", Noun = "đoạn lời của báo cáo")]
public sealed class ReportText : TenantRow, IPartOf
{
    public Guid ReportId { get; init; }
    public int Block { get; init; }

    [Display(Name = "Nội dung")]
    public required string Text { get; set; }

    /// <summary>code=words of each figure then, one a line.</summary>
    public required string WrittenOn { get; set; }

    public Guid WholeId => ReportId;
}

/// <summary>One sending, word for word: <see cref="ReportContent.ToText"/>. Never changed.</summary>
public sealed class ReportSnapshot : TenantRow
{
    public Guid ReportId { get; init; }
    public int Number { get; init; }
    public required string Content { get; init; }
    public required string Sha256 { get; init; }
    public DateTimeOffset At { get; init; }
    public required string ByName { get; init; }
}

/// <summary>The unit's own figure of the newest sending: what reports above add up.</summary>
public sealed class ReportFigure : TenantRow
{
    public Guid ReportId { get; init; }
    public required string Code { get; init; }
    public decimal? Number { get; init; }
    public decimal? Numerator { get; init; }
    public decimal? Denominator { get; init; }
    public List<Guid>? Units { get; init; }
    public string? Text { get; init; }
    public decimal? CumulativeNumber { get; init; }
    public decimal? CumulativeNumerator { get; init; }
    public decimal? CumulativeDenominator { get; init; }
    /// <summary>With the units below: what the next period is compared with. The next properties are the rest of the same figure, so that reports above need not read those below again.</summary>
    public decimal? Total { get; init; }
    public decimal? WholeNumerator { get; init; }
    public decimal? WholeDenominator { get; init; }
    public List<Guid>? WholeUnits { get; init; }
    public int? WholeOf { get; init; }
    public string? WholeText { get; init; }
    public decimal? WholeCumulativeNumber { get; init; }
    public decimal? WholeCumulativeNumerator { get; init; }
    public decimal? WholeCumulativeDenominator { get; init; }
}

/// <summary>
/// A report whose own figures the newest sending of another counts, its unit, and the report through which it came (itself, where directly). Both may be kept by another province: no foreign keys;
/// the sending writes what it has just counted.
/// </summary>
public sealed class ReportPart : TenantRow
{
    public Guid ReportId { get; init; }
    public short PartProvinceId { get; init; }
    public Guid PartId { get; init; }
    public Guid UnitId { get; init; }
    public short ThroughProvinceId { get; init; }
    public Guid ThroughId { get; init; }
}

internal sealed class ReportTables : IEntityTypeConfiguration<Report>, IEntityTypeConfiguration<ReportCell>, IEntityTypeConfiguration<ReportText>, IEntityTypeConfiguration<ReportSnapshot>, IEntityTypeConfiguration<ReportFigure>, IEntityTypeConfiguration<ReportPart>
{
    public void Configure(EntityTypeBuilder<Report> table)
    {
        table.ToTable("report");
        table.Ignore(r => r.IsFrozen);
        table.Ignore(r => r.IsLate);
        table.Ignore(r => r.IsLast);
        table.Ignore(r => r.IsAnswer);
        table.Ignore(r => r.Counts);
        table.HasOne<ReportForm>().WithMany().HasForeignKey(r => r.FormId);
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Report.UnitId));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Report.AddresseeId));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(Report.FinalId));
        table.HasOne<Account>().WithMany().HasForeignKey(r => r.SentBy);
        table.HasIndex(r => new { r.ProvinceId, r.FormCode, r.PeriodKey, r.UnitId, r.AddresseeId }).IsUnique();
        table.HasIndex(r => new { r.ProvinceId, r.AddresseeId, r.FormCode, r.PeriodKey });
        table.HasIndex(r => r.FormId);
        table.HasIndex(r => r.UnitId);
        table.HasIndex(r => new { r.AddresseeId, r.FormCode, r.PeriodKey });
        table.HasIndex(r => r.FinalId);
        table.HasIndex(r => r.SentBy);
    }

    public void Configure(EntityTypeBuilder<ReportCell> table)
    {
        table.ToTable("report_cell");
        table.Ignore(c => c.WholeId);
        table.Ignore(c => c.IsGiven);
        table.HasOne<Report>().WithMany().HasForeignKey(c => new { c.ProvinceId, c.ReportId });
        table.HasIndex(c => new { c.ProvinceId, c.ReportId, c.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReportText> table)
    {
        table.ToTable("report_text");
        table.Ignore(t => t.WholeId);
        table.HasOne<Report>().WithMany().HasForeignKey(t => new { t.ProvinceId, t.ReportId });
        table.HasIndex(t => new { t.ProvinceId, t.ReportId, t.Block }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReportSnapshot> table)
    {
        table.ToTable("report_snapshot");
        table.HasOne<Report>().WithMany().HasForeignKey(s => new { s.ProvinceId, s.ReportId });
        table.HasIndex(s => new { s.ProvinceId, s.ReportId, s.Number }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReportFigure> table)
    {
        table.ToTable("report_figure");
        table.HasOne<Report>().WithMany().HasForeignKey(f => new { f.ProvinceId, f.ReportId });
        table.HasIndex(f => new { f.ProvinceId, f.ReportId, f.Code }).IsUnique();
    }

    public void Configure(EntityTypeBuilder<ReportPart> table)
    {
        table.ToTable("report_part");
        table.HasOne<Report>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.ReportId });
        table.HasIndex(p => new { p.ProvinceId, p.ReportId, p.PartId }).IsUnique();
        table.HasIndex(p => new { p.PartProvinceId, p.PartId });
    }
}
