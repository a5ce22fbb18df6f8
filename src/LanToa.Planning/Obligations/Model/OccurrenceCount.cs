using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How many occurrences of a unit and plan, scheduled in a month, stand at which stage. Triggers keep it in the transaction of every change of
/// <see cref="Occurrence"/>; the program only reads it. <see cref="DueMonth"/> tells what is owed apart by the month in which it is due.
/// </summary>
public sealed class OccurrenceCount : IOwed
{
    public const short Owed = 0, Returned = 1, Waiting = 2, BeforeTracking = 4;

    /// <summary>Done on time or by request, or nothing arose; and done after it was due.</summary>
    public const short Done = 3, DoneLate = 5;

    public short ProvinceId { get; private set; }
    public DateOnly Month { get; private set; }
    public Guid UnitId { get; private set; }
    public Guid PlanId { get; private set; }
    public Guid AssignerId { get; private set; }
    public bool IsRequest { get; private set; }
    public short Stage { get; private set; }
    public DateOnly DueMonth { get; private set; }
    public int Total { get; private set; }
}

/// <summary>Of those still owed (<see cref="Stage"/> owed or returned), how many are due on which day.</summary>
public sealed class OccurrenceDueCount : IOwed
{
    public short ProvinceId { get; private set; }
    public DateOnly DueOn { get; private set; }
    public Guid UnitId { get; private set; }
    public DateOnly Month { get; private set; }
    public Guid PlanId { get; private set; }
    public Guid AssignerId { get; private set; }
    public bool IsRequest { get; private set; }
    public short Stage { get; private set; }
    public DateOnly OpensOn { get; private set; }
    public int Total { get; private set; }
}

internal sealed class OccurrenceCountTables : IEntityTypeConfiguration<OccurrenceCount>, IEntityTypeConfiguration<OccurrenceDueCount>
{
    public void Configure(EntityTypeBuilder<OccurrenceCount> table)
    {
        table.ToTable("occurrence_count");
        table.HasKey(c => new { c.ProvinceId, c.Month, c.UnitId, c.PlanId, c.AssignerId, c.IsRequest, c.Stage, c.DueMonth });
        table.HasIndex(c => new { c.ProvinceId, c.UnitId });
        table.HasIndex(c => new { c.ProvinceId, c.AssignerId, c.UnitId });
    }

    public void Configure(EntityTypeBuilder<OccurrenceDueCount> table)
    {
        table.ToTable("occurrence_due_count");
        table.HasKey(c => new { c.ProvinceId, c.UnitId, c.DueOn, c.Month, c.PlanId, c.AssignerId, c.IsRequest, c.Stage, c.OpensOn });
        table.HasIndex(c => new { c.ProvinceId, c.DueOn });
    }
}
