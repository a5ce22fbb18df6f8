using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Organizations.Pages;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Binding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>Says what a printed name means: a unit or group that is known, or a new unit made in one step. For a group, who of it takes part.</summary>
public sealed class PartyModel(LanToaDb db, Actor actor, ReviewBoards boards, ConfirmParty confirm, SetDocumentFields document, AddMembers addMembers, FollowIssuer follow, EarlierBody earlierBody, SaveOrganization organizations, OrganizationDirectory directory, PartyMembers members, PartyNames names, PartyLookup lookup, IUnitPicker picker, LastChange last, Clock clock) : PageModel
{
    public sealed class Form
    {
        [Required(ErrorMessage = "Bạn chưa nhập tên cơ quan.")]
        public string? Name { get; set; }
        public Guid? ParentId { get; set; }
        public string? FindParent { get; set; }

        /// <summary>A body above that is not known either: it is added first.</summary>
        [StringLength(300, ErrorMessage = "Tên dài quá 300 chữ.")]
        public string? NewParent { get; set; }
        public OrganizationLevel Level { get; set; }
        public OrganizationKind Kind { get; set; }
        [Required(ErrorMessage = "Bạn chưa nhập mã.")]
        public string? Code { get; set; }
        /// <summary>The document's own day where it is not known yet: the issuer is valid from it, and so are the names that are looked up next.</summary>
        public DateOnly? DocumentDate { get; set; }
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

    /// <summary>What the group is called here.</summary>
    public PartyName GroupName { get; private set; } = new("");

    /// <summary>Whether its units are a list of their own, which does not go by the group's rule.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>Who is in the catalogue, fits the group's rule and is not on that list.</summary>
    public IReadOnlyList<string> Outside { get; private set; } = [];

    /// <summary>For a group that was kept empty they are written down already, for a person to go over.</summary>
    public bool IsProposed => Group is not null && IsGiven && _now.Count == 0 && !string.IsNullOrEmpty(Names);

    public IReadOnlyList<GroupMemberRow> Members { get; private set; } = [];

    public IReadOnlyList<NameSuggestion> Found { get; private set; } = [];

    private List<OrganizationInfo> _parents = [];
    private IReadOnlyList<OrganizationInfo>? _foundParents;

    public UnitField Parent => picker.Field("Input.ParentId", "Input.FindParent", OrganizationWords.Above(Input.Kind, Input.ParentId is { } above ? directory.Find(above) : null), Input.ParentId, Input.FindParent, _parents, _foundParents);

    public string Where { get; private set; } = "";

    /// <summary>The body above a new issuer stands elsewhere: adding below it takes it on.</summary>
    public FollowOffer? Above { get; private set; }

    /// <summary>A body of this name that the list has only from a later day.</summary>
    public EarlierOffer? Earlier { get; private set; }

    /// <summary>The body of this name that had ended before the document's day.</summary>
    public EndedBody? Ended { get; private set; }

    /// <summary>Several bodies for which the words stand, one a line.</summary>
    [BindProperty]
    public string? Names { get; set; }

    /// <summary>Whether the bodies of the name may be given one by one: not for the issuer, and once it is known.</summary>
    public bool MayList => !IsIssuer && Import is { IssuerId: not null, Date: not null };

    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enum.GetValues<OrganizationLevel>().Where(l => l != OrganizationLevel.Nation).Select(l => new SelectListItem(l.Words(), l.ToString()))];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<OrganizationKind>().Select(k => new SelectListItem(k.Words(), k.ToString()))];

    private IReadOnlyList<GroupMemberRow> _now = [];
    private EditClash? _clash;

    public MembersForm MembersForm(string back) => new($"{ImportLinks.Party(Import.Id, Printed)}&nhiemvu={ItemId}&handler=Members", back, Version, AsOf, Members)
    {
        Seen = Forms.MembersForm.Shared(_now).Seen(Forms.MembersForm.LeftOutOf(_now)), Clash = _clash,
    };

    public bool IsIssuer => Printed == Import.IssuerText && Import.IssuerId is null;

    /// <summary>The committee of the province that the document's place names, for an issuer of which nobody knows the body above.</summary>
    public string? ProvinceNamed => IsIssuer ? ProvinceNames.CommitteeOf(Import.Place) : null;

    public bool IsAtLarge => OrganizationNames.IsAtLarge(Printed);

    /// <summary>A new agency is valid from the document's day, so that day is asked first; the issuer itself is asked before all else.</summary>
    public bool NeedsDate => Import.Date is null && !IsIssuer;

    /// <summary>Whether the document's day is asked together with its issuer: a new body needs a day from which it holds.</summary>
    public bool AsksDate => Import.Date is null && IsIssuer;

    /// <summary>The district level ended before the document's day.</summary>
    public bool IsEndedDistrict => Input.Level == OrganizationLevel.District && Import.Date >= ImportNationalList.TwoTierDay;

    public string PlaceOf(NameSuggestion s) => lookup.PlaceOf(s);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (Import.State != ImportState.Ready) return Redirect(ImportLinks.Of(Import));
        Input = NewUnit();
        if (IsGiven && _now.Count == 0) Names = string.Join("\n", Outside);
        Above = await AboveAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostListAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        ModelState.Clear();
        var (step, added, known) = await addMembers.HandleAsync(id, Printed, Names, cancel);
        if (step.IsDone)
        {
            this.Flash($"“{Printed}” là {added + known} đơn vị{(added > 0 ? $", đã thêm {added} đơn vị mới vào danh mục" : "")}.");
            return Redirect(ItemId is { } card ? ImportLinks.Card(id, card) : ImportLinks.Review(id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError(nameof(Names), why);
        Input = NewUnit();
        return Page();
    }

    public async Task<IActionResult> OnPostChooseAsync(Guid id, string? means, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        var (unit, group) = ItemParty.Meaning(means);
        return await ConfirmAsync(unit, group, cancel);
    }

    public async Task<IActionResult> OnPostAddAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (picker.Search(Input.FindParent, Input.ParentId, _parents, Import.IssuerId ?? Import.UnitId, "Input.ParentId", "Input.FindParent", ModelState) is { } search)
        {
            (_foundParents, Input.ParentId, Input.FindParent) = (search.Found, search.Chosen, search.Words);
            return Page();
        }
        if (NeedsDate) ModelState.AddModelError("", "Hãy nhập ngày của văn bản trước.");
        if (AsksDate && Input.DocumentDate is null && ModelState.GetFieldValidationState("Input.DocumentDate") != ModelValidationState.Invalid) ModelState.AddModelError("Input.DocumentDate", "Bạn chưa nhập ngày ban hành của văn bản.");
        else if (AsksDate && document.WhyNotDate(Input.DocumentDate) is { } wrong) ModelState.AddModelError("Input.DocumentDate", wrong);
        // The form does not ask the same day twice.
        Input.ValidFrom ??= Input.DocumentDate;
        if (Input.ValidFrom is null && !AsksDate && ModelState.GetFieldValidationState("Input.ValidFrom") != ModelValidationState.Invalid) ModelState.AddModelError("Input.ValidFrom", "Bạn chưa nhập ngày bắt đầu có hiệu lực.");
        this.AskFor("Input.Level", "Input.Kind");
        if (!ModelState.IsValid) return Page();
        if (await AboveAsync(cancel) is { } elsewhere)
        {
            if (!IsIssuer || elsewhere.WhyNot.Count > 0)
            {
                ModelState.AddModelError("Input.ParentId", IsIssuer ? string.Join(" ", elsewhere.WhyNot) : $"{elsewhere.Body.Name} ở ngoài tỉnh của bạn. Hãy chọn cơ quan cấp trên của tỉnh, hoặc bấm “Theo dõi thay” ở trang đối chiếu trước.");
                return Page();
            }
            Input.ParentId = (await follow.TakeBodyAsync(elsewhere.Body, Import.Called(), cancel))[elsewhere.Body.Id];
        }
        if (await AddAsync(cancel) is not { } unit) return Page();
        if (AsksDate) await document.SetDateAsync(id, Input.DocumentDate!.Value, cancel);
        return await ConfirmAsync(unit, null, cancel, added: true);
    }

    /// <summary>Adds the agency, together with the body above it where that is new too: both or neither.</summary>
    private async Task<Guid?> AddAsync(CancellationToken cancel)
    {
        var agency = new OrganizationInput(null, 0, Input.Code!, Input.Name!, "", Input.Level, Input.Kind, Input.ParentId, null, Input.ValidFrom!.Value, Input.ValidTo) { NamedBy = Import.Called() };
        var adding = new List<OrganizationInput>();
        if (agency.ParentId is null && Input.NewParent?.Trim() is { Length: > 0 } name && Nation is { } nation)
        {
            var above = Known(name);
            if (above is null)
            {
                var code = Code(name, OrganizationLevel.Province, OrganizationKind.Committee, nation, agency.ValidFrom);
                adding.Add(new OrganizationInput(null, 0, code, name, "", OrganizationLevel.Province, OrganizationKind.Committee, nation.Id, null, agency.ValidFrom, null) { NamedBy = agency.NamedBy });
                above = adding[0].NewId;
            }
            agency = agency with { ParentId = above };
        }
        adding.Add(agency);
        var problems = await organizations.AddAllAsync(adding, cancel);
        foreach (var (input, problem) in problems) ModelState.AddModelError(input == agency ? $"Input.{problem.Field}" : "Input.NewParent", problem.Message);
        return problems.Count == 0 ? agency.NewId : null;
    }

    /// <summary>The official code of a province is for whoever adds it for the whole country; a province that only keeps it takes one of its own making.</summary>
    private string Code(string name, OrganizationLevel level, OrganizationKind kind, OrganizationInfo? parent, DateOnly on) =>
        parent is not null && actor.Can(OrganizationPermissions.Manage, parent.Id) ? OrganizationCodes.Propose(name, level, kind, on, parent.Code, IsTaken) : OrganizationCodes.Propose(name, parent?.Code, IsTaken);

    // This province's own and what it keeps before the others'; what another province keeps is not its business.
    private Guid? Known(string name) => directory.All.Where(o => o.ExistsOn(AsOf) && directory.KeyOf(o.Name) == directory.KeyOf(name) && (o.ProvinceId == actor.ProvinceId || !directory.IsKept(o.Id)))
        .OrderByDescending(o => o.ProvinceId == actor.ProvinceId).FirstOrDefault()?.Id;

    private async Task<FollowOffer?> AboveAsync(CancellationToken cancel) =>
        Input.ParentId is { } parent && directory.Find(parent)?.Level != nameof(OrganizationLevel.Nation) ? await follow.OfferAsync(parent, cancel) : null;

    private OrganizationInfo? Nation => directory.All.FirstOrDefault(o => o.Level == nameof(OrganizationLevel.Nation));

    private bool IsTaken(string code) => directory.All.Any(o => o.Code == code);

    /// <summary>The body that the list has from a later day was there before.</summary>
    public async Task<IActionResult> OnPostEarlierAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        var (step, body) = await earlierBody.HandleAsync(id, Printed, cancel);
        if (step.IsDone)
        {
            this.Flash($"Đã nhớ: “{Printed}” là {body!.Name}, có từ {VietnameseFormat.Date(AsOf)}.");
            return Redirect(ImportLinks.Review(id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        Input = NewUnit();
        return Page();
    }

    public async Task<IActionResult> OnPostWordsAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        var step = await confirm.KeepWordsAsync(id, Printed, cancel);
        if (step.IsDone)
        {
            this.Flash(ReviewModel.KeptWords(Printed));
            return Redirect(ImportLinks.Review(id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        return Page();
    }

    public async Task<IActionResult> OnPostMembersAsync(Guid id, int version, string? seen, List<Guid> keep, List<string> take, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel) || ItemId is not { } item) return NotFound();
        var sent = new SentMembers(Forms.MembersForm.Sent(_now, keep, await Request.ReadFormAsync(cancel)), _now, version, seen, take);
        if (sent.IsSaved(Version)) return Redirect(ImportLinks.Card(id, item));
        _clash = sent.Clash(Version, ModelState, await last.OfAsync(item, cancel));
        Input = NewUnit();
        Members = Forms.MembersForm.Rows(_now.Select(m => m.Unit), sent.Typed.Excluded);
        if (_clash is not null) return Page();
        // The fields of a new agency are not of this form.
        ModelState.Clear();
        if (Forms.MembersForm.LacksReasons(Members, ModelState)) return Page();
        var step = await confirm.ExcludeAsync(item, Version, Printed, sent.Typed.Excluded, cancel);
        if (step.IsDone) return Redirect(ImportLinks.Card(id, item));
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        return Page();
    }

    private async Task<IActionResult> ConfirmAsync(Guid? unit, Guid? group, CancellationToken cancel, bool added = false)
    {
        var step = await confirm.HandleAsync(Import.Id, Printed, unit, group, cancel, added);
        if (step.IsDone)
        {
            this.Flash($"Đã nhớ: “{Printed}” là {await confirm.NameAsync(unit, group, cancel)}.");
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
        // Other spellings of the name are settled together with it.
        var key = OrganizationNames.SpellingKey(Printed);
        var named = items.Where(i => i.Counts && i.Leads.Concat(i.Coordinating).Any(p => OrganizationNames.SpellingKey(p.Printed) == key)).ToList();
        var others = named.SelectMany(i => i.Leads.Concat(i.Coordinating)).Select(p => p.Printed).Where(p => p != Printed && OrganizationNames.SpellingKey(p) == key).Distinct().ToList();
        Where = IsIssuer ? "Đây là cơ quan ban hành ghi trong văn bản." : named.Count == 0 ? "Tên này không còn trong nhiệm vụ nào."
            : $"Tên này có trong {named.Count} nhiệm vụ{(others.Count > 0 ? $", cả cách viết “{string.Join("”, “", others)}”" : "")}.";
        Earlier = await earlierBody.OfferAsync(import, Printed, cancel);
        Ended = await boards.EndedAsync(import, Printed, cancel);
        Found = string.IsNullOrWhiteSpace(Search) ? await boards.SuggestAsync(import, Printed, cancel) : await lookup.SearchAsync(Search, import.IssuerId, AsOf, cancel);
        // Also the tree of an issuer that nobody works for here, and the nation for other provinces.
        var issuerTree = import.IssuerId is { } own && directory.Find(own) is { } from ? directory.Subtree(directory.TopOf(from).Id) : [];
        _parents = [.. actor.ScopesOf(OrganizationPermissions.Manage).SelectMany(directory.Subtree).Concat(issuerTree).Concat(directory.All.Where(o => o.Level == nameof(OrganizationLevel.Nation)))
            .Where(o => o.Level != nameof(OrganizationLevel.Unit) && o.ExistsOn(AsOf)).DistinctBy(o => o.Id)];
        if (ItemId is { } card && items.Find(i => i.Id == card) is { } item && item.Leads.Concat(item.Coordinating).FirstOrDefault(p => p.Printed == Printed) is { GroupId: { } group } party)
        {
            Version = item.Version;
            Group = await db.Set<OrganizationGroup>().AsNoTracking().FirstOrDefaultAsync(g => g.Id == group, cancel);
            (GroupName, IsGiven) = (await names.OfAsync(Printed, null, group, cancel), party.Given is not null);
            var all = import.IssuerId is { } issuer ? await members.OfAsync(party, issuer, AsOf, cancel) : [];
            Members = _now = Forms.MembersForm.Rows(all, party.Excluded);
            if (IsGiven && import.IssuerId is { } seenFrom) Outside = [.. (await members.OfAsync(null, group, seenFrom, AsOf, cancel)).ExceptBy(all.Select(o => o.Id), o => o.Id).Select(o => o.Name)];
        }
        return true;
    }

    private Form NewUnit()
    {
        var issuer = Import.IssuerId is { } from ? directory.Find(from) : null;
        var (level, kind) = UnitGuess.Of(Printed, issuer?.Level);
        var parent = UnitGuess.Parent(level, kind, issuer, Nation, directory.Find)?.Id;
        // An office of a province named by the place: below its committee, which may have to be added with it.
        string? above = null;
        if (parent is null && ProvinceNamed is { } province)
        {
            parent = Known(province);
            if (parent is null) above = province;
        }
        return new Form
        {
            Name = IsAtLarge ? null : Printed, ParentId = parent, NewParent = above, Level = level, Kind = kind, ValidFrom = Import.Date, ValidTo = level == OrganizationLevel.District && AsOf < ImportNationalList.TwoTierDay ? ImportNationalList.TwoTierDay.AddDays(-1) : null,
            Code = IsAtLarge ? null : Code(Printed, level, kind, parent is { } body ? directory.Find(body) : null, AsOf),
        };
    }
}
