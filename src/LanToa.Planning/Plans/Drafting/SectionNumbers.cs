using System.Globalization;
using System.Text.RegularExpressions;
using LanToa.Platform.Documents;

namespace LanToa.Planning.Plans;

/// <summary>The number in a label before and after sentences of its series left the text: "8" of "8." becomes "7"; <see cref="At"/> in the label.</summary>
public sealed record NumberMove(int At, string From, string To)
{
    /// <summary>The label or section with its new number.</summary>
    public string In(string words) => $"{words[..At]}{To}{words[(At + From.Length)..]}";
}

/// <summary>
/// The numbers of headings, points and clauses once some of them are left out: a series that counted on without a gap (I, II, III; 1, 2; 2.1, 2.2; a, b, c) does so again, and what bears the number of
/// its section in its own ("2.1" under "2") follows. A series that did not count on before is nobody's to mend here. Pure.
/// </summary>
public sealed partial class SectionNumbers
{
    private sealed record Mark(Style Style, string Prefix, int Value)
    {
        public string Bare => $"{Prefix}{Written(Style, Value)}";
    }

    private enum Style { Roman, Arabic, Letter }

    private sealed class Node(PlanStatement sentence, Mark? mark, Node? parent, bool gone)
    {
        public PlanStatement Sentence { get; } = sentence;
        public Mark? Mark { get; } = mark;
        public Node? Parent { get; } = parent;
        public bool IsGone { get; } = gone;
        public Mark? Now { get; set; } = mark;
    }

    private readonly Dictionary<string, NumberMove> _moves = [];
    private readonly List<Node> _headings = [];
    private readonly IReadOnlyList<PlanStatement> _text;

    private SectionNumbers(IReadOnlyList<PlanStatement> text) => _text = text;

    /// <param name="text">The sentences in their order.</param>
    /// <param name="gone">Whether a sentence is left out.</param>
    public static SectionNumbers Of(IReadOnlyList<PlanStatement> text, Func<PlanStatement, bool> gone)
    {
        var numbers = new SectionNumbers(text);
        if (!text.Any(gone)) return numbers;
        numbers.Count(gone, Count);
        return numbers;
    }

    /// <summary>Of the working copy of a text that is signed: what was added to it counts on from what stands before it, so that what was added and taken out again leaves no gap; what was issued keeps its number.</summary>
    /// <param name="gone">Whether a sentence was added and is out again.</param>
    /// <param name="added">Whether a sentence that stays was never issued.</param>
    public static SectionNumbers OfAdded(IReadOnlyList<PlanStatement> text, Func<PlanStatement, bool> gone, Func<PlanStatement, bool> added)
    {
        var numbers = new SectionNumbers(text);
        if (text.Any(added)) numbers.Count(gone, series => CountOn(series, added));
        return numbers;
    }

    private void Count(Func<PlanStatement, bool> gone, Action<List<Node>> count)
    {
        var nodes = Outline(gone);
        foreach (var series in nodes.Where(n => n.Mark is not null).GroupBy(n => (n.Parent, ClassOf(n.Sentence), n.Mark!.Style, n.Mark.Prefix))) count([.. series]);
        foreach (var node in nodes.Where(n => n is { Mark: not null, IsGone: false }))
        {
            if (node.Parent is { Mark: { } was, Now: { } now } && was != now) node.Now = node.Now! with { Prefix = Under(node.Mark!.Prefix, was, now) };
            if (node.Now != node.Mark) _moves[node.Sentence.Key] = new NumberMove(node.Sentence.Label!.IndexOf(node.Mark!.Bare, StringComparison.Ordinal), node.Mark.Bare, node.Now!.Bare);
        }
    }

    /// <summary>The same of a text without headings, whose sections only its tasks name: a section is left out with the last task that stood in it.</summary>
    /// <param name="said">The sentences in their order: a section ends where another begins.</param>
    public static SectionNumbers OfTasks(IEnumerable<PlanTask> tasks, IReadOnlyList<PlanStatement> said)
    {
        var (text, gone) = TextOf(tasks, said);
        return Of(text, s => gone.Contains(s.Key));
    }

    /// <summary>The same of a working copy.</summary>
    /// <param name="issued">Sections that the signed text has: they keep their numbers, whatever is taken out of them.</param>
    public static SectionNumbers OfAddedTasks(IEnumerable<PlanTask> tasks, IReadOnlyList<PlanStatement> said, IReadOnlySet<string> issued)
    {
        var (text, gone) = TextOf(tasks, said);
        return OfAdded(text, s => gone.Contains(s.Key) && IsAdded(s), IsAdded);

        bool IsAdded(PlanStatement s) => s is { Kind: "heading", Path: [var section] } && !issued.Contains(section);
    }

    private static (List<PlanStatement> Text, HashSet<string> Gone) TextOf(IEnumerable<PlanTask> tasks, IReadOnlyList<PlanStatement> said)
    {
        var (text, gone) = (new List<PlanStatement>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var section in SectionsOf(tasks, said).OrderBy(s => s.Name is not null))
        {
            if (section.Name is { } name)
            {
                var first = section.Tasks[0];
                var heading = new PlanStatement { ProvinceId = first.ProvinceId, PlanId = first.PlanId, Key = $"muc-{text.Count}", Kind = "heading", Label = LabelOf(name), Path = [name], Text = name[Labelled().Match(name).Length..] };
                text.Add(heading);
                if (section.Tasks.TrueForAll(t => t.State == TaskState.Withdrawn)) gone.Add(heading.Key);
            }
            foreach (var task in section.Tasks)
                foreach (var key in task.StatementKeys) text.Add(new PlanStatement { ProvinceId = task.ProvinceId, PlanId = task.PlanId, Key = key, Kind = "item", Text = "" });
        }
        return (text, gone);
    }

    private static string? LabelOf(string section) => Labelled().Match(section) is { Success: true } match ? match.Groups[1].Value : null;

    // As it is printed: "1. Sở A" may stand under II and under III, and a task that was added later stands with its section, not last.
    private static List<(string? Name, List<PlanTask> Tasks)> SectionsOf(IEnumerable<PlanTask> tasks, IReadOnlyList<PlanStatement> said)
    {
        var places = said.Select((s, n) => (s.Key, n)).DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.n, StringComparer.Ordinal);
        var (none, sections) = (new List<PlanTask>(), new List<(string? Name, List<PlanTask> Tasks)>());
        foreach (var task in tasks.OrderBy(t => t.StatementKeys.Select(k => places.GetValueOrDefault(k, int.MaxValue)).DefaultIfEmpty(int.MaxValue).Min()).ThenBy(t => t.Ordinal))
        {
            if (task.Section is not null && (sections.Count == 0 || sections[^1].Name != task.Section)) sections.Add((task.Section, []));
            (task.Section is null ? none : sections[^1].Tasks).Add(task);
        }
        return [(null, none), .. sections];
    }

    /// <summary>Null where the sentence keeps its label.</summary>
    public NumberMove? Of(PlanStatement sentence) => _moves.GetValueOrDefault(sentence.Key);

    /// <summary>The heading that a task's section says, with the move of its number in these words; null where neither is certain.</summary>
    public (PlanStatement Heading, NumberMove Move)? OfSection(string section, IReadOnlyList<string> sentences)
    {
        if (_moves.Count == 0) return null;
        var first = Enumerable.Range(0, _text.Count).FirstOrDefault(n => sentences.Contains(_text[n].Key), -1);
        var alike = _headings.FindAll(h => h.Mark is not null && SentencePlaces.Says(section, h.Sentence.Label, h.Sentence.Words) && section.TrimStart().StartsWith(h.Mark.Bare, StringComparison.Ordinal));
        // "1. Sở Nội vụ" may stand under II and under III: the nearest above the task's own sentence is meant.
        var heading = first >= 0 ? alike.FindLast(h => Before(h.Sentence, first)) : alike.Count == 1 ? alike[0] : null;
        return heading is not null && Of(heading.Sentence) is { } move ? (heading.Sentence, move with { At = section.IndexOf(move.From, StringComparison.Ordinal) }) : null;
    }

    /// <summary>Words that name a section by a number that it no longer bears ("theo Mục III"), for a person to look at: which text is meant they alone can say.</summary>
    public IReadOnlyList<TextChange> Named(string text)
    {
        if (_moves.Count == 0) return [];
        var found = new List<TextChange>();
        foreach (Match match in Reference().Matches(text))
        {
            var number = match.Groups["n"];
            if (_headings.FindAll(h => h.Mark?.Bare == number.Value) is not [var heading]) continue;
            if (heading.IsGone) found.Add(new TextChange(match.Index, match.Value, null, $"Mục “{Called(heading.Sentence)}” không chép sang; nếu là mục của kế hoạch này thì hãy sửa câu", ChangeAbout.Number, false));
            else if (Of(heading.Sentence) is { } move)
                found.Add(new TextChange(match.Index, match.Value, $"{match.Value[..(number.Index - match.Index)]}{move.To}", $"Mục “{Called(heading.Sentence)}” nay mang số {move.To}; thay nếu câu nói về mục của kế hoạch này", ChangeAbout.Number, false));
        }
        return found;
    }

    private static int ClassOf(PlanStatement sentence) => sentence.Kind switch { "heading" => 0, "table-cell" => 1, _ => 2 };

    public static string Called(PlanStatement heading) => PlanWords.Short($"{heading.Label} {heading.Words}".Trim());

    private bool Before(PlanStatement sentence, int at)
    {
        for (var n = 0; n <= at; n++)
            if (_text[n].Key == sentence.Key) return true;
        return false;
    }

    private List<Node> Outline(Func<PlanStatement, bool> gone)
    {
        var (nodes, headings, points) = (new List<Node>(), new List<Node>(), new List<Node>());
        foreach (var sentence in _text)
        {
            if (string.IsNullOrWhiteSpace(sentence.Label) || sentence.Kind is not ("heading" or "item" or "paragraph" or "table-cell")) continue;
            var mark = Read(sentence.Label);
            if (sentence.Kind == "table-cell")
            {
                // The numbers of rows count by themselves.
                if (mark is not null) nodes.Add(new Node(sentence, mark, headings.LastOrDefault(), gone(sentence)));
                continue;
            }
            var open = sentence.Kind == "heading" ? headings : points;
            if (sentence.Kind == "heading") points.Clear();
            else if (mark is null) continue;
            var level = SentencePlaces.LevelOf(sentence.Label);
            open.RemoveAll(n => SentencePlaces.LevelOf(n.Sentence.Label) >= level);
            var node = new Node(sentence, mark, open.LastOrDefault() ?? headings.LastOrDefault(), gone(sentence));
            open.Add(node);
            nodes.Add(node);
            if (sentence.Kind == "heading") _headings.Add(node);
        }
        return nodes;
    }

    /// <summary>Counts the sentences that stay of each run without a gap; a run begins anew where the number does not go up.</summary>
    private static void Count(List<Node> series)
    {
        for (var from = 0; from < series.Count;)
        {
            var to = from + 1;
            while (to < series.Count && series[to].Mark!.Value > series[to - 1].Mark!.Value) to++;
            var run = series[from..to];
            from = to;
            if (run.TrueForAll(n => !n.IsGone) || run[^1].Mark!.Value - run[0].Mark!.Value != run.Count - 1) continue;
            var next = run[0].Mark!.Value;
            foreach (var node in run.Where(n => !n.IsGone)) node.Now = node.Mark! with { Value = next++ };
        }
    }

    /// <summary>Goes on from each number to the next that was added, over what is gone; what was issued, and a run that begins anew, stands.</summary>
    private static void CountOn(List<Node> series, Func<PlanStatement, bool> added)
    {
        int? said = null;
        var last = 0;
        foreach (var node in series)
        {
            var value = node.Mark!.Value;
            if (node.IsGone)
            {
                if (said is null || value == 1) last = value - 1;
                if (said is null || value == 1 || value > said) said = value;
                continue;
            }
            last = said is { } before && value > before && added(node.Sentence) ? last + 1 : value;
            (said, node.Now) = (value, node.Mark with { Value = last });
        }
    }

    private static string Under(string prefix, Mark was, Mark now) => was.Style switch
    {
        Style.Arabic when prefix == $"{was.Bare}." => $"{now.Bare}.",
        Style.Roman when prefix == $"{was.Value}." => $"{now.Value}.",
        _ => prefix,
    };

    /// <summary>What a label counts, and in what it counts: two of one series follow each other. Null where it counts nothing.</summary>
    internal static (string Series, int Value)? CountOf(string? label) => label is not null && Read(label) is { } mark ? ($"{mark.Style} {mark.Prefix}", mark.Value) : null;

    private static Mark? Read(string label)
    {
        var bare = label.Trim().TrimEnd('.', ')', '/', ':');
        if (Number().Match(bare) is { Success: true } number) return int.TryParse(number.Groups["n"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && Written(Style.Arabic, value) == number.Groups["n"].Value ? new Mark(Style.Arabic, number.Groups["p"].Value, value) : null;
        for (var n = 1; n < 60; n++)
            if (OfficialText.Roman(n) == bare) return new Mark(Style.Roman, "", n);
        return bare.Length == 1 && OfficialText.PointLetters.IndexOf(bare[0], StringComparison.Ordinal) is >= 0 and var letter ? new Mark(Style.Letter, "", letter + 1) : null;
    }

    private static string Written(Style style, int value) => style switch { Style.Roman => OfficialText.Roman(value), Style.Letter => OfficialText.Point(value - 1), _ => value.ToString(CultureInfo.InvariantCulture) };

    [GeneratedRegex(@"^\s*([IVXLC]+[.):/]?|\d+(?:\.\d+)*[.):/]?|[a-zđA-Z][.):/])\s+")]
    private static partial Regex Labelled();

    [GeneratedRegex(@"^(?<p>(?:\d{1,3}\.)*)(?<n>\d{1,3})$")]
    private static partial Regex Number();

    // "danh mục 3 thủ tục", "chuyên mục 2" and "thành phần II" name no section; what follows of an act belongs to that act.
    [GeneratedRegex(@"(?<!\p{L})(?<!(?i:danh|hạng|chuyên|đề|tiểu|thư|thành|cổ|học)\s)(?:[Mm]ục|MỤC|(?:[Pp]hần|PHẦN)(?=\s+[IVXLC]))\s+(?<n>[IVXLC]+|\d{1,2}(?:\.\d{1,2})*)(?![\p{L}\d/]|\.\d|,?\s+(?:của\s+)?(?:Nghị|Quyết|Thông|Luật|Chỉ|Công văn|Chương trình|Đề án|Phụ lục))")]
    private static partial Regex Reference();
}
