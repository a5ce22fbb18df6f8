using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Outside;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What an amendment changes in the work of one unit in one task.</summary>
internal sealed record UnitChanges(short Province, Guid ObligationId, Guid UnitId, bool Binds, PeriodChanges Periods)
{
    /// <summary>Of the days that the rule names now and that it owes, newly or by a run that was cut short, something was done by bodies that it carries on.</summary>
    public bool IsSettled { get; init; }
}

/// <summary>By what the work of all tasks of a plan is dated and goes over to heirs: read once.</summary>
internal sealed record AmendmentGround(ProvinceRules Rules, SuccessionMap Map);

/// <summary>Works out what an amendment does to the work of a plan's tasks: shown before it is applied, done by <see cref="AmendObligations"/>.</summary>
public sealed class AmendedWork(LanToaDb db, RuleBooks books, IOrganizationDirectory directory, SuccessionReader successions) : IAmendedWork
{
    /// <summary>What an amendment writes as the reason of what it ends; a later one may take that back.</summary>
    internal const string Ending = "Điều chỉnh kế hoạch: ";

    public async Task<IReadOnlyDictionary<Guid, TaskEffect>> PreviewAsync(Guid planId, DateOnly effectiveOn, IReadOnlyList<PlanDuty> duties, IReadOnlyCollection<Guid> changed, IReadOnlyCollection<Guid> ended, CancellationToken cancel = default)
    {
        var effects = new Dictionary<Guid, TaskEffect>();
        var ground = await GroundAsync(cancel);
        foreach (var task in changed.Concat(ended))
        {
            var (_, units) = await OfAsync(planId, task, [.. duties.Where(d => d.TaskId == task)], effectiveOn, ground, [], cancel);
            var (results, files) = ended.Contains(task) ? await ResultsAsync(planId, task, cancel) : (0, 0);
            effects[task] = new TaskEffect(units.Sum(u => u.Periods.Made.Count), units.Sum(u => u.Periods.Moved.Count(m => m.ChangesDue)), units.Sum(u => u.Periods.Ended.Count), units.Sum(u => u.Periods.Past), units.Sum(u => u.Periods.Done))
            {
                Resized = units.Sum(u => u.Periods.Moved.Count(m => m.ChangesTarget)), Rebound = units.Sum(u => u.Periods.Moved.Count(m => m.ChangesBinding)), Counted = units.Sum(u => u.Periods.Counted.Count), Extended = units.Sum(u => u.Periods.Extended), Results = results, Files = files, Owed = OwedOf(units),
                Closed = duties.FirstOrDefault(d => d.TaskId == task) is { } duty ? ClosedOf(units, ground.Rules.For(duty.IssuerId).Holidays) : [],
            };
        }
        return effects;
    }

    private static List<string> ClosedOf(IReadOnlyList<UnitChanges> units, HolidayCalendar calendar) =>
        [.. units.SelectMany(u => u.Periods.Made.Select(m => m.DueOn).Concat(u.Periods.Moved.Where(m => m.ChangesDue).Select(m => m.DueOn))).Distinct().Order().Select(calendar.ClosedWords).OfType<string>()];

    private List<OwedDay> OwedOf(IReadOnlyList<UnitChanges> units) =>
        [.. units.SelectMany(u => u.Periods.Left.Select(p => (u.UnitId, Period: p, IsDoubled: u.Periods.Doubled.Contains(p)))).GroupBy(o => o.Period.DueOn).OrderBy(g => g.Key)
            .Select(g => new OwedDay(g.Key, g.Count(), g.Count(o => o.IsDoubled), g.Select(o => o.UnitId).Distinct().ToList() is [var one] ? directory.NameOf(one) : null))];

    internal async Task<AmendmentGround> GroundAsync(CancellationToken cancel) => new(await books.OfAsync(db.ProvinceId, cancel), await successions.MapAsync(cancel));

    /// <summary>The duties of the task as it is to be (none: it ends), and unit by unit what differs from the work that stands.</summary>
    /// <param name="returning">Only these units, which stood outside for a while: what ended for that reason is looked at as if it had stayed open.</param>
    internal async Task<(DutyPatterns Patterns, IReadOnlyList<UnitChanges> Units)> OfAsync(Guid planId, Guid taskId, IReadOnlyList<PlanDuty> duties, DateOnly effectiveOn, AmendmentGround ground, List<string> problems, CancellationToken cancel, HashSet<Guid>? returning = null)
    {
        var (rules, map) = ground;
        var planned = new DutyPatterns(directory, map, db.ProvinceId);
        foreach (var duty in duties) planned.Bind(duty, rules.For(duty.IssuerId), problems);
        var bound = db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(o => o.PlanId == planId && o.TaskId == taskId);
        var periods = db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().OfTask(db, taskId, planId);
        var isBack = returning is not null;
        if (returning is not null)
        {
            Guid[] only = [.. returning];
            (bound, periods) = (bound.Where(o => only.Contains(o.UnitId)), periods.Where(o => only.Contains(o.UnitId)));
        }
        var obligations = await bound.Select(o => new { o.ProvinceId, o.Id, o.UnitId }).ToListAsync(cancel);
        var standing = (await periods.Select(o => new
        {
            o.ObligationId,
            Period = new StandingPeriod(o.Id, o.StandsFor ?? o.PeriodKey, o.OpensOn, o.DueOn, o.DueMoved, o.Target, o.IsRequest,
                o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && (o.NotApplicableOn == null || (isBack && o.Reason!.StartsWith(DutyStanding.Ended))))
            {
                EndedByAmendment = o.NotApplicableOn != null && o.Reason != null && o.Reason.StartsWith(Ending), BeforeTracking = o.BeforeTracking, RuleDueOn = o.RuleDueOn,
                Answered = o.NotApplicableOn == null && (o.ClaimedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null),
            },
        }).ToListAsync(cancel)).ToLookup(o => o.ObligationId, o => o.Period);
        var units = new List<UnitChanges>();
        foreach (var unit in planned.Bound.Values.Where(u => returning is null || returning.Contains(u.Unit.Id)))
        {
            var patterns = unit.Patterns.ConvertAll(p => planned.Patterns[p]);
            var id = Obligation.IdFor(taskId, unit.Unit.Id);
            var asked = patterns.SelectMany(p => p.Occurrences).Select(o => new AskedPeriod(o.PeriodKey, o.DueOn, o.Target, o.IsRequest)).DistinctBy(a => a.Key).ToList();
            var binds = patterns.Exists(p => p.Obligation.Role != DutyRole.Coordinating);
            units.Add(new UnitChanges(unit.Unit.ProvinceId, id, unit.Unit.Id, true, AmendedPeriods.Compare([.. standing[id]], asked, patterns.SelectMany(p => p.Early).ToHashSet(StringComparer.Ordinal), binds, effectiveOn)));
        }
        units.AddRange(obligations.Where(o => !planned.Bound.ContainsKey(o.UnitId))
            .Select(o => new UnitChanges(o.ProvinceId, o.Id, o.UnitId, false, AmendedPeriods.Compare([.. standing[o.Id]], [], new HashSet<string>(), false, effectiveOn))));
        return (planned, new CarriedResults(duties, planned, standing, map, directory).Count(units));
    }

    /// <summary>What was done in a task so far: in how many periods, and files that prove it.</summary>
    private async Task<(int Results, int Files)> ResultsAsync(Guid planId, Guid taskId, CancellationToken cancel)
    {
        var all = db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).OfTask(db, taskId, planId);
        var results = await all.CountAsync(o => o.ClaimedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null || o.Progress > 0, cancel);
        var files = await db.Set<Attachment>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).CountAsync(a => a.SubjectKind == "occurrence" && a.WithdrawnAt == null && all.Any(o => o.Id == a.SubjectId), cancel);
        return (results, files);
    }
}
