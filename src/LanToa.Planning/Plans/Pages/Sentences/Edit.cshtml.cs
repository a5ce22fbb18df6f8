using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Sentences;

/// <summary>A sentence around the tasks, in a form.</summary>
public sealed class SentenceForm : ISharedForm
{
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];
    public string? Kind { get; set; }
    public string? Label { get; set; }
    public string? Text { get; set; }
    /// <summary>The key of the sentence behind which it stands.</summary>
    public string? After { get; set; }
}

/// <summary>A sentence of a drafted plan that asks nobody for anything: a new one (the plan in the address) or one to be changed or removed.</summary>
public sealed class EditModel(LanToaDb db, PlanAccess access, EditSentences edit, LastChange last) : SharedFormPage<SentenceForm>(last)
{
    private static readonly SharedForm<SentenceForm> s_shared = new(new(nameof(SentenceForm.Label), "Số, ký hiệu đầu câu", f => f.Label?.Trim()), new(nameof(SentenceForm.Text), "Nội dung", f => f.Text?.Trim()));

    [FromQuery(Name = "kehoach")]
    public Guid? PlanId { get; set; }

    /// <summary>Behind which sentence a new one is to stand.</summary>
    [FromQuery(Name = "sau")]
    public string? Behind { get; set; }

    /// <summary>The id of a sentence that is still to be made: the form sent twice makes one.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    public Plan Plan { get; private set; } = null!;

    public PlanStatement? Sentence { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. EditSentences.Kinds.Select(k => new SelectListItem(k.Words, k.Kind))];

    /// <summary>The other sentences, in their order.</summary>
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    private IReadOnlyList<PlanStatement> _all = [];

    protected override SharedForm<SentenceForm> Shared => s_shared;

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        Key = Sentence?.Id ?? Guid.CreateVersion7();
        Input = Sentence is null ? new SentenceForm { After = _all.FirstOrDefault(s => s.Key == Behind)?.Key ?? _all.LastOrDefault(s => s.Kind == "basis")?.Key } : Now();
        Input.Seen = s_shared.Seen(Input);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (WhyNot.Count > 0) return Page();
        // A sentence stands in one line.
        Input.Text = Input.Text?.ReplaceLineEndings(" ").Trim();
        if (Key == Guid.Empty) ModelState.AddModelError("", "Hãy mở lại trang này.");
        if (!ModelState.IsValid) return Page();
        if (Sentence is null) Input.Version = 0;
        else if (Now() is var now && Meet(now) == FormMeeting.Clash) return await ShowClashAsync(Plan.Id, now, cancel);
        var saved = await edit.SaveAsync(new SentenceInput(Sentence?.Id ?? Key, Plan.Id, Input.Version, Input.Kind ?? "", Input.Label, Input.Text, string.IsNullOrEmpty(Input.After) ? null : Input.After), cancel);
        if (saved.IsDone)
        {
            this.Flash(Sentence is null ? "Đã thêm câu." : "Đã sửa câu.");
            return Redirect(PlanLinks.Text(Plan.Id, Sentence?.Key ?? EditSentences.KeyOf(Key)));
        }
        foreach (var problem in saved.WhyNot) ModelState.AddModelError(problem.Field.Length == 0 ? "" : $"Input.{problem.Field}", problem.Message);
        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(Guid id, int version, Guid? plan, CancellationToken cancel)
    {
        // Pressed twice: the sentence is gone, its plan is named in the address.
        if (!await OpenAsync(id, cancel)) return plan is { } known && await access.Visible().AnyAsync(p => p.Id == known, cancel) ? Gone(known) : NotFound();
        var removed = await edit.RemoveAsync(id, Plan.Id, version, cancel);
        if (removed.IsDone) return Gone(Plan.Id);
        foreach (var problem in removed.WhyNot) ModelState.AddModelError("", problem.Message);
        (Key, Input) = (Sentence!.Id, Now());
        Input.Seen = s_shared.Seen(Input);
        return Page();
    }

    private RedirectResult Gone(Guid plan)
    {
        this.Flash("Đã bỏ câu khỏi dự thảo.");
        return Redirect(PlanLinks.Text(plan));
    }

    private SentenceForm Now() => new() { Version = Sentence!.Version, Kind = Sentence.Kind, Label = Sentence.Label, Text = Sentence.Words, After = EditSentences.Before(_all, Sentence) };

    private async Task<bool> OpenAsync(Guid? id, CancellationToken cancel)
    {
        if (id is { } known) Sentence = await db.Set<PlanStatement>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == known, cancel);
        if (id is not null && Sentence is null) return false;
        var planId = Sentence?.PlanId ?? PlanId;
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, cancel) is not { } plan) return false;
        Plan = plan;
        WhyNot = Sentence is null ? edit.WhyNot(plan) : await edit.WhyNotAsync(plan, Sentence, cancel);
        _all = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        Places = [.. _all.Where(s => s.Id != Sentence?.Id).Select(s => new SelectListItem(PlanWords.Short($"{s.Label} {s.Words}".Trim(), 90), s.Key))];
        return true;
    }
}
