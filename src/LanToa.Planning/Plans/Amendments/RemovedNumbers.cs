namespace LanToa.Planning.Plans;

/// <summary>
/// The numbered sentences of a plan that somebody removed from its working copy stand in it again, where they stood (<see cref="Repealed"/>), unless another bears their number there now. Where a sentence stands is
/// asked of the text, of its order and labels: paths are those of the text that was read, and what a person writes or numbers anew has others or none. Pure.
/// </summary>
internal sealed class RemovedNumbers
{
    private readonly IReadOnlyList<PlanStatement> _plan;
    private readonly Dictionary<string, int> _issued = new(StringComparer.Ordinal);
    private readonly List<PlanStatement?> _above = [];
    private readonly List<PlanStatement> _whole;
    private readonly HashSet<string> _held;
    private readonly Dictionary<string, PlanStatement> _bearers = new(StringComparer.Ordinal);
    private readonly Func<PlanStatement, bool> _leaves;
    private readonly Dictionary<string, (string Series, int Value)?> _counts = new(StringComparer.Ordinal);

    private RemovedNumbers(IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanStatement> plan, Func<PlanStatement, bool>? leaves)
    {
        (_plan, _whole, _held, _leaves) = (plan, [.. said], said.Select(s => s.Key).ToHashSet(StringComparer.Ordinal), leaves ?? (_ => false));
        for (var n = 0; n < plan.Count; n++)
        {
            _issued[plan[n].Key] = n;
            _above.Add(Above(plan, n, plan[n]));
        }
    }

    /// <param name="said">The sentences of the copy in their order.</param>
    /// <param name="plan">Those of the plan.</param>
    /// <param name="leaves">Whether a sentence of the copy is in the next version no more: it bears no number then.</param>
    public static List<PlanStatement> In(IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanStatement> plan, Func<PlanStatement, bool>? leaves)
    {
        var held = said.Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        if (plan.All(s => held.Contains(s.Key) || !IsNumbered(s))) return [.. said];
        var numbers = new RemovedNumbers(said, plan, leaves);
        for (var n = 0; n < plan.Count; n++)
            if (!numbers._held.Contains(plan[n].Key) && IsNumbered(plan[n])) numbers.PutBack(n);
        return numbers._whole;
    }

    private static bool IsNumbered(PlanStatement sentence) => sentence.Kind is "heading" or "item" or "paragraph" && sentence.Label?.Any(char.IsLetterOrDigit) == true;

    private static string Bare(string? label) => (label ?? "").Trim().TrimEnd('.', ')', '/', ':');

    /// <summary>The nearest heading or point over a sentence that stands, or would stand, at this place.</summary>
    private PlanStatement? Above(IReadOnlyList<PlanStatement> text, int at, PlanStatement sentence)
    {
        var level = SentencePlaces.LevelOf(sentence.Label);
        for (var n = at - 1; n >= 0; n--)
        {
            if (!IsNumbered(text[n])) continue;
            if (text[n].Kind == "heading" ? sentence.Kind != "heading" || SentencePlaces.LevelOf(text[n].Label) < level : sentence.Kind != "heading" && CountOf(text[n].Label) is not null && SentencePlaces.LevelOf(text[n].Label) < level) return text[n];
        }
        return null;
    }

    private void PutBack(int removed)
    {
        var sentence = _plan[removed];
        if (PlaceOf(removed) is not { } place) return;
        if (BearerOf(removed, place) is { } bearer) _bearers[sentence.Key] = bearer;
        else
        {
            _whole.Insert(place, sentence);
            _held.Add(sentence.Key);
        }
    }

    /// <summary>Behind the nearest before it that is still there, or before the nearest behind it; null where all went that stood there.</summary>
    private int? PlaceOf(int removed)
    {
        var (sentence, above) = (_plan[removed], _above[removed]);
        var expected = above is null || _held.Contains(above.Key) ? above : _bearers.GetValueOrDefault(above.Key);
        if (above is not null && expected is null) return null;
        for (var n = removed - 1; n >= (above is null ? 0 : _issued[above.Key]); n--)
            if (Find(_plan[n]) is >= 0 and var at && Behind(at, sentence) is var place && IsThere(place)) return place;
        for (var n = removed + 1; n < _plan.Count && Within(n); n++)
            if (Find(_plan[n]) is >= 0 and var at && IsThere(at)) return at;
        if (above is not null) return null;
        // All was put under other headings: where it stood among what is left.
        for (var n = removed - 1; n >= 0; n--)
            if (Find(_plan[n]) is >= 0 and var at) return Behind(at, sentence);
        return 0;

        // What was added over it is no other place.
        bool IsThere(int place) => Above(_whole, place, sentence) is var now && (now?.Key == expected?.Key || (now is not null && expected == above && !_issued.ContainsKey(now.Key)));

        bool Within(int n)
        {
            for (var over = _above[n]; over is not null; over = _above[_issued[over.Key]])
                if (over == above) return true;
            return above is null;
        }
    }

    private int Find(PlanStatement sentence) => _held.Contains(sentence.Key) ? _whole.FindIndex(s => s.Key == sentence.Key) : -1;

    /// <summary>What was added under the sentence before stays with it.</summary>
    private int Behind(int at, PlanStatement sentence)
    {
        var place = at + 1;
        while (place < _whole.Count && !_issued.ContainsKey(_whole[place].Key) && IsUnder(_whole[place])) place++;
        return place;

        bool IsUnder(PlanStatement next) => sentence.Kind == "heading"
            ? next.Kind == "heading" ? SentencePlaces.LevelOf(next.Label) > SentencePlaces.LevelOf(sentence.Label) : next.Kind is "item" or "paragraph" && !SentencePlaces.TakesLeave(next.Label, next.Words)
            : next.Kind is "item" or "paragraph" && SentencePlaces.DepthOf(sentence.Label) is { } depth && SentencePlaces.DepthOf(next.Label) > depth;
    }

    /// <summary>
    /// What bears the number at this place: under the same heading or point and in the same run of numbers. What bore it beside the one that was removed ("1" of another run, or under a heading that is put back after it)
    /// goes on bearing its own.
    /// </summary>
    private PlanStatement? BearerOf(int removed, int place)
    {
        var sentence = _plan[removed];
        var alike = Under(Above(_whole, place, sentence), sentence.Kind == "heading").Where(n => !_leaves(_whole[n])).ToList();
        return (CountOf(sentence.Label) is { } count ? RunAt([.. alike.Where(n => CountOf(_whole[n].Label)?.Series == count.Series)], count.Value, place) : alike).Select(n => _whole[n]).FirstOrDefault(Bears);

        bool Bears(PlanStatement other) => Bare(other.Label) == Bare(sentence.Label)
            && !(_issued.TryGetValue(other.Key, out var was) && Bare(_plan[was].Label) == Bare(sentence.Label) && (_above[was] == _above[removed] || (_above[was] is { } its && !_held.Contains(its.Key))));
    }

    /// <summary>Of the places of one series those of the run in which a number stands at a place. A run begins at one.</summary>
    private List<int> RunAt(List<int> series, int value, int place)
    {
        var behind = series.FindIndex(n => n >= place) is >= 0 and var next ? next : series.Count;
        // Two ones beside each other: one that was put in place of the other, or of another run.
        if (value == 1 && behind > 0 && IsOne(behind - 1) && !_issued.ContainsKey(_whole[series[behind - 1]].Key)) return [series[behind - 1]];
        var at = value == 1 || behind == 0 ? behind : behind - 1;
        if (at == series.Count) return [];
        var (first, last) = (at, at);
        while (first > 0 && !IsOne(first)) first--;
        while (last + 1 < series.Count && !IsOne(last + 1)) last++;
        return series[first..(last + 1)];

        bool IsOne(int n) => CountOf(_whole[series[n]].Label)!.Value.Value == 1;
    }

    /// <summary>Where the headings, or the points, stand that are next under a heading or point.</summary>
    private IEnumerable<int> Under(PlanStatement? above, bool headings)
    {
        var (level, open) = (above is null ? 0 : SentencePlaces.LevelOf(above.Label), new List<int>());
        for (var n = above is null ? 0 : _whole.IndexOf(above) + 1; n < _whole.Count; n++)
        {
            var sentence = _whole[n];
            if (!IsNumbered(sentence) || (headings && sentence.Kind != "heading")) continue;
            if (!headings && sentence.Kind == "heading") yield break;
            var own = SentencePlaces.LevelOf(sentence.Label);
            // The next one that stands beside what they are under.
            if (above is not null && (above.Kind == "heading") == headings && own <= level && (headings || CountOf(sentence.Label) is not null)) yield break;
            if (open.TrueForAll(o => o >= own)) yield return n;
            if (!headings && CountOf(sentence.Label) is null) continue;
            open.RemoveAll(o => o >= own);
            open.Add(own);
        }
    }

    private (string Series, int Value)? CountOf(string? label)
    {
        if (label is null) return null;
        if (!_counts.TryGetValue(label, out var count)) _counts[label] = count = SectionNumbers.CountOf(label);
        return count;
    }
}
