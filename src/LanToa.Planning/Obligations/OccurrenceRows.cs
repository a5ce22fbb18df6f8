using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>What lists say of an obligation: not its rule, nor what it is looked for by.</summary>
public sealed record ListedObligation(Guid Id, int Version, string Text, DutyRole Role, Guid? AssigneeId, string? AssigneeName, DateOnly? EndedOn);

/// <summary>An occurrence with what lists say of its obligation.</summary>
public sealed record OccurrenceRow(Occurrence Occurrence, ListedObligation Obligation, string UnitName, string PlanName)
{
    /// <summary>"nhiệm vụ thôi hiệu lực từ 01/10/2026": it was due before that and is owed still. Null for what is not owed, or binds on the day.</summary>
    public string? DebtWords(DateOnly today) => Occurrence is { ClaimedOn: null, ConfirmedOn: null, NothingAroseOn: null, NotApplicableOn: null } && Obligation.EndedOn is { } ended && ended <= today ? $"nhiệm vụ thôi hiệu lực từ {VietnameseFormat.Date(ended)}" : null;
}

/// <summary>Whose work is looked at: of all, of all but what bodies that are only kept have among themselves, of one unit, of several; and what these assigned.</summary>
public enum OwedScope
{
    All,
    AllButKept,
    One,
    Several,
}

/// <summary>A task that a list of its duties is narrowed to.</summary>
public sealed record OneTask(Guid TaskId, Guid PlanId, string Text);

/// <summary>
/// Reads occurrences as this person may see them. Lists and figures are of one scope: the unit that they work for now, with what stands below it. What the
/// province only keeps for a document belongs to it when such a body is the chosen one; <c>named</c>, a plan, a task or a unit that is asked for by name, is
/// looked for in all that the person may read.
/// </summary>
public sealed class OccurrenceRows(LanToaDb db, Actor actor, OrganizationDirectory directory, PlanNames plans, EarlierWordings wordings, Clock clock)
{
    private bool? _seesWholeProvince;

    /// <summary>What the units of the scope owe, and what its bodies assigned.</summary>
    public IQueryable<Occurrence> Visible(bool named = false) => InScope(db.Set<Occurrence>().AsNoTracking(), named);

    private IQueryable<T> InScope<T>(IQueryable<T> all, bool named) where T : class, IOwed
    {
        var (scope, units) = ScopeOf(named);
        var only = scope == OwedScope.One ? units[0] : Guid.Empty;
        return scope switch
        {
            OwedScope.All => all,
            OwedScope.AllButKept => all.Where(o => !units.Contains(o.UnitId) || !units.Contains(o.AssignerId)),
            // One plan serves every commune; for a list the database would make it anew each time.
            OwedScope.One => all.Where(o => o.UnitId == only || o.AssignerId == only),
            _ => all.Where(o => units.Contains(o.UnitId) || units.Contains(o.AssignerId)),
        };
    }

    /// <summary>What this person's work is of, with the units that make it.</summary>
    public (OwedScope Scope, Guid[] Units) ScopeOf(bool named)
    {
        if (named && SeesWholeProvince) return (OwedScope.All, []);
        if (!named && IsOfWholeProvince) return directory.KeptIn(db.ProvinceId) is { Count: > 0 } kept ? (OwedScope.AllButKept, [.. kept]) : (OwedScope.All, []);
        var units = named ? NamedUnits : ChosenUnits;
        return (units.Count == 1 ? OwedScope.One : OwedScope.Several, [.. units]);
    }

    /// <summary>What one unit owes.</summary>
    public IQueryable<Occurrence> Of(Guid unit) => (Sees(unit) ? db.Set<Occurrence>() : db.Set<Occurrence>().Where(_ => false)).AsNoTracking().Where(o => o.UnitId == unit);

    /// <summary>What waits for this person's confirmation or for an answer about its due date, working for the unit chosen now; null when they judge nobody.</summary>
    public IQueryable<Occurrence>? Judged(OccurrenceAccess access) => Judged(access, db.Set<Occurrence>().AsNoTracking().Unsettled().Where(o => o.ClaimedOn != null || o.ExtensionTo != null));

    /// <summary>Of some occurrences those that this person judges, working for the unit chosen now; null when they judge nobody.</summary>
    public IQueryable<Occurrence>? Judged(OccurrenceAccess access, IQueryable<Occurrence> some)
    {
        if (actor.UnitId is { } top && SeesWholeProvince && actor.ScopesOf(ObligationPermissions.Confirm).Contains(top) && directory.Find(top) is { Kind: "Committee", Level: "Province" or "Nation" } && !directory.IsKept(top))
        {
            // What a body asked that is only kept here is judged by whoever follows that body.
            var kept = directory.KeptIn(db.ProvinceId);
            return some.Where(o => (o.UnitId != top || o.AssignerId == top) && !kept.Contains(o.AssignerId));
        }
        var (judged, assigning) = (access.JudgedUnits(), access.AssigningUnits());
        return judged.Count + assigning.Count == 0 ? null : some.Where(o => judged.Contains(o.UnitId) || assigning.Contains(o.AssignerId));
    }

    public IQueryable<Obligation> VisibleObligations(bool named = false) => InScope(db.Set<Obligation>().AsNoTracking(), named);

    /// <summary>The task of duties that this person may see; null for none and for another's.</summary>
    public async Task<OneTask?> TaskAsync(Guid? task, CancellationToken cancel) =>
        task is null ? null : await VisibleObligations(named: true).Where(o => o.TaskId == task).Select(o => new OneTask(o.TaskId, o.PlanId, o.Text)).FirstOrDefaultAsync(cancel);

    /// <summary>The tasks that the plan did not ask for any more on the day. Asked for as of an earlier day than that on which their duties ended, they still are planned.</summary>
    public async Task<Guid[]> WithdrawnTasksAsync(Guid plan, DateOnly day, CancellationToken cancel)
    {
        var withdrawn = await plans.WithdrawnTasksAsync(plan, cancel);
        if (withdrawn.Length == 0) return [];
        var later = await VisibleObligations(named: true).Where(o => o.PlanId == plan && withdrawn.Contains(o.TaskId)).GroupBy(o => o.TaskId).Where(g => g.Max(o => o.EndedOn) > day).Select(g => g.Key).ToListAsync(cancel);
        return [.. withdrawn.Except(later)];
    }

    /// <summary>The same as counts per unit and month.</summary>
    public IQueryable<OccurrenceCount> VisibleCounts(bool named = false) => InScope(db.Set<OccurrenceCount>().AsNoTracking().Where(c => c.ProvinceId == db.ProvinceId), named);

    /// <summary>The same by the day on which they are due, for what is still owed.</summary>
    public IQueryable<OccurrenceDueCount> VisibleDueCounts(bool named = false)
    {
        var all = db.Set<OccurrenceDueCount>().AsNoTracking().Where(c => c.ProvinceId == db.ProvinceId);
        if (ScopeOf(named) is not (OwedScope.One, [var only])) return InScope(all, named);
        // Its own days lie together; those of others are looked through only where it has assigned something to one of them.
        return all.Where(c => c.UnitId == only)
            .Concat(all.Where(c => c.AssignerId == only && c.UnitId != only && db.Set<OccurrenceCount>().Any(a => a.ProvinceId == db.ProvinceId && a.AssignerId == only && a.UnitId != only)));
    }

    /// <summary>How many are overdue, returned ones too, in the scope, and at how many units: whole months from the counts by month, this one by day.</summary>
    public async Task<(int Occurrences, int Units)> OverdueAsync(DateOnly today, CancellationToken cancel)
    {
        var month = new DateOnly(today.Year, today.Month, 1);
        var before = VisibleCounts().Where(c => c.Stage < OccurrenceCount.Waiting && !c.IsRequest && c.DueMonth < month && c.Total != 0).Select(c => new { c.UnitId, c.Total });
        var since = VisibleDueCounts().Where(c => c.Stage < OccurrenceCount.Waiting && !c.IsRequest && c.DueOn >= month && c.DueOn < today && c.Total != 0).Select(c => new { c.UnitId, c.Total });
        var sum = await before.Concat(since).GroupBy(_ => 1).Select(g => new { Occurrences = g.Sum(c => c.Total), Units = g.Select(c => c.UnitId).Distinct().Count() }).SingleOrDefaultAsync(cancel);
        return (sum?.Occurrences ?? 0, sum?.Units ?? 0);
    }

    /// <summary>Every unit whose work this person may see.</summary>
    public HashSet<Guid> Units { get => field ??= actor.UnitsOf(ObligationPermissions.Read); }

    /// <summary>The same, with the ended units that they carry on: what one of them left open is theirs to do.</summary>
    private HashSet<Guid> NamedUnits { get => field ??= [.. Units, .. Units.SelectMany(u => directory.EndedInto(u, clock.Today))]; }

    /// <summary>Whether the work of the unit is looked for when it is named.</summary>
    public bool Sees(Guid unit) => Units.Contains(unit) || directory.HeirsOf(unit, clock.Today).Any(Units.Contains);

    /// <summary>Of some of them what one task asks.</summary>
    public IQueryable<Occurrence> OfTask(IQueryable<Occurrence> some, Guid task) => some.OfTask(db, task);

    /// <summary>What bodies that have ended left open.</summary>
    public IQueryable<Occurrence> LeftBy(IReadOnlyList<Guid> ended) => db.Set<Occurrence>().AsNoTracking().Owed().Where(o => ended.Contains(o.UnitId));

    /// <summary>The unit that this person works for now, with what stands below it.</summary>
    public HashSet<Guid> ChosenUnits { get => field ??= actor.UnitId is { } chosen ? [.. directory.Subtree(chosen).Select(o => o.Id)] : Units; }

    /// <summary>The scope is the whole province.</summary>
    public bool IsOfWholeProvince => SeesWholeProvince && (actor.UnitId is not { } chosen || IsTop(directory.Find(chosen)));

    private bool IsTop(OrganizationInfo? body) => body is { Kind: "Committee", Level: "Province" or "Nation", IsKept: false } && body.ProvinceId == db.ProvinceId;

    // At the top of a province the filter of the tenant says it all, and the database is spared a list of thousands of units.
    public bool SeesWholeProvince => _seesWholeProvince ??=
        actor.ScopesOf(ObligationPermissions.Read).Select(directory.Find).Any(IsTop);

    /// <summary>The plans behind what this person may see, and the years they run in.</summary>
    public async Task<(IReadOnlyList<PlanName> Plans, IReadOnlyList<int> Years)> PlansAsync(CancellationToken cancel, Guid? only = null)
    {
        var runs = SeesWholeProvince
            ? await db.Database.SqlQuery<PlanRun>(AllPlans(db.ProvinceId)).ToListAsync(cancel)
            : ScopeOf(named: true) is (OwedScope.One, [var unit]) ? await PlansOfUnit.For(db)(db, unit).ToListAsync(cancel)
            : await VisibleObligations(named: true).Select(o => new PlanRun { PlanId = o.PlanId, From = o.PlanFrom.Year, To = o.PlanTo.Year }).Distinct().ToListAsync(cancel);
        var names = await plans.OfAsync([.. runs.Select(r => r.PlanId).Distinct()], cancel);
        var years = runs.Where(r => only is null || r.PlanId == only).SelectMany(r => Enumerable.Range(r.From, Math.Clamp(r.To - r.From + 1, 1, 30))).Distinct().Order();
        return ([.. names.Values.OrderBy(p => p.Short, StringComparer.Ordinal)], [.. years]);
    }

    // The board of every commune asks it.
    private static readonly Prepared<Func<LanToaDb, Guid, IAsyncEnumerable<PlanRun>>> PlansOfUnit = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid unit) => db.Set<Obligation>().AsNoTracking().Where(o => o.UnitId == unit || o.AssignerId == unit).Select(o => new PlanRun { PlanId = o.PlanId, From = o.PlanFrom.Year, To = o.PlanTo.Year }).Distinct()));

    // One step of the index per plan, however many obligations a plan has: all of them run for the plan's own time.
    private static FormattableString AllPlans(short province) => $"""
        WITH RECURSIVE next AS (
            (SELECT plan_id, plan_from, plan_to FROM obligation WHERE province_id = {province} ORDER BY plan_id LIMIT 1)
            UNION ALL
            SELECT after.* FROM next, LATERAL (SELECT plan_id, plan_from, plan_to FROM obligation WHERE province_id = {province} AND plan_id > next.plan_id ORDER BY plan_id LIMIT 1) after)
        SELECT plan_id AS "PlanId", date_part('year', plan_from)::int AS "From", date_part('year', plan_to)::int AS "To" FROM next
        """;

    private sealed class PlanRun
    {
        public Guid PlanId { get; init; }
        public int From { get; init; }
        public int To { get; init; }
    }

    public IQueryable<Joined> Join(IQueryable<Occurrence> occurrences) =>
        occurrences.Join(db.Set<Obligation>().AsNoTracking(), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new Joined { Occurrence = o, Obligation = b });

    public sealed class Joined
    {
        public required Occurrence Occurrence { get; init; }
        public required Obligation Obligation { get; init; }
    }

    /// <summary>The rules of some obligations in words.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> RulesOfAsync(IReadOnlyCollection<Guid> obligations, CancellationToken cancel) =>
        obligations.Count == 0 ? new Dictionary<Guid, string>() : (await db.Set<Obligation>().AsNoTracking().Where(o => obligations.Contains(o.Id)).Select(o => new { o.Id, o.Rule }).ToListAsync(cancel)).ToDictionary(o => o.Id, o => o.Rule.InWords());

    /// <summary>These occurrences, which the person is known to see.</summary>
    public async Task<IReadOnlyList<OccurrenceRow>> OfIdsAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancel) =>
        ids.Count == 0 ? [] : await NamedAsync(await ById.For(db)(db, [.. ids]).ToListAsync(cancel), cancel);

    public async Task<IReadOnlyList<OccurrenceRow>> ReadAsync(IQueryable<Joined> joined, CancellationToken cancel) =>
        await NamedAsync(await joined.Select(r => new Found { Occurrence = r.Occurrence, Obligation = new ListedObligation(r.Obligation.Id, r.Obligation.Version, r.Obligation.Text, r.Obligation.Role, r.Obligation.AssigneeId, r.Obligation.AssigneeName, r.Obligation.EndedOn) }).ToListAsync(cancel), cancel);

    private sealed class Found
    {
        public required Occurrence Occurrence { get; init; }
        public required ListedObligation Obligation { get; init; }
    }

    private static readonly Prepared<Func<LanToaDb, Guid[], IAsyncEnumerable<Found>>> ById = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid[] ids) => db.Set<Occurrence>().AsNoTracking().Where(o => ids.Contains(o.Id))
            .Join(db.Set<Obligation>().AsNoTracking(), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new Found { Occurrence = o, Obligation = new ListedObligation(b.Id, b.Version, b.Text, b.Role, b.AssigneeId, b.AssigneeName, b.EndedOn) })));

    private async Task<IReadOnlyList<OccurrenceRow>> NamedAsync(List<Found> rows, CancellationToken cancel)
    {
        if (rows.Count == 0) return [];
        var names = await plans.OfAsync([.. rows.Select(r => r.Occurrence.PlanId).Distinct()], cancel);
        var before = await wordings.OfAsync(names.Values, cancel);
        return [.. rows.Select(r => new OccurrenceRow(r.Occurrence, before.TextOf(r.Occurrence) is { } text ? r.Obligation with { Text = text } : r.Obligation, directory.NameOf(r.Occurrence.UnitId), names.GetValueOrDefault(r.Occurrence.PlanId)?.Short ?? ""))];
    }
}
