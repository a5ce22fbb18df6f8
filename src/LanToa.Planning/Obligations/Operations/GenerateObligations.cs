using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>The plan; <paramref name="Tell"/>: units that were given work after it was issued, who are told of it.</summary>
public sealed record GeneratePayload(Guid PlanId, IReadOnlyList<Guid>? Tell = null);

/// <summary>
/// Makes the obligations of an issued plan, one per task and unit, and their occurrences, one per period. Ids follow from task, unit and
/// period and rows are inserted only where they are missing, so it can start over at any point and changes nothing the second time.
/// Units alike have periods alike: they are worked out once, and the database multiplies them by the units, some units at a time.
/// </summary>
public sealed class GenerateObligations(LanToaDb db, NpgsqlDataSource database, PlanDuties duties, RuleBooks books, IOrganizationDirectory directory, SuccessionReader successions, JobQueue jobs, DutyNotices notices) : IJobHandler<GeneratePayload>
{
    public const string Job = "obligations.generate";

    /// <summary>By which the plan's page finds the work that its issuing caused: a plan is issued once.</summary>
    public static string KeyOf(Guid plan) => $"{Job}:{plan}";

    private const int RowsPerBatch = 60_000;
    private const int AtOnce = 2;

    /// <summary>A duty as it binds units of one level, with its periods: everything but the unit.</summary>
    internal sealed record Pattern(Obligation Obligation, IReadOnlyList<Occurrence> Occurrences);

    /// <summary>A unit and the duties it has.</summary>
    internal sealed record Bound(OrganizationInfo Unit, List<int> Patterns);

    public async Task RunAsync(GeneratePayload payload, JobRun run, CancellationToken cancel)
    {
        var all = await duties.OfAsync(payload.PlanId, cancel);
        var rules = await books.OfAsync(db.ProvinceId, cancel);
        var succession = await successions.MapAsync(cancel);
        var problems = new List<string>();
        var patterns = new List<Pattern>();
        var bound = new Dictionary<Guid, Bound>();
        foreach (var duty in all) Bind(duty, rules.For(duty.IssuerId), succession, patterns, bound, problems);

        var writer = new ObligationWriter(database, db.Model, patterns);
        var (inserted, done) = (0, 0);
        using var telling = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(Batches(bound.Values, patterns), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (batch, stop) =>
        {
            var rows = await writer.InsertAsync(batch, stop);
            await telling.WaitAsync(stop);
            try
            {
                (inserted, done) = (inserted + rows, done + batch.Count);
                await run.ReportAsync(done * 95 / bound.Count, $"Đã phát sinh việc của {done}/{bound.Count} đơn vị");
            }
            finally
            {
                telling.Release();
            }
        });
        var owed = bound.Values.Sum(b => b.Patterns.Count(p => patterns[p].Obligation.Role != DutyRole.Coordinating));
        var occurrences = bound.Values.Sum(b => b.Patterns.Sum(p => patterns[p].Occurrences.Count));
        await EndWithdrawnAsync(payload.PlanId, cancel);
        await RecordAsync(payload, inserted, owed, occurrences, [.. bound.Values.Select(b => b.Unit)], cancel);
        run.ResultPath = $"/obligations?plan={payload.PlanId}";
        await run.ReportAsync(100, $"{owed} việc phải làm, {occurrences} kỳ thực hiện");
        if (problems.Count > 0) throw new JobFailedException("Các nhiệm vụ khác đã xong, còn nhiệm vụ chưa đủ thông tin: " + string.Join(" ", problems));
    }

    private void Bind(PlanDuty duty, RuleBook book, SuccessionMap succession, List<Pattern> patterns, Dictionary<Guid, Bound> bound, List<string> problems)
    {
        var calendar = PlanCalendar.Of(duty.PlanDate, duty.Period is { } p ? new DateSpan(p.From, p.To) : null);
        var against = duty.Rule.Problems(calendar);
        if (against.Count > 0)
        {
            problems.Add($"“{Short(duty.Text)}”: {string.Join(" ", against)}");
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
            var role = duty.IsRequest || unit.StandsOutside(issuer) ? DutyRole.Requested : DutyRole.Lead;
            if (!patternOf.TryGetValue((level, owes, role), out var pattern))
            {
                var obligation = ObligationOf(duty, role, regime, calendar);
                var planned = OccurrenceGenerator.Generate(duty.Rule, context with { Level = level.Length == 0 ? null : level });
                patternOf[(level, owes, role)] = pattern = Add(new Pattern(obligation, [.. planned.Where(o => owes.Has(o.OpensOn, o.Due)).Select(o => OccurrenceOf(obligation, o))]));
            }
            Of(unit).Patterns.Add(pattern);
        }
        int? coordinating = null;
        foreach (var (unit, _) in DutySpan.OfAll(duty.CoordinatingUnits, duty.PlanDate, calendar.Span.To, succession, directory).Where(c => !duty.OwingUnits.Contains(c.Unit.Id)))
            Of(unit).Patterns.Add(coordinating ??= Add(new Pattern(ObligationOf(duty, DutyRole.Coordinating, regime, calendar), [])));

        int Add(Pattern pattern)
        {
            patterns.Add(pattern);
            return patterns.Count - 1;
        }

        Bound Of(OrganizationInfo unit) => bound.TryGetValue(unit.Id, out var known) ? known : bound[unit.Id] = new Bound(unit, []);
    }

    // A unit's duties go together: its counts are then written once.
    private static IEnumerable<List<Bound>> Batches(IEnumerable<Bound> bound, List<Pattern> patterns)
    {
        var (batch, rows) = (new List<Bound>(), 0);
        foreach (var unit in bound)
        {
            batch.Add(unit);
            rows += unit.Patterns.Sum(p => 1 + patterns[p].Occurrences.Count);
            if (rows < RowsPerBatch) continue;
            yield return batch;
            (batch, rows) = ([], 0);
        }
        if (batch.Count > 0) yield return batch;
    }

    internal static string LevelOf(OrganizationInfo unit) => unit.Kind == "Committee" ? unit.Level.ToLowerInvariant() : "";

    private Obligation ObligationOf(PlanDuty duty, DutyRole role, ReportingRegime regime, PlanCalendar calendar) => new()
    {
        Id = Guid.Empty, TaskProvinceId = db.ProvinceId, TaskId = duty.TaskId, PlanId = duty.PlanId,
        AssignerId = duty.IssuerId, Role = role, Kind = duty.Rule.Kind, Rule = duty.Rule, Text = duty.Text, SearchText = Folding.Fold(duty.Text),
        RegimeCode = regime.Code, PlanDate = duty.PlanDate, PlanFrom = calendar.Span.From, PlanTo = calendar.Span.To,
    };

    internal static Occurrence OccurrenceOf(Obligation obligation, PlannedOccurrence o) => new()
    {
        ProvinceId = obligation.ProvinceId, Id = OccurrenceId.For(obligation.Id, o.Key), ObligationId = obligation.Id, UnitId = obligation.UnitId,
        AssignerId = obligation.AssignerId, PlanId = obligation.PlanId, TaskId = obligation.TaskId, IsRequest = obligation.Role == DutyRole.Requested,
        PeriodKey = o.Key, PeriodName = o.Name, PeriodFrom = o.Span.From, PeriodTo = o.Span.To, OwnFrom = o.Own?.From, OwnTo = o.Own?.To,
        OpensOn = o.OpensOn, ScheduledOn = o.Scheduled, DueOn = o.Due, DataFrom = o.Calendars.ReportData?.From, DataTo = o.Calendars.ReportData?.To,
        ScoreYear = o.Calendars.ScoreYear, Absorbed = [.. o.Absorbed], Why = [.. o.Why], Target = o.Target, BeforeTracking = o.BeforeTracking,
    };

    // Withdrawn while its duties were being made: those made after it was ended are ended too.
    private async Task EndWithdrawnAsync(Guid planId, CancellationToken cancel)
    {
        foreach (var task in await duties.WithdrawnAsync(planId, cancel))
        {
            var binding = db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => o.PlanId == planId && o.EndedOn == null);
            if (!await binding.AnyAsync(o => task == null || o.TaskId == task, cancel)) continue;
            jobs.Enqueue(EndObligations.Job, new EndPayload(planId, task, task is null ? "Kế hoạch đã thu hồi khi việc đang phát sinh" : "Nhiệm vụ đã rút khi việc đang phát sinh"), province: db.ProvinceId);
        }
        await db.SaveChangesAsync(cancel);
    }

    private async Task RecordAsync(GeneratePayload payload, int inserted, int owed, int occurrences, IReadOnlyList<OrganizationInfo> units, CancellationToken cancel)
    {
        var planId = payload.PlanId;
        var known = await db.Set<HistoryEvent>().AnyAsync(e => e.SubjectId == planId && e.Verb == Job, cancel);
        if (inserted == 0 && known) return;
        db.RecordEvent("plan", planId, Job, $"{owed} việc, {occurrences} kỳ thực hiện", new { Obligations = owed, Occurrences = occurrences });
        // All of them the first time, afterwards only those who were given something since.
        IReadOnlyList<OrganizationInfo> told = known ? [.. units.Where(u => payload.Tell?.Contains(u.Id) == true)] : units;
        await db.SaveAndTellAsync(told.Count == 0 ? null : () => notices.IssuedAsync(planId, told, cancel), cancel);
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
