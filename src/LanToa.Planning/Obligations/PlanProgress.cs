using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How far the tasks of a plan are, over the units of every province that owe them. Not counted: what does not apply, and what was due
/// before tracking and never taken up. A request counts when it is done and is never late.
/// </summary>
internal sealed class PlanProgress(NpgsqlDataSource database, IOrganizationDirectory directory, OccurrenceAccess access, Clock clock) : IPlanProgress
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

    public async Task<DutiesInMaking?> MakingAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var command = database.Command("SELECT state, progress, progress_text, error FROM job WHERE key = $1 AND state <> 'Done'", GenerateObligations.KeyOf(planId));
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

    public bool MayOpen(Guid unit, Guid issuer) => access.MayRead(unit, issuer);

    private static TaskProgress Read(NpgsqlDataReader reader, int at) => new(reader.GetInt32(at), reader.GetInt32(at + 1), reader.GetInt32(at + 2))
    {
        BeforeTracking = reader.GetInt32(at + 3), Requested = reader.GetInt32(at + 4), RequestedDone = reader.GetInt32(at + 5), NextDue = reader.IsDBNull(at + 6) ? null : reader.GetFieldValue<DateOnly>(at + 6),
    };
}
