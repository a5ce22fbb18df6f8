using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>A group added, or its name and rule changed.</summary>
public sealed class GroupEditModel(LanToaDb db, Actor actor, OrganizationDirectory directory, EditGroup edit, IUnitPicker picker, LastChange last) : SharedFormPage<GroupForm>(last)
{
    protected override SharedForm<GroupForm> Shared { get; } = GroupForm.Shared(directory);

    public Guid? Id { get; private set; }

    /// <summary>Only the administrator of the installation makes groups that hold below any issuer.</summary>
    public bool MayBeEverywhere => actor.AdministersInstallation;

    private IReadOnlyList<OrganizationInfo>? _found;

    public UnitField Owner => picker.Field("Input.OwnerId", "Input.FindOwner", "Cơ quan làm gốc", Input.OwnerId, Input.FindOwner, Owners, _found);

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Where(l => l != OrganizationLevel.Nation).Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        Input = new GroupForm { Everywhere = MayBeEverywhere, OwnerId = MayBeEverywhere ? null : actor.UnitId, DirectOnly = true };
        if (id is { } known)
        {
            if (await FindAsync(known, cancel) is not { } group) return NotFound();
            Input = GroupForm.Of(group);
            Input.Seen = Shared.Seen(Input);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        var known = id is { } asked ? await FindAsync(asked, cancel) : null;
        if (id is not null && known is null) return NotFound();
        var now = known is null ? null : GroupForm.Of(known);
        var meeting = now is null ? FormMeeting.Clear : Meet(now);
        if (picker.Search(Input.FindOwner, Input.OwnerId, Owners, actor.UnitId, "Input.OwnerId", "Input.FindOwner", ModelState) is { } search)
        {
            (_found, Input.OwnerId, Input.FindOwner) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (meeting == FormMeeting.Same) return Done(known!.Id);
        if (meeting == FormMeeting.Clash) return await ShowClashAsync(known!.Id, now!, cancel, nameof(Input.Everywhere));
        if (!Input.Everywhere && Input.OwnerId is null) ModelState.AddModelError("Input.OwnerId", MayBeEverywhere ? "Hãy chọn cơ quan mà nhóm tính từ đó, hoặc đánh dấu dùng cho mọi cơ quan ban hành." : "Hãy chọn cơ quan mà nhóm tính từ đó.");
        if (!ModelState.IsValid) return Page();
        var (saved, problems) = await edit.SaveAsync(Input.Read(id), cancel);
        foreach (var problem in problems) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (saved is { } done) return Done(done);
        if (problems.Count == 0 && id is null) return Done(Input.NewId);
        if (problems.Count == 0 && id is { } changed && await FindAsync(changed, cancel) is { } theirs) return await ShowClashAsync(changed, GroupForm.Of(theirs), cancel, nameof(Input.Everywhere));
        return Page();
    }

    private RedirectResult Done(Guid id)
    {
        this.Flash(Id is null ? $"Đã thêm nhóm {Input.Name?.Trim()}. Ghi thêm những cách văn bản thường viết, để văn bản sau tự nhận ra." : $"Đã lưu nhóm {Input.Name?.Trim()}.");
        return Redirect(OrganizationLinks.Group(id));
    }

    private async Task<OrganizationGroup?> FindAsync(Guid id, CancellationToken cancel) =>
        await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is { } group && edit.WhyNot(group.OwnerId).Count == 0 ? group : null;

    private IEnumerable<OrganizationInfo> Owners => actor.ScopesOf(OrganizationPermissions.ManageGroups).SelectMany(directory.Subtree).Where(o => o.Level != nameof(OrganizationLevel.Nation));
}
