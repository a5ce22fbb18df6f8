using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Says which task of the plan a task of the amendment is, where the words told it wrongly.</summary>
public sealed class PairModel(LanToaDb db, PlanAccess access, AmendmentDesk desk, PairTasks pair) : PageModel
{
    /// <summary>The choice of a task that continues none.</summary>
    private const string New = "moi";

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The id of a task of the plan, or that it is none of them.</summary>
    [BindProperty]
    public string? Choice { get; set; }

    public AmendmentSheet Sheet { get; private set; } = null!;

    /// <summary>The task of the amendment beside the one with which it is paired now.</summary>
    public TaskRow Row { get; private set; } = null!;

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    /// <summary>A new task, then the tasks of the plan: the one it is paired with now, those that are paired with none, the most alike first.</summary>
    public IReadOnlyList<SelectListItem> Choices { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await OpenAsync(id, task, cancel)) return NotFound();
        (Version, Choice) = (Sheet.Amendment.Version, Row.Old?.Id.ToString() ?? New);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await OpenAsync(id, task, cancel)) return NotFound();
        if (!ModelState.IsValid || WhyNot.Count > 0) return Page();
        if (Choice != New && !Guid.TryParse(Choice, out _))
        {
            ModelState.AddModelError(nameof(Choice), "Bạn chưa chọn nhiệm vụ này là nhiệm vụ nào.");
            return Page();
        }
        var continues = Choice == New ? (Guid?)null : Guid.Parse(Choice!);
        var done = await pair.HandleAsync(new PairInput(id, Version, task, continues), cancel);
        if (done.IsDone)
        {
            this.Flash("Đã ghép lại; phần khác nhau được tính lại theo đó.");
            return Redirect($"{PlanLinks.Difference(id)}#khac-{continues ?? task}");
        }
        foreach (var problem in done.WhyNot) ModelState.AddModelError(problem.Field.Length > 0 ? nameof(Choice) : "", problem.Message);
        db.ChangeTracker.Clear();
        if (!await OpenAsync(id, task, cancel)) return NotFound();
        ModelState.Remove(nameof(Version));
        Version = Sheet.Amendment.Version;
        return Page();
    }

    private async Task<bool> OpenAsync(Guid id, Guid task, CancellationToken cancel)
    {
        if (!await access.Visible().AnyAsync(p => p.Id == id, cancel) || await desk.OpenAsync(id, null, cancel) is not { } sheet || sheet.Tasks.FirstOrDefault(t => t.Task.Id == task) is not { } touched) return false;
        (Sheet, Row, WhyNot) = (sheet, touched.Row, pair.WhyNot(sheet.Plan, sheet.Amendment));
        var alike = TaskMatches.Suggest([new TaskText(task, touched.Task.Text)], [.. sheet.Before.Tasks.Select(t => new TaskText(t.Id, t.Text))], int.MaxValue).ToDictionary(m => m.Lower, m => m.Likeness);
        var held = sheet.Tasks.Where(t => t.Row.Old is not null && t.Task.Id != task && !ReferenceEquals(t.Row.Old, t.Row.New)).ToDictionary(t => t.Row.Old!.Id, t => t.Row);
        Choices =
        [
            new SelectListItem("Nhiệm vụ mới, không phải nhiệm vụ nào của kế hoạch", New),
            .. sheet.Before.Tasks.OrderByDescending(t => t.Id == Row.Old?.Id).ThenBy(t => held.ContainsKey(t.Id)).ThenByDescending(t => alike.GetValueOrDefault(t.Id)).Select(t => new SelectListItem($"{PlanWords.Short(t.Text, 140)}{Time(t.Time)}{Held(t)}", t.Id.ToString())),
        ];
        return true;

        static string Time(string time) => time.Length > 0 ? $" ({time})" : "";

        string Held(TaskContent one) => !held.TryGetValue(one.Id, out var row) ? "" : row.Change == PieceChange.Same ? ". Đang giữ nguyên trong bản điều chỉnh" : $". Đang ghép với “{PlanWords.Short(row.New!.Text)}”";
    }
}
