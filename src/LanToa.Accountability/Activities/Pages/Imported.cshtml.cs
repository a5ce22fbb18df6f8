using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>A file of activities row by row, as it would be recorded, or as it was; its person confirms it here.</summary>
public sealed class ImportedModel(ImportActivities import, ImportReading reading, IOrganizationDirectory directory, LanToaDb db) : ListPage
{
    public const int MostProblems = 200;
    private const int RowsOfPage = 100;

    [FromRoute] public Guid Id { get; set; }
    /// <summary>What was shown before it was confirmed.</summary>
    [BindProperty] public string? Seen { get; set; }
    /// <summary>Nothing is recorded while one row is wrong.</summary>
    [BindProperty] public bool Whole { get; set; }

    public ActivityImport Import { get; private set; } = null!;
    public IReadOnlyList<ImportLine> Lines { get; private set; } = [];
    public IReadOnlyList<ImportLine> Shown { get; private set; } = [];
    /// <summary>The job of a long file, and whether it is still at work.</summary>
    public Job? Job { get; private set; }
    public bool IsWorking => Job is { State: JobState.Queued or JobState.Running } && Import.RecordedAt is null;
    public bool IsRecorded => Import.RecordedAt is not null;
    public string StoppedTitle => $"Bị dừng khi mới ghi {VietnameseFormat.Number(Import.Brought)} dòng";
    public int Count(ImportFate fate) => Lines.Count(l => l.Fate == fate);
    public int Good => Count(ImportFate.Records) + Count(ImportFate.Drafts);
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "";
    public IReadOnlyList<(int Row, CellProblem Problem)> Problems { get; private set; } = [];

    public static StatusMark Mark(ImportLine line) => line.Fate switch
    {
        ImportFate.Records => new(StatusKind.InProgress, "Sẽ ghi"),
        ImportFate.Drafts => new(StatusKind.Neutral, "Sẽ lưu nháp"),
        ImportFate.Already => new(StatusKind.Done, line.State is { } state ? $"Đã có: {EnumWords.Of(state).ToLowerInvariant()}" : "Đã có"),
        _ => new(StatusKind.Overdue, "Cần sửa"),
    };

    public string Button => (Count(ImportFate.Records), Count(ImportFate.Drafts)) switch
    {
        (0, var drafts) => $"Lưu {VietnameseFormat.Number(drafts)} bản nháp",
        (var records, 0) => $"Ghi {VietnameseFormat.Number(records)} hoạt động",
        var (records, drafts) => $"Ghi {VietnameseFormat.Number(records)} hoạt động, {VietnameseFormat.Number(drafts)} bản nháp",
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel) ? this.PageWhile(IsWorking) : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await import.FindAsync(Id, cancel) is not { } found) return NotFound();
        if (ModelState.IsValid)
        {
            var outcome = await import.HandleAsync(found, Seen ?? "", Whole, cancel);
            if (outcome.Kind == OutcomeKind.Denied) return Forbid();
            if (outcome.Kind is OutcomeKind.Done or OutcomeKind.Already)
            {
                if (found.IsLong) return RedirectToPage(new { id = Id });
                this.Flash($"Đã ghi {VietnameseFormat.Number(outcome.Recorded)} hoạt động{(outcome.Drafted > 0 ? $", {VietnameseFormat.Number(outcome.Drafted)} bản nháp chờ thêm minh chứng" : "")}.");
                return RedirectToPage(new { id = Id });
            }
            ModelState.AddModelError("", outcome.Why ?? "");
        }
        db.ChangeTracker.Clear();
        return await LoadAsync(cancel) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await import.FindAsync(Id, cancel) is not { } found) return false;
        Import = found;
        Job = await import.JobOfAsync(found, cancel);
        if (IsWorking) return true;
        Lines = found.IsLong ? found.Lines ?? [] : await reading.LinesAsync(found, null, cancel);
        Problems = [.. Lines.SelectMany(l => l.Problems.Select(p => (l.Row, p)))];
        var rows = found.Rows.ToDictionary(r => r.Row);
        Shown = [.. PageOf(Lines, RowsOfPage).Select(l => l with { Input = ImportReading.InputOf(rows[l.Row]) })];
        ModelState.Remove(nameof(Seen));
        Seen = ImportActivities.SeenOf(Lines);
        return true;
    }
}
