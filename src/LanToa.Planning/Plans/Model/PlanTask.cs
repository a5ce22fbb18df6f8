using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>What a plan asks of one or more agencies.</summary>
[Recorded("plan-task", Noun = "nhiệm vụ", Called = nameof(PlanTask.Text))]
public sealed class PlanTask : TaskFacts, IPartOf
{
    public Guid PlanId { get; init; }
    public int Ordinal { get; set; }

    /// <summary>0 to 1 as read; null for a task written by hand.</summary>
    public double? Confidence { get; init; }

    [Display(Name = "Trạng thái")]
    public TaskState State { get; set; }

    /// <summary>Of a task in an amendment: the task of the amended plan that it continues.</summary>
    public Guid? ContinuesId { get; set; }

    /// <summary>Of a task in an amendment: a person said that it continues none, however alike the words.</summary>
    public bool StandsAlone { get; set; }

    /// <summary>An amendment changed it: as it stands now it asks for nothing that was due before this day.</summary>
    [Display(Name = "Điều chỉnh từ")]
    public DateOnly? BindsFrom { get; set; }

    public Guid WholeId => PlanId;

    /// <summary>Its section bears another number.</summary>
    public void MoveTo(string section) => (Section, Rule) = (section, Rule is { } rule ? rule with { Where = PlanWords.PlaceOf(section) } : null);
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
    public Guid? OrganizationId { get; set; }
    public Guid? GroupId { get; init; }
    /// <summary>The units that a person listed for the words of the group; null where its rule says who they are.</summary>
    public List<Guid>? Units { get; init; }
    public List<ExcludedMember> Excluded { get; init; } = [];
    /// <summary>A person said that the words name no certain unit yet: they stay as printed and nobody owes anything.</summary>
    public bool AsPrinted { get; set; }
    /// <summary>The day on which words that had bound nobody were given to a unit, after issuing: it owes the task from then on.</summary>
    public DateOnly? GivenOn { get; set; }
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
        table.HasOne<PlanTask>().WithMany().HasForeignKey(t => new { t.ProvinceId, t.ContinuesId });
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
        table.HasIndex(p => p.Units).HasMethod("gin");
    }
}
