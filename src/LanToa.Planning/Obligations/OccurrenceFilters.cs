using System.Linq.Expressions;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;

namespace LanToa.Planning.Obligations;

/// <summary>The states of occurrences as the database can find them; the same as <see cref="OccurrenceFacts.StateOn"/>, which a test holds.</summary>
public static class OccurrenceFilters
{
    /// <summary>Served by the partial indexes: owed, or waiting for a confirmation.</summary>
    public static IQueryable<Occurrence> Unsettled(this IQueryable<Occurrence> all) =>
        all.Where(o => o.ConfirmedOn == null && o.NothingAroseOn == null && o.NotApplicableOn == null);

    /// <summary>The others.</summary>
    public static IQueryable<Occurrence> Settled(this IQueryable<Occurrence> all) =>
        all.Where(o => o.ConfirmedOn != null || o.NothingAroseOn != null || o.NotApplicableOn != null);

    /// <summary>The order of lists: by the due date.</summary>
    public static IOrderedQueryable<Occurrence> ByDue(this IQueryable<Occurrence> some, bool descending = false) =>
        descending ? some.OrderByDescending(o => o.DueOn).ThenByDescending(o => o.Id) : some.OrderBy(o => o.DueOn).ThenBy(o => o.Id);

    /// <summary>The first of all of them: the first of each of the two parts, whose indexes are in that order.</summary>
    public static IQueryable<Occurrence> FirstOfBothParts(this IQueryable<Occurrence> all, int count, bool descending = false) =>
        all.Unsettled().ByDue(descending).Take(count).Concat(all.Settled().ByDue(descending).Take(count));

    /// <summary>What one task asks, found through its obligations.</summary>
    /// <param name="plan">The task's, where units of other provinces are asked for as well.</param>
    public static IQueryable<Occurrence> OfTask(this IQueryable<Occurrence> all, LanToaDb db, Guid task, Guid? plan = null)
    {
        var duties = db.Set<Obligation>().Where(d => d.TaskId == task);
        if (plan is { } its) duties = duties.Where(d => d.PlanId == its);
        return all.Where(o => duties.Any(d => d.ProvinceId == o.ProvinceId && d.Id == o.ObligationId));
    }

    public static IQueryable<Occurrence> In(this IQueryable<Occurrence> all, OccurrenceState state, DateOnly today) => all.Where(Is(state, today));

    /// <summary>Owed, commanded and past its date, returned work included.</summary>
    public static IQueryable<Occurrence> Debts(this IQueryable<Occurrence> all, DateOnly today) =>
        all.Unsettled().Where(o => o.ClaimedOn == null && !o.BeforeTracking && !o.IsRequest && o.DueOn < today);

    /// <summary>Owed today by the unit, whatever its date.</summary>
    public static IQueryable<Occurrence> Owed(this IQueryable<Occurrence> all) => all.Unsettled().Where(o => o.ClaimedOn == null && (!o.BeforeTracking || o.ReturnedOn != null));

    /// <summary>Commanded work that counts in a plan's completion: it applies, and was not due before tracking without a word since.</summary>
    public static IQueryable<Occurrence> Planned(this IQueryable<Occurrence> all) =>
        all.Where(o => !o.IsRequest && o.NotApplicableOn == null && (!o.BeforeTracking || o.ClaimedOn != null || o.ReturnedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null));

    /// <summary>Commanded and done on time, or nothing arose: <see cref="Standing.OnTime"/>.</summary>
    public static IQueryable<Occurrence> OnTime(this IQueryable<Occurrence> all) =>
        all.Where(o => !o.IsRequest && o.NotApplicableOn == null && (o.NothingAroseOn != null || (o.ConfirmedOn != null && ((o.DoneOn == null && o.ClaimedOn == null) || (o.DoneOn ?? o.ClaimedOn) <= o.DueOn))));

    /// <summary>Commanded and waiting for a confirmation: <see cref="Standing.Waiting"/>.</summary>
    public static IQueryable<Occurrence> Waiting(this IQueryable<Occurrence> all) => all.Unsettled().Where(o => !o.IsRequest && o.ClaimedOn != null);

    /// <summary>Commanded and done, reported or late: <see cref="Standing.Reckoned"/>.</summary>
    public static IQueryable<Occurrence> Reckoned(this IQueryable<Occurrence> all, DateOnly today) =>
        all.Where(o => !o.IsRequest && o.NotApplicableOn == null && (o.NothingAroseOn != null || o.ConfirmedOn != null || o.ClaimedOn != null || (!o.BeforeTracking && o.DueOn < today)));

    public static Expression<Func<Occurrence, bool>> Is(OccurrenceState state, DateOnly today) => state switch
    {
        OccurrenceState.NotApplicable => o => o.NotApplicableOn != null,
        OccurrenceState.NothingArose => o => o.NotApplicableOn == null && o.NothingAroseOn != null,
        OccurrenceState.DoneLate => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn != null && !o.IsRequest && (o.DoneOn ?? o.ClaimedOn) > o.DueOn,
        OccurrenceState.DoneOnTime => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn != null && (o.IsRequest || (o.DoneOn == null && o.ClaimedOn == null) || (o.DoneOn ?? o.ClaimedOn) <= o.DueOn),
        OccurrenceState.AwaitingConfirmation => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn != null,
        OccurrenceState.Returned => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn != null,
        OccurrenceState.BeforeTracking => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn == null && o.BeforeTracking,
        OccurrenceState.NotYet => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn == null && !o.BeforeTracking && today < o.OpensOn,
        OccurrenceState.Requested => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn == null && !o.BeforeTracking && today >= o.OpensOn && o.IsRequest,
        OccurrenceState.Open => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn == null && !o.BeforeTracking && today >= o.OpensOn && !o.IsRequest && today <= o.DueOn,
        _ => o => o.NotApplicableOn == null && o.NothingAroseOn == null && o.ConfirmedOn == null && o.ClaimedOn == null && o.ReturnedOn == null && !o.BeforeTracking && today >= o.OpensOn && !o.IsRequest && today > o.DueOn,
    };
}
