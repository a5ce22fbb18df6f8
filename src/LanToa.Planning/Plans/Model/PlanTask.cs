using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>What comes out of a task: a form of the code list, how many, and the plan's words.</summary>
public sealed record TaskProduct(string Form, decimal? Quantity, string Text);

/// <summary>What a plan asks of one or more agencies.</summary>
[Recorded("plan-task")]
public sealed class PlanTask : TenantRow, IPartOf
{
    public Guid PlanId { get; init; }
    public int Ordinal { get; set; }

    /// <summary>The heading under which the plan says it.</summary>
    [Display(Name = "Mục")]
    public string? Section { get; set; }

    [Display(Name = "Nội dung")]
    public required string Text { get; set; }

    [Display(Name = "Hình thức giao")]
    public TaskModality Modality { get; set; }

    /// <summary>When it is to be done; null until a person has given it a kind.</summary>
    public DutyRule? Rule { get; set; }

    /// <summary>The rule in words, for people and for the history.</summary>
    [Display(Name = "Thời hạn")]
    public string RuleWords { get; set; } = "";

    /// <summary>The plan's words about time.</summary>
    [Display(Name = "Thời gian ghi trong kế hoạch")]
    public string? ScheduleText { get; set; }

    /// <summary>The parties in words, for the history.</summary>
    [Display(Name = "Cơ quan")]
    public string PartyWords { get; set; } = "";

    public List<string> Channels { get; set; } = [];
    public List<string> Topics { get; set; } = [];
    public List<string> Audiences { get; set; } = [];
    public List<TaskProduct> Products { get; set; } = [];

    /// <summary>0 to 1 as read; null for a task written by hand.</summary>
    public double? Confidence { get; init; }

    /// <summary>The statements of the plan that it answers.</summary>
    public List<string> StatementKeys { get; set; } = [];

    [Display(Name = "Trạng thái")]
    public TaskState State { get; set; }

    public Guid WholeId => PlanId;
}

/// <summary>A member of a group that this task does not bind, and why.</summary>
public sealed record ExcludedMember(Guid OrganizationId, string Reason);

/// <summary>One agency or group of agencies in a task; unresolved while it has neither.</summary>
public sealed class TaskParty : TenantRow
{
    public Guid PlanId { get; init; }
    public Guid TaskId { get; init; }
    public int Ordinal { get; init; }
    public PartyRole Role { get; init; }
    /// <summary>As the plan prints it.</summary>
    public required string Printed { get; init; }
    public Guid? OrganizationId { get; init; }
    public Guid? GroupId { get; init; }
    public List<ExcludedMember> Excluded { get; init; } = [];
}

internal sealed class PlanTaskTable : IEntityTypeConfiguration<PlanTask>, IEntityTypeConfiguration<TaskParty>
{
    public void Configure(EntityTypeBuilder<PlanTask> table)
    {
        table.ToTable("plan_task");
        table.Ignore(t => t.WholeId);
        table.Property(t => t.Rule).AsJson();
        table.Property(t => t.Products).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(t => new { t.ProvinceId, t.PlanId });
        table.HasIndex(t => new { t.ProvinceId, t.PlanId, t.Ordinal });
    }

    public void Configure(EntityTypeBuilder<TaskParty> table)
    {
        table.ToTable("task_party", t => t.HasCheckConstraint("ck_task_party_at_most_one_target", "organization_id IS NULL OR group_id IS NULL"));
        table.Property(p => p.Excluded).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.PlanId });
        table.HasOne<PlanTask>().WithMany().HasForeignKey(p => new { p.ProvinceId, p.TaskId });
        table.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId);
        table.HasOne<OrganizationGroup>().WithMany().HasForeignKey(p => p.GroupId);
        table.HasIndex(p => new { p.ProvinceId, p.PlanId });
        table.HasIndex(p => new { p.ProvinceId, p.TaskId });
        table.HasIndex(p => p.OrganizationId);
        table.HasIndex(p => p.GroupId);
    }
}
