using LanToa.Planning.Obligations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Planning.Plans.Pages.Acts;

/// <summary>
/// An act added or changed; taking it off the list and back is posted here too. The address may still name the country's row of an act of which the
/// province has its own: then the own one is meant.
/// </summary>
public sealed class EditModel(ActBooks books, EditActs edit, LastChange last, LanToaDb db) : SharedFormPage<ActForm>(last)
{
    [FromQuery(Name = "id")]
    public Guid? Id { get; set; }

    protected override SharedForm<ActForm> Shared => ActForm.Shared;

    public LegalAct? Act { get; private set; }

    /// <summary>The acts that may be named as the successor.</summary>
    public IReadOnlyList<LegalAct> Others { get; private set; } = [];

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public bool MakesOwn => Act is { ProvinceId: 0 } && db.ProvinceId != 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Input = Act is { } act ? ActForm.Of(act) : new ActForm { Id = Guid.CreateVersion7() };
        Input.Seen = ActForm.Shared.Seen(Input);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Act is { } act)
        {
            var now = ActForm.Of(act);
            // The province's own row, made since from the country's, is another record of the same act: it has been changed as well.
            if (Input.Id != act.Id) Input.Version = -1;
            var meeting = Meet(now);
            if (meeting == FormMeeting.Same) return Done(act.Id, "Văn bản đã được lưu như bạn nhập.");
            if (meeting == FormMeeting.Clash) return await ShowActClashAsync(act, now, cancel);
            Input.Id = act.Id;
        }
        if (!ModelState.IsValid) return Page();
        return await AnswerAsync(await edit.SaveAsync(Input.Read(Act?.Id ?? Input.Id, isNew: Id is null), cancel), "Đã lưu văn bản.", cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(int version, bool back, string? why, CancellationToken cancel)
    {
        if (Id is not { } id || !await LoadAsync(cancel)) return NotFound();
        // A press on the country's row is no press on the province's own that another person has made since.
        var outcome = await edit.WithdrawAsync(id, version, !back, why, cancel);
        if (!outcome.Succeeded && outcome.Problems.Count > 0)
        {
            this.Flash(outcome.Problems[0].Message, StatusKind.Overdue);
            return Redirect(ActLinks.Of(id));
        }
        return await AnswerAsync(outcome, back ? "Đã đưa văn bản lại vào sổ." : "Đã gỡ văn bản khỏi sổ.", cancel);
    }

    private async Task<IActionResult> AnswerAsync(ActOutcome outcome, string done, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return Done(outcome.Id, done);
        await LoadAsync(cancel);
        // Saved by another between reading and writing.
        if (outcome.Kind == OutcomeKind.Stale && Act is { } now) return await ShowActClashAsync(now, ActForm.Of(now), cancel);
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field.Length == 0 ? "" : $"Input.{problem.Field}", problem.Message);
        return Page();
    }

    private RedirectResult Done(Guid id, string words)
    {
        this.Flash(words);
        return Redirect(ActLinks.Of(id));
    }

    private async Task<IActionResult> ShowActClashAsync(LegalAct act, ActForm now, CancellationToken cancel)
    {
        var page = await ShowClashAsync(act.Id, now, cancel, nameof(Input.Id));
        Input.Id = act.Id;
        return page;
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var rows = await books.RowsAsync(db.ProvinceId, cancel);
        var effective = ActBooks.Effective(rows);
        Kinds = [.. rows.Select(a => a.Kind).Distinct().Order(StringComparer.Ordinal)];
        Act = Id is { } id && rows.Find(a => a.Id == id) is { } asked ? effective.FirstOrDefault(a => a.IsSameAs(asked)) ?? asked : null;
        Others = [.. effective.Where(a => a.WithdrawnAt is null && a.Id != Act?.Id)];
        return Id is null || Act is not null;
    }
}
