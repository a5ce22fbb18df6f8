using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

public sealed record ResetLettersPayload(IReadOnlyList<Guid> Accounts);

/// <summary>
/// A forgotten password. Asking does the same whether the name is known or not: one look, one job; the letters are the job's, so neither the answer nor its time tells
/// a stranger who has an account here.
/// </summary>
public sealed class ForgottenPassword(LanToaDb db, UserManager<Account> accounts, Passkeys passkeys, JobQueue jobs, Sessions sessions, HandedPasswords handed, ActingPerson person)
{
    /// <summary>More accounts than this do not share one address.</summary>
    private const int MostAccounts = 5;

    public async Task AskAsync(string nameOrAddress, CancellationToken cancel = default)
    {
        var normal = accounts.NormalizeName(nameOrAddress.Trim());
        var found = await db.Users.AsNoTracking().Where(a => (a.NormalizedUserName == normal || a.NormalizedEmail == normal) && a.DisabledAt == null).OrderBy(a => a.Id).Select(a => a.Id).Take(MostAccounts).ToListAsync(cancel);
        jobs.Enqueue(ResetLetters.Job, new ResetLettersPayload(found), province: 0);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>
    /// Sets the new password, ends every session, every other link and those passkeys that the person names; returns why not, empty when it is done. The letter says
    /// which passkeys go on opening the account: a new password changes nothing about them.
    /// </summary>
    public async Task<IReadOnlyList<string>> SetAsync(Account account, string password, IEnumerable<string> endedKeys, AccountLetters letters, CancellationToken cancel = default)
    {
        await person.BecomeAsync(account, cancel);
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        (account.EmailConfirmed, account.LockoutEnd, account.AccessFailedCount) = (true, null, 0);
        db.RecordEvent("account", account.Id, "account.reset-by-mail");
        await handed.ForgetAsync(account.Id, cancel);
        var reset = await accounts.ResetPasswordAsync(account, await accounts.GeneratePasswordResetTokenAsync(account), password);
        if (!reset.Succeeded) return [.. reset.Errors.Select(AccountAdministration.Words)];
        await sessions.EndOthersAsync(account.Id, null, cancel);
        foreach (var key in endedKeys.Distinct()) await passkeys.RemoveAsync(account, key, cancel);
        var left = await passkeys.OfAsync(account.Id, cancel);
        await letters.TellAsync(account, $"mật khẩu của bạn vừa được đặt lại bằng liên kết trong thư điện tử. Mọi phiên đăng nhập cũ đã hết hiệu lực.{(left.Count == 0 ? "" : $" Khóa truy cập còn vào được tài khoản: {string.Join(", ", left.Select(k => $"“{k.Name}”"))}; xóa ở “Tài khoản của tôi”.")}", cancel);
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return [];
    }
}

/// <summary>Writes the letters for those who asked and are known: a link for a new password, or the invitation again where none was set yet.</summary>
public sealed class ResetLetters(LanToaDb db, AccountLetters letters, Clock clock) : IJobHandler<ResetLettersPayload>
{
    public const string Job = "account.reset-letters";

    /// <summary>More letters than this in an hour do not help anybody who forgot a password.</summary>
    public const int MostPerHour = 3;

    public async Task RunAsync(ResetLettersPayload payload, JobRun run, CancellationToken cancel)
    {
        var since = clock.Now.AddHours(-1);
        foreach (var account in await db.Users.AsNoTracking().Where(a => payload.Accounts.Contains(a.Id) && a.DisabledAt == null && a.PasswordHash != null).ToListAsync(cancel))
        {
            if (await db.Set<OutgoingMail>().CountAsync(m => m.AccountId == account.Id && m.Kind == AccountLetters.Reset && m.CreatedAt > since, cancel) >= MostPerHour) continue;
            await letters.ResetAsync(account, cancel);
        }
        await db.SaveChangesAsync(cancel);
    }
}
