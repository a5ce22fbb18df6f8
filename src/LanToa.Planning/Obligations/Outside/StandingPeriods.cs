using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>
/// The periods of duties whose unit comes to stand elsewhere. Each has a line in its own history, and changed back it is as it was when it ended (<see cref="EndedPeriods"/>).
/// </summary>
public sealed class StandingPeriods(LanToaDb db, EndedPeriods marks)
{
    /// <summary>Holds all that the change may touch, at once and in one order: whoever reports at this moment for periods of several of these duties takes them in the same.</summary>
    public async Task HoldAsync(IReadOnlyList<StandingDuty> duties, IReadOnlyList<MissedDuty> missed, CancellationToken cancel)
    {
        foreach (var province in duties.GroupBy(d => d.Province, d => d.Id).OrderBy(g => g.Key))
        {
            var open = await Of(province.Key, [.. province]).Where(o => o.ConfirmedOn == null && o.NothingAroseOn == null).Select(o => o.Id).ToListAsync(cancel);
            var compared = missed.Where(m => m.Duty.Province == province.Key).SelectMany(m => m.Periods.Moved.Concat(m.Periods.Counted)).Select(m => m.From.Id);
            await db.HoldAsync(province.Key, [.. open.Union(compared)], cancel);
        }
    }

    /// <summary>Ends what is open. What waits for a confirmation stays; sent back, it is asked for and not owed.</summary>
    /// <returns>How many ended.</returns>
    internal async Task<int> EndAsync(short province, Guid[] duties, string reason, CancellationToken cancel)
    {
        var open = await db.HeldAsync(province, Of(province, duties).Unsettled(), cancel);
        foreach (var period in open.Where(o => o.ClaimedOn is not null)) period.Bind(true);
        foreach (var period in open.Where(o => o.ClaimedOn is null)) marks.End(period, reason);
        await marks.SaveAsync(FollowStanding.Job, reason, cancel);
        return open.Count(o => o.ClaimedOn is null);
    }

    /// <summary>Opens what had ended so and is due by the unit's last day, as it was.</summary>
    /// <returns>How many are open again.</returns>
    internal async Task<int> BindAgainAsync(short province, Guid[] duties, bool isRequest, DateOnly last, string why, CancellationToken cancel)
    {
        await TurnAsync(province, duties, isRequest, why, cancel);
        var ended = await db.HeldAsync(province, Of(province, duties).Where(o => o.NotApplicableOn != null && o.Reason!.StartsWith(DutyStanding.Ended) && o.DueOn <= last), cancel);
        var kept = await marks.MarksAsync(province, [.. ended.Select(o => o.Id)], FollowStanding.Job, cancel);
        foreach (var period in ended)
        {
            period.Bind(isRequest);
            marks.PutBack(period, kept.GetValueOrDefault(period.Id));
        }
        await marks.SaveAsync(FollowStanding.Job, why, cancel);
        return ended.Count;
    }

    /// <summary>What is not settled is owed, or only asked: then nobody has to answer a unit that asks for more time.</summary>
    /// <returns>How many are open.</returns>
    internal async Task<int> TurnAsync(short province, Guid[] duties, bool isRequest, string why, CancellationToken cancel)
    {
        foreach (var told in (await db.HeldAsync(province, Of(province, duties).Unsettled().Where(o => o.IsRequest != isRequest), cancel)).ToLookup(o => isRequest && o.ExtensionTo is { } asked ? BehindReason.Of(BehindReason.OnlyAsked, asked) : "", o => o.Id))
        {
            foreach (var period in await db.HeldAsync(province, Those(province, told), cancel)) period.Bind(isRequest);
            await marks.SaveAsync(FollowStanding.Job, why + told.Key, cancel);
        }
        return await OpenAsync(province, duties, cancel);
    }

    /// <summary>How many periods of the duties are to be reported.</summary>
    internal Task<int> OpenAsync(short province, Guid[] duties, CancellationToken cancel) => Of(province, duties).Unsettled().CountAsync(o => o.ClaimedOn == null, cancel);

    /// <summary>What the plan does not ask any more is left as the amendment would have left it, what it asks for otherwise is asked for so. What the unit reports at this moment stays, as with an amendment.</summary>
    public async Task CatchUpAsync(MissedDuty missed, CancellationToken cancel)
    {
        var (province, changes) = (missed.Duty.Province, missed.Periods);
        foreach (var period in await db.HeldAsync(province, Those(province, changes.Ended.Select(p => p.Id)).Unsettled().Where(o => o.ClaimedOn == null), cancel)) marks.End(period, missed.Reason);
        await marks.SaveAsync(FollowStanding.Job, missed.Reason, cancel);
        var moved = changes.Moved.ToDictionary(m => m.From.Id);
        var open = Those(province, moved.Keys).Where(o => o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && (o.NotApplicableOn == null || o.Reason!.StartsWith(AmendedWork.Ending)));
        foreach (var told in (await db.HeldAsync(province, open, cancel)).ToLookup(o => Told(o, moved[o.Id]), o => o.Id))
        {
            foreach (var period in await db.HeldAsync(province, Those(province, told), cancel)) Move(period, moved[period.Id]);
            await marks.SaveAsync(AmendObligations.MoveVerb, missed.Reason + told.Key, cancel);
        }
        foreach (var day in changes.Counted.Concat(changes.Moved.Where(m => m.ChangesKey)).GroupBy(m => m.To.Key, StringComparer.Ordinal))
        {
            var done = Those(province, day.Select(m => m.From.Id)).Where(o => (o.ClaimedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null) && (o.StandsFor ?? o.PeriodKey) != day.Key);
            foreach (var period in await db.HeldAsync(province, done, cancel)) period.StandsFor = StandsFor(period, day.Key);
            await marks.SaveAsync(AmendObligations.CountVerb, missed.Reason + BehindReason.Of(BehindReason.Counted, day.First().To.DueOn), cancel);
        }
    }

    private static void Move(Occurrence period, PeriodMove move)
    {
        period.StandsFor = StandsFor(period, move.To.Key);
        var stays = Stays(period, move);
        (period.DueMoved, period.RuleDueOn, period.DueOn, period.Target) = (stays, stays ? move.To.DueOn : null, move.DueOn, move.To.Target);
        period.Bind(move.To.IsRequest);
        // The plan itself gives the time that the unit asked for.
        if (period.ExtensionTo <= period.DueOn) (period.ExtensionTo, period.ExtensionReason) = (null, null);
        // Ended by an earlier amendment, and asked for again.
        if (period.NotApplicableOn is not null) (period.NotApplicableOn, period.Reason) = (null, null);
    }

    /// <summary>What the history says behind the reason, as an amendment says it of others.</summary>
    private static string Told(Occurrence period, PeriodMove move) =>
        (period.ExtensionTo is not { } asked ? "" : move.To.IsRequest ? BehindReason.Of(BehindReason.OnlyAsked, asked) : asked <= move.DueOn ? BehindReason.Of(BehindReason.GivenByPlan, asked) : "")
        + (!period.DueMoved || period.DueOn != move.DueOn ? "" : !Stays(period, move) ? BehindReason.Of(BehindReason.Meets, move.To.DueOn) : period.RuleDueOn != move.To.DueOn ? BehindReason.Of(BehindReason.Stands, move.To.DueOn) : "");

    private static bool Stays(Occurrence period, PeriodMove move) => AmendedPeriods.Stays(period.DueMoved, period.DueOn, move.DueOn, move.To.DueOn);

    private static string? StandsFor(Occurrence period, string key) => key == period.PeriodKey ? null : key;

    private IQueryable<Occurrence> Of(short province, Guid[] duties) =>
        db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == province && duties.Contains(o.ObligationId));

    private IQueryable<Occurrence> Those(short province, IEnumerable<Guid> periods)
    {
        Guid[] ids = [.. periods];
        return db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == province && ids.Contains(o.Id));
    }
}
