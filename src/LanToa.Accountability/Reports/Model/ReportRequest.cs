using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Reports;

public enum RequestKind
{
    [Display(Name = "Đột xuất")] Sudden,
    [Display(Name = "Chuyên đề")] Thematic,
}

/// <summary>
/// A report that is asked for once: a letter, the units that answer it, a form made for it (a <see cref="ReportForm"/> without periods), a deadline. Each answer is a <see cref="Report"/> whose form and period are
/// <see cref="FormCode"/>, addressed to the unit that asks.
/// </summary>
[Recorded("report-request", Noun = "yêu cầu báo cáo", Called = nameof(Number))]
public sealed class ReportRequest : TenantRow
{
    /// <summary>Who asks and receives the answers.</summary>
    public Guid UnitId { get; init; }

    [Display(Name = "Loại")]
    public RequestKind Kind { get; init; }

    [Display(Name = "Số, ký hiệu văn bản")]
    public required string Number { get; init; }

    [Display(Name = "Ngày văn bản")]
    public DateOnly IssuedOn { get; init; }

    [Display(Name = "Trích yếu")]
    public required string Subject { get; init; }

    [Display(Name = "Nội dung yêu cầu")]
    public required string Ask { get; init; }

    public Guid FormId { get; init; }
    public required string FormCode { get; init; }

    [Display(Name = "Số liệu từ ngày")]
    public DateOnly PeriodFrom { get; init; }

    [Display(Name = "Số liệu đến hết ngày")]
    public DateOnly PeriodTo { get; init; }

    [Display(Name = "Hạn gửi")]
    public DateOnly DueOn { get; set; }

    public DateTimeOffset IssuedAt { get; init; }
    public Guid? IssuedBy { get; init; }
    public required string IssuedByName { get; init; }

    [Display(Name = "Đóng lúc")]
    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedByName { get; set; }

    /// <summary>Of the last change: a closing, an extension, units added or taken out.</summary>
    [Display(Name = "Lý do")]
    public string? Reason { get; set; }

    /// <summary>The form that made the last change: sent twice, it changes once.</summary>
    public Guid FormKey { get; set; }

    /// <summary>Codes of forms made for a request begin so, and no other does.</summary>
    public const string CodeBegins = "yc.";

    public bool IsOpen => ClosedAt is null;
}

/// <summary>A unit that a request is addressed to. One that is taken out stays, and says why.</summary>
[Recorded("report-request-unit", Noun = "nơi nhận yêu cầu báo cáo", Called = nameof(UnitId))]
public sealed class ReportRequestUnit : TenantRow, IPartOf
{
    public Guid RequestId { get; init; }
    public Guid UnitId { get; init; }

    [Display(Name = "Số lần nhắc"), CountedUp]
    public int Reminders { get; set; }

    [Display(Name = "Nhắc lúc")]
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>Since when it need not answer any more; null while it has to.</summary>
    [Display(Name = "Thôi yêu cầu lúc")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    [Display(Name = "Lý do thôi yêu cầu")]
    public string? WithdrawnWhy { get; set; }

    public Guid WholeId => RequestId;
}

internal sealed class RequestTables : IEntityTypeConfiguration<ReportRequest>, IEntityTypeConfiguration<ReportRequestUnit>
{
    public void Configure(EntityTypeBuilder<ReportRequest> table)
    {
        table.ToTable("report_request");
        table.Ignore(r => r.IsOpen);
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ReportRequest.UnitId));
        table.HasOne<ReportForm>().WithMany().HasForeignKey(r => r.FormId);
        table.HasOne<Account>().WithMany().HasForeignKey(r => r.IssuedBy);
        table.HasIndex(r => new { r.ProvinceId, r.FormCode }).IsUnique();
        table.HasIndex(r => new { r.ProvinceId, r.UnitId, r.Number, r.IssuedOn }, "ix_report_request_once").IsUnique();
        table.HasIndex(r => r.UnitId);
        table.HasIndex(r => r.FormId);
        table.HasIndex(r => r.IssuedBy);
    }

    public void Configure(EntityTypeBuilder<ReportRequestUnit> table)
    {
        table.ToTable("report_request_unit");
        table.Ignore(u => u.WholeId);
        table.HasOne<ReportRequest>().WithMany().HasForeignKey(u => new { u.ProvinceId, u.RequestId });
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ReportRequestUnit.UnitId));
        table.HasIndex(u => new { u.ProvinceId, u.RequestId, u.UnitId }).IsUnique();
        table.HasIndex(u => u.UnitId);
    }
}
