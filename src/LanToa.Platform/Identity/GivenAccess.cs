using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>What an account lets others do, or know, in its name without signing in as it: API tokens, addresses that are told, roles that it lent.</summary>
public sealed class GivenAccess(LanToaDb db, ApiTokens tokens, Delegating delegating, WebhookFeed feed, Clock clock)
{
    /// <summary>Ends all of it, each as its own page does, kept in the history; how many there were. Whoever acts may do so with every account.</summary>
    public async Task<int> EndAsync(Account account, string reason, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var issued = await db.Set<ApiToken>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(t => t.AccountId == account.Id && t.EndedAt == null && t.ExpiresOn >= today).Select(t => t.Id).ToListAsync(cancel);
        foreach (var token in issued) await tokens.RevokeAsync(token, cancel);
        var lent = await db.Set<Delegation>().Where(d => d.FromId == account.Id && d.EndedAt == null && d.ValidTo >= today).Select(d => d.Id).ToListAsync(cancel);
        foreach (var delegation in lent) await delegating.EndAsync(delegation, cancel);
        var told = await db.Set<Webhook>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(w => w.AccountId == account.Id && w.EndedAt == null).ToListAsync(cancel);
        foreach (var webhook in told) webhook.EndedAt = clock.Now;
        if (told.Count > 0)
        {
            await db.Because(WebhookBook.Ended, reason).SaveChangesAsync(cancel);
            feed.Forget();
        }
        return issued.Count + lent.Count + told.Count;
    }
}
