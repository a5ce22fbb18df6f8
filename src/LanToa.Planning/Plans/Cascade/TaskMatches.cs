using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>Words to compare: a task of either plan.</summary>
public sealed record TaskText(Guid Id, string Text);

/// <summary>A lower task that may answer an upper one; 1 is the same words.</summary>
public sealed record TaskMatch(Guid Upper, Guid Lower, double Likeness);

/// <summary>
/// Suggests which tasks of one plan answer which of another, by their words: syllables and pairs of syllables without marks, the rare ones weighing more.
/// The same texts always give the same answer, in whatever order they come.
/// </summary>
public static class TaskMatches
{
    /// <summary>Below it two tasks only share the words that every such plan has.</summary>
    public const double Least = 0.25;

    public static IReadOnlyList<TaskMatch> Suggest(IReadOnlyList<TaskText> upper, IReadOnlyList<TaskText> lower, int most = 3)
    {
        var terms = upper.Concat(lower).DistinctBy(t => t.Id).ToDictionary(t => t.Id, t => Terms(t.Text));
        var known = terms.Values.SelectMany(t => t).GroupBy(t => t, StringComparer.Ordinal).ToDictionary(g => g.Key, g => Math.Log(1 + ((double)terms.Count / g.Count())), StringComparer.Ordinal);
        var found = new List<TaskMatch>();
        foreach (var asked in upper)
            found.AddRange(lower.Where(l => l.Id != asked.Id).Select(l => new TaskMatch(asked.Id, l.Id, Likeness(terms[asked.Id], terms[l.Id], known))).Where(m => m.Likeness >= Least)
                .OrderByDescending(m => m.Likeness).ThenBy(m => m.Lower).Take(most));
        return found;
    }

    /// <summary>0 nothing in common to 1 the same words.</summary>
    public static double Likeness(string one, string other)
    {
        var (a, b) = (Terms(one), Terms(other));
        return Likeness(a, b, a.Union(b, StringComparer.Ordinal).ToDictionary(t => t, _ => 1d, StringComparer.Ordinal));
    }

    private static double Likeness(HashSet<string> one, HashSet<string> other, Dictionary<string, double> weights)
    {
        if (one.Count == 0 || other.Count == 0) return 0;
        // Summed in one order, so that the last digits do not depend on how a set is kept.
        double Weight(IEnumerable<string> terms) => terms.Order(StringComparer.Ordinal).Sum(t => weights[t]);
        var shared = Weight(one.Where(other.Contains));
        return 2 * shared / (Weight(one) + Weight(other));
    }

    private static HashSet<string> Terms(string text)
    {
        var words = new string([.. Folding.Fold(text).Select(c => char.IsLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var terms = new HashSet<string>(words, StringComparer.Ordinal);
        for (var i = 1; i < words.Length; i++) terms.Add($"{words[i - 1]} {words[i]}");
        return terms;
    }
}
