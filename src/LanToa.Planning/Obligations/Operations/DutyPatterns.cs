using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Text;

namespace LanToa.Planning.Obligations;

/// <summary>A duty as it binds units of one level, with its periods: everything but the unit.</summary>
internal sealed record DutyPattern(Obligation Obligation, IReadOnlyList<Occurrence> Occurrences)
{
    /// <summary>Why the periods are due when they are, each once.</summary>
    public IReadOnlyDictionary<Guid, IReadOnlyList<string>> Reasons { get; init; } = new Dictionary<Guid, IReadOnlyList<string>>();
    /// <summary>Periods that the rule names but that are due before it binds: none is made of them, and what stands under their key stays.</summary>
    public HashSet<string> Early { get; init; } = [];
}

/// <summary>A unit and the duties it has, by the index of their pattern.</summary>
internal sealed record BoundUnit(OrganizationInfo Unit, List<int> Patterns);

/// <summary>
/// What duties ask of their units: units alike have periods alike, which are worked out once.
/// </summary>
internal sealed class DutyPatterns(IOrganizationDirectory directory, SuccessionMap succession, short province)
{
    private const int RowsPerBatch = 30_000, FewestPerBatch = 7_500;

    /// <summary>Of what is left a batch takes no more than this part: the last ones are small, so that those who write them end together.</summary>
    private const int PartOfRest = 6;

    private const int MostWords = 80;

    private readonly List<DutyPattern> _patterns = [];

    private readonly Dictionary<(Guid Unit, Guid? Issuer), bool> _outside = [];

    public IReadOnlyList<DutyPattern> Patterns => _patterns;

    public Dictionary<Guid, BoundUnit> Bound { get; } = [];

    /// <summary>Adds what the duty asks of its units; a rule that is not complete is told of instead.</summary>
    public void Bind(PlanDuty duty, RuleBook book, List<string> problems)
    {
        var calendar = PlanCalendar.Of(duty.PlanDate, duty.Period is { } p ? new DateSpan(p.From, p.To) : null);
        var against = duty.Rule.Problems(calendar);
        if (against.Count > 0)
        {
            problems.Add($"“{PlanWords.Short(duty.Text, MostWords)}”: {string.Join(" ", against)}");
            return;
        }
        var issuer = directory.Find(duty.IssuerId);
        var regime = book.RegimeFor(duty.PlanDate, issuer);
        var context = new GenerationContext(calendar, regime, book.Holidays) { TrackedFrom = duty.TrackingFrom };
        // Only a committee reports as its level; its departments report to it.
        var patternOf = new Dictionary<(string Level, DutySpan Owes, DutyRole Role), int>();
        foreach (var (unit, owes) in DutySpan.OfAll(duty.OwingUnits, duty.PlanDate, calendar.Span.To, succession, directory))
        {
            var level = LevelOf(unit);
            var role = duty.IsRequest || IsOutside(unit, issuer) ? DutyRole.Requested : DutyRole.Lead;
            if (!patternOf.TryGetValue((level, owes, role), out var pattern))
            {
                var obligation = ObligationOf(duty, role, regime, calendar);
                var planned = OccurrenceGenerator.Generate(duty.Rule, context with { Level = level.Length == 0 ? null : level });
                var owed = planned.Where(o => owes.Has(o.OpensOn, o.Due)).ToLookup(o => duty.BindsFrom is not { } from || o.Due >= from);
                patternOf[(level, owes, role)] = pattern = Add(new DutyPattern(obligation, [.. owed[true].Select(o => OccurrenceOf(obligation, o))])
                {
                    Early = [.. owed[false].Select(o => o.Key)],
                    Reasons = owed[true].Select(o => o.Why).DistinctBy(DueReason.IdOf).ToDictionary(DueReason.IdOf),
                });
            }
            Of(unit).Patterns.Add(pattern);
        }
        int? coordinating = null;
        foreach (var (unit, _) in DutySpan.OfAll(duty.CoordinatingUnits, duty.PlanDate, calendar.Span.To, succession, directory).Where(c => !duty.OwingUnits.Contains(c.Unit.Id)))
            Of(unit).Patterns.Add(coordinating ??= Add(new DutyPattern(ObligationOf(duty, DutyRole.Coordinating, regime, calendar), [])));

        int Add(DutyPattern pattern)
        {
            _patterns.Add(pattern);
            return _patterns.Count - 1;
        }

        BoundUnit Of(OrganizationInfo unit) => Bound.TryGetValue(unit.Id, out var known) ? known : Bound[unit.Id] = new BoundUnit(unit, []);
    }

    /// <summary>
    /// The units in batches of so many rows. A unit's duties go together: its counts are then written once. A province's units go together: their rows stand
    /// beside each other in the indexes.
    /// </summary>
    public IEnumerable<List<BoundUnit>> Batches()
    {
        var (batch, rows, rest) = (new List<BoundUnit>(), 0, Bound.Values.Sum(u => (long)RowsOf(u)));
        foreach (var unit in Bound.Values.OrderBy(u => u.Unit.ProvinceId))
        {
            batch.Add(unit);
            rows += RowsOf(unit);
            if (rows < Math.Clamp(rest / PartOfRest, FewestPerBatch, RowsPerBatch)) continue;
            yield return batch;
            (batch, rows, rest) = ([], 0, rest - rows);
        }
        if (batch.Count > 0) yield return batch;

        int RowsOf(BoundUnit unit) => unit.Patterns.Sum(p => 1 + _patterns[p].Occurrences.Count);
    }

    private bool IsOutside(OrganizationInfo unit, OrganizationInfo? issuer) =>
        _outside.TryGetValue((unit.Id, issuer?.Id), out var known) ? known : _outside[(unit.Id, issuer?.Id)] = directory.StandsOutside(unit, issuer);

    internal static string LevelOf(OrganizationInfo unit) => unit.Kind == "Committee" ? unit.Level.ToLowerInvariant() : "";

    private Obligation ObligationOf(PlanDuty duty, DutyRole role, ReportingRegime regime, PlanCalendar calendar) => new()
    {
        Id = Guid.Empty, TaskProvinceId = province, TaskId = duty.TaskId, PlanId = duty.PlanId,
        AssignerId = duty.IssuerId, Role = role, Kind = duty.Rule.Kind, Rule = duty.Rule, Text = duty.Text, SearchText = Folding.Fold(duty.Text),
        RegimeCode = regime.Code, PlanDate = duty.PlanDate, PlanFrom = calendar.Span.From, PlanTo = calendar.Span.To,
    };

    internal static Occurrence OccurrenceOf(Obligation obligation, PlannedOccurrence o) => new()
    {
        ProvinceId = obligation.ProvinceId, Id = OccurrenceId.For(obligation.Id, o.Key), ObligationId = obligation.Id, UnitId = obligation.UnitId,
        AssignerId = obligation.AssignerId, PlanId = obligation.PlanId, TaskId = obligation.TaskId, IsRequest = obligation.Role == DutyRole.Requested,
        PeriodKey = o.Key, PeriodName = o.Name, PeriodFrom = o.Span.From, PeriodTo = o.Span.To, OwnFrom = o.Own?.From, OwnTo = o.Own?.To,
        OpensOn = o.OpensOn, ScheduledOn = o.Scheduled, DueOn = o.Due, DataFrom = o.Calendars.ReportData?.From, DataTo = o.Calendars.ReportData?.To,
        ScoreYear = o.Calendars.ScoreYear, Absorbed = [.. o.Absorbed], DueReasonId = DueReason.IdOf(o.Why), Target = o.Target, BeforeTracking = o.BeforeTracking,
    };
}
