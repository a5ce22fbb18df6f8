using LanToa.Contracts.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Search;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The units directly below the one chosen now, each with what it has for one criterion of a year: the list behind "12/98 đơn vị".</summary>
public sealed class CriterionUnitsModel(CriterionUses uses, IOrganizationDirectory directory, Actor actor, Clock clock) : ListPage
{
    private const string Having = "with", Lacking = "without";

    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "nam")] public int? Asked { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }

    public int Year => Asked ?? clock.Today.Year;
    public Criterion Criterion { get; private set; } = null!;
    public string UnitName => directory.DistinctNameOf(Unit) ?? "";
    public int With { get; private set; }
    public int Units { get; private set; }
    public IReadOnlyList<CriterionUnit> Rows { get; private set; } = [];
    public IReadOnlyList<SelectListItem> States { get; } = [new("Đã có", Having), new("Chưa có", Lacking)];
    public IReadOnlyList<SelectListItem> Years => CriteriaList.Years(clock.Today.Year);

    /// <summary>The pieces behind the number of a unit.</summary>
    public string EvidenceOf(CriterionUnit row) => $"/activities/evidence?criterion={Criterion.Code}&year={Year}&unit={row.UnitId}";

    public static StatusMark MarkOf(CriterionUnit row) => row.Has ? new(StatusKind.Done, "Đã có") : new(StatusKind.DueSoon, "Chưa có");

    private Guid Unit => actor.UnitId ?? Guid.Empty;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (await FoundAsync(cancel) is not { } found) return NotFound();
        Rows = PageOf(found);
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel) => await FoundAsync(cancel) is not { } found ? NotFound()
        : this.FileOf($"tieu-chi-{Criterion.Code}-{Year}", "Đơn vị", [new("Đơn vị", u => u.Name, 50), new("Minh chứng", u => u.Evidence, 12), new("Mới nhất", u => u.Newest, 12), new("Trạng thái", u => MarkOf(u).Text, 12)], found);

    /// <summary>The units that were asked for; null where there is no such criterion, or none that this person may see.</summary>
    private async Task<List<CriterionUnit>?> FoundAsync(CancellationToken cancel)
    {
        if (CriteriaList.Find(Code, Year) is not { } criterion || Year > clock.Today.Year || !actor.Can(ActivityPermissions.Read, Unit)) return null;
        Criterion = criterion;
        var all = await uses.UnitsAsync(Unit, criterion.Code, Year, cancel);
        (With, Units) = (all.Count(u => u.Has), all.Count);
        var sought = new SearchQuery(Search);
        var found = all.Where(u => (State is not (Having or Lacking) || u.Has == (State == Having)) && sought.Finds(u.Name));
        return [.. Sort switch
        {
            "-name" => found.Reverse(),
            "count" => found.OrderBy(u => u.Evidence),
            "-count" => found.OrderByDescending(u => u.Evidence),
            "day" => found.OrderBy(u => u.Newest),
            "-day" => found.OrderByDescending(u => u.Newest),
            _ => found,
        }];
    }
}
