using LanToa.Planning.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Acts;

/// <summary>An act added or changed; taking it off the list and back is posted here too.</summary>
public sealed class EditModel(ActBooks books, EditActs edit, LanToaDb db) : PageModel
{
    [FromQuery(Name = "id")]
    public Guid? Id { get; set; }

    [BindProperty]
    public Form Input { get; set; } = new();

    public LegalAct? Act { get; private set; }

    /// <summary>The acts that may be named as the successor.</summary>
    public IReadOnlyList<LegalAct> Others { get; private set; } = [];

    public IReadOnlyList<string> Kinds { get; private set; } = [];

    public bool MakesOwn => Act is { ProvinceId: 0 } && db.ProvinceId != 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        Input = Act is { } a
            ? new Form
            {
                Id = a.Id, Version = a.Version, Kind = a.Kind, Number = a.Number, Symbol = a.Symbol, Date = a.Date, Issuer = a.Issuer, Title = a.Title, ValidFrom = a.ValidFrom, ValidTo = a.ValidTo,
                ReplacedBy = a.ReplacedBy, AmendedBy = a.AmendedBy, SourceNote = a.SourceNote,
            }
            : new Form { Id = Guid.CreateVersion7() };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!ModelState.IsValid) return Page();
        var f = Input;
        var outcome = await edit.SaveAsync(new LegalActInput(Id ?? f.Id, Id is null ? 0 : f.Version, f.Kind, f.Number, f.Symbol, f.Date, f.Issuer, f.Title, f.ValidFrom, f.ValidTo, f.ReplacedBy, f.AmendedBy, f.SourceNote, f.Reason), cancel);
        return await AnswerAsync(outcome, "Đã lưu văn bản.", cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(int version, bool back, string? why, CancellationToken cancel)
    {
        if (Id is not { } id || !await LoadAsync(cancel)) return NotFound();
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
        if (outcome.Succeeded)
        {
            this.Flash(done);
            return Redirect(ActLinks.Of(outcome.Id));
        }
        await LoadAsync(cancel);
        if (outcome.Kind == OutcomeKind.Stale && Act is { } now)
        {
            // What was typed stays; what stands now is beside it.
            ModelState.Remove("Input.Version");
            Input.Version = now.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(problem.Field.Length == 0 ? "" : $"Input.{problem.Field}", problem.Message);
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        var rows = await books.RowsAsync(db.ProvinceId, cancel);
        var effective = ActBooks.Effective(rows);
        Kinds = [.. rows.Select(a => a.Kind).Distinct().Order(StringComparer.Ordinal)];
        Act = Id is { } id ? effective.FirstOrDefault(a => a.Id == id) : null;
        Others = [.. effective.Where(a => a.WithdrawnAt is null && a.Id != Id)];
        return Id is null || Act is not null;
    }

    public sealed class Form
    {
        public Guid Id { get; set; }
        public int Version { get; set; }
        public string? Kind { get; set; }
        public string? Number { get; set; }
        public string? Symbol { get; set; }
        public DateOnly? Date { get; set; }
        public string? Issuer { get; set; }
        public string? Title { get; set; }
        public DateOnly? ValidFrom { get; set; }
        public DateOnly? ValidTo { get; set; }
        public string? ReplacedBy { get; set; }
        public string? AmendedBy { get; set; }
        public string? SourceNote { get; set; }
        public string? Reason { get; set; }
    }
}
