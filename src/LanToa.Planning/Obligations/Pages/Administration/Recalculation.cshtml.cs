using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages.Administration;

/// <summary>What would move in one plan: those of its changes that stand on this page, and how many due dates that are in all.</summary>
public sealed record PlanChanges(string Name, int Total, IReadOnlyList<DueChange> Changes);

/// <summary>The due dates that the rules in force would give differently: shown, confirmed with a reason, then moved by a job.</summary>
public sealed class RecalculationModel(DueChanges changes, ConfirmRecalculation confirm, PlanNames plans, LanToaDb db) : ListPage
{
    [FromQuery(Name = "job")] public Guid? JobId { get; set; }
    [BindProperty] public Guid FormKey { get; set; }
    [BindProperty] public string? Seen { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public DueChangeSet Found { get; private set; } = DueChangeSet.Nothing;
    public IReadOnlyList<PlanChanges> ByPlan { get; private set; } = [];
    public int Plans { get; private set; }
    public int Earlier => Found.Changes.Where(c => c.To < c.From).Sum(c => c.Count);
    public Job? Job { get; private set; }
    public bool Running => Job is { State: JobState.Queued or JobState.Running };

    public StatusMark JobMark => Job?.State switch
    {
        JobState.Done => new StatusMark(StatusKind.Done, "Xong"),
        JobState.Dead or JobState.Cancelled => new StatusMark(StatusKind.Overdue, "Dừng giữa chừng"),
        _ => new StatusMark(StatusKind.InProgress, "Đang chạy"),
    };

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (JobId is { } id)
        {
            Job = await db.Set<Job>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == id && j.Kind == RecalculateDueDates.Job && j.ProvinceId == db.ProvinceId, cancel);
            return Job is null ? NotFound() : Page();
        }
        await FindAsync(cancel);
        (FormKey, Seen) = (Guid.CreateVersion7(), Found.Seen);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var (outcome, job) = await confirm.HandleAsync(Seen, FormKey, Reason, cancel);
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        if (outcome.Succeeded)
        {
            this.Flash("Đã xác nhận; các hạn đang được đổi.");
            return RedirectToPage(new { job });
        }
        await FindAsync(cancel);
        ModelState.Remove(nameof(Seen));
        Seen = Found.Seen;
        foreach (var problem in outcome.Problems) ModelState.AddModelError(outcome.Kind == OutcomeKind.Stale ? "" : nameof(Reason), problem);
        return Page();
    }

    private async Task FindAsync(CancellationToken cancel)
    {
        Found = await changes.OfAsync(db.ProvinceId, cancel);
        var totals = Found.Changes.GroupBy(c => c.Of.PlanId).ToDictionary(g => g.Key, g => g.Sum(c => c.Count));
        Plans = totals.Count;
        var shown = PageOf(Found.Changes).GroupBy(c => c.Of.PlanId).ToList();
        var names = await plans.OfAsync([.. shown.Select(g => g.Key)], cancel);
        ByPlan = [.. shown.Select(g => new PlanChanges(names.GetValueOrDefault(g.Key) is { } n ? $"{n.Number} {n.Title}".Trim() : "Kế hoạch", totals[g.Key], [.. g]))];
    }
}
