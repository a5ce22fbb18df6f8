using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>An upper plan that addresses a unit, and how many of its tasks are still to be decided there.</summary>
public sealed record UpperPlan(Plan Plan, string Issuer, int Tasks, int Open);

/// <summary>A task of the unit's own plan with that plan.</summary>
public sealed record LowerTask(PlanTask Task, Plan Plan)
{
    /// <summary>Whether it still answers anything: neither it nor its plan was withdrawn.</summary>
    public bool Holds => Task.State == TaskState.Active && Plan.State != PlanState.Withdrawn;

    public CoverageAnswer Answer => new(TaskMeasure.Of(Task.Rule, Task.Products), Plan.State.IsPublished() ? Plan.Date : null);
}

/// <summary>A task of an upper plan as it stands at the unit: its role there, what was decided and what answers it.</summary>
public sealed record CascadeItem(Plan Upper, PlanTask Task, PartyRole Role, CascadeDecision? Decision, IReadOnlyList<LowerTask> Answers, Coverage Coverage)
{
    public CascadeKind Kind => Decision?.Kind ?? CascadeKind.Open;

    /// <summary>Still to be decided; a task that asks for the unit's plan is answered by that plan.</summary>
    public bool IsOpen => Kind == CascadeKind.Open && Coverage.State == CoverageState.Missing;

    /// <summary>What answers it is that the unit has a plan, not a task of it.</summary>
    public bool IsByOwnPlan => Coverage.State is not (CoverageState.Missing or CoverageState.NotApplicable) && (Kind == CascadeKind.Open || Coverage.DaysAfter is not null && !Answers.Any(a => a.Holds && a.Answer.IssuedOn is not null));

    /// <summary>The upper plan says something else now than when it was decided.</summary>
    public bool HasChanged => Kind != CascadeKind.Open && Decision!.Asked != CascadeWords.AskedBy(Task);
}

/// <summary>
/// What upper plans ask of a unit, asked from the unit and as issued: a party that names it, a list that a person gave for a group, or the group's members of that day.
/// Plans of other provinces (the nation's) are read too: whoever is addressed may know what is asked. Nothing is stored until somebody decides.
/// </summary>
public sealed class CascadeItems(LanToaDb db, IOrganizationDirectory directory)
{
    // What names the unit: a party, a list that a person gave, or a group whose members were kept at issuing. {0} the unit, {1} the same as a list, {2} the same as a member that was left out.
    private const string Named = """
        WITH named AS (
            SELECT p.province_id, p.plan_id, p.task_id, p.role, p.ordinal, p.excluded FROM task_party p WHERE p.organization_id = {0} AND p.units IS NULL
            UNION ALL SELECT p.province_id, p.plan_id, p.task_id, p.role, p.ordinal, p.excluded FROM task_party p WHERE p.units @> {1}
            UNION ALL SELECT p.province_id, p.plan_id, p.task_id, p.role, p.ordinal, p.excluded FROM plan_group g
                JOIN task_party p ON p.province_id = g.province_id AND p.plan_id = g.plan_id AND p.group_id = g.group_id AND p.units IS NULL WHERE g.units @> {1})

        """;

    private sealed record Address(short Province, Guid Plan, Guid Task, string Role);

    private sealed record Asked(Guid Plan, int Tasks, int Open);

    private sealed record Undecided(Guid Plan, Guid Task, string Begins);

    /// <summary>The published plans of others that address the unit, the newest first; <paramref name="only"/>: that one.</summary>
    public async Task<IReadOnlyList<UpperPlan>> PlansAsync(Guid unit, Guid? only = null, CancellationToken cancel = default)
    {
        var asked = await db.Database.SqlQueryRaw<Asked>(Named + """
            SELECT t.plan_id AS plan, count(DISTINCT t.id)::int AS tasks, count(DISTINCT t.id) FILTER (WHERE d.id IS NULL)::int AS open
            FROM named n JOIN plan p ON p.province_id = n.province_id AND p.id = n.plan_id JOIN plan_task t ON t.province_id = n.province_id AND t.id = n.task_id
                LEFT JOIN cascade_decision d ON d.unit_id = {0} AND d.upper_task_id = t.id AND d.kind <> 'Open'
            WHERE p.state IN ('Issued', 'InProgress', 'Closed') AND p.issuer_id <> {0} AND t.state = 'Active' AND ({3}::uuid IS NULL OR p.id = {3}) AND NOT n.excluded @> {2}::jsonb
            GROUP BY t.plan_id
            """, ParametersOf(unit, only)).ToListAsync(cancel);
        Guid[] ids = [.. asked.Select(a => a.Plan)];
        var plans = await Elsewhere<Plan>().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancel);
        // A task that asks for the unit's own plan is open only until there is one: of those plans alone the sentences are read.
        var begun = await BegunAsync(unit, cancel);
        var answered = asked.Exists(a => a.Open > 0 && begun.Contains(a.Plan)) ? (await UndecidedAsync(unit, [.. begun], cancel)).Where(u => PlanDeadline.IsAskedBy(u.Begins)).CountBy(u => u.Plan).ToDictionary() : [];
        return [.. asked.Where(a => plans.ContainsKey(a.Plan)).Select(a => new UpperPlan(plans[a.Plan], IssuerOf(plans[a.Plan]), a.Tasks, a.Open - answered.GetValueOrDefault(a.Plan))).OrderByDescending(p => p.Plan.Date).ThenBy(p => p.Plan.Id)];
    }

    /// <summary>Whether the plan asks something of the unit.</summary>
    public async Task<bool> AsksAsync(Guid unit, Guid planId, CancellationToken cancel = default) => (await AddressesAsync(unit, planId, cancel)).Count > 0;

    /// <summary>How many tasks of plans that are not over the unit has still to decide about: the number above the list of those plans, for pages that show no more of them.</summary>
    public async Task<int> OpenAsync(Guid unit, CancellationToken cancel = default)
    {
        var undecided = await UndecidedAsync(unit, [], cancel);
        // What asks for a plan of the unit is open only until there is one; that is told by how its sentence begins.
        if (!undecided.Exists(u => PlanDeadline.IsAskedBy(u.Begins))) return undecided.Count;
        var begun = await BegunAsync(unit, cancel);
        return undecided.Count(u => !(begun.Contains(u.Plan) && PlanDeadline.IsAskedBy(u.Begins)));
    }

    /// <summary>The upper plan with all that it asks of the unit, in its order; null when it asks nothing of it (or does not exist).</summary>
    public async Task<(UpperPlan Plan, IReadOnlyList<CascadeItem> Items)?> OfPlanAsync(Guid unit, Guid planId, CancellationToken cancel = default)
    {
        var addresses = await AddressesAsync(unit, planId, cancel);
        if (addresses.Count == 0 || await Elsewhere<Plan>().FirstOrDefaultAsync(p => p.Id == planId, cancel) is not { } plan) return null;
        Guid[] ids = [.. addresses.Select(a => a.Task)];
        var roles = addresses.ToDictionary(a => a.Task, a => Enum.Parse<PartyRole>(a.Role));
        var tasks = await Elsewhere<PlanTask>().Where(t => t.PlanId == planId && ids.Contains(t.Id)).OrderBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel);
        var decisions = await Elsewhere<CascadeDecision>().Where(d => d.UnitId == unit && d.UpperPlanId == planId).ToDictionaryAsync(d => d.UpperTaskId, cancel);
        var answers = (await AnswersAsync(unit, planId, cancel)).ToLookup(a => a.Decision.UpperTaskId, a => a.Lower);
        IReadOnlyList<Plan> own = [.. answers.SelectMany(a => a).Where(a => a.Holds).Select(a => a.Plan).DistinctBy(p => p.Id)];
        var planBy = tasks.Where(t => roles[t.Id] != PartyRole.Coordinating).Select(t => PlanDeadline.Of(t.Text, t.Rule)).FirstOrDefault(d => d is not null);
        var items = tasks.Select(t => Item(plan, t, roles[t.Id], decisions.GetValueOrDefault(t.Id), [.. answers[t.Id]], planBy, own)).ToList();
        return (new UpperPlan(plan, IssuerOf(plan), items.Count, items.Count(i => i.IsOpen)), items);
    }

    /// <summary>The unit's own plans that can still be written, the upper plan's year first.</summary>
    public async Task<IReadOnlyList<Plan>> DraftsAsync(Guid unit, Plan upper, CancellationToken cancel = default)
    {
        var drafts = await db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit && p.State == PlanState.Drafted).OrderByDescending(p => p.CreatedAt).ThenBy(p => p.Id).ToListAsync(cancel);
        return [.. drafts.Where(p => YearOf(p) is not { } year || year == YearOf(upper))];
    }

    /// <summary>What drafts of the unit that were made from the upper plan copied of these tasks and still hold, whatever was decided since.</summary>
    public async Task<IReadOnlyList<(Guid Upper, LowerTask Lower)>> CopiesAsync(Guid unit, IReadOnlyCollection<Guid> upperTasks, CancellationToken cancel = default)
    {
        var found = await (from o in db.Set<TaskOrigin>().AsNoTracking() join t in db.Set<PlanTask>() on o.TaskId equals t.Id join p in db.Set<Plan>() on t.PlanId equals p.Id
                           where upperTasks.Contains(o.SourceTaskId) && p.IssuerId == unit && p.State == PlanState.Drafted && t.State == TaskState.Active
                           orderby p.CreatedAt descending, t.Ordinal, t.Id select new { o.SourceTaskId, Task = t, Plan = p }).ToListAsync(cancel);
        return [.. found.Select(f => (f.SourceTaskId, new LowerTask(f.Task, f.Plan)))];
    }

    /// <summary>The unit's own plans of the upper plan's year in which the work may stand already, with their tasks.</summary>
    public async Task<IReadOnlyList<(Plan Plan, IReadOnlyList<PlanTask> Tasks)>> OwnAsync(Guid unit, Plan upper, CancellationToken cancel = default)
    {
        var plans = (await db.Set<Plan>().AsNoTracking().Where(p => p.IssuerId == unit && p.State != PlanState.Withdrawn && p.Id != upper.Id).OrderByDescending(p => p.Date).ThenBy(p => p.Id).ToListAsync(cancel))
            .Where(p => YearOf(p) is not { } year || year == YearOf(upper)).ToList();
        Guid[] ids = [.. plans.Select(p => p.Id)];
        var tasks = (await db.Set<PlanTask>().AsNoTracking().Where(t => ids.Contains(t.PlanId) && t.State == TaskState.Active).OrderBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel)).ToLookup(t => t.PlanId);
        return [.. plans.Where(p => tasks[p.Id].Any()).Select(p => (p, (IReadOnlyList<PlanTask>)[.. tasks[p.Id]]))];
    }

    public static int? YearOf(Plan plan) => plan.PeriodTo?.Year ?? plan.Date?.Year;

    public string IssuerOf(Plan plan) => directory.DistinctNameOf(plan.IssuerId) ?? "–";

    private static CascadeItem Item(Plan upper, PlanTask task, PartyRole role, CascadeDecision? decision, IReadOnlyList<LowerTask> answers, DateOnly? planBy, IReadOnlyList<Plan> own)
    {
        var asked = new CoverageAsked(TaskMeasure.Of(task.Rule, task.Products), upper.Date ?? DateOnly.MinValue, planBy);
        return new CascadeItem(upper, task, role, decision, answers, Coverage.At(asked, task.Text, decision?.Kind ?? CascadeKind.Open, [.. answers.Where(a => a.Holds).Select(a => a.Answer)], [.. own.Select(p => p.State.IsPublished() ? p.Date : null)]));
    }

    /// <summary>The tasks that nobody at the unit has decided about: of these plans, or where none is named, of all that are not over.</summary>
    private Task<List<Undecided>> UndecidedAsync(Guid unit, Guid[] plans, CancellationToken cancel) => db.Database.SqlQueryRaw<Undecided>(Named + """
            SELECT DISTINCT t.plan_id AS plan, t.id AS task, left(t.text, 250) AS begins
            FROM named n JOIN plan p ON p.province_id = n.province_id AND p.id = n.plan_id JOIN plan_task t ON t.province_id = n.province_id AND t.id = n.task_id
            WHERE CASE WHEN cardinality({3}) = 0 THEN p.state IN ('Issued', 'InProgress') ELSE p.state IN ('Issued', 'InProgress', 'Closed') AND p.id = ANY ({3}) END
                AND p.issuer_id <> {0} AND t.state = 'Active' AND NOT n.excluded @> {2}::jsonb
                AND NOT EXISTS (SELECT 1 FROM cascade_decision d WHERE d.unit_id = {0} AND d.upper_task_id = t.id AND d.kind <> 'Open')
            """, ParametersOf(unit, plans)).ToListAsync(cancel);

    /// <summary>The upper plans for which the unit has a plan already: a task of one of its own that answers.</summary>
    private async Task<HashSet<Guid>> BegunAsync(Guid unit, CancellationToken cancel) => [.. await (from d in Elsewhere<CascadeDecision>()
        join l in db.Set<CascadeLink>() on new { d.ProvinceId, d.Id } equals new { l.ProvinceId, Id = l.DecisionId }
        join t in db.Set<PlanTask>() on new { l.ProvinceId, Id = l.TaskId } equals new { t.ProvinceId, t.Id }
        join p in db.Set<Plan>() on new { l.ProvinceId, Id = l.PlanId } equals new { p.ProvinceId, p.Id }
        where d.UnitId == unit && t.State == TaskState.Active && p.State != PlanState.Withdrawn
        select d.UpperPlanId).Distinct().ToListAsync(cancel)];

    private async Task<List<(CascadeDecision Decision, LowerTask Lower)>> AnswersAsync(Guid unit, Guid upper, CancellationToken cancel)
    {
        var found = await (from d in Elsewhere<CascadeDecision>()
                           join l in db.Set<CascadeLink>() on new { d.ProvinceId, d.Id } equals new { l.ProvinceId, Id = l.DecisionId }
                           join t in db.Set<PlanTask>() on new { l.ProvinceId, Id = l.TaskId } equals new { t.ProvinceId, t.Id }
                           join p in db.Set<Plan>() on new { l.ProvinceId, Id = l.PlanId } equals new { p.ProvinceId, p.Id }
                           where d.UnitId == unit && d.UpperPlanId == upper
                           orderby t.Ordinal, t.Id
                           select new { Decision = d, Task = t, Plan = p }).ToListAsync(cancel);
        return [.. found.Select(f => (f.Decision, new LowerTask(f.Task, f.Plan)))];
    }

    // Each task once, as lead before coordinating. A unit's own plans are no upper ones.
    private Task<List<Address>> AddressesAsync(Guid unit, Guid plan, CancellationToken cancel) => db.Database.SqlQueryRaw<Address>(Named + """
            SELECT DISTINCT ON (t.id) t.province_id AS province, t.plan_id AS plan, t.id AS task, n.role AS role
            FROM named n JOIN plan p ON p.province_id = n.province_id AND p.id = n.plan_id JOIN plan_task t ON t.province_id = n.province_id AND t.id = n.task_id
            WHERE p.state IN ('Issued', 'InProgress', 'Closed') AND p.issuer_id <> {0} AND t.state = 'Active' AND p.id = {3} AND NOT n.excluded @> {2}::jsonb
            ORDER BY t.id, n.role = 'Coordinating', n.ordinal
            """, ParametersOf(unit, plan)).ToListAsync(cancel);

    private static object[] ParametersOf(Guid unit, object? more) => [unit, (Guid[])[unit], $$"""[{"organizationId": "{{unit}}"}]""", more ?? DBNull.Value];

    private IQueryable<T> Elsewhere<T>() where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking();
}
