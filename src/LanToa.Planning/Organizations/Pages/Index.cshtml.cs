using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class IndexModel(LanToaDb db, Actor actor, OrganizationDirectory directory, Clock clock) : ListPage
{
    [FromQuery(Name = "cap")]
    public OrganizationLevel? Level { get; set; }

    [FromQuery(Name = "loai")]
    public OrganizationKind? Kind { get; set; }

    [FromQuery(Name = "ngay")]
    public DateOnly? AsOf { get; set; }

    public IReadOnlyList<Organization> Organizations { get; private set; } = [];

    public bool MayManage { get; private set; }

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public OrganizationInfo? ParentOf(Organization organization) => organization.ParentId is { } id ? directory.Find(id) : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        MayManage = actor.Holds(OrganizationPermissions.Manage);
        var day = AsOf ?? clock.Today;
        var query = db.Set<Organization>().AsNoTracking().Where(o => o.ValidFrom <= day && (o.ValidTo == null || o.ValidTo >= day));
        if (actor.ProvinceId != 0) query = query.Where(o => o.ProvinceId == actor.ProvinceId || o.ProvinceId == 0);
        if (Level is { } level) query = query.Where(o => o.Level == level);
        if (Kind is { } kind) query = query.Where(o => o.Kind == kind);
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = PrintedNames.Key(word);
            query = query.Where(o => o.SearchText.Contains(word) || db.Set<OrganizationAlias>().Any(a => a.OrganizationId == o.Id && a.Folded.Contains(key)));
        }
        Organizations = await PageOfAsync(query.OrderBy(o => o.ProvinceId).ThenBy(o => o.Code), cancel);
    }
}
