using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Makes and reads the summaries that are kept when plans are closed.</summary>
public sealed class PlanClosings(LanToaDb db, Actor actor, IPlanProgress progress, IOrganizationDirectory directory, Clock clock)
{
    public Task<PlanClosing?> OfAsync(Guid plan, CancellationToken cancel = default) => db.Set<PlanClosing>().AsNoTracking().FirstOrDefaultAsync(c => c.PlanId == plan, cancel);

    /// <summary>Why the plan cannot be summed up now.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, CancellationToken cancel = default) =>
        await progress.MakingAsync(plan.Id, plan.Revision, cancel) is { Failed: null } ? ["Việc phải làm của các cơ quan đang được phát sinh, chưa tổng kết được; hãy đợi xong rồi kết thúc kế hoạch."] : [];

    /// <summary>Keeps how the plan stands today (saved by the caller). What was withdrawn is told and not counted, as on the plan's page.</summary>
    public async Task KeepAsync(Plan plan, string words, CancellationToken cancel = default)
    {
        var counts = await progress.ClosingAsync(plan.Id, cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel);
        var byTask = counts.ToLookup(c => c.Task, c => c.Counts);
        List<ClosingLine> lines = [.. tasks.Where(t => t.State == TaskState.Active || byTask.Contains(t.Id)).Select(t => new ClosingLine(t.Id, t.State == TaskState.Active ? t.Text : $"{t.Text} (đã rút, không tính)", 1, Sum(byTask[t.Id])))];
        var active = tasks.Where(t => t.State == TaskState.Active).Select(t => t.Id).ToHashSet();
        counts = [.. counts.Where(c => active.Contains(c.Task))];
        var agencies = counts.GroupBy(c => c.Unit).Select(g => new ClosingLine(g.Key, directory.DistinctNameOf(g.Key) ?? "Đơn vị không còn trong danh mục", g.Select(c => c.Task).Distinct().Count(), Sum(g.Select(c => c.Counts))))
            .OrderByDescending(a => a.Counts.Overdue).ThenBy(a => a.Name, StringComparer.Create(System.Globalization.CultureInfo.GetCultureInfo("vi-VN"), ignoreCase: true)).ToList();
        db.Add(new PlanClosing
        {
            ProvinceId = plan.ProvinceId, PlanId = plan.Id, ClosedOn = clock.Today, At = clock.Now, ByName = actor.Name, Words = words.Trim(),
            Summary = new ClosingSummary(active.Count, lines.Count(l => active.Contains(l.Id) && l.Counts is { Owed: > 0, Open: 0 }), tasks.Count - active.Count, Sum(counts.Select(c => c.Counts)), lines, agencies) { Uncounted = lines.Count(l => active.Contains(l.Id) && l.Counts.Owed == 0) },
        });
    }

    private static ClosingCounts Sum(IEnumerable<ClosingCounts> counts) => counts.Aggregate(ClosingCounts.None, (sum, c) => sum.Plus(c));
}
