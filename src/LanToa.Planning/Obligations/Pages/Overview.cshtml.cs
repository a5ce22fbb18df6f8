using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One line of the screen: a plan or a unit by its name, how it stands, and the query that names it in the list behind.</summary>
public sealed record OverviewLine(string Name, string? Sub, Compared Figures, string Query);

/// <summary>A table of the screen.</summary>
public sealed record OverviewTable(string Caption, string Noun, IReadOnlyList<OverviewLine> Lines, OverviewModel Page);

/// <summary>
/// Toàn cảnh: for the unit chosen now with what stands below it, how much was done on time, by plan and by unit, against the quarter before, and what is late and why.
/// Every number leads to the list of exactly as many rows.
/// </summary>
public sealed class OverviewModel(Standings standings, OccurrenceRows rows, PlanNames plans, OrganizationDirectory directory, Actor actor, Clock clock) : PaperPage
{
    private const int MostLate = 15;

    private const int OfPage = 30;

    [FromQuery(Name = "year")] public int? Year { get; set; }
    [FromQuery(Name = "quarter")] public int? Quarter { get; set; }
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }

    public override string Noun => "cơ quan";

    /// <summary>This screen, or its print, with the filter that it has.</summary>
    public string Address(bool forPaper) => Query.With(Request, "in", forPaper ? "1" : null);

    public DateOnly Today => clock.Today;
    public string Unit => actor.Unit?.Name ?? "mọi đơn vị bạn được xem";
    public CalendarPeriod Period { get; private set; }
    /// <summary>The quarter whose share is compared with that of the one before it.</summary>
    public CalendarPeriod Latest { get; private set; }
    public CalendarPeriod Before => CalendarPeriod.Of(PeriodKind.Quarter, Latest.FirstMonth.AddMonths(-1));
    public Standing Total { get; private set; }
    public Standing LatestTotal { get; private set; }
    public Standing BeforeTotal { get; private set; }
    public LateReasons Why { get; private set; } = new(0, 0, 0);
    public IReadOnlyList<OccurrenceRow> LongestLate { get; private set; } = [];
    /// <summary>By what rule each of them is due, in words, by the obligation.</summary>
    public IReadOnlyDictionary<Guid, string> Rules { get; private set; } = new Dictionary<Guid, string>();
    public IReadOnlyList<OverviewLine> OfPlans { get; private set; } = [];
    public IReadOnlyList<OverviewLine> OfUnits { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Quarters { get; } = [new("Cả năm", ""), .. Enumerable.Range(1, 4).Select(q => new SelectListItem("Quý " + ViText.Quarter(q), q.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];

    /// <summary>The list of exactly what a number counts.</summary>
    public string Drill(string state, string? line = null, CalendarPeriod? period = null) =>
        $"/obligations?scope=1&state={state}&period={(period ?? Period).Key}{(PlanId is { } plan && line?.Contains("plan=", StringComparison.Ordinal) != true ? $"&plan={plan}" : "")}{(line is null ? "" : $"&{line}")}";

    /// <summary>"12/15 (80 %)".</summary>
    public static string Words(Standing s) => s.Share is { } share ? $"{VietnameseFormat.Number(s.OnTime)}/{VietnameseFormat.Number(s.Reckoned)} ({Percent(share)})" : "chưa có kỳ nào";

    public static string Percent(decimal share) => $"{VietnameseFormat.Number(Math.Round(share * 100, 1))} %";

    public static string Trend(Compared c) => c.Rise is not { } rise ? "" : Math.Abs(rise) < 0.0005m ? "không đổi" : $"{(rise > 0 ? "tăng" : "giảm")} {VietnameseFormat.Number(Math.Round(Math.Abs(rise) * 100, 1))} điểm";

    /// <summary>Whose move it is.</summary>
    public string WaitsFor(OccurrenceRow row) => row.Occurrence.ExtensionTo is { } to
        ? $"{directory.NameOf(row.Occurrence.AssignerId)} trả lời việc xin lùi hạn đến {VietnameseFormat.Date(to)}"
        : $"{DoerOf(row)}{(row.Obligation.AssigneeName is { } person ? $" ({person})" : "")} {(row.Occurrence.ReturnedOn is { } on ? $"làm lại sau khi bị trả lại {VietnameseFormat.Date(on)}" : "báo kết quả")}";

    // Whoever carries on a body that has ended does what it left.
    private string DoerOf(OccurrenceRow row) => directory.HeirsOf(row.Occurrence.UnitId, Today) is { Count: > 0 } heirs ? string.Join(", ", heirs.Select(directory.NameOf)) : row.UnitName;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (names, years) = await rows.PlansAsync(cancel);
        Choose(years);
        (Plans, Years) = (PlanYears.ItemsOf(names), PlanYears.ItemsOf(years.Append(Period.Year).Append(Today.Year), Period.Year));
        await FindAsync(cancel);
        OfUnits = PageOf(OfUnits, IsForPaper ? MostPrinted : OfPage);
        Why = Total.Late == 0 ? Why : await standings.WhyAsync(Period.Span, PlanId, Total.Late, cancel);
        LongestLate = Total.Late == 0 ? [] : await standings.LongestLateAsync(Period.Span, PlanId, MostLate, cancel);
        Rules = await rows.RulesOfAsync([.. LongestLate.Select(r => r.Obligation.Id)], cancel);
    }

    /// <summary>Plans, then units, all of them.</summary>
    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        Choose((await rows.PlansAsync(cancel)).Years);
        await FindAsync(cancel);
        return this.FileOf($"toan-canh-{Period.Key}", $"Toàn cảnh {Period.Key}",
            [
                new("Loại", r => r.Kind, 12), new("Tên", r => r.Line.Name, 60), new("Đúng hạn", r => r.Line.Figures.Shown.OnTime, 12), new("Xong trễ", r => r.Line.Figures.Shown.DoneLate, 12), new("Chờ xác nhận", r => r.Line.Figures.Shown.Waiting, 14),
                new("Quá hạn", r => r.Line.Figures.Shown.Late, 12), new("Tổng số kỳ đã đến hạn hoặc đã báo xong", r => r.Line.Figures.Shown.Reckoned, 20), new("Tỷ lệ đúng hạn (%)", r => Rounded(r.Line.Figures.Shown.Share), 14),
                new($"Tỷ lệ {Latest.Name} (%)", r => Rounded(r.Line.Figures.Quarter.Share), 14), new($"Tỷ lệ {Before.Name} (%)", r => Rounded(r.Line.Figures.Before.Share), 14),
            ], [.. OfPlans.Select(l => (Kind: "Kế hoạch", Line: l)), .. OfUnits.Select(l => (Kind: "Cơ quan", Line: l))]);

        static decimal? Rounded(decimal? share) => share is { } s ? Math.Round(s * 100, 2) : null;
    }

    private void Choose(IReadOnlyList<int> years)
    {
        var year = Year is >= 1990 and <= 2100 ? Year.Value : years.Count == 0 || years.Contains(Today.Year) ? Today.Year : years[^1];
        Period = Quarter is >= 1 and <= 4 ? new CalendarPeriod(PeriodKind.Quarter, year, Quarter.Value) : new CalendarPeriod(PeriodKind.Year, year);
        Latest = Period.Kind == PeriodKind.Quarter ? Period : year == Today.Year ? CalendarPeriod.Of(PeriodKind.Quarter, Today) : new CalendarPeriod(PeriodKind.Quarter, year, 4);
    }

    private async Task FindAsync(CancellationToken cancel)
    {
        var ofPlans = await standings.OfPlansAsync(Period.Span, Latest, cancel);
        if (PlanId is { } only) ofPlans = [.. ofPlans.Where(c => c.Id == only)];
        var ofUnits = await standings.OfUnitsAsync(Period.Span, Latest, PlanId, cancel);
        var names = await plans.OfAsync([.. ofPlans.Select(c => c.Id)], cancel);
        OfPlans = [.. ofPlans.Select(c => (Name: names.GetValueOrDefault(c.Id), Compared: c)).Select(p => new OverviewLine(p.Name?.Title ?? "(không rõ kế hoạch)", p.Name?.Number ?? "", p.Compared, $"plan={p.Compared.Id}"))
            .OrderByDescending(l => l.Figures.Shown.Late).ThenBy(l => l.Sub, StringComparer.Ordinal).ThenBy(l => l.Figures.Id)];
        OfUnits = [.. ofUnits.Select(c => new OverviewLine(directory.NameOf(c.Id), null, c, $"unit={c.Id}")).OrderByDescending(l => l.Figures.Shown.Late).ThenBy(l => l.Figures.Shown.Share).ThenBy(l => Folding.Fold(l.Name), StringComparer.Ordinal)];
        Total = Standing.Sum(ofUnits.Select(c => c.Shown));
        LatestTotal = Standing.Sum(ofUnits.Select(c => c.Quarter));
        BeforeTotal = Standing.Sum(ofUnits.Select(c => c.Before));
    }
}
