using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Delegations;

/// <summary>A role that somebody lends today, with everything needed to act by it.</summary>
public sealed record LentRole(Delegation Delegation, Membership Membership, string FromName);

/// <summary>Which roles a person may act by today for somebody who is away.</summary>
public sealed class Deputies(LanToaDb db, SecondFactors factors, IOrganizationDirectory organizations, Clock clock)
{
    /// <summary>What is lent to the person today: begun, not over, not taken back, and still held by its owner, who is still in use.</summary>
    public Task<List<LentRole>> LentToAsync(Guid account, CancellationToken cancel = default) => LentAsync(db.Set<Delegation>().Where(d => d.ToId == account), cancel);

    /// <summary>What these people lend today.</summary>
    public Task<List<LentRole>> LentByAsync(IReadOnlyCollection<Guid> accounts, CancellationToken cancel = default) => LentAsync(db.Set<Delegation>().Where(d => accounts.Contains(d.FromId)), cancel);

    /// <summary>Everything that is lent today, of these roles.</summary>
    public async Task<IReadOnlyList<LentRole>> LentAsync(IReadOnlyCollection<Role> roles, CancellationToken cancel = default) => (await LentAsync(db.Set<Delegation>(), cancel)).FindAll(l => roles.Contains(l.Membership.Role));

    private Task<List<LentRole>> LentAsync(IQueryable<Delegation> among, CancellationToken cancel)
    {
        var today = clock.Today;
        return (from d in among.AsNoTracking()
                join m in db.Set<Membership>() on d.MembershipId equals m.Id
                join a in db.Users on d.FromId equals a.Id
                where d.ValidTo >= today && d.ValidFrom <= today && d.EndedAt == null && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today) && a.DisabledAt == null
                    && db.Users.Any(deputy => deputy.Id == d.ToId && deputy.DisabledAt == null)
                    && db.Set<Membership>().Any(own => own.AccountId == d.ToId && own.ValidFrom <= today && (own.ValidTo == null || own.ValidTo >= today))
                orderby d.Id
                select new LentRole(d, m, a.DisplayName)).ToListAsync(cancel);
    }

    /// <summary>
    /// The deputy's own role ends after the day: what is lent to them ends with it, unless they keep a role in the unit of whoever is away. Returns what ends; the save that
    /// follows writes it.
    /// </summary>
    public async Task<IReadOnlyList<LentRole>> EndWithAsync(Membership own, DateOnly lastDay, CancellationToken cancel = default)
    {
        var ending = await EndingWithAsync(own, lastDay, cancel);
        var ids = ending.Select(l => l.Delegation.Id).ToList();
        foreach (var delegation in await db.Set<Delegation>().Where(d => ids.Contains(d.Id)).ToListAsync(cancel))
            if (lastDay < clock.Today || delegation.ValidFrom > lastDay) delegation.EndedAt = clock.Now;
            else delegation.ValidTo = lastDay;
        return ending;
    }

    /// <summary>What is lent to the owner of the role, now or later, and would end with it.</summary>
    public async Task<IReadOnlyList<LentRole>> EndingWithAsync(Membership own, DateOnly lastDay, CancellationToken cancel = default)
    {
        var kept = await db.Set<Membership>().Where(m => m.AccountId == own.AccountId && m.Id != own.Id && (m.ValidTo == null || m.ValidTo > lastDay)).Select(m => m.OrganizationId).ToListAsync(cancel);
        return await (from d in db.Set<Delegation>().AsNoTracking()
                      join m in db.Set<Membership>() on d.MembershipId equals m.Id
                      join a in db.Users on d.FromId equals a.Id
                      where d.ToId == own.AccountId && d.EndedAt == null && d.ValidTo > lastDay && !kept.Contains(m.OrganizationId)
                      orderby d.Id
                      select new LentRole(d, m, a.DisplayName)).ToListAsync(cancel);
    }

    /// <summary>Why the person may not act by it now; null when they may. The rule for second factors holds for lent roles as for one's own.</summary>
    public async Task<string?> WhyNotActAsync(LentRole lent, Account deputy, bool factorTaken, CancellationToken cancel = default)
    {
        if (factorTaken || deputy.TwoFactorEnabled || organizations.Find(lent.Membership.OrganizationId)?.ProvinceId is not { } province) return null;
        return await factors.IsRequiredAsync(lent.Membership.Role, province, cancel) ? $"Vai trò {lent.Membership.Role.Name()} phải có xác thực hai bước. Hãy bật ở “Tài khoản của tôi” rồi làm thay." : null;
    }
}
