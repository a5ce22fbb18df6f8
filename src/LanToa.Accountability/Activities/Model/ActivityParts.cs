using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities;

/// <summary>
/// A task of a plan that an activity answers, and the occurrence in which it counts. Task and occurrence belong to another wing, the task perhaps to another
/// province: no foreign keys; the operation checks them, <c>./lantoa verify-data</c> walks them.
/// </summary>
[Recorded("activity-answer", Noun = "nhiệm vụ được trả lời", Called = nameof(TaskText))]
public sealed class ActivityAnswer : TenantRow, IPartOf
{
    public Guid ActivityId { get; init; }
    public short TaskProvinceId { get; init; }
    public Guid TaskId { get; init; }
    public Guid PlanId { get; init; }

    /// <summary>The body that asks for it: reads and judges what answers it.</summary>
    public Guid AssignerId { get; init; }

    public Guid? OccurrenceId { get; set; }

    /// <summary>How many of the task's own count it brings.</summary>
    [Display(Name = "Tính cho nhiệm vụ")]
    public decimal Counted { get; set; }

    /// <summary>Done after the end of the period whose debt it pays (làm bù).</summary>
    [Display(Name = "Làm bù")]
    public bool MakesUp { get; set; }

    /// <summary>The task's words when it was answered.</summary>
    [Display(Name = "Nhiệm vụ")]
    public required string TaskText { get; init; }

    public Guid WholeId => ActivityId;
}

/// <summary>Who did it together with the unit: a body, or words where it is none that we know.</summary>
[Recorded("activity-partner", Noun = "đơn vị phối hợp", Called = nameof(Name))]
public sealed class ActivityPartner : TenantRow, IPartOf
{
    public Guid ActivityId { get; init; }
    public Guid? UnitId { get; init; }

    [Display(Name = "Đơn vị phối hợp")]
    public required string Name { get; init; }

    public Guid WholeId => ActivityId;
}

internal sealed class ActivityPartTables : IEntityTypeConfiguration<ActivityAnswer>, IEntityTypeConfiguration<ActivityPartner>
{
    public void Configure(EntityTypeBuilder<ActivityAnswer> table)
    {
        table.ToTable("activity_answer");
        table.Ignore(a => a.WholeId);
        table.Property(a => a.Counted).HasPrecision(14, 2);
        table.HasOne<Activity>().WithMany().HasForeignKey(a => new { a.ProvinceId, a.ActivityId });
        table.HasIndex(a => new { a.ProvinceId, a.ActivityId, a.TaskProvinceId, a.TaskId }, "ix_activity_answer_once").IsUnique();
        table.HasIndex(a => new { a.ProvinceId, a.OccurrenceId });
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ActivityAnswer.AssignerId));
        table.HasIndex(a => new { a.TaskProvinceId, a.TaskId });
        table.HasIndex(a => new { a.ProvinceId, a.PlanId });
        table.HasIndex(a => a.AssignerId);
    }

    public void Configure(EntityTypeBuilder<ActivityPartner> table)
    {
        table.ToTable("activity_partner");
        table.Ignore(p => p.WholeId);
        table.HasOne<Activity>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.ActivityId });
        table.HasOne(Neighbours.Organization, null).WithMany().HasForeignKey(nameof(ActivityPartner.UnitId));
        table.HasIndex(p => new { p.ProvinceId, p.ActivityId });
        table.HasIndex(p => p.UnitId);
    }
}
