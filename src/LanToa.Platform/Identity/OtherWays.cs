using LanToa.Platform.Data;
using LanToa.Platform.Identity.Providers;

namespace LanToa.Platform.Identity;

/// <summary>The ways into an account beside its password: passkeys, and providers that are bound.</summary>
public sealed class OtherWays(LanToaDb db, Passkeys passkeys, ProviderAccounts bindings)
{
    public const string EndVerb = "account.ways-end";

    /// <summary>Takes all of them away, kept with the reason and told by letter; how many there were. The caller ends the sessions.</summary>
    public async Task<int> EndAsync(Account account, string reason, CancellationToken cancel = default)
    {
        var (keys, bound) = (await passkeys.OfAsync(account.Id, cancel), await bindings.OfAsync(account.Id, cancel));
        foreach (var key in keys) await passkeys.RemoveAsync(account, key.Id, cancel);
        foreach (var provider in bound) await bindings.UnbindAsync(account, provider.Issuer, cancel);
        db.RecordEvent("account", account.Id, EndVerb, reason);
        await db.SaveChangesAsync(cancel);
        return keys.Count + bound.Count;
    }
}
