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

public sealed class GroupModel(LanToaDb db, Actor actor, OrganizationDirectory directory, GroupMembers members, EditGroup edit, UnitPicker picker, History history, Clock clock) : PageModel
{
    public OrganizationGroup Group { get; private set; } = null!;

    public IReadOnlyList<OrganizationInfo> Members { get; private set; } = [];

    public IReadOnlyList<(OrganizationInfo Organization, OrganizationGroupMember Row)> ByHand { get; private set; } = [];

    /// <summary>The group as the person saw it.</summary>
    [BindProperty]
    public int Version { get; set; }

    /// <summary>When the page was opened, in ticks: what changed after it is shown when the version no longer fits.</summary>
    [BindProperty]
    public long Opened { get; set; }

    /// <summary>What others changed since the page was opened.</summary>
    public IReadOnlyList<HistoryLine> Meanwhile { get; private set; } = [];

    public long Now => clock.Now.UtcTicks;

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
            if (!await edit.PutAsync(id, Version, chosen, included, reason, cancel)) return await ShowMeanwhileAsync(id, cancel);
            this.Flash(included ? $"Đã thêm {body.Name} vào nhóm." : $"Đã đưa {body.Name} ra khỏi nhóm.");
            return Redirect(OrganizationLinks.Group(id));
        }
        return Page();
    }

    /// <summary>The newest version is on the page now, with what was typed: sending again is a decision about it.</summary>
    private async Task<IActionResult> ShowMeanwhileAsync(Guid id, CancellationToken cancel)
    {
        var opened = new DateTimeOffset(Math.Clamp(Opened, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        Meanwhile = [.. (await history.OfAsync(id, 20, cancel: cancel)).Where(line => line.At >= opened)];
        foreach (var field in new[] { nameof(Version), nameof(Opened) }) ModelState.Remove(field);
        ModelState.AddModelError("", "Người khác đã sửa nhóm này sau khi bạn mở trang; chưa có gì bị ghi đè. Xem những gì đã đổi rồi bấm lại nếu bạn vẫn muốn.");
        await LoadAsync(id, cancel);
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
