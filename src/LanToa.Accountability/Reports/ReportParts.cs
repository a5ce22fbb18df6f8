using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>What one part brings for one indicator.</summary>
public sealed record PartFigure(Figure Own, Figure Cumulative);

/// <summary>One part that is counted, with what it brings by code: a unit's own report, or a report of another province with all that it counts.</summary>
public sealed record CountedPart(ContentPart Part, IReadOnlyDictionary<string, PartFigure> Figures);

/// <summary>A report whose own figures are counted, each unit once, and the report through which it came (itself, where directly).</summary>
public sealed record CountedLeaf(short ProvinceId, Guid ReportId, Guid UnitId, short ThroughProvinceId, Guid ThroughId);

/// <summary>What comes from below: parts that are counted, all the reports in them, and units on the routes whose reports are not.</summary>
public sealed record PartsFound(IReadOnlyList<CountedPart> Counted, IReadOnlyList<CountedLeaf> Leaves, IReadOnlyList<ContentMissing> Missing)
{
    public IEnumerable<Guid> Units => Leaves.Select(l => l.UnitId);
}

/// <summary>
/// The accepted reports on the routes to a unit, with all that they themselves count; one that was opened again counts as it was accepted, until its addendum is accepted too. A unit whose figures come by two routes is counted once: as it reported directly, else by the report that stands first; the other
/// way is named beside it. Inside a province each unit is a part of its own. A report from another province is one part with what it came to when it was sent; where a unit in it came by
/// another way as well, it is added up again without that unit.
/// </summary>
public sealed class ReportParts(LanToaDb db, RouteMap routes, IOrganizationDirectory directory)
{
    private sealed record Way(CountedLeaf Leaf, Report Through)
    {
        public bool IsDirect => Leaf.ReportId == Through.Id;
    }

    /// <param name="report">The one that counts them.</param>
    /// <param name="map">The ways of its form.</param>
    /// <param name="codes">What is asked of each.</param>
    /// <param name="known">Is told the units as soon as they are known, before their figures are read.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<PartsFound> OfAsync(Report report, IReadOnlyList<FormWay> map, IReadOnlyDictionary<string, Aggregation> codes, Action<IEnumerable<Guid>> known, CancellationToken cancel = default)
    {
        var children = await Rows<Report>(report).Where(r => r.AddresseeId == report.UnitId && r.FormCode == report.FormCode && r.PeriodKey == report.PeriodKey && r.UnitId != report.UnitId).ToListAsync(cancel);
        var accepted = children.Where(r => r.Counts).ToDictionary(r => r.Id);
        var standing = await StandingAsync(report, [.. accepted.Values.Where(r => r.AddsTo is not null).Select(r => (r.ProvinceId, r.Id))], cancel);
        var ways = new List<Way>(accepted.Values.Select(r => new Way(new CountedLeaf(r.ProvinceId, r.Id, r.UnitId, r.ProvinceId, r.Id), r)));
        ways.AddRange(await InsideAsync(report, accepted, standing, cancel));
        var units = new Dictionary<Guid, List<Way>>();
        foreach (var way in ways)
        {
            if (way.Leaf.UnitId == report.UnitId) continue;
            if (units.TryGetValue(way.Leaf.UnitId, out var others)) others.Add(way);
            else units[way.Leaf.UnitId] = [way];
        }
        foreach (var several in units.Values.Where(u => u.Count > 1))
        {
            List<Way> first = [.. several.OrderBy(w => w.IsDirect ? 0 : 1).ThenBy(w => CodeOf(w.Through.UnitId), StringComparer.Ordinal).ThenBy(w => w.Leaf.ReportId)];
            several.Clear();
            several.AddRange(first);
        }
        known(units.Keys);
        var whole = ways.Where(w => w.Leaf.ProvinceId != report.ProvinceId || w.Through.ProvinceId != report.ProvinceId).Select(w => w.Through.Id).ToHashSet();
        var counted = await EachAsync(report, [.. units.Values.Where(u => !whole.Contains(u[0].Through.Id))], codes, standing, cancel);
        counted.AddRange(await TogetherAsync(report, [.. accepted.Values.Where(r => whole.Contains(r.Id))], units, ways, codes, standing, cancel));
        var missing = map.Where(r => r.AddresseeId == report.UnitId && r.UnitId != report.UnitId && !units.ContainsKey(r.UnitId) && !(directory.Find(r.UnitId)?.ValidTo < report.PeriodTo)).Select(r => r.UnitId).Distinct().OrderBy(CodeOf, StringComparer.Ordinal)
            .Select(u => (Unit: u, Report: children.FirstOrDefault(c => c.UnitId == u)))
            .Select(u => new ContentMissing(u.Unit, routes.NameOf(u.Unit), u.Report is null ? "Chưa lập" : EnumWords.Of(u.Report.State), u.Report?.Id));
        return new PartsFound([.. counted.OrderBy(c => CodeOf(c.Part.UnitId), StringComparer.Ordinal)], [.. units.Values.Select(u => u[0].Leaf)], [.. missing]);
    }

    /// <summary>What the reports below count in turn. Of one whose addendum waits: as the sending has it that was accepted, whatever the addendum counts otherwise.</summary>
    private async Task<List<Way>> InsideAsync(Report report, IReadOnlyDictionary<Guid, Report> accepted, IReadOnlyDictionary<Guid, ReportContent> standing, CancellationToken cancel)
    {
        var (ways, asked) = (new List<Way>(), new List<Report>());
        foreach (var through in accepted.Values)
            // What a part of another province counts in turn its text does not say: that one's are those of its newest sending.
            if (standing.TryGetValue(through.Id, out var then) && then.Parts.All(p => p.Counts is null))
                ways.AddRange(then.Parts.Select(p => new Way(new CountedLeaf(through.ProvinceId, p.ReportId, p.UnitId, through.ProvinceId, through.Id), through)));
            else asked.Add(through);
        if (asked.Count == 0) return ways;
        var (provinces, ids) = (asked.Select(r => r.ProvinceId).Distinct().ToList(), asked.Select(r => r.Id).ToList());
        await foreach (var p in Rows<ReportPart>(report).Where(p => provinces.Contains(p.ProvinceId) && ids.Contains(p.ReportId)).Select(p => new { p.ReportId, p.PartProvinceId, p.PartId, p.UnitId }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            var through = accepted[p.ReportId];
            ways.Add(new Way(new CountedLeaf(p.PartProvinceId, p.PartId, p.UnitId, through.ProvinceId, through.Id), through));
        }
        return ways;
    }

    /// <summary>Each unit as a part of its own.</summary>
    private async Task<List<CountedPart>> EachAsync(Report report, List<List<Way>> units, IReadOnlyDictionary<string, Aggregation> codes, Dictionary<Guid, ReportContent> standing, CancellationToken cancel)
    {
        var figures = await FiguresAsync(report, [.. units.Select(u => u[0].Leaf)], codes, standing, whole: false, cancel);
        return [.. units.Select(u => new CountedPart(new ContentPart(u[0].Leaf.ReportId, u[0].Leaf.UnitId, routes.NameOf(u[0].Leaf.UnitId), Via(u[0]), AlsoOf(u)) { Changing = u[0].IsDirect ? Changing(u[0].Through) : null, Sending = u[0].IsDirect ? Sending(u[0].Through) : null }, figures.GetValueOrDefault(u[0].Leaf.ReportId) ?? []))];
    }

    /// <summary>Each report as one part with all that it counts, less what came by another way.</summary>
    private async Task<List<CountedPart>> TogetherAsync(Report report, List<Report> reports, Dictionary<Guid, List<Way>> units, List<Way> ways, IReadOnlyDictionary<string, Aggregation> codes, Dictionary<Guid, ReportContent> standing, CancellationToken cancel)
    {
        if (reports.Count == 0) return [];
        var (through, all) = (units.Values.ToLookup(u => u[0].Through.Id), ways.ToLookup(w => w.Through.Id));
        var unbroken = reports.Where(r => all[r.Id].Count() == through[r.Id].Count()).ToList();
        var broken = reports.Except(unbroken).ToList();
        var figures = await FiguresAsync(report, [.. unbroken.Select(r => new CountedLeaf(r.ProvinceId, r.Id, r.UnitId, r.ProvinceId, r.Id))], codes, standing, whole: true, cancel);
        var single = await FiguresAsync(report, [.. broken.SelectMany(r => through[r.Id]).Select(u => u[0].Leaf)], codes, standing, whole: false, cancel);
        foreach (var one in broken)
        {
            var counted = through[one.Id].OrderBy(u => CodeOf(u[0].Leaf.UnitId), StringComparer.Ordinal).Select(u => (Unit: routes.NameOf(u[0].Leaf.UnitId), Figures: single.GetValueOrDefault(u[0].Leaf.ReportId) ?? [])).ToList();
            figures[one.Id] = codes.ToDictionary(c => c.Key, c => new PartFigure(
                Figure.Combine(c.Value, [.. counted.Select(u => (u.Unit, u.Figures.GetValueOrDefault(c.Key)?.Own ?? Figure.None))]), Figure.Combine(c.Value, [.. counted.Select(u => (u.Unit, u.Figures.GetValueOrDefault(c.Key)?.Cumulative ?? Figure.None))])));
        }
        return [.. reports.Select(r => new CountedPart(Part(r), figures.GetValueOrDefault(r.Id) ?? []))];

        ContentPart Part(Report r)
        {
            var here = through[r.Id].Select(u => u[0].Leaf.ReportId).ToHashSet();
            var without = all[r.Id].Where(w => !here.Contains(w.Leaf.ReportId)).Select(w => routes.NameOf(w.Leaf.UnitId)).Order(StringComparer.Ordinal).ToList();
            return new ContentPart(r.Id, r.UnitId, routes.NameOf(r.UnitId), null, units.GetValueOrDefault(r.UnitId) is { } own && own[0].Leaf.ReportId == r.Id ? AlsoOf(own) : []) { Changing = Changing(r), Sending = Sending(r), Counts = here.Count, Without = without.Count > 0 ? without : null };
        }
    }

    private async Task<Dictionary<Guid, Dictionary<string, PartFigure>>> FiguresAsync(Report report, IReadOnlyList<CountedLeaf> of, IReadOnlyDictionary<string, Aggregation> codes, Dictionary<Guid, ReportContent> standing, bool whole, CancellationToken cancel)
    {
        // One that came through another's may have been opened again by itself.
        foreach (var (id, content) in await StandingAsync(report, [.. of.Where(l => l.ReportId != l.ThroughId).Select(l => (l.ProvinceId, l.ReportId))], cancel)) standing[id] = content;
        var found = new Dictionary<Guid, Dictionary<string, PartFigure>>(of.Count);
        foreach (var leaf in of)
            if (standing.TryGetValue(leaf.ReportId, out var then))
                found[leaf.ReportId] = then.Rows.Where(r => codes.ContainsKey(r.Code)).ToDictionary(r => r.Code, r => whole ? new PartFigure(r.Total, r.Cumulative ?? Figure.None) : new PartFigure(r.Own, r.OwnCumulative ?? Figure.None));
        var (provinces, ids) = (of.Select(l => l.ProvinceId).Distinct().ToList(), of.Select(l => l.ReportId).Where(id => !found.ContainsKey(id)).ToList());
        if (ids.Count == 0) return found;
        // Not by code: the index would be asked for each code of each report, and a report has hardly a figure that its form does not ask.
        var rows = Rows<ReportFigure>(report).Where(f => provinces.Contains(f.ProvinceId) && ids.Contains(f.ReportId));
        await foreach (var f in (whole
            ? rows.Select(f => new { f.ReportId, f.Code, Number = f.Total, Numerator = f.WholeNumerator, Denominator = f.WholeDenominator, Units = f.WholeUnits, Of = f.WholeOf, Text = f.WholeText, Sum = f.WholeCumulativeNumber, SumOver = f.WholeCumulativeNumerator, SumUnder = f.WholeCumulativeDenominator })
            : rows.Select(f => new { f.ReportId, f.Code, f.Number, f.Numerator, f.Denominator, f.Units, Of = (int?)null, f.Text, Sum = f.CumulativeNumber, SumOver = f.CumulativeNumerator, SumUnder = f.CumulativeDenominator })).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (!codes.ContainsKey(f.Code)) continue;
            if (!found.TryGetValue(f.ReportId, out var figures)) found[f.ReportId] = figures = new Dictionary<string, PartFigure>(codes.Count);
            figures[f.Code] = new PartFigure(new Figure { Number = f.Number, Numerator = f.Numerator, Denominator = f.Denominator, Units = f.Units, Of = f.Of, Text = f.Text }, new Figure { Number = f.Sum, Numerator = f.SumOver, Denominator = f.SumUnder });
        }
        return found;
    }

    /// <summary>Of those whose addendum is not accepted: the sending that was. The figures kept beside a report are of its newest sending, accepted or not.</summary>
    internal async Task<Dictionary<Guid, ReportContent>> StandingAsync(Report report, IReadOnlyList<(short Province, Guid Id)> of, CancellationToken cancel)
    {
        if (of.Count == 0) return [];
        var (provinces, ids) = (of.Select(r => r.Province).Distinct().ToList(), of.Select(r => r.Id).ToList());
        var sendings = await (from r in Rows<Report>(report) join s in Rows<ReportSnapshot>(report) on new { r.ProvinceId, ReportId = r.Id, Number = r.AddsTo } equals new { s.ProvinceId, s.ReportId, Number = (int?)s.Number }
            where provinces.Contains(r.ProvinceId) && ids.Contains(r.Id) select new { s.ReportId, s.Content }).ToListAsync(cancel);
        return sendings.ToDictionary(s => s.ReportId, s => ReportContent.FromText(s.Content));
    }

    /// <summary>What is under way with a report that counts as it was accepted before.</summary>
    private static string? Changing(Report report) => report.State switch
    {
        ReportState.Accepted => null,
        ReportState.Reopened => "đang mở lại để sửa",
        ReportState.Returned => "bản bổ sung bị trả lại",
        _ => "bản bổ sung chờ chấp nhận",
    };

    private static int Sending(Report report) => report.AddsTo ?? report.Sendings;

    /// <summary>Units that a sent report names as not counted, whose reports have been accepted since.</summary>
    public async Task<IReadOnlyList<string>> AcceptedSinceAsync(Report report, ReportContent said, CancellationToken cancel = default)
    {
        var missing = said.Missing.Select(m => m.UnitId).ToList();
        if (missing.Count == 0) return [];
        var since = await Rows<Report>(report).Where(r => r.AddresseeId == report.UnitId && r.FormCode == report.FormCode && r.PeriodKey == report.PeriodKey && missing.Contains(r.UnitId)).Where(Report.ThatCounts).Select(r => r.UnitId).ToListAsync(cancel);
        return [.. said.Missing.Where(m => since.Contains(m.UnitId)).Select(m => $"{m.Unit}: nay đã được chấp nhận, chưa tính ở đây")];
    }

    /// <summary>
    /// What the parts that a sent report counts come to now, by report and code; of a report that was opened again what was sent and accepted before still stands. A part of another province is its whole report: one
    /// of which a unit was taken out cannot be compared and is left out.
    /// </summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, Figure>>> NowAsync(Report report, ReportContent said, string? code = null, CancellationToken cancel = default)
    {
        var wholes = said.Parts.Where(p => p.Counts is not null && p.Without is null).Select(p => p.ReportId).ToHashSet();
        List<Guid> counted = [.. wholes.Concat(said.Parts.Where(p => p.Counts is null).Select(p => p.ReportId))];
        var now = await (from f in Rows<ReportFigure>(report) join r in Rows<Report>(report) on new { f.ProvinceId, Id = f.ReportId } equals new { r.ProvinceId, r.Id } where counted.Contains(f.ReportId) && (code == null || f.Code == code) && (r.State == ReportState.Accepted || r.State == ReportState.Reopened) select f).ToListAsync(cancel);
        return now.GroupBy(f => f.ReportId).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<string, Figure>)g.ToDictionary(f => f.Code, f => wholes.Contains(f.ReportId)
            ? new Figure { Number = f.Total, Numerator = f.WholeNumerator, Denominator = f.WholeDenominator, Units = f.WholeUnits, Of = f.WholeOf, Text = f.WholeText }
            : new Figure { Number = f.Number, Numerator = f.Numerator, Denominator = f.Denominator, Units = f.Units, Text = f.Text }));
    }

    /// <summary>
    /// Of the report's own province; for a report of the nation of every province, since reports from each may be addressed to it. What was sent to a body is its own to count; to open one of
    /// them asks <see cref="ReportAccess"/>.
    /// </summary>
    private IQueryable<T> Rows<T>(Report report) where T : TenantRow => (report.ProvinceId == 0 ? db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]) : db.Set<T>()).AsNoTracking();

    private string? Via(Way way) => way.IsDirect ? null : routes.NameOf(way.Through.UnitId);

    private IReadOnlyList<string> AlsoOf(List<Way> ways) => [.. ways.Skip(1).Select(other => Via(other) is { } via ? $"qua {via}" : "gửi thẳng")];

    private string CodeOf(Guid unit) => directory.Find(unit)?.Code ?? "";
}
