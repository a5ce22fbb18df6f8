using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity;

/// <summary>
/// Brings people in by a letter. The account and its role are made with the invitation, without a password; the person gives it one by the link. Until then nobody can
/// sign in to it.
/// </summary>
public sealed class Invitations(LanToaDb db, UserManager<Account> accounts, AccountAdministration administration, AccountLetters letters, Outbox outbox, ActingPerson person, Actor actor, IOrganizationDirectory organizations, Clock clock)
{
    /// <summary>Whether the person was invited and has not come yet.</summary>
    public static bool IsOpen(Account account) => account is { PasswordHash: null, DisabledAt: null };

    /// <summary>Why work cannot be given to the person yet (Vietnamese): they were invited and have not come; null where that is not the reason, and of whoever holds no role at <paramref name="units"/>, where the work could go: any account may be asked for.</summary>
    public static async Task<string?> WhyNotYetAsync(LanToaDb db, Guid account, IReadOnlyCollection<Guid> units, CancellationToken cancel = default) =>
        await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == account && db.Set<Membership>().Any(m => m.AccountId == a.Id && units.Contains(m.OrganizationId)), cancel) is { } found && IsOpen(found) ? "Người này chưa nhận lời mời nên chưa đăng nhập được. Hãy chọn người khác, hoặc đợi người này nhận lời mời." : null;

    /// <summary>Invites a person; returns the account, or why not (field name, Vietnamese).</summary>
    public async Task<(Account? Account, (string Field, string Why)? Problem)> InviteAsync(string email, string? displayName, Role role, Guid unit, CancellationToken cancel = default)
    {
        email = MailAddresses.Normal(email);
        if (!actor.Can(PlatformPermissions.ManageAccounts, unit)) return (null, ("UnitId", "Đơn vị này ngoài phạm vi quản trị của bạn."));
        if (!MailAddresses.IsValid(email)) return (null, ("Email", MailAddresses.Wrong));
        if (await outbox.IsFullAsync(email, cancel)) return (null, ("Email", $"Địa chỉ này đã nhận {Outbox.MostPerDay} thư trong 24 giờ qua. Hãy thử lại sau."));
        var normal = accounts.NormalizeEmail(email);
        if (await db.Users.AnyAsync(a => a.NormalizedEmail == normal || a.NormalizedUserName == normal, cancel)) return (null, ("Email", "Địa chỉ này đã có tài khoản. Hãy tìm ở danh sách rồi giao thêm vai trò; nếu không thấy, hãy nhờ quản trị cấp trên."));
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        var account = new Account { UserName = email, Email = email, DisplayName = PersonNames.Clean(displayName) is { Length: > 0 } name ? name : email, CreatedAt = clock.Now, LockoutEnabled = true };
        db.Because("account.invite");
        var created = await accounts.CreateAsync(account);
        if (!created.Succeeded) return (null, ("Email", string.Join(' ', created.Errors.Select(AccountAdministration.Words))));
        db.Add(new Membership { AccountId = account.Id, OrganizationId = unit, Role = role, ValidFrom = clock.Today });
        await letters.InviteAsync(account, actor.Name, role.Name(), organizations.Find(unit)?.Name ?? "", cancel);
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        return (account, null);
    }

    /// <summary>Why the invitation cannot be sent again or taken back; empty when it can.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Account account, CancellationToken cancel = default) =>
        IsOpen(account) ? await administration.WhyNotTakeAsync(account, cancel) : ["Người này không có lời mời đang chờ."];

    /// <summary>A new link; the older ones end, and a letter that still waits with one does not go out.</summary>
    public async Task AgainAsync(Account account, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == account.Id && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel);
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        await accounts.UpdateSecurityStampAsync(account);
        await outbox.WithdrawAsync(account.Id, AccountLetters.Invitation, SendMail.Outdated, cancel);
        await letters.InviteAsync(account, actor.Name, held?.Role.Name() ?? "chưa giao", held is null ? "cơ quan bạn" : organizations.Find(held.OrganizationId)?.Name ?? "", cancel);
        db.RecordEvent("account", account.Id, "account.invite-again");
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
    }

    /// <summary>Takes the invitation back, with a reason: its link ends and the account is out of use.</summary>
    public async Task RevokeAsync(Account account, string reason, CancellationToken cancel = default)
    {
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        account.DisabledAt = clock.Now;
        await outbox.WithdrawAsync(account.Id, AccountLetters.Invitation, "Lời mời đã thu hồi nên không gửi.", cancel);
        await db.Because("account.invite-revoke", reason).SaveChangesAsync(cancel);
        await accounts.UpdateSecurityStampAsync(account);
        await together.CommitAsync(cancel);
    }

    /// <summary>The person comes: name and first password. Null when it is done, else why not.</summary>
    public async Task<IReadOnlyList<string>> AcceptAsync(Account account, string displayName, string password, CancellationToken cancel = default)
    {
        if (PersonNames.Clean(displayName) is not { Length: > 0 } name) return [AccountAdministration.NameWrong];
        await person.BecomeAsync(account, cancel);
        if (account.DisplayName == name) db.RecordEvent("account", account.Id, "account.accept");
        (account.DisplayName, account.EmailConfirmed) = (name, true);
        db.Because("account.accept");
        var set = await accounts.AddPasswordAsync(account, password);
        return set.Succeeded ? [] : [.. set.Errors.Select(AccountAdministration.Words)];
    }
}
