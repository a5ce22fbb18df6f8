using LanToa.Accountability.Activities.Packs;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The fields of the form that asks for a pack.</summary>
public sealed class PackForm
{
    public Guid FormKey { get; set; }
    public Guid? UnitId { get; set; }
    public Guid? PlanId { get; set; }
    public DateOnly? From { get; set; }
    public DateOnly? To { get; set; }
    public bool WithWaiting { get; set; }
    public string? Purpose { get; set; }

    public PackInput ToInput() => new(UnitId, PlanId, From, To, WithWaiting, Purpose);
}

/// <summary>Asks for a pack of evidence, and lists the earlier ones.</summary>
public sealed class PackModel(LanToaDb db, RequestPack request, PackKeys keys, IPlanWords plans, IOrganizationDirectory directory, Actor actor, Clock clock) : ListPage
{
    private const int MostPlans = 200, MostUnits = 500;

    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [BindProperty] public PackForm Input { get; set; } = new();

    public string Fingerprint { get; private set; } = "";
    public IReadOnlyList<EvidencePack> Packs { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = clock.Today;
        Input = new PackForm { FormKey = Guid.CreateVersion7(), UnitId = UnitId ?? actor.UnitId, PlanId = PlanId, From = new DateOnly(today.Year, 1, 1), To = today };
        await OfferAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            var outcome = await request.HandleAsync(Input.FormKey, Input.ToInput(), cancel);
            if (outcome.Succeeded) return RedirectToPage("/Activities/Pages/PackDetail", new { id = outcome.Id });
            foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field.Length == 0 ? "" : "Input." + problem.Field, problem.Text);
        }
        await OfferAsync(cancel);
        return Page();
    }

    private async Task OfferAsync(CancellationToken cancel)
    {
        Fingerprint = PackFormat.Fingerprint(await keys.PublicKeyAsync(cancel));
        var issued = (await plans.IssuedAsync(MostPlans, cancel)).ToList();
        if (Input.PlanId is { } named && issued.TrueForAll(p => p.Id != named) && (await plans.NamesAsync([named], cancel)).TryGetValue(named, out var called)) issued.Insert(0, (named, called));
        Plans = [.. issued.Select(p => new SelectListItem(p.Name.Length <= 140 ? p.Name : p.Name[..139] + "…", p.Id.ToString()))];
        IEnumerable<Guid> units = actor.UnitId is { } own ? directory.Subtree(own) is { Count: <= MostUnits } few ? few.Select(o => o.Id).Prepend(own) : [own] : [];
        if (Input.UnitId is { } chosen && directory.Find(chosen) is not null && request.MayTake(chosen)) units = units.Append(chosen);
        Units = [.. units.Distinct().Select(u => new SelectListItem(directory.DistinctNameOf(u) ?? "", u.ToString())).OrderBy(u => u.Value != actor.UnitId?.ToString()).ThenBy(u => Folding.Fold(u.Text), StringComparer.Ordinal)];
        var mine = actor.UnitsOf(ActivityPermissions.Read);
        Packs = await PageOfAsync(db.Set<EvidencePack>().AsNoTracking().Where(p => mine.Contains(p.UnitId)).OrderByDescending(p => p.RequestedAt).ThenByDescending(p => p.Id), cancel);
    }
}
