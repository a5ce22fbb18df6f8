using LanToa.Platform.Search;
using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A row of the matrix: a task of the upper plan and the units that it addresses.</summary>
public sealed record MatrixTask(int Number, Guid Id, string Text, string RuleWords, CoverageAsked Asked, IReadOnlyDictionary<Guid, PartyRole> Units);

/// <summary>One task at one unit.</summary>
public sealed record MatrixCell(MatrixTask Task, OrganizationInfo Unit, PartyRole Role, Coverage Coverage)
{
    /// <summary>The unit has ended before it had an issued plan for the task: it cannot plan it any more, and the cell is not counted.</summary>
    public bool IsMoot { get; init; }

    public string StateWords => IsMoot ? $"{Coverage.State.Name()} (đơn vị đã kết thúc)" : Coverage.State.Name();
}

/// <summary>How many cells of a row, a column or all of it are in which state.</summary>
public sealed record MatrixTotal(int All, IReadOnlyDictionary<CoverageState, int> States)
{
    public int this[CoverageState state] => States.GetValueOrDefault(state);

    /// <summary>What the units have in an issued plan, be it late or less than asked.</summary>
    public int Planned => this[CoverageState.Covered] + this[CoverageState.Late] + this[CoverageState.Diluted];

    /// <summary>"trong đó 1 thấp hơn yêu cầu, 2 ban hành chậm": what of <see cref="Planned"/> is not in full or in time; null where all is.</summary>
    public string? LessWords => Planned == this[CoverageState.Covered] ? null
        : "trong đó " + string.Join(", ", new[] { CoverageState.Diluted, CoverageState.Late }.Where(s => this[s] > 0).Select(s => $"{VietnameseFormat.Number(this[s])} {s.Name()}"));

    /// <summary>"12 đã có, 3 chưa có".</summary>
    public string Words => string.Join(", ", Enum.GetValues<CoverageState>().OrderByDescending(s => s == CoverageState.Covered).Where(s => this[s] > 0).Select(s => $"{this[s]} {s.Name()}"));

    public static MatrixTotal Of(IEnumerable<CoverageState> states)
    {
        var counted = states.CountBy(s => s).ToDictionary();
        return new MatrixTotal(counted.Values.Sum(), counted);
    }
}

/// <summary>
/// The tasks of an upper plan by the units that they address. What nobody decided about is not stored: of a hundred tasks and thousands of units only the decided cells
/// are read, the others are missing.
/// </summary>
public sealed class CoverageMatrix(IReadOnlyList<MatrixTask> tasks, IReadOnlyList<OrganizationInfo> units, IReadOnlyDictionary<(Guid Task, Guid Unit), Coverage> decided)
{
    public IReadOnlyList<MatrixTask> Tasks { get; } = tasks;

    /// <summary>Everyone whom a task addresses: departments before communes, then by name.</summary>
    public IReadOnlyList<OrganizationInfo> Units { get; } = units;

    /// <summary>Every kind of unit that the plan addresses, whatever filter narrows the matrix; one unit of each, in the order of the units.</summary>
    public IReadOnlyList<OrganizationInfo> Kinds { get; init; } = [];

    /// <summary>The units that are no more today. What they had not in an issued plan when they ended counts nowhere.</summary>
    public IReadOnlySet<Guid> Ended { get; init; } = new HashSet<Guid>();

    /// <summary>The cells that do not count.</summary>
    public int Moot => Tasks.Sum(t => t.Units.Keys.Count(u => IsMoot(t, u)));

    /// <summary>Null where the task does not address the unit.</summary>
    public MatrixCell? this[MatrixTask task, OrganizationInfo unit] =>
        task.Units.TryGetValue(unit.Id, out var role) ? new MatrixCell(task, unit, role, decided.GetValueOrDefault((task.Id, unit.Id)) ?? Coverage.Missing) { IsMoot = IsMoot(task, unit.Id) } : null;

    private bool IsMoot(MatrixTask task, Guid unit) => Ended.Contains(unit) && StateOf(task, unit) is CoverageState.Missing or CoverageState.Awaiting;

    private CoverageState StateOf(MatrixTask task, Guid unit) => decided.GetValueOrDefault((task.Id, unit))?.State ?? CoverageState.Missing;

    public MatrixTotal Total => MatrixTotal.Of(Tasks.SelectMany(t => t.Units.Keys.Where(u => !IsMoot(t, u)).Select(u => StateOf(t, u))));

    public MatrixTotal OfTask(MatrixTask task) => MatrixTotal.Of(task.Units.Keys.Where(u => !IsMoot(task, u)).Select(u => StateOf(task, u)));

    public MatrixTotal OfUnit(Guid unit) => MatrixTotal.Of(Tasks.Where(t => t.Units.ContainsKey(unit) && !IsMoot(t, unit)).Select(t => StateOf(t, unit)));

    /// <summary>Every cell, task by task; of one state those that count.</summary>
    public IEnumerable<MatrixCell> Cells(CoverageState? only = null) =>
        from task in Tasks from unit in Units where task.Units.ContainsKey(unit.Id) && (only is null || StateOf(task, unit.Id) == only && !IsMoot(task, unit.Id)) select this[task, unit];
}

/// <summary>What of a matrix is wanted: roles, a kind of unit, words of its name, another day by which the units' plans were due.</summary>
public sealed record MatrixFilter(PartyRole? Role = null, string? Kind = null, string? Words = null, DateOnly? PlanBy = null);

/// <summary>Reads the matrix of a published plan. Decisions of units of other provinces are read too: whoever asked may know what became of it.</summary>
public sealed class CoverageMatrices(LanToaDb db, PlanDuties duties, IOrganizationDirectory directory, Clock clock)
{
    private sealed record Row(Guid Unit, Guid Task, string Kind, string? State, DateOnly? Date, string? Rule, string? Products);

    public async Task<CoverageMatrix> OfAsync(Plan plan, MatrixFilter filter, CancellationToken cancel = default)
    {
        var asked = (await duties.OfAsync(plan.Id, cancel)).ToLookup(d => d.TaskId);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id && t.State == TaskState.Active).OrderBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel);
        var sought = new SearchQuery(filter.Words);
        var known = new Dictionary<Guid, bool>();
        var rows = tasks.Select((t, n) => new MatrixTask(n + 1, t.Id, t.Text, t.RuleWords, new CoverageAsked(TaskMeasure.Of(t.Rule, t.Products), plan.Date ?? DateOnly.MinValue, filter.PlanBy), UnitsOf(t, asked[t.Id]))).Where(t => t.Units.Count > 0).ToList();
        var units = InOrder(rows.SelectMany(t => t.Units.Keys).Distinct());
        var all = asked.SelectMany(g => g).SelectMany(d => d.OwingUnits.Concat(d.CoordinatingUnits)).Where(u => u != plan.IssuerId).Distinct().Select(directory.Find).OfType<OrganizationInfo>().DistinctBy(KindOf).Select(u => u.Id);
        // Of all that the plan says: a filter by role must not take a unit's deadline away.
        List<(DateOnly? By, HashSet<Guid> Units)> deadlines = [.. tasks.Select(t => (Task: t, By: PlanDeadline.Of(t.Text, t.Rule))).Where(d => d.By is not null).Select(d => (d.By, asked[d.Task.Id].SelectMany(a => a.OwingUnits).ToHashSet()))];
        return new CoverageMatrix(rows, units, await DecidedAsync(plan, rows, deadlines, filter, cancel)) { Kinds = InOrder(all), Ended = units.Where(u => u.ValidTo < clock.Today).Select(u => u.Id).ToHashSet() };

        List<OrganizationInfo> InOrder(IEnumerable<Guid> which) => [.. which.Select(directory.Find).OfType<OrganizationInfo>()
            .OrderBy(u => Enum.Parse<Organizations.OrganizationLevel>(u.Level)).ThenBy(u => Folding.Fold(u.Name), StringComparer.Ordinal).ThenBy(u => u.Code, StringComparer.Ordinal)];

        Dictionary<Guid, PartyRole> UnitsOf(PlanTask task, IEnumerable<PlanDuty> of)
        {
            var found = new Dictionary<Guid, PartyRole>();
            foreach (var duty in of)
            {
                Add(duty.OwingUnits, duty.IsRequest ? PartyRole.Requested : PartyRole.Lead);
                Add(duty.CoordinatingUnits, PartyRole.Coordinating);
            }
            return found;

            void Add(IReadOnlyList<Guid> whom, PartyRole role)
            {
                if (filter.Role is { } only && only != role) return;
                foreach (var unit in whom.Where(u => u != plan.IssuerId && IsWanted(u))) found.TryAdd(unit, role);
            }
        }

        bool IsWanted(Guid unit) => known.TryGetValue(unit, out var wanted) ? wanted : known[unit] = directory.Find(unit) is { } body
            && (filter.Kind is null || KindOf(body) == filter.Kind) && sought.Finds($"{body.Name} {body.ShortName}");
    }

    /// <summary>Kinds of unit by which a matrix is narrowed: level and kind together.</summary>
    public static string KindOf(OrganizationInfo unit) => $"{unit.Level}-{unit.Kind}";

    private async Task<Dictionary<(Guid, Guid), Coverage>> DecidedAsync(Plan plan, List<MatrixTask> tasks, List<(DateOnly? By, HashSet<Guid> Units)> deadlines, MatrixFilter filter, CancellationToken cancel)
    {
        var rows = await db.Database.SqlQuery<Row>($"""
            SELECT d.unit_id AS unit, d.upper_task_id AS task, d.kind AS kind, p.state AS state, p.date AS date, t.rule::text AS rule, t.products::text AS products
            FROM cascade_decision d
                LEFT JOIN (cascade_link l JOIN plan p ON p.province_id = l.province_id AND p.id = l.plan_id AND p.state <> 'Withdrawn'
                    JOIN plan_task t ON t.province_id = l.province_id AND t.id = l.task_id AND t.state = 'Active') ON l.province_id = d.province_id AND l.decision_id = d.id
            WHERE d.upper_plan_id = {plan.Id} AND d.kind <> 'Open'
            """).ToListAsync(cancel);
        // What many units took over as it is says the same, and is read once.
        var measures = new Dictionary<(string?, string?), TaskMeasure>();
        var own = rows.Where(r => r.State is not null).GroupBy(r => r.Unit).ToDictionary(g => g.Key, g => (IReadOnlyList<DateOnly?>)[.. g.Select(IssuedOn).Distinct()]);
        var byCell = rows.GroupBy(r => (r.Task, r.Unit)).ToDictionary(g => g.Key);
        var cells = new Dictionary<(Guid, Guid), Coverage>(byCell.Count);
        foreach (var task in tasks)
        {
            var asksForPlan = PlanDeadline.IsAskedBy(task.Text);
            foreach (var unit in task.Units.Keys.Where(u => own.ContainsKey(u) || byCell.ContainsKey((task.Id, u))))
            {
                var answers = byCell.GetValueOrDefault((task.Id, unit));
                if (answers is null && !asksForPlan) continue;
                var by = filter.PlanBy ?? deadlines.Find(d => d.Units.Contains(unit)).By;
                cells[(task.Id, unit)] = Coverage.At(task.Asked with { PlanBy = by }, task.Text, answers is null ? CascadeKind.Open : Enum.Parse<CascadeKind>(answers.First().Kind),
                    [.. (answers ?? Enumerable.Empty<Row>()).Where(a => a.State is not null).Select(a => new CoverageAnswer(MeasureOf(a), IssuedOn(a)))], own.GetValueOrDefault(unit) ?? []);
            }
        }
        return cells;

        TaskMeasure MeasureOf(Row row) => measures.TryGetValue((row.Rule, row.Products), out var known) ? known : measures[(row.Rule, row.Products)] =
            TaskMeasure.Of(row.Rule is null ? null : JsonSerializer.Deserialize<DutyRule>(row.Rule, RuleJson.Options), row.Products is null ? [] : JsonSerializer.Deserialize<List<TaskProduct>>(row.Products, RuleJson.Options)!);

        static DateOnly? IssuedOn(Row row) => Enum.Parse<PlanState>(row.State!).IsPublished() ? row.Date : null;
    }
}
