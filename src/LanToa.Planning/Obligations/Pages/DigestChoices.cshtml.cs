using System.Globalization;
using LanToa.Planning.Obligations.Digests;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Mail;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>What I want of the daily digest, and on which days it leaves me in peace.</summary>
public sealed class DigestChoicesModel(DigestChoices choices, DigestSettings settings, History history, LanToaDb db, Actor actor) : PageModel
{
    [BindProperty] public int Version { get; set; }
    [BindProperty] public bool Soon { get; set; }
    [BindProperty] public bool Summary { get; set; }
    [BindProperty] public List<string> Quiet { get; set; } = [];

    public bool HasAddress { get; private set; }
    public string When { get; private set; } = "";
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Days { get; } =
        [new("Thứ Hai", "1"), new("Thứ Ba", "2"), new("Thứ Tư", "3"), new("Thứ Năm", "4"), new("Thứ Sáu", "5"), new("Thứ Bảy", "6"), new("Chủ nhật", "0")];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var row = await LoadAsync(cancel);
        (Version, Soon, Summary) = (row?.Version ?? 0, row is not { NoSoon: true }, row is not { NoSummary: true });
        Quiet = [.. (row?.QuietDays ?? []).Select(d => d.ToString(CultureInfo.InvariantCulture))];
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            var days = Quiet.Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var day) ? day : -1).ToList();
            var outcome = await choices.SaveAsync(Soon, Summary, days, Version, cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Succeeded)
            {
                this.Flash("Đã lưu lựa chọn của bạn.");
                return RedirectToPage();
            }
            foreach (var problem in outcome.Problems) ModelState.AddModelError(outcome.Kind == OutcomeKind.Stale ? "" : nameof(Quiet), problem);
            if (outcome.Kind == OutcomeKind.Stale)
            {
                db.ChangeTracker.Clear();
                ModelState.Remove(nameof(Version));
                Version = (await choices.OfAsync(actor.AccountId ?? Guid.Empty, cancel))?.Version ?? 0;
            }
        }
        await LoadAsync(cancel);
        return Page();
    }

    private async Task<DigestChoice?> LoadAsync(CancellationToken cancel)
    {
        var me = actor.AccountId ?? Guid.Empty;
        HasAddress = MailAddresses.IsValid(await db.Users.Where(a => a.Id == me).Select(a => a.Email).FirstOrDefaultAsync(cancel));
        var setting = await settings.OfAsync(db.ProvinceId, cancel);
        When = setting.IsOn ? $"Mỗi ngày nhiều nhất một bản, từ {setting.Hour} giờ; ngày không có gì để nhắc thì không gửi." : "Quản trị đã tắt bản tổng hợp hằng ngày.";
        var row = await choices.OfAsync(me, cancel);
        History = row is null ? [] : await history.OfAsync(row.Id, shared: true, cancel: cancel);
        return row;
    }
}
