using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Platform.Identity.Providers;

/// <summary>Which account is whose at a provider: bound by issuer and subject, never by an address alone.</summary>
public sealed class ProviderAccounts(LanToaDb db, SignInProviders providers, UserManager<Account> accounts, AccountLetters letters, IOrganizationDirectory organizations, Clock clock)
{
    private const string Elsewhere = "hoặc nhờ quản trị của cơ quan sửa địa chỉ ở một trong hai nơi.";

    /// <summary>The account that the person is bound to, also one that is out of use.</summary>
    public Task<Account?> BoundAsync(Arrival arrival, CancellationToken cancel = default) =>
        db.Users.FirstOrDefaultAsync(a => db.Set<IdentityUserLogin<Guid>>().Any(l => l.LoginProvider == arrival.Issuer && l.ProviderKey == arrival.Subject && l.UserId == a.Id), cancel);

    /// <summary>The one account with the address that the provider vouches for; null without one, with several, or when nobody vouches.</summary>
    public async Task<Account?> AddressedAsync(Arrival arrival, CancellationToken cancel = default)
    {
        if (!arrival.IsVerified || arrival.Email is null) return null;
        var normal = accounts.NormalizeEmail(arrival.Email);
        return await db.Users.Where(a => a.NormalizedEmail == normal && a.DisabledAt == null).OrderBy(a => a.Id).Take(2).ToListAsync(cancel) is [var only] ? only : null;
    }

    public async Task<IReadOnlyList<SignInProvider>> OfAsync(Guid account, CancellationToken cancel = default)
    {
        var issuers = await db.Set<IdentityUserLogin<Guid>>().AsNoTracking().Where(l => l.UserId == account).OrderBy(l => l.LoginProvider).Select(l => l.LoginProvider).ToListAsync(cancel);
        return [.. issuers.Select(i => providers.All.FirstOrDefault(p => p.Issuer == i) ?? new SignInProvider { Id = "", Name = i, Issuer = i, ClientId = "", ClientSecret = "" })];
    }

    /// <summary>Why the person may not come in to the account they are bound to; empty when they may.</summary>
    public async Task<IReadOnlyList<string>> WhyNotEnterAsync(Arrival arrival, Account account, CancellationToken cancel = default)
    {
        if (account.DisabledAt is not null) return ["Tài khoản gắn với bạn ở dịch vụ này đã ngừng sử dụng. Hãy liên hệ quản trị của cơ quan."];
        var reasons = new List<string>();
        if (await BelongsToAnotherAsync(arrival, account, cancel)) reasons.Add($"Dịch vụ vừa gửi địa chỉ {arrival.Email}, là của một tài khoản khác. Không có gì thay đổi. Hãy đăng nhập bằng mật khẩu, {Elsewhere}");
        if (await OutsideAsync(arrival, account, cancel) is { } outside) reasons.Add(outside);
        return reasons;
    }

    /// <summary>Why the person cannot be bound to the account; empty when they can.</summary>
    public async Task<IReadOnlyList<string>> WhyNotBindAsync(Arrival arrival, Account account, CancellationToken cancel = default)
    {
        var reasons = new List<string>();
        var bound = await BoundAsync(arrival, cancel);
        if (bound is not null && bound.Id != account.Id) reasons.Add("Người này ở dịch vụ đăng nhập đã được gắn với một tài khoản khác. Hãy gỡ ở tài khoản đó trước.");
        if (bound is null && await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == account.Id && l.LoginProvider == arrival.Issuer, cancel))
            reasons.Add($"Tài khoản {account.UserName} đã được gắn với một người khác ở dịch vụ này. Hãy gỡ ở “Tài khoản của tôi” trước.");
        if (await BelongsToAnotherAsync(arrival, account, cancel)) reasons.Add($"Dịch vụ nói địa chỉ của bạn là {arrival.Email}, là của một tài khoản khác. Không có gì thay đổi. Hãy đăng xuất khỏi dịch vụ đó rồi đăng nhập bằng tên của mình, {Elsewhere}");
        if (await OutsideAsync(arrival, account, cancel) is { } outside) reasons.Add(outside);
        return reasons;
    }

    /// <summary>From now on the person comes in to the account; false when somebody else was quicker. The reasons against it were asked for before.</summary>
    public async Task<bool> BindAsync(Arrival arrival, Account account, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        // One person of a provider for one account, also when two confirm at once.
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM account WHERE id = {account.Id} FOR UPDATE", cancel);
        if (await BoundAsync(arrival, cancel) is { } bound) return bound.Id == account.Id;
        if (await db.Set<IdentityUserLogin<Guid>>().AnyAsync(l => l.UserId == account.Id && l.LoginProvider == arrival.Issuer, cancel)) return false;
        var name = providers.NameOf(arrival.Issuer);
        db.Add(new IdentityUserLogin<Guid> { LoginProvider = arrival.Issuer, ProviderKey = arrival.Subject, ProviderDisplayName = name, UserId = account.Id });
        db.RecordEvent("account", account.Id, "provider.bind", name);
        await letters.TellAsync(account, $"tài khoản vừa được gắn với dịch vụ đăng nhập {name}: ai vào được dịch vụ đó bằng tên của bạn thì vào được tài khoản này.", cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
            await together.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>Ends the way in through the provider; false when there is none.</summary>
    public async Task<bool> UnbindAsync(Account account, string issuer, CancellationToken cancel = default)
    {
        if (await db.Set<IdentityUserLogin<Guid>>().FirstOrDefaultAsync(l => l.UserId == account.Id && l.LoginProvider == issuer, cancel) is not { } login) return false;
        var name = providers.NameOf(issuer);
        db.Remove(login);
        db.RecordEvent("account", account.Id, "provider.unbind", name);
        await letters.TellAsync(account, $"tài khoản không còn gắn với dịch vụ đăng nhập {name}.", cancel);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    // Also an address that nobody vouches for: it says that somebody was taken for somebody else.
    private async Task<bool> BelongsToAnotherAsync(Arrival arrival, Account account, CancellationToken cancel)
    {
        if (arrival.Email is null) return false;
        var normal = accounts.NormalizeEmail(arrival.Email);
        var owners = await db.Users.Where(a => a.NormalizedEmail == normal && a.DisabledAt == null).Select(a => a.Id).ToListAsync(cancel);
        return owners.Count > 0 && !owners.Contains(account.Id);
    }

    private async Task<string?> OutsideAsync(Arrival arrival, Account account, CancellationToken cancel)
    {
        if (providers.Find(arrival.Provider) is not { } provider) return "Dịch vụ đăng nhập này không còn được dùng. Hãy đăng nhập bằng mật khẩu.";
        if (provider.Province is not { } province) return null;
        var today = clock.Today;
        var roles = await db.Set<Membership>().Where(m => m.AccountId == account.Id && (m.ValidTo == null || m.ValidTo >= today)).Select(m => new { m.OrganizationId, m.ValidFrom }).ToListAsync(cancel);
        if (!roles.Exists(r => r.ValidFrom <= today && IsInside(r.OrganizationId))) return $"{provider.Name} chỉ dùng cho người đang có vai trò ở tỉnh của dịch vụ đó. Hãy đăng nhập bằng mật khẩu.";
        // Whoever runs a province's provider can come in as anybody who is bound there: that must open nothing outside the province, today or when a role begins. What is lent counts as what is held.
        var lent = await db.Set<Delegation>().Where(d => d.ToId == account.Id && d.EndedAt == null && d.ValidTo >= today).Join(db.Set<Membership>(), d => d.MembershipId, m => m.Id, (_, m) => m.OrganizationId).ToListAsync(cancel);
        return roles.ConvertAll(r => r.OrganizationId).Concat(lent).All(IsInside) ? null
            : $"Tài khoản {account.UserName} có cả vai trò ngoài tỉnh của {provider.Name} (của mình hoặc được ủy quyền) nên không vào được bằng dịch vụ đó. Hãy đăng nhập bằng mật khẩu.";

        bool IsInside(Guid unit) => organizations.Find(unit)?.ProvinceId == province;
    }
}
