using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <param name="PlanId">One plan whose duties the heirs no longer have, in the province of the plan; null for the reorganization as a whole.</param>
public sealed record FollowSuccessionPayload(Guid SuccessionId, Guid? PlanId = null);

/// <summary>
/// What a reorganization does to duties. What an ended body has not reported and what is due from the day of its end on becomes "không áp dụng" there, and the
/// plans' duties are made for those who carry it on. Debts of before, and all that was done, stay where they are. Taken back, all of it is undone but what was worked on, and each period is as it was (<see cref="EndedPeriods"/>).
/// </summary>
public sealed class FollowSuccession(LanToaDb db, PlanDuties duties, SuccessionReader successions, OrganizationDirectory directory, EndedPeriods periods, DutyNotices notices, JobQueue jobs, Clock clock) : IJobHandler<FollowSuccessionPayload>
{
    public const string Job = "obligations.succeed";

    public async Task RunAsync(FollowSuccessionPayload payload, JobRun run, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(0);
        directory.Forget();
        var succession = await db.Set<Succession>().AsNoTracking().SingleAsync(s => s.Id == payload.SuccessionId, cancel);
        var lines = await db.Set<SuccessionLine>().AsNoTracking().Where(l => l.SuccessionId == succession.Id).ToListAsync(cancel);
        var goesOn = lines.Where(l => l.ToId == l.FromId).Select(l => l.FromId).ToHashSet();
        Guid[] ended = [.. lines.Select(l => l.FromId).Distinct().Where(id => !goesOn.Contains(id))];
        Guid[] heirs = [.. lines.Where(l => ended.Contains(l.FromId)).Select(l => l.ToId).OfType<Guid>().Distinct()];
        if (ended.Length == 0) return;
        if (payload.PlanId is { } one)
        {
            await LoosenAsync(one, heirs, BackOf(succession), cancel);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var counts = succession.WithdrawnAt is null;
        var changed = counts ? await PassOnAsync(succession, ended, heirs, cancel) : await AgainAsync(Occurrences(ended).Where(o => o.Reason == WhyOf(succession)), BackOf(succession), cancel);
        var plans = await Obligations(ended).Select(o => new { o.TaskProvinceId, o.PlanId }).Distinct().ToListAsync(cancel);
        foreach (var plan in plans)
            if (counts) jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(plan.PlanId, heirs), province: plan.TaskProvinceId);
            else jobs.Enqueue(Job, payload with { PlanId = plan.PlanId }, province: plan.TaskProvinceId);
        foreach (var body in changed == 0 ? [] : ended) db.RecordEvent("organization", body, Job, $"{WhyOf(succession)}: {VietnameseFormat.Number(changed)} kỳ thực hiện {(counts ? "không còn phải làm ở đây" : "phải làm trở lại")}");
        await db.SaveChangesAsync(cancel);
        var passed = lines.Where(l => ended.Contains(l.FromId)).ToList();
        if (counts) await notices.SucceededAsync(succession, passed, WhyOf(succession), cancel);
        else await notices.SuccessionOverAsync(succession, passed, cancel);
        await transaction.CommitAsync(cancel);
        await run.ReportAsync(100, $"{VietnameseFormat.Number(changed)} kỳ thực hiện, {VietnameseFormat.Number(plans.Count)} kế hoạch");
    }

    private async Task<int> PassOnAsync(Succession succession, Guid[] ended, Guid[] heirs, CancellationToken cancel)
    {
        // Recorded, taken back and recorded again, perhaps by another act: what was made the first time is there. What was settled then is looked at anew by the job that follows the making.
        // Of another day than the first time: what is due before it stays with the ended body.
        var passed = Obligations(ended);
        await AgainAsync(Occurrences(heirs).Where(o => o.DueOn >= succession.EffectiveOn && o.Reason!.StartsWith(Back) && passed.Any(p => p.TaskId == o.TaskId)), WhyOf(succession), cancel);
        await Obligations(heirs).Where(o => o.EndReason!.StartsWith(Back) && passed.Any(p => p.TaskId == o.TaskId)).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.EndedOn, (DateOnly?)null).SetProperty(o => o.EndReason, (string?)null).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        return await EndAsync(Occurrences(ended).Where(o => o.DueOn >= succession.EffectiveOn), WhyOf(succession), cancel);
    }

    /// <summary>Ends what the heirs have of the plan by this reorganization alone; what they have begun stays. Of what they have by a later one, too, that is what is due before it.</summary>
    private async Task LoosenAsync(Guid plan, Guid[] heirs, string why, CancellationToken cancel)
    {
        var (map, day) = (await successions.MapAsync(cancel), clock.Today);
        // By task and unit the first due date that is theirs; none for those who were asked themselves.
        var bound = (await duties.OfAsync(plan, cancel)).SelectMany(d => DutySpan.OfAll([.. d.OwingUnits, .. d.CoordinatingUnits], d.PlanDate, DateOnly.MaxValue, map, directory).Select(u => (d.TaskId, Unit: u.Unit.Id, u.Owes.From)))
            .GroupBy(b => (b.TaskId, b.Unit)).ToDictionary(g => g.Key, g => g.Min(b => b.From ?? DateOnly.MinValue));
        var had = await Obligations(heirs).Where(o => o.PlanId == plan && o.EndedOn == null).Select(o => new { o.Id, o.TaskId, o.UnitId }).ToListAsync(cancel);
        var loose = had.Where(o => !bound.ContainsKey((o.TaskId, o.UnitId))).Select(o => o.Id).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var closed = await CloseAsync(Occurrences(heirs).Where(o => loose.Contains(o.ObligationId)));
        foreach (var later in had.Where(o => bound.GetValueOrDefault((o.TaskId, o.UnitId)) > DateOnly.MinValue).GroupBy(o => bound[(o.TaskId, o.UnitId)], o => o.Id).Select(g => (From: g.Key, Ids: g.ToList())))
            closed += await CloseAsync(Occurrences(heirs).Where(o => later.Ids.Contains(o.ObligationId) && o.DueOn < later.From));
        var kept = await Occurrences(heirs).CountAsync(o => loose.Contains(o.ObligationId) && o.NotApplicableOn == null, cancel);
        await Obligations(heirs).Where(o => loose.Contains(o.Id)).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.EndedOn, day).SetProperty(o => o.EndReason, why).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        if (loose.Count + closed > 0)
            db.RecordEvent("plan", plan, Job, $"{why} ({VietnameseFormat.Number(loose.Count)} việc phải làm thôi hiệu lực, {VietnameseFormat.Number(closed)} kỳ chưa làm chuyển thành không áp dụng{(kept > 0 ? $", {VietnameseFormat.Number(kept)} kỳ cơ quan kế thừa đã bắt đầu hoặc đã báo giữ nguyên ở đó" : "")})");
        // Where they carry on others as well, less may have been reported before than it was.
        jobs.Enqueue(SettleHeirs.Job, new SettleHeirsPayload(plan, heirs), province: db.ProvinceId);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);

        async Task<int> CloseAsync(IQueryable<Occurrence> theirs)
        {
            var ended = await EndAsync(theirs.Where(o => o.StartedOn == null && o.Progress == 0), why, cancel);
            // What they did not have to do because others had reported it is now nothing that they were asked.
            await theirs.Where(o => o.NotApplicableOn != null && o.Reason!.StartsWith(SettleHeirs.Settled)).ExecuteUpdateAsync(set => set
                .SetProperty(o => o.Reason, why).SetProperty(o => o.Version, o => o.Version + 1), cancel);
            return ended;
        }
    }

    private async Task<int> AgainAsync(IQueryable<Occurrence> occurrences, string why, CancellationToken cancel)
    {
        var (count, asking) = await periods.PutBackAllAsync(occurrences, Job, why, cancel);
        foreach (var period in asking) await notices.ExtensionAskedAsync(period, cancel);
        return count;
    }

    private async Task<int> EndAsync(IQueryable<Occurrence> occurrences, string why, CancellationToken cancel)
    {
        var (count, asking) = await periods.EndAllAsync(occurrences, Job, why, cancel);
        await notices.ExtensionsOverAsync([.. asking.Select(o => (o.ProvinceId, o.PlanId, o.TaskId))], cancel);
        return count;
    }

    internal static string WhyOf(Succession succession) => $"{succession.Kind.Words()} từ ngày {VietnameseFormat.Date(succession.EffectiveOn)}, {succession.Act}";

    /// <summary>How the reason begins of what heirs no longer have.</summary>
    private const string Back = "Thu hồi ghi nhận sắp xếp: ";

    private static string BackOf(Succession succession) => Back + WhyOf(succession);

    private IQueryable<Obligation> Obligations(Guid[] units) => Of<Obligation>(units);

    private IQueryable<Occurrence> Occurrences(Guid[] units) => Of<Occurrence>(units);

    // The provinces are named for the indexes, which begin with them.
    private IQueryable<T> Of<T>(Guid[] units) where T : TenantRow, IOwed
    {
        var provinces = units.Select(directory.Find).OfType<OrganizationInfo>().Select(u => u.ProvinceId).Distinct().ToArray();
        return db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => provinces.Contains(o.ProvinceId) && units.Contains(o.UnitId));
    }
}
