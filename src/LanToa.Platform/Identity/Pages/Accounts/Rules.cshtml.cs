using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages.Accounts;

/// <summary>Which roles of the province must sign in with a second factor.</summary>
public sealed class RulesModel(LanToaDb db, Actor actor, History history, IOrganizationDirectory organizations, Clock clock) : PageModel
{
    /// <summary>The subject of the rules' history: one for all provinces, since events carry theirs.</summary>
    private static readonly Guid Subject = new("01a1fe60-0000-7000-8000-0000000fac70");

    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    /// <summary>People with such a role and no second factor.</summary>
    public int Without { get; private set; }

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public IReadOnlyList<string> WhyNot => actor.CanForProvince(PlatformPermissions.ManageAccounts) ? [] : ["Chỉ quản trị của cả tỉnh mới đổi được quy định này."];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var chosen = await db.Set<SecondFactorRule>().AsNoTracking().Select(r => r.Role).ToListAsync(cancel);
        Choices = [.. RoleNames.All.Select(r => new SelectListItem(r.Name(), r.ToString(), chosen.Contains(r)))];
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => chosen.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today) && db.Users.Any(a => a.Id == m.AccountId && a.DisabledAt == null && !a.TwoFactorEnabled))
            .Select(m => new { m.AccountId, m.OrganizationId }).ToListAsync(cancel);
        Without = held.Where(m => organizations.Find(m.OrganizationId)?.ProvinceId == db.ProvinceId).DistinctBy(m => m.AccountId).Count();
        Changes = await history.OfAsync(Subject, cancel: cancel);
    }

    public async Task<IActionResult> OnPostAsync(Role[] roles, CancellationToken cancel)
    {
        foreach (var why in WhyNot) ModelState.AddModelError("", why);
        if (!ModelState.IsValid)
        {
            await OnGetAsync(cancel);
            return Page();
        }
        await using var together = await db.Database.BeginTransactionAsync(cancel);
        var (province, chosen, ids) = (db.ProvinceId, roles.Distinct().Select(r => r.ToString()).ToArray(), roles.Distinct().Select(_ => Guid.CreateVersion7()).ToArray());
        var changed = await db.Database.ExecuteSqlAsync($"DELETE FROM second_factor_rule WHERE province_id = {province} AND role <> ALL({chosen})", cancel)
            + await db.Database.ExecuteSqlAsync($"INSERT INTO second_factor_rule (province_id, id, role, version) SELECT {province}, id, role, 1 FROM unnest({ids}, {chosen}) AS t(id, role) ON CONFLICT DO NOTHING", cancel);
        if (changed > 0) db.RecordEvent("factor-rules", Subject, "factor.rules", roles.Length == 0 ? "không vai trò nào" : string.Join(", ", roles.Distinct().Select(r => r.Name())));
        await db.SaveChangesAsync(cancel);
        await together.CommitAsync(cancel);
        this.Flash("Đã lưu. Quy định có hiệu lực với mỗi người từ lần đăng nhập tới.");
        return RedirectToPage();
    }
}
