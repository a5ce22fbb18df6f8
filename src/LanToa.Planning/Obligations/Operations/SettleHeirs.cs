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
/// again; what one of them left open, the heir owes. What the heir was asked itself, and what it has begun, stays. What was settled so and is no longer reported by all of them, because a reorganization was
/// taken back or a result was returned meanwhile, is asked again.
/// </summary>
public sealed class SettleHeirs(LanToaDb db, PlanDuties duties, SuccessionReader successions, OrganizationDirectory directory, EndedPeriods ended, DutyNotices notices) : IJobHandler<SettleHeirsPayload>
{
    public const string Job = "obligations.settle";

    /// <summary>How the reason begins of what was settled: it is found again by it.</summary>
    internal const string Settled = "Đã báo kết quả trước khi sắp xếp, ở ";

    private const string NotAll = "không phải mọi cơ quan trước sắp xếp đã báo kết quả";

    private const int MostNames = 3;

    public async Task RunAsync(SettleHeirsPayload payload, JobRun run, CancellationToken cancel)
    {
        directory.Forget();
        var map = await successions.MapAsync(cancel);
        var asked = (await duties.OfAsync(payload.PlanId, cancel)).SelectMany(d => d.OwingUnits.Select(u => (d.TaskId, d.PlanDate, Unit: u))).ToList();
        var (own, byHeir) = (asked.ToLookup(a => a.Unit, a => a.TaskId), WaysToHeir.ByHeir(asked, a => (a.Unit, a.PlanDate), map, directory));
        var (settled, again) = (0, 0);
        foreach (var heir in payload.Units.Distinct().Select(directory.Find).OfType<OrganizationInfo>())
        {
            var before = byHeir[heir.Id].Where(a => !own[heir.Id].Contains(a.TaskId)).ToLookup(b => b.TaskId, b => (b.Unit, b.PlanDate));
            var (closed, opened) = await SettleAsync(payload.PlanId, heir, before, new WaysToHeir(heir.Id, map, directory), cancel);
            (settled, again) = (settled + closed, again + opened);
        }
        await run.ReportAsync(100, $"{VietnameseFormat.Number(settled)} kỳ đã báo trước khi sắp xếp{(again > 0 ? $", {VietnameseFormat.Number(again)} kỳ phải làm trở lại" : "")}");
    }

    /// <param name="before">By task the bodies that the plan asked and whom the heir carries on, each with the day on which it was asked.</param>
    private async Task<(int Settled, int Again)> SettleAsync(Guid plan, OrganizationInfo heir, ILookup<Guid, (Guid Unit, DateOnly Asked)> before, WaysToHeir ways, CancellationToken cancel)
    {
        Guid[] tasks = [.. before.Select(b => b.Key)], asked = [.. before.SelectMany(b => b).Select(b => b.Unit).Distinct()];
        // Through several reorganizations: those in between have had the duty, too.
        var chain = ways.Before(before.SelectMany(b => b));
        var periods = db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == heir.ProvinceId && o.PlanId == plan);
        var known = (await periods.Where(o => chain.Contains(o.UnitId) && tasks.Contains(o.TaskId)).Select(o => new
        {
            o.UnitId, o.TaskId, Key = o.StandsFor ?? o.PeriodKey,
            IsReported = o.ConfirmedOn != null || o.NothingAroseOn != null || (o.ClaimedOn != null && o.ReturnedOn == null) || (o.NotApplicableOn != null && o.Reason!.StartsWith(Settled)),
        }).ToListAsync(cancel)).GroupBy(o => (o.UnitId, o.TaskId, o.Key)).ToDictionary(g => g.Key, g => g.All(o => o.IsReported));

        bool WasReported(Guid task, string key) => before[task].Any() && before[task].All(b => IsReported(b.Unit, b.Asked, task, key, seen: false, WaysToHeir.MostSteps)) && known.Any(k => k.Value && k.Key.TaskId == task && k.Key.Key == key);

        // By the body itself, or by all of those who carried it on in between; where it passed to the heir with nothing said, it is open.
        bool IsReported(Guid body, DateOnly on, Guid task, string key, bool seen, int steps)
        {
            var had = known.TryGetValue((body, task, key), out var reported);
            if (reported) return true;
            var next = steps == 0 ? [] : ways.Next(body, on);
            return next.Count == 0 || next.Contains(heir.Id) ? !seen && !had : next.TrueForAll(h => IsReported(h, on, task, key, seen || had, steps - 1));
        }

        // What a duty that has ended was settled for stays as it is.
        var binding = db.Set<Obligation>().Where(d => d.EndedOn == null);
        var settledBefore = await periods.Where(o => o.UnitId == heir.Id && o.NotApplicableOn != null && o.Reason!.StartsWith(Settled) && binding.Any(d => d.ProvinceId == o.ProvinceId && d.Id == o.ObligationId))
            .Select(o => new { o.Id, o.TaskId, Key = o.StandsFor ?? o.PeriodKey }).ToListAsync(cancel);
        Guid[] owed = [.. settledBefore.Where(o => !WasReported(o.TaskId, o.Key)).Select(o => o.Id)];
        var open = await periods.Where(o => o.UnitId == heir.Id && tasks.Contains(o.TaskId) && o.NotApplicableOn == null && o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.ReturnedOn == null && o.StartedOn == null && o.Progress == 0)
            .Select(o => new { o.Id, o.TaskId, Key = o.StandsFor ?? o.PeriodKey }).ToListAsync(cancel);
        Guid[] done = [.. open.Where(o => WasReported(o.TaskId, o.Key)).Select(o => o.Id)];
        if (done.Length + owed.Length == 0) return (0, 0);
        var said = known.Where(k => k.Value).Select(k => k.Key.UnitId).Distinct().OrderBy(b => Array.IndexOf(asked, b) is >= 0 and var at ? at : int.MaxValue).ToList();
        var why = $"{Settled}{string.Join(", ", said.Take(MostNames).Select(b => directory.NameOf(b)))}{(said.Count > MostNames ? $" và {VietnameseFormat.Number(said.Count - MostNames)} cơ quan khác" : "")}";
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (settled, over) = await ended.EndAllAsync(periods.Where(o => done.Contains(o.Id) && o.StartedOn == null && o.Progress == 0 && o.ReturnedOn == null), Job, why, cancel);
        await notices.ExtensionsOverAsync([.. over.Select(o => (o.ProvinceId, o.PlanId, o.TaskId))], cancel);
        if (settled > 0) db.RecordEvent("organization", heir.Id, Job, $"{why}: {VietnameseFormat.Number(settled)} kỳ thực hiện không phải làm lại");
        var (again, asking) = await ended.PutBackAllAsync(periods.Where(o => owed.Contains(o.Id)), Job, NotAll, cancel);
        foreach (var period in asking) await notices.ExtensionAskedAsync(period, cancel);
        if (again > 0) db.RecordEvent("organization", heir.Id, Job, $"{VietnameseFormat.Number(again)} kỳ thực hiện phải làm trở lại: {NotAll}");
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (settled, again);
    }
}
