using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Plans;

/// <summary>A line of a closing summary: a task, or an agency.</summary>
public sealed record ClosingLine(Guid Id, string Name, int Tasks, ClosingCounts Counts);

/// <summary>How a plan stood on the day on which it was closed.</summary>
/// <param name="Tasks">All that held on that day, <paramref name="TasksDone"/> of them with every period done.</param>
public sealed record ClosingSummary(int Tasks, int TasksDone, int Withdrawn, ClosingCounts Counts, IReadOnlyList<ClosingLine> ByTask, IReadOnlyList<ClosingLine> ByAgency)
{
    /// <summary>Of the tasks those without a period that counts: done when somebody asks, only requested, not applicable or over before it was followed.</summary>
    public int Uncounted { get; init; }

    /// <summary>The denominator of what is done.</summary>
    public int Counted => Tasks - Uncounted;
}

/// <summary>The summary that was kept when the plan was closed; it never changes.</summary>
public sealed class PlanClosing : TenantRow
{
    public Guid PlanId { get; init; }
    public DateOnly ClosedOn { get; init; }
    public DateTimeOffset At { get; init; }
    public string ByName { get; init; } = "";
    /// <summary>What the person who closed it said.</summary>
    public required string Words { get; init; }
    public required ClosingSummary Summary { get; init; }
}

internal sealed class PlanClosingTable : IEntityTypeConfiguration<PlanClosing>
{
    public void Configure(EntityTypeBuilder<PlanClosing> table)
    {
        table.ToTable("plan_closing");
        table.Property(c => c.Summary).AsJson();
        table.HasOne<Plan>().WithMany().HasForeignKey(c => new { c.ProvinceId, c.PlanId });
        table.HasIndex(c => new { c.ProvinceId, c.PlanId }).IsUnique();
    }
}
