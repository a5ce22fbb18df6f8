using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Notices;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

/// <summary>How a person signs in, for the administrator: sessions, attempts, and the second factor taken away when the telephone is lost.</summary>
public sealed class SecurityModel(LanToaDb db, AccountAdministration administration, SecondFactors factors, Sessions sessions, Passkeys passkeys, ProviderAccounts bindings, OtherWays ways, NoticeBoard notices, Actor actor) : PageModel
{
    public Account Account { get; private set; } = null!;

    public bool IsRequired { get; private set; }

    public OpenSessions Sessions { get; private set; } = new([], null);

    public IReadOnlyList<SignInEvent> Attempts { get; private set; } = [];

    public IReadOnlyList<KnownPasskey> Keys { get; private set; } = [];

    public IReadOnlyList<SignInProvider> Bound { get; private set; } = [];

    public IReadOnlyList<string> WhyNotTake { get; private set; } = [];

    public IReadOnlyList<string> WhyNotFactor =>
        !Account.TwoFactorEnabled ? ["Người này chưa bật xác thực hai bước."]
        : Account.Id == actor.AccountId ? ["Của chính bạn thì tắt ở “Tài khoản của tôi”, bằng mật khẩu."] : WhyNotTake;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    /// <summary>All attempts that are kept, not the newest alone.</summary>
    public async Task<IActionResult> OnGetExportAsync(Guid id, CancellationToken cancel) => await administration.Mine().AsNoTracking().AnyAsync(a => a.Id == id, cancel) is false
        ? NotFound()
        : this.FileOf("lich-su-dang-nhap", "Lịch sử đăng nhập", SignInWords.Columns, sessions.SignIns(id).AsAsyncEnumerable());

    public async Task<IActionResult> OnPostFactorAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotFactor) ModelState.AddModelError("", why);
        if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", "Hãy ghi lý do.");
        if (!ModelState.IsValid) return Page();
        await factors.RemoveAsync(Account, "factor.reset", reason!.Trim(), cancel);
        await sessions.EndOthersAsync(id, null, cancel);
        if (await db.Set<Membership>().Where(m => m.AccountId == id && m.ValidTo == null).OrderBy(m => m.Id).Select(m => (Guid?)m.OrganizationId).FirstOrDefaultAsync(cancel) is { } unit)
            await notices.TellAsync(new Telling($"account.factor-reset:{id}", $"{actor.Name} đã gỡ xác thực hai bước của bạn", $"Lý do: {reason.Trim().TrimEnd('.', ' ')}. Hãy bật lại ở “Tài khoản của tôi”.", "/identity/factor", Personal: true), unit, [id], cancel);
        this.Flash("Đã gỡ xác thực hai bước. Người đó đăng nhập lại bằng mật khẩu.");
        return RedirectToPage(new { id });
    }

    /// <summary>Every way in beside the password.</summary>
    public async Task<IActionResult> OnPostWaysAsync(Guid id, string? waysReason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotTake) ModelState.AddModelError("", why);
        if (string.IsNullOrWhiteSpace(waysReason)) ModelState.AddModelError("waysReason", "Hãy ghi lý do.");
        if (!ModelState.IsValid) return Page();
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        await ways.EndAsync(Account, waysReason!.Trim(), cancel);
        await sessions.EndOthersAsync(id, Sessions.Here, cancel);
        await together.CommitAsync(cancel);
        this.Flash("Đã gỡ. Người đó đăng nhập lại bằng mật khẩu.");
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, Guid session, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || WhyNotTake.Count > 0) return NotFound();
        if (!await sessions.EndAsync(id, session, cancel)) return NotFound();
        return await EndedAsync(id, cancel);
    }

    public async Task<IActionResult> OnPostEndAllAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        foreach (var why in WhyNotTake) ModelState.AddModelError("", why);
        if (!ModelState.IsValid) return Page();
        await sessions.EndOthersAsync(id, Sessions.Here, cancel);
        return await EndedAsync(id, cancel);
    }

    private async Task<IActionResult> EndedAsync(Guid id, CancellationToken cancel)
    {
        db.RecordEvent("account", id, "account.sessions-end");
        await db.SaveChangesAsync(cancel);
        this.Flash("Đã kết thúc. Người đó phải đăng nhập lại.");
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await administration.Mine().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } account) return false;
        (Account, WhyNotTake, IsRequired) = (account, await administration.WhyNotTakeAsync(account, cancel), await factors.IsRequiredAsync(id, cancel));
        Sessions = new(await sessions.OpenAsync(id, cancel), SignIns.SessionOf(User), WhyNotTake.Count == 0);
        (Keys, Bound) = (await passkeys.OfAsync(id, cancel), await bindings.OfAsync(id, cancel));
        Attempts = await sessions.SignInsAsync(id, MeModel.AttemptsShown, cancel);
        return true;
    }
}
