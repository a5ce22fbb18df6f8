using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations.Pages;

public sealed class GroupModel(LanToaDb db, Actor actor, OrganizationDirectory directory, GroupMembers members, EditGroup edit, EditAliases aliases, IUnitPicker picker, History history, Clock clock) : PageModel
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

    /// <summary>The day on which the members are shown.</summary>
    [FromQuery(Name = "ngay")]
    public DateOnly? AsOf { get; set; }

    public DateOnly Day => AsOf ?? clock.Today;

    public IReadOnlyList<OrganizationAlias> Written { get; private set; } = [];

    /// <summary>Who is in a group changes for everyone, so only an administrator puts bodies in or out, those of their own tree.</summary>
    public bool MayManage => actor.Holds(OrganizationPermissions.ManageGroups);

    /// <summary>Why the person may not change the rule and the names, or end the group.</summary>
    public IReadOnlyList<string> WhyNotChange => edit.WhyNot(Group.OwnerId);

    public bool MayChange => MayManage && WhyNotChange.Count == 0;

    /// <summary>What was typed to end the group, or to use it again.</summary>
    [BindProperty]
    public string? EndReason { get; set; }

    [BindProperty]
    public DateOnly? LastDay { get; set; }

    public string Rule
    {
        get
        {
            var from = Group.OwnerId is { } owner ? directory.Find(owner)?.Name : "cơ quan ban hành";
            return Group.Levels.Count == 0 ? $"Chọn bằng tay; dùng cho văn bản của {from}{(Group.OwnerId is null ? "" : " và cấp dưới")}."
                : $"{(Group.DirectOnly ? "Trực thuộc" : "Thuộc phạm vi của")} {from}; cấp: {string.Join(", ", Group.Levels.Select(l => l.Words()))}; loại: {string.Join(", ", Group.Kinds.Select(k => k.Words()))}.";
        }
    }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    /// <summary>The members, all of them.</summary>
    public async Task<IActionResult> OnGetExportAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel)
        ? this.FileOf("thanh-vien-nhom", Group.Name, [new("Cơ quan", o => o.Name, 50), new("Mã", o => o.Code), new("Trực thuộc", o => o.ParentId is { } parent ? directory.Find(parent)?.Name : null, 50)], Members)
        : NotFound();

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
        else if (reason.Length > 300) ModelState.AddModelError("reason", "Lý do dài quá 300 chữ; hãy rút gọn.");
        else
        {
            if (!await edit.PutAsync(id, Version, chosen, included, reason, cancel)) return await ShowMeanwhileAsync(id, cancel);
            this.Flash(included ? $"Đã thêm {body.Name} vào nhóm." : $"Đã đưa {body.Name} ra khỏi nhóm.");
            return Redirect(OrganizationLinks.Group(id));
        }
        return Page();
    }

    public async Task<IActionResult> OnPostAliasAsync(Guid id, string? text, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayChange) return NotFound();
        if (EditAliases.WhyNot(text) is { } why) ModelState.AddModelError("text", why);
        else if (await aliases.GroupMeantAsync(text!, Group, clock.Today, cancel) is { } other) ModelState.AddModelError("text", $"“{text!.Trim()}” đang là cách viết của nhóm {other}. Hãy bỏ ở nhóm đó trước.");
        if (!ModelState.IsValid) return Page();
        await aliases.AddAsync(text!, null, id, cancel);
        this.Flash($"Đã ghi nhớ cách viết “{text!.Trim()}”.");
        return Redirect(OrganizationLinks.Group(id));
    }

    public async Task<IActionResult> OnPostForgetAsync(Guid id, Guid alias, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayChange) return NotFound();
        if (await aliases.ForgetAsync(alias, null, id, cancel) is { } name) this.Flash($"Đã bỏ cách viết “{name}”.");
        return Redirect(OrganizationLinks.Group(id));
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, bool again, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayChange) return NotFound();
        if (again) ModelState.Remove(nameof(LastDay));
        if (string.IsNullOrWhiteSpace(EndReason)) ModelState.AddModelError(nameof(EndReason), "Hãy ghi lý do, ví dụ văn bản quy định.");
        if (!again && LastDay is null && ModelState.GetFieldValidationState(nameof(LastDay)) != ModelValidationState.Invalid) ModelState.AddModelError(nameof(LastDay), "Bạn chưa nhập ngày cuối cùng còn dùng nhóm này.");
        if (!ModelState.IsValid) return Page();
        var lastDay = again ? null : LastDay;
        // Pressed twice.
        if (Group.ValidTo != lastDay && !await edit.EndAsync(id, Version, lastDay, EndReason!, cancel)) return await ShowMeanwhileAsync(id, cancel);
        this.Flash(again ? "Đã dùng lại nhóm này." : $"Nhóm này dùng đến hết ngày {VietnameseFormat.Date(lastDay!.Value)}. Kế hoạch cũ giữ nguyên.");
        return Redirect(OrganizationLinks.Group(id));
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

    private bool Administers(Guid organization) => actor.Can(OrganizationPermissions.ManageGroups, organization);

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == id, cancel) is not { } group) return false;
        // A group of one province's body is that province's, and the nation's.
        if (group.OwnerId is { } owner && actor.ProvinceId != 0 && directory.Find(owner)?.ProvinceId != actor.ProvinceId) return false;
        Group = group;
        if (actor.UnitId is { } unit) Members = await members.OfAsync(id, unit, Day, cancel);
        ByHand = [.. (await db.Set<OrganizationGroupMember>().AsNoTracking().Where(m => m.GroupId == id).ToListAsync(cancel))
            .Select(m => (directory.Find(m.OrganizationId), m)).Where(p => p.Item1 is not null).Select(p => (p.Item1!, p.m))];
        Written = await db.Set<OrganizationAlias>().AsNoTracking().Where(a => a.GroupId == id).OrderBy(a => a.Text).ToListAsync(cancel);
        Changes = await history.OfAsync(id, cancel: cancel);
        return true;
    }
}
