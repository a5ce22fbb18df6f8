using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports.Formulas;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>A unit whose records the figure counts, and how many of them.</summary>
public sealed record UnitLine(Guid UnitId, string Name, long Activities);

/// <summary>Where one figure comes from: its working, the reports below, the units and their activities, and from them evidence and plan.</summary>
public sealed class FigureModel(LanToaDb db, ReportBuilder builder, ReportAccess access, ActivityAccess activities, Indicators indicators, OwnFigures figures, ReportParts parts, RouteMap map, Clock clock) : ReportPage(db, builder, access, clock)
{
    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = Query.Page)] public int? PageNumber { get; set; }

    private readonly ReportAccess _access = access;

    public ContentRow Row => Said.Rows.First(r => r.Code == Code);

    /// <summary>The parts that bring something, or would by now, the most first.</summary>
    public IEnumerable<(ContentPart Part, Figure Figure)> Bringing => Said.Parts.Zip(Row.Parts).Where(p => !IsNothing(p.Second) || NowOf(p.First, p.Second) is not null).OrderByDescending(p => p.Second.Number ?? 0);

    /// <summary>Those that reported nothing, or zero.</summary>
    public IReadOnlyList<ContentPart> Silent => [.. Said.Parts.Zip(Row.Parts).Where(p => IsNothing(p.Second) && NowOf(p.First, p.Second) is null).Select(p => p.First)];

    private static bool IsNothing(Figure figure) => figure.IsEmpty || (figure is { Number: 0, Denominator: null, Of: null, Text: null });

    /// <summary>The units whose records the unit's own figure counts, where they are several and none is chosen.</summary>
    public IReadOnlyList<UnitLine> Units { get; private set; } = [];
    public IReadOnlyList<Activity> Activities { get; private set; } = [];
    public Paging Paging { get; private set; } = Paging.Of(1, 0);
    public bool CountsDuties { get; private set; }

    private IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, Figure>> _now = new Dictionary<Guid, IReadOnlyDictionary<string, Figure>>();

    /// <summary>What a part of a sent report says by now, where that is something else than was counted; else null.</summary>
    public string? NowOf(ContentPart part, Figure counted) =>
        _now.TryGetValue(part.ReportId, out var now) && now.TryGetValue(Code, out var figure) && figure.Words(Row.Aggregation, Row.Decimals) is var words && words != counted.Words(Row.Aggregation, Row.Decimals) ? (words.Length > 0 ? words : "trống") : null;

    public string NameOf(Guid unit) => map.NameOf(unit);

    public bool MayOpen(ContentPart part) => _access.MayOpen(part, Report.UnitId);

    public bool MayOpen(Activity activity) => activities.MayRead(activity, []);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Said.Rows.All(r => r.Code != Code)) return NotFound();
        if (Report.IsFrozen && UnitId is null && Said.Parts.Count > 0) _now = await parts.NowAsync(Report, Said, Code, cancel);
        var atoms = Indicators.FormulasFor([Code], await indicators.InForceAsync(cancel)).Values.SelectMany(f => f.Atoms).Distinct().ToList();
        CountsDuties = atoms.Any(a => a.Kind == AtomKind.Duties);
        var counted = atoms.Where(a => a.Kind != AtomKind.Duties).ToList();
        if (counted.Count == 0) return Page();
        var own = await map.OwnUnitsAsync(Report, await map.OfFormAsync(Report.FormCode, Report.PeriodTo, cancel), cancel);
        if (UnitId is { } one && !own.Contains(one)) return NotFound();
        var units = await figures.ByUnitAsync(UnitId is { } chosen ? [chosen] : own, Report.PeriodFrom, Report.PeriodTo, counted, cancel);
        if (UnitId is null && units.Count > 1)
        {
            Paging = Paging.Of(PageNumber, units.Count);
            Units = [.. units.Skip(Paging.Skip).Take(Paging.Size).Select(u => new UnitLine(u.Unit, NameOf(u.Unit), u.Activities))];
            return Page();
        }
        var ids = units.Select(u => u.Unit).ToList();
        Paging = Paging.Of(PageNumber, (int)units.Sum(u => u.Activities));
        // The unit was taken from those whose records the report counts: the nation's report may count what a province keeps.
        Activities = await Db.Set<Activity>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(a => ids.Contains(a.UnitId) && a.HappenedOn >= Report.PeriodFrom && a.HappenedOn <= Report.PeriodTo).Where(ActivityFilter.Of(counted))
            .OrderByDescending(a => a.HappenedOn).ThenBy(a => a.Id).Skip(Paging.Skip).Take(Paging.Size).ToListAsync(cancel);
        return Page();
    }
}
