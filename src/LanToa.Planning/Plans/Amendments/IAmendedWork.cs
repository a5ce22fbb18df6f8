using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>Periods due on one day before an amendment holds that are still owed: they keep that day.</summary>
/// <param name="Doubled">Of these the ones beside which the amended task makes another period, where an earlier effective day would move them.</param>
/// <param name="Unit">Whose, where all are one unit's.</param>
public sealed record OwedDay(DateOnly DueOn, int Periods, int Doubled, string? Unit);

/// <summary>What an amendment does to the work that one task gave, over all units: periods made, ended, moved, and those that stay because they are past or done.</summary>
public sealed record TaskEffect(int Made, int Moved, int Ended, int Past, int Done)
{
    /// <summary>Periods that ask for another number.</summary>
    public int Resized { get; init; }

    /// <summary>Periods that had to be done and are only asked for now, or the other way round.</summary>
    public int Rebound { get; init; }

    /// <summary>Periods done by the day of before, whose result stands for the new day.</summary>
    public int Counted { get; init; }

    /// <summary>Open periods that keep the later day that somebody gave them.</summary>
    public int Extended { get; init; }

    /// <summary>Periods in which something was done already: progress, results waiting or confirmed.</summary>
    public int Results { get; init; }

    /// <summary>Evidence attached to its periods.</summary>
    public int Files { get; init; }

    public bool HasResults => Results + Files > 0;

    /// <summary>What stays owed by its day of before, the earliest first.</summary>
    public IReadOnlyList<OwedDay> Owed { get; init; } = [];

    public int OwedPeriods => Owed.Sum(d => d.Periods);

    public int Doubled => Owed.Sum(d => d.Doubled);

    /// <summary>The effective day from which on the amendment changes what is owed too; what would be made twice decides, where there is such work.</summary>
    public DateOnly? EarlierDay => Owed.Where(d => Doubled == 0 || d.Doubled > 0).Select(d => (DateOnly?)d.DueOn).Min();

    /// <summary>New due dates that no rule moves from a day of rest: "31/10/2026 là thứ Bảy".</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>The same as a sentence's part; empty where there is none.</summary>
    public string ClosedWords => $"{string.Join(", ", Closed.Take(MostDays))}{(Closed.Count > MostDays ? $" và {Closed.Count - MostDays} ngày khác" : "")}";

    private const int MostDays = 4;

    /// <summary>"1 kỳ chưa xong giữ hạn cũ 15/05/2026 (Sở Tài chính)"; empty where nothing is owed.</summary>
    public string OwedWords => Owed.Count == 0 ? "" : $"{VietnameseFormat.Number(OwedPeriods)} kỳ chưa xong giữ hạn cũ {string.Join(", ", Owed.Take(MostDays).Select(WordsOf))}{(Owed.Count > MostDays ? $" và {Owed.Count - MostDays} ngày khác" : "")}";

    private static string WordsOf(OwedDay day) => $"{VietnameseFormat.Date(day.DueOn)} ({day.Unit ?? $"{VietnameseFormat.Number(day.Periods)} kỳ"})";
}

/// <summary>What the room of duties tells of an amendment before it is applied.</summary>
public interface IAmendedWork
{
    /// <summary>The effect by task: of tasks that change or are new (<paramref name="duties"/>) and of tasks that end.</summary>
    Task<IReadOnlyDictionary<Guid, TaskEffect>> PreviewAsync(Guid planId, DateOnly effectiveOn, IReadOnlyList<PlanDuty> duties, IReadOnlyCollection<Guid> changed, IReadOnlyCollection<Guid> ended, CancellationToken cancel = default);
}
