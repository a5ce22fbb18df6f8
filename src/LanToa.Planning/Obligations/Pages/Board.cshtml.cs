using LanToa.Platform.Search;
using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One agency.</summary>
public sealed record BoardRow(OrganizationInfo Unit, IReadOnlyList<BoardCell> Cells, BoardCell Total);

/// <summary>Agencies × periods of a year: done of what was due in each quarter or month, with totals over all agencies of the filter.</summary>
public sealed class BoardModel(OccurrenceRows rows, BoardCells figures, IOrganizationDirectory directory, Clock clock) : PaperPage
{
    private const int OfPage = 50;

    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [FromQuery(Name = "by")] public string? By { get; set; }
    [FromQuery(Name = "group")] public string? Group { get; set; }

    public override string Noun => "cơ quan";

    /// <summary>This board, or its print, with the filter that it has.</summary>
    public string Address(bool forPaper) => Query.With(Request, "in", forPaper ? "1" : null);

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

    public bool Begun(CalendarPeriod period) => period.Span.From <= Today;

    public async Task OnGetAsync(CancellationToken cancel) => Rows = PageOf(await FindAsync(cancel), IsForPaper ? MostPrinted : OfPage);

    /// <summary>Every agency of the filter; each period as done, owed and late.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        var rows = await FindAsync(cancel);
        var columns = new List<FileColumn<BoardRow>> { new("Nhóm", r => GroupOf(r.Unit), 24), new("Cơ quan", r => NameOf(r.Unit), 44) };
        foreach (var (period, i) in Columns.Select((c, i) => (c, i))) columns.AddRange(Three(period.Name, r => r.Cells[i]));
        columns.AddRange(Three("cả năm", r => r.Total));
        return this.FileOf($"viec-theo-co-quan-{ShownYear}", $"Việc theo cơ quan {ShownYear}", columns, rows);

        static IEnumerable<FileColumn<BoardRow>> Three(string period, Func<BoardRow, BoardCell> cell) =>
            [new($"Đã xong, {period}", r => cell(r).ShownDone, 12), new($"Phải làm, {period}", r => cell(r).ShownOf, 12), new($"Quá hạn, {period}", r => cell(r).Late, 12)];
    }

    private async Task<List<BoardRow>> FindAsync(CancellationToken cancel)
    {
        var kind = By == "month" ? PeriodKind.Month : PeriodKind.Quarter;
        await OffersAsync(cancel);
        Columns = [.. Enumerable.Range(1, kind.PerYear()).Select(i => new CalendarPeriod(kind, ShownYear, i))];
        var cells = await figures.OfAsync(ShownYear, kind, PlanId, cancel);

        var units = cells.Keys.Select(directory.Find).OfType<OrganizationInfo>().ToList();
        Groups = [.. units.Select(RankOf).Distinct().Order().Select(i => new SelectListItem(AllGroups[i].Name, AllGroups[i].Name))];
        var sought = new SearchQuery(Search);
        units = [.. units.Where(u => (string.IsNullOrEmpty(Group) || GroupOf(u) == Group) && sought.Finds(NameOf(u)))
            .OrderBy(RankOf).ThenBy(u => Folding.Fold(NameOf(u)), StringComparer.Ordinal)];
        Totals = [.. Columns.Select((_, i) => units.Aggregate(BoardCell.Nothing, (sum, u) => sum + cells[u.Id][i]))];
        Total = Totals.Aggregate(BoardCell.Nothing, (a, b) => a + b);
        return [.. units.Select(u => new BoardRow(u, cells[u.Id], cells[u.Id].Aggregate(BoardCell.Nothing, (a, b) => a + b)))];
    }

    private async Task OffersAsync(CancellationToken cancel)
    {
        var offers = await PlanYears.OfAsync(rows, PlanId, Year, Today, cancel);
        (Plans, ShownYear, Years) = (PlanYears.ItemsOf(offers.Plans), offers.Shown, offers.Years);
    }
}
