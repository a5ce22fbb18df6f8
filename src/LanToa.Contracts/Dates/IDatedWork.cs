namespace LanToa.Contracts.Dates;

public enum DatedState
{
    Owed,
    /// <summary>Sent back to the unit, with a reason.</summary>
    Returned,
    Settled,
}

/// <summary>Something that a unit owes by a day, kept by another room than that of duties: a report to be sent.</summary>
/// <param name="Key">The same for the same matter for ever.</param>
/// <param name="Text">What is to be done, in a line (Vietnamese).</param>
/// <param name="Period">Of when: "quý I/2026".</param>
/// <param name="OpensOn">From this day it can be done.</param>
/// <param name="Href">The page where it is done.</param>
/// <param name="StateWords">How it stands, as people say it.</param>
/// <param name="Version">Counts its changes.</param>
/// <param name="Reason">Why it was sent back.</param>
public sealed record DatedMatter(string Key, Guid UnitId, string Text, string Period, DateOnly OpensOn, DateOnly DueOn, string Href, DatedState State, string StateWords, int Version, string? Reason);

/// <summary>What a room contributes to the daily digest, to calendars and to their feeds; every room registers its own.</summary>
public interface IDatedWork
{
    /// <summary>What the units owe or have done by a day of the span, whatever province the program acts in; what was never begun and lies too far back may be left out.</summary>
    Task<IReadOnlyList<DatedMatter>> OfAsync(short province, IReadOnlyCollection<Guid> units, DateOnly since, DateOnly until, CancellationToken cancel = default);
}

public static class DatedWork
{
    /// <summary>Of all rooms together, by day.</summary>
    public static async Task<IReadOnlyList<DatedMatter>> OfAllAsync(this IEnumerable<IDatedWork> rooms, short province, IReadOnlyCollection<Guid> units, DateOnly since, DateOnly until, CancellationToken cancel = default)
    {
        var all = new List<DatedMatter>();
        foreach (var room in rooms) all.AddRange(await room.OfAsync(province, units, since, until, cancel));
        return [.. all.OrderBy(m => m.DueOn).ThenBy(m => m.Key, StringComparer.Ordinal)];
    }
}
