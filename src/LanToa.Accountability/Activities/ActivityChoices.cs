using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>What the form of an activity offers of its unit: places, and activities of which it may have been a part.</summary>
public sealed class ActivityChoices(HostEvents hosts, IOrganizationDirectory directory, Actor actor, Clock clock)
{
    private const int MostHosts = 40, DaysBack = 120;

    /// <summary>The unit with what stands below it (a commune's hamlets), then the communes of the province.</summary>
    public IReadOnlyList<SelectListItem> Places(Guid unit)
    {
        var today = clock.Today;
        var own = directory.Subtree(unit).Where(o => o.ExistsOn(today)).ToList();
        var top = directory.Find(unit);
        while (top?.ParentId is { } above && directory.Find(above) is { } upper && upper.ProvinceId == top.ProvinceId) top = upper;
        var communes = (top is null ? [] : directory.Subtree(top.Id)).Where(o => o.Level == "Commune" && o.Kind == "Committee" && o.ProvinceId == actor.ProvinceId && o.ExistsOn(today) && own.TrueForAll(x => x.Id != o.Id)).OrderBy(o => Folding.Fold(o.Name), StringComparer.Ordinal);
        var (inside, others) = (new SelectListGroup { Name = "Trong đơn vị" }, new SelectListGroup { Name = "Xã, phường trong tỉnh" });
        return [.. own.Select(o => new SelectListItem(o.Name, o.Id.ToString()) { Group = inside }), .. communes.Select(o => new SelectListItem(o.Name, o.Id.ToString()) { Group = others })];
    }

    /// <summary>Activities of the unit in the last months and events of others in which it may have had its minutes, the newest first, and the one that was chosen before, however old.</summary>
    public async Task<IReadOnlyList<SelectListItem>> HostsAsync(Guid unit, Guid? except, Guid? chosen, CancellationToken cancel)
    {
        var since = clock.Today.AddDays(-DaysBack);
        var (own, others) = (new SelectListGroup { Name = "Của đơn vị" }, new SelectListGroup { Name = "Của cơ quan khác" });
        SelectListItem Item(Guid id, Guid by, string title, DateOnly on) =>
            new($"{VietnameseFormat.Date(on)}: {(title.Length <= 90 ? title : title[..89] + "…")}{(by == unit ? "" : $" ({directory.DistinctNameOf(by)})")}", id.ToString()) { Group = by == unit ? own : others };
        async Task<IEnumerable<SelectListItem>> Newest(IQueryable<Activity> events) =>
            (await events.Where(a => a.Id != except && a.HappenedOn >= since).OrderByDescending(a => a.HappenedOn).ThenByDescending(a => a.Id).Take(MostHosts).Select(a => new { a.Id, a.UnitId, a.Title, a.HappenedOn }).ToListAsync(cancel))
                .Select(a => Item(a.Id, a.UnitId, a.Title, a.HappenedOn));
        List<SelectListItem> ofOwn = [.. await Newest(hosts.Own(unit))], ofOthers = [.. await Newest(hosts.OfOthers(unit))];
        if (chosen is { } id && !ofOwn.Concat(ofOthers).Any(i => i.Value == id.ToString()) && await hosts.FindAsync(unit, id, cancel) is { } host) (host.UnitId == unit ? ofOwn : ofOthers).Add(Item(host.Id, host.UnitId, host.Title, host.HappenedOn));
        return [.. ofOwn, .. ofOthers];
    }
}
