using System.Globalization;
using System.Security.Claims;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>What became of a password.</summary>
public enum PasswordAnswer
{
    SignedIn,
    /// <summary>The second step is next; a cookie of five minutes says whose.</summary>
    FactorNext,
    Wrong,
    Locked,
}

/// <summary>Signs people in: password, second step, session; each attempt is kept.</summary>
public sealed class SignIns(LanToaDb db, SignInManager<Account> signIn, SecondFactors factors, HandedPasswords handedOver, ActingPerson person, NamesOfNobody nobody, IHttpContextAccessor https, Clock clock)
{
    public const string SessionClaim = "lantoa:session";

    /// <summary>The person must set up a second factor before anything else.</summary>
    public const string SetupClaim = "lantoa:factor-missing";

    /// <summary>The person came in by a password that somebody else has seen, and must choose their own before anything else.</summary>
    public const string HandedClaim = "lantoa:password-handed-over";

    /// <summary>The second factor was used at a provider: the rule for roles is met.</summary>
    private const string FactorElsewhereClaim = "lantoa:factor-elsewhere";

    /// <summary>When the provider asked who is there.</summary>
    private const string ProvedClaim = "lantoa:proved";

    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    /// <summary>Whom of a provider the password was given to bind, where the second step comes before it.</summary>
    private const string BindsClaim = "lantoa:binds";

    private const string StampClaim = "lantoa:stamp";

    private static readonly Lazy<string> NobodysHash = new(() => new NormalPasswordHasher().HashPassword(new Account(), NewSecrets.Readable()));

    private HttpContext Http => https.HttpContext ?? throw new InvalidOperationException("Nobody signs in outside of a request.");

    /// <param name="binds">Whom of a provider the password is given to bind to the account (<see cref="Providers.Arrival.Key"/>); the second step, where there is one, knows it (<see cref="BindsAsync"/>).</param>
    public async Task<PasswordAnswer> PasswordAsync(string userName, string password, CancellationToken cancel = default, string? binds = null)
    {
        var account = await signIn.UserManager.FindByNameAsync(userName.Trim());
        if (account is not { DisabledAt: null, PasswordHash: not null })
        {
            // As much work as for a password that is wrong, and the same lock, so that neither the time nor the answer tells which names exist.
            if (!nobody.IsLocked(userName)) signIn.UserManager.PasswordHasher.VerifyHashedPassword(new Account(), NobodysHash.Value, password);
            var answer = nobody.Fail(userName) ? PasswordAnswer.Locked : PasswordAnswer.Wrong;
            return account is null ? answer : await NoteAsync(account, account.DisabledAt is not null ? SignInOutcome.Disabled : SignInOutcome.WrongPassword, answer, cancel);
        }
        var result = await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true);
        if (result.IsLockedOut) return await NoteAsync(account, SignInOutcome.LockedOut, PasswordAnswer.Locked, cancel);
        if (!result.Succeeded) return await NoteAsync(account, SignInOutcome.WrongPassword, PasswordAnswer.Wrong, cancel);
        var handed = await handedOver.HasAsync(account.Id, cancel);
        if (!account.TwoFactorEnabled)
        {
            await BeginAsync(account, SignInOutcome.Succeeded, cancel, handed: handed);
            return PasswordAnswer.SignedIn;
        }
        await BeginHalfAsync(account, handed: handed, binds: binds);
        return PasswordAnswer.FactorNext;
    }

    /// <summary>Whoever a provider has named comes in to the account that they are bound to; the second step stays, unless one was taken there.</summary>
    /// <param name="provedAt">When the provider asked the person to prove who they are.</param>
    public async Task<PasswordAnswer> ByProviderAsync(Account account, bool withFactor, DateTimeOffset? provedAt = null, CancellationToken cancel = default)
    {
        await person.BecomeAsync(account, cancel);
        if (account.TwoFactorEnabled && !withFactor)
        {
            await BeginHalfAsync(account, provedAt);
            return PasswordAnswer.FactorNext;
        }
        await BeginAsync(account, SignInOutcome.SucceededByProvider, cancel, withFactor, provedAt);
        return PasswordAnswer.SignedIn;
    }

    /// <summary>Whoever has unlocked a passkey comes in; false for an account out of use. It is both factors at once.</summary>
    public async Task<bool> ByPasskeyAsync(Account account, CancellationToken cancel = default)
    {
        if (account.DisabledAt is not null) return await NoteAsync(account, SignInOutcome.Disabled, false, cancel);
        await person.BecomeAsync(account, cancel);
        await BeginAsync(account, SignInOutcome.SucceededByPasskey, cancel, factorElsewhere: true);
        return true;
    }

    /// <summary>Keeps that somebody came from a provider and was not let in.</summary>
    public Task RefuseAsync(Account account, CancellationToken cancel = default) => NoteAsync(account, account.DisabledAt is null ? SignInOutcome.RefusedByProvider : SignInOutcome.Disabled, 0, cancel);

    private async Task BeginHalfAsync(Account account, DateTimeOffset? provedAt = null, bool handed = false, string? binds = null)
    {
        var half = new ClaimsIdentity([new(ClaimTypes.Name, account.Id.ToString()), new(StampClaim, account.SecurityStamp ?? "")], IdentityConstants.TwoFactorUserIdScheme);
        if (provedAt is { } at) half.AddClaim(Proof(at));
        if (handed) half.AddClaim(new(HandedClaim, "1"));
        if (binds is not null) half.AddClaim(new(BindsClaim, binds));
        await Http.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half));
    }

    /// <summary>Whose second step it is; null when no password was given, or too long ago, or it has changed since.</summary>
    public async Task<Account?> HalfwayAsync(CancellationToken cancel = default)
    {
        var half = (await Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        if (!Guid.TryParse(half?.FindFirstValue(ClaimTypes.Name), out var id)) return null;
        var account = await db.Users.FirstOrDefaultAsync(a => a.Id == id && a.DisabledAt == null, cancel);
        return account is { TwoFactorEnabled: true } && account.SecurityStamp == half!.FindFirstValue(StampClaim) ? account : null;
    }

    /// <summary>Whom of a provider the password before this second step was given to bind; null where it was given to sign in alone.</summary>
    public async Task<string?> BindsAsync() => (await Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal?.FindFirstValue(BindsClaim);

    public async Task<(FactorAnswer Answer, DateTimeOffset? LockedUntil)> FactorAsync(Account account, string code, CancellationToken cancel = default)
    {
        await person.BecomeAsync(account, cancel);
        var (answer, until) = await factors.TakeAsync(account, code, cancel);
        if (answer is FactorAnswer.Wrong or FactorAnswer.Locked) return await NoteAsync(account, answer == FactorAnswer.Locked ? SignInOutcome.LockedOut : SignInOutcome.WrongCode, (answer, until), cancel);
        var half = (await Http.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme)).Principal;
        await Http.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await BeginAsync(account, answer == FactorAnswer.Recovered ? SignInOutcome.SucceededWithRecovery : SignInOutcome.SucceededWithFactor, cancel, provedAt: ProvedAt(half), handed: half is not null && IsHanded(half));
        return (answer, null);
    }

    /// <summary>Whether this session began with a second factor that is not the account's own code.</summary>
    public static bool TookFactor(ClaimsPrincipal person) => person.HasClaim(c => c.Type == FactorElsewhereClaim);

    /// <summary>Whether the provider through which this session began has asked who is there just now.</summary>
    public static bool IsFreshFromProvider(ClaimsPrincipal person, DateTimeOffset now) => IsFresh(ProvedAt(person), now);

    public static bool IsFresh(DateTimeOffset? proved, DateTimeOffset now) => proved is { } at && at > now - Freshness && at < now + Freshness;

    /// <summary>Whether this session began with a password that somebody else has seen.</summary>
    public static bool IsHanded(ClaimsPrincipal person) => person.HasClaim(c => c.Type == HandedClaim);

    private static Claim Proof(DateTimeOffset at) => new(ProvedClaim, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    private static DateTimeOffset? ProvedAt(ClaimsPrincipal? person) => long.TryParse(person?.FindFirstValue(ProvedClaim), CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null;

    /// <summary>The session of this request.</summary>
    public static Guid? SessionOf(ClaimsPrincipal person) => Guid.TryParse(person.FindFirstValue(SessionClaim), out var id) ? id : null;

    /// <summary>Writes the cookie anew, after the password or the second factor has changed; the session stays the same.</summary>
    public async Task RefreshAsync(Account account, CancellationToken cancel = default) => await WriteCookieAsync(account, SessionOf(Http.User) ?? Guid.Empty, cancel, TookFactor(Http.User), ProvedAt(Http.User), IsHanded(Http.User) && await handedOver.HasAsync(account.Id, cancel));

    private async Task BeginAsync(Account account, SignInOutcome outcome, CancellationToken cancel, bool factorElsewhere = false, DateTimeOffset? provedAt = null, bool handed = false)
    {
        var now = clock.Now;
        var session = new Session { AccountId = account.Id, StartedAt = now, LastSeenAt = now, Address = Address, Browser = Browser };
        db.Add(session);
        if (account.AccessFailedCount > 0) await signIn.UserManager.ResetAccessFailedCountAsync(account);
        await NoteAsync(account, outcome, 0, cancel);
        await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.LastSignInAt, now), cancel);
        await WriteCookieAsync(account, session.Id, cancel, factorElsewhere, provedAt, handed);
    }

    private async Task WriteCookieAsync(Account account, Guid session, CancellationToken cancel, bool factorElsewhere, DateTimeOffset? provedAt, bool handed)
    {
        List<Claim> claims = [new(SessionClaim, session.ToString())];
        if (provedAt is { } at) claims.Add(Proof(at));
        if (handed) claims.Add(new(HandedClaim, "1"));
        if (factorElsewhere) claims.Add(new(FactorElsewhereClaim, "1"));
        else if (!account.TwoFactorEnabled && await factors.IsRequiredAsync(account.Id, cancel)) claims.Add(new(SetupClaim, "1"));
        await signIn.SignInWithClaimsAsync(account, isPersistent: false, claims);
    }

    private async Task<T> NoteAsync<T>(Account account, SignInOutcome outcome, T answer, CancellationToken cancel)
    {
        db.Add(new SignInEvent { AccountId = account.Id, At = clock.Now, Outcome = outcome, Address = Address, Browser = Browser });
        await db.SaveChangesAsync(cancel);
        return answer;
    }

    private string? Address => Http.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : null;

    private string Browser => BrowserNames.Of(Http.Request.Headers.UserAgent);
}
