using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>A period whose kept figures are not those of the records: what is kept, and what the records say.</summary>
public sealed record ProgressDifference(short Province, Guid Occurrence, string Kept, string Counted);

/// <summary>Compares what periods keep of the activities logged for them with the records themselves, all of them, of every province.</summary>
public static class LoggedProgress
{
    /// <param name="source">As the owner, who sees every province.</param>
    /// <param name="logged">A query of province_id, occurrence_id, accepted, recorded and last_on: the figures counted anew.</param>
    /// <param name="mostShown">So many differences are named.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <returns>How many periods have something logged, how many differ, and the first of these.</returns>
    public static async Task<(long Periods, long Wrong, IReadOnlyList<ProgressDifference> Shown)> CheckAsync(NpgsqlDataSource source, string logged, int mostShown, CancellationToken cancel = default)
    {
        await using var command = source.CreateCommand($"""
            WITH counted AS ({logged}), both_sides AS (
                SELECT coalesce(o.province_id, c.province_id) AS province_id, coalesce(o.id, c.occurrence_id) AS id, o.accepted, o.recorded, o.last_activity_on, c.accepted AS counted_accepted, c.recorded AS counted_recorded, c.last_on
                FROM (SELECT * FROM occurrence WHERE accepted IS NOT NULL) o FULL JOIN counted c ON c.province_id = o.province_id AND c.occurrence_id = o.id)
            SELECT province_id, id, concat_ws(' / ', accepted, recorded, last_activity_on), concat_ws(' / ', counted_accepted, counted_recorded, last_on),
                (accepted, recorded, last_activity_on) IS DISTINCT FROM (counted_accepted, counted_recorded, last_on) AS differs,
                count(*) OVER (), count(*) FILTER (WHERE (accepted, recorded, last_activity_on) IS DISTINCT FROM (counted_accepted, counted_recorded, last_on)) OVER ()
            FROM both_sides ORDER BY differs DESC, province_id, id LIMIT {Math.Max(1, mostShown)}
            """);
        command.CommandTimeout = 0;
        var (shown, periods, wrong) = (new List<ProgressDifference>(), 0L, 0L);
        await using var rows = await command.ExecuteReaderAsync(cancel);
        while (await rows.ReadAsync(cancel))
        {
            (periods, wrong) = (rows.GetInt64(5), rows.GetInt64(6));
            if (rows.GetBoolean(4)) shown.Add(new(rows.GetInt16(0), rows.GetGuid(1), rows.GetString(2), rows.GetString(3)));
        }
        return (periods, wrong, shown);
    }
}
