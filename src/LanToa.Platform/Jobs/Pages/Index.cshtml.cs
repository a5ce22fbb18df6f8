using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Jobs.Pages;

/// <summary>Jobs of the administrator's province (all of them for the nation), newest first, and the recurring ones.</summary>
public sealed class IndexModel(LanToaDb db, JobsInSight jobs, IEnumerable<JobKind> kinds, IEnumerable<RecurringJob> recurring) : ListPage
{
    [FromQuery(Name = "trangthai")]
    public JobState? State { get; set; }

    public IReadOnlyList<Job> Jobs { get; private set; } = [];

    public IReadOnlyList<(RecurringJob Job, DateTimeOffset? LastDue)> Recurring { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<JobState>().Select(s => new SelectListItem(s.Mark().Text, s.ToString()))];

    public string KindName(string code) => kinds.FirstOrDefault(k => k.Code == code)?.Name ?? code;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var query = jobs.Query();
        if (State is { } state) query = query.Where(j => j.State == state);
        Jobs = await PageOfAsync(query.OrderByDescending(j => j.CreatedAt), cancel);
        var last = await db.Set<RecurringRun>().AsNoTracking().GroupBy(r => r.Name).Select(g => new { g.Key, Due = g.Max(r => r.Due) }).ToDictionaryAsync(g => g.Key, g => g.Due, cancel);
        Recurring = [.. recurring.Select(r => (r, last.TryGetValue(r.Name, out var due) ? due : (DateTimeOffset?)null))];
    }
}
