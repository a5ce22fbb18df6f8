using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>
/// How far the tasks of a plan are, over the units of every province that owe them. Not counted: what does not apply, and what was due
/// before tracking and never taken up. A request counts when it is done and is never late.
/// </summary>
internal sealed class PlanProgress(NpgsqlDataSource database, Clock clock) : IPlanProgress
{
    public async Task<IReadOnlyDictionary<Guid, TaskProgress>> OfPlanAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var command = database.Command("""
            SELECT task_id,
                   count(*) FILTER (WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL)::int,
                   count(*) FILTER (WHERE confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL OR claimed_on IS NOT NULL OR NOT before_tracking)::int,
                   count(*) FILTER (WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND claimed_on IS NULL AND due_on < $2 AND NOT is_request AND NOT before_tracking)::int,
                   count(*) FILTER (WHERE confirmed_on IS NULL AND nothing_arose_on IS NULL AND claimed_on IS NULL AND before_tracking)::int
            FROM occurrence WHERE plan_id = $1 AND not_applicable_on IS NULL GROUP BY task_id
            """, planId, clock.Today);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var progress = new Dictionary<Guid, TaskProgress>();
        while (await reader.ReadAsync(cancel)) progress[reader.GetGuid(0)] = new TaskProgress(reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3)) { BeforeTracking = reader.GetInt32(4) };
        return progress;
    }
}
