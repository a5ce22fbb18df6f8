namespace LanToa.Planning.Plans;

/// <summary>A piece of the earlier version beside the piece of the later one that continues it; one of them is null where it has no counterpart.</summary>
public sealed record Aligned<T>(T? Old, T? New)
    where T : class;

/// <summary>
/// Finds which piece of a later version continues which of an earlier one: by identity, then by the same label and words, then by the same words, then by
/// the words they share. Pure and deterministic; every piece of either version appears exactly once.
/// </summary>
public static class Alignment
{
    /// <summary>Pieces that share less of their words are different pieces.</summary>
    private const double LeastShared = 0.5;

    /// <summary>"c)" that is still "c)" is rather the same piece.</summary>
    private const double SameLabel = 0.1;

    /// <param name="id">What is known to be the same whatever its words; null where nothing is known.</param>
    /// <param name="alone">Pieces of the later version that are known to continue none.</param>
    /// <returns>In the order of the later version; what was taken out stands after the piece that it followed.</returns>
    public static IReadOnlyList<Aligned<T>> Of<T>(IReadOnlyList<T> old, IReadOnlyList<T> now, Func<T, string?> id, Func<T, string?> label, Func<T, string> text, Func<T, bool>? alone = null)
        where T : class
    {
        var partner = new int?[now.Count];
        var taken = new bool[old.Count];
        bool[] apart = [.. now.Select(n => alone?.Invoke(n) == true)];
        string[] oldText = [.. old.Select(o => Plain(text(o)))], newText = [.. now.Select(n => Plain(text(n)))];
        Match(id, id);
        MatchBy(o => $"{label(old[o])}\n{oldText[o]}", n => $"{label(now[n])}\n{newText[n]}");
        MatchBy(o => oldText[o], n => newText[n]);
        MatchAlike();
        return Ordered();

        void Match(Func<T, string?> ofOld, Func<T, string?> ofNew) => MatchBy(o => ofOld(old[o]), n => ofNew(now[n]));

        void MatchBy(Func<int, string?> ofOld, Func<int, string?> ofNew)
        {
            var waiting = Enumerable.Range(0, old.Count).Where(o => !taken[o]).Select(o => (o, Key: ofOld(o))).Where(p => !string.IsNullOrWhiteSpace(p.Key)).GroupBy(p => p.Key!, p => p.o)
                .ToDictionary(g => g.Key, g => new Queue<int>(g), StringComparer.Ordinal);
            for (var n = 0; n < now.Count; n++)
                if (partner[n] is null && !apart[n] && ofNew(n) is { } key && waiting.TryGetValue(key, out var queue) && queue.TryDequeue(out var o)) Take(o, n);
        }

        void MatchAlike()
        {
            int[] left = [.. Enumerable.Range(0, old.Count).Where(o => !taken[o])], right = [.. Enumerable.Range(0, now.Count).Where(n => partner[n] is null && !apart[n])];
            var oldBags = left.ToDictionary(o => o, o => Bag(oldText[o]));
            var pairs = new List<(double Score, int Old, int New)>();
            foreach (var n in right)
            {
                var bag = Bag(newText[n]);
                foreach (var o in left)
                {
                    var shared = Shared(oldBags[o], bag);
                    if (shared < LeastShared) continue;
                    pairs.Add((shared + (!string.IsNullOrEmpty(label(now[n])) && label(old[o]) == label(now[n]) ? SameLabel : 0), o, n));
                }
            }
            foreach (var (_, o, n) in pairs.OrderByDescending(p => p.Score).ThenBy(p => p.Old).ThenBy(p => p.New))
                if (!taken[o] && partner[n] is null) Take(o, n);
        }

        void Take(int o, int n) => (partner[n], taken[o]) = (o, true);

        List<Aligned<T>> Ordered()
        {
            var place = new int[old.Count];
            for (var n = 0; n < now.Count; n++)
                if (partner[n] is { } o) place[o] = n;
            var rows = now.Select((n, i) => (Place: i, Gone: -1, Row: new Aligned<T>(partner[i] is { } o ? old[o] : null, n))).ToList();
            var last = -1;
            for (var o = 0; o < old.Count; o++)
            {
                if (taken[o]) last = place[o];
                else rows.Add((last, o, new Aligned<T>(old[o], null)));
            }
            return [.. rows.OrderBy(r => r.Place).ThenBy(r => r.Gone).Select(r => r.Row)];
        }
    }

    /// <summary>Whether two texts say the same; white space apart.</summary>
    public static bool Same(string before, string after) => Plain(before) == Plain(after);

    private static string Plain(string text) => string.Join(' ', WordDifference.Words(text));

    private static Dictionary<string, int> Bag(string text)
    {
        var bag = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)) bag[word] = bag.GetValueOrDefault(word) + 1;
        return bag;
    }

    // Twice the words in common by the words of both.
    private static double Shared(Dictionary<string, int> a, Dictionary<string, int> b)
    {
        int all = a.Values.Sum() + b.Values.Sum(), common = 0;
        foreach (var (word, count) in a) common += Math.Min(count, b.GetValueOrDefault(word));
        return all == 0 ? 0 : 2.0 * common / all;
    }
}
