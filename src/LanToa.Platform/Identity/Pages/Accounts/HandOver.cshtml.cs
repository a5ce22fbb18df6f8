using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

/// <summary>A role of somebody who moves: what is unfinished, who takes it, and the last day.</summary>
public sealed class HandOverModel(LanToaDb db, HandOver handOver, Actor actor, IOrganizationDirectory organizations, Clock clock) : PageModel
{
    [BindProperty]
    public Guid? Receiver { get; set; }

    [BindProperty]
    public DateOnly? LastDay { get; set; }

    public Account Account { get; private set; } = null!;

    public Membership Held { get; private set; } = null!;

    public string UnitName => organizations.Find(Held.OrganizationId)?.Name ?? "–";

    public IReadOnlyList<LeftBehind> Left { get; private set; } = [];

    public bool NeedsReceiver => Left.Any(l => l.NeedsReceiver);

    public IReadOnlyList<SelectListItem> Receivers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        LastDay ??= clock.Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid || Held.ValidTo is not null) return Page();
        try
        {
            if (await handOver.HandleAsync(id, Receiver, LastDay, cancel) is { } wrong) ModelState.AddModelError(wrong.Field, wrong.Why);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
            ModelState.AddModelError("", "Ai đó vừa sửa một việc trong danh sách. Chưa có gì được chuyển; hãy xem lại danh sách rồi bàn giao lần nữa.");
        }
        if (!ModelState.IsValid)
        {
            await LoadAsync(id, cancel);
            return Page();
        }
        this.Flash($"Đã bàn giao và thôi vai trò của {Account.DisplayName}, giữ đến hết ngày {VietnameseFormat.Date(LastDay!.Value)}.");
        return RedirectToPage("Detail", new { id = Account.Id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<Membership>().AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, cancel) is not { } held || !actor.Can(PlatformPermissions.ManageAccounts, held.OrganizationId)) return false;
        (Held, Account) = (held, await db.Users.AsNoTracking().FirstAsync(a => a.Id == held.AccountId, cancel));
        if (held.ValidTo is not null) return true;
        Left = await handOver.ListAsync(held, cancel);
        Receivers = [.. (await handOver.ReceiversAsync(held, cancel)).Select(r => new SelectListItem($"{r.Name} – {r.Roles}", r.AccountId.ToString()))];
        return true;
    }
}
