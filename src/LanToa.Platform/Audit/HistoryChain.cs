using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Audit;

/// <summary>An event that is committed and not chained yet. Rows are added by a trigger on the history, so that no writer can forget it, and taken away by the sealer.</summary>
public sealed class HistoryWaiting
{
    public short ProvinceId { get; init; }
    public Guid EventId { get; init; }
}

/// <summary>
/// The place of an event in its province's chain: its number (from 1, without gaps), the hash of the one before (32 zero bytes for the
/// first) and its own hash, both SHA-256 over <see cref="HistoryForm"/>. Append-only for the application's role, as the event itself.
/// </summary>
public sealed class HistorySeal
{
    public short ProvinceId { get; init; }
    public long Number { get; init; }
    public Guid EventId { get; init; }
    public DateTimeOffset SealedAt { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }
}

/// <summary>The last link of a province's chain. Kept beside the seals, so that a tail cut off by itself is noticed and the chain goes on behind it.</summary>
public sealed class HistoryChain
{
    public short ProvinceId { get; init; }
    public long Number { get; init; }
    public required byte[] Hash { get; init; }
    public DateTimeOffset SealedAt { get; init; }
}

/// <summary>One verification of a province's history: how far, by whom, how long, and what was found.</summary>
public sealed class HistoryCheck
{
    public short ProvinceId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public DateTimeOffset CheckedAt { get; init; }
    public required string CheckedByName { get; init; }
    public long Number { get; init; }
    public required byte[] Hash { get; init; }
    /// <summary>Events that were committed and not yet chained.</summary>
    public long Waiting { get; init; }
    public long Milliseconds { get; init; }
    public int Findings { get; init; }
    /// <summary>As <see cref="HistoryVerdict.Backdated"/>; null for a check from before it was kept.</summary>
    public long? Backdated { get; init; }
    /// <summary>The findings in words, one per line, and after them the backdated changes; null when there are none of either.</summary>
    public string? Report { get; init; }
}

internal sealed class HistoryWaitingTable : IEntityTypeConfiguration<HistoryWaiting>
{
    public void Configure(EntityTypeBuilder<HistoryWaiting> table) => table.HasKey(w => new { w.ProvinceId, w.EventId });
}

internal sealed class HistorySealTable : IEntityTypeConfiguration<HistorySeal>
{
    public void Configure(EntityTypeBuilder<HistorySeal> table)
    {
        table.ToTable(t => t.HasCheckConstraint("ck_history_seal_number", "number > 0"));
        table.HasKey(s => new { s.ProvinceId, s.Number });
        table.HasIndex(s => new { s.ProvinceId, s.EventId }).IsUnique();
    }
}

internal sealed class HistoryChainTable : IEntityTypeConfiguration<HistoryChain>
{
    public void Configure(EntityTypeBuilder<HistoryChain> table)
    {
        table.HasKey(c => c.ProvinceId);
        table.Property(c => c.ProvinceId).ValueGeneratedNever();
    }
}

internal sealed class HistoryCheckTable : IEntityTypeConfiguration<HistoryCheck>
{
    public void Configure(EntityTypeBuilder<HistoryCheck> table) => table.HasKey(c => new { c.ProvinceId, c.Id });
}
