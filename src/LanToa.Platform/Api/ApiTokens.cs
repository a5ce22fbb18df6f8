using System.Collections.Concurrent;
using System.Security.Cryptography;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api;

/// <summary>What somebody asks for on the page of tokens.</summary>
public sealed record NewToken(string? Name, Guid? UnitId, IReadOnlyList<string> Scopes, DateOnly? ExpiresOn);

/// <summary>What stands against it, at a field of <see cref="NewToken"/> (Vietnamese).</summary>
public sealed record TokenProblem(string Field, string Text);

/// <summary>The tokens of the person who acts: issued for a unit of theirs, listed, revoked by themselves; an administrator revokes those of the units below.</summary>
public sealed class ApiTokens(LanToaDb db, Actor actor, IOrganizationDirectory organizations, ApiCatalog catalog, TokenCache cache, Clock clock)
{
    public const string Made = "api-token.create", Ended = "api-token.end";
    public const int MostDays = 366, Most = 20;

    internal const string Signs = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    /// <summary>The units for which this person may issue: those at which they hold a role themselves. By a role that is lent nobody issues a token.</summary>
    public IReadOnlyList<OrganizationInfo> Units() =>
        actor.OnBehalfOf is not null ? [] : [.. actor.Memberships.Select(m => m.OrganizationId).Distinct().Select(organizations.Find).OfType<OrganizationInfo>()];

    /// <summary>What a token for the unit can be allowed: no more than its issuer may do there.</summary>
    public IReadOnlyList<ApiScope> ScopesAt(Guid unit) => [.. catalog.Scopes.Where(s => actor.HoldsAt(s.Permission, unit))];

    public Task<List<ApiToken>> MineAsync(CancellationToken cancel = default) =>
        All.AsNoTracking().Where(t => t.AccountId == actor.AccountId).OrderBy(t => t.EndedAt != null).ThenByDescending(t => t.MadeAt).Take(100).ToListAsync(cancel);

    /// <summary>Tokens that others issued for units whose accounts this person administers, and that still hold.</summary>
    public async Task<IReadOnlyList<(ApiToken Token, string Owner)>> OfOthersAsync(CancellationToken cancel = default)
    {
        if (!actor.Holds(PlatformPermissions.ManageAccounts)) return [];
        var today = clock.Today;
        var found = await db.Set<ApiToken>().AsNoTracking().Where(t => t.AccountId != actor.AccountId && t.EndedAt == null && t.ExpiresOn >= today).Join(db.Users, t => t.AccountId, a => a.Id, (t, a) => new { t, a.DisplayName }).OrderBy(x => x.t.Id).Take(1000).ToListAsync(cancel);
        return [.. found.Where(x => actor.Can(PlatformPermissions.ManageAccounts, x.t.UnitId)).Select(x => (x.t, x.DisplayName))];
    }

    /// <summary>What a new token will be: 40 signs without look-alikes, 233 bits.</summary>
    public static string NewSecret() => $"lantoa_{RandomNumberGenerator.GetString(Signs, 6)}_{RandomNumberGenerator.GetString(Signs, 40)}";

    /// <summary>Issues the token; what stands against it. Sent twice, it is issued once.</summary>
    public async Task<TokenProblem?> IssueAsync(string secret, NewToken wish, CancellationToken cancel = default)
    {
        if (actor.AccountId is not { } me) return new("", "Hãy đăng nhập lại.");
        if (actor.OnBehalfOf is { } absent) return new("", $"Bạn đang làm thay {absent}. Khóa API chỉ cấp được bằng vai trò của chính bạn, vì vai trò được ủy quyền sẽ hết mà khóa thì còn. Hãy chọn lại đơn vị của mình ở đầu trang; hoặc để {absent} tự cấp.");
        var hash = ApiToken.HashOf(secret);
        if (await All.AnyAsync(t => t.SecretHash == hash && t.AccountId == me, cancel)) return null;
        if (string.IsNullOrWhiteSpace(wish.Name)) return new(nameof(wish.Name), "Hãy đặt tên khóa theo hệ thống sẽ dùng, ví dụ “Cổng thông tin điện tử”.");
        if (wish.Name.Trim().Length > 80) return new(nameof(wish.Name), "Tên dài quá 80 chữ; hãy rút gọn.");
        if (wish.UnitId is not { } unit || Units().FirstOrDefault(u => u.Id == unit) is not { } body) return new(nameof(wish.UnitId), "Hãy chọn đơn vị mà bạn có vai trò.");
        var offered = ScopesAt(unit).Select(s => s.Permission.Code).ToHashSet();
        List<string> scopes = [.. wish.Scopes.Distinct().Where(offered.Contains)];
        if (scopes.Count == 0) return new(nameof(wish.Scopes), "Hãy chọn khóa được làm những gì; vai trò của bạn ở đơn vị này phải cho phép việc đó.");
        if (wish.ExpiresOn is not { } until || until < clock.Today) return new(nameof(wish.ExpiresOn), "Hãy chọn ngày hết hạn, từ hôm nay trở đi.");
        if (until > clock.Today.AddDays(MostDays)) return new(nameof(wish.ExpiresOn), $"Khóa dùng nhiều nhất một năm (đến {VietnameseFormat.Date(clock.Today.AddDays(MostDays))}); khi gần hết hạn hệ thống sẽ nhắc để bạn cấp khóa mới.");
        var today = clock.Today;
        if (await All.CountAsync(t => t.AccountId == me && t.EndedAt == null && t.ExpiresOn >= today, cancel) >= Most) return new("", $"Bạn đang có {Most} khóa còn dùng; hãy thu hồi khóa không cần nữa.");
        db.Add(new ApiToken { ProvinceId = body.ProvinceId, AccountId = me, UnitId = unit, Name = wish.Name.Trim(), Prefix = secret[..13], SecretHash = hash, Scopes = scopes, MadeAt = clock.Now, ExpiresOn = until });
        try
        {
            await db.Because(Made).SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
        }
        return null;
    }

    /// <summary>Revokes a token; false when it is none of this person's to revoke. Revoked twice, it was revoked once.</summary>
    public async Task<bool> RevokeAsync(Guid id, CancellationToken cancel = default)
    {
        if (await All.FirstOrDefaultAsync(t => t.Id == id, cancel) is not { } token || (token.AccountId != actor.AccountId && !actor.Can(PlatformPermissions.ManageAccounts, token.UnitId))) return false;
        cache.Forget(token.SecretHash);
        if (token.EndedAt is not null) return true;
        token.EndedAt = clock.Now;
        await db.Because(Ended).SaveChangesAsync(cancel);
        cache.Forget(token.SecretHash);
        return true;
    }

    /// <summary>The token that this text is and that holds now, with the roles by which it acts; null when there is none.</summary>
    public async Task<KnownToken?> FindAsync(string text, CancellationToken cancel = default)
    {
        if (cache.Find(text, clock) is { } known) return known;
        if (!text.StartsWith("lantoa_", StringComparison.Ordinal) || text.Length > 100) return null;
        var hash = ApiToken.HashOf(text);
        var found = await All.AsNoTracking().Where(t => t.SecretHash == hash).Join(db.Users.AsNoTracking().Where(a => a.DisabledAt == null), t => t.AccountId, a => a.Id, (t, a) => new { Token = t, Account = a }).FirstOrDefaultAsync(cancel);
        var today = clock.Today;
        if (found is null || !found.Token.HoldsOn(today)) return null;
        // Roles at the unit itself, as on the day of issuing: with the last of them the token has ended too.
        var roles = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == found.Account.Id && m.OrganizationId == found.Token.UnitId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToListAsync(cancel);
        if (roles.Count == 0 || organizations.Find(found.Token.UnitId) is null) return null;
        known = new KnownToken(found.Token, found.Account, roles);
        cache.Keep(hash, known, clock.Now);
        return known;
    }

    /// <summary>Whether its use is to be noted: once a minute.</summary>
    public static bool IsNewUse(KnownToken known, DateTimeOffset now) => known.Token.LastUsedAt is not { } last || now - last >= TimeSpan.FromMinutes(1);

    /// <summary>Notes that it was used.</summary>
    public async Task UsedAsync(KnownToken known, CancellationToken cancel = default)
    {
        var now = clock.Now;
        known.Token.LastUsedAt = now;
        await All.Where(t => t.Id == known.Token.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.LastUsedAt, now), cancel);
    }

    // A person may work in several provinces, and a token is looked for before its province is known.
    private IQueryable<ApiToken> All => db.Set<ApiToken>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]);
}

/// <summary>Tokens that were found a moment ago: what has ended since (the token, the role, the account) is noticed within a second on every node, at once where it was revoked.</summary>
public sealed class TokenCache
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);
    private const int Most = 5000;

    private readonly ConcurrentDictionary<string, (KnownToken Known, DateTimeOffset At)> _known = new(StringComparer.Ordinal);

    /// <summary>The token that this text is, if it was found a moment ago and holds today.</summary>
    public KnownToken? Find(string text, Clock clock) => text.Length <= 100 && _known.TryGetValue(ApiToken.HashOf(text), out var kept) && (clock.Now - kept.At).Duration() < Life && kept.Known.Token.HoldsOn(clock.Today) ? kept.Known : null;

    /// <summary>Whether the text was a token that held, at any time on this node.</summary>
    public bool Knew(string text) => text.Length <= 100 && _known.ContainsKey(ApiToken.HashOf(text));

    public void Keep(string hash, KnownToken known, DateTimeOffset now)
    {
        if (_known.Count >= Most) _known.Clear();
        _known[hash] = (known, now);
    }

    public void Forget(string hash) => _known.TryRemove(hash, out _);
}
