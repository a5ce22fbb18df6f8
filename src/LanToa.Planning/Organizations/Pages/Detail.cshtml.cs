using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class DetailModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SuccessionReader successions, History history, Clock clock) : PageModel
{
    public Organization Organization { get; private set; } = null!;

    public OrganizationInfo? Parent { get; private set; }

    /// <summary>The highest body with which it is kept only because a document names it.</summary>
    public OrganizationInfo? KeptWith => directory.KeptWith(Organization.Id);

    public IReadOnlyList<OrganizationInfo> Children { get; private set; } = [];

    public IReadOnlyList<OrganizationAlias> Aliases { get; private set; } = [];

    public IReadOnlyList<(Succession Succession, IReadOnlyList<SuccessionLine> Lines)> Successions { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public bool MayManage { get; private set; }

    public StatusMark Mark => Organization.ExistsOn(clock.Today)
        ? new StatusMark(StatusKind.Done, "Đang hoạt động")
        : Organization.ValidFrom > clock.Today ? new StatusMark(StatusKind.Neutral, "Chưa có hiệu lực") : new StatusMark(StatusKind.Neutral, "Đã kết thúc");

    public string NameOf(Guid? id) => id is { } known ? directory.Find(known)?.Name ?? "–" : "không có cơ quan kế thừa";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAliasAsync(Guid id, string? text, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage) return NotFound();
        if (string.IsNullOrWhiteSpace(text)) ModelState.AddModelError("text", "Bạn chưa nhập tên gọi khác.");
        else if (text.Length > 300) ModelState.AddModelError("text", "Tên gọi dài quá 300 chữ.");
        if (!ModelState.IsValid) return Page();
        var alias = OrganizationAlias.Of(text!.Trim(), id, null, null, actor.AccountId, clock.Now);
        if (Aliases.All(a => a.Folded != alias.Folded))
        {
            db.Add(alias);
            await db.SaveChangesAsync(cancel);
        }
        this.Flash($"Đã ghi nhớ tên gọi “{alias.Text}”.");
        return Redirect(OrganizationLinks.Of(id));
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid id, Guid alias, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage) return NotFound();
        if (Aliases.FirstOrDefault(a => a.Id == alias) is { } known)
        {
            db.Remove(known);
            await db.SaveChangesAsync(cancel);
            this.Flash($"Đã bỏ tên gọi “{known.Text}”.");
        }
        return Redirect(OrganizationLinks.Of(id));
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var organization = await db.Set<Organization>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (organization is null || (actor.ProvinceId != 0 && organization.ProvinceId != 0 && organization.ProvinceId != actor.ProvinceId)) return false;
        Organization = organization;
        Parent = organization.ParentId is { } parent ? directory.Find(parent) : null;
        Children = [.. directory.All.Where(o => o.ParentId == id && o.ExistsOn(clock.Today)).OrderBy(o => o.Code, StringComparer.Ordinal)];
        Aliases = await db.Set<OrganizationAlias>().AsNoTracking().Where(a => a.OrganizationId == id).OrderBy(a => a.Text).ToListAsync(cancel);
        Successions = await successions.OfAsync(id, cancel);
        Changes = await history.OfAsync(id, cancel: cancel);
        MayManage = actor.Can(OrganizationPermissions.Manage, id);
        return true;
    }
}
