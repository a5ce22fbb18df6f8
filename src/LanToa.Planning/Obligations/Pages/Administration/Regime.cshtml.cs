using System.ComponentModel.DataAnnotations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>One period of a year under a regime, worked out: the day printed to send it, and the day due where that one is a day of rest.</summary>
public sealed record RegimePeriod(string Name, DateSpan Window, DateOnly Send, DateOnly Due, string? ReplacedBy, bool Asked);

/// <summary>A regime as JSON beside what it means for a year: try, then save with a reason.</summary>
public sealed class RegimeModel(RuleBooks books, RegimeScopes scopes, EditRegimes edit, History history, LastChange last, DueChanges changes, LanToaDb db, Clock clock) : PageModel
{
    /// <summary>Empty for a regime that is still to be made.</summary>
    [FromQuery(Name = "code"), ValidateNever] public string Code { get; set => field = value ?? ""; } = "";
    [FromQuery(Name = "year")] public int? Year { get; set; }
    [BindProperty, StringLength(200_000, ErrorMessage = "Quy định dài quá 200.000 chữ.")] public string? Json { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public int Version { get; set; }
    [BindProperty] public DateOnly? Last { get; set; }
    /// <summary>Codes of <see cref="RegimeChoices"/>.</summary>
    [BindProperty] public List<string> Replaces { get; set; } = [];
    [BindProperty] public ShiftRule Shift { get; set; }

    /// <summary>What the person saw when the form was opened, and what they take over of another person's change.</summary>
    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public List<string> Take { get; set; } = [];

    public RegimeRow? Row { get; private set; }
    /// <summary>This administrator's own version of the code, withdrawn or not.</summary>
    public RegimeRow? Mine { get; private set; }
    public string Scope => Row is null ? "" : scopes.Words(Row, db.ProvinceId);
    /// <summary>Whose regime it is when it speaks of another province.</summary>
    public string? OfAnother => Row is not null && scopes.IsOfAnother(Row, db.ProvinceId) ? Scope : null;
    public bool Own => Mine is { WithdrawnAt: null };
    public int ShownYear => Year is >= 2000 and <= 2100 ? Year.Value : clock.Today.Year;
    public IReadOnlyList<RegimePeriod> Periods { get; private set; } = [];
    /// <summary>Whose send date is another than the table's, and when.</summary>
    public IReadOnlyList<(string Who, string When)> OwnSends { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Replacements { get; } = [.. RegimeChoices.All.Select(c => new SelectListItem(c.Text, c.Code))];

    public IReadOnlyList<SelectListItem> Shifts { get; } =
    [
        new("Giữ nguyên ngày đã ghi", nameof(ShiftRule.None)), new("Chuyển về ngày làm việc liền trước", nameof(ShiftRule.Before)), new("Chuyển đến ngày làm việc liền sau", nameof(ShiftRule.After)),
    ];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Code.Length == 0) return LocalRedirect("/rules/regimes/terms");
        if (!await LoadAsync(cancel)) return NotFound();
        Json = EditRegimes.Text(Row!.Data);
        Version = Mine?.Version ?? 0;
        if (Row is { } opened) Seen = RegimeForm.Shared.Seen(new RegimeForm(opened.Data));
        await WorkOutAsync(cancel);
        if (Row is not null && Worked is { } regime) (Replaces, Shift) = (RegimeChoices.Of(regime), regime.Shift);
        return Page();
    }

    /// <summary>Which report stands in for which, and the shift, without writing JSON.</summary>
    public async Task<IActionResult> OnPostChoicesAsync(string? whyChoices, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || Row is null) return NotFound();
        if (ModelState.GetFieldValidationState(nameof(Shift)) == ModelValidationState.Invalid || !Enum.IsDefined(Shift) || Replaces.Except(RegimeChoices.All.Select(c => c.Code)).Any()) return BadRequest();
        Json = EditRegimes.Text(Row.Data);
        await WorkOutAsync(cancel);
        var typed = new RegimeForm(RegimeChoices.With(Row.Data, Worked!, Replaces, Shift));
        var clashes = await ClashesAsync("chon", typed, cancel);
        Json = EditRegimes.Text(typed.Data);
        if (clashes)
        {
            await WorkOutAsync(cancel);
            if (Worked is { } merged) (Replaces, Shift) = (RegimeChoices.Of(merged), merged.Shift);
            foreach (var field in new[] { nameof(Replaces), nameof(Shift) }) ModelState.Remove(field);
            Json = EditRegimes.Text(Row.Data);
            return Page();
        }
        return await AnswerAsync(await edit.SaveAsync(Code, Version, Json, whyChoices, cancel), "Đã lưu chế độ báo cáo", problem => problem == "Hãy ghi lý do." ? "whyChoices" : "", cancel, choicesSent: true);
    }

    /// <summary>Shows what the text means without saving it.</summary>
    public async Task<IActionResult> OnPostTryAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        await ShowChoicesAsync(cancel);
        if (await WorkOutAsync(cancel) is { } problem) ModelState.AddModelError(nameof(Json), problem);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is not null && (await edit.ReadAsync(Json, cancel)) is { Problem: null, Data: { } data })
        {
            var typed = new RegimeForm(data);
            var clashes = await ClashesAsync("luu", typed, cancel);
            if (!ReferenceEquals(typed.Data, data))
            {
                ModelState.Remove(nameof(Json));
                Json = EditRegimes.Text(typed.Data);
            }
            if (clashes) return await ShowAsync(cancel);
        }
        var outcome = await edit.SaveAsync(Code, Version, Json, Reason, cancel);
        return await AnswerAsync(outcome, "Đã lưu chế độ báo cáo", problem => problem == "Hãy ghi lý do." ? nameof(Reason) : nameof(Json), cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? why, bool back, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        var outcome = await edit.WithdrawAsync(Code, Version, !back, why, cancel);
        if (outcome.Kind == OutcomeKind.Stale && Mine is { } mine)
        {
            ModelState.Remove(nameof(Version));
            Version = mine.Version;
            ModelState.AddModelError("", await last.ToldAsync(mine.Id, cancel));
            return await ShowAsync(cancel);
        }
        return await AnswerAsync(outcome, back ? "Đã lấy lại chế độ báo cáo" : "Đã gỡ chế độ báo cáo", problem => problem == "Hãy ghi lý do." ? "why" : "", cancel);
    }

    public async Task<IActionResult> OnPostEndAsync(string? because, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } row && Last is not null)
        {
            var typed = new RegimeForm(row.Data with { ValidTo = Last });
            if (await ClashesAsync("ket-thuc", typed, cancel)) return await ShowAsync(cancel);
            if (Take.Count > 0) ModelState.Remove(nameof(Last));
            Last = typed.Data.ValidTo;
        }
        return await AnswerAsync(await edit.EndAsync(Code, Version, Last, because, cancel), "Đã ghi ngày cuối còn hiệu lực", problem => problem == "Hãy ghi lý do." ? "because" : nameof(Last), cancel);
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, string done, Func<string, string> fieldOf, CancellationToken cancel, bool choicesSent = false)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return await this.SavedRuleAsync(changes, db.ProvinceId, done, "/rules/regimes", cancel);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        // Saved by another between reading and writing: the version that was posted stays, so that the next press shows what they changed.
        foreach (var problem in outcome.Problems) ModelState.AddModelError(outcome.Kind == OutcomeKind.Stale ? "" : fieldOf(problem), problem);
        return await ShowAsync(cancel, choicesSent);
    }

    private async Task<PageResult> ShowAsync(CancellationToken cancel, bool choicesSent = false)
    {
        if (!choicesSent) await ShowChoicesAsync(cancel);
        Json ??= Row is { } row ? EditRegimes.Text(row.Data) : "";
        await WorkOutAsync(cancel);
        return Page();
    }

    /// <summary>The choices as they stand, where another form of the page was sent.</summary>
    private async Task ShowChoicesAsync(CancellationToken cancel)
    {
        if (Row is { } row && (await edit.ReadAsync(EditRegimes.Text(row.Data), cancel)).Set?[row.Code] is { } regime) (Replaces, Shift) = (RegimeChoices.Of(regime), regime.Shift);
    }

    private (string Form, EditClash Clash)? _clash;

    /// <summary>What another person changed meanwhile, in the form that it concerns.</summary>
    public EditClash? ClashIn(string form) => _clash is { } found && found.Form == form ? found.Clash : null;

    /// <summary>
    /// Meets what another person saved since the form was opened: true when this person must see it before anything is written; otherwise what
    /// was chosen of theirs is in <paramref name="typed"/>, and the version is the one that stands now.
    /// </summary>
    private async Task<bool> ClashesAsync(string form, RegimeForm typed, CancellationToken cancel)
    {
        var (now, version) = (new RegimeForm(Row!.Data), Mine?.Version ?? 0);
        if (await RegimeForm.MeetAsync(Row, Version != version || Row.Id != Mine?.Id, Seen, Take, typed, ModelState, last, cancel) is { } clash) _clash = (form, clash);
        foreach (var field in new[] { nameof(Version), nameof(Seen) }) ModelState.Remove(field);
        (Version, Seen) = (version, RegimeForm.Shared.Seen(now));
        return _clash is not null;
    }

    /// <summary>The text with what it is based on, when it is sound.</summary>
    private ReportingRegime? Worked { get; set; }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var all = await books.RegimesAsync(db.ProvinceId, cancel);
        Mine = all.Find(r => r.Code == Code && r.ProvinceId == db.ProvinceId);
        Row = RuleBooks.InForce(all).FirstOrDefault(r => r.Code == Code) ?? Mine;
        if (Row is null) return false;
        // The province's own version began as the country's: both are its history.
        var lines = new List<HistoryLine>();
        foreach (var version in all.Where(r => r.Code == Code && (r.ProvinceId == db.ProvinceId || r.ProvinceId == 0)))
            lines.AddRange((await history.OfAsync(version.Id, shared: true, cancel: cancel)).Select(l => version.ProvinceId == db.ProvinceId ? l : l with { Part = "bản chung của cả nước" }));
        History = [.. lines.OrderByDescending(l => l.At)];
        return true;
    }

    /// <summary>By level, as <see cref="ReportingRegime.SendRuleOf"/> decides: what a period says itself goes before what the regime says of a level.</summary>
    public static IEnumerable<(string Who, string When)> OwnSendsOf(ReportingRegime regime)
    {
        foreach (var (level, send) in regime.SendByLevel)
        {
            var others = regime.Periods.Where(p => regime.SendRuleOf(p.Kind, level) != send).Select(p => RegimeFieldsAttribute.Period(new PeriodRef(p.Kind))).ToList();
            yield return (RegimeFieldsAttribute.Level(level), RegimeFieldsAttribute.Send(send) + (others.Count > 0 ? $", trừ báo cáo {string.Join(", ", others)}" : ""));
        }
        foreach (var period in regime.Periods)
            foreach (var (level, send) in period.SendByLevel ?? new Dictionary<string, SendRule>(StringComparer.Ordinal))
                yield return ($"{RegimeFieldsAttribute.Level(level)}, báo cáo {RegimeFieldsAttribute.Period(new PeriodRef(period.Kind))}", RegimeFieldsAttribute.Send(send) ?? "");
    }

    private async Task<string?> WorkOutAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Json)) return "Hãy nhập chế độ báo cáo.";
        var (set, data, problem) = await edit.ReadAsync(Json, cancel);
        if (set is null) return problem;
        Worked = set[data!.Code];
        var regime = Worked;
        var calendar = (await books.OfAsync(db.ProvinceId, cancel)).Own.Holidays;
        var year = new DateSpan(new DateOnly(ShownYear, 1, 1), new DateOnly(ShownYear, 12, 31));
        var asked = regime.Series.SelectMany(r => CalendarPeriod.Overlapping(r.Period, year).Where(r.Matches)).ToHashSet();
        Periods = [.. regime.Periods.SelectMany(p => CalendarPeriod.Overlapping(p.Kind, year))
            .Select(p => (Period: p, Send: regime.SendDateOf(p, calendar)))
            .Select(p => new RegimePeriod(p.Period.Name, regime.WindowOf(p.Period), p.Send, calendar.Shifted(p.Send, regime.Shift), regime.AbsorberOf(p.Period, asked)?.Name, asked.Contains(p.Period)))];
        OwnSends = [.. OwnSendsOf(regime)];
        return null;
    }
}
