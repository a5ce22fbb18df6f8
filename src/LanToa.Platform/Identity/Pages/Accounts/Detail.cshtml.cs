using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class DetailModel(LanToaDb db, AccountAdministration administration, Invitations invitations, HandOver handOver, Actor actor, RoleUnit units, IOrganizationDirectory organizations, History history, LastChange last, Clock clock) : PageModel
{
    private const string FindUnit = "find-unit";

    public Account Account { get; private set; } = null!;

    public IReadOnlyList<Membership> Memberships { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    /// <summary>Shown once, right after it was set.</summary>
    public string? Password { get; private set; }

    public IReadOnlyList<SelectListItem> Roles => AccountChoices.Roles;

    private Guid? _unit;

    /// <summary>The unit of a role to be given.</summary>
    public UnitField Unit => units.Field("unit", FindUnit, _unit);

    /// <summary>Why this administrator may not set a new password, or end the account's use.</summary>
    public IReadOnlyList<string> WhyNotTake { get; private set; } = [];

    public IReadOnlyList<string> WhyNotDisable => Account.Id == actor.AccountId ? ["Bạn không thể ngừng tài khoản của chính mình."] : WhyNotTake;

    /// <summary>The letter of an invitation that is open; null when it was forgotten since.</summary>
    public MailLine? Invitation { get; private set; }

    public bool IsInvited => Invitations.IsOpen(Account);

    public StatusMark Mark => IsInvited ? new(StatusKind.DueSoon, "Đã mời, chưa nhận") : Account.DisabledAt is null ? new(StatusKind.Done, "Đang dùng") : new(StatusKind.Neutral, "Ngừng");

    /// <summary>The address as it stands, or as it was typed.</summary>
    public string? Email { get; private set; }

    public string UnitName(Guid id) => organizations.Find(id)?.Name ?? "–";

    /// <summary>A role that was given and taken on one day ends before it begins, so that it holds on no day: its one day is named.</summary>
    public static string DaysOf(Membership membership) => membership.ValidTo switch
    {
        null => $"từ {VietnameseFormat.Date(membership.ValidFrom)}",
        { } end when end < membership.ValidFrom => $"giao rồi thôi trong ngày {VietnameseFormat.Date(membership.ValidFrom)}",
        { } end => $"từ {VietnameseFormat.Date(membership.ValidFrom)} đến hết {VietnameseFormat.Date(end)}",
    };

    public bool MayEnd(Membership membership) => membership.ValidTo is null && actor.Can(PlatformPermissions.ManageAccounts, membership.OrganizationId) && !IsOwnAdministration(membership);

    /// <summary>Whether a role of this person can be lent during a leave.</summary>
    public bool MayLend => Account.DisabledAt is null && Memberships.Any(m => m.HoldsOn(clock.Today) && m.Role != Role.Administrator && actor.Can(PlatformPermissions.ManageAccounts, m.OrganizationId));

    /// <summary>Whoever ends the role by which they administer could lock everybody out: another administrator ends it.</summary>
    public bool IsOwnAdministration(Membership membership) => membership.AccountId == actor.AccountId && membership.Role == Role.Administrator;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostPasswordAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotTake) ModelState.AddModelError("", why);
        if (!ModelState.IsValid) return Page();
        Password = await administration.ResetPasswordAsync(Account, cancel: cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostInviteAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in await invitations.WhyNotAsync(Account, cancel)) ModelState.AddModelError("", why);
        if (!ModelState.IsValid) return Page();
        await invitations.AgainAsync(Account, cancel);
        this.Flash($"Đã soạn lại lời mời cho {Account.Email}. Liên kết cũ hết hiệu lực.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostRevokeAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in await invitations.WhyNotAsync(Account, cancel)) ModelState.AddModelError("", why);
        if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", "Hãy ghi lý do.");
        if (!ModelState.IsValid) return Page();
        await invitations.RevokeAsync(Account, reason!, cancel);
        this.Flash("Đã thu hồi lời mời. Liên kết trong thư không dùng được nữa.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostNameAsync(Guid id, string? name, string? seen, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotTake) ModelState.AddModelError("", why);
        await MeetAsync("name", seen, Account.DisplayName, name, cancel);
        if (ModelState.IsValid && await administration.SetNameAsync(Account, name, cancel) is { } wrong) ModelState.AddModelError("name", wrong);
        if (!ModelState.IsValid) return Page();
        this.Flash("Đã lưu họ tên.");
        return RedirectToPage(new { id });
    }

    // Typed against a value that another administrator has changed since: said once, saved when it is sent again.
    private async Task MeetAsync(string field, string? seen, string? now, string? typed, CancellationToken cancel)
    {
        if ((seen ?? "") == (now ?? "") || PersonNames.Clean(typed) == (now ?? "")) return;
        var (who, at) = await last.OfAsync(Account.Id, cancel);
        ModelState.AddModelError(field, $"{who ?? "Người khác"} đã sửa{(at is { } when ? $" lúc {VietnameseFormat.DateTime(when)}" : "")}, sau khi bạn mở trang: nay là “{now}”. Chưa có gì bị ghi đè; vẫn muốn như bạn nhập thì lưu lần nữa.");
    }

    public async Task<IActionResult> OnPostEmailAsync(Guid id, string? email, string? seen, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotTake) ModelState.AddModelError("", why);
        Email = email;
        await MeetAsync("email", seen, Account.Email, email, cancel);
        if (ModelState.IsValid && await administration.SetEmailAsync(Account, email, cancel) is { } wrong) ModelState.AddModelError("email", wrong);
        if (!ModelState.IsValid) return Page();
        this.Flash("Đã lưu địa chỉ thư điện tử.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostDisableAsync(Guid id, bool disabled, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in disabled ? WhyNotDisable : WhyNotTake) ModelState.AddModelError("", why);
        if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", "Hãy ghi lý do.");
        if (!ModelState.IsValid) return Page();
        await administration.SetDisabledAsync(Account, disabled, reason!, cancel);
        this.Flash(disabled ? "Đã ngừng tài khoản. Những gì người này đã làm vẫn được giữ." : "Đã mở lại tài khoản.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostRoleAsync(Guid id, Role? role, Guid? unit, [FromForm(Name = FindUnit)] string? words, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        _unit = unit;
        if (units.IsSearch(words, unit, "unit", FindUnit, ModelState)) return Page();
        if (role is not { } given)
        {
            ModelState.AddModelError("role", "Bạn chưa chọn vai trò.");
            return Page();
        }
        if (unit is not { } chosen || !actor.Can(PlatformPermissions.ManageAccounts, chosen))
        {
            ModelState.AddModelError("unit", "Bạn chưa chọn đơn vị trong phạm vi quản trị của bạn.");
            return Page();
        }
        if (!Memberships.Any(m => m.ValidTo is null && m.Role == given && m.OrganizationId == chosen))
        {
            db.Add(new Membership { AccountId = id, OrganizationId = chosen, Role = given, ValidFrom = clock.Today });
            await db.SaveChangesAsync(cancel);
        }
        this.Flash($"Đã giao vai trò {given.Name()}.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostEndRoleAsync(Guid id, Guid membership, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (Memberships.FirstOrDefault(m => m.Id == membership) is not { } known || !actor.Can(PlatformPermissions.ManageAccounts, known.OrganizationId)) return NotFound();
        if (known.ValidTo is { } ended)
        {
            this.Flash($"Vai trò này đã được thôi trước đó, giữ đến hết ngày {VietnameseFormat.Date(ended)}; ai làm, lúc nào có trong Lịch sử.", StatusKind.InProgress);
            return RedirectToPage(new { id });
        }
        if (IsOwnAdministration(known))
        {
            this.Flash("Không tự thôi vai trò quản trị của mình được: hãy nhờ một quản trị khác.", StatusKind.DueSoon);
            return RedirectToPage(new { id });
        }
        // Held until yesterday; a role given today ends before it began, so that it does not hold today either.
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        await handOver.EndAsync(known, clock.Today.AddDays(-1), cancel);
        await db.Because("membership.end").SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        this.Flash("Đã thôi vai trò.");
        return RedirectToPage(new { id });
    }

    private async Task<MailLine?> InvitationAsync(Guid id, CancellationToken cancel) => await (
        from mail in db.Set<OutgoingMail>().AsNoTracking().Where(m => m.AccountId == id && m.Kind == AccountLetters.Invitation).OrderByDescending(m => m.CreatedAt).Take(1)
        join job in db.Set<Job>().AsNoTracking() on mail.JobId equals job.Id into jobs from job in jobs.DefaultIfEmpty() select new MailLine(mail, job)).FirstOrDefaultAsync(cancel);

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await administration.Mine().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } account) return false;
        (Account, Email) = (account, account.Email);
        WhyNotTake = await administration.WhyNotTakeAsync(account, cancel);
        Memberships = await db.Set<Membership>().Where(m => m.AccountId == id).OrderBy(m => m.Id).ToListAsync(cancel);
        Changes = await history.OfAsync(id, cancel: cancel);
        if (IsInvited) Invitation = await InvitationAsync(id, cancel);
        return true;
    }
}
