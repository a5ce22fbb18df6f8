using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>The groups of the country and of the issuer's province, for rooms that address units.</summary>
internal sealed class UnitGroups(LanToaDb db, OrganizationDirectory directory, GroupMembers members) : IUnitGroups
{
    public async Task<IReadOnlyList<UnitGroup>> OfAsync(Guid issuer, DateOnly day, CancellationToken cancel = default)
    {
        if (directory.Find(issuer) is not { } info) return [];
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().Where(g => g.ValidTo == null || g.ValidTo >= day).OrderBy(g => g.Name).ToListAsync(cancel);
        var found = new List<UnitGroup>();
        foreach (var group in groups.Where(g => g.OwnerId is not { } owner || directory.Find(owner)?.ProvinceId == info.ProvinceId))
            if (await members.OfAsync(group.Id, issuer, day, cancel) is { Count: > 0 } some) found.Add(new UnitGroup(group.Id, group.Name, [.. some.Select(o => o.Id)]));
        return found;
    }
}
