using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>What leaders remark on a plan that was submitted, and the answers: at single tasks and sentences.</summary>
public sealed class RemarksModel(LanToaDb db, PlanAccess access, PlanRemarks remarks) : PageModel
{
    private const string TaskMark = "viec:", StatementMark = "cau:";

    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>Empty for the whole plan, "viec:ID" or "cau:KEY".</summary>
    [BindProperty]
    public string? About { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public Plan Plan { get; private set; } = null!;

    public IReadOnlyList<PlanRemark> All { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    public IReadOnlyList<string> WhyNotWrite { get; private set; } = [];

    public IReadOnlyList<string> WhyNotAnswer { get; private set; } = [];

    private Dictionary<Guid, PlanTask> _tasks = [];
    private Dictionary<string, PlanStatement> _statements = [];

    public (string Words, string Href) PlaceOf(PlanRemark remark) => remark switch
    {
        { TaskId: { } task } when _tasks.TryGetValue(task, out var row) => ($"Nhiệm vụ “{PlanWords.Short(row.Text, 120)}”", PlanLinks.Task(Plan.Id, task)),
        { StatementKey: { } key } when _statements.TryGetValue(key, out var row) => ($"Câu “{PlanWords.Short(row.Words, 120)}”", PlanLinks.Text(Plan.Id, key)),
        _ => ("Cả kế hoạch", PlanLinks.Of(Plan.Id)),
    };

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? viec, string? cau, CancellationToken cancel)
    {
        About = viec is { } task ? $"{TaskMark}{task}" : cau is not null ? $"{StatementMark}{cau}" : null;
        if (!await LoadAsync(id, cancel)) return NotFound();
        Key = Guid.CreateVersion7();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        Guid? task = About?.StartsWith(TaskMark, StringComparison.Ordinal) == true && Guid.TryParse(About.AsSpan(TaskMark.Length), out var known) ? known : null;
        var statement = About?.StartsWith(StatementMark, StringComparison.Ordinal) == true ? About[StatementMark.Length..] : null;
        if (!string.IsNullOrEmpty(About) && task is null && statement is null)
        {
            ModelState.AddModelError(nameof(About), "Hãy chọn lại nhiệm vụ hoặc câu mà bạn góp ý.");
            return Page();
        }
        var done = await remarks.WriteAsync(new RemarkInput(Key, id, task, statement, Text), cancel);
        return done.IsDone ? Done("Đã ghi góp ý. Công chức soạn kế hoạch thấy góp ý ngay tại chỗ đó.") : await AgainAsync(id, done, cancel);
    }

    public async Task<IActionResult> OnPostAnswerAsync(Guid id, Guid remark, int version, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        // A field of another name in each form is not bound.
        var answer = Request.Form[AnswerField(remark)].ToString();
        ModelState.SetModelValue(AnswerField(remark), answer, answer);
        var done = await remarks.AnswerAsync(id, remark, version, answer, cancel);
        return done.IsDone ? Done("Đã trả lời góp ý.") : await AgainAsync(id, done, cancel, AnswerField(remark));
    }

    /// <summary>Each answer has a field of its own: what was typed comes back in its form alone.</summary>
    public static string AnswerField(Guid remark) => $"Answer-{remark}";

    private RedirectResult Done(string words)
    {
        this.Flash(words);
        return Redirect(PlanLinks.Remarks(Plan.Id));
    }

    private async Task<IActionResult> AgainAsync(Guid id, PlanEdit edit, CancellationToken cancel, string? answer = null)
    {
        foreach (var problem in edit.WhyNot) ModelState.AddModelError(problem.Field == "Answer" ? answer! : problem.Field, problem.Message);
        db.ChangeTracker.Clear();
        return await LoadAsync(id, cancel) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan || !remarks.MayRead(plan)) return false;
        (Plan, All) = (plan, await remarks.OfAsync(plan, cancel));
        (WhyNotWrite, WhyNotAnswer) = (remarks.WhyNotWrite(plan), remarks.WhyNotAnswer(plan));
        _tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == id).OrderBy(t => t.Ordinal).ToDictionaryAsync(t => t.Id, cancel);
        List<string> keys = [.. All.Select(r => r.StatementKey).OfType<string>()];
        if (About?.StartsWith(StatementMark, StringComparison.Ordinal) == true) keys.Add(About[StatementMark.Length..]);
        _statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == id && keys.Contains(s.Key)).ToDictionaryAsync(s => s.Key, cancel);
        Places = [.. _statements.Values.Where(s => About == StatementMark + s.Key).Select(s => new SelectListItem($"Câu: {PlanWords.Short(s.Words, 100)}", StatementMark + s.Key)),
            .. _tasks.Values.Where(t => t.State == TaskState.Active).OrderBy(t => t.Ordinal).Select((t, n) => new SelectListItem($"Nhiệm vụ {n + 1}: {PlanWords.Short(t.Text, 100)}", $"{TaskMark}{t.Id}"))];
        return true;
    }
}
