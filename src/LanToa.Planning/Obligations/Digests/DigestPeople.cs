using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>Somebody who may be told, with what they are told about.</summary>
/// <param name="At">Where they work: what they are told is kept there.</param>
/// <param name="Units">Whose work is theirs where nobody has taken it.</param>
/// <param name="Below">The bodies for which they are told how the units stand.</param>
public sealed record DigestPerson(Account Account, Guid At, IReadOnlyList<Guid> Units, IReadOnlyList<Guid> Mine, IReadOnlyList<Guid> Others, IReadOnlyList<Guid> Below);

/// <summary>The people of a province who have work or units to be told about.</summary>
public sealed class DigestPeople(LanToaDb db, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>In the order of their accounts.</summary>
    public async Task<IReadOnlyList<DigestPerson>> OfAsync(short province, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var roles = ObligationPermissions.Do.Roles.Concat(ObligationPermissions.Confirm.Roles).Distinct().ToList();
        var held = await db.Set<Membership>().AsNoTracking().Where(m => roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => new { m.OrganizationId, m.Role, Account = a }).ToListAsync(cancel);
        var here = held.Where(h => directory.Find(h.OrganizationId)?.ProvinceId == province).ToList();
        var atUnit = here.GroupBy(h => h.OrganizationId).ToDictionary(g => g.Key, g => (IReadOnlyCollection<(Guid, Role)>)[.. g.Select(h => (h.Account.Id, h.Role))]);
        var worksAt = here.Where(h => ObligationPermissions.Do.Roles.Contains(h.Role)).ToLookup(h => h.Account.Id, h => h.OrganizationId);

        var given = (await db.Set<Obligation>().AsNoTracking().Where(o => o.AssigneeId != null && o.Role != DutyRole.Coordinating).Select(o => new { o.Id, o.UnitId, AssigneeId = o.AssigneeId!.Value }).ToListAsync(cancel))
            .Where(o => worksAt[o.AssigneeId].Any(at => directory.IsWithin(o.UnitId, at))).ToList();
        var mine = given.ToLookup(o => o.AssigneeId, o => o.Id);
        var taken = given.ToLookup(o => o.UnitId);
        var owned = atUnit.SelectMany(u => DigestRules.OwnersOf(null, false, u.Value).Select(person => (Person: person, Unit: u.Key))).ToLookup(o => o.Person, o => o.Unit);

        return
        [
            .. here.GroupBy(h => h.Account.Id).OrderBy(g => g.Key).Select(g => new DigestPerson(
                g.First().Account, g.First().OrganizationId, [.. owned[g.Key]], [.. mine[g.Key]], [.. owned[g.Key].SelectMany(u => taken[u]).Where(o => o.AssigneeId != g.Key).Select(o => o.Id)],
                [.. g.Where(h => ObligationPermissions.Confirm.Roles.Contains(h.Role)).Select(h => h.OrganizationId).Distinct()])),
        ];
    }
}
