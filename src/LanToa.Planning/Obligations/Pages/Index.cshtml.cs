using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Every occurrence that this person may see, narrowed and ordered.</summary>
public sealed class IndexModel(OccurrenceRows rows, OccurrenceAccess access, IOrganizationDirectory directory, Actor actor, Clock clock, DueSoon dueSoon, Explanations explanations, LateWork urging, CascadeItems cascade, EarlierWordings wordings) : ListPage
{
    private const string Unfinished = "";
    /// <summary>Nothing is reported yet.</summary>
    public const string Owed = "owed";
    public const string Late = "late";
    /// <summary>What stands behind the figures of the leader's screen and of a plan's completion.</summary>
    public const string Planned = "planned", Completed = "completed", Reckoned = "reckoned", OnTime = "ontime", Waiting = "waiting", LateAsked = "late-asked", LateReturned = "late-returned", LateSilent = "late-silent";
    /// <summary>The superior waits for the unit's explanation; done or not.</summary>
    public const string Unexplained = "unexplained";
    private const string Done = "done";
    private const string Every = "all";
    private const int MostCounted = 1000;

    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }
    [FromQuery(Name = "period")] public string? Period { get; set; }
    [FromQuery(Name = "kind")] public DutyKind? Kind { get; set; }
    [FromQuery(Name = "who")] public string? Who { get; set; }
    /// <summary>"1": only of the unit chosen now and what stands below it, also where a plan or a unit is named.</summary>
    [FromQuery(Name = "scope")] public string? Scope { get; set; }
    public bool InScope => Scope == "1";
    /// <summary>One day on which the work is due, as the calendar leads here.</summary>
    [FromQuery(Name = "due")] public DateOnly? DueOn { get; set; }
    /// <summary>Of the plan only what it still asked for on this day, as its completion counts.</summary>
    [FromQuery(Name = "asked")] public DateOnly? AskedOn { get; set; }
    private Guid[] _withdrawn = [];
    /// <summary>The last line of the part before: day, id, and how many lines that makes.</summary>
    [FromQuery(Name = Query.After)] public string? From { get; set; }

    /// <summary>Whoever judges urges what is late, narrowed as the list is.</summary>
    public string? UrgeHref => !urging.MayUrge ? null : "/obligations/urge" + QueryString.Create(new Dictionary<string, string?> { ["plan"] = PlanId?.ToString(), ["task"] = TaskId?.ToString(), ["unit"] = UnitId?.ToString() }.Where(p => p.Value is not null));

    /// <summary>Where what the plan asks of the unit is taken into its own plan, for whoever decides that; the notice of a new plan leads to this list.</summary>
    public string? HandedHref { get; private set; }

    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public bool ByWork { get; private set; }
    public bool TooManyByWork => Sort is "work" or "-work" && !ByWork;
    public IReadOnlyList<OccurrenceRow> Rows { get; private set; } = [];

    /// <summary>Where nothing is unfinished: periods of the same filters that were due before their plan was followed.</summary>
    public int BeforeTracking { get; private set; }

    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Periods { get; private set; } = [];

    /// <summary>The task that the list is narrowed to.</summary>
    public OneTask? OneTask { get; private set; }

    /// <summary>Those that figures lead to are offered where they are chosen.</summary>
    public IReadOnlyList<SelectListItem> States =>
    [
        new("Chưa xong", Unfinished), new("Chưa báo kết quả", Owed), new("Quá hạn, kể cả bị trả lại", Late), new("Cấp trên chờ giải trình", Unexplained), .. Enum.GetValues<OccurrenceState>().Select(s => new SelectListItem(s.Label(), s.ToString().ToLowerInvariant())), new("Đã báo hoàn thành", Done), new("Tất cả", Every),
        .. FiguresBehind.Where(f => f.Value == State),
    ];

    private static readonly SelectListItem[] FiguresBehind =
    [
        new("Kỳ theo kế hoạch", Planned), new("Kỳ đã xong", Completed), new("Đã đến hạn hoặc đã báo xong", Reckoned), new("Xong đúng hạn, kể cả không phát sinh", OnTime), new("Việc giao đang chờ xác nhận", Waiting),
        new("Quá hạn, đang xin lùi hạn", LateAsked), new("Quá hạn, bị trả lại", LateReturned), new("Quá hạn, chưa báo kết quả", LateSilent),
    ];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<DutyKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];

    public IReadOnlyList<SelectListItem> People { get; } = [new("Giao cho tôi", "me"), new("Chưa giao ai", "nobody")];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        Soon = await dueSoon.DaysAsync(cancel);
        await OffersAsync(cancel);
        OneTask = await rows.TaskAsync(TaskId, cancel);
        await LeaveOutWithdrawnAsync(cancel);
        if (PlanId is { } upper && actor.UnitId is { } own && actor.Can(PlanPermissions.Cascade, own) && await cascade.AsksAsync(own, upper, cancel)) HandedHref = PlanLinks.CascadeOf(upper);
        var narrowed = Narrowed();
        // The occurrences alone where the obligations do not narrow them: they are read in the order of an index.
        var joined = Kind is not null || Who is "me" or "nobody" || Words.Count > 0;
        var descending = Sort == "-due";
        if (After is { } after && !descending) narrowed = narrowed.Where(o => o.DueOn > after.DueOn || (o.DueOn == after.DueOn && o.Id.CompareTo(after.Id) > 0));
        if (After is { } until && descending) narrowed = narrowed.Where(o => o.DueOn < until.DueOn || (o.DueOn == until.DueOn && o.Id.CompareTo(until.Id) < 0));
        if (After is { } bound) narrowed = descending ? narrowed.Where(o => o.DueOn <= bound.DueOn) : narrowed.Where(o => o.DueOn >= bound.DueOn);
        var found = joined ? Found(narrowed).Select(r => r.Occurrence) : narrowed;
        var counted = await First(MostCounted + 1).Take(MostCounted + 1).CountAsync(cancel);
        // A link to what follows, kept until nothing follows any more: from the beginning, not an empty page.
        if (counted == 0 && After is not null) return LocalRedirect(Request.Path + (Query.With(Request, Query.After, null) is ['?', ..] rest ? rest : ""));
        if (counted == 0 && State is null or Unfinished) BeforeTracking = await Found(Narrowed(nameof(OccurrenceState.BeforeTracking))).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).Take(MostCounted).CountAsync(cancel);
        Paging = Paging.Of(PageNumber, Math.Min(counted, MostCounted)) with { AtLeast = counted > MostCounted, Before = After?.Before ?? 0 };
        ByWork = Sort is "work" or "-work" && !Paging.AtLeast;
        if (ByWork)
        {
            var byWork = Found(narrowed);
            byWork = Sort == "work" ? byWork.OrderBy(r => r.Obligation.SearchText) : byWork.OrderByDescending(r => r.Obligation.SearchText);
            Rows = await rows.ReadAsync(((IOrderedQueryable<OccurrenceRows.Joined>)byWork).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).Skip(Paging.Skip).Take(Paging.Size), cancel);
            return Page();
        }
        var page = First(Paging.Skip + Paging.Size).Skip(Paging.Skip).Take(Paging.Size);
        var shown = rows.Join(page);
        Rows = await rows.ReadAsync(descending ? shown.OrderByDescending(r => r.Occurrence.DueOn).ThenByDescending(r => r.Occurrence.Id) : shown.OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id), cancel);
        return Page();

        // Open and settled work have their indexes apart.
        IOrderedQueryable<Occurrence> First(int count) => (State is Every or Planned or Reckoned ? found.FirstOfBothParts(count, descending) : found).ByDue(descending);
    }

    /// <summary>Where the part of a long list begins that follows what this one counts; null when all of it is counted.</summary>
    public string? Further => Paging.AtLeast && Paging.Number == Paging.Pages && Rows.Count > 0 && !ByWork
        ? string.Create(CultureInfo.InvariantCulture, $"{Rows[^1].Occurrence.DueOn:yyyy-MM-dd}_{Rows[^1].Occurrence.Id:N}_{Paging.Before + MostCounted}") : null;

    private (DateOnly DueOn, Guid Id, int Before)? After { get => field ??= Place(From); }

    private static (DateOnly, Guid, int)? Place(string? text) =>
        text?.Split('_') is [var due, var id, var before] && DateOnly.TryParseExact(due, "yyyy-MM-dd", out var date) && Guid.TryParseExact(id, "N", out var guid)
            && int.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (date, guid, number) : null;

    /// <summary>All that the filters find, as a file.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await LeaveOutWithdrawnAsync(cancel);
        var (plans, _) = await rows.PlansAsync(cancel);
        var before = await wordings.OfAsync(plans, cancel);
        var found = Found(Narrowed());
        var ordered = Sort switch
        {
            "work" => found.OrderBy(r => r.Obligation.SearchText).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            "-work" => found.OrderByDescending(r => r.Obligation.SearchText).ThenBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
            "-due" => found.OrderByDescending(r => r.Occurrence.DueOn).ThenByDescending(r => r.Occurrence.Id),
            _ => found.OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id),
        };
        return this.FileOf("viec-phai-lam", "Việc phải làm", OccurrenceFile.Columns(Today, directory, plans.ToDictionary(p => p.Id, p => p.Short), before), OccurrenceFile.Read(ordered, explanations.All));
    }

    private async Task LeaveOutWithdrawnAsync(CancellationToken cancel)
    {
        if (AskedOn is { } day && PlanId is { } plan) _withdrawn = await rows.WithdrawnTasksAsync(plan, day, cancel);
    }

    private List<string> Words { get => field ??= [.. Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8)]; }

    private IQueryable<OccurrenceRows.Joined> Found(IQueryable<Occurrence> narrowed)
    {
        var found = rows.Join(narrowed);
        if (Kind is { } kind) found = found.Where(r => r.Obligation.Kind == kind);
        if (Who == "me") found = found.Where(r => r.Obligation.AssigneeId == actor.AccountId);
        if (Who == "nobody") found = found.Where(r => r.Obligation.AssigneeId == null);
        foreach (var word in Words) found = found.Where(r => r.Obligation.SearchText.Contains(word));
        return found;
    }

    private IQueryable<Occurrence> Narrowed() => Narrowed(State);

    private IQueryable<Occurrence> Narrowed(string? wanted)
    {
        var all = rows.Visible(named: !InScope && (UnitId ?? PlanId ?? TaskId) is not null);
        // Whoever carries on ended bodies explains what they left late, too.
        if (UnitId is { } unit && wanted == Unexplained && access.EndedInto(unit) is { Count: > 0 } ended) all = all.Where(o => o.UnitId == unit || ended.Contains(o.UnitId));
        else if (UnitId is { } only) all = all.Where(o => o.UnitId == only);
        if (PlanId is { } plan) all = all.Where(o => o.PlanId == plan);
        if (TaskId is { } task) all = rows.OfTask(all, task);
        if (_withdrawn.Length > 0) all = all.Where(o => !_withdrawn.Contains(o.TaskId));
        if (DueOn is { } due) all = all.Where(o => o.DueOn == due);
        if (Period is { Length: > 0 } && CalendarPeriod.TryParse(Period, out var period))
            all = all.Where(o => o.ScheduledOn >= period.Span.From && o.ScheduledOn <= period.Span.To);
        return wanted switch
        {
            // What was due before the plan was followed asks nobody for work; it has a state of its own to choose.
            null or Unfinished => all.Unsettled().Where(o => !o.BeforeTracking || o.ClaimedOn != null || o.ReturnedOn != null),
            Every => all,
            Owed => all.Owed(),
            Unexplained => explanations.Awaited(all),
            Done => all.Where(o => o.ClaimedOn != null && o.DoneOn != null),
            Late => all.Debts(Today),
            Planned => all.Planned(),
            Completed => all.Planned().Where(o => o.ConfirmedOn != null || o.NothingAroseOn != null),
            Reckoned => all.Reckoned(Today),
            OnTime => all.OnTime(),
            Waiting => all.Waiting(),
            LateAsked => all.Debts(Today).Where(o => o.ExtensionTo != null),
            LateReturned => all.Debts(Today).Where(o => o.ReturnedOn != null && o.ExtensionTo == null),
            LateSilent => all.Debts(Today).Where(o => o.ReturnedOn == null && o.ExtensionTo == null),
            // Nothing opens after it is due: said again by the due date, which the index is ordered by.
            _ when string.Equals(wanted, nameof(OccurrenceState.NotYet), StringComparison.OrdinalIgnoreCase) => all.In(OccurrenceState.NotYet, Today).Where(o => o.DueOn >= Today),
            _ when Enum.TryParse<OccurrenceState>(wanted, ignoreCase: true, out var state) && Enum.IsDefined(state) => all.In(state, Today),
            _ => all.Unsettled(),
        };
    }

    private async Task OffersAsync(CancellationToken cancel)
    {
        Units = UnitChoices.Of(rows, directory, UnitId);
        var (names, years) = await rows.PlansAsync(cancel);
        Plans = PlanYears.ItemsOf(names);
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
