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
    public async Task<IReadOnlyList<LentRole>> LentToAsync(Guid account, CancellationToken cancel = default)
    {
        var today = clock.Today;
        return await (from d in db.Set<Delegation>().AsNoTracking()
                      join m in db.Set<Membership>() on d.MembershipId equals m.Id
                      join a in db.Users on d.FromId equals a.Id
                      where d.ToId == account && d.ValidTo >= today && d.ValidFrom <= today && d.EndedAt == null && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today) && a.DisabledAt == null
                          && db.Set<Membership>().Any(own => own.AccountId == account && own.ValidFrom <= today && (own.ValidTo == null || own.ValidTo >= today))
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
