using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

/// <summary>A delegation as the list shows it.</summary>
public sealed record GivenRole(Delegation Delegation, string ToName, Role Role, Guid UnitId);

/// <summary>Roles lent for a leave: mine, or of somebody whom I lead or administer (<c>?nguoi=</c>).</summary>
public sealed class DelegationsModel(LanToaDb db, Delegating delegating, Deputies deputies, Actor actor, IOrganizationDirectory organizations, Clock clock) : PageModel
{
    /// <summary>So many people are all shown; of more, those that a search finds.</summary>
    public const int Few = 12;

    private const int MostFound = 30;

    /// <summary>How long one that is over stays on the list; the history keeps it for good.</summary>
    private const int ShownAfterDays = 90;

    [FromQuery(Name = "nguoi")]
    public Guid? PersonQuery { get; set; }

    [FromQuery(Name = "vaitro")]
    public Guid? Membership { get; set; }

    [BindProperty]
    public Guid? To { get; set; }

    /// <summary>What was typed to find the deputy.</summary>
    [BindProperty]
    public string? FindTo { get; set; }

    /// <summary>What was typed to find somebody of the units that this person leads.</summary>
    [FromQuery(Name = "tim")]
    public string? Find { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Account Person { get; private set; } = null!;

    public bool IsMine => Person.Id == actor.AccountId;

    public bool IsDeputy => actor.OnBehalfOf is not null;

    public IReadOnlyList<LentRole> Received { get; private set; } = [];

    public IReadOnlyList<GivenRole> Given { get; private set; } = [];

    /// <summary>Roles that may be lent, the chosen one selected.</summary>
    public IReadOnlyList<SelectListItem> Lendable { get; private set; } = [];

    /// <summary>Why none may.</summary>
    public string? WhyNone { get; private set; }

    private IReadOnlyList<DeputyChoice> _choices = [];

    private IReadOnlyList<DeputyChoice> _found = [];

    public bool HasDeputies => _choices.Count > 0;

    /// <summary>Few are one list; of many the chosen one and those found, with a box to search by name, role or unit.</summary>
    public IReadOnlyList<SelectListItem>? Deputies => _choices.Count <= Few ? Items(_choices) : null;

    public UnitField Deputy => new(nameof(To), nameof(FindTo), "Người làm thay", To, FindTo, Items(_choices.Where(c => c.AccountId == To).Concat(_found).DistinctBy(c => c.AccountId)), All: false) { FindHint = "Họ tên, vai trò hoặc cơ quan; không cần gõ dấu." };

    private static List<SelectListItem> Items(IEnumerable<DeputyChoice> choices) => [.. choices.Select(c => new SelectListItem($"{c.Name} – {c.Roles}", c.AccountId.ToString()))];

    /// <summary>People of the units that this person leads: few of them, or those found.</summary>
    public IReadOnlyList<(Guid Id, string Name)> People { get; private set; } = [];

    public int PeopleCount { get; private set; }

    public string UnitName(Guid id) => organizations.Find(id)?.Name ?? "–";

    public bool ActsBy(LentRole lent) => actor.DelegationId == lent.Delegation.Id;

    public bool MayEnd(Delegation delegation) => !IsDeputy && delegation.EndedAt is null && delegation.ValidTo >= clock.Today;

    public StatusMark MarkOf(Delegation delegation) =>
        delegation.EndedAt is not null ? new(StatusKind.Neutral, "Đã thu hồi") : delegation.ValidTo < clock.Today ? new(StatusKind.Neutral, "Đã hết")
        : delegation.HoldsOn(clock.Today) ? new(StatusKind.InProgress, "Đang hiệu lực") : new(StatusKind.DueSoon, "Sắp tới");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        From ??= clock.Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        // Whatever button was pressed, typed words are answered first, so that nothing is lent beside them.
        if (Search()) return Page();
        if (Lendable.FirstOrDefault(l => l.Selected) is not { } role) ModelState.AddModelError("", WhyNone ?? "Chưa có vai trò nào để ủy quyền.");
        else if (To is null) ModelState.AddModelError(nameof(To), "Bạn chưa chọn người làm thay.");
        else if (From is null) Missing(nameof(From), "Bạn chưa ghi ngày bắt đầu.");
        else if (Until is null) Missing(nameof(Until), "Bạn chưa ghi ngày kết thúc.");
        else if (ModelState.IsValid && await delegating.LendAsync(new DelegationInput(Guid.Parse(role.Value), To.Value, From.Value, Until.Value, Reason), cancel) is { } wrong)
            ModelState.AddModelError(wrong.Field switch { "ToId" => nameof(To), "To" => nameof(Until), "MembershipId" => "", var field => field }, wrong.Why);
        if (!ModelState.IsValid) return Page();
        this.Flash($"Đã ủy quyền từ {VietnameseFormat.Date(From!.Value)} đến hết {VietnameseFormat.Date(Until!.Value)}. Cả hai người được báo.");
        return RedirectToPage(new { nguoi = PersonQuery });
    }

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken cancel)
    {
        if (!await delegating.EndAsync(id, cancel)) return NotFound();
        this.Flash("Đã thu hồi ủy quyền.");
        return RedirectToPage(new { nguoi = PersonQuery });
    }

    private bool Search()
    {
        if (_choices.Count <= Few || string.IsNullOrWhiteSpace(FindTo)) return false;
        foreach (var field in ModelState.Keys.ToList()) ModelState.ClearValidationState(field);
        ModelState.Remove(nameof(To));
        var words = Folding.Fold(FindTo);
        _found = [.. _choices.Where(c => Folding.Fold($"{c.Name} {c.Roles}").Contains(words, StringComparison.Ordinal)).Take(MostFound + 1)];
        if (_found is [var only]) To = only.AccountId;
        if (_found.Count == 0) ModelState.AddModelError(nameof(FindTo), $"Không có ai “{FindTo.Trim()}” làm thay được. Hãy thử tên khác.");
        else if (_found.Count > MostFound)
        {
            _found = [.. _found.Take(MostFound)];
            ModelState.AddModelError(nameof(FindTo), $"Hơn {MostFound} người khớp; đây là {MostFound} người đầu. Hãy gõ thêm để thu hẹp.");
        }
        else
        {
            // The box is empty again, so that the next press lends.
            FindTo = null;
            ModelState.Remove(nameof(FindTo));
        }
        return true;
    }

    // A day that cannot be read has its own message already.
    private void Missing(string field, string why)
    {
        if (ModelState.GetFieldValidationState(field) != Microsoft.AspNetCore.Mvc.ModelBinding.ModelValidationState.Invalid) ModelState.AddModelError(field, why);
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var id = PersonQuery ?? actor.AccountId!.Value;
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.DisabledAt == null, cancel) is not { } person) return false;
        Person = person;
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == id && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToListAsync(cancel);
        var lendable = held.Where(m => delegating.WhyNotLend(m) is null).ToList();
        // Somebody with whom this person has nothing to do.
        if (!IsMine && lendable.Count == 0) return false;
        WhyNone = held.Select(delegating.WhyNotLend).FirstOrDefault(w => w is not null);
        var chosen = lendable.Find(m => m.Id == Membership) ?? lendable.FirstOrDefault();
        Lendable = [.. lendable.Select(m => new SelectListItem($"{m.Role.Name()} · {UnitName(m.OrganizationId)}", m.Id.ToString(), m == chosen))];
        Membership = chosen?.Id;
        if (chosen is not null) _choices = await delegating.ChoicesAsync(chosen, cancel);
        if (IsMine) Received = await deputies.LentToAsync(id, cancel);
        var since = today.AddDays(-ShownAfterDays);
        var mine = IsMine ? null : lendable.ConvertAll(m => m.Id);
        Given = await (from d in db.Set<Delegation>().AsNoTracking()
                       join m in db.Set<Membership>() on d.MembershipId equals m.Id
                       join a in db.Users on d.ToId equals a.Id
                       where d.FromId == id && d.ValidTo >= since && (mine == null || mine.Contains(m.Id))
                       orderby d.ValidFrom descending, d.Id
                       select new GivenRole(d, a.DisplayName, m.Role, m.OrganizationId)).ToListAsync(cancel);
        if (IsMine && !IsDeputy) People = await PeopleAsync(cancel);
        return true;
    }

    private async Task<IReadOnlyList<(Guid, string)>> PeopleAsync(CancellationToken cancel)
    {
        var led = actor.Memberships.Where(m => m.Role == Role.Leader).Select(m => m.OrganizationId).ToList();
        if (led.Count == 0) return [];
        var today = clock.Today;
        var people = await db.Users.Where(a => a.DisabledAt == null && a.Id != actor.AccountId
                && db.Set<Membership>().Any(m => m.AccountId == a.Id && led.Contains(m.OrganizationId) && m.Role != Role.Administrator && m.Role != Role.Leader && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)))
            .OrderBy(a => a.DisplayName).Select(a => new { a.Id, a.DisplayName }).ToListAsync(cancel);
        PeopleCount = people.Count;
        var words = Folding.Fold(Find ?? "").Trim();
        return [.. people.Where(p => words.Length == 0 || Folding.Fold(p.DisplayName).Contains(words, StringComparison.Ordinal)).Take(words.Length == 0 ? Few : MostFound).Select(p => (p.Id, p.DisplayName))];
    }
}
