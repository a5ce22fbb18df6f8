using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>How a task binds a unit. Only a commanded lead can be overdue; a coordinating unit sees the task and owes no occurrence.</summary>
public enum DutyRole
{
    Lead,
    Requested,
    Coordinating,
}

public static class DutyRoles
{
    public static string Name(this DutyRole role) => role switch
    {
        DutyRole.Lead => "Chủ trì",
        DutyRole.Requested => "Đề nghị",
        _ => "Phối hợp",
    };
}

/// <summary>What one unit owes and one body assigned: both may read it.</summary>
public interface IOwed
{
    Guid UnitId { get; }
    Guid AssignerId { get; }
}

/// <summary>
/// A task as it binds one unit, kept by the unit's province. The task may stand in another province (<see cref="TaskProvinceId"/>), so there is
/// no foreign key to it; what lists show of it is copied.
/// </summary>
[Recorded("obligation", Noun = "việc phải làm")]
public sealed class Obligation : TenantRow, IOwed
{
    public short TaskProvinceId { get; init; }
    public Guid TaskId { get; init; }
    public Guid PlanId { get; init; }
    public Guid UnitId { get; init; }

    /// <summary>The plan's issuer: confirms, returns, extends.</summary>
    public Guid AssignerId { get; init; }

    public DutyRole Role { get; init; }
    public DutyKind Kind { get; init; }
    public required DutyRule Rule { get; init; }

    [Display(Name = "Nội dung")]
    public required string Text { get; init; }

    public string SearchText { get; init; } = "";
    public required string RegimeCode { get; init; }

    // What the rule was applied to: a request for on-request work is dated against the same calendar.
    public DateOnly PlanDate { get; init; }
    public DateOnly PlanFrom { get; init; }
    public DateOnly PlanTo { get; init; }

    /// <summary>The person of the unit who does it; null while it is the whole unit's.</summary>
    public Guid? AssigneeId { get; set; }

    [Display(Name = "Người thực hiện")]
    public string? AssigneeName { get; set; }

    /// <summary>The unit's "done" needs nobody's confirmation.</summary>
    [Display(Name = "Tự xác nhận")]
    public bool ConfirmsItself { get; set; }

    /// <summary>How many the unit asks of itself in each period of standing work; null where it asks for none, or the plan gives a number.</summary>
    [Display(Name = "Mức tự đặt mỗi kỳ")]
    public int? OwnFloor { get; set; }

    /// <summary>From this day it no longer binds: its task or its plan was withdrawn.</summary>
    [Display(Name = "Thôi hiệu lực từ")]
    public DateOnly? EndedOn { get; set; }

    [Display(Name = "Lý do thôi hiệu lực")]
    public string? EndReason { get; set; }

    /// <summary>The same task and unit always give the same id, so that generation can start over.</summary>
    public static Guid IdFor(Guid taskId, Guid unitId) => OccurrenceId.For(taskId, "unit:" + unitId.ToString("N"));
}

internal sealed class ObligationTable : IEntityTypeConfiguration<Obligation>
{
    public void Configure(EntityTypeBuilder<Obligation> table)
    {
        table.ToTable("obligation");
        table.Property(o => o.Rule).AsJson();
        table.HasOne<Organization>().WithMany().HasForeignKey(o => o.UnitId);
        table.HasOne<Organization>().WithMany().HasForeignKey(o => o.AssignerId);
        table.HasOne<Account>().WithMany().HasForeignKey(o => o.AssigneeId);
        table.HasIndex(o => new { o.ProvinceId, o.TaskId, o.UnitId }).IsUnique();
        table.HasIndex(o => new { o.ProvinceId, o.UnitId });
        table.HasIndex(o => new { o.ProvinceId, o.UnitId }, "ix_obligation_given").HasFilter("assignee_id IS NOT NULL");
        table.HasIndex(o => new { o.PlanId, o.TaskId });
        table.HasIndex(o => new { o.ProvinceId, o.PlanId });
        table.HasIndex(o => o.UnitId);
        table.HasIndex(o => o.AssignerId);
        table.HasIndex(o => o.AssigneeId).HasFilter("assignee_id IS NOT NULL");
    }
}
