using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>What became of a code.</summary>
public enum FactorAnswer
{
    Right,
    /// <summary>A recovery code, which is now used up.</summary>
    Recovered,
    Wrong,
    /// <summary>Too many wrong ones: not even a right code is taken until the time given.</summary>
    Locked,
}

/// <summary>Sets up, asks for and takes away the second step of signing in.</summary>
public sealed class SecondFactors(LanToaDb db, IDataProtectionProvider keys, AccountLetters letters, IOrganizationDirectory organizations, Clock clock)
{
    public const int RecoveryCodes = 10;

    /// <summary>After so many wrong codes in a row the second step is locked, the first time for ten minutes, each time for twice as long, at most for a day.</summary>
    public const int MostFailures = 5;

    private readonly IDataProtector _seal = keys.CreateProtector("LanToa.SecondFactor.1");

    /// <summary>A new secret, which is asked for only after it was confirmed; the one begun last counts.</summary>
    public async Task<byte[]> BeginAsync(Account account, CancellationToken cancel = default)
    {
        var secret = Totp.NewSecret();
        var (sealedSecret, now) = (_seal.Protect(Convert.ToBase64String(secret)), clock.Now);
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO second_factor (account_id, secret, begun_at, last_step, failures) VALUES ({account.Id}, {sealedSecret}, {now}, 0, 0)
            ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, begun_at = excluded.begun_at, last_step = 0 WHERE second_factor.confirmed_at IS NULL
            """, cancel);
        return secret;
    }

    /// <summary>The secret that waits to be confirmed; null when none does.</summary>
    public async Task<byte[]?> BegunAsync(Account account, CancellationToken cancel = default) =>
        await db.Set<SecondFactor>().AsNoTracking().FirstOrDefaultAsync(f => f.AccountId == account.Id && f.ConfirmedAt == null, cancel) is { } factor ? SecretOf(factor) : null;

    /// <summary>From now on the second step is asked for. Returns the recovery codes, which are shown once; null when the code is wrong.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(Account account, string code, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        if (await LockAsync(account.Id, cancel) is not { ConfirmedAt: null } factor || Totp.StepOf(SecretOf(factor), Plain(code), clock.Now) is not { } step) return null;
        (factor.ConfirmedAt, factor.LastStep, factor.Failures, factor.LockedUntil) = (clock.Now, step, 0, null);
        (await db.Users.FirstAsync(a => a.Id == account.Id, cancel)).TwoFactorEnabled = true;
        var codes = await RenewAsync(account, cancel);
        db.RecordEvent("account", account.Id, "factor.enable");
        await letters.TellAsync(account, "xác thực hai bước vừa được bật cho tài khoản của bạn.", cancel);
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return codes;
    }

    /// <summary>Ten new recovery codes in place of all older ones.</summary>
    public async Task<IReadOnlyList<string>> NewCodesAsync(Account account, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(account.Id, cancel);
        var codes = await RenewAsync(account, cancel);
        db.RecordEvent("account", account.Id, "factor.codes");
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return codes;
    }

    public Task<int> CodesLeftAsync(Account account, CancellationToken cancel = default) => db.Set<RecoveryCode>().CountAsync(c => c.AccountId == account.Id && c.UsedAt == null, cancel);

    /// <summary>Takes a code of the program or a recovery code. The row is held meanwhile: guesses sent at once are counted one by one, and no code is good twice.</summary>
    public async Task<(FactorAnswer Answer, DateTimeOffset? LockedUntil)> TakeAsync(Account account, string code, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        if (await LockAsync(account.Id, cancel) is not { ConfirmedAt: not null } factor) return (FactorAnswer.Wrong, null);
        if (factor.LockedUntil > clock.Now) return (FactorAnswer.Locked, factor.LockedUntil);
        var plain = Plain(code);
        var answer = FactorAnswer.Wrong;
        // A last step in the future: the clock has been set back, and the person does not wait until it has caught up.
        var last = factor.LastStep > Totp.StepOf(clock.Now) + 1 ? 0 : factor.LastStep;
        if (Totp.StepOf(SecretOf(factor), plain, clock.Now) is { } step && step > last) (answer, factor.LastStep) = (FactorAnswer.Right, step);
        else if (await RecoveryAsync(account.Id, plain, cancel) is { } recovery)
        {
            (answer, recovery.UsedAt) = (FactorAnswer.Recovered, clock.Now);
            db.RecordEvent("account", account.Id, "factor.recover");
            await letters.TellAsync(account, "một mã khôi phục của bạn vừa được dùng để đăng nhập.", cancel);
        }
        if (answer == FactorAnswer.Wrong)
        {
            factor.Failures++;
            if (factor.Failures % MostFailures == 0)
            {
                factor.LockedUntil = clock.Now + TimeSpan.FromMinutes(Math.Min(24 * 60, 10 * Math.Pow(2, Math.Min(20, factor.Failures / MostFailures - 1))));
                await letters.TellAsync(account, $"bước đăng nhập thứ hai bị nhập sai {factor.Failures} lần liền nên tạm khóa đến {VietnameseFormat.DateTime(factor.LockedUntil.Value)}. Người nhập đã biết mật khẩu của bạn.", cancel);
                answer = FactorAnswer.Locked;
            }
        }
        else (factor.Failures, factor.LockedUntil) = (0, null);
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return (answer, factor.LockedUntil);
    }

    /// <summary>The second step is not asked for any more.</summary>
    public async Task RemoveAsync(Account account, string verb, string? reason, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        if (await LockAsync(account.Id, cancel) is { } factor) db.Remove(factor);
        await db.Set<RecoveryCode>().Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        (await db.Users.FirstAsync(a => a.Id == account.Id, cancel)).TwoFactorEnabled = false;
        db.RecordEvent("account", account.Id, verb, reason);
        await letters.TellAsync(account, reason is null ? "xác thực hai bước của tài khoản vừa được tắt." : $"quản trị vừa gỡ xác thực hai bước của tài khoản. Lý do: {reason}", cancel);
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
    }

    /// <summary>Whether one of the roles must have a second factor in its province.</summary>
    public async Task<bool> IsRequiredAsync(Guid account, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == account && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).ToListAsync(cancel);
        var rules = await db.Set<SecondFactorRule>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Select(r => new { r.ProvinceId, r.Role }).ToListAsync(cancel);
        return held.Exists(m => rules.Exists(r => r.Role == m.Role && organizations.Find(m.OrganizationId)?.ProvinceId == r.ProvinceId));
    }

    /// <summary>Whether the province demands a second factor of the role.</summary>
    public Task<bool> IsRequiredAsync(Role role, short province, CancellationToken cancel = default) =>
        db.Set<SecondFactorRule>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AnyAsync(r => r.ProvinceId == province && r.Role == role, cancel);

    private Task<SecondFactor?> LockAsync(Guid account, CancellationToken cancel) =>
        db.Set<SecondFactor>().FromSql($"SELECT * FROM second_factor WHERE account_id = {account} FOR UPDATE").SingleOrDefaultAsync(cancel);

    private async Task<IReadOnlyList<string>> RenewAsync(Account account, CancellationToken cancel)
    {
        await db.Set<RecoveryCode>().Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(cancel);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewSecrets.Readable()).ToList();
        db.AddRange(codes.Select(c => new RecoveryCode { AccountId = account.Id, Hash = HashOf(Plain(c)) }));
        return codes;
    }

    private Task<RecoveryCode?> RecoveryAsync(Guid account, string plain, CancellationToken cancel)
    {
        var hash = HashOf(plain);
        return db.Set<RecoveryCode>().FirstOrDefaultAsync(c => c.AccountId == account && c.Hash == hash && c.UsedAt == null, cancel);
    }

    private byte[] SecretOf(SecondFactor factor) => Convert.FromBase64String(_seal.Unprotect(factor.Secret));

    /// <summary>As typed by people: with spaces, hyphens, capitals.</summary>
    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static string HashOf(string plain) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
}
