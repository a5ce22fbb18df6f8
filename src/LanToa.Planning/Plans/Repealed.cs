namespace LanToa.Planning.Plans;

/// <summary>
/// What an amendment takes out of a text that is signed keeps its number there, as in every consolidated text: others cite the points behind it by theirs.
/// </summary>
public static class Repealed
{
    /// <summary>What stands behind the number, as consolidated texts write it; the wording was not compared with the ordinance on them.</summary>
    public const string Words = "(được bãi bỏ)";

    public static bool Is(PlanStatement sentence) => sentence.Words == Words;

    /// <summary>
    /// The sentences of a working copy as the next version has them, each with whether its number is all that is left of it. Out is what the plan said and the difference no longer reads: a sentence that was
    /// written anew may stand there as one that went and one that came, under the same key. Pure.
    /// </summary>
    public static List<(PlanStatement Sentence, bool IsOut)> Next(IReadOnlyList<PlanStatement> said, IReadOnlyList<StatementContent> before, PlanDifference difference) =>
        Next(said, before.Select(s => s.Key).ToHashSet(StringComparer.Ordinal), difference.Statements.Select(s => s.New?.Key).OfType<string>().ToHashSet(StringComparer.Ordinal));

    /// <param name="known">Keys of what the plan said.</param>
    /// <param name="kept">Keys of what the copy goes on saying.</param>
    public static List<(PlanStatement Sentence, bool IsOut)> Next(IReadOnlyList<PlanStatement> said, IReadOnlySet<string> known, IReadOnlySet<string> kept)
    {
        // The rows that people read were compared; what carries only the page stays with them.
        var gone = said.Where(s => !kept.Contains(s.Key) && s.Kind != StatementContent.Furniture && s.Words.Trim().Length > 0).Select(s => s.Key).ToHashSet(StringComparer.Ordinal);
        // What was added to the copy and taken out of it again was never in the plan.
        var whole = said.Where(s => !gone.Contains(s.Key) || known.Contains(s.Key)).Select(s => (s, gone.Contains(s.Key) || Is(s))).ToList();
        var text = new List<(PlanStatement Sentence, bool IsOut)>();
        var (heading, row) = (default(PlanStatement), default(PlanStatement));
        foreach (var (sentence, isOut) in WithoutInner(whole))
        {
            if (sentence.Kind != "table-cell" || sentence.Label is not null) row = sentence;
            if (!gone.Contains(sentence.Key) || LeavesAGap(sentence, sentence.Kind == "table-cell" ? row : heading)) text.Add((sentence, isOut));
            if (sentence.Kind == "heading") heading = sentence;
        }
        return text;
    }

    /// <summary>The working copy with the numbered sentences of the plan that somebody removed from it, each where it stood; not where another bears its number now. Pure.</summary>
    /// <param name="leaves">Whether a sentence of the copy is in the next version no more; null: none.</param>
    public static List<PlanStatement> WithRemoved(IReadOnlyList<PlanStatement> said, IReadOnlyList<PlanStatement> plan, Func<PlanStatement, bool>? leaves = null) => RemovedNumbers.In(said, plan, leaves);

    /// <summary>
    /// Whether its place would be a gap: it has a number or a letter, or gets one when it is printed (a task's own sentence that stands under no heading of the text), or is a cell whose row has no number
    /// that says it.
    /// </summary>
    /// <param name="above">The heading above it in the text; of a cell the one with which its row begins.</param>
    public static bool LeavesAGap(PlanStatement sentence, PlanStatement? above) => sentence.Kind is "heading" or "item" or "paragraph" or "table-cell" && (sentence.Label is { } label ? label.Any(char.IsLetterOrDigit)
        : sentence.Kind == "table-cell" ? above is not { Kind: "table-cell" }
        : sentence.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && !(sentence.Path is [var section, ..] && above is not null && SentencePlaces.Says(section, above.Label, above.Words)));

    /// <summary>The text without what stands under a heading or a point where both are taken out as a whole: its number says it all, and where it has none nothing is left to be counted.</summary>
    public static List<(PlanStatement Sentence, bool IsOut)> WithoutInner(List<(PlanStatement Sentence, bool IsOut)> text)
    {
        var (sentences, inner) = (text.ConvertAll(t => t.Sentence), new HashSet<int>());
        for (var n = 0; n < text.Count; n++)
        {
            if (!text[n].IsOut) continue;
            var under = Under(sentences, n).ToList();
            if (under.TrueForAll(i => text[i].IsOut || sentences[i].Kind == StatementContent.Furniture || sentences[i].Words.Trim().Length == 0)) inner.UnionWith(under.Where(i => text[i].IsOut));
        }
        return [.. text.Where((_, n) => !inner.Contains(n))];
    }

    private static IEnumerable<int> Under(List<PlanStatement> text, int n)
    {
        if (text[n].Kind == "heading") return EmptiedHeadings.Inside(text, n);
        // "Sở Y tế:" without a number, and the points that it announces.
        if (text[n].Kind is "item" or "paragraph" && string.IsNullOrWhiteSpace(text[n].Label) && text[n].Words.TrimEnd().EndsWith(':'))
            return Enumerable.Range(n + 1, text.Skip(n + 1).TakeWhile(s => s.Kind is "item" or "paragraph" && SentencePlaces.DepthOf(s.Label) is not null).Count());
        return Enumerable.Range(n + 1, SentencePlaces.Under(text, n).Count());
    }
}
