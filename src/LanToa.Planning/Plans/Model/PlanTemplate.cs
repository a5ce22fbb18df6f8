using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>A sentence of a template, in order; the tasks point to it by its key.</summary>
public sealed record TemplateStatement(string Key, string Kind, string Text, string? Label = null, IReadOnlyList<string>? Path = null);

/// <summary>A task of a template. Parties are printed names, units or groups; "{cơ quan}" is the agency that drafts.</summary>
public sealed record TemplateTask(string Text, DutyRule? Rule, IReadOnlyList<ItemParty> Leads)
{
    public string? Section { get; init; }
    public string? ScheduleText { get; init; }
    public TaskModality Modality { get; init; }
    public IReadOnlyList<ItemParty> Coordinating { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Topics { get; init; } = [];
    public IReadOnlyList<string> Audiences { get; init; } = [];
    public IReadOnlyList<TaskProduct> Products { get; init; } = [];
    public IReadOnlyList<string> Statements { get; init; } = [];
}

/// <summary>What a template holds. Its dates are those of <see cref="Year"/>; "{năm}" and "{cơ quan}" in its words are filled in when a plan is drafted.</summary>
public sealed record TemplateContent(string Title, int Year, IReadOnlyList<TemplateStatement> Statements, IReadOnlyList<TemplateTask> Tasks)
{
    public string Kind { get; init; } = "Kế hoạch";
    public string? Symbol { get; init; }
    public DateSpan? Period { get; init; }
}

/// <summary>A plan that a province keeps as a template.</summary>
public sealed class PlanTemplate : TenantRow
{
    public required string Name { get; init; }

    public Guid IssuerId { get; init; }
    public Guid PlanId { get; init; }
    public required TemplateContent Content { get; init; }
    public string ByName { get; init; } = "";
    public DateTimeOffset At { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal sealed class PlanTemplateTable : IEntityTypeConfiguration<PlanTemplate>
{
    public void Configure(EntityTypeBuilder<PlanTemplate> table)
    {
        table.ToTable("plan_template");
        table.Property(t => t.Content).AsJson();
        table.HasOne<Organization>().WithMany().HasForeignKey(t => t.IssuerId);
        table.HasOne<Plan>().WithMany().HasForeignKey(t => new { t.ProvinceId, t.PlanId });
        table.HasIndex(t => t.IssuerId);
        table.HasIndex(t => new { t.ProvinceId, t.PlanId });
    }
}
