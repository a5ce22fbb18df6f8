using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>One period of a year under a regime, worked out.</summary>
public sealed record RegimePeriod(string Name, DateSpan Window, DateOnly Send, string? ReplacedBy, bool Asked);

/// <summary>A regime as JSON beside what it means for a year: try, then save with a reason.</summary>
public sealed class RegimeModel(RuleBooks books, EditRegimes edit, History history, LanToaDb db, Clock clock) : PageModel
{
    [FromQuery(Name = "code")] public string Code { get; set; } = "";
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [BindProperty] public string? Json { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }

    public RegimeRow? Row { get; private set; }
    public bool Own => Row?.ProvinceId == db.ProvinceId;
    public int ShownYear => Year is >= 2000 and <= 2100 ? Year.Value : clock.Today.Year;
    public IReadOnlyList<RegimePeriod> Periods { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Json = Row is { } row ? EditRegimes.Text(row.Data) : "";
        Version = Own ? Row!.Version : 0;
        await WorkOutAsync(cancel);
        return Page();
    }

    /// <summary>Shows what the text means without saving it.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (await WorkOutAsync(cancel) is { } problem) ModelState.AddModelError(nameof(Json), problem);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var outcome = await edit.SaveAsync(Code, Version, Json, Reason, cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash("Đã lưu chế độ báo cáo. Hạn đã có giữ nguyên; kế hoạch ban hành từ nay theo quy định mới.");
            return LocalRedirect("/rules/regimes");
        }
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        if (outcome.Kind == OutcomeKind.Stale && Own)
        {
            ModelState.Remove(nameof(Version));
            Version = Row!.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem == "Hãy ghi lý do." ? nameof(Reason) : outcome.Kind == OutcomeKind.Stale ? "" : nameof(Json), problem);
        await WorkOutAsync(cancel);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (Code.Length == 0) return true;
        Row = RuleBooks.InForce(await books.RegimesAsync(db.ProvinceId, cancel)).FirstOrDefault(r => r.Code == Code);
        if (Row is null) return false;
        History = await history.OfAsync(Row.Id, cancel: cancel);
        return true;
    }

    private async Task<string?> WorkOutAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Json)) return "Hãy nhập chế độ báo cáo.";
        var (set, data, problem) = await edit.ReadAsync(Json, cancel);
        if (set is null) return problem;
        var regime = set[data!.Code];
        var calendar = (await books.OfAsync(db.ProvinceId, cancel)).Holidays;
        var year = new DateSpan(new DateOnly(ShownYear, 1, 1), new DateOnly(ShownYear, 12, 31));
        var asked = regime.Series.SelectMany(r => CalendarPeriod.Overlapping(r.Period, year).Where(r.Matches)).ToHashSet();
        Periods = [.. regime.Periods.SelectMany(p => CalendarPeriod.Overlapping(p.Kind, year))
            .Select(p => new RegimePeriod(p.Name, regime.WindowOf(p), regime.SendDateOf(p, calendar), regime.AbsorberOf(p, asked)?.Name, asked.Contains(p)))];
        return null;
    }
}
