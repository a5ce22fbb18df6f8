using System.Text.Json;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>
/// The periods of duties whose unit comes to stand elsewhere. Each has a line in its own history, and what it was when it ended is read back from that line: changed back it is sent back with the reason as before,
/// or waits with the unit's request for more time, where the day that it asks for is still to come.
/// </summary>
public sealed class StandingPeriods(LanToaDb db, Clock clock)
{
    /// <summary>What a line of the history keeps of a period.</summary>
    private sealed record Kept(DateOnly? NotApplicableOn, DateOnly? ReturnedOn, string? Reason, DateOnly? ExtensionTo, string? ExtensionReason);

    /// <summary>Holds all that the change may touch, at once and in one order: whoever reports at this moment for periods of several of these duties takes them in the same.</summary>
    internal async Task HoldAsync(IReadOnlyList<StandingDuty> duties, IReadOnlyList<MissedDuty> missed, CancellationToken cancel)
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
        var open = await HeldAsync(province, Of(province, duties).Unsettled(), cancel);
        foreach (var period in open.Where(o => o.ClaimedOn is not null)) period.IsRequest = true;
        foreach (var period in open.Where(o => o.ClaimedOn is null)) End(period, reason);
        await SaveAsync(FollowStanding.Job, reason, cancel);
        return open.Count(o => o.ClaimedOn is null);
    }

    /// <summary>Opens what had ended so and is due by the unit's last day, as it was.</summary>
    /// <returns>How many are open again.</returns>
    internal async Task<int> BindAgainAsync(short province, Guid[] duties, bool isRequest, DateOnly last, string why, CancellationToken cancel)
    {
        await TurnAsync(province, duties, isRequest, why, cancel);
        var ended = await HeldAsync(province, Of(province, duties).Where(o => o.NotApplicableOn != null && o.Reason!.StartsWith(DutyStanding.Ended) && o.DueOn <= last), cancel);
        var kept = await KeptAsync(province, [.. ended.Select(o => o.Id)], cancel);
        foreach (var period in ended)
        {
            var was = kept.GetValueOrDefault(period.Id);
            (period.NotApplicableOn, period.IsRequest, period.ReturnedOn, period.Reason) = (null, isRequest, was?.ReturnedOn, was?.Reason);
            // What is only asked is never overdue: nobody has to decide on more time for it, nor on a day that has passed meanwhile.
            if (!isRequest && was?.ExtensionTo >= clock.Today) (period.ExtensionTo, period.ExtensionReason) = (was.ExtensionTo, was.ExtensionReason);
        }
        await SaveAsync(FollowStanding.Job, why, cancel);
        return ended.Count;
    }

    /// <summary>What is not settled is owed, or only asked.</summary>
    /// <returns>How many are open.</returns>
    internal async Task<int> TurnAsync(short province, Guid[] duties, bool isRequest, string why, CancellationToken cancel)
    {
        foreach (var period in await HeldAsync(province, Of(province, duties).Unsettled().Where(o => o.IsRequest != isRequest), cancel)) period.IsRequest = isRequest;
        await SaveAsync(FollowStanding.Job, why, cancel);
        return await OpenAsync(province, duties, cancel);
    }

    /// <summary>How many periods of the duties are to be reported.</summary>
    internal Task<int> OpenAsync(short province, Guid[] duties, CancellationToken cancel) => Of(province, duties).Unsettled().CountAsync(o => o.ClaimedOn == null, cancel);

    /// <summary>What the plan does not ask any more is left as the amendment would have left it, what it asks for otherwise is asked for so. What the unit reports at this moment stays, as with an amendment.</summary>
    public async Task CatchUpAsync(MissedDuty missed, CancellationToken cancel)
    {
        var (province, changes) = (missed.Duty.Province, missed.Periods);
        foreach (var period in await HeldAsync(province, Those(province, changes.Ended.Select(p => p.Id)).Unsettled().Where(o => o.ClaimedOn == null), cancel)) End(period, missed.Reason);
        await SaveAsync(FollowStanding.Job, missed.Reason, cancel);
        var moved = changes.Moved.ToDictionary(m => m.From.Id);
        var open = Those(province, moved.Keys).Where(o => o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && (o.NotApplicableOn == null || o.Reason!.StartsWith(AmendedWork.Ending)));
        foreach (var period in await HeldAsync(province, open, cancel))
        {
            var move = moved[period.Id];
            period.StandsFor = StandsFor(period, move.To.Key);
            var stays = period.DueMoved && period.DueOn == move.DueOn;
            (period.DueMoved, period.RuleDueOn, period.DueOn, period.Target, period.IsRequest) = (stays, stays ? move.To.DueOn : null, move.DueOn, move.To.Target, move.To.IsRequest);
            // The plan itself gives the time that the unit asked for.
            if (period.ExtensionTo <= period.DueOn) (period.ExtensionTo, period.ExtensionReason) = (null, null);
            // Ended by an earlier amendment, and asked for again.
            if (period.NotApplicableOn is not null) (period.NotApplicableOn, period.Reason) = (null, null);
        }
        await SaveAsync(AmendObligations.MoveVerb, missed.Reason, cancel);
        foreach (var day in changes.Counted.Concat(changes.Moved.Where(m => m.ChangesKey)).GroupBy(m => m.To.Key, StringComparer.Ordinal))
        {
            var done = Those(province, day.Select(m => m.From.Id)).Where(o => (o.ClaimedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null) && (o.StandsFor ?? o.PeriodKey) != day.Key);
            foreach (var period in await HeldAsync(province, done, cancel)) period.StandsFor = StandsFor(period, day.Key);
            await SaveAsync(AmendObligations.CountVerb, missed.Reason + AmendObligations.CountedFor(day.First().To.DueOn), cancel);
        }
    }

    private static string? StandsFor(Occurrence period, string key) => key == period.PeriodKey ? null : key;

    private void End(Occurrence period, string reason) =>
        (period.NotApplicableOn, period.Reason, period.ReturnedOn, period.ExtensionTo, period.ExtensionReason) = (clock.Today, reason, null, null, null);

    private IQueryable<Occurrence> Of(short province, Guid[] duties) =>
        db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == province && duties.Contains(o.ObligationId));

    private IQueryable<Occurrence> Those(short province, IEnumerable<Guid> periods)
    {
        Guid[] ids = [.. periods];
        return db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.ProvinceId == province && ids.Contains(o.Id));
    }

    // Somebody who reports at this moment comes first: looked at again when nobody else can change them.
    private async Task<List<Occurrence>> HeldAsync(short province, IQueryable<Occurrence> periods, CancellationToken cancel)
    {
        var ids = await periods.Select(o => o.Id).ToArrayAsync(cancel);
        if (ids.Length == 0) return [];
        await db.HoldAsync(province, ids, cancel);
        return await periods.Where(o => ids.Contains(o.Id)).OrderBy(o => o.DueOn).ThenBy(o => o.Id).ToListAsync(cancel);
    }

    /// <summary>What each was before it ended last. Nothing is known of what ended before the history had lines of it.</summary>
    private async Task<Dictionary<Guid, Kept>> KeptAsync(short province, Guid[] ids, CancellationToken cancel)
    {
        var lines = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == province && ids.Contains(e.SubjectId) && e.Verb == FollowStanding.Job && e.Before != null && e.After != null)
            .OrderBy(e => e.At).ThenBy(e => e.Id).Select(e => new { e.SubjectId, e.Before, e.After }).ToListAsync(cancel);
        return lines.Where(l => Read(l.After!).NotApplicableOn is not null).GroupBy(l => l.SubjectId).ToDictionary(g => g.Key, g => Read(g.Last().Before!));

        static Kept Read(string json) => JsonSerializer.Deserialize<Kept>(json)!;
    }

    private async Task SaveAsync(string verb, string why, CancellationToken cancel)
    {
        db.Because(verb, why);
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
    }
}
