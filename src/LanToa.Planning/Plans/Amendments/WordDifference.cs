using System.Text.RegularExpressions;

namespace LanToa.Planning.Plans;

public enum WordChange
{
    Same,
    Removed,
    Added,
}

/// <summary>Words that stand together and were kept, taken out or put in.</summary>
public sealed record WordPart(WordChange Change, string Text);

/// <summary>What differs between two sentences, word by word: pure and deterministic.</summary>
public static partial class WordDifference
{
    // Above this the middle of two long texts is shown as taken out and put in as a whole.
    private const int MostCells = 4_000_000;

    /// <summary>The words of <paramref name="before"/> are those kept and removed, the words of <paramref name="after"/> those kept and added, each in its order.</summary>
    public static IReadOnlyList<WordPart> Of(string before, string after)
    {
        string[] old = Words(before), now = Words(after);
        var start = 0;
        while (start < old.Length && start < now.Length && old[start] == now[start]) start++;
        var end = 0;
        while (end < old.Length - start && end < now.Length - start && old[^(end + 1)] == now[^(end + 1)]) end++;
        var (left, right) = (old[start..^end], now[start..^end]);
        var steps = new List<(WordChange Change, string Word)>();
        steps.AddRange(old[..start].Select(w => (WordChange.Same, w)));
        if ((long)left.Length * right.Length > MostCells)
        {
            steps.AddRange(left.Select(w => (WordChange.Removed, w)));
            steps.AddRange(right.Select(w => (WordChange.Added, w)));
        }
        else steps.AddRange(Middle(left, right));
        steps.AddRange(old[(old.Length - end)..].Select(w => (WordChange.Same, w)));
        return Joined(steps);
    }

    /// <summary>White space is no difference.</summary>
    public static string[] Words(string text) => Space().Split(text.Normalize().Trim()) is [""] ? [] : Space().Split(text.Normalize().Trim());

    // The longest common subsequence; what is taken out stands before what takes its place.
    private static List<(WordChange, string)> Middle(string[] left, string[] right)
    {
        var longest = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
            for (var j = right.Length - 1; j >= 0; j--)
                longest[i, j] = left[i] == right[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
        var steps = new List<(WordChange, string)>(left.Length + right.Length);
        var (a, b) = (0, 0);
        while (a < left.Length || b < right.Length)
        {
            if (a < left.Length && b < right.Length && left[a] == right[b])
            {
                steps.Add((WordChange.Same, left[a]));
                (a, b) = (a + 1, b + 1);
            }
            else if (a < left.Length && (b == right.Length || longest[a + 1, b] >= longest[a, b + 1])) steps.Add((WordChange.Removed, left[a++]));
            else steps.Add((WordChange.Added, right[b++]));
        }
        return steps;
    }

    private static List<WordPart> Joined(List<(WordChange Change, string Word)> steps)
    {
        var parts = new List<WordPart>();
        var words = new List<string>();
        for (var i = 0; i < steps.Count; i++)
        {
            words.Add(steps[i].Word);
            if (i + 1 < steps.Count && steps[i + 1].Change == steps[i].Change) continue;
            parts.Add(new WordPart(steps[i].Change, string.Join(' ', words)));
            words.Clear();
        }
        return parts;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
