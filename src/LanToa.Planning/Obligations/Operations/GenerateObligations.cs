using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Planning.Obligations;

public sealed record GeneratePayload(Guid PlanId);

/// <summary>
/// Makes the obligations of an issued plan, one per task and unit, and their occurrences, one per period. Ids follow from task, unit and
/// period and rows are inserted only where they are missing, so it can start over at any point and changes nothing the second time.
/// </summary>
public sealed class GenerateObligations(LanToaDb db, NpgsqlDataSource database, PlanDuties duties, RuleBooks books, IOrganizationDirectory directory) : IJobHandler<GeneratePayload>
{
    public const string Job = "obligations.generate";
    private const int Batch = 400;

    private static readonly JsonSerializerOptions RowJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed record Made(Obligation Obligation, IReadOnlyList<Occurrence> Occurrences);

    public async Task RunAsync(GeneratePayload payload, JobRun run, CancellationToken cancel)
    {
        var all = await duties.OfAsync(payload.PlanId, cancel);
        var book = await books.OfAsync(db.ProvinceId, cancel);
        var problems = new List<string>();
        var made = new List<Made>();
        foreach (var duty in all) made.AddRange(Of(duty, book, problems));

        var (inserted, done) = (0, 0);
        foreach (var batch in made.Chunk(Batch))
        {
            inserted += await InsertAsync(batch, cancel);
            done += batch.Length;
            await run.ReportAsync(done * 95 / made.Count, $"Đã phát sinh {done}/{made.Count} việc phải làm");
        }
        var owed = made.Count(m => m.Obligation.Role != DutyRole.Coordinating);
        await RecordAsync(payload.PlanId, inserted, owed, made.Sum(m => m.Occurrences.Count), cancel);
        run.ResultPath = $"/obligations?plan={payload.PlanId}";
        await run.ReportAsync(100, $"{owed} việc phải làm, {made.Sum(m => m.Occurrences.Count)} kỳ thực hiện");
        if (problems.Count > 0) throw new JobFailedException("Các nhiệm vụ khác đã xong, còn nhiệm vụ chưa đủ thông tin: " + string.Join(" ", problems));
    }

    private IEnumerable<Made> Of(PlanDuty duty, RuleBook book, List<string> problems)
    {
        var calendar = PlanCalendar.Of(duty.PlanDate, duty.Period is { } p ? new DateSpan(p.From, p.To) : null);
        var against = duty.Rule.Problems(calendar);
        if (against.Count > 0)
        {
            problems.Add($"“{Short(duty.Text)}”: {string.Join(" ", against)}");
            yield break;
        }
        var issuer = directory.Find(duty.IssuerId);
        var regime = book.RegimeFor(duty.PlanDate, issuer);
        var context = new GenerationContext(calendar, regime, book.Holidays) { TrackedFrom = duty.TrackingFrom };
        // Only a committee reports as its level; its departments report to it.
        var planned = new Dictionary<string, IReadOnlyList<PlannedOccurrence>>(StringComparer.Ordinal);
        foreach (var unit in duty.OwingUnits.Select(directory.Find).OfType<OrganizationInfo>())
        {
            var level = LevelOf(unit);
            if (!planned.TryGetValue(level, out var occurrences))
                planned[level] = occurrences = OccurrenceGenerator.Generate(duty.Rule, context with { Level = level.Length == 0 ? null : level });
            var obligation = ObligationOf(duty, unit, duty.IsRequest ? DutyRole.Requested : DutyRole.Lead, regime, calendar);
            yield return new Made(obligation, [.. occurrences.Select(o => OccurrenceOf(obligation, o))]);
        }
        foreach (var unit in duty.CoordinatingUnits.Select(directory.Find).OfType<OrganizationInfo>())
            yield return new Made(ObligationOf(duty, unit, DutyRole.Coordinating, regime, calendar), []);
    }

    internal static string LevelOf(OrganizationInfo unit) => unit.Kind == "Committee" ? unit.Level.ToLowerInvariant() : "";

    private Obligation ObligationOf(PlanDuty duty, OrganizationInfo unit, DutyRole role, ReportingRegime regime, PlanCalendar calendar) => new()
    {
        ProvinceId = unit.ProvinceId, Id = Obligation.IdFor(duty.TaskId, unit.Id), TaskProvinceId = db.ProvinceId, TaskId = duty.TaskId, PlanId = duty.PlanId,
        UnitId = unit.Id, AssignerId = duty.IssuerId, Role = role, Kind = duty.Rule.Kind, Rule = duty.Rule, Text = duty.Text, SearchText = Folding.Fold($"{duty.Text} {unit.Name}"),
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

    private async Task<int> InsertAsync(IReadOnlyList<Made> batch, CancellationToken cancel)
    {
        // The row types name the columns; the application's own names are theirs in snake case.
        var obligations = batch.Select(m => Json(m.Obligation)).ToList();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var rows = 0;
        foreach (var (table, json) in new[] { ("obligation", $"[{string.Join(',', obligations)}]"), ("occurrence", JsonSerializer.Serialize(batch.SelectMany(m => m.Occurrences), RowJson)) })
        {
            await using var command = new NpgsqlCommand($"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1::jsonb) ON CONFLICT DO NOTHING", connection, transaction)
            {
                Parameters = { new() { Value = json } },
            };
            rows += await command.ExecuteNonQueryAsync(cancel);
        }
        await transaction.CommitAsync(cancel);
        return rows;
    }

    private static string Json(Obligation o) => JsonSerializer.Serialize(
        new
        {
            o.ProvinceId, o.Id, o.Version, o.TaskProvinceId, o.TaskId, o.PlanId, o.UnitId, o.AssignerId, Role = o.Role.ToString(), Kind = o.Kind.ToString(),
            Rule = JsonSerializer.SerializeToElement(o.Rule, RuleJson.Options), o.Text, o.SearchText, o.RegimeCode, o.PlanDate, o.PlanFrom, o.PlanTo, o.ConfirmsItself,
        }, RowJson);

    private async Task RecordAsync(Guid planId, int inserted, int owed, int occurrences, CancellationToken cancel)
    {
        var known = await db.Set<HistoryEvent>().AnyAsync(e => e.SubjectId == planId && e.Verb == Job, cancel);
        if (inserted == 0 && known) return;
        db.RecordEvent("plan", planId, Job, $"Phát sinh {owed} việc phải làm, {occurrences} kỳ thực hiện", new { Obligations = owed, Occurrences = occurrences });
        await db.SaveChangesAsync(cancel);
    }

    private static string Short(string text) => text.Length <= 80 ? text : text[..79] + "…";
}
