using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

/// <summary>Puts pieces into texts and takes them back out.</summary>
public static class DraftTexts
{
    /// <summary>The text with these changes, which stand in order and do not overlap.</summary>
    public static string Apply(string text, IReadOnlyList<TextChange> changes)
    {
        foreach (var change in changes.Reverse()) text = $"{text[..change.At]}{change.After}{text[change.End..]}";
        return text;
    }

    /// <summary>Doubtful words where they stand after the changes; those that were changed are doubtful no longer.</summary>
    public static List<DoubtfulWord> Shift(IEnumerable<DoubtfulWord> doubts, IReadOnlyList<TextChange> changes) =>
        [.. doubts.Where(d => changes.All(c => d.Start + d.Length <= c.At || d.Start >= c.End)).Select(d => d with { Start = d.Start + changes.Where(c => c.End <= d.Start).Sum(c => (c.After?.Length ?? c.Before.Length) - c.Before.Length) })];

    /// <summary>
    /// Where a piece stands now in a text: at its place in the source, moved by the other changes of that text; elsewhere if it stands there only once, because a
    /// person edited the text meanwhile. Null where it cannot be found.
    /// </summary>
    public static int? Find(string text, string piece, ChangePlace place, IEnumerable<DraftChange> others)
    {
        var at = place.At + others.Where(c => c.InEffect).SelectMany(c => c.Places.Where(p => p.Subject == place.Subject && p.At < place.At).Select(_ => c.After!.Length - c.Before.Length)).Sum();
        if (at >= 0 && at + piece.Length <= text.Length && string.CompareOrdinal(text, at, piece, 0, piece.Length) == 0) return at;
        var first = text.IndexOf(piece, StringComparison.Ordinal);
        return first >= 0 && first == text.LastIndexOf(piece, StringComparison.Ordinal) ? first : null;
    }
}
