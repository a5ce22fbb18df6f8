using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
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

    /// <summary>There is nothing below the nation yet, and this is the person who brings it in.</summary>
    public bool LacksNationalList => actor.AdministersInstallation && directory.All.All(o => o.Level == nameof(OrganizationLevel.Nation));

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public OrganizationInfo? ParentOf(Organization organization) => organization.ParentId is { } id ? directory.Find(id) : null;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        MayManage = actor.Holds(OrganizationPermissions.Manage);
        var query = db.Set<Organization>().AsNoTracking().SeenFrom(actor.ProvinceId, AsOf ?? clock.Today);
        if (Level is { } level) query = query.Where(o => o.Level == level);
        if (Kind is { } kind) query = query.Where(o => o.Kind == kind);
        query = query.Named(db, Search);
        Organizations = await PageOfAsync(query.OrderBy(o => o.ProvinceId).ThenBy(o => o.Code), cancel);
    }
}
