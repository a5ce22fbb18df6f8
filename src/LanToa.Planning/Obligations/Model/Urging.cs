using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>Units with overdue work were urged: by whom, in which body's name, with which words. Never changed afterwards.</summary>
[Recorded("urging", Noun = "lần đôn đốc")]
public sealed class Urging : TenantRow
{
    /// <summary>The body in whose name it was done.</summary>
    [Display(Name = "Cơ quan đôn đốc")]
    public Guid UrgerId { get; init; }

    public Guid? ById { get; init; }
    public required string ByName { get; init; }
    public DateOnly Day { get; init; }
    public DateTimeOffset At { get; init; }

    [Display(Name = "Nội dung")]
    public required string Words { get; init; }

    [Display(Name = "Số đơn vị")]
    public int Units { get; init; }

    [Display(Name = "Số việc")]
    public int Occurrences { get; init; }

    /// <summary>The form that made it: sent twice, it urges once.</summary>
    public Guid FormKey { get; init; }
}

/// <summary>An overdue occurrence as it stood when its unit was urged about it.</summary>
public sealed class UrgedWork : TenantRow
{
    public Guid UrgingId { get; init; }
    public Guid OccurrenceId { get; init; }
    public Guid UnitId { get; init; }
    public DateOnly DueOn { get; init; }
    public int DaysLate { get; init; }
}

internal sealed class UrgingTables : IEntityTypeConfiguration<Urging>, IEntityTypeConfiguration<UrgedWork>
{
    public void Configure(EntityTypeBuilder<Urging> table)
    {
        table.ToTable("urging");
        table.HasOne<Organization>().WithMany().HasForeignKey(u => u.UrgerId);
        table.HasOne<Account>().WithMany().HasForeignKey(u => u.ById);
        table.HasIndex(u => new { u.ProvinceId, u.FormKey }).IsUnique();
        table.HasIndex(u => new { u.ProvinceId, u.UrgerId, u.At });
        table.HasIndex(u => u.UrgerId);
        table.HasIndex(u => u.ById);
    }

    public void Configure(EntityTypeBuilder<UrgedWork> table)
    {
        table.ToTable("urged_work");
        table.HasOne<Urging>().WithMany().HasForeignKey(w => new { w.ProvinceId, w.UrgingId });
        table.HasOne<Occurrence>().WithMany().HasForeignKey(w => new { w.ProvinceId, w.OccurrenceId });
        table.HasOne<Organization>().WithMany().HasForeignKey(w => w.UnitId);
        table.HasIndex(w => new { w.ProvinceId, w.UrgingId, w.OccurrenceId }).IsUnique();
        table.HasIndex(w => new { w.ProvinceId, w.OccurrenceId });
        table.HasIndex(w => w.UnitId);
    }
}
