using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class GroupModel(LanToaDb db, Actor actor, OrganizationDirectory directory, GroupMembers members, UnitPicker picker, History history, Clock clock) : PageModel
{
    public OrganizationGroup Group { get; private set; } = null!;

    public IReadOnlyList<OrganizationInfo> Members { get; private set; } = [];

    public IReadOnlyList<(OrganizationInfo Organization, OrganizationGroupMember Row)> ByHand { get; private set; } = [];

    private (Guid? Chosen, string? Words, IReadOnlyList<OrganizationInfo>? Found) _choice;

    /// <summary>The body to be put in or out.</summary>
    public UnitField Choice => picker.Field("organization", "find-organization", "Cơ quan", _choice.Chosen, _choice.Words, Administered, _choice.Found);

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    /// <summary>Groups belong to the installation, so only an administrator changes who is in them for everyone.</summary>
    public bool MayManage => actor.Memberships.Any(m => m.Role == Role.Administrator);

    public string Rule => $"{(Group.DirectOnly ? "Trực thuộc" : "Thuộc phạm vi của")} cơ quan ban hành; cấp: {string.Join(", ", Group.Levels.Select(l => l.Words()))}; loại: {string.Join(", ", Group.Kinds.Select(k => k.Words()))}.";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? organization, bool included, string? reason, [FromForm(Name = "find-organization")] string? words, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage) return NotFound();
        _choice = (organization, words, null);
        if (picker.Search(words, organization, Administered, actor.UnitId, "organization", "find-organization", ModelState) is { } search)
        {
            _choice = (search.Chosen, search.Words, search.Found);
            return Page();
        }
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

    private IEnumerable<OrganizationInfo> Administered => directory.All.Where(o => o.ExistsOn(clock.Today) && Administers(o.Id));

    private bool Administers(Guid organization) => actor.Memberships.Any(m => m.Role == Role.Administrator && directory.IsWithin(organization, m.OrganizationId));

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group) return false;
        Group = group;
        if (actor.UnitId is { } unit) Members = await members.OfAsync(id, unit, clock.Today, cancel);
        ByHand = [.. (await db.Set<OrganizationGroupMember>().AsNoTracking().Where(m => m.GroupId == id).ToListAsync(cancel))
            .Select(m => (directory.Find(m.OrganizationId), m)).Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.m))];
        Changes = await history.OfAsync(id, cancel: cancel);
        return true;
    }
}
