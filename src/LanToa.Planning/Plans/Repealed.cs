namespace LanToa.Planning.Plans;

/// <summary>
/// What an amendment takes out of a text that is signed keeps its number there, as in every consolidated text: others cite the points behind it by theirs.
/// </summary>
public static class Repealed
{
    /// <summary>What stands behind the number, as consolidated texts write it; the wording was not compared with the ordinance on them.</summary>
    public const string Words = "(được bãi bỏ)";

    public static bool Is(PlanStatement sentence) => sentence.Words == Words;

    /// <summary>Whether its place would be a gap: it has a number or a letter, or gets one when it is printed (a task's own sentence).</summary>
    public static bool LeavesAGap(PlanStatement sentence) =>
        sentence.Kind is "heading" or "item" or "paragraph" or "table-cell" && (sentence.Label?.Any(char.IsLetterOrDigit) == true || sentence.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal));

    /// <summary>The text without what stands under a heading or a point that is taken out as a whole: its number says it all.</summary>
    public static List<(PlanStatement Sentence, bool IsOut)> WithoutInner(List<(PlanStatement Sentence, bool IsOut)> text)
    {
        var kept = new List<(PlanStatement Sentence, bool IsOut)>();
        int? heading = null, point = null;
        foreach (var (sentence, isOut) in text)
        {
            if (sentence.Kind == "heading")
            {
                var level = SentencePlaces.LevelOf(sentence.Label);
                if (isOut && level > heading) continue;
                (heading, point) = (isOut ? level : null, null);
            }
            else
            {
                var depth = SentencePlaces.DepthOf(sentence.Label);
                if (isOut && (heading is not null || depth > point)) continue;
                point = isOut ? depth : null;
            }
            kept.Add((sentence, isOut));
        }
        return kept;
    }
}
