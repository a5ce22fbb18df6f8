using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui.Binding;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>One day off: add, change, confirm, take out and back.</summary>
public sealed class HolidayModel(LanToaDb db, EditHolidays edit, DueChanges changes, History history, LastChange last) : SharedFormPage<HolidayForm>(last)
{
    [FromQuery(Name = "id")] public Guid? Id { get; set; }

    protected override SharedForm<HolidayForm> Shared => HolidayForm.Shared;

    public Holiday? Row { get; private set; }
    /// <summary>A day of the whole country, seen from a province: to read, not to change.</summary>
    public bool IsShared => Row is { } row && row.ProvinceId != db.ProvinceId;
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<HolidayKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];
    public IReadOnlyList<SelectListItem> Sources { get; } = [.. Enum.GetValues<HolidaySource>().Select(s => new SelectListItem(s.Name(), s.ToString()))];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (Row is { } row) Input = HolidayForm.Of(row);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel) || IsShared) return NotFound();
        this.AskFor("Input.Kind", "Input.Source");
        if (Row is { } row)
        {
            var now = HolidayForm.Of(row);
            Input.Date = row.Date;
            var meeting = Meet(now);
            if (meeting == FormMeeting.Same) return await this.SavedRuleAsync(changes, db.ProvinceId, Saved, List, cancel);
            if (meeting == FormMeeting.Clash) return await ShowClashAsync(row.Id, now, cancel);
        }
        if (!ModelState.IsValid) return Page();
        var (outcome, _) = await edit.SaveAsync(Id, Input.Version, new HolidayInput(Input.Date, Input.Name, Input.Kind, Input.Source, Input.Basis, Input.Reason), cancel);
        if (await AnswerAsync(outcome, Saved, cancel) is { } answer) return answer;
        foreach (var problem in outcome.Problems) ModelState.AddModelError(FieldOf(problem), problem);
        return Page();
    }

    public async Task<IActionResult> OnPostWithdrawAsync(string? why, bool back, CancellationToken cancel)
    {
        if (Id is not { } id || !await LoadAsync(cancel) || IsShared) return NotFound();
        var outcome = await edit.WithdrawAsync(id, Input.Version, !back, why, cancel);
        if (await AnswerAsync(outcome, back ? "Đã lấy lại ngày nghỉ" : "Đã gỡ ngày nghỉ", cancel) is { } answer) return answer;
        var stale = outcome.Kind == OutcomeKind.Stale;
        foreach (var problem in stale ? [await Last.ToldAsync(id, cancel)] : outcome.Problems) ModelState.AddModelError(stale ? "" : "why", problem);
        if (stale) ModelState.Remove("Input.Version");
        var version = Input.Version;
        Input = HolidayForm.Of(Row!);
        if (!stale) Input.Version = version;
        return Page();
    }

    private const string Saved = "Đã lưu ngày nghỉ";

    private string List => $"/rules/holidays?year={(Row?.Date ?? Input.Date)?.Year}";

    /// <summary>The answer where no form is to be shown again; otherwise null, with the row read anew.</summary>
    private async Task<IActionResult?> AnswerAsync(Outcome outcome, string done, CancellationToken cancel)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded) return await this.SavedRuleAsync(changes, db.ProvinceId, done, List, cancel);
        db.ChangeTracker.Clear();
        await LoadAsync(cancel);
        return null;
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

public sealed class HolidayForm : ISharedForm
{
    public DateOnly? Date { get; set; }
    public string? Name { get; set; }
    public HolidayKind Kind { get; set; }
    public HolidaySource Source { get; set; }
    public string? Basis { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
    public string? Seen { get; set; }
    public List<string> Take { get; set; } = [];

    /// <summary>The fields that two people may change at once; the reason is each one's own.</summary>
    public static readonly SharedForm<HolidayForm> Shared = new(
        new(nameof(Name), "Tên", f => f.Name?.Trim()), new(nameof(Kind), "Loại", f => f.Kind.Name()), new(nameof(Source), "Nguồn", f => f.Source.Name()),
        new(nameof(Basis), "Căn cứ", f => f.Basis?.ReplaceLineEndings("\n").Trim()));

    public static HolidayForm Of(Holiday row)
    {
        var form = new HolidayForm { Date = row.Date, Name = row.Name, Kind = row.Kind, Source = row.Source, Basis = row.Basis, Version = row.Version };
        form.Seen = Shared.Seen(form);
        return form;
    }
}
