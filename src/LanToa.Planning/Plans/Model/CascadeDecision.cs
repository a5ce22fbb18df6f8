using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>What a unit does with a task that an upper plan asks of it.</summary>
public enum CascadeKind
{
    /// <summary>Nothing yet, or what was decided was taken back.</summary>
    [Display(Name = "Chưa xử lý")] Open,
    [Display(Name = "Đưa vào kế hoạch")] Adopted,
    [Display(Name = "Điều chỉnh")] Adapted,
    [Display(Name = "Tách")] Split,
    /// <summary>The unit's plan had it already.</summary>
    [Display(Name = "Đã có trong kế hoạch")] Linked,
    [Display(Name = "Không áp dụng")] NotApplicable,
}

/// <summary>
/// What one unit decided about one task of an upper plan; kept by the unit's province from the first decision on, its id follows from unit and task. What
/// nobody has decided has no row: it follows from what the plan asks of whom. The upper task has no foreign key, since it may stand in another province.
/// </summary>
[Recorded("cascade", Noun = "việc cấp trên giao", Called = nameof(CascadeDecision.Asked))]
public sealed class CascadeDecision : TenantRow
{
    [Display(Name = "Đơn vị")]
    public Guid UnitId { get; init; }

    public short UpperProvinceId { get; init; }
    public Guid UpperPlanId { get; init; }
    public Guid UpperTaskId { get; init; }

    [Display(Name = "Xử lý")]
    public CascadeKind Kind { get; set; }

    [Display(Name = "Lý do của đơn vị")]
    public string? Reason { get; set; }

    /// <summary>What the upper plan asked when it was decided: the task's words and time.</summary>
    [Display(Name = "Cấp trên giao")]
    public string Asked { get; set; } = "";

    /// <summary>The unit's tasks in words, for the history.</summary>
    [Display(Name = "Nhiệm vụ của đơn vị")]
    public string TaskWords { get; set; } = "";

    public DateTimeOffset DecidedAt { get; set; }
    public string DecidedByName { get; set; } = "";
}

/// <summary>A task of the unit's own plan that answers the upper one. An upper task may have several, and a task may answer several.</summary>
public sealed class CascadeLink : TenantRow
{
    public Guid DecisionId { get; init; }
    public Guid PlanId { get; init; }
    public Guid TaskId { get; init; }
}

internal sealed class CascadeTable : IEntityTypeConfiguration<CascadeDecision>, IEntityTypeConfiguration<CascadeLink>
{
    public void Configure(EntityTypeBuilder<CascadeDecision> table)
    {
        table.ToTable("cascade_decision");
        table.HasOne<Organization>().WithMany().HasForeignKey(d => d.UnitId);
        table.HasIndex(d => new { d.ProvinceId, d.UnitId, d.UpperTaskId }).IsUnique();
        table.HasIndex(d => d.UnitId);
        table.HasIndex(d => d.UpperPlanId);
    }

    public void Configure(EntityTypeBuilder<CascadeLink> table)
    {
        table.ToTable("cascade_link");
        table.HasOne<CascadeDecision>().WithMany().HasForeignKey(l => new { l.ProvinceId, l.DecisionId });
        table.HasOne<Plan>().WithMany().HasForeignKey(l => new { l.ProvinceId, l.PlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(l => new { l.ProvinceId, l.TaskId });
        table.HasIndex(l => new { l.ProvinceId, l.DecisionId, l.TaskId }).IsUnique();
        table.HasIndex(l => new { l.ProvinceId, l.PlanId });
        table.HasIndex(l => new { l.ProvinceId, l.TaskId });
    }
}

public static class CascadeWords
{
    public static string Name(this CascadeKind value) => EnumWords.Of(value);

    /// <summary>What was decided, where it is told and not offered: "Đã đưa vào kế hoạch".</summary>
    public static string Told(this CascadeKind value) => value is CascadeKind.Adopted or CascadeKind.Adapted or CascadeKind.Split ? $"Đã {value.Name().ToLowerInvariant()}" : value.Name();

    /// <summary>"Kế hoạch số 36/KH-UBND"; a plan without a number by its title.</summary>
    public static string Numbered(this Plan plan) => plan.NumberAndSymbol.Length > 0 ? $"{plan.Kind} số {plan.NumberAndSymbol}" : $"{plan.Kind} “{PlanWords.Short(plan.Title)}”";

    /// <summary>What the upper plan asks, in one line.</summary>
    public static string AskedBy(PlanTask task) => task.RuleWords.Length > 0 ? $"{task.Text} ({task.RuleWords})" : task.Text;
}
