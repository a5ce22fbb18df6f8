using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>Where one figure comes from: its working, the reports below, the activities, and from them evidence and plan.</summary>
public sealed class FigureModel(LanToaDb db, ReportBuilder builder, ReportAccess access, Indicators indicators, RouteMap map, Clock clock) : ReportPage(db, builder, access, clock)
{
    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = Query.Page)] public int? PageNumber { get; set; }

    public ContentRow Row => Said.Rows.First(r => r.Code == Code);
    public IReadOnlyList<Activity> Activities { get; private set; } = [];
    public Paging Paging { get; private set; } = Paging.Of(1, 0);
    public bool CountsDuties { get; private set; }

    public string NameOf(Guid unit) => map.NameOf(unit);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Said.Rows.All(r => r.Code != Code)) return NotFound();
        var formulas = Indicators.FormulasOf((await indicators.InForceAsync(cancel)).Values);
        var atoms = AtomsOf(Code, formulas, []).Distinct().ToList();
        CountsDuties = atoms.Any(a => a.Kind == AtomKind.Duties);
        var counted = atoms.Where(a => a.Kind != AtomKind.Duties).ToList();
        if (counted.Count == 0) return Page();
        var units = map.OwnUnits(Report.UnitId, await map.OfFormAsync(Report.FormCode, cancel), Report.PeriodTo);
        var rows = Db.Set<Activity>().AsNoTracking().Where(a => units.Contains(a.UnitId) && a.HappenedOn >= Report.PeriodFrom && a.HappenedOn <= Report.PeriodTo).Where(ActivityFilter.Of(counted)).OrderByDescending(a => a.HappenedOn).ThenBy(a => a.Id);
        Paging = Paging.Of(PageNumber, await rows.CountAsync(cancel));
        Activities = await rows.Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
        return Page();
    }

    private static IEnumerable<Atom> AtomsOf(string code, IReadOnlyDictionary<string, Formula> formulas, HashSet<string> seen) =>
        !seen.Add(code) || !formulas.TryGetValue(code, out var formula) ? [] : formula.Atoms.Concat(formula.References.SelectMany(r => AtomsOf(r, formulas, seen)));
}
