using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class GroupModel(LanToaDb db, Actor actor, OrganizationDirectory directory, GroupMembers members, History history, Clock clock) : PageModel
{
    public OrganizationGroup Group { get; private set; } = null!;

    public IReadOnlyList<OrganizationInfo> Members { get; private set; } = [];

    public IReadOnlyList<(OrganizationInfo Organization, OrganizationGroupMember Row)> ByHand { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    /// <summary>Groups belong to the installation, so only an administrator changes who is in them for everyone.</summary>
    public bool MayManage => actor.Memberships.Any(m => m.Role == Role.Administrator);

    public string Rule => $"{(Group.DirectOnly ? "Trực thuộc" : "Thuộc phạm vi của")} cơ quan ban hành; cấp: {string.Join(", ", Group.Levels.Select(l => l.Words()))}; loại: {string.Join(", ", Group.Kinds.Select(k => k.Words()))}.";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? organization, bool included, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage) return NotFound();
        if (organization is not { } chosen || directory.Find(chosen) is not { } body) ModelState.AddModelError("organization", "Bạn chưa chọn cơ quan.");
        else if (!Administers(chosen)) ModelState.AddModelError("organization", $"{body.Name} ngoài phạm vi quản trị của bạn. Hãy chọn cơ quan thuộc đơn vị mà bạn quản trị.");
        else if (string.IsNullOrWhiteSpace(reason)) ModelState.AddModelError("reason", "Hãy ghi lý do, ví dụ văn bản quy định.");
        else
        {
            var row = await db.Set<OrganizationGroupMember>().FirstOrDefaultAsync(m => m.GroupId == id && m.OrganizationId == chosen, cancel);
            if (row is null) db.Add(row = new OrganizationGroupMember { GroupId = id, OrganizationId = chosen });
            (row.Included, row.Reason) = (included, reason.Trim());
            await db.Because("group-member.change", reason).SaveChangesAsync(cancel);
            this.Flash(included ? $"Đã thêm {body.Name} vào nhóm." : $"Đã đưa {body.Name} ra khỏi nhóm.");
            return Redirect(OrganizationLinks.Group(id));
        }
        return Page();
    }

    private bool Administers(Guid organization) => actor.Memberships.Any(m => m.Role == Role.Administrator && directory.IsWithin(organization, m.OrganizationId));

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group) return false;
        Group = group;
        if (actor.UnitId is { } unit) Members = await members.OfAsync(id, unit, clock.Today, cancel);
        ByHand = [.. (await db.Set<OrganizationGroupMember>().AsNoTracking().Where(m => m.GroupId == id).ToListAsync(cancel))
            .Select(m => (directory.Find(m.OrganizationId), m)).Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.m))];
        Choices = MayManage ? [.. actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).DistinctBy(o => o.Id).Where(o => o.ExistsOn(clock.Today)).Select(o => new SelectListItem(o.Name, o.Id.ToString()))] : [];
        Changes = await history.OfAsync(id, cancel: cancel);
        return true;
    }
}
