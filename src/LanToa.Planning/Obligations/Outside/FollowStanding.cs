using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

public sealed record FollowStandingPayload(Guid OrganizationId);

/// <summary>A body came to stand elsewhere: its duties follow by a job that is enqueued with the change.</summary>
internal sealed class OnStanding(JobQueue jobs) : IEventHandler<StandingChanged>
{
    public Task HandleAsync(StandingChanged happened, CancellationToken cancel)
    {
        jobs.Enqueue(FollowStanding.Job, new FollowStandingPayload(happened.OrganizationId));
        return Task.CompletedTask;
    }
}

/// <summary>
/// What it does to the duties of a body, and of those below it, that it became one of the Party or of a vertical line, or is none any more (adr/0078). What was reported stays; it compares what stands with
/// what is asked, so that it changes nothing the second time, and changed back it puts back what it ended.
/// </summary>
public sealed class FollowStanding(LanToaDb db, DutyStanding standing, MissedAmendments amendments, OrganizationDirectory directory, NoticeBoard board, UnitDoers doers, JobQueue jobs, Clock clock) : IJobHandler<FollowStandingPayload>
{
    public const string Job = "obligations.stand";

    public async Task RunAsync(FollowStandingPayload payload, JobRun run, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(0);
        directory.Forget();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (duties, groups) = await standing.OfAsync(directory.Subtree(payload.OrganizationId), directory, cancel);
        foreach (var group in groups)
            await All<Plans.PlanGroup>().Where(g => g.ProvinceId == group.Province && g.Id == group.Id).ExecuteUpdateAsync(set => set.SetProperty(g => g.Outside, group.Outside).SetProperty(g => g.Version, g => g.Version + 1), cancel);
        var missed = await amendments.OfAsync(duties, cancel);
        var periods = 0;
        foreach (var unit in duties.GroupBy(d => (d.Province, d.UnitId)))
        {
            var told = new List<string>();
            foreach (var change in unit.GroupBy(d => (d.Change, Role: d.Change == StandingChange.Ends ? DutyRole.Requested : d.Role)).OrderBy(g => g.Key.Change))
            {
                Guid[] ids = [.. change.Select(d => d.Id)];
                var changed = await ChangeAsync(unit.Key.Province, unit.Key.UnitId, ids, change.Key.Change, change.Key.Role, change.First().Why, cancel);
                foreach (var duty in missed.Where(m => ids.Contains(m.Duty.Id)))
                {
                    await CatchUpAsync(duty, cancel);
                    changed -= duty.Periods.Ended.Count;
                }
                periods += changed;
                told.Add(StandingWords.Of(change.Key.Change, ids.Length, changed));
            }
            var why = unit.Select(d => d.Why).FirstOrDefault(w => w.Length > 0) ?? $"{directory.NameOf(unit.Key.UnitId)} được giao việc như các cơ quan khác";
            db.RecordEvent("organization", unit.Key.UnitId, Job, $"{why}: {string.Join("; ", told)}");
            await TellAsync(unit.Key.UnitId, [.. unit.Select(d => d.AssignerId).Distinct()], why, string.Join("; ", told), cancel);
        }
        await SettleAsync(duties, cancel);
        // Periods that the plan came to ask for meanwhile.
        foreach (var plan in duties.Where(d => d.Change == StandingChange.BindsAgain && d.Role != DutyRole.Coordinating).GroupBy(d => (d.TaskProvince, d.PlanId)))
            jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(plan.Key.PlanId, [.. plan.Select(d => d.UnitId).Distinct()]), province: plan.Key.TaskProvince);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await run.ReportAsync(100, $"{VietnameseFormat.Number(duties.Count)} việc, {VietnameseFormat.Number(periods)} kỳ thực hiện");
    }

    private async Task<int> ChangeAsync(short province, Guid unit, Guid[] ids, StandingChange change, DutyRole role, string why, CancellationToken cancel)
    {
        var (day, request) = (clock.Today, role == DutyRole.Requested || change == StandingChange.Ends);
        var obligations = All<Obligation>().Where(o => o.ProvinceId == province && ids.Contains(o.Id));
        var occurrences = All<Occurrence>().Where(o => o.ProvinceId == province && o.UnitId == unit && ids.Contains(o.ObligationId));
        var reason = DutyStanding.Ended + why;
        // What waits for a confirmation stays; sent back, it is asked for and not owed.
        await occurrences.Unsettled().Where(o => o.IsRequest != request && (change != StandingChange.Ends || o.ClaimedOn != null))
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.IsRequest, request).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        switch (change)
        {
            case StandingChange.Ends:
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.EndedOn, day).SetProperty(o => o.EndReason, reason).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await occurrences.Unsettled().Where(o => o.ClaimedOn == null).ExecuteUpdateAsync(set => set
                    .SetProperty(o => o.NotApplicableOn, day).SetProperty(o => o.Reason, reason).SetProperty(o => o.ReturnedOn, (DateOnly?)null)
                    .SetProperty(o => o.ExtensionTo, (DateOnly?)null).SetProperty(o => o.ExtensionReason, (string?)null).SetProperty(o => o.Version, o => o.Version + 1), cancel);
            case StandingChange.BindsAgain:
                var last = directory.Find(unit)?.ValidTo ?? DateOnly.MaxValue;
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.EndedOn, (DateOnly?)null).SetProperty(o => o.EndReason, (string?)null).SetProperty(o => o.Role, role).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await occurrences.Where(o => o.NotApplicableOn != null && o.Reason!.StartsWith(DutyStanding.Ended) && o.DueOn <= last).ExecuteUpdateAsync(set => set
                    .SetProperty(o => o.NotApplicableOn, (DateOnly?)null).SetProperty(o => o.Reason, (string?)null).SetProperty(o => o.IsRequest, request).SetProperty(o => o.Version, o => o.Version + 1), cancel);
            default:
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.Role, role).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await occurrences.Unsettled().Where(o => o.ClaimedOn == null).CountAsync(cancel);
        }
    }

    /// <summary>What the plan does not ask any more is left as the amendment would have left it, what it asks for otherwise is asked for so; what is new is made afterwards with the rest.</summary>
    private async Task CatchUpAsync(MissedDuty missed, CancellationToken cancel)
    {
        var (duty, says, day) = (missed.Duty, missed.Says, clock.Today);
        Guid[] gone = [.. missed.Periods.Ended.Select(p => p.Id)];
        await All<Occurrence>().Where(o => o.ProvinceId == duty.Province && gone.Contains(o.Id)).ExecuteUpdateAsync(set => set.SetProperty(o => o.NotApplicableOn, day).SetProperty(o => o.Reason, missed.Reason).SetProperty(o => o.Version, o => o.Version + 1), cancel);
        foreach (var (move, moves) in missed.Periods.Moved.Select(m => (m, true)).Concat(missed.Periods.Counted.Select(m => (m, false))))
        {
            var at = All<Occurrence>().Where(o => o.ProvinceId == duty.Province && o.Id == move.From.Id);
            await at.ExecuteUpdateAsync(set => set.SetProperty(o => o.StandsFor, o => o.PeriodKey == move.To.Key ? null : move.To.Key).SetProperty(o => o.Version, o => o.Version + 1), cancel);
            if (!moves) continue;
            await at.ExecuteUpdateAsync(set => set.SetProperty(o => o.DueOn, move.DueOn).SetProperty(o => o.Target, move.To.Target).SetProperty(o => o.NotApplicableOn, (DateOnly?)null).SetProperty(o => o.Reason, (string?)null), cancel);
            db.RecordEvent("occurrence", move.From.Id, AmendObligations.MoveVerb, missed.Reason);
        }
        var name = Folding.Fold(directory.NameOf(duty.UnitId));
        await All<Obligation>().Where(o => o.ProvinceId == duty.Province && o.Id == duty.Id).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.Text, says.Text).SetProperty(o => o.SearchText, $"{says.SearchText} {name}").SetProperty(o => o.Rule, says.Rule).SetProperty(o => o.Kind, says.Kind)
            .SetProperty(o => o.RegimeCode, says.RegimeCode).SetProperty(o => o.PlanFrom, says.PlanFrom).SetProperty(o => o.PlanTo, says.PlanTo), cancel);
    }

    /// <summary>Those who do the unit's work, and those who judge it where it was asked.</summary>
    private async Task TellAsync(Guid unit, IReadOnlyList<Guid> assigners, string why, string what, CancellationToken cancel)
    {
        var people = (await doers.OfAsync(unit, cancel)).ToList();
        foreach (var assigner in assigners) people.AddRange((await board.PeopleAtAsync(assigner, ObligationPermissions.Confirm, cancel)).Select(a => (a, assigner)));
        foreach (var province in people.DistinctBy(p => p.Account).GroupBy(p => directory.Find(p.Unit)?.ProvinceId))
            await board.TellAsync(new Telling($"organization.stand:{unit}", $"Việc phải làm thay đổi: {why}", what, $"/obligations?unit={unit}&state=all"), province, cancel);
    }

    /// <summary>Nobody has to answer any more a unit that asked for more time for what has ended.</summary>
    private async Task SettleAsync(IReadOnlyList<StandingDuty> duties, CancellationToken cancel)
    {
        var ended = duties.Where(d => d.Change == StandingChange.Ends).Select(d => (d.Province, d.PlanId, d.TaskId)).Distinct().ToList();
        await board.HoldAsync(ended.Select(e => DutyNotices.ExtensionKey(e.TaskId)), cancel);
        foreach (var (province, plan, task) in ended)
            if (!await All<Occurrence>().Unsettled().OfTask(db, task, plan).AnyAsync(o => o.ProvinceId == province && o.ExtensionTo != null, cancel)) await board.SettleAsync([DutyNotices.ExtensionKey(task)], [province], cancel);
    }

    private IQueryable<T> All<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]);
}
