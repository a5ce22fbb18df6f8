using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Audit;

/// <summary>
/// One change: who, when, by which process, what (before and after as JSON objects of the changed properties) and why.
/// Append-only: the application's database role can neither update nor delete it.
/// </summary>
public sealed class HistoryEvent
{
    public short ProvinceId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public DateTimeOffset At { get; init; }
    public Guid? AccountId { get; init; }
    public required string ActorName { get; init; }
    /// <summary>web, job:KIND or cli.</summary>
    public required string Process { get; init; }
    public string? RequestId { get; init; }
    public required string SubjectKind { get; init; }
    public Guid SubjectId { get; init; }
    /// <summary>The larger record that the subject is part of.</summary>
    public Guid? WholeId { get; init; }
    public required string Verb { get; init; }
    public string? Reason { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
}

internal sealed class HistoryEventTable : IEntityTypeConfiguration<HistoryEvent>
{
    public void Configure(EntityTypeBuilder<HistoryEvent> table)
    {
        table.HasKey(e => new { e.ProvinceId, e.Id });
        table.Property(e => e.Before).HasColumnType("jsonb");
        table.Property(e => e.After).HasColumnType("jsonb");
        table.HasIndex(e => new { e.SubjectId, e.At });
        table.HasIndex(e => new { e.WholeId, e.At });
        table.HasIndex(e => new { e.ProvinceId, e.At });
    }
}
