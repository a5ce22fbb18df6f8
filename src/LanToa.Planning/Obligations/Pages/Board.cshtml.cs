using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>What stands behind one cell: how many of how many are done, how many are late or wait.</summary>
public sealed record BoardCell(int Done, int Of, int Late, int Waiting, int Soon, int Requested, int RequestedDone, int Before = 0)
{
    public static readonly BoardCell Nothing = new(0, 0, 0, 0, 0, 0, 0);

    public static BoardCell operator +(BoardCell a, BoardCell b) =>
        new(a.Done + b.Done, a.Of + b.Of, a.Late + b.Late, a.Waiting + b.Waiting, a.Soon + b.Soon, a.Requested + b.Requested, a.RequestedDone + b.RequestedDone, a.Before + b.Before);

    // Requests are never owed: they are counted only where nothing else stands in the cell.
    public bool OnlyRequests => Of == 0 && Requested > 0;
    public int ShownDone => OnlyRequests ? RequestedDone : Done;
    public int ShownOf => OnlyRequests ? Requested : Of;

    /// <summary>What is said of a cell in which nothing is owed; null where there is nothing at all.</summary>
    public string? Aside => ShownOf == 0 && Before > 0 ? $"{Before} kỳ trước khi theo dõi" : null;

    public StatusKind KindOf(bool begun) =>
        OnlyRequests ? StatusKind.Request : Late > 0 ? StatusKind.Overdue : Of > 0 && Done == Of ? StatusKind.Done : Soon > 0 ? StatusKind.DueSoon : Waiting > 0 || (begun && Of > 0) ? StatusKind.InProgress : StatusKind.Neutral;

    public string Words(bool begun)
    {
        var parts = new List<string>();
        if (OnlyRequests) parts.Add("Đề nghị");
        if (Late > 0) parts.Add($"Quá hạn {Late}");
        if (Soon > 0) parts.Add($"sắp đến hạn {Soon}");
        if (Waiting > 0) parts.Add($"chờ xác nhận {Waiting}");
        if (parts.Count == 0) parts.Add(Of > 0 && Done == Of ? "Đã xong" : begun ? "Đang trong kỳ" : "Chưa đến kỳ");
        if (Requested > 0 && !OnlyRequests) parts.Add($"thêm {RequestedDone}/{Requested} đề nghị");
        return string.Join(", ", parts);
    }
}

/// <summary>One agency; a row that is not on the page of the screen stands on paper only.</summary>
public sealed record BoardRow(OrganizationInfo Unit, IReadOnlyList<BoardCell> Cells, BoardCell Total, bool IsOnScreen);

/// <summary>Agencies × periods of a year: done of what was due in each quarter or month, with totals over all agencies of the filter.</summary>
public sealed class BoardModel(OccurrenceRows rows, IOrganizationDirectory directory, Clock clock, DueSoon dueSoon) : ListPage
{
    /// <summary>So many agencies are sent whole, for the printer; of more only the page of the screen.</summary>
    private const int MostPrinted = 400;

    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [FromQuery(Name = "by")] public string? By { get; set; }
    [FromQuery(Name = "group")] public string? Group { get; set; }

    public int ShownYear { get; private set; }
    public DateOnly Today => clock.Today;
    public IReadOnlyList<CalendarPeriod> Columns { get; private set; } = [];
    public IReadOnlyList<BoardRow> Rows { get; private set; } = [];
    public IReadOnlyList<BoardCell> Totals { get; private set; } = [];
    public BoardCell Total { get; private set; } = BoardCell.Nothing;
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Groups { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Columnings { get; } = [new("Quý", "quarter"), new("Tháng", "month")];

    // In the order in which the board lists them; the last takes what fits nowhere else.
    private static readonly (string Name, Func<OrganizationInfo, bool> Has)[] AllGroups =
    [
        ("UBND cấp tỉnh", u => u is { Kind: "Committee", Level: "Province" or "Nation" }), ("Sở, ban, ngành", u => u.Kind == "Department"), ("UBND cấp huyện", u => u is { Kind: "Committee", Level: "District" }),
        ("UBND cấp xã", u => u is { Kind: "Committee", Level: "Commune" }), ("Phòng, đơn vị trực thuộc", u => u.Kind == "Division"), ("Đơn vị sự nghiệp", u => u.Kind == "PublicService"), ("Cơ quan Đảng", u => u.Kind == "Party"),
        ("Mặt trận, đoàn thể", u => u.Kind == "MassOrganization"), ("Cơ quan ngành dọc", u => u.Kind == "Vertical"), ("Cơ quan khác", _ => true),
    ];

    public string NameOf(OrganizationInfo unit) => directory.NameOf(unit.Id);

    private static int RankOf(OrganizationInfo unit) => Array.FindIndex(AllGroups, g => g.Has(unit));

    public static string GroupOf(OrganizationInfo unit) => AllGroups[RankOf(unit)].Name;

    public string Drill(Guid? unit, CalendarPeriod? period)
    {
        var query = $"?state=all&period={period?.Key ?? ShownYear.ToString(CultureInfo.InvariantCulture)}";
        if (unit is { } u) query += $"&unit={u}";
        return "/obligations" + (PlanId is { } plan ? $"{query}&plan={plan}" : query);
    }

    /// <summary>Whether paper shows every agency of the filter, and not only the page of the screen.</summary>
    public bool PrintsAll => Paging.Total <= MostPrinted;

    public bool Begun(CalendarPeriod period) => period.Span.From <= Today;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var kind = By == "month" ? PeriodKind.Month : PeriodKind.Quarter;
        await OffersAsync(cancel);
        Columns = [.. Enumerable.Range(1, kind.PerYear()).Select(i => new CalendarPeriod(kind, ShownYear, i))];
        var cells = await CellsAsync(kind, cancel);

        var units = cells.Keys.Select(directory.Find).OfType<OrganizationInfo>().ToList();
        Groups = [.. units.Select(RankOf).Distinct().Order().Select(i => new SelectListItem(AllGroups[i].Name, AllGroups[i].Name))];
        var words = Folding.Fold(Search);
        units = [.. units.Where(u => (string.IsNullOrEmpty(Group) || GroupOf(u) == Group) && (words.Length == 0 || Folding.Fold(NameOf(u)).Contains(words, StringComparison.Ordinal)))
            .OrderBy(RankOf).ThenBy(u => Folding.Fold(NameOf(u)), StringComparer.Ordinal)];
        Totals = [.. Columns.Select((_, i) => units.Aggregate(BoardCell.Nothing, (sum, u) => sum + cells[u.Id][i]))];
        Total = Totals.Aggregate(BoardCell.Nothing, (a, b) => a + b);
        var shown = PageOf(units).Select(u => u.Id).ToHashSet();
        Rows = [.. units.Where(u => PrintsAll || shown.Contains(u.Id)).Select(u => new BoardRow(u, cells[u.Id], cells[u.Id].Aggregate(BoardCell.Nothing, (a, b) => a + b), shown.Contains(u.Id)))];
    }

    private async Task<Dictionary<Guid, BoardCell[]>> CellsAsync(PeriodKind kind, CancellationToken cancel)
    {
        var (today, months) = (Today, kind.Months());
        var (from, to, thisMonth, near) = (new DateOnly(ShownYear, 1, 1), new DateOnly(ShownYear, 12, 31), new DateOnly(today.Year, today.Month, 1), today.AddDays(await dueSoon.DaysAsync(cancel)));
        var byStage = rows.VisibleCounts(named: PlanId is not null).Where(c => c.Month >= from && c.Month <= to && c.Total != 0);
        // Whole months that have passed are late; only of the days around today each is asked for.
        var byDay = rows.VisibleDueCounts(named: PlanId is not null).Where(c => c.DueOn >= thisMonth && c.DueOn <= near && c.Month >= from && c.Month <= to && !c.IsRequest && c.Total != 0);
        if (PlanId is { } plan) (byStage, byDay) = (byStage.Where(c => c.PlanId == plan), byDay.Where(c => c.PlanId == plan));
        var cells = new Dictionary<Guid, BoardCell[]>();

        foreach (var s in await byStage.GroupBy(c => new { c.UnitId, Column = (c.Month.Month - 1) / months }).Select(g => new
        {
            g.Key.UnitId,
            g.Key.Column,
            Done = g.Sum(c => !c.IsRequest && c.Stage == OccurrenceCount.Done ? c.Total : 0),
            Of = g.Sum(c => !c.IsRequest && c.Stage != OccurrenceCount.BeforeTracking ? c.Total : 0),
            Late = g.Sum(c => !c.IsRequest && c.Stage < OccurrenceCount.Waiting && c.DueMonth < thisMonth ? c.Total : 0),
            Waiting = g.Sum(c => !c.IsRequest && c.Stage == OccurrenceCount.Waiting ? c.Total : 0),
            Requested = g.Sum(c => c.IsRequest && c.Stage != OccurrenceCount.BeforeTracking ? c.Total : 0),
            RequestedDone = g.Sum(c => c.IsRequest && c.Stage == OccurrenceCount.Done ? c.Total : 0),
            Before = g.Sum(c => c.Stage == OccurrenceCount.BeforeTracking ? c.Total : 0),
        }).ToListAsync(cancel)) Add(s.UnitId, s.Column, new BoardCell(s.Done, s.Of, s.Late, s.Waiting, 0, s.Requested, s.RequestedDone, s.Before));

        foreach (var s in await byDay.GroupBy(c => new { c.UnitId, Column = (c.Month.Month - 1) / months }).Select(g => new
        {
            g.Key.UnitId,
            g.Key.Column,
            Late = g.Sum(c => c.DueOn < today ? c.Total : 0),
            Soon = g.Sum(c => c.Stage == OccurrenceCount.Owed && c.OpensOn <= today && c.DueOn >= today ? c.Total : 0),
        }).ToListAsync(cancel)) Add(s.UnitId, s.Column, new BoardCell(0, 0, s.Late, 0, s.Soon, 0, 0));
        return cells;

        void Add(Guid unit, int column, BoardCell cell)
        {
            if (!cells.TryGetValue(unit, out var row)) cells[unit] = row = [.. Enumerable.Repeat(BoardCell.Nothing, Columns.Count)];
            row[column] += cell;
        }
    }

    private async Task OffersAsync(CancellationToken cancel)
    {
        var (names, years) = await rows.PlansAsync(cancel, PlanId);
        Plans = [.. names.Select(p => new SelectListItem(p.Number.Length > 0 ? $"{p.Number} {p.Title}" : p.Title, p.Id.ToString()))];
        ShownYear = Year is >= 1990 and <= 2100 ? Year.Value : years.Count == 0 || years.Contains(Today.Year) ? Today.Year : years[^1];
        Years = [.. years.Append(ShownYear).Distinct().OrderDescending().Select(y => new SelectListItem($"Năm {y}", y.ToString(CultureInfo.InvariantCulture), y == ShownYear))];
    }
}
