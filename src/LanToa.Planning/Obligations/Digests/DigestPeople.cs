using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>Somebody who may be told, with what they are told about.</summary>
/// <param name="At">Where they work: what they are told is kept there.</param>
/// <param name="Own">By their own roles.</param>
/// <param name="Lent">By roles that are lent to them today, without what is theirs anyway.</param>
public sealed record DigestPerson(Account Account, Guid At, DigestScope Own, IReadOnlyList<(LentRole By, DigestScope Scope)> Lent);

/// <summary>What is looked at for one person by one or several roles.</summary>
/// <param name="Units">Whose work is theirs where nobody has taken it.</param>
/// <param name="Mine">Duties given to them by name.</param>
/// <param name="Others">Duties of the units that were given to somebody else.</param>
/// <param name="Below">The bodies for which they are told how the units stand.</param>
public sealed record DigestScope(IReadOnlyList<Guid> Units, IReadOnlyList<Guid> Mine, IReadOnlyList<Guid> Others, IReadOnlyList<Guid> Below)
{
    public static DigestScope None { get; } = new([], [], [], []);
}

/// <summary>The people of a province who have work or units to be told about, and who stands in for them.</summary>
public sealed class DigestPeople(LanToaDb db, Deputies deputies, OrganizationDirectory directory, Clock clock)
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
            .Where(o => worksAt[o.AssigneeId].Any(at => directory.IsWithin(o.UnitId, at) || directory.HeirsOf(o.UnitId, today).Any(heir => directory.IsWithin(heir, at)))).ToList();
        var mine = given.ToLookup(o => o.AssigneeId, o => o.Id);
        var taken = given.ToLookup(o => o.UnitId);
        // What an ended unit left open falls to whoever carries it on, where it has nobody left of its own.
        IEnumerable<Guid> WorkOf(Guid unit) => directory.EndedInto(unit, today).Where(old => !atUnit.ContainsKey(old)).Prepend(unit);
        var owned = atUnit.SelectMany(u => DigestRules.OwnersOf(null, false, u.Value).SelectMany(person => WorkOf(u.Key).Select(unit => (Person: person, Unit: unit)))).ToLookup(o => o.Person, o => o.Unit);

        DigestScope Of(Guid account, IReadOnlyList<Guid> units, IReadOnlyList<Guid> given, IEnumerable<Guid> below) =>
            new(units, given, [.. units.SelectMany(u => taken[u]).Where(o => o.AssigneeId != account).Select(o => o.Id)], [.. below.Distinct()]);

        var people = here.GroupBy(h => h.Account.Id).ToDictionary(g => g.Key, g => new DigestPerson(
            g.First().Account, g.First().OrganizationId, Of(g.Key, [.. owned[g.Key]], [.. mine[g.Key]], g.Where(h => ObligationPermissions.Confirm.Roles.Contains(h.Role)).Select(h => h.OrganizationId)), []));

        var lent = (await deputies.LentAsync(roles, cancel)).Where(l => directory.Find(l.Membership.OrganizationId)?.ProvinceId == province).ToList();
        var ids = lent.Select(l => l.Delegation.ToId).Distinct().ToList();
        var accounts = await db.Users.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        foreach (var l in lent)
        {
            var deputy = people.GetValueOrDefault(l.Delegation.ToId) ?? new DigestPerson(accounts[l.Delegation.ToId], l.Membership.OrganizationId, DigestScope.None, []);
            var (from, at, role) = (l.Delegation.FromId, l.Membership.OrganizationId, l.Membership.Role);
            // By this role alone: whoever is away may hold others, which they did not lend.
            var owns = DigestRules.OwningRole(atUnit.GetValueOrDefault(at) ?? []) == role && !deputy.Own.Units.Contains(at);
            var scope = Of(from, owns ? [.. WorkOf(at)] : [],
                ObligationPermissions.Do.Roles.Contains(role) ? [.. given.Where(o => o.AssigneeId == from && directory.IsWithin(o.UnitId, at)).Select(o => o.Id)] : [],
                ObligationPermissions.Confirm.Roles.Contains(role) && !deputy.Own.Below.Contains(at) ? [at] : []);
            people[deputy.Account.Id] = deputy with { Lent = [.. deputy.Lent, (l, scope)] };
        }
        return [.. people.Values.OrderBy(p => p.Account.Id)];
    }
}
