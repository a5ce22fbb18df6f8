using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How far the tasks of a plan are, over the units of every province that owe them. Not counted: what does not apply, and what was due
/// before tracking and never taken up. A request counts when it is done and is never late.
/// </summary>
internal sealed class PlanProgress([FromKeyedServices(Connections.Counting)] NpgsqlDataSource database, IOrganizationDirectory directory, OccurrenceAccess access, Clock clock) : IPlanProgress
{
    private const string Counts = """
        count(*) FILTER (WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL)::int,
        count(*) FILTER (WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR claimed_on IS NOT NULL OR NOT before_tracking)::int,
        count(*) FILTER (WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND claimed_on IS NULL AND due_on < $2 AND NOT is_request AND NOT before_tracking)::int,
        count(*) FILTER (WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND claimed_on IS NULL AND before_tracking)::int,
        count(*) FILTER (WHERE is_request AND (confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR claimed_on IS NOT NULL OR NOT before_tracking))::int,
        count(*) FILTER (WHERE is_request AND (confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL))::int,
        min(due_on) FILTER (WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND claimed_on IS NULL AND due_on >= $2)
        """;

    public async Task<IReadOnlyDictionary<Guid, TaskProgress>> OfPlanAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var command = database.Command($"SELECT task_id, {Counts} FROM occurrence WHERE plan_id = $1 AND not_applicable_on IS NULL GROUP BY task_id", planId, clock.Today);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var progress = new Dictionary<Guid, TaskProgress>();
        while (await reader.ReadAsync(cancel)) progress[reader.GetGuid(0)] = Read(reader, 1);
        return progress;
    }

    public async Task<IReadOnlyDictionary<(Guid Unit, Guid Task), TaskProgress>> OfUnitsAsync(Guid planId, IReadOnlyCollection<Guid> units, CancellationToken cancel = default)
    {
        // The provinces are named for the index that lists a unit's work.
        var provinces = units.Select(directory.Find).OfType<OrganizationInfo>().Select(u => u.ProvinceId).Distinct().ToArray();
        await using var command = database.Command(
            $"SELECT unit_id, task_id, {Counts} FROM occurrence WHERE plan_id = $1 AND province_id = ANY($3) AND unit_id = ANY($4) AND not_applicable_on IS NULL GROUP BY unit_id, task_id", planId, clock.Today, provinces, units.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var progress = new Dictionary<(Guid, Guid), TaskProgress>();
        while (await reader.ReadAsync(cancel)) progress[(reader.GetGuid(0), reader.GetGuid(1))] = Read(reader, 2);
        return progress;
    }

    public async Task<DutiesInMaking?> MakingAsync(Guid planId, int version, CancellationToken cancel = default)
    {
        await using var command = database.Command("SELECT state, progress, progress_text, error FROM job WHERE key = $1 AND state <> 'Done'", version == 1 ? GenerateObligations.KeyOf(planId) : AmendObligations.KeyOf(planId, version));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        string? Text(int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
        return Enum.Parse<JobState>(reader.GetString(0)) switch
        {
            JobState.Queued => new DutiesInMaking(null, "Chờ đến lượt.", null),
            JobState.Running => new DutiesInMaking(reader.GetInt32(1), Text(2), null),
            _ => new DutiesInMaking(null, null, Text(3) ?? "Việc nền đã dừng."),
        };
    }

    public async Task<IReadOnlyList<(Guid Unit, Guid Task, ClosingCounts Counts)>> ClosingAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var command = database.Command("""
            SELECT unit_id, task_id,
                count(*) FILTER (WHERE kind = 'on-time')::int, count(*) FILTER (WHERE kind = 'late')::int, count(*) FILTER (WHERE kind = 'unconfirmed')::int, count(*) FILTER (WHERE kind = 'overdue')::int,
                count(*) FILTER (WHERE kind = 'not-yet')::int, count(*) FILTER (WHERE kind = 'not-applicable')::int, count(*) FILTER (WHERE kind = 'before')::int, count(*) FILTER (WHERE kind LIKE 'request%')::int, count(*) FILTER (WHERE kind = 'request-done')::int
            FROM (
                SELECT unit_id, task_id, CASE
                    WHEN not_applicable_on IS NOT NULL THEN 'not-applicable'
                    WHEN is_request THEN CASE WHEN confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL THEN 'request-done' WHEN before_tracking AND claimed_on IS NULL THEN 'before' ELSE 'request' END
                    WHEN nothing_arose_on IS NOT NULL THEN 'on-time'
                    WHEN confirmed_on IS NOT NULL THEN CASE WHEN COALESCE(done_on, claimed_on, confirmed_on) > due_on THEN 'late' ELSE 'on-time' END
                    WHEN claimed_on IS NOT NULL THEN 'unconfirmed'
                    WHEN before_tracking THEN 'before'
                    WHEN due_on < $2 THEN 'overdue'
                    ELSE 'not-yet' END AS kind
                FROM occurrence WHERE plan_id = $1) AS counted
            GROUP BY unit_id, task_id ORDER BY unit_id, task_id
            """, planId, clock.Today);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var counts = new List<(Guid, Guid, ClosingCounts)>();
        while (await reader.ReadAsync(cancel))
            counts.Add((reader.GetGuid(0), reader.GetGuid(1), new ClosingCounts(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9), reader.GetInt32(10))));
        return counts;
    }

    public bool MayOpen(Guid unit, Guid issuer) => access.MayRead(unit, issuer);

    private static TaskProgress Read(NpgsqlDataReader reader, int at) => new(reader.GetInt32(at), reader.GetInt32(at + 1), reader.GetInt32(at + 2))
    {
        BeforeTracking = reader.GetInt32(at + 3), Requested = reader.GetInt32(at + 4), RequestedDone = reader.GetInt32(at + 5), NextDue = reader.IsDBNull(at + 6) ? null : reader.GetFieldValue<DateOnly>(at + 6),
    };
}
