using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Reports;

/// <summary>How values become one: over the units of a roll-up, and over time.</summary>
public enum Aggregation
{
    [Display(Name = "Cộng")] Sum,
    /// <summary>Over time the last one stands; over units they are added.</summary>
    [Display(Name = "Số mới nhất (cộng các đơn vị)")] Latest,
    [Display(Name = "Số lớn nhất")] Maximum,
    /// <summary>Numerators and denominators are added up, then divided.</summary>
    [Display(Name = "Tỷ số của các tổng")] Ratio,
    /// <summary>Units counted once, by whichever route they come.</summary>
    [Display(Name = "Đếm đơn vị khác nhau")] Distinct,
    /// <summary>Above: how many said yes, of how many.</summary>
    [Display(Name = "Có hay không")] YesNo,
    [Display(Name = "Bằng lời")] Text,
}

public enum IndicatorSource
{
    [Display(Name = "Tính theo công thức")] Formula,
    [Display(Name = "Nhập tay")] ByHand,
    [Display(Name = "Lấy từ tệp, hệ thống khác")] Imported,
}

/// <summary>
/// One thing that is counted, as an administrator keeps it. Province 0 is the whole country; a province's own version of a code stands in its place. What comes with the
/// program is added when it is missing, never over what a person changed.
/// </summary>
[Recorded("indicator", Noun = "chỉ tiêu")]
public sealed class Indicator
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    /// <summary>As forms and formulas name it: tin_bai.</summary>
    [Display(Name = "Mã")]
    public required string Code { get; init; }

    [Display(Name = "Tên")]
    public required string Name { get; set; }

    [Display(Name = "Nhóm")]
    public required string Theme { get; set; }

    /// <summary>Of measure: "tin, bài".</summary>
    [Display(Name = "Đơn vị tính")]
    public required string Unit { get; set; }

    [Display(Name = "Cách tổng hợp")]
    public Aggregation Aggregation { get; set; }

    [Display(Name = "Nguồn số liệu")]
    public IndicatorSource Source { get; set; }

    [Display(Name = "Công thức")]
    public string? Formula { get; set; }

    [Display(Name = "Có số lũy kế từ đầu năm")]
    public bool Cumulative { get; set; }

    [Display(Name = "Số chữ số thập phân")]
    public int Decimals { get; set; }

    [Display(Name = "Cách hiểu")]
    public string? Meaning { get; set; }

    [Display(Name = "Dùng từ ngày")]
    public DateOnly? ValidFrom { get; set; }

    [Display(Name = "Dùng đến hết ngày")]
    public DateOnly? ValidTo { get; set; }

    [Display(Name = "Thứ tự")]
    public int Ordinal { get; set; }

    [Display(Name = "Đã gỡ")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; } = 1;

    public bool IsValidOn(DateOnly day) => (ValidFrom is not { } from || day >= from) && (ValidTo is not { } to || day <= to);
}

internal sealed class IndicatorTable : IEntityTypeConfiguration<Indicator>
{
    public void Configure(EntityTypeBuilder<Indicator> table)
    {
        table.ToTable("indicator");
        table.HasIndex(i => new { i.ProvinceId, i.Code }).IsUnique();
        table.Property(i => i.Version).IsConcurrencyToken();
    }
}
