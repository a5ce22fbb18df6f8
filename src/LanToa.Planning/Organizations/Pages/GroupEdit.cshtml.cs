using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>A group added, or its name and rule changed.</summary>
public sealed class GroupEditModel(LanToaDb db, Actor actor, OrganizationDirectory directory, EditGroup edit, UnitPicker picker, LastChange last) : PageModel
{
    private readonly SharedForm<GroupForm> _shared = GroupForm.Shared(directory);

    [BindProperty]
    public GroupForm Input { get; set; } = new();

    public Guid? Id { get; private set; }

    public EditClash? Clash { get; private set; }

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
            Input.Seen = _shared.Seen(Input);
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        Id = id;
        var known = id is { } asked ? await FindAsync(asked, cancel) : null;
        if (id is not null && known is null) return NotFound();
        var now = known is null ? null : GroupForm.Of(known);
        if (now is not null && Input.Version == now.Version) _shared.TakeOver(Input.Take, now, Input, ModelState, nameof(Input));
        if (picker.Search(Input.FindOwner, Input.OwnerId, Owners, actor.UnitId, "Input.OwnerId", "Input.FindOwner", ModelState) is { } search)
        {
            (_found, Input.OwnerId, Input.FindOwner) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (now is not null && Input.Version != now.Version)
        {
            if (_shared.SaysTheSame(now, Input)) return Done(known!.Id);
            if (_shared.HasChanged(Input.Seen, now)) return await ShowClashAsync(known!.Id, now, cancel);
            Input.Version = now.Version;
        }
        if (!Input.Everywhere && Input.OwnerId is null) ModelState.AddModelError("Input.OwnerId", MayBeEverywhere ? "Hãy chọn cơ quan mà nhóm tính từ đó, hoặc đánh dấu dùng cho mọi cơ quan ban hành." : "Hãy chọn cơ quan mà nhóm tính từ đó.");
        if (!ModelState.IsValid) return Page();
        var (saved, problems) = await edit.SaveAsync(Input.Read(id), cancel);
        foreach (var problem in problems) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        if (saved is { } done) return Done(done);
        if (problems.Count == 0 && id is null) return Done(Input.NewId);
        if (problems.Count == 0 && id is { } changed && await FindAsync(changed, cancel) is { } theirs) return await ShowClashAsync(changed, GroupForm.Of(theirs), cancel);
        return Page();
    }

    private RedirectResult Done(Guid id)
    {
        this.Flash(Id is null ? $"Đã thêm nhóm {Input.Name?.Trim()}. Ghi thêm những cách văn bản thường viết, để văn bản sau tự nhận ra." : $"Đã lưu nhóm {Input.Name?.Trim()}.");
        return Redirect(OrganizationLinks.Group(id));
    }

    private async Task<IActionResult> ShowClashAsync(Guid id, GroupForm now, CancellationToken cancel)
    {
        var (who, at) = await last.OfAsync(id, cancel);
        Clash = _shared.Clash(Input.Seen, now, Input, ModelState, nameof(Input), who, at);
        foreach (var field in new[] { nameof(Input.Version), nameof(Input.Seen), nameof(Input.Everywhere) }) ModelState.Remove($"Input.{field}");
        (Input.Version, Input.Seen) = (now.Version, _shared.Seen(now));
        return Page();
    }

    private async Task<OrganizationGroup?> FindAsync(Guid id, CancellationToken cancel) =>
        await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is { } group && edit.WhyNot(group.OwnerId).Count == 0 ? group : null;

    private IEnumerable<OrganizationInfo> Owners => actor.ScopesOf(OrganizationPermissions.ManageGroups).SelectMany(directory.Subtree).Where(o => o.Level != nameof(OrganizationLevel.Nation));
}
