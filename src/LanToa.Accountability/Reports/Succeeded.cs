using LanToa.Accountability.Reports.Formulas;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A body that ended in the period, whose records are counted in the figures of another one.</summary>
/// <param name="In">The unit whose own figures hold its numbers.</param>
/// <param name="Numbers">By code, of indicators that are added up.</param>
public sealed record ContentPredecessor(Guid UnitId, string Unit, DateOnly EndedOn, Guid In, IReadOnlyDictionary<string, decimal> Numbers);

/// <summary>A share of a body of then that a present one carries on; nobody where it was abolished.</summary>
public sealed record ContentShare(Guid From, Guid? To, string Unit, decimal Weight);

/// <summary>The figure of one unit in a view; <paramref name="Parts"/> says of whom it is made where it is not the unit's alone.</summary>
public sealed record UnitFigure(Guid? UnitId, string Unit, decimal Number, IReadOnlyList<string> Parts);

/// <summary>Finds the bodies that ended within the period of a report, what they did until then, and who carries it on.</summary>
public sealed class Succeeded(LanToaDb db, OwnFigures figures, ISuccessions successions, IOrganizationDirectory directory, RouteMap routes)
{
    private const int MostAsked = 20;

    public async Task<(IReadOnlyList<ContentPredecessor> Ended, IReadOnlyList<ContentShare> Shares)> OfAsync(Report report, IReadOnlyList<Guid> own, PartsFound below, IReadOnlyDictionary<string, Formula> formulas, IReadOnlyDictionary<string, Indicator> known, CancellationToken cancel)
    {
        var ended = new List<ContentPredecessor>();
        var atoms = formulas.Values.SelectMany(f => f.Atoms).Distinct().ToList();
        var parts = below.Counted.Select(c => c.Part).ToList();
        List<Guid> gone = [.. own.Where(u => EndOf(u) >= report.PeriodFrom && EndOf(u) < report.PeriodTo)];
        // A great reorganization ends hundreds at once: then only those that did something are asked one by one.
        if (gone.Count > MostAsked) gone = [.. (await figures.ByUnitAsync(gone, report.PeriodFrom, report.PeriodTo, [.. atoms.Where(a => a.Kind != AtomKind.Duties)], cancel)).Select(u => u.Unit)];
        foreach (var unit in gone)
        {
            var asked = await figures.OfAsync([unit], report.PeriodFrom, report.PeriodFrom, report.PeriodTo, atoms, cancel);
            var values = OwnFigures.Calculate(formulas, asked.Period, new Dictionary<string, decimal?>());
            ended.Add(new ContentPredecessor(unit, routes.NameOf(unit), EndOf(unit)!.Value, report.UnitId,
                values.Where(v => v.Value.Number is not (null or 0) && known[v.Key].Aggregation is Aggregation.Sum or Aggregation.Latest).ToDictionary(v => v.Key, v => v.Value.Number!.Value)));
        }
        // What reports below say of theirs stands in what they sent.
        List<Guid> holding = [.. parts.Where(p => successions.EndedInto(p.UnitId, report.PeriodTo).Count > 0 || directory.Subtree(p.UnitId).Any(o => o.ValidTo >= report.PeriodFrom && o.ValidTo < report.PeriodTo)).Select(p => p.ReportId)];
        if (holding.Count > 0)
        {
            var sent = await (from s in db.Set<ReportSnapshot>().AsNoTracking() join r in db.Set<Report>() on new { s.ProvinceId, Id = s.ReportId } equals new { r.ProvinceId, r.Id } where holding.Contains(s.ReportId) && s.Number == r.Sendings select s.Content).ToListAsync(cancel);
            ended.AddRange(sent.Select(ReportContent.FromText).SelectMany(c => c.Predecessors.Where(p => p.In == c.UnitId)));
        }
        ended = [.. ended.DistinctBy(e => e.UnitId).OrderBy(e => e.EndedOn).ThenBy(e => e.UnitId)];
        List<Guid> then = [.. ended.Select(e => e.UnitId).Concat(parts.Select(p => p.UnitId).Where(u => EndOf(u) < report.PeriodTo)).Distinct()];
        return (ended, [.. successions.Attribute(then, report.PeriodTo).Where(s => s.To != s.From || s.Weight != 1).Select(s => new ContentShare(s.From, s.To, s.To is { } to ? routes.NameOf(to) : "Không có đơn vị kế thừa", s.Weight))]);
    }

    private DateOnly? EndOf(Guid unit) => directory.Find(unit)?.ValidTo;
}

/// <summary>A figure by the units as they were, and by those that carry them on at the end of the period. Both are made from the report's content alone and sum to the same number.</summary>
public static class SuccessorView
{
    public static bool CanBeShared(ContentRow row) => row.Aggregation is Aggregation.Sum or Aggregation.Latest;

    public static (IReadOnlyList<UnitFigure> AsWas, IReadOnlyList<UnitFigure> AsIs) Of(ReportContent content, ContentRow row)
    {
        var was = new List<(Guid Unit, string Name, decimal Number)>();
        if (!content.OnlyParts) was.Add((content.UnitId, content.UnitName, row.Own.Number ?? 0));
        was.AddRange(content.Parts.Zip(row.Parts, (p, f) => (p.UnitId, p.Unit, f.Number ?? 0)));
        foreach (var ended in content.Predecessors)
        {
            var holder = was.FindIndex(w => w.Unit == ended.In);
            if (holder < 0 || ended.Numbers.GetValueOrDefault(row.Code) is var number && number == 0) continue;
            was[holder] = was[holder] with { Number = was[holder].Number - number };
            was.Add((ended.UnitId, ended.Unit, number));
        }
        var shares = content.Shares.ToLookup(s => s.From);
        var given = new List<(Guid? To, string Name, decimal Number, string From)>();
        foreach (var (unit, name, number) in was)
        {
            var heirs = shares[unit].ToList();
            if (heirs.Count == 0) given.Add((unit, name, number, ""));
            var left = number;
            for (var n = 0; n < heirs.Count; n++)
            {
                // The last one takes what is left: a third of a hundred three times is a hundred.
                var part = n == heirs.Count - 1 ? left : Math.Round(number * heirs[n].Weight, 6);
                left -= part;
                given.Add((heirs[n].To, heirs[n].Unit, part, name));
            }
        }
        return ([.. was.Select(w => new UnitFigure(w.Unit, w.Name, w.Number, []))],
            [.. given.GroupBy(g => g.To).Select(g => new UnitFigure(g.Key, g.First().Name, g.Sum(x => x.Number), [.. g.Where(x => x.From.Length > 0).Select(x => $"{x.From}: {Platform.Time.VietnameseFormat.Number(Math.Round(x.Number, Math.Max(row.Decimals, 2)))}")]))]);
    }
}
