using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>One day off: add, change, confirm, take out and back.</summary>
public sealed class HolidayModel(LanToaDb db, EditHolidays edit, DueChanges changes, History history) : PageModel
{
    [FromQuery(Name = "id")] public Guid? Id { get; set; }
    [BindProperty] public HolidayForm Input { get; set; } = new();

    public Holiday? Row { get; private set; }
    /// <summary>A day of the whole country, seen from a province: to read, not to change.</summary>
    public bool IsShared => Row is { } row && row.ProvinceId != db.ProvinceId;
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<HolidayKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];
    public IReadOnlyList<SelectListItem> Sources { get; } = [.. Enum.GetValues<HolidaySource>().Select(s => new SelectListItem(s.Name(), s.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } h) Input = new HolidayForm { Date = h.Date, Name = h.Name, Kind = h.Kind, Source = h.Source, Basis = h.Basis, Version = h.Version };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || IsShared) return NotFound();
        if (Row is { } row) Input.Date = row.Date;
        if (!ModelState.IsValid) return Page();
        var (outcome, _) = await edit.SaveAsync(Id, Input.Version, new HolidayInput(Input.Date, Input.Name, Input.Kind, Input.Source, Input.Basis, Input.Reason), cancel);
        return await AnswerAsync(outcome, "Đã lưu ngày nghỉ", cancel);
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? why, bool back, CancellationToken cancel)
    {
        if (Id is not { } id || !await LoadAsync(cancel) || IsShared) return NotFound();
        return await AnswerAsync(await edit.WithdrawAsync(id, Input.Version, !back, why, cancel), back ? "Đã lấy lại ngày nghỉ" : "Đã gỡ ngày nghỉ", cancel);
    }

    private async Task<IActionResult> AnswerAsync(Outcome outcome, string done, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            return await this.SavedRuleAsync(changes, db.ProvinceId, done, $"/rules/holidays?year={(Row?.Date ?? Input.Date)?.Year}", cancel);
        }
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        if (outcome.Kind == OutcomeKind.Stale && Row is { } now)
        {
            ModelState.Remove("Input.Version");
            Input.Version = now.Version;
        }
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
        return Page();
    }

    private static string FieldOf(string problem) => problem switch
    {
        "Hãy ghi lý do." => "Input.Reason",
        "Hãy ghi tên ngày nghỉ." => "Input.Name",
        _ when problem.StartsWith("Hãy ghi căn cứ", StringComparison.Ordinal) => "Input.Basis",
        _ when problem.StartsWith("Ngày", StringComparison.Ordinal) || problem.StartsWith("Hãy chọn ngày", StringComparison.Ordinal) => "Input.Date",
        _ => "",
    };

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (Id is not { } id) return true;
        Row = await db.Set<Holiday>().AsNoTracking().FirstOrDefaultAsync(h => h.Id == id && (h.ProvinceId == db.ProvinceId || h.ProvinceId == 0), cancel);
        if (Row is null) return false;
        History = await history.OfAsync(id, shared: true, cancel: cancel);
        return true;
    }
}

public sealed class HolidayForm
{
    public DateOnly? Date { get; set; }
    public string? Name { get; set; }
    public HolidayKind Kind { get; set; }
    public HolidaySource Source { get; set; }
    public string? Basis { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
}
