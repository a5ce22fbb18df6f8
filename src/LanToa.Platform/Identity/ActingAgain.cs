using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Who acts, as a job that goes on with it is told: the account, the unit that is acted for, and the role where it is lent.</summary>
public sealed record ActingNow(Guid Account, Guid? Unit, Guid? Delegation)
{
    /// <exception cref="InvalidOperationException">No person acts.</exception>
    public static ActingNow Of(Actor actor) => new(actor.AccountId ?? throw new InvalidOperationException("No person acts."), actor.UnitId, actor.DelegationId);
}

/// <summary>Makes a job act as the person who asked for it, by the roles that they hold when it runs: what they may no longer do is not done in their name.</summary>
public sealed class ActingAgain(LanToaDb db, Actor actor, Deputies deputies, Clock clock)
{
    /// <summary>Null when the person acts now; otherwise why they cannot (Vietnamese).</summary>
    public async Task<string?> BecomeAsync(ActingNow who, CancellationToken cancel = default)
    {
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == who.Account && a.DisabledAt == null, cancel) is not { } account) return "Tài khoản của người yêu cầu không còn dùng được.";
        if (who.Delegation is { } delegation)
        {
            if ((await deputies.LentToAsync(account.Id, cancel)).Find(l => l.Delegation.Id == delegation) is not { } lent) return "Ủy quyền của người yêu cầu đã hết hoặc được thu hồi.";
            actor.BecomeDeputy(account, lent, null);
            return null;
        }
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == account.Id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToListAsync(cancel);
        if (!held.Exists(m => m.OrganizationId == who.Unit)) return "Người yêu cầu không còn vai trò ở đơn vị đó.";
        actor.BecomePerson(account, held, who.Unit, null);
        return null;
    }
}
