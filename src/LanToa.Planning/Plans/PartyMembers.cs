using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The units that a party stands for as of a date: itself, those that a person listed for it, or the members of its group; in a plan that was issued those
/// of that day. Remembers groups within one request.
/// </summary>
public sealed class PartyMembers(LanToaDb db, IOrganizationDirectory directory, GroupMembers groups)
{
    private readonly Dictionary<(Guid Group, Guid Issuer, DateOnly Day), IReadOnlyList<OrganizationInfo>> _known = [];
    private readonly Dictionary<Guid, Dictionary<Guid, IReadOnlyList<OrganizationInfo>>> _kept = [];

    public async Task<IReadOnlyList<OrganizationInfo>> OfAsync(Guid? organizationId, Guid? groupId, Guid issuerId, DateOnly asOf, CancellationToken cancel = default)
    {
        if (organizationId is { } unit) return directory.Find(unit) is { } found ? [found] : [];
        if (groupId is not { } group) return [];
        if (!_known.TryGetValue((group, issuerId, asOf), out var members))
            _known[(group, issuerId, asOf)] = members = await groups.OfAsync(group, issuerId, asOf, cancel);
        return members;
    }

    /// <summary>The units of a party that is being checked or edited, those left out among them.</summary>
    public async Task<IReadOnlyList<OrganizationInfo>> OfAsync(ItemParty party, Guid issuerId, DateOnly asOf, CancellationToken cancel = default) =>
        party.Given is { } given ? Listed(given) : await OfAsync(party.OrganizationId, party.GroupId, issuerId, asOf, cancel);

    /// <summary>The units that the party binds in the plan: those left out are not among them.</summary>
    public async Task<IReadOnlyList<OrganizationInfo>> OfAsync(Plan plan, TaskParty party, DateOnly asOf, CancellationToken cancel = default)
    {
        var units = party.Units is { } given ? Listed(given) : party.GroupId is { } group && (await KeptAsync(plan, cancel)).TryGetValue(group, out var kept) ? kept : await OfAsync(party.OrganizationId, party.GroupId, plan.IssuerId, asOf, cancel);
        return party.Excluded.Count == 0 ? units : [.. units.Where(u => party.Excluded.TrueForAll(e => e.OrganizationId != u.Id))];
    }

    /// <summary>Keeps what the plan's groups mean on the day on which it is issued, or amended: what it asked of a group before stays (saved by the caller, the parties before).</summary>
    public async Task KeepAsync(Plan plan, DateOnly date, CancellationToken cancel = default)
    {
        var before = await db.Set<PlanGroup>().Where(g => g.PlanId == plan.Id).Select(g => g.GroupId).ToListAsync(cancel);
        var meant = await db.Set<TaskParty>().Where(p => p.PlanId == plan.Id && p.GroupId != null && p.Units == null).Select(p => p.GroupId!.Value).Distinct().ToListAsync(cancel);
        foreach (var group in meant.Except(before))
            db.Add(new PlanGroup { ProvinceId = plan.ProvinceId, PlanId = plan.Id, GroupId = group, Units = [.. (await OfAsync(null, group, plan.IssuerId, date, cancel)).Select(u => u.Id)] });
        _kept.Remove(plan.Id);
    }

    private async Task<Dictionary<Guid, IReadOnlyList<OrganizationInfo>>> KeptAsync(Plan plan, CancellationToken cancel)
    {
        if (_kept.TryGetValue(plan.Id, out var known)) return known;
        var rows = await db.Set<PlanGroup>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(g => g.ProvinceId == plan.ProvinceId && g.PlanId == plan.Id).ToListAsync(cancel);
        return _kept[plan.Id] = rows.ToDictionary(g => g.GroupId, g => Listed(g.Units.Except(g.Outside)));
    }

    private IReadOnlyList<OrganizationInfo> Listed(IEnumerable<Guid> units) => [.. units.Select(directory.Find).OfType<OrganizationInfo>()];
}
