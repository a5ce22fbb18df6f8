using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <param name="Units">Those for whom duties were made after the plan was issued.</param>
public sealed record SettleHeirsPayload(Guid PlanId, IReadOnlyList<Guid> Units);

/// <summary>
/// A reorganization is often recorded weeks after its day, when the bodies of before have gone on reporting. A period that all of those who were asked have reported is not asked of their heir
/// again; what one of them left open, the heir owes. What the heir was asked itself, and what it has begun, stays.
/// </summary>
public sealed class SettleHeirs(LanToaDb db, PlanDuties duties, SuccessionReader successions, OrganizationDirectory directory, Clock clock) : IJobHandler<SettleHeirsPayload>
{
    public const string Job = "obligations.settle";

    private const int MostNames = 3;

    public async Task RunAsync(SettleHeirsPayload payload, JobRun run, CancellationToken cancel)
    {
        directory.Forget();
        var (map, day) = (await successions.MapAsync(cancel), clock.Today);
        var asked = (await duties.OfAsync(payload.PlanId, cancel)).SelectMany(d => d.OwingUnits.Select(u => (d.TaskId, d.PlanDate, Unit: u))).ToList();
        var settled = 0;
        foreach (var heir in payload.Units.Distinct().Select(directory.Find).OfType<OrganizationInfo>())
        {
            var own = asked.Where(a => a.Unit == heir.Id).Select(a => a.TaskId).ToHashSet();
            var before = asked.Where(a => !own.Contains(a.TaskId) && directory.Find(a.Unit) is { ValidTo: not null } old && old.ProvinceId == heir.ProvinceId && map.HeirsOf(a.Unit, a.PlanDate).Any(h => h.OrganizationId == heir.Id)).ToList();
            if (before.Count > 0) settled += await SettleAsync(payload.PlanId, heir, [.. before.Select(b => b.Unit).Distinct()], [.. before.Select(b => b.TaskId).Distinct()], day, cancel);
        }
        await run.ReportAsync(100, $"{VietnameseFormat.Number(settled)} kỳ đã báo trước khi sắp xếp");
    }

    private async Task<int> SettleAsync(Guid plan, OrganizationInfo heir, Guid[] before, Guid[] tasks, DateOnly day, CancellationToken cancel)
    {
        var periods = db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == heir.ProvinceId && o.PlanId == plan && tasks.Contains(o.TaskId));
        var reported = (await periods.Where(o => before.Contains(o.UnitId))
                .Select(o => new { o.TaskId, o.PeriodKey, IsReported = o.ConfirmedOn != null || o.NothingAroseOn != null || (o.ClaimedOn != null && o.ReturnedOn == null) }).ToListAsync(cancel))
            .GroupBy(o => (o.TaskId, o.PeriodKey)).Where(g => g.All(o => o.IsReported)).Select(g => g.Key).ToHashSet();
        var open = await periods.Where(o => o.UnitId == heir.Id && o.NotApplicableOn == null && o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.ReturnedOn == null && o.StartedOn == null && o.Progress == 0)
            .Select(o => new { o.Id, o.TaskId, o.PeriodKey }).ToListAsync(cancel);
        Guid[] done = [.. open.Where(o => reported.Contains((o.TaskId, o.PeriodKey))).Select(o => o.Id)];
        if (done.Length == 0) return 0;
        var why = $"Đã báo kết quả trước khi sắp xếp, ở {string.Join(", ", before.Take(MostNames).Select(b => directory.NameOf(b)))}{(before.Length > MostNames ? $" và {VietnameseFormat.Number(before.Length - MostNames)} cơ quan khác" : "")}";
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var settled = await periods.Where(o => done.Contains(o.Id) && o.StartedOn == null && o.Progress == 0 && o.ClaimedOn == null && o.NotApplicableOn == null).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.NotApplicableOn, day).SetProperty(o => o.Reason, why).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        db.RecordEvent("organization", heir.Id, Job, $"{why}: {VietnameseFormat.Number(settled)} kỳ thực hiện không phải làm lại");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return settled;
    }
}
