using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Every occurrence that this person may see, narrowed and ordered.</summary>
public sealed class IndexModel(OccurrenceRows rows, IOrganizationDirectory directory, Actor actor, Clock clock, DueSoon dueSoon) : PageModel
{
    private const string Unfinished = "";
    private const string Done = "done";
    private const string Every = "all";
    private const int MostUnits = 150;

    [FromQuery(Name = "q")] public string? Text { get; set; }
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }
    [FromQuery(Name = "period")] public string? Period { get; set; }
    [FromQuery(Name = "kind")] public DutyKind? Kind { get; set; }
    [FromQuery(Name = "who")] public string? Who { get; set; }
    [FromQuery(Name = Query.Sort)] public string? Sort { get; set; }
    [FromQuery(Name = Query.Page)] public int? PageNumber { get; set; }

    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public IReadOnlyList<OccurrenceRow> Rows { get; private set; } = [];
    public Paging Paging { get; private set; } = new(1, 50, 0);
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Periods { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; } =
    [
        new("Chưa xong", Unfinished), .. Enum.GetValues<OccurrenceState>().Select(s => new SelectListItem(s.Label(), s.ToString().ToLowerInvariant())), new("Đã báo hoàn thành", Done), new("Tất cả", Every),
    ];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<DutyKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];

    public IReadOnlyList<SelectListItem> People { get; } = [new("Giao cho tôi", "me"), new("Chưa giao ai", "nobody")];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Soon = await dueSoon.DaysAsync(cancel);
        await OffersAsync(cancel);
        var narrowed = Narrowed();
        var found = Found(narrowed);
        // Counting needs the obligations only when they narrow the list.
        var joined = Kind is not null || Who is "me" or "nobody" || Words.Count > 0;
        Paging = Paging.Of(PageNumber, joined ? await found.CountAsync(cancel) : await narrowed.CountAsync(cancel));
        found = Sort switch
        {
            "-due" => found.OrderByDescending(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            "work" => found.OrderBy(r => r.Obligation.SearchText).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            "-work" => found.OrderByDescending(r => r.Obligation.SearchText).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            _ when joined => found.OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            _ => rows.Join(narrowed.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Skip(Paging.Skip).Take(Paging.Size)).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
        };
        var cut = joined || Sort is "-due" or "work" or "-work";
        Rows = await rows.ReadAsync(cut ? found.Skip(Paging.Skip).Take(Paging.Size) : found, cancel);
    }

    /// <summary>All that the filters find, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        var (plans, _) = await rows.PlansAsync(cancel);
        return new CsvResult($"viec-phai-lam-{Today:yyyy-MM-dd}.csv", OccurrenceExport.Lines(
            Found(Narrowed()).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id), Today, directory, plans.ToDictionary(p => p.Id, p => p.Short)));
    }

    private List<string> Words { get => field ??= [.. Folding.Fold(Text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8)]; }

    private IQueryable<OccurrenceRows.Joined> Found(IQueryable<Occurrence> narrowed)
    {
        var found = rows.Join(narrowed);
        if (Kind is { } kind) found = found.Where(r => r.Obligation.Kind == kind);
        if (Who == "me") found = found.Where(r => r.Obligation.AssigneeId == actor.AccountId);
        if (Who == "nobody") found = found.Where(r => r.Obligation.AssigneeId == null);
        foreach (var word in Words) found = found.Where(r => r.Obligation.SearchText.Contains(word));
        return found;
    }

    private IQueryable<Occurrence> Narrowed()
    {
        var all = rows.Visible();
        if (UnitId is { } unit) all = all.Where(o => o.UnitId == unit);
        if (PlanId is { } plan) all = all.Where(o => o.PlanId == plan);
        if (Period is { Length: > 0 } && CalendarPeriod.TryParse(Period, out var period))
            all = all.Where(o => o.ScheduledOn >= period.Span.From && o.ScheduledOn <= period.Span.To);
        return State switch
        {
            null or Unfinished => all.Unsettled(),
            Every => all,
            Done => all.Where(o => o.DoneOn != null),
            _ when Enum.TryParse<OccurrenceState>(State, ignoreCase: true, out var state) && Enum.IsDefined(state) => all.In(state, Today),
            _ => all.Unsettled(),
        };
    }

    private async Task OffersAsync(CancellationToken cancel)
    {
        // Thousands of units are no list to choose from: their names are found by the words, or drilled to from the board.
        var units = rows.Units.Count <= MostUnits ? rows.Units : UnitId is { } chosen ? [chosen] : [];
        Units = [.. units.Select(directory.Find).OfType<OrganizationInfo>().OrderBy(u => Folding.Fold(u.Name), StringComparer.Ordinal).Select(u => new SelectListItem(u.Name, u.Id.ToString()))];
        var (names, years) = await rows.PlansAsync(cancel);
        Plans = [.. names.Select(p => new SelectListItem(p.Number.Length > 0 ? $"{p.Number} {p.Title}" : p.Title, p.Id.ToString()))];
        Periods = [.. years.Where(y => y is > 1990 and < 2100).OrderDescending().SelectMany(PeriodsOf)];
    }

    private static IEnumerable<SelectListItem> PeriodsOf(int year)
    {
        var group = new SelectListGroup { Name = $"Năm {year}" };
        return new[] { new CalendarPeriod(PeriodKind.Year, year) }.Concat(Enumerable.Range(1, 4).Select(q => new CalendarPeriod(PeriodKind.Quarter, year, q)))
            .Concat(Enumerable.Range(1, 12).Select(m => new CalendarPeriod(PeriodKind.Month, year, m)))
            .Select(p => new SelectListItem("Hạn trong " + p.Name, p.Key) { Group = group });
    }
}
