namespace LanToa.Planning.Obligations.Rules;

/// <summary>An occurrence as an amendment finds it. <paramref name="Key"/>: the period that it answers; <paramref name="Open"/>: nothing was reported and nothing ended it.</summary>
public sealed record StandingPeriod(Guid Id, string Key, DateOnly OpensOn, DateOnly DueOn, bool DueMoved, int? Target, bool IsRequest, bool Open)
{
    /// <summary>An earlier amendment had ended it.</summary>
    public bool EndedByAmendment { get; init; }

    /// <summary>It was reported: waiting for the superior's word or confirmed, also that nothing arose.</summary>
    public bool Answered { get; init; }

    /// <summary>The day of its rule, where a person gave it another.</summary>
    public DateOnly? RuleDueOn { get; init; }

    /// <summary>Due before the plan was followed: nobody has to report it.</summary>
    public bool BeforeTracking { get; init; }

    public bool IsAsked => Key.StartsWith("ask-", StringComparison.Ordinal);
}

/// <summary>A period that the rule asks for as it stands now.</summary>
public sealed record AskedPeriod(string Key, DateOnly DueOn, int? Target, bool IsRequest);

/// <summary>An occurrence that answers the period from now on, with the due date that it gets.</summary>
public sealed record PeriodMove(StandingPeriod From, AskedPeriod To, DateOnly DueOn)
{
    public bool ChangesDue => DueOn != From.DueOn;

    public bool ChangesTarget => To.Target != From.Target;

    /// <summary>What had to be done is only asked for now, or the other way round.</summary>
    public bool ChangesBinding => To.IsRequest != From.IsRequest;

    public bool Reopens => From.EndedByAmendment;

    /// <summary>The rule knows the period by another key than the one that it was made under.</summary>
    public bool ChangesKey => To.Key != From.Key;

    /// <summary>The day that a person gave stands beside the rule's, which is another one.</summary>
    public bool Stays => AmendedPeriods.Stays(From.DueMoved, From.DueOn, DueOn, To.DueOn);

    /// <summary>The rule moves its day below the later one that a person gave: that one stands, and the words that hold for the period are found by the rule's; or comes to the same day, which is its own again.</summary>
    public bool ChangesRule => From.DueMoved && !ChangesDue && (!Stays || From.RuleDueOn != To.DueOn);

    public bool IsNone => !ChangesDue && !Reopens && !ChangesKey && !ChangesTarget && !ChangesBinding && !ChangesRule;
}

/// <summary>What an amendment does to the occurrences of one obligation.</summary>
/// <param name="Past">Due before the amendment holds: they stay.</param>
/// <param name="Done">Due later, but reported, confirmed or ended for another reason: they stay.</param>
public sealed record PeriodChanges(IReadOnlyList<AskedPeriod> Made, IReadOnlyList<PeriodMove> Moved, IReadOnlyList<StandingPeriod> Ended, int Past, int Done)
{
    /// <summary>Of the past ones those that are still owed.</summary>
    public IReadOnlyList<StandingPeriod> Left { get; init; } = [];

    /// <summary>Days of before that were answered, with the days that the amended rule names instead: the result stands for those, and nobody does the work again.</summary>
    public IReadOnlyList<PeriodMove> Counted { get; init; } = [];

    /// <summary>Still owed on a later day that a person gave, which the amendment does not shorten.</summary>
    public int Extended { get; init; }

    /// <summary>Of these the days that the amended rule has moved: the new day is another period beside them, and only an earlier effective day would have moved them.</summary>
    public IReadOnlyList<StandingPeriod> Doubled { get; init; } = [];
}

/// <summary>
/// Compares the occurrences of one obligation with what the amended rule asks from a day on. Pure, and settled in one go: comparing again what came of it gives
/// no change.
/// </summary>
public static class AmendedPeriods
{
    /// <param name="asked">All periods of the amended rule that are due on or after the day; none where the unit no longer owes the task.</param>
    /// <param name="early">Keys of periods that the rule names but that are due before the day: what stands under them stays.</param>
    /// <param name="binds">The unit still has the task: work that it was asked for stays.</param>
    public static PeriodChanges Compare(IReadOnlyList<StandingPeriod> standing, IReadOnlyList<AskedPeriod> asked, IReadOnlySet<string> early, bool binds, DateOnly effectiveOn)
    {
        var (moved, ended, left) = (new List<PeriodMove>(), new List<StandingPeriod>(), new List<StandingPeriod>());
        var wanted = asked.ToDictionary(a => a.Key, StringComparer.Ordinal);
        var (past, done, extended) = (0, 0, 0);
        foreach (var period in standing.OrderBy(p => p.DueOn).ThenBy(p => p.Key, StringComparer.Ordinal))
        {
            if (period.DueOn < effectiveOn) past++;
            else if (!period.Open && !period.EndedByAmendment) done++;
            else if (wanted.TryGetValue(period.Key, out var same)) moved.Add(new PeriodMove(period, same, DueOf(period, same)));
            else if (period.EndedByAmendment || early.Contains(period.Key) || (binds && period.IsAsked)) extended += period is { EndedByAmendment: false, DueMoved: true } ? 1 : 0;
            else left.Add(period);
        }
        var known = standing.Select(p => p.Key).ToHashSet(StringComparer.Ordinal);
        var made = asked.Where(a => !known.Contains(a.Key)).OrderBy(a => a.DueOn).ThenBy(a => a.Key, StringComparer.Ordinal).ToList();
        // A day that the plan moves is the same work on another day: what was begun, its person and its files go with it, and who has done it does not owe it again.
        var days = made.Where(a => IsDay(a.Key)).ToList();
        var open = left.Where(p => IsDay(p.Key)).ToList();
        var answered = standing.Where(p => p.Answered && IsDay(p.Key) && !wanted.ContainsKey(p.Key) && !early.Contains(p.Key)).OrderBy(p => p.DueOn).TakeLast(Math.Max(0, days.Count - open.Count));
        var counted = new List<PeriodMove>();
        foreach (var (period, day) in open.Concat(answered).OrderBy(p => p.DueOn).ThenBy(p => p.Key, StringComparer.Ordinal).Zip(days))
        {
            if (!period.Answered) moved.Add(new PeriodMove(period, day, DueOf(period, day)));
            else if ((day.Target ?? 1) <= (period.Target ?? 1)) counted.Add(new PeriodMove(period, day, period.DueOn));
            else continue;
            made.Remove(day);
        }
        ended.AddRange(left.Where(p => !moved.Exists(m => m.From == p)));
        var owed = standing.Where(p => p.DueOn < effectiveOn && p is { Open: true, BeforeTracking: false }).OrderBy(p => p.DueOn).ThenBy(p => p.Key, StringComparer.Ordinal).ToList();
        return new PeriodChanges(made, [.. moved.Where(m => !m.IsNone)], ended, past, done)
        {
            Left = owed, Counted = counted, Extended = extended + moved.Count(m => m is { Stays: true, Reopens: false }), Doubled = [.. owed.Where(p => IsDay(p.Key) && !early.Contains(p.Key)).TakeLast(made.Count(a => IsDay(a.Key)))],
        };
    }

    // A person gave more time than the amended plan does: that stands.
    public static DateOnly DueOf(DateOnly opensOn, DateOnly dueOn, bool dueMoved, DateOnly asked) => asked < opensOn || (dueMoved && dueOn > asked) ? dueOn : asked;

    /// <param name="due">What <see cref="DueOf(DateOnly, DateOnly, bool, DateOnly)"/> gives.</param>
    public static bool Stays(bool dueMoved, DateOnly dueOn, DateOnly due, DateOnly asked) => dueMoved && due == dueOn && due != asked;

    private static DateOnly DueOf(StandingPeriod period, AskedPeriod asked) => DueOf(period.OpensOn, period.DueOn, period.DueMoved, asked.DueOn);

    // "2026-11-15" or "2026-05-01/2026-05-31"; calendar periods have keys of other forms.
    internal static bool IsDay(string key) => key.Length >= 10 && key[4] == '-' && key[7] == '-' && char.IsAsciiDigit(key[5]) && char.IsAsciiDigit(key[9]);
}
