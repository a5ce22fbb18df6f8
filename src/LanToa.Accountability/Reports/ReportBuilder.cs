using LanToa.Accountability.Reports.Formulas;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>
/// Makes what a report says: live from the records while it is open, from its newest snapshot once it was sent. Live figures are the unit's own (records, or what a person entered) and those of the accepted reports on
/// its routes, each unit once.
/// </summary>
public sealed class ReportBuilder(LanToaDb db, Indicators indicators, OwnFigures figures, NotableActivities notable, RouteMap routes, ReportParts parts, EarlierReports earlierReports, IReportingPeriods periods, IDutyFigures duties, IDocumentHeads heads, IOrganizationDirectory directory, Succeeded succeeded, Clock clock)
{
    private const int MostNamed = 5;

    public async Task<ReportContent> OfAsync(Report report, CancellationToken cancel = default) => report.IsFrozen ? ReportContent.FromText((await SnapshotAsync(report, report.Sendings, cancel))!.Content) : await LiveAsync(report, cancel);

    public Task<ReportSnapshot?> SnapshotAsync(Report report, int number, CancellationToken cancel = default) =>
        db.Set<ReportSnapshot>().AsNoTracking().FirstOrDefaultAsync(s => s.ReportId == report.Id && s.Number == number, cancel);

    /// <summary>As the records have it now, whatever its state.</summary>
    /// <param name="onlyParts">Of the reports below alone, without figures of the unit's own.</param>
    public async Task<ReportContent> LiveAsync(Report report, CancellationToken cancel = default, bool onlyParts = false) => (await CountedAsync(report, anew: false, cancel, onlyParts)).Said;

    /// <summary>The same with the reports that it counts.</summary>
    /// <param name="anew">For what is kept: also what is late, which of a whole country is otherwise read once a minute.</param>
    public async Task<(ReportContent Said, PartsFound Below)> CountedAsync(Report report, bool anew, CancellationToken cancel = default, bool onlyParts = false)
    {
        var form = await db.Set<ReportForm>().AsNoTracking().FirstAsync(f => f.Id == report.FormId, cancel);
        var known = (await indicators.InForceAsync(cancel)).Where(i => i.Value.IsValidOn(report.PeriodTo)).ToDictionary();
        var text = FormText.Read(form.Body, known.Keys.ToHashSet()).Form;
        foreach (var question in text.Questions) known[question.Code] = question;
        List<string> codes = [.. text.Rows.Select(r => r.Code).Where(known.ContainsKey)];
        var map = await routes.OfFormAsync(report.FormCode, report.PeriodTo, cancel);
        var units = await routes.OwnUnitsAsync(report, map, cancel);
        // The unit's records are counted, on connections of their own, while the reports below are read; so is what the words name while their figures are.
        var formulas = Indicators.FormulasFor(codes, known);
        var counting = onlyParts ? null : figures.OfAsync(units, report.YearFrom < report.PeriodFrom ? report.YearFrom : report.PeriodFrom, report.PeriodFrom, report.PeriodTo, [.. formulas.Values.SelectMany(f => f.Atoms).Distinct()], cancel);
        var named = Named.Nothing;
        var below = await parts.OfAsync(report, map, text.Rows.Where(r => known.ContainsKey(r.Code)).ToDictionary(r => r.Code, r => known[r.Code].Aggregation), counted => named = Name(report, text, units.Concat(counted), anew, cancel), cancel);
        var own = counting is null ? codes.ToDictionary(c => c, _ => OwnValue.None) : await OwnAsync(report, units, codes, known, formulas, counting, cancel);
        var before = await PreviousAsync(report, cancel);
        var inForm = codes.ToHashSet();
        var rows = text.Rows.Where(r => known.ContainsKey(r.Code)).ToDictionary(r => r.Code, r => Row(r, known[r.Code], own[r.Code], below, before, routes.NameOf(report.UnitId), formulas.GetValueOrDefault(r.Code), inForm));
        if (text.HasLastYear || text.HasEstimate) await YearColumns.AddAsync(db, parts, report, text, periods.LastYear(report.PeriodKey), clock.Today, rows, cancel);
        var written = await db.Set<ReportText>().AsNoTracking().Where(t => t.ReportId == report.Id).ToDictionaryAsync(t => t.Block, cancel);
        var words = Words(report, below, await named.Notable, await named.Late);
        var (ended, shares) = await succeeded.OfAsync(report, onlyParts ? [] : units, below, formulas, known, cancel);
        return (new ReportContent
        {
            FormCode = form.Code, FormName = form.Name, UnitId = report.UnitId, UnitName = routes.NameOf(report.UnitId), Head = heads.Of(report.UnitId),
            Addressee = routes.NameOf(report.AddresseeId), Final = report.FinalId is { } final ? routes.NameOf(final) : null,
            PeriodKey = report.PeriodKey, PeriodName = report.PeriodName, From = report.PeriodFrom, To = report.PeriodTo, YearFrom = report.YearFrom, Due = report.DueOn,
            Sections = [.. text.Sections.Select(s => new ContentSection(s.Title, [.. s.Blocks.Select(b => Block(b, rows, written, words))]))],
            Parts = [.. below.Counted.Select(c => c.Part)], Missing = below.Missing, HasLastYear = text.HasLastYear, HasEstimate = text.HasEstimate, OnlyParts = onlyParts, Predecessors = ended, Shares = shares,
        }, below);
    }

    private static ContentBlock Block(FormBlock block, Dictionary<string, ContentRow> rows, Dictionary<int, ReportText> written, IReadOnlyDictionary<string, string> words)
    {
        if (block.Template is not { } template) return new ContentBlock([.. block.Rows.Where(r => rows.ContainsKey(r.Code)).Select(r => rows[r.Code])], null);
        var text = written.GetValueOrDefault(block.Number);
        return new ContentBlock([], new ContentParagraph(block.Number, block.Required, Narrative.Write(template, rows, words), text?.Text, text is null ? [] : WrittenFigures.Stale(text.WrittenOn, rows)));
    }

    private static ContentRow Row(FormRow row, Indicator indicator, OwnValue own, PartsFound below, IReadOnlyDictionary<string, decimal?> before, string unit, Formula? formula, IReadOnlySet<string> inForm)
    {
        var (code, how) = (row.Code, indicator.Aggregation);
        var children = below.Counted.Select(c => c.Figures.GetValueOrDefault(code)).ToList();
        var cumulative = indicator.Cumulative ? Figure.Combine(how, All(own.Cumulative, f => f.Cumulative)) : null;
        return new ContentRow
        {
            Code = code, Name = indicator.Name, Unit = indicator.Unit, Meaning = indicator.Meaning, Decimals = indicator.Decimals, Aggregation = how, Source = indicator.Source, Required = row.Required, PartOf = row.PartOf, Apart = row.Apart,
            Own = own.Figure, Computed = own.Computed, Reason = own.Reason, Remark = own.Remark, Working = own.Working, Previous = before.GetValueOrDefault(code),
            Parts = [.. children.Select(f => f?.Own ?? Figure.None)], Total = Figure.Combine(how, All(own.Figure, f => f.Own)),
            OwnCumulative = indicator.Cumulative ? own.Cumulative : null, Cumulative = cumulative, Times = how == Aggregation.Ratio ? formula?.Ratio?.Times : null, Expression = RowExpression.TextOf(formula, inForm), Earlier = own.Earlier, Carried = own.Carried, CarriedReason = own.CarriedReason,
        };

        IEnumerable<(string, Figure)> All(Figure mine, Func<PartFigure, Figure> of) => below.Counted.Zip(children, (c, f) => (c.Part.Unit, f is null ? Figure.None : of(f))).Prepend((unit, mine));
    }

    private sealed record OwnValue(Figure Figure, Figure? Computed, string? Reason, string? Remark, Figure Cumulative, IReadOnlyList<string> Working)
    {
        public IReadOnlyList<EarlierDifference>? Earlier { get; init; }
        public decimal? Carried { get; init; }
        public string? CarriedReason { get; init; }

        public static readonly OwnValue None = new(Figure.None, null, null, null, Figure.None, []);
    }

    private async Task<Dictionary<string, OwnValue>> OwnAsync(Report report, IReadOnlyCollection<Guid> units, IReadOnlyList<string> codes, IReadOnlyDictionary<string, Indicator> known, IReadOnlyDictionary<string, Formula> formulas, Task<AtomValues> counting, CancellationToken cancel)
    {
        var cells = await db.Set<ReportCell>().AsNoTracking().Where(c => c.ReportId == report.Id).ToDictionaryAsync(c => c.Code, cancel);
        var given = cells.Where(c => c.Value.Number is not null).ToDictionary(c => c.Key, c => c.Value.Number);
        // A number that a person wrote stands in every formula that names its indicator.
        var free = formulas.Where(f => !given.ContainsKey(f.Key)).ToDictionary();
        var carried = cells.Where(c => c.Value.Carried is not null).ToDictionary(c => c.Key, c => c.Value.Carried!.Value);
        var (earlier, differences) = await earlierReports.OfAsync(report, units, known, formulas, cancel);
        var asked = await counting;
        string NameOf(string code) => known.TryGetValue(code, out var called) ? called.Name : code;
        var computed = OwnFigures.Calculate(formulas, asked.Period, given, NameOf);
        var values = given.Count == 0 ? computed : OwnFigures.Calculate(free, asked.Period, given, NameOf);
        var cumulativeGiven = given.ToDictionary(g => g.Key, g => known.TryGetValue(g.Key, out var i) && i.Source != IndicatorSource.Formula ? g.Value + earlier.GetValueOrDefault(g.Key, 0m) : null);
        foreach (var (code, number) in earlier)
            if (!given.ContainsKey(code) && known.TryGetValue(code, out var i) && i.Source != IndicatorSource.Formula) cumulativeGiven[code] = number;
        var cumulative = OwnFigures.Calculate(formulas, asked.Year, cumulativeGiven);
        // So does what they wrote in the sums of the year, by as much as it differs; and what they took over from earlier reports.
        List<string> adjusted = [.. given.Keys.Union(carried.Keys).Where(formulas.ContainsKey)];
        // A number written by hand begins from the sum of the year as it stands with what was taken over below it.
        var over = carried.Where(c => formulas.ContainsKey(c.Key)).ToDictionary(c => c.Key, c => cumulative[c.Key].Number + c.Value);
        var with = over.Count == 0 || given.Count == 0 ? cumulative : OwnFigures.Calculate(formulas.Where(f => !over.ContainsKey(f.Key)).ToDictionary(), asked.Year, new Dictionary<string, decimal?>([.. cumulativeGiven.Where(g => !over.ContainsKey(g.Key)), .. over]));
        foreach (var code in adjusted) cumulativeGiven[code] = (over.TryGetValue(code, out var sum) ? sum : with[code].Number) + (((given.GetValueOrDefault(code) ?? values[code].Number) - computed[code].Number) ?? 0);
        var standing = adjusted.Count == 0 ? cumulative : OwnFigures.Calculate(formulas.Where(f => !adjusted.Contains(f.Key)).ToDictionary(), asked.Year, cumulativeGiven);
        var own = new Dictionary<string, OwnValue>();
        foreach (var code in codes)
        {
            var (indicator, cell) = (known[code], cells.GetValueOrDefault(code));
            var isGiven = cell?.IsGiven == true;
            var calculated = formulas.ContainsKey(code) ? FigureOf(indicator, computed[code]) : null;
            if (indicator.Aggregation == Aggregation.Distinct && formulas.TryGetValue(code, out var formula) && formula.Root is AtomNode { Atom: var atom } && asked.Units.TryGetValue(atom, out var found))
                calculated = new Figure { Units = found, Number = found.Count };
            var figure = isGiven ? new Figure { Number = cell!.Number, Text = cell.Text } : formulas.ContainsKey(code) && indicator.Aggregation != Aggregation.Distinct ? FigureOf(indicator, values[code]) : calculated ?? Figure.None;
            var working = new List<string>();
            // Of a number that was counted, as it was counted: with what a person wrote in its parts.
            if (formulas.ContainsKey(code)) working.AddRange((isGiven ? computed : values)[code].Working);
            if (isGiven && cell!.Source is { } source) working.Add($"Nguồn: {source}.");
            if (isGiven && calculated is not null) working.Add($"Người lập ghi {figure.Words(indicator.Aggregation, indicator.Decimals)} thay cho số tính được.");
            var sum = !indicator.Cumulative ? Figure.None
                : standing.TryGetValue(code, out var stands) ? FigureOf(indicator, stands) : formulas.ContainsKey(code) ? Adjusted(FigureOf(indicator, cumulative[code]), cumulativeGiven[code] - cumulative[code].Number) : new Figure { Number = cumulativeGiven.GetValueOrDefault(code) };
            var lacked = differences[code].ToList();
            own[code] = new OwnValue(figure, isGiven && calculated is not null ? calculated : null, cell?.Reason, cell?.Remark, sum, working) { Earlier = lacked.Count > 0 ? lacked : null, Carried = cell?.Carried, CarriedReason = cell?.CarriedReason };
        }
        return own;
    }

    private static Figure Adjusted(Figure figure, decimal? by) => by is { } more && figure.Number is { } number ? figure with { Number = number + more } : figure;

    private static Figure FigureOf(Indicator indicator, FormulaValue value) =>
        indicator.Aggregation == Aggregation.Ratio ? new Figure { Number = value.Number, Numerator = value.Numerator, Denominator = value.Denominator } : new Figure { Number = value.Number };

    /// <summary>The totals of the newest sent report of the kind of period before this one.</summary>
    private async Task<IReadOnlyDictionary<string, decimal?>> PreviousAsync(Report report, CancellationToken cancel) => (await TotalsBeforeAsync(report, 1, cancel)).FirstOrDefault() ?? new Dictionary<string, decimal?>();

    /// <summary>The totals of the periods just before this one that were sent, the nearest first; of one whose addendum waits those that were accepted.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, decimal?>>> TotalsBeforeAsync(Report report, int most, CancellationToken cancel = default)
    {
        var keys = periods.Before(report.PeriodKey, most);
        var found = await (from r in db.Set<Report>().AsNoTracking() join f in db.Set<ReportFigure>() on new { r.ProvinceId, r.Id } equals new { f.ProvinceId, Id = f.ReportId }
            where r.FormCode == report.FormCode && r.UnitId == report.UnitId && r.AddresseeId == report.AddresseeId && keys.Contains(r.PeriodKey) select new { r.ProvinceId, r.Id, r.PeriodKey, r.AddsTo, f.Code, f.Total }).ToListAsync(cancel);
        var standing = await parts.StandingAsync(report, [.. found.Where(f => f.AddsTo is not null).Select(f => (f.ProvinceId, f.Id)).Distinct()], cancel);
        return
        [
            .. keys.Select(k => found.Where(f => f.PeriodKey == k).ToList()).Where(f => f.Count > 0).Select(f => (IReadOnlyDictionary<string, decimal?>)(standing.TryGetValue(f[0].Id, out var then)
                ? then.Rows.ToDictionary(r => r.Code, r => r.Total.Number) : f.ToDictionary(x => x.Code, x => x.Total))),
        ];
    }

    /// <summary>What paragraphs name: the notable activities, and what is overdue. Each is read on a connection of its own.</summary>
    private sealed record Named(Task<IReadOnlyList<NotableActivity>> Notable, Task<IReadOnlyList<OverdueWork>> Late)
    {
        public static readonly Named Nothing = new(Task.FromResult<IReadOnlyList<NotableActivity>>([]), Task.FromResult<IReadOnlyList<OverdueWork>>([]));
    }

    private Named Name(Report report, FormText text, IEnumerable<Guid> units, bool anew, CancellationToken cancel)
    {
        var all = units.Distinct().ToList();
        var provinces = all.Select(u => directory.Find(u)?.ProvinceId).OfType<short>().Distinct().Order().ToList();
        return new Named(
            Uses("nổi_bật") ? notable.OfAsync(all, report.PeriodFrom, report.PeriodTo, MostNamed, cancel) : Named.Nothing.Notable,
            Uses("việc_trễ") ? duties.OverdueAsync(provinces, all, report.PeriodFrom, report.PeriodTo, clock.Today, MostNamed + 1, anew, cancel) : Named.Nothing.Late);

        bool Uses(string word) => text.Paragraphs.Any(p => p.Template!.Contains($"{{{word}}}", StringComparison.Ordinal));
    }

    private Dictionary<string, string> Words(Report report, PartsFound below, IReadOnlyList<NotableActivity> notable, IReadOnlyList<OverdueWork> late)
    {
        var work = new NamedWork(report.UnitId, unit => routes.NameOf(unit));
        return new Dictionary<string, string>
        {
            ["kỳ"] = report.PeriodName, ["đơn_vị"] = routes.NameOf(report.UnitId), ["từ"] = VietnameseFormat.Date(report.PeriodFrom), ["đến"] = VietnameseFormat.Date(report.PeriodTo),
            ["nổi_bật"] = work.Of(notable), ["việc_trễ"] = work.Of(late, MostNamed),
            ["số_đơn_vị_gửi"] = $"{VietnameseFormat.Number(below.Counted.Count)}/{VietnameseFormat.Number(below.Counted.Count + below.Missing.Count)}",
        };
    }
}

/// <summary>The figures on which a paragraph was written, kept so that a change of one is seen.</summary>
public static class WrittenFigures
{
    public static string Of(string template, IReadOnlyDictionary<string, ContentRow> rows) => string.Join('\n', Narrative.CodesOf(template).Where(rows.ContainsKey).Select(c => $"{c}={rows[c].TotalWords}|{rows[c].CumulativeWords}"));

    /// <summary>What changed, in words: "Tin, bài: 12 → 14".</summary>
    public static IReadOnlyList<string> Stale(string writtenOn, IReadOnlyDictionary<string, ContentRow> rows) =>
    [
        .. writtenOn.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2)).Where(l => l.Length == 2 && rows.TryGetValue(l[0], out var row) && l[1] != $"{row.TotalWords}|{row.CumulativeWords}")
            .Select(l => $"{rows[l[0]].Name}: {Shown(l[1].Split('|')[0])} → {Shown(rows[l[0]].TotalWords)}"),
    ];

    private static string Shown(string words) => words.Length > 0 ? words : "chưa có";
}
