using System.Text.RegularExpressions;
using LanToa.Platform.Documents;

namespace LanToa.Planning.Plans;

/// <summary>The statements of a plan as blocks of a document: headings with their printed labels, paragraphs, tables; annexes apart.</summary>
internal sealed partial class PlanOutline
{
    private readonly List<DocumentBlock> _body = [];
    private readonly List<(string Title, List<DocumentBlock> Body)> _annexes = [];
    private readonly List<List<string>> _rows = [];
    private readonly List<string> _bases = [];
    private string? _section;
    private int _inSection;

    private PlanOutline() { }

    public IReadOnlyList<string> Bases => _bases;

    public IReadOnlyList<DocumentBlock> Body => _body;

    public IReadOnlyList<DocumentAnnex> Annexes => [.. _annexes.Select(a => new DocumentAnnex(a.Title, a.Body, Landscape: a.Body.OfType<TableBlock>().Any(t => t.Columns.Count > 4)))];

    /// <summary>Who receives it, as the text names them.</summary>
    public List<string> Recipients { get; } = [];

    /// <summary>Nothing was written but the tasks: the plan has no text of its own around them.</summary>
    public bool OnlyTasks { get; private set; } = true;

    public static PlanOutline Of(IReadOnlyList<PlanStatement> statements, ILookup<string, TaskView> tasks)
    {
        var outline = new PlanOutline();
        var emptied = EmptiedHeadings.Of(statements, s => IsOwn(s) && !Repealed.Is(s) && IsGone([.. tasks[s.Key]]), key => tasks[key].Any(t => t.Task.State == TaskState.Active));
        foreach (var statement in statements.Where(s => !emptied.Contains(s.Key)))
        {
            if (statement.Kind != "table-cell") outline.EndTable();
            if (IsOwn(statement)) outline.AddOwn(statement, [.. tasks[statement.Key]]);
            else outline.Add(statement);
        }
        outline.EndTable();
        return outline;
    }

    private static bool IsOwn(PlanStatement statement) => statement.Key.StartsWith(TaskSentences.OwnKey, StringComparison.Ordinal);

    private static bool IsGone(IReadOnlyList<TaskView> tasks) => tasks.Count > 0 && tasks.All(t => t.Task.State == TaskState.Withdrawn);

    private List<DocumentBlock> Target => _annexes.Count > 0 ? _annexes[^1].Body : _body;

    private void Add(PlanStatement statement)
    {
        var words = statement.Words.Trim();
        switch (statement.Kind)
        {
            case "basis" when words.EndsWith(':'):
                // The ground and the opening sentence are one: "Thực hiện …, Ủy ban nhân dân xã ban hành Kế hoạch như sau:".
                OnlyTasks = false;
                _body.Add(new ParagraphBlock(words));
                break;
            case "basis":
                _bases.Add(words);
                break;
            case "heading" when IsAnnex(statement):
                _annexes.Add((words, []));
                break;
            case "heading":
                OnlyTasks = false;
                Target.Add(new HeadingBlock(LevelOf(statement), Printed(statement.Label), words));
                break;
            case "item" or "paragraph" when words.Length > 0:
                OnlyTasks = false;
                if (!TakesAnnexHead(words)) Target.Add(new ParagraphBlock(words, Printed(statement.Label)));
                break;
            case "table-cell":
                OnlyTasks = false;
                AddCell(statement, words);
                break;
            case "recipients" when statement.Label is not null && words.Length > 0:
                Recipients.Add(words);
                break;
        }
    }

    // The first words under "Phụ lục" are its title; which document it belongs to is printed by the writer.
    private bool TakesAnnexHead(string words)
    {
        if (_annexes.Count == 0 || _annexes[^1].Body.Count > 0) return false;
        if (words.StartsWith("(Kèm theo", StringComparison.OrdinalIgnoreCase) || words.StartsWith("(Ban hành kèm", StringComparison.OrdinalIgnoreCase)) return true;
        if (_annexes[^1].Title.Length > 0) return false;
        _annexes[^1] = (words, []);
        return true;
    }

    private void AddCell(PlanStatement statement, string words)
    {
        // A row begins at its number; the first row may have the head of the numbers' column as its label.
        if (statement.Label is { } label) _rows.Add([label, words]);
        else if (_rows.Count == 0) _rows.Add([words]);
        else _rows[^1].Add(words);
    }

    private void EndTable()
    {
        if (_rows.Count == 0) return;
        var columns = _rows.Max(r => r.Count);
        var head = _rows[0];
        Target.Add(new TableBlock([.. Enumerable.Range(0, columns).Select(n => new DocumentColumn(n < head.Count ? head[n] : "", ShareOf(n), Centred: n == 0 && columns > 2))], [.. _rows.Skip(1)]));
        _rows.Clear();

        // The widest column by what is written in it, none narrower than a word or two.
        double ShareOf(int n) => n == 0 && columns > 2 ? 5 : Math.Clamp(Math.Sqrt(_rows.Max(r => n < r.Count ? r[n].Length : 0)) * 2, 9, 34);
    }

    private void AddOwn(PlanStatement statement, IReadOnlyList<TaskView> tasks)
    {
        var isOut = Repealed.Is(statement);
        if (IsGone(tasks) && !isOut) return;
        var section = statement.Path is [var first, ..] ? first : null;
        var heading = _body.OfType<HeadingBlock>().LastOrDefault();
        // Under a heading of the text itself it goes on from the sentences there.
        if (section is not null && section != _section && heading is not null && SentencePlaces.Says(section, heading.Label, heading.Text))
        {
            _body.Add(new ParagraphBlock($"{OfficialText.WithoutEnd(statement.Words)}{(isOut ? "" : $".{FactsOf(tasks, heading.Text)}")}", Printed(statement.Label)));
            return;
        }
        if (section is not null && section != _section)
        {
            (_section, _inSection) = (section, 0);
            var (label, text) = Labelled().Match(section) is { Success: true } m ? (m.Groups[1].Value, section[m.Length..].Trim()) : ($"{OfficialText.Roman(_body.OfType<HeadingBlock>().Count(h => RomanLabel().IsMatch(Bare(h.Label))) + 1)}.", section);
            _body.Add(new HeadingBlock(1, label, text));
        }
        _inSection++;
        _body.Add(new ParagraphBlock($"{OfficialText.WithoutEnd(statement.Words)}{(isOut ? "" : $".{FactsOf(tasks, "")}")}", statement.Label is { } given ? Printed(given) : $"{_inSection}."));
    }

    private static string FactsOf(IReadOnlyList<TaskView> tasks, string heading) => tasks.Count > 0 && PlanAnnex.Facts(tasks[0], heading) is { Length: > 0 } facts ? " " + facts : "";

    private static bool IsAnnex(PlanStatement statement) => statement.Label?.StartsWith("phụ lục", StringComparison.OrdinalIgnoreCase) == true;

    private static int LevelOf(PlanStatement statement) => Bare(statement.Label) switch
    {
        "" => statement.Path.Count == 0 || statement.Words == statement.Words.ToUpperInvariant() ? 1 : 2,
        var l when RomanLabel().IsMatch(l) || char.IsLetter(l[0]) && l.Length > 2 => 1,
        var l when l.Contains('.', StringComparison.Ordinal) || char.IsLetter(l[0]) => 3,
        _ => 2,
    };

    /// <summary>The label with the mark that the form asks for: I. 1. a) - whatever mark the source printed.</summary>
    private static string? Printed(string? label) => Bare(label) switch
    {
        "" => string.IsNullOrEmpty(label) ? null : label,
        var l when !char.IsLetterOrDigit(l[^1]) => l,
        var l when PointLabel().IsMatch(l) => l + ")",
        var l => l + ".",
    };

    private static string Bare(string? label) => (label ?? "").Trim().TrimEnd('.', ')', '/', ':');

    [GeneratedRegex("^[IVXLC]+$")]
    private static partial Regex RomanLabel();

    [GeneratedRegex("^[a-zđ]{1,2}$")]
    private static partial Regex PointLabel();

    [GeneratedRegex(@"^([IVXLC]+\.|\d+(?:\.\d+)*\.?|[A-Z]\.)\s+")]
    private static partial Regex Labelled();
}
