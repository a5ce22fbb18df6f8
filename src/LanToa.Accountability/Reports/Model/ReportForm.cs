using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Reports;

/// <summary>
/// A report form (mẫu báo cáo) from a year on. Province 0 is the whole country; a province's own form of the same code and year stands in its place, and a later year's stands in an earlier one's. Reports begun on a
/// form keep it.
/// </summary>
[Recorded("report-form", Noun = "mẫu báo cáo")]
public sealed class ReportForm
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    [Display(Name = "Mã")]
    public required string Code { get; init; }

    [Display(Name = "Dùng từ năm")]
    public int YearFrom { get; init; }

    [Display(Name = "Tên")]
    public required string Name { get; set; }

    /// <summary>month, quarter, half-year, nine-months, year.</summary>
    [Display(Name = "Kỳ")]
    public List<string> Periods { get; set; } = [];

    /// <summary>See <see cref="FormText"/>.</summary>
    [Display(Name = "Nội dung mẫu")]
    public required string Body { get; set; }

    [Display(Name = "Đã gỡ")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>The way of one unit's reports on a form: to whom, and through whom (qua). A unit may have several ways.</summary>
[Recorded("report-route", Noun = "đường gửi báo cáo")]
public sealed class ReportRoute : TenantRow
{
    [Display(Name = "Mẫu báo cáo")]
    public required string FormCode { get; init; }

    public Guid UnitId { get; init; }
    public Guid ToId { get; init; }
    public Guid? ViaId { get; init; }

    /// <summary>Working days after the cut-off by which it is to be sent. Where neither this nor the next says, the reporting regime does.</summary>
    [Display(Name = "Số ngày làm việc sau ngày chốt số liệu")]
    public int? WorkingDays { get; init; }

    /// <summary>The day of a month by which it is to be sent, or of <see cref="SendMonth"/>.</summary>
    [Display(Name = "Gửi trước ngày")]
    public int? SendDay { get; init; }

    [Display(Name = "Gửi trước ngày, của tháng")]
    public int? SendMonth { get; init; }

    /// <summary>First year whose periods go this way.</summary>
    [Display(Name = "Từ ngày")]
    public DateOnly ValidFrom { get; init; }

    [Display(Name = "Đến hết ngày")]
    public DateOnly? ValidTo { get; set; }

    /// <summary>Its own send rule; null where the regime's holds.</summary>
    public SendBy? SendBy => WorkingDays is null && SendDay is null ? null : new SendBy(WorkingDays, SendDay, SendMonth);

    /// <summary>Who receives it first.</summary>
    public Guid AddresseeId => ViaId ?? ToId;

    public bool IsValidOn(DateOnly day) => day >= ValidFrom && (ValidTo is not { } to || day <= to);
}

internal sealed class FormTables : IEntityTypeConfiguration<ReportForm>, IEntityTypeConfiguration<ReportRoute>
{
    public void Configure(EntityTypeBuilder<ReportForm> table)
    {
        table.ToTable("report_form");
        table.HasIndex(f => new { f.ProvinceId, f.Code, f.YearFrom }).IsUnique();
        table.Property(f => f.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<ReportRoute> table)
    {
        table.ToTable("report_route", t => t.HasCheckConstraint("ck_report_route_one_send_rule",
            "(working_days IS NULL OR send_day IS NULL) AND (send_month IS NULL OR send_day IS NOT NULL) AND (send_day IS NULL OR send_day BETWEEN 1 AND 31) AND (send_month IS NULL OR send_month BETWEEN 1 AND 12)"));
        table.Ignore(r => r.AddresseeId);
        table.Ignore(r => r.SendBy);
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ReportRoute.UnitId));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ReportRoute.ToId));
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ReportRoute.ViaId));
        table.HasIndex(r => new { r.ProvinceId, r.FormCode, r.UnitId, r.ToId, r.ViaId, r.ValidFrom }, "ix_report_route_once").IsUnique().AreNullsDistinct(false);
        table.HasIndex(r => r.UnitId);
        table.HasIndex(r => r.ToId);
        table.HasIndex(r => r.ViaId);
    }
}
