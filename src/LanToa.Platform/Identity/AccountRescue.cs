using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>What was given back: the new password, and whether a second step and other ways in (so many) were taken away and the account opened again.</summary>
public sealed record RescuedAccount(string UserName, string DisplayName, string Password, bool FactorRemoved, int WaysEnded, bool Opened)
{
    /// <summary>API tokens, addresses that were told and roles that were lent, together.</summary>
    public int GivenEnded { get; init; }

    /// <summary>The address that the account had; it has none now.</summary>
    public string? EmailRemoved { get; init; }
}

/// <summary>
/// The way back in when no administrator can sign in any more, for whoever runs the machine and could change the database anyway: so it is done by the program, told to the person,
/// and stands in the history of their province.
/// </summary>
public sealed class AccountRescue(LanToaDb db, UserManager<Account> accounts, AccountAdministration administration, SecondFactors factors, OtherWays ways, GivenAccess given, Actor actor, IOrganizationDirectory organizations, Clock clock)
{
    private const string Operator = "Người vận hành máy chủ", Reason = "Từ dòng lệnh của máy chủ";

    /// <summary>Null when nobody has this name.</summary>
    public async Task<RescuedAccount?> RescueAsync(string userName, CancellationToken cancel = default)
    {
        if (await accounts.FindByNameAsync(userName.Trim()) is not { } account) return null;
        var today = clock.Today;
        var unit = await db.Set<Membership>().Where(m => m.AccountId == account.Id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).Select(m => (Guid?)m.OrganizationId).FirstOrDefaultAsync(cancel);
        actor.BecomeSystem("cli", unit is { } held ? organizations.Find(held)?.ProvinceId ?? 0 : (short)0, name: Operator);
        var (hadFactor, wasClosed) = (account.TwoFactorEnabled, account.DisabledAt is not null);
        if (wasClosed) await administration.SetDisabledAsync(account, disabled: false, Reason, cancel);
        if (hadFactor) await factors.RemoveAsync(account, "factor.reset", Reason, cancel);
        // Who has taken the account over would come back by a passkey of theirs, or by their account at a provider.
        var ended = await ways.EndAsync(account, Reason, cancel);
        var password = await administration.ResetPasswordAsync(account, Reason, cancel);
        // Nor stays in by a program or a deputy of theirs, nor has a link for a new password sent to an address of theirs. That address is told of all this first.
        var (access, email) = (await given.EndAsync(account, Reason, cancel), account.Email);
        if (email is not null) await administration.SetEmailAsync(account, null, cancel);
        return new(account.UserName!, account.DisplayName, password, hadFactor, ended, wasClosed) { GivenEnded = access, EmailRemoved = email };
    }
}
