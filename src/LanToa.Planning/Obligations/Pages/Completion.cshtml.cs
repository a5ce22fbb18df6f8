using System.Globalization;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Mức độ hoàn thành kế hoạch: tasks completed ÷ planned, by name and by unit, as of a day.</summary>
public sealed class CompletionModel(PlanCompletion completion, OccurrenceRows rows, PlanNames plans, IOrganizationDirectory directory, Clock clock) : ListPage
{
    [FromQuery(Name = "year")] public int? Year { get; set; }

    [FromQuery(Name = "ngay")] public DateOnly? AsOf { get; set; }

    /// <summary>"co-quan": unit by unit.</summary>
    [FromQuery(Name = "xem")] public string? View { get; set; }

    public bool ByUnit => View == "co-quan";
    public PlanName Plan { get; private set; } = null!;
    public int ShownYear { get; private set; }
    public DateOnly Day { get; private set; }
    public bool IsToday => Day == clock.Today;
    public IReadOnlyList<TaskCompletion> Tasks { get; private set; } = [];
    public IReadOnlyList<UnitCompletion> Units { get; private set; } = [];
    public Completion Whole { get; private set; }
    public PeriodTally Periods { get; private set; }
    /// <summary>Tasks without a period that counts in the year.</summary>
    public int Uncounted => Asked.Count(t => t.Tally.Planned == 0);
    /// <summary>Tasks that the plan asked for on the day; the withdrawn ones come after them.</summary>
    private IEnumerable<TaskCompletion> Asked => Tasks.Where(t => !t.IsWithdrawn);
    public int Withdrawn => Tasks.Count(t => t.IsWithdrawn);
    public int LeftOut { get; private set; }
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public string NameOf(UnitCompletion unit) => directory.NameOf(unit.UnitId);

    public static string Percent(Completion c) => c.Percent is { } percent ? $"{percent.ToString("0.00", CultureInfo.InvariantCulture).Replace('.', ',')} %" : "–";

    public static string Words(CompletionState state) => state switch { CompletionState.Done => "Hoàn thành", CompletionState.Late => "Chậm", _ => "Chưa hoàn thành" };

    public static StatusMark Mark(CompletionState state) => new(state switch { CompletionState.Done => StatusKind.Done, CompletionState.Late => StatusKind.Overdue, _ => StatusKind.InProgress }, Words(state));

    public string Here(bool byUnit) => $"/obligations/completion/{Plan.Id}?year={ShownYear}{(AsOf is { } day ? $"&ngay={Uri.EscapeDataString(VietnameseFormat.Date(day))}" : "")}{(byUnit ? "&xem=co-quan" : "")}";

    /// <summary>The list of exactly what a number counts: planned periods always, the others where the day is today.</summary>
    public string? Drill(string state, string? only = null) => state == IndexModel.Planned || IsToday
        ? $"/obligations?plan={Plan.Id}&period={ShownYear}&state={state}{(only is null ? "" : $"&{only}")}{(Withdrawn > 0 && only?.StartsWith("task=", StringComparison.Ordinal) != true ? $"&asked={Day:yyyy-MM-dd}" : "")}" : null;

    public async Task<IActionResult> OnGetAsync(Guid plan, CancellationToken cancel)
    {
        if (!await LoadAsync(plan, cancel)) return NotFound();
        LeftOut = await completion.LeftOutAsync(plan, ShownYear, cancel);
        if (ByUnit) Units = PageOf(Units);
        return Page();
    }

    public async Task<IActionResult> OnGetExportAsync(Guid plan, CancellationToken cancel)
    {
        if (!await LoadAsync(plan, cancel)) return NotFound();
        return ByUnit
            ? this.FileOf($"muc-do-hoan-thanh-co-quan-{ShownYear}", $"Cơ quan {ShownYear}",
                [
                    new("Cơ quan", NameOf, 50), new("Nhiệm vụ hoàn thành", u => u.Tasks.Done, 14), new("Nhiệm vụ theo kế hoạch", u => u.Tasks.Planned, 14), new("Tỷ lệ (%)", u => u.Tasks.Percent, 10),
                    new("Kỳ đã xong", u => u.Periods.Done, 12), new("Kỳ theo kế hoạch", u => u.Periods.Planned, 12), new("Đúng hạn", u => u.Periods.OnTime, 12), new("Chờ xác nhận", u => u.Periods.Waiting, 12), new("Quá hạn", u => u.Periods.Overdue, 12),
                ], Units)
            : this.FileOf($"muc-do-hoan-thanh-{ShownYear}", $"Nhiệm vụ {ShownYear}",
                [
                    new("TT", t => t.Number, 6), new("Nhiệm vụ", t => t.Task.Text, 70), new("Số cơ quan", t => t.Task.Units, 12), new("Kỳ theo kế hoạch", t => t.Task.Tally.Planned, 12), new("Kỳ đã xong", t => t.Task.Tally.Done, 12),
                    new("Đúng hạn", t => t.Task.Tally.OnTime, 12), new("Chờ xác nhận", t => t.Task.Tally.Waiting, 12), new("Quá hạn", t => t.Task.Tally.Overdue, 12),
                    new("Trạng thái", t => t.Task.IsWithdrawn ? "Đã rút, không tính vào tỷ lệ" : t.Task.Tally.Planned == 0 ? "Không có kỳ trong năm" : Words(t.Task.Tally.State), 22),
                ], [.. Tasks.Select((t, n) => (Number: t.IsWithdrawn ? (int?)null : n + 1, Task: t))]);
    }

    private async Task<bool> LoadAsync(Guid plan, CancellationToken cancel)
    {
        var offers = await PlanYears.OfAsync(rows, plan, Year, clock.Today, cancel);
        if (offers.Plans.FirstOrDefault(p => p.Id == plan) is null || (await plans.OfAsync([plan], cancel)).GetValueOrDefault(plan) is not { } name) return false;
        Plan = name;
        (ShownYear, Years) = (offers.Shown, offers.Years);
        // A day to come tells no more than today does.
        Day = AsOf is { } day && day < clock.Today ? day : clock.Today;
        Tasks = await completion.TasksAsync(plan, ShownYear, Day, cancel);
        Whole = Completion.Of(Asked.Select(t => t.Tally));
        Periods = Asked.Aggregate(default(PeriodTally), (sum, t) => sum + t.Tally);
        if (ByUnit) Units = [.. (await completion.UnitsAsync(plan, ShownYear, Day, cancel)).OrderBy(u => u.Tasks.Percent).ThenByDescending(u => u.Periods.Overdue).ThenBy(u => Folding.Fold(NameOf(u)), StringComparer.Ordinal)];
        return true;
    }
}
