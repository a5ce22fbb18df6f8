using System.Data;
using LanToa.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Platform.Audit;

/// <summary>
/// Walks a province's chain from its first link in one snapshot of the database, in batches, so that memory does not grow with the history, and
/// names every row that is not as it was sealed.
/// </summary>
public sealed class HistoryVerifier([FromKeyedServices(Connections.Long)] NpgsqlDataSource database, TimeProvider time)
{
    private const int Batch = 5000;

    /// <summary>Every province that has a history or a chain.</summary>
    public async Task<IReadOnlyList<short>> ProvincesAsync(CancellationToken cancel = default)
    {
        // Jumps from province to province on the primary keys; DISTINCT would read every row.
        await using var command = database.CreateCommand("""
            WITH RECURSIVE events AS (SELECT min(province_id) AS p FROM history_event UNION ALL SELECT (SELECT min(e.province_id) FROM history_event e WHERE e.province_id > p) FROM events WHERE p IS NOT NULL),
                           seals AS (SELECT min(province_id) AS p FROM history_seal UNION ALL SELECT (SELECT min(s.province_id) FROM history_seal s WHERE s.province_id > p) FROM seals WHERE p IS NOT NULL)
            SELECT p FROM (SELECT p FROM events UNION SELECT p FROM seals UNION SELECT province_id FROM history_chain UNION SELECT province_id FROM history_waiting) x WHERE p IS NOT NULL ORDER BY p
            """);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var provinces = new List<short>();
        while (await reader.ReadAsync(cancel)) provinces.Add(reader.GetInt16(0));
        return provinces;
    }

    /// <param name="anchors">Links known from elsewhere; those of other provinces are passed over.</param>
    /// <param name="progress">Told after each batch how many links of how many have been walked.</param>
    public async Task<HistoryVerdict> VerifyAsync(short province, IReadOnlyList<HistoryAnchor> anchors, Func<long, long, Task>? progress = null, CancellationToken cancel = default)
    {
        var since = time.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        var walk = new HistoryWalk(province, anchors.Where(a => a.Province == province));
        var head = await HeadAsync(connection, snapshot, province, cancel);
        while (await WalkBatchAsync(connection, snapshot, walk, cancel))
            if (progress is not null) await progress(walk.Number, Math.Max(walk.Number, head?.Number ?? 0));
        walk.End(head);
        await ListAsync(connection, snapshot, walk, Smuggled, HistoryFindingKind.Smuggled, "có trong lịch sử nhưng không được niêm phong và cũng không chờ niêm phong: dòng bị chèn ngoài đường ghi của chương trình", cancel);
        await ListAsync(connection, snapshot, walk, Vanished, HistoryFindingKind.DeletedUnsealed, "đã bị xóa trước khi được niêm phong", cancel);
        var waiting = (long)(await ScalarAsync(connection, snapshot, "SELECT count(*) FROM history_waiting WHERE province_id = $1", province, cancel))!;
        return new(province, walk.Events, walk.Last, waiting, walk.Backdated, walk.BackdatedRows, walk.Findings, walk.Total, time.GetElapsedTime(since));
    }

    private const string Smuggled = """
        SELECT e.id, e.at, e.actor_name, e.verb FROM history_event e
        WHERE e.province_id = $1 AND NOT EXISTS (SELECT FROM history_seal s WHERE s.province_id = e.province_id AND s.event_id = e.id AND s.number > 0)
          AND NOT EXISTS (SELECT FROM history_waiting w WHERE w.province_id = e.province_id AND w.event_id = e.id)
        """;

    private const string Vanished = """
        SELECT w.event_id, NULL::timestamptz, NULL::text, NULL::text FROM history_waiting w
        WHERE w.province_id = $1 AND NOT EXISTS (SELECT FROM history_event e WHERE e.province_id = w.province_id AND e.id = w.event_id)
        """;

    private static async Task<bool> WalkBatchAsync(NpgsqlConnection connection, NpgsqlTransaction snapshot, HistoryWalk walk, CancellationToken cancel)
    {
        // From the first row there is, not from number 1, and by event within a number: an owner who drops the table's constraints hides no seal below or beside the chain.
        var place = walk.Place;
        await using var command = Command(connection, snapshot, $"""
            SELECT s.number, s.event_id, s.sealed_at, s.previous, s.hash, e.id IS NOT NULL, {HistoryForm.Selected}
            FROM history_seal s LEFT JOIN history_event e ON e.province_id = s.province_id AND e.id = s.event_id
            WHERE s.province_id = $1{(place is null ? "" : " AND (s.number, s.event_id) > ($2, $3)")} ORDER BY s.number, s.event_id LIMIT {Batch}
            """, walk.Province);
        if (place is { } last)
        {
            command.Parameters.Add(new() { Value = last.Number });
            command.Parameters.Add(new() { Value = last.Event });
        }
        await using var row = await command.ExecuteReaderAsync(cancel);
        var read = 0;
        for (; await row.ReadAsync(cancel); read++) walk.Step(row);
        return read == Batch;
    }

    private static async Task ListAsync(NpgsqlConnection connection, NpgsqlTransaction snapshot, HistoryWalk walk, string sql, HistoryFindingKind kind, string words, CancellationToken cancel)
    {
        await using var command = Command(connection, snapshot, sql, walk.Province);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel)) walk.Find(kind, null, row.GetGuid(0), $"{HistoryWalk.Name(row, 0, 1, 2, 3)} {words}.");
    }

    private static async Task<HistoryAnchor?> HeadAsync(NpgsqlConnection connection, NpgsqlTransaction snapshot, short province, CancellationToken cancel)
    {
        await using var command = Command(connection, snapshot, "SELECT number, hash FROM history_chain WHERE province_id = $1", province);
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? HistoryAnchor.Of(province, row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, NpgsqlTransaction snapshot, string sql, short province, CancellationToken cancel)
    {
        await using var command = Command(connection, snapshot, sql, province);
        return await command.ExecuteScalarAsync(cancel);
    }

    // Anti-joins over a long history take their time, which is no failure.
    private static NpgsqlCommand Command(NpgsqlConnection connection, NpgsqlTransaction snapshot, string sql, short province) =>
        new(sql, connection, snapshot) { CommandTimeout = 0, Parameters = { new() { Value = province } } };
}
