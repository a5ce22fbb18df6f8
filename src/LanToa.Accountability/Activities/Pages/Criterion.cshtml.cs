using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>One criterion of a year: what the unit uses for it, and what it has that could serve.</summary>
public sealed class CriterionModel(LanToaDb db, UseForCriterion use, ActivityAccess access, IOrganizationDirectory directory, Actor actor, Clock clock) : ListPage
{
    private const int MostUsed = 500, OfPage = 25;

    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "nam")] public int? Asked { get; set; }
    /// <summary>Also what is not of the year.</summary>
    [FromQuery(Name = "ngoai")] public bool Outside { get; set; }
    [BindProperty] public List<Guid> Chosen { get; set; } = [];
    [BindProperty] public string? Pointer { get; set; }
    [BindProperty] public string? Note { get; set; }

    public int Year => Asked ?? clock.Today.Year;
    public DateOnly Today => clock.Today;
    public Criterion Criterion { get; private set; } = null!;
    public string UnitName => NameOf(Unit);
    public bool MayUse => access.MayDo(Unit);
    public IReadOnlyList<(CriterionEvidence Use, Evidence Evidence)> Used { get; private set; } = [];
    public IReadOnlyList<Evidence> Offered { get; private set; } = [];
    /// <summary>An activity that each of those shown proves: files are often called alike.</summary>
    public IReadOnlyDictionary<Guid, string> Proved { get; private set; } = new Dictionary<Guid, string>();
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";

    private Guid Unit => actor.UnitId ?? Guid.Empty;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            var outcome = await use.AddAsync(Chosen, new(Code, Year, Pointer, Note), cancel);
            if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Succeeded)
            {
                this.Flash("Đã dùng minh chứng cho tiêu chí.");
                return RedirectToPage(new { code = Code, nam = Year });
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field, problem.Text);
        }
        db.ChangeTracker.Clear();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (CriteriaList.Find(Code, Year) is not { } criterion || Year > clock.Today.Year || !actor.Can(ActivityPermissions.Read, Unit)) return false;
        Criterion = criterion;
        var (unit, year, code) = (Unit, Year, Code);
        Used = [.. (await db.Set<CriterionEvidence>().AsNoTracking().Where(u => u.UnitId == unit && u.Year == year && u.Criterion == code && u.RemovedAt == null)
            .Join(db.Set<Evidence>(), u => new { u.ProvinceId, Id = u.EvidenceId }, e => new { e.ProvinceId, e.Id }, (u, e) => new { u, e }).OrderByDescending(r => r.e.EffectiveOn).ThenByDescending(r => r.e.Id).Take(MostUsed).ToListAsync(cancel)).Select(r => (r.u, r.e))];
        if (!MayUse)
        {
            Proved = await ProvedAsync(cancel);
            return true;
        }
        var (below, begin, end) = (directory.Subtree(unit).Select(o => o.Id).Append(unit).ToHashSet(), new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var all = db.Set<Evidence>().AsNoTracking().Where(EvidenceWords.Stands).Where(e => below.Contains(e.UnitId))
            .Where(e => !db.Set<CriterionEvidence>().Any(u => u.EvidenceId == e.Id && u.UnitId == unit && u.Year == year && u.Criterion == code && u.RemovedAt == null));
        if (!Outside) all = all.Where(e => e.EffectiveOn >= begin && e.EffectiveOn <= end);
        if (new SearchQuery(Search) is { IsEmpty: false } query) all = all.Where(e => SearchWords.Match(e.Title, query.All));
        // The unit's own first: what stands below it is many times as much.
        Offered = await PageOfAsync(all.OrderByDescending(e => e.UnitId == unit).ThenByDescending(e => e.EffectiveOn).ThenByDescending(e => e.Id), cancel, OfPage);
        Proved = await ProvedAsync(cancel);
        return true;
    }

    private async Task<Dictionary<Guid, string>> ProvedAsync(CancellationToken cancel)
    {
        List<Guid> ids = [.. Offered.Concat(Used.Select(u => u.Evidence)).Select(e => e.Id)];
        return (await db.Set<ActivityEvidence>().AsNoTracking().Where(u => ids.Contains(u.EvidenceId) && u.RemovedAt == null).Join(db.Set<Activity>(), u => new { u.ProvinceId, Id = u.ActivityId }, a => new { a.ProvinceId, a.Id }, (u, a) => new { u.EvidenceId, a.Title, a.Id }).OrderBy(r => r.Id).ToListAsync(cancel))
            .DistinctBy(r => r.EvidenceId).ToDictionary(r => r.EvidenceId, r => r.Title);
    }
}
