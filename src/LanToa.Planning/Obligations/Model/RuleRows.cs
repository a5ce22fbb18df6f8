using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>A day off, or a weekend worked, as an administrator keeps it. Province 0 is the whole country; a province's own row stands before it.</summary>
[Recorded("holiday", Noun = "ngày nghỉ")]
public sealed class Holiday
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    [Display(Name = "Ngày")]
    public DateOnly Date { get; init; }

    [Display(Name = "Tên")]
    public required string Name { get; set; }

    [Display(Name = "Loại")]
    public HolidayKind Kind { get; set; }

    [Display(Name = "Nguồn")]
    public HolidaySource Source { get; set; }

    [Display(Name = "Căn cứ")]
    public string? Basis { get; set; }

    [Display(Name = "Đã gỡ")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; } = 1;

    public HolidayEntry Entry => new(Date, Name, Kind, Source, Basis);
}

/// <summary>A reporting regime as an administrator keeps it. Province 0 is the whole country; a province's own version of a code stands in its place.</summary>
[Recorded("reporting-regime", Noun = "chế độ báo cáo")]
public sealed class RegimeRow
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    [Display(Name = "Mã")]
    public required string Code { get; init; }

    [RegimeFields]
    public required RegimeData Data { get; set; }

    [Display(Name = "Đã gỡ")]
    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>From how many days before it a due date is near. Province 0 is the whole country; a province's own number stands in its place.</summary>
[Recorded("due-soon", Noun = "số ngày báo sắp đến hạn")]
public sealed class DueSoonSetting
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public short ProvinceId { get; init; }

    [Display(Name = "Số ngày")]
    public int Days { get; set; }

    public int Version { get; set; } = 1;
}

internal sealed class RuleTables : IEntityTypeConfiguration<Holiday>, IEntityTypeConfiguration<RegimeRow>, IEntityTypeConfiguration<DueSoonSetting>
{
    public void Configure(EntityTypeBuilder<DueSoonSetting> table)
    {
        table.ToTable("due_soon_setting");
        table.HasIndex(s => s.ProvinceId).IsUnique();
        table.Property(s => s.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<Holiday> table)
    {
        table.ToTable("holiday");
        table.Ignore(h => h.Entry);
        table.HasIndex(h => new { h.ProvinceId, h.Date }).IsUnique();
        table.Property(h => h.Version).IsConcurrencyToken();
    }

    public void Configure(EntityTypeBuilder<RegimeRow> table)
    {
        table.ToTable("reporting_regime");
        table.Property(r => r.Data).AsJson();
        table.HasIndex(r => new { r.ProvinceId, r.Code }).IsUnique();
        table.Property(r => r.Version).IsConcurrencyToken();
    }
}
