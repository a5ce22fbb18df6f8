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

/// <summary>A reorganization of the body, and why the person may not withdraw it.</summary>
public sealed record SuccessionRow(Succession Succession, IReadOnlyList<SuccessionLine> Lines, IReadOnlyList<string> WhyNotWithdraw);

public sealed class DetailModel(LanToaDb db, Actor actor, OrganizationDirectory directory, SuccessionReader successions, WithdrawSuccession withdraw, EditAliases aliases, History history, Clock clock) : PageModel
{
    public Organization Organization { get; private set; } = null!;

    public OrganizationInfo? Parent { get; private set; }

    /// <summary>In whose area it works, where it stands outside the tree.</summary>
    public OrganizationInfo? Area { get; private set; }

    /// <summary>Those above it, the highest first; none above a body that stands outside the tree.</summary>
    public IReadOnlyList<OrganizationInfo> Above
    {
        get
        {
            var line = directory.Upwards(Organization.Id);
            var top = line.TakeWhile(b => directory.AreaOf(b) is null).Count();
            return [.. line.Take(top + 1).Skip(1).Reverse()];
        }
    }

    /// <summary>The highest body with which it is kept only because a document names it.</summary>
    public OrganizationInfo? KeptWith => directory.KeptWith(Organization.Id);

    public IReadOnlyList<OrganizationInfo> Children { get; private set; } = [];

    /// <summary>Bodies of the Party and of vertical lines in its area.</summary>
    public IReadOnlyList<OrganizationInfo> InArea { get; private set; } = [];

    public IReadOnlyList<OrganizationAlias> Aliases { get; private set; } = [];

    public IReadOnlyList<SuccessionRow> Successions { get; private set; } = [];

    /// <summary>The day as of which it is said who carries on whom.</summary>
    [FromQuery(Name = "ngay")]
    public DateOnly? AsOf { get; set; }

    public DateOnly Day => AsOf ?? clock.Today;

    /// <summary>Who carries it on, on that day; itself while it exists.</summary>
    public IReadOnlyList<Share> Heirs { get; private set; } = [];

    /// <summary>Whom it carries on, on that day.</summary>
    public IReadOnlyList<Share> Predecessors { get; private set; } = [];

    public bool HasSuccession => Successions.Any(s => s.Succession.WithdrawnAt is null);

    public bool IsCarriedOn => Successions.Any(s => s.Succession.WithdrawnAt is null && s.Lines.Any(l => l.FromId == Organization.Id));

    public static string ReasonField(Guid succession) => $"ly-do-{succession:N}";

    public static string Percent(decimal weight) => weight < 1 ? $" ({VietnameseFormat.Number(weight * 100)} %)" : "";

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    public bool MayManage { get; private set; }

    public StatusMark Mark => Organization.ExistsOn(clock.Today)
        ? new StatusMark(StatusKind.Done, "Đang hoạt động")
        : Organization.ValidFrom > clock.Today ? new StatusMark(StatusKind.Neutral, "Chưa có hiệu lực") : new StatusMark(StatusKind.Neutral, "Đã kết thúc");

    public string NameOf(Guid? id) => id is { } known ? directory.Find(known)?.Name ?? "–" : "không có cơ quan kế thừa";

    /// <summary>The name with the day until which it was borne: a body and the one that it carries on are often called the same.</summary>
    public string NameInTime(Guid id) => directory.Find(id) is { ValidTo: { } end } body ? $"{body.Name} (đến {VietnameseFormat.Date(end)})" : NameOf(id);

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

    /// <summary>A succession recorded by mistake.</summary>
    public async Task<IActionResult> OnPostWithdrawAsync(Guid id, Guid succession, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel) || !MayManage || Successions.All(s => s.Succession.Id != succession)) return NotFound();
        // Each has a form of its own on the page.
        var field = ReasonField(succession);
        foreach (var why in await withdraw.HandleAsync(succession, Request.Form[field], cancel)) ModelState.AddModelError(field, why);
        if (!ModelState.IsValid) return Page();
        this.Flash("Đã thu hồi lần ghi nhận sắp xếp. Các cơ quan cũ trở lại ngày kết thúc trước đó; việc thu hồi ghi trong lịch sử.");
        return Redirect(OrganizationLinks.Of(id));
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        var organization = await db.Set<Organization>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel);
        if (organization is null || (actor.ProvinceId != 0 && organization.ProvinceId != 0 && organization.ProvinceId != actor.ProvinceId)) return false;
        Organization = organization;
        Parent = organization.ParentId is { } parent ? directory.Find(parent) : null;
        Area = directory.Find(id) is { } body ? directory.AreaOf(body) : null;
        var below = directory.ChildrenOf(id).Where(o => o.ExistsOn(clock.Today)).OrderBy(o => o.Code, StringComparer.Ordinal).ToLookup(o => directory.AreaOf(o) is null);
        (Children, InArea) = ([.. below[true]], [.. below[false]]);
        Aliases = await db.Set<OrganizationAlias>().AsNoTracking().Where(a => a.OrganizationId == id).OrderBy(a => a.Text).ToListAsync(cancel);
        MayManage = actor.Can(OrganizationPermissions.Manage, id);
        var rows = new List<SuccessionRow>();
        foreach (var (succession, lines) in await successions.OfAsync(id, cancel)) rows.Add(new(succession, lines, MayManage ? await withdraw.WhyNotAsync(succession, lines, cancel) : []));
        Successions = rows;
        if (HasSuccession)
        {
            var map = await successions.MapAsync(cancel);
            (Heirs, Predecessors) = (map.AsOf(id, Day), map.CarriedOnBy(id, Day));
        }
        Changes = await history.OfAsync(id, cancel: cancel);
        return true;
    }
}
