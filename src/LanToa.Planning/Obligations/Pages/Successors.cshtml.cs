using LanToa.Platform.Search;
using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>A year's figures twice: of the bodies as they were, and of those that carry them on as of a day. Both have the same total.</summary>
public sealed class SuccessorsModel(OccurrenceRows rows, BoardCells cells, NotYetPassedOn before, SuccessionReader successions, IOrganizationDirectory directory, Clock clock) : ListPage
{
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [FromQuery(Name = "ngay")] public DateOnly? Day { get; set; }
    [FromQuery(Name = "all")] public bool Every { get; set; }

    public int ShownYear { get; private set; }
    public DateOnly ShownDay => Day ?? clock.Today;
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];
    public IReadOnlyList<SuccessorFigures> Rows { get; private set; } = [];

    /// <summary>All bodies of then, and all of now: what the filter leaves out is in both.</summary>
    public Figures AsWas { get; private set; }
    public Figures AsIs { get; private set; }
    public int Bodies { get; private set; }
    public bool HasFigures { get; private set; }

    public string NameOf(Guid? unit) => unit is { } id ? directory.NameOf(id) : "Không có cơ quan kế thừa";

    public string Interval(Guid unit) => directory.Find(unit) is { ValidTo: { } last } ? $"đến hết {VietnameseFormat.Date(last)}" : "";

    public string Drill(Guid unit) => $"/obligations?state=all&period={ShownYear}&unit={unit}" + (PlanId is { } plan ? $"&plan={plan}" : "");

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        Rows = PageOf(Rows);
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        await ReadAsync(cancel);
        return this.FileOf($"truoc-va-sau-sap-xep-{ShownYear}", $"Trước và sau sắp xếp {ShownYear}",
            [
                new($"Cơ quan tại ngày {VietnameseFormat.Date(ShownDay)}", l => NameOf(l.Unit), 44), new("Cơ quan khi đó", l => NameOf(l.Part.From), 44), new("Tỷ lệ", l => Plain(l.Part.Weight), 10),
                .. Three("khi đó", p => p.AsWas), .. Three("quy về", p => p.AsIs),
            ], [.. Rows.SelectMany(row => row.Parts.Select(part => new Line(row.Unit, part)))]);

        static FileColumn<Line>[] Three(string when, Func<FiguresPart, Figures> of) =>
            [new($"Đã xong {when}", l => Plain(of(l.Part).Done), 14), new($"Phải làm {when}", l => Plain(of(l.Part).Of), 14), new($"Quá hạn {when}", l => Plain(of(l.Part).Late), 14)];
    }

    private sealed record Line(Guid? Unit, FiguresPart Part);

    // Weights are kept to eight decimals; the file says 0.75 and not 0.75000000.
    private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;

    private async Task ReadAsync(CancellationToken cancel)
    {
        var offers = await PlanYears.OfAsync(rows, PlanId, Year, clock.Today, cancel);
        (Plans, ShownYear, Years) = (PlanYears.ItemsOf(offers.Plans), offers.Shown, offers.Years);

        var asWas = (await cells.OfAsync(ShownYear, PeriodKind.Year, PlanId, cancel)).ToDictionary(u => u.Key, u => u.Value.Aggregate(default(Figures), (sum, c) => sum + new Figures(c.Done, c.Of, c.Late)));
        foreach (var (unit, more) in await before.OfAsync(ShownDay, ShownYear, PlanId, cancel))
            if ((asWas.GetValueOrDefault(unit) + more) is { Of: > 0 } figures) asWas[unit] = figures;
            else asWas.Remove(unit);
        var asIs = SuccessorFigures.Of(asWas, await successions.MapAsync(cancel), ShownDay);
        (HasFigures, Bodies) = (asWas.Count > 0, asWas.Count);
        (AsWas, AsIs) = (asWas.Values.Aggregate(default(Figures), (a, b) => a + b), asIs.Aggregate(default(Figures), (sum, s) => sum + s.AsIs));
        var sought = new SearchQuery(Search);
        Rows = [.. asIs.Where(s => (Every || s.IsChanged) && s.Parts.Select(p => (Guid?)p.From).Append(s.Unit).Any(u => sought.Finds(NameOf(u))))
            .OrderBy(s => s.Unit is null).ThenBy(s => Folding.Fold(NameOf(s.Unit)), StringComparer.Ordinal)];
    }
}
