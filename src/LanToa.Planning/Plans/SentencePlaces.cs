using System.Globalization;
using System.Text.RegularExpressions;
using LanToa.Platform.Documents;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>Behind which sentence a new one stands (−1: at the beginning), and the label that goes on from the sentences before it. <see cref="InSection"/>: the text has its section.</summary>
internal sealed record SentencePlace(int Behind, string? Label, bool InSection);

/// <summary>
/// Where a sentence that is added later stands in a text: at the end of the section that it belongs to, else behind the last sentence of the body that a task answers; never behind
/// recipients and signature or in an annex. Pure.
/// </summary>
internal static partial class SentencePlaces
{
    /// <param name="text">The sentences in their order.</param>
    /// <param name="sections">Headings that it may belong to ("1. Sở Nội vụ"), the nearest first; with or without their labels.</param>
    /// <param name="answered">Keys of sentences that a task answers.</param>
    public static SentencePlace Of(IReadOnlyList<PlanStatement> text, IEnumerable<string> sections, IReadOnlySet<string> answered)
    {
        var end = EndOfBody(text);
        foreach (var section in sections)
        {
            if (HeadingOf(text, end, section) is not { } heading) continue;
            // What stands under its parts has no place of its own between it and the first of them.
            if (heading + 1 < end && text[heading + 1] is { Kind: "heading" } first && LevelOf(first.Label) > LevelOf(text[heading].Label)) continue;
            var last = heading;
            while (last + 1 < end && text[last + 1].Kind != "heading") last++;
            while (last > heading && text[last].Kind == StatementContent.Furniture) last--;
            return new SentencePlace(last, NextLabel([.. text.Skip(heading + 1).Take(last - heading)]), true);
        }
        foreach (var section in sections)
            for (var n = end - 1; n >= 0; n--)
                if (text[n].Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal) && text[n].Path is [var own, ..] && own == section) return new SentencePlace(n, null, true);
        for (var n = end - 1; n >= 0; n--)
            if (answered.Contains(text[n].Key)) return new SentencePlace(n, null, false);
        return new SentencePlace(end - 1, null, false);
    }

    /// <summary>
    /// Where a heading stands that is added later: behind the whole section of the one before it on its level, or at the end of the section that it is a part of; what stands in
    /// these already never comes to stand under it.
    /// </summary>
    /// <param name="text">The sentences in their order.</param>
    /// <param name="before">The headings before it in the text that it comes from, in their order.</param>
    /// <param name="label">Its own label.</param>
    /// <param name="answered">Keys of sentences that a task answers.</param>
    public static SentencePlace OfHeading(IReadOnlyList<PlanStatement> text, IReadOnlyList<PlanStatement> before, string? label, IReadOnlySet<string> answered)
    {
        var end = EndOfBody(text);
        // Without a label it may be a part of whatever stands before it.
        var own = LevelOf(label) is > 0 and var level ? level : int.MaxValue;
        var within = own;
        foreach (var sister in before.Reverse().Where(h => LevelOf(h.Label) <= within))
        {
            if (HeadingOf(text, end, $"{sister.Label} {sister.Words}".Trim()) is { } heading) return new SentencePlace(EndOfSection(text, heading, end, LevelOf(text[heading].Label)), null, true);
            within = Math.Min(within, LevelOf(sister.Label));
        }
        return new SentencePlace(EndOfSection(text, Of(text, [], answered).Behind, end, own), null, false);
    }

    /// <summary>The last sentence before the next heading of this level or a higher one, and before what closes the text.</summary>
    private static int EndOfSection(IReadOnlyList<PlanStatement> text, int from, int end, int level)
    {
        var last = from;
        while (last + 1 < end && !(text[last + 1].Kind == "heading" && LevelOf(text[last + 1].Label) <= level) && !TakesLeave(text[last + 1].Label, text[last + 1].Words)) last++;
        while (last > from && text[last].Kind == StatementContent.Furniture) last--;
        return last;
    }

    /// <summary>Whether a heading says the section: its words, with or without a label.</summary>
    public static bool Says(string section, string? label, string words)
    {
        var (said, heading) = (Plain(section), Plain(words));
        return heading.Length > 0 && (said == heading || said == Plain($"{label} {words}") || Plain(Label().Replace(section, "")) == heading);
    }

    /// <summary>The label after the last one of some sentences: "c)" becomes "d)", "2." becomes "3."; null where they have none.</summary>
    public static string? NextLabel(IReadOnlyList<PlanStatement> siblings)
    {
        var labels = siblings.Where(s => s.Kind is "item" or "paragraph").Select(s => s.Label).OfType<string>().ToList();
        // "+" under "a)" goes with it: what comes next is the next letter.
        if (labels.FindLast(l => Point().IsMatch(l)) is not { } last) return labels is [.., var mark] && !mark.Any(char.IsLetterOrDigit) ? mark : null;
        var (own, behind) = (Point().Match(last).Groups[1].Value, Point().Match(last).Groups[2].Value);
        if (int.TryParse(own, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return $"{number + 1}{behind}";
        var at = OfficialText.PointLetters.IndexOf(own, StringComparison.Ordinal);
        return at < 0 ? null : OfficialText.Point(at + 1) + behind;
    }

    /// <summary>Where recipients, signature or the first annex begin.</summary>
    private static int EndOfBody(IReadOnlyList<PlanStatement> text)
    {
        var begun = false;
        for (var n = 0; n < text.Count; n++)
        {
            begun |= text[n].Kind is "heading" or "item" or "paragraph";
            if (begun && (text[n].Kind is "recipients" or "signature" || (text[n].Kind == "heading" && text[n].Label?.StartsWith("phụ lục", StringComparison.OrdinalIgnoreCase) == true))) return n;
        }
        return text.Count;
    }

    private static int? HeadingOf(IReadOnlyList<PlanStatement> text, int end, string section)
    {
        int? alike = null;
        for (var n = 0; n < end; n++)
        {
            if (text[n].Kind != "heading" || !Says(section, text[n].Label, text[n].Words)) continue;
            if (Plain(section) == Plain($"{text[n].Label} {text[n].Words}")) return n;
            alike ??= n;
        }
        return alike;
    }

    private static readonly string[] Leaves = ["Trên đây là", "Trong quá trình", "Căn cứ Kế hoạch này", "Yêu cầu các"];

    /// <summary>Whether a text closes with this paragraph, whatever section it stands behind.</summary>
    public static bool TakesLeave(string? label, string words) => label is null && Leaves.Any(w => words.StartsWith(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>How deep a heading stands by its label: "I" over "1" over "1.1" over "a".</summary>
    public static int LevelOf(string? label) => (label ?? "").Trim().TrimEnd('.', ')', '/', ':') switch
    {
        "" => 0,
        var l when char.IsDigit(l[0]) => 2 + l.Count(c => c == '.'),
        var l when l.All(c => "IVXLC".Contains(c, StringComparison.Ordinal)) || l.Length > 3 => 1,
        _ => 5,
    };

    /// <summary>How deep a point stands by its label: "1" over "1.1" over "a" over "-" over "+"; null where it has none or one that says nothing of it.</summary>
    public static int? DepthOf(string? label) => (label ?? "").Trim().TrimEnd('.', ')', '/', ':') switch
    {
        "" => null,
        "-" or "–" => 20,
        "+" => 21,
        var l when char.IsDigit(l[0]) => l.Count(c => c == '.'),
        var l when l.Length == 1 && char.IsLetter(l[0]) => 10,
        _ => null,
    };

    /// <summary>The points that stand under one: those behind it with deeper labels.</summary>
    public static IEnumerable<PlanStatement> Under(IReadOnlyList<PlanStatement> text, int point)
    {
        if (DepthOf(text[point].Label) is not { } depth || text[point].Kind is not ("item" or "paragraph")) yield break;
        for (var n = point + 1; n < text.Count && text[n].Kind is ("item" or "paragraph") && DepthOf(text[n].Label) > depth; n++) yield return text[n];
    }

    // "1", "1." and "1)" are one label to whoever looks for a section.
    private static string Plain(string words) => string.Join(' ', Folding.Fold(words).Split([' ', '.', ')', ':', '/'], StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^\s*((?:[IVXLC]+|\d+(\.\d+)*)[.):/]?|[a-zđA-Z][.):/])\s+")]
    private static partial Regex Label();

    [GeneratedRegex(@"^([a-zđ]|\d{1,3})([.):/]?)$")]
    private static partial Regex Point();
}
