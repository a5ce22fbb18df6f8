using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>A member of a group in one task; <see cref="Reason"/> when it is left out.</summary>
public sealed record GroupMemberRow(OrganizationInfo Unit, string? Reason);

/// <summary>Says what a printed name means: a unit or group that is known, or a new unit made in one step. For a group, who of it takes part.</summary>
public sealed class PartyModel(LanToaDb db, Actor actor, ReviewBoards boards, ConfirmParty confirm, SaveOrganization organizations, IOrganizationDirectory directory, PartyMembers members, Clock clock) : PageModel
{
    private const int MostFound = 20;

    public sealed class Form
    {
        [Required(ErrorMessage = "Bạn chưa nhập tên cơ quan.")]
        public string? Name { get; set; }
        public Guid? ParentId { get; set; }
        public OrganizationLevel Level { get; set; }
        public OrganizationKind Kind { get; set; }
        [Required(ErrorMessage = "Bạn chưa nhập mã.")]
        public string? Code { get; set; }
        [Required(ErrorMessage = "Bạn chưa nhập ngày bắt đầu có hiệu lực.")]
        public DateOnly? ValidFrom { get; set; }
        public DateOnly? ValidTo { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "ten")]
    public string Printed { get; set; } = "";

    [FromQuery(Name = "nhiemvu")]
    public Guid? ItemId { get; set; }

    [FromQuery(Name = "q")]
    public string? Search { get; set; }

    public PlanImport Import { get; private set; } = null!;

    public DateOnly AsOf { get; private set; }

    public int Version { get; private set; }

    public OrganizationGroup? Group { get; private set; }

    public IReadOnlyList<GroupMemberRow> Members { get; private set; } = [];

    public IReadOnlyList<NameSuggestion> Found { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Parents { get; private set; } = [];

    public string Where { get; private set; } = "";

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Where(l => l != OrganizationLevel.Nation).Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    /// <summary>"o:ID" is a unit, "g:ID" a group.</summary>
    internal static (Guid? Unit, Guid? Group) Meaning(string? means) => means is { Length: > 2 } && Guid.TryParse(means[2..], out var id)
        ? means[0] == 'o' ? (id, null) : (null, id)
        : (null, null);

    public string PlaceOf(NameSuggestion s) => s.OrganizationId is not { } unit ? "nhóm cơ quan"
        : directory.Find(unit) is { ParentId: { } parent } && directory.Find(parent) is { } above ? above.Name : "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (Import.State != ImportState.Ready) return Redirect(ImportLinks.Of(Import));
        Input = NewUnit();
        return Page();
    }

    public async Task<IActionResult> OnPostChooseAsync(Guid id, string? means, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        var (unit, group) = Meaning(means);
        return await ConfirmAsync(unit, group, cancel);
    }

    public async Task<IActionResult> OnPostAddAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var (unit, problems) = await organizations.HandleAsync(
            new OrganizationInput(null, 0, Input.Code!, Input.Name!, "", Input.Level, Input.Kind, Input.ParentId, null, Input.ValidFrom!.Value, Input.ValidTo), cancel);
        foreach (var problem in problems) ModelState.AddModelError($"Input.{problem.Field}", problem.Message);
        return unit is null ? Page() : await ConfirmAsync(unit, null, cancel);
    }

    public async Task<IActionResult> OnPostMembersAsync(Guid id, int version, List<Guid> keep, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel) || ItemId is not { } item) return NotFound();
        var form = await Request.ReadFormAsync(cancel);
        var excluded = Members.Where(m => !keep.Contains(m.Unit.Id)).Select(m => new ExcludedMember(m.Unit.Id, form[$"reason-{m.Unit.Id}"].ToString().Trim())).ToList();
        var step = await confirm.ExcludeAsync(item, version, Printed, excluded, cancel);
        if (step.IsDone) return Redirect(ImportLinks.Card(id, item));
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        Members = [.. Members.Select(m => m with { Reason = excluded.Find(e => e.OrganizationId == m.Unit.Id)?.Reason })];
        Input = NewUnit();
        return Page();
    }

    private async Task<IActionResult> ConfirmAsync(Guid? unit, Guid? group, CancellationToken cancel)
    {
        var step = await confirm.HandleAsync(Import.Id, Printed, unit, group, cancel);
        if (step.IsDone)
        {
            var name = unit is { } known ? directory.Find(known)?.Name : await db.Set<OrganizationGroup>().Where(g => g.Id == group).Select(g => g.Name).FirstOrDefaultAsync(cancel);
            this.Flash($"Đã nhớ: “{Printed}” là {name}.");
            return Redirect(ImportLinks.Review(Import.Id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        return Page();
    }

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Printed) || await boards.FindAsync(id, cancel) is not { } import) return false;
        (Import, AsOf) = (import, import.Date ?? clock.Today);
        var items = await db.Set<ImportItem>().AsNoTracking().Where(i => i.ImportId == id).OrderBy(i => i.Ordinal).ToListAsync(cancel);
        var named = items.Where(i => i.Counts && i.Leads.Concat(i.Coordinating).Any(p => p.Printed == Printed)).ToList();
        Where = Printed == import.IssuerText && import.IssuerId is null ? "Đây là cơ quan ban hành ghi trong văn bản." : named.Count == 0 ? "Tên này không còn trong nhiệm vụ nào." : $"Tên này có trong {named.Count} nhiệm vụ.";
        Found = string.IsNullOrWhiteSpace(Search) ? await boards.SuggestAsync(import, Printed, cancel) : await SearchAsync(cancel);
        Parents = [.. actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).Where(o => o.Level != nameof(OrganizationLevel.Unit) && o.ExistsOn(AsOf)).DistinctBy(o => o.Id).Take(4000)
            .Select(o => new SelectListItem(o.Name, o.Id.ToString()))];
        if (ItemId is { } card && items.Find(i => i.Id == card) is { } item && item.Leads.Concat(item.Coordinating).FirstOrDefault(p => p.Printed == Printed) is { GroupId: { } group } party)
        {
            Version = item.Version;
            Group = await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == group, cancel);
            var all = import.IssuerId is { } issuer ? await members.OfAsync(null, group, issuer, AsOf, cancel) : [];
            Members = [.. all.Select(o => new GroupMemberRow(o, party.Excluded.FirstOrDefault(e => e.OrganizationId == o.Id)?.Reason))];
        }
        return true;
    }

    private async Task<IReadOnlyList<NameSuggestion>> SearchAsync(CancellationToken cancel)
    {
        var units = db.Set<Organization>().AsNoTracking().Where(o => o.ValidFrom <= AsOf && (o.ValidTo == null || o.ValidTo >= AsOf));
        if (actor.ProvinceId != 0) units = units.Where(o => o.ProvinceId == actor.ProvinceId || o.ProvinceId == 0);
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries)) units = units.Where(o => o.SearchText.Contains(word));
        var found = await units.OrderBy(o => o.Code).Take(MostFound).Select(o => new NameSuggestion(o.Id, null, o.Name, 1)).ToListAsync(cancel);
        var words = Folding.Fold(Search);
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().ToListAsync(cancel);
        return [.. groups.Where(g => Folding.Fold(g.Name).Contains(words, StringComparison.Ordinal)).Select(g => new NameSuggestion(null, g.Id, g.Name, 1)), .. found];
    }

    private Form NewUnit()
    {
        var (level, kind) = UnitGuess.Of(Printed, Import.IssuerId is { } issuer ? directory.Find(issuer)?.Level : null);
        var parent = Import.IssuerId is { } from && Parents.Any(p => p.Value == from.ToString()) ? from : actor.UnitId;
        return new Form
        {
            Name = Printed, ParentId = parent, Level = level, Kind = kind, ValidFrom = AsOf, ValidTo = level == OrganizationLevel.District && AsOf < ImportNationalList.TwoTierDay ? ImportNationalList.TwoTierDay.AddDays(-1) : null,
            Code = UnitGuess.Code(Printed, parent is { } above ? directory.Find(above)?.Code : null, code => directory.Subtree(parent ?? Guid.Empty).Any(o => o.Code == code)),
        };
    }
}
