using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>An amendment beside the plan that it amends, what comes of it, and the form that applies it.</summary>
public sealed class DifferenceModel(LanToaDb db, PlanAccess access, AmendmentDesk desk, ApplyAmendment apply, PairTasks pair, StartAmendment start, History history, Clock clock) : PageModel
{
    public sealed class Form
    {
        public int Version { get; set; }
        public int PlanVersion { get; set; }
        /// <summary>When the page was opened, in ticks.</summary>
        public long Opened { get; set; }
        public string? Number { get; set; }
        public string? Symbol { get; set; }
        public DateOnly? Date { get; set; }
        public DateOnly? EffectiveOn { get; set; }
        public string? Reason { get; set; }
        public List<Guid> Keep { get; set; } = [];
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    [FromQuery(Name = "tu")]
    public DateOnly? EffectiveOn { get; set; }

    public AmendmentSheet Sheet { get; private set; } = null!;

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Meanwhile { get; private set; } = [];

    /// <summary>Of a document that was imported a person says whether it takes the place of all.</summary>
    public bool MayChoose => Sheet.Amendment.SourceFileId is not null && start.WhyNot(Sheet.Plan).Count == 0;

    /// <summary>Where a person corrects which task is which, by the task of the amendment.</summary>
    public IReadOnlyDictionary<TaskContent, string> Pairing => pair.WhyNot(Sheet.Plan, Sheet.Amendment).Count > 0 ? new Dictionary<TaskContent, string>(ReferenceEqualityComparer.Instance)
        : Sheet.Tasks.Where(t => !ReferenceEquals(t.Row.Old, t.Row.New)).ToDictionary(t => t.Row.New!, t => PlanLinks.Pair(Sheet.Amendment.Id, t.Task.Id), (IEqualityComparer<TaskContent>)ReferenceEqualityComparer.Instance);

    public IReadOnlyList<SelectListItem> KeepItems =>
        [.. Sheet.RemovedWithResults.Select(t => new SelectListItem($"{PlanWords.Short(t.Text, 200)} ({Sheet.Effects[t.Id].Results} kỳ có kết quả, {Sheet.Effects[t.Id].Files} tài liệu)", t.Id.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, EffectiveOn, cancel)) return NotFound();
        if (Sheet.Amendment.State == PlanState.Applied) return Applied(ApplyAmendment.AlreadyApplied(Sheet.Amendment));
        Stamp();
        (Input.Number, Input.Symbol, Input.Date) = (Sheet.Amendment.Number, Sheet.Amendment.Symbol, Sheet.Amendment.Date);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        var day = Input.EffectiveOn ?? EffectiveOn;
        if (!await OpenAsync(id, day, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var applied = await apply.HandleAsync(new ApplyInput(id, Input.Version, Input.PlanVersion, Input.Number, Input.Symbol, Input.Date, day ?? Sheet.EffectiveOn, Input.Reason, Input.Keep), cancel);
        if (applied.IsDone) return Applied(applied.By ?? "Đã áp dụng điều chỉnh. Việc của các cơ quan được điều chỉnh ngay bây giờ.", applied.By is null ? StatusKind.Done : StatusKind.InProgress);
        // The day is chosen above, where it shows what comes of it.
        foreach (var problem in applied.WhyNot) ModelState.AddModelError(problem.Field switch { "" => "", nameof(Form.EffectiveOn) => "tu", var field => $"Input.{field}" }, problem.Message);
        db.ChangeTracker.Clear();
        await OpenAsync(id, day, cancel);
        if (!applied.Stale) return Page();
        var opened = new DateTimeOffset(Math.Clamp(Input.Opened, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        Meanwhile = [.. (await history.OfAsync(id, 20, cancel: cancel)).Concat(await history.OfAsync(Sheet.Plan.Id, 20, cancel: cancel)).Where(line => line.At >= opened).OrderByDescending(line => line.At)];
        // The newest versions are on the page now: sending again is a decision about them.
        foreach (var key in new[] { "Input.Version", "Input.PlanVersion", "Input.Opened" }) ModelState.Remove(key);
        Stamp();
        return Page();
    }

    public async Task<IActionResult> OnPostScopeAsync(Guid id, bool whole, CancellationToken cancel)
    {
        if (!await OpenAsync(id, EffectiveOn, cancel)) return NotFound();
        var set = await desk.SetScopeAsync(id, whole, cancel);
        if (set.IsDone) return Redirect(PlanLinks.Difference(id, EffectiveOn));
        foreach (var why in set.WhyNot) ModelState.AddModelError("", why.Message);
        Stamp();
        return Page();
    }

    private RedirectResult Applied(string words, StatusKind kind = StatusKind.InProgress)
    {
        this.Flash(words, kind);
        return Redirect(PlanLinks.Of(Sheet.Plan.Id));
    }

    private void Stamp() => (Input.Version, Input.PlanVersion, Input.Opened) = (Sheet.Amendment.Version, Sheet.Plan.Version, clock.Now.UtcTicks);

    private async Task<bool> OpenAsync(Guid id, DateOnly? day, CancellationToken cancel)
    {
        if (!await access.Visible().AnyAsync(p => p.Id == id, cancel) || await desk.OpenAsync(id, day, cancel) is not { } sheet) return false;
        (Sheet, WhyNot) = (sheet, sheet.Amendment.State == PlanState.Applied ? [] : await apply.WhyNotAsync(sheet, cancel));
        return true;
    }
}
