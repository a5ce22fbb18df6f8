using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Everything in which a draft differs from what it was made from, to be accepted or set back; readable for good.</summary>
public sealed class ChangesModel(LanToaDb db, PlanAccess access, PlanRights rights, DecideChanges decide) : PageModel
{
    [FromQuery(Name = "xem")]
    public string? Show { get; set; }

    public Plan Plan { get; private set; } = null!;

    public PlanOrigin Origin { get; private set; } = null!;

    public IReadOnlyList<DraftChange> All { get; private set; } = [];

    public IReadOnlyList<DraftChange> Shown => Show == "can-xem" ? [.. All.Where(c => c.State == ChangeState.Open)] : All;

    public IReadOnlyList<string> WhyNotEdit { get; private set; } = [];

    public bool MayOpenSource { get; private set; }

    public string SourceWord => Origin.Kind switch { DraftFrom.Template => "mẫu", DraftFrom.Upper => "kế hoạch cấp trên", _ => "kế hoạch trước" };

    private Dictionary<Guid, PlanTask> _tasks = [];
    private Dictionary<string, PlanStatement> _statements = [];

    /// <summary>Where the change stands, in words, and the way to it.</summary>
    public (string Words, string Href) PlaceOf(DraftChange change)
    {
        // A cell of a table ("Quý III/2027") tells nobody where it stands: its task does.
        var at = change.TaskId ?? (change.StatementKey is { } cell && _statements.TryGetValue(cell, out var row0) && row0.Kind == "table-cell" ? change.Places.Select(p => p.Task).FirstOrDefault(t => t is not null) : null);
        if (at is { } task && _tasks.TryGetValue(task, out var row)) return (PlanWords.Short(row.Text, 90), WhyNotEdit.Count == 0 ? PlanLinks.EditTask(task) : PlanLinks.Task(Plan.Id, task));
        if (change.StatementKey is { } key && _statements.TryGetValue(key, out var sentence)) return (PlanWords.Short($"{sentence.Label} {sentence.Words}".Trim(), 90), PlanLinks.Text(Plan.Id, key));
        if (change.Places.Exists(p => p.Field is ChangeField.Title or ChangeField.Period)) return (change.About == ChangeAbout.Time ? "Thời gian thực hiện của kế hoạch" : "Trích yếu", WhyNotEdit.Count == 0 ? PlanLinks.Edit(Plan.Id) : PlanLinks.Of(Plan.Id));
        return ("Cả kế hoạch", PlanLinks.Of(Plan.Id));
    }

    /// <summary>In how many places of the draft it stands, a sentence and its task being one.</summary>
    public static int TimesOf(DraftChange change) => Math.Max(change.Places.Count(p => p.Field == ChangeField.Statement), change.Places.Count(p => p.Field == ChangeField.TaskText));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? change, ChangeAbout? about, ChangeVerdict verdict, string? choice, string? seen, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        // A whole kind at once: what is certain is agreed to, what is to be looked at stays.
        List<Guid> chosen = change is { } one ? [one] : [.. All.Where(c => c.About == about && c.State == ChangeState.Made).Select(c => c.Id)];
        if (change is null && chosen.Count == 0) return Redirect(Here(id));
        var done = await decide.HandleAsync(new DecideInput(id, chosen, change is null ? ChangeVerdict.Accept : verdict, change is null ? null : choice, change is null ? null : seen ?? ""), cancel);
        if (done.IsDone)
        {
            this.Flash(change is null ? "Đã đồng ý các thay đổi chắc chắn của phần này." : verdict == ChangeVerdict.Accept ? "Đã ghi nhận." : "Đã giữ như cũ.");
            return Redirect(Here(id) + (change is { } at ? $"#thay-doi-{at}" : ""));
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError("", problem.Message);
        db.ChangeTracker.Clear();
        return await LoadAsync(id, cancel) ? Page() : NotFound();
    }

    private string Here(Guid id) => PlanLinks.Changes(id) + (Show is null ? "" : $"?xem={Show}");

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan || await db.Set<PlanOrigin>().AsNoTracking().FirstOrDefaultAsync(o => o.PlanId == id, cancel) is not { } origin) return false;
        (Plan, Origin, WhyNotEdit) = (plan, origin, rights.WhyNotEdit(plan));
        All = await db.Set<DraftChange>().AsNoTracking().Where(c => c.PlanId == id).OrderBy(c => c.Ordinal).ThenBy(c => c.Id).ToListAsync(cancel);
        var (tasks, keys) = (All.SelectMany(c => c.Places.Select(p => p.Task).Prepend(c.TaskId)).OfType<Guid>().Distinct().ToList(), All.Select(c => c.StatementKey).OfType<string>().Distinct().ToList());
        _tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => tasks.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancel);
        _statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == id && keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, cancel);
        MayOpenSource = origin.SourcePlanId is { } source && await access.Visible().AnyAsync(p => p.Id == source, cancel);
        return true;
    }
}
