namespace LanToa.Planning.Plans;

/// <summary>
/// Headings of a text under which nothing is left once some sentences are taken out of it. A heading that had nothing under it before says something itself, and stays; so does one
/// that a task answers. Pure.
/// </summary>
internal static class EmptiedHeadings
{
    private static readonly string[] Closings = ["recipients", "signature"];

    /// <param name="text">The sentences in their order.</param>
    /// <param name="gone">Whether a sentence is taken out.</param>
    /// <param name="answered">Whether a task that stays answers the sentence of this key.</param>
    /// <returns>Their keys.</returns>
    public static IReadOnlySet<string> Of(IReadOnlyList<PlanStatement> text, Func<PlanStatement, bool> gone, Func<string, bool> answered)
    {
        var emptied = new HashSet<string>(StringComparer.Ordinal);
        var leaves = text.Select(gone).ToArray();
        if (!leaves.Contains(true)) return emptied;
        // From the end: what stands under a heading is known before it.
        for (var n = text.Count - 1; n >= 0; n--)
            if (text[n].Kind == "heading" && !leaves[n] && !answered(text[n].Key) && IsEmptied(n)) emptied.Add(text[n].Key);
        return emptied;

        bool IsEmptied(int heading)
        {
            var had = false;
            foreach (var n in Inside(text, heading))
            {
                if (leaves[n]) had = true;
                else if (text[n].Kind != StatementContent.Furniture && text[n].Words.Trim().Length > 0 && !emptied.Contains(text[n].Key)) return false;
            }
            return had;
        }
    }

    /// <summary>Where in the text stands what is under a heading, parts included.</summary>
    public static IEnumerable<int> Inside(IReadOnlyList<PlanStatement> text, int heading)
    {
        var level = SentencePlaces.LevelOf(text[heading].Label);
        for (var n = heading + 1; n < text.Count && !Ends(text[n], level); n++) yield return n;
    }

    // A section ends at the next heading that is no part of it, and where the text takes its leave.
    private static bool Ends(PlanStatement sentence, int level) => Closings.Contains(sentence.Kind) || (sentence.Kind == "heading" && SentencePlaces.LevelOf(sentence.Label) <= level) || SentencePlaces.TakesLeave(sentence.Label, sentence.Words);
}
