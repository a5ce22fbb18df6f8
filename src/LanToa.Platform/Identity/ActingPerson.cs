using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Makes a person the actor who has proven who they are but has no session yet, so that the history of their province names them.</summary>
public sealed class ActingPerson(LanToaDb db, Actor actor, Clock clock)
{
    public async Task BecomeAsync(Account account, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == account.Id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToListAsync(cancel);
        actor.BecomePerson(account, held, null, actor.RequestId);
    }
}
