using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed record GroupRow(OrganizationGroup Group, int Members, IReadOnlyList<string> Written);

public sealed class GroupsModel(LanToaDb db, Actor actor, GroupMembers members, Clock clock) : PageModel
{
    public IReadOnlyList<GroupRow> Groups { get; private set; } = [];

    public string Seat => actor.Unit?.Name ?? "toàn hệ thống";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().OrderBy(g => g.Name).ToListAsync(cancel);
        var aliases = (await db.Set<OrganizationAlias>().AsNoTracking().Where(a => a.GroupId != null).ToListAsync(cancel)).ToLookup(a => a.GroupId!.Value, a => a.Text);
        var rows = new List<GroupRow>();
        foreach (var group in groups)
            rows.Add(new GroupRow(group, actor.UnitId is { } unit ? (await members.OfAsync(group.Id, unit, clock.Today, cancel)).Count : 0, [.. aliases[group.Id].Order(StringComparer.Ordinal)]));
        Groups = rows;
    }
}
