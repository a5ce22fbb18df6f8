using System.Buffers;
using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Facts of the whole document: the period it covers, money, routes of reports.</summary>
internal static class Facts
{
    private static readonly SearchValues<string> Reports = SearchValues.Create(["cáo", "Cáo", "CÁO"], StringComparison.Ordinal);

    /// <summary>The period that a title names: "năm 2023", "giai đoạn 2021 - 2025", "quý I năm 2024", "năm học 2023 - 2024".</summary>
    public static DatePeriod? Period(string? title, DateOnly? issued = null)
    {
        if (title is null) return null;
        var words = new Words(title);
        DatePeriod? year = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (words.Is(i, "giai") && words.Is(i + 1, "đoạn") && Span(words, i + 2) is { } stage) return stage;
            if (words.Is(i, "học") && i > 0 && words.Is(i - 1, "năm") && Span(words, i + 1) is { } school) return new DatePeriod(new DateOnly(school.From.Year, 9, 1), new DateOnly(school.To.Year, 5, 31));
            if (words.Is(i, "từ") && words.Is(i + 1, "năm") && Year(words, i + 2) is { } from)
                for (var j = i + 3; j < i + 7; j++)
                    if (Year(words, j) is { } to && to >= from)
                        return new DatePeriod(new DateOnly(from, 1, 1), new DateOnly(to, 12, 31));
            if (year is null && words.Is(i, "năm") && Year(words, i + 1) is { } one && !IsOfDate(words, i))
            {
                if (Span(words, i + 1) is { } years && words.Mark(i + 2) is '-' or '–') year = years;
                // "đến năm 2025": from the year in which the plan is issued.
                else if (words.Is(i - 1, "đến") && issued is { } day && day.Year < one) year = new DatePeriod(new DateOnly(day.Year, 1, 1), new DateOnly(one, 12, 31));
                else year = Part(words, i, one) ?? new DatePeriod(new DateOnly(one, 1, 1), new DateOnly(one, 12, 31));
            }
        }

        return year;
    }

    private static int? Year(Words words, int at) => at < words.Count && words[at].IsWord && int.TryParse(words.Lower(at), System.Globalization.CultureInfo.InvariantCulture, out var year) && year is > 1990 and < 2100 ? year : null;

    private static DatePeriod? Span(Words words, int at)
    {
        if (words.Is(at, "từ")) at++;
        if (words.Is(at, "năm")) at++;
        if (Year(words, at) is not { } from) return null;
        for (var i = at + 1; i < at + 4; i++)
            if (Year(words, i) is { } to && to > from)
                return new DatePeriod(new DateOnly(from, 1, 1), new DateOnly(to, 12, 31));
        return null;
    }

    /// <summary>"ngày 3 tháng 10 năm 2025", "số … năm": the year of another act.</summary>
    private static bool IsOfDate(Words words, int at) => at >= 4 && words.Is(at - 2, "tháng") && words.Is(at - 4, "ngày");

    private static DatePeriod? Part(Words words, int at, int year)
    {
        if (at >= 2 && words.Is(at - 2, "quý") && LabelReader.RomanValue(words.Text.AsSpan(words[at - 1].Start, words[at - 1].End - words[at - 1].Start)) is >= 1 and <= 4 and var quarter)
            return new DatePeriod(new DateOnly(year, quarter * 3 - 2, 1), new DateOnly(year, quarter * 3, DateTime.DaysInMonth(year, quarter * 3)));
        if (at >= 2 && words.Is(at - 2, "tháng") && int.TryParse(words.Lower(at - 1), System.Globalization.CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12)
            return new DatePeriod(new DateOnly(year, month, 1), new DateOnly(year, month, DateTime.DaysInMonth(year, month)));
        if (at >= 3 && words.Is(at - 3, "tháng") && words.Is(at - 2, "đầu")) return null;
        if (at >= 4 && words.Is(at - 4, "6") && words.Is(at - 3, "tháng") && words.Is(at - 1, "năm")) return null;
        if (at >= 3 && words.Is(at - 3, "6") && words.Is(at - 2, "tháng") && words.Is(at - 1, "đầu")) return new DatePeriod(new DateOnly(year, 1, 1), new DateOnly(year, 6, 30));
        return at >= 3 && words.Is(at - 3, "6") && words.Is(at - 2, "tháng") && words.Is(at - 1, "cuối") ? new DatePeriod(new DateOnly(year, 7, 1), new DateOnly(year, 12, 31)) : null;
    }

    /// <summary>What the sections about money say, and the sources that they name.</summary>
    public static BudgetReading Budget(IEnumerable<Node> roots)
    {
        var statements = new List<string>();
        foreach (var root in roots) Collect(root, statements);
        var sources = new List<string>();
        foreach (var statement in statements)
        {
            var words = new Words(statement);
            for (var i = 0; i < words.Count; i++)
            {
                if (words.Is(i, "ngân") && words.Is(i + 1, "sách")) AddSource(sources, words, i, 2);
                else if (words.Is(i, "xã") && words.Is(i + 1, "hội") && words.Is(i + 2, "hóa")) AddSource(sources, words, i, 3);
                else if (words.Is(i, "nguồn") && (words.Is(i + 1, "tài") && words.Is(i + 2, "trợ") || words.Is(i + 1, "kinh") && words.Is(i + 4, "pháp") || words.Is(i + 1, "khác") || words.Is(i + 1, "lực"))) AddSource(sources, words, i, 3);
            }
        }

        return new BudgetReading { Statements = statements, Sources = sources };
    }

    private static void AddSource(List<string> sources, Words words, int at, int least)
    {
        var end = at + least;
        while (end < words.Count && end - at < 9 && words[end].IsWord && WorkVerbs.All.Match(words, end) == 0 && !words.Is(end, "và") && !words.Is(end, "được") && !words.Is(end, "năm")) end++;
        var source = words.Range(at, Math.Min(end, words.Count));
        if (!sources.Exists(s => string.Equals(s, source, StringComparison.OrdinalIgnoreCase))) sources.Add(source);
    }

    private static void Collect(Node node, List<string> statements)
    {
        if (node.Section == SectionKind.Budget && node.Block is { } block && !node.IsHeading && block.Text.Length > 10) statements.Add(block.WholeText);
        foreach (var child in node.Children) Collect(child, statements);
    }

    /// <summary>Who reports to whom through whom, where a task says so: "báo cáo UBND tỉnh (qua Sở Nội vụ)".</summary>
    public static IReadOnlyList<ReportingRule> Reporting(IEnumerable<TaskReading> tasks)
    {
        var rules = new List<ReportingRule>();
        foreach (var task in tasks)
        {
            if (!task.Text.AsSpan().ContainsAny(Reports)) continue;
            var words = new Words(task.Text);
            List<Actor> to = [], via = [];
            var reports = false;
            for (var i = 0; i + 1 < words.Count; i++)
            {
                var report = words.Is(i, "báo") && words.Is(i + 1, "cáo");
                reports |= report;
                if (report || (words.Is(i, "gửi") && reports) || (words.Is(i, "báo") && words.Is(i + 1, "cáo")))
                {
                    var at = report ? i + 2 : i + 1;
                    while (words.Is(at, "về") || words.Is(at, "cho") || words.Is(at, "với") || words.Is(at, "gửi") || words.Is(at, "đến") || words.Is(at, "lên")) at++;
                    if (AgencyGrammar.List(words, at) is { } list) Add(to, list.Actors);
                }
                else if (words.Is(i, "qua") && reports && (words.Mark(i - 1) == '(' || words.Is(i - 1, "thông") || words.Mark(i - 1) is ','))
                {
                    if (AgencyGrammar.List(words, i + 1, whole: true) is { } list) Add(via, list.Actors);
                }
            }

            if (!reports || (to.Count == 0 && via.Count == 0)) continue;
            rules.Add(new ReportingRule { From = task.Lead, Via = via, To = to, Every = task.Schedule.Every, Day = task.Schedule.Day, Statement = task.Statements.Count > 0 ? task.Statements[0] : null });
        }

        return rules;
    }

    private static void Add(List<Actor> to, IReadOnlyList<Actor> actors)
    {
        foreach (var actor in actors)
            if (!to.Exists(a => Assignees.Same(a, actor)))
                to.Add(actor);
    }
}
