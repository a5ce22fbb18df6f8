using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>Creates and changes accounts for the units an administrator is responsible for.</summary>
public sealed class AccountAdministration(LanToaDb db, UserManager<Account> accounts, AccountLetters letters, Sessions sessions, HandedPasswords handed, Actor actor, Clock clock)
{
    internal const string NameWrong = "Họ và tên cần từ 1 đến 200 chữ.";

    /// <summary>Accounts that hold or held a role for a unit of the administrator's; all for the administrator of the nation.</summary>
    public IQueryable<Account> Mine()
    {
        if (actor.AdministersInstallation) return db.Users;
        var units = actor.UnitsOf(PlatformPermissions.ManageAccounts);
        return db.Users.Where(a => db.Set<Membership>().Any(m => m.AccountId == a.Id && units.Contains(m.OrganizationId)));
    }

    /// <summary>
    /// Why the administrator may not take the account in hand (a new password, an end to its use); empty when they may. Whoever sets a
    /// password can act as the person, so every role that the person holds, and every role that is lent to them, must be within the administrator's units.
    /// </summary>
    public async Task<IReadOnlyList<string>> WhyNotTakeAsync(Account account, CancellationToken cancel = default)
    {
        if (actor.AdministersInstallation) return [];
        var today = clock.Today;
        var units = await db.Set<Membership>().Where(m => m.AccountId == account.Id && (m.ValidTo == null || m.ValidTo >= today)).Select(m => m.OrganizationId).Distinct().ToListAsync(cancel);
        if (!units.TrueForAll(u => actor.Can(PlatformPermissions.ManageAccounts, u))) return ["Người này còn vai trò ở cơ quan ngoài phạm vi quản trị của bạn. Hãy nhờ quản trị của cơ quan cấp trên."];
        var lent = await db.Set<Delegation>().Where(d => d.ToId == account.Id && d.EndedAt == null && d.ValidTo >= today)
            .Join(db.Set<Membership>(), d => d.MembershipId, m => m.Id, (d, m) => m.OrganizationId).Distinct().ToListAsync(cancel);
        return lent.TrueForAll(u => actor.Can(PlatformPermissions.ManageAccounts, u))
            ? []
            : ["Người này đang làm thay ở cơ quan ngoài phạm vi quản trị của bạn. Hãy nhờ quản trị của cơ quan cấp trên, hoặc chờ hết ủy quyền."];
    }

    /// <summary>Creates an account with one role; returns the password, shown once, or the reasons (Vietnamese) why not.</summary>
    public async Task<(Account? Account, string? Password, IReadOnlyList<string> Problems)> CreateAsync(string userName, string displayName, string? email, Role role, Guid unit, CancellationToken cancel = default)
    {
        if (!actor.Can(PlatformPermissions.ManageAccounts, unit)) return (null, null, ["Đơn vị này ngoài phạm vi quản trị của bạn."]);
        if (!string.IsNullOrWhiteSpace(email) && !MailAddresses.IsValid(email.Trim())) return (null, null, [MailAddresses.Wrong]);
        var account = new Account { UserName = userName.Trim().ToLowerInvariant(), DisplayName = PersonNames.Clean(displayName), Email = string.IsNullOrWhiteSpace(email) ? null : email.Trim(), CreatedAt = clock.Now, LockoutEnabled = true };
        if (account.DisplayName.Length == 0) return (null, null, [NameWrong]);
        var password = NewSecrets.Readable();
        // Without its role nobody but the nation's administrator would see the account, and its name would be gone.
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        var created = await accounts.CreateAsync(account, password);
        if (!created.Succeeded) return (null, null, [.. created.Errors.Select(Words)]);
        await handed.MarkAsync(account.Id, cancel);
        db.Add(new Membership { AccountId = account.Id, OrganizationId = unit, Role = role, ValidFrom = clock.Today });
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return (account, password, []);
    }

    /// <summary>Sets a new password, shown once to the administrator, and ends the sessions of the account; the person is told, so that it does not happen behind their back.</summary>
    public async Task<string> ResetPasswordAsync(Account account, string? reason = null, CancellationToken cancel = default)
    {
        var password = NewSecrets.Readable();
        db.RecordEvent("account", account.Id, "account.password-set", reason);
        await letters.TellAsync(account, $"{actor.Name} vừa đặt mật khẩu mới cho tài khoản của bạn và sẽ trao cho bạn; khi đăng nhập bạn đặt mật khẩu của riêng mình. Mọi phiên đăng nhập cũ đã hết hiệu lực.", cancel);
        await handed.MarkAsync(account.Id, cancel);
        var token = await accounts.GeneratePasswordResetTokenAsync(account);
        var reset = await accounts.ResetPasswordAsync(account, token, password);
        if (reset.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure))) throw new DbUpdateConcurrencyException();
        if (!reset.Succeeded) throw new InvalidOperationException(string.Join(" ", reset.Errors.Select(e => e.Description)));
        await accounts.SetLockoutEndDateAsync(account, null);
        await sessions.EndOthersAsync(account.Id, null, cancel);
        return password;
    }

    /// <summary>Stops or allows the account's use, with a reason in the history; its records stay.</summary>
    public async Task SetDisabledAsync(Account account, bool disabled, string reason, CancellationToken cancel = default)
    {
        account.DisabledAt = disabled ? clock.Now : null;
        await db.Because(disabled ? "account.disable" : "account.enable", reason).SaveChangesAsync(cancel);
        await accounts.UpdateSecurityStampAsync(account);
        await sessions.EndOthersAsync(account.Id, null, cancel);
    }

    /// <summary>Sets the person's name; returns why not, null when it is done.</summary>
    public async Task<string?> SetNameAsync(Account account, string? name, CancellationToken cancel = default)
    {
        if (PersonNames.Clean(name) is not { Length: > 0 and <= 200 } words) return NameWrong;
        account.DisplayName = words;
        await db.SaveChangesAsync(cancel);
        return null;
    }

    /// <summary>Sets the address to which links for a new password go; returns why not, null when it is done.</summary>
    public async Task<string?> SetEmailAsync(Account account, string? email, CancellationToken cancel = default)
    {
        var address = string.IsNullOrWhiteSpace(email) ? null : MailAddresses.Normal(email);
        if (address is not null && !MailAddresses.IsValid(address)) return MailAddresses.Wrong;
        if (address == account.Email) return null;
        await letters.TellAsync(account, $"địa chỉ thư điện tử của tài khoản được đổi {(address is null ? "thành không có" : $"thành {address}")}. Liên kết đặt lại mật khẩu từ nay không đến địa chỉ này nữa.", cancel);
        (account.Email, account.NormalizedEmail, account.EmailConfirmed) = (address, accounts.NormalizeEmail(address), false);
        await db.SaveChangesAsync(cancel);
        return null;
    }

    internal static string Words(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.",
        nameof(IdentityErrorDescriber.InvalidUserName) => "Tên đăng nhập chỉ gồm chữ thường không dấu, số, dấu chấm, gạch ngang.",
        nameof(IdentityErrorDescriber.InvalidEmail) => "Địa chỉ thư điện tử chưa đúng.",
        _ => error.Description,
    };
}
