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
public sealed class FollowStanding(LanToaDb db, DutyStanding standing, MissedAmendments amendments, StandingPeriods periods, OrganizationDirectory directory, NoticeBoard board, DutyNotices notices, UnitDoers doers, JobQueue jobs, Clock clock) : IJobHandler<FollowStandingPayload>
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
        await periods.HoldAsync(duties, missed, cancel);
        var total = 0;
        foreach (var unit in duties.GroupBy(d => (d.Province, d.UnitId)))
        {
            var told = new List<string>();
            var inside = $"{directory.NameOf(unit.Key.UnitId)} được giao việc như các cơ quan khác";
            foreach (var change in unit.GroupBy(d => (d.Change, Role: d.Change == StandingChange.Ends && !d.OnlyCoordinates ? DutyRole.Requested : d.Role, d.TakesOver)).OrderBy(g => g.Key.Change).ThenBy(g => g.Key.TakesOver).ThenBy(g => g.First().OnlyCoordinates))
            {
                Guid[] ids = [.. change.Select(d => d.Id)];
                var changed = await ChangeAsync(unit.Key.Province, unit.Key.UnitId, ids, change.Key.Change, change.Key.Role, change.First().Why is { Length: > 0 } because ? because : inside, cancel);
                var amended = missed.Where(m => ids.Contains(m.Duty.Id)).ToList();
                foreach (var duty in amended) await CatchUpAsync(duty, cancel);
                // What the plan came to ask for meanwhile is made afterwards.
                if (change.Key.Change == StandingChange.BindsAgain) changed = await periods.OpenAsync(unit.Key.Province, ids, cancel) + amended.Sum(m => m.Periods.Made.Count);
                total += changed;
                told.Add(StandingWords.Of(change.First(), ids.Length, changed));
            }
            var why = unit.Select(d => d.Why).FirstOrDefault(w => w.Length > 0) ?? inside;
            db.RecordEvent("organization", unit.Key.UnitId, Job, $"{why}: {string.Join("; ", told)}");
            await TellAsync(unit.Key.UnitId, [.. unit.Select(d => d.AssignerId).Distinct()], why, string.Join("; ", told), cancel);
        }
        await notices.ExtensionsOverAsync([.. duties.Where(d => d.Change is StandingChange.Ends or StandingChange.IsAsked).Select(d => (d.Province, d.PlanId, d.TaskId))], cancel);
        await AskAgainAsync(duties, cancel);
        // Periods that the plan came to ask for meanwhile.
        foreach (var plan in duties.Where(d => d.Change == StandingChange.BindsAgain && d.Role != DutyRole.Coordinating).GroupBy(d => (d.TaskProvince, d.PlanId)))
            jobs.Enqueue(GenerateObligations.Job, new GeneratePayload(plan.Key.PlanId, [.. plan.Select(d => d.UnitId).Distinct()]), province: plan.Key.TaskProvince);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        await run.ReportAsync(100, $"{VietnameseFormat.Number(duties.Count)} việc, {VietnameseFormat.Number(total)} kỳ thực hiện");
    }

    /// <returns>How many periods changed.</returns>
    private async Task<int> ChangeAsync(short province, Guid unit, Guid[] ids, StandingChange change, DutyRole role, string why, CancellationToken cancel)
    {
        var (day, request) = (clock.Today, role == DutyRole.Requested);
        var obligations = All<Obligation>().Where(o => o.ProvinceId == province && ids.Contains(o.Id));
        var reason = DutyStanding.Ended + why;
        switch (change)
        {
            case StandingChange.Ends:
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.EndedOn, day).SetProperty(o => o.EndReason, reason).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await periods.EndAsync(province, ids, reason, cancel);
            case StandingChange.BindsAgain:
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.EndedOn, (DateOnly?)null).SetProperty(o => o.EndReason, (string?)null).SetProperty(o => o.Role, role).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await periods.BindAgainAsync(province, ids, request, directory.Find(unit)?.ValidTo ?? DateOnly.MaxValue, why, cancel);
            default:
                await obligations.ExecuteUpdateAsync(set => set.SetProperty(o => o.Role, role).SetProperty(o => o.Version, o => o.Version + 1), cancel);
                return await periods.TurnAsync(province, ids, request, why, cancel);
        }
    }

    /// <summary>The duty says what the plan says now; its periods follow, and what is new is made afterwards with the rest.</summary>
    private async Task CatchUpAsync(MissedDuty missed, CancellationToken cancel)
    {
        var (duty, says) = (missed.Duty, missed.Says);
        await periods.CatchUpAsync(missed, cancel);
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

    /// <summary>Who asked for more time before it ended waits for the answer again.</summary>
    private async Task AskAgainAsync(IReadOnlyList<StandingDuty> duties, CancellationToken cancel)
    {
        foreach (var bound in duties.Where(d => d.Change == StandingChange.BindsAgain).GroupBy(d => d.Province, d => d.Id))
        {
            Guid[] ids = [.. bound];
            foreach (var asking in await All<Occurrence>().AsNoTracking().Unsettled().Where(o => o.ProvinceId == bound.Key && ids.Contains(o.ObligationId) && o.ExtensionTo != null).OrderBy(o => o.Id).ToListAsync(cancel))
                await notices.ExtensionAskedAsync(asking, cancel);
        }
    }

    private IQueryable<T> All<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]);
}
