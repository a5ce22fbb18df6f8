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

public sealed class DetailModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SuccessionReader successions, EditAliases aliases, History history, Clock clock) : PageModel
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
        if (EditAliases.WhyNot(text) is { } why) ModelState.AddModelError("text", why);
        if (!ModelState.IsValid) return Page();
        await aliases.AddAsync(text!, id, null, cancel);
        this.Flash($"Đã ghi nhớ tên gọi “{text!.Trim()}”.");
        return Redirect(OrganizationLinks.Of(id));
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid id, Guid alias, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage) return NotFound();
        if (await aliases.ForgetAsync(alias, id, null, cancel) is { } name) this.Flash($"Đã bỏ tên gọi “{name}”.");
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
