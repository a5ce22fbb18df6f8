using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>What stands behind one cell: how many of how many are done, how many are late or wait.</summary>
public sealed record BoardCell(int Done, int Of, int Late, int Waiting, int Requested, int RequestedDone)
{
    public static readonly BoardCell Nothing = new(0, 0, 0, 0, 0, 0);

    public static BoardCell operator +(BoardCell a, BoardCell b) =>
        new(a.Done + b.Done, a.Of + b.Of, a.Late + b.Late, a.Waiting + b.Waiting, a.Requested + b.Requested, a.RequestedDone + b.RequestedDone);

    // Requests are never owed: they are counted only where nothing else stands in the cell.
    public bool OnlyRequests => Of == 0 && Requested > 0;
    public int ShownDone => OnlyRequests ? RequestedDone : Done;
    public int ShownOf => OnlyRequests ? Requested : Of;

    public StatusKind KindOf(bool begun) =>
        OnlyRequests ? StatusKind.Request : Late > 0 ? StatusKind.Overdue : Of > 0 && Done == Of ? StatusKind.Done : Waiting > 0 ? StatusKind.InProgress : begun ? StatusKind.DueSoon : StatusKind.Neutral;

    public string Words(bool begun)
    {
        var parts = new List<string>();
        if (OnlyRequests) parts.Add("Đề nghị");
        if (Late > 0) parts.Add($"Quá hạn {Late}");
        if (Waiting > 0) parts.Add($"chờ xác nhận {Waiting}");
        if (parts.Count == 0) parts.Add(Of > 0 && Done == Of ? "Đã xong" : begun ? "Đang trong kỳ" : "Chưa đến kỳ");
        if (Requested > 0 && !OnlyRequests) parts.Add($"thêm {RequestedDone}/{Requested} đề nghị");
        return string.Join(", ", parts);
    }
}

public sealed record BoardRow(OrganizationInfo Unit, IReadOnlyList<BoardCell> Cells, BoardCell Total);

/// <summary>Agencies × periods of a year: done of what was due in each quarter or month, with totals over all agencies of the filter.</summary>
public sealed class BoardModel(OccurrenceRows rows, PlanNames plans, IOrganizationDirectory directory, Clock clock) : PageModel
{
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [FromQuery(Name = "by")] public string? By { get; set; }
    [FromQuery(Name = "group")] public string? Group { get; set; }
    [FromQuery(Name = "q")] public string? Text { get; set; }
    [FromQuery(Name = Query.Page)] public int? PageNumber { get; set; }

    public int ShownYear { get; private set; }
    public DateOnly Today => clock.Today;
    public IReadOnlyList<CalendarPeriod> Columns { get; private set; } = [];
    public IReadOnlyList<BoardRow> Rows { get; private set; } = [];
    public IReadOnlyList<BoardCell> Totals { get; private set; } = [];
    public BoardCell Total { get; private set; } = BoardCell.Nothing;
    public Paging Paging { get; private set; } = new(1, 50, 0);
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Groups { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Columnings { get; } = [new("Quý", "quarter"), new("Tháng", "month")];

    public static string GroupOf(OrganizationInfo unit) => (unit.Level, unit.Kind) switch
    {
        ("Commune", "Committee") => "UBND xã, phường, đặc khu",
        ("District", "Committee") => "UBND huyện",
        ("Province", "Committee") => "UBND tỉnh, thành phố",
        (_, "Department") => "Sở, ban, ngành",
        (_, "PublicService") => "Đơn vị sự nghiệp",
        (_, "Party") => "Cơ quan Đảng",
        (_, "MassOrganization") => "Mặt trận, đoàn thể",
        (_, "Vertical") => "Cơ quan ngành dọc",
        _ => "Cơ quan khác",
    };

    public string Drill(Guid? unit, CalendarPeriod? period)
    {
        var query = $"?state=all&period={period?.Key ?? ShownYear.ToString(CultureInfo.InvariantCulture)}";
        if (unit is { } u) query += $"&unit={u}";
        return "/obligations" + (PlanId is { } plan ? $"{query}&plan={plan}" : query);
    }

    public bool Begun(CalendarPeriod period) => period.Span.From <= Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var kind = By == "month" ? PeriodKind.Month : PeriodKind.Quarter;
        await OffersAsync(cancel);
        Columns = [.. Enumerable.Range(1, kind.PerYear()).Select(i => new CalendarPeriod(kind, ShownYear, i))];
        var (from, to) = (new DateOnly(ShownYear, 1, 1), new DateOnly(ShownYear, 12, 31));
        var all = rows.Visible().Where(o => o.ScheduledOn >= from && o.ScheduledOn <= to && o.NotApplicableOn == null);
        if (PlanId is { } plan) all = all.Where(o => o.PlanId == plan);

        var units = (await all.Select(o => o.UnitId).Distinct().ToListAsync(cancel)).Select(directory.Find).OfType<OrganizationInfo>().ToList();
        Groups = [.. units.Select(GroupOf).Distinct().Order(StringComparer.Ordinal).Select(g => new SelectListItem(g, g))];
        var words = Folding.Fold(Text);
        units = [.. units.Where(u => (string.IsNullOrEmpty(Group) || GroupOf(u) == Group) && (words.Length == 0 || Folding.Fold(u.Name).Contains(words, StringComparison.Ordinal)))
            .OrderBy(GroupOf, StringComparer.Ordinal).ThenBy(u => Folding.Fold(u.Name), StringComparer.Ordinal)];
        Paging = Paging.Of(PageNumber, units.Count, 40);

        var shown = units.Skip(Paging.Skip).Take(Paging.Size).ToList();
        var every = units.Select(u => u.Id).ToHashSet();
        var cells = await CellsAsync(all.Where(o => every.Contains(o.UnitId)), kind, [.. shown.Select(u => u.Id)], cancel);
        Totals = [.. Columns.Select((_, i) => cells.Values.Aggregate(BoardCell.Nothing, (sum, line) => sum + line[i]))];
        Total = Totals.Aggregate(BoardCell.Nothing, (a, b) => a + b);
        Rows = [.. shown.Select(u => new BoardRow(u, cells[u.Id], cells[u.Id].Aggregate(BoardCell.Nothing, (a, b) => a + b)))];
    }

    /// <summary>The cells of the units shown, and under the empty id those of all others together, for the totals.</summary>
    private async Task<Dictionary<Guid, BoardCell[]>> CellsAsync(IQueryable<Occurrence> some, PeriodKind kind, HashSet<Guid> shown, CancellationToken cancel)
    {
        var (today, months) = (Today, kind.Months());
        var sums = await some.GroupBy(o => new { Unit = shown.Contains(o.UnitId) ? (Guid?)o.UnitId : null, Column = (o.ScheduledOn.Month - 1) / months }).Select(g => new
        {
            g.Key.Unit,
            g.Key.Column,
            Done = g.Count(o => !o.IsRequest && (o.ConfirmedOn != null || o.NothingAroseOn != null)),
            Of = g.Count(o => !o.IsRequest && (!o.BeforeTracking || o.ConfirmedOn != null || o.NothingAroseOn != null || o.ClaimedOn != null)),
            Late = g.Count(o => !o.IsRequest && !o.BeforeTracking && o.ConfirmedOn == null && o.NothingAroseOn == null && o.ClaimedOn == null && o.DueOn < today),
            Waiting = g.Count(o => o.ClaimedOn != null && o.ConfirmedOn == null && o.NothingAroseOn == null),
            Requested = g.Count(o => o.IsRequest),
            RequestedDone = g.Count(o => o.IsRequest && (o.ConfirmedOn != null || o.NothingAroseOn != null)),
        }).ToListAsync(cancel);
        return sums.GroupBy(s => s.Unit ?? Guid.Empty).ToDictionary(g => g.Key, g =>
        {
            var cells = Enumerable.Repeat(BoardCell.Nothing, Columns.Count).ToArray();
            foreach (var s in g) cells[s.Column] = new BoardCell(s.Done, s.Of, s.Late, s.Waiting, s.Requested, s.RequestedDone);
            return cells;
        });
    }

    private async Task OffersAsync(CancellationToken cancel)
    {
        var mine = rows.VisibleObligations();
        var names = await plans.OfAsync(await mine.Select(o => o.PlanId).Distinct().ToListAsync(cancel), cancel);
        Plans = [.. names.Values.OrderBy(p => p.Short, StringComparer.Ordinal).Select(p => new SelectListItem(p.Number.Length > 0 ? $"{p.Number} {p.Title}" : p.Title, p.Id.ToString()))];
        var ofPlan = PlanId is { } plan ? mine.Where(o => o.PlanId == plan) : mine;
        var years = (await ofPlan.Select(o => o.PlanFrom.Year).Union(ofPlan.Select(o => o.PlanTo.Year)).ToListAsync(cancel)).Order().ToList();
        ShownYear = Year is >= 1990 and <= 2100 ? Year.Value : years.Count == 0 || years.Contains(Today.Year) ? Today.Year : years[^1];
        Years = [.. years.Append(ShownYear).Distinct().OrderDescending().Select(y => new SelectListItem($"Năm {y}", y.ToString(CultureInfo.InvariantCulture), y == ShownYear))];
    }
}
