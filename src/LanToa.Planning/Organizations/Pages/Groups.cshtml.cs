using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed record GroupRow(OrganizationGroup Group, int Members, IReadOnlyList<string> Written);

public sealed class GroupsModel(LanToaDb db, Actor actor, OrganizationDirectory directory, GroupMembers members, Clock clock) : PageModel
{
    public IReadOnlyList<GroupRow> Groups { get; private set; } = [];

    public string Seat => actor.Unit?.Name ?? "toàn hệ thống";

    public bool MayAdd => actor.Holds(OrganizationPermissions.ManageGroups);

    /// <summary>Whoever keeps bodies sees what documents were said to mean by their words.</summary>
    public bool SeesWords => actor.Holds(OrganizationPermissions.Manage);

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await OnGetAsync(cancel);
        return this.FileOf("nhom-co-quan", "Nhóm cơ quan",
            [new("Nhóm", r => r.Group.Name, 50), new("Số cơ quan", r => r.Members, 12), new("Văn bản thường viết", r => string.Join("; ", r.Written), 70), new("Dùng đến hết", r => r.Group.ValidTo, 14)], Groups);
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().OrderBy(g => g.ValidTo != null).ThenBy(g => g.Name).ToListAsync(cancel);
        groups.RemoveAll(g => g.OwnerId is { } owner && actor.ProvinceId != 0 && directory.Find(owner)?.ProvinceId != actor.ProvinceId);
        var aliases = (await db.Set<OrganizationAlias>().AsNoTracking().Where(a => a.GroupId != null).ToListAsync(cancel)).ToLookup(a => a.GroupId!.Value, a => a.Text);
        var rows = new List<GroupRow>();
        foreach (var group in groups)
            rows.Add(new GroupRow(group, actor.UnitId is { } unit ? (await members.OfAsync(group.Id, unit, clock.Today, cancel)).Count : 0, [.. aliases[group.Id].Order(StringComparer.Ordinal)]));
        Groups = rows;
    }
}
