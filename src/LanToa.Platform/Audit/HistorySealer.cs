using LanToa.Platform.Data;
using Npgsql;
using NpgsqlTypes;

namespace LanToa.Platform.Audit;

/// <summary>
/// Chains committed events, a batch at a time, under an advisory lock of the province: two sealers take turns, and writers never wait for either.
/// The number of an event says when it was sealed, not when its transaction began, so a long transaction leaves no gap.
/// </summary>
/// <param name="named">Told each event that it seals, in words, for whoever verifies right after: what was only just sealed, nothing had vouched for.</param>
public sealed class HistorySealer(NpgsqlDataSource database, TimeProvider time, Action<string>? named = null)
{
    private const int Batch = 5000;
    private const int LockClass = 0x4C54; // "LT": the first of the lock's two numbers, the province is the second

    private readonly record struct Link(long Number, Guid Event, byte[] Previous, byte[] Hash);

    /// <summary>Seals whatever waits in any province; returns how many events.</summary>
    public async Task<long> SealAsync(Action<long>? progress = null, CancellationToken cancel = default)
    {
        var all = 0L;
        foreach (var province in await ProvincesAsync(cancel)) all += await SealAsync(province, n => progress?.Invoke(all + n), cancel);
        return all;
    }

    /// <summary>Seals what waits in one province; returns how many events.</summary>
    public async Task<long> SealAsync(short province, Action<long>? progress = null, CancellationToken cancel = default)
    {
        long sealedEvents = 0;
        for (var after = Guid.Empty; ;)
        {
            var (taken, linked, last) = await SealBatchAsync(province, after, cancel);
            sealedEvents += linked;
            if (linked > 0) progress?.Invoke(sealedEvents);
            // Rows behind the place in the list are those that came meanwhile; the next call finds them.
            if (taken < Batch) return sealedEvents;
            after = last;
        }
    }

    private async Task<(int Taken, int Linked, Guid Last)> SealBatchAsync(short province, Guid after, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using (var alone = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1, $2)", connection, transaction) { Parameters = { new() { Value = LockClass }, new() { Value = (int)province } } })
            await alone.ExecuteNonQueryAsync(cancel);
        // Read after the lock is held: this statement sees all that the sealer before has committed.
        var (number, hash) = await HeadAsync(connection, transaction, province, cancel);
        var now = Clean(time.GetUtcNow());
        var (links, taken, last) = await LinkAsync(connection, transaction, province, after, number, hash, now, cancel);
        if (taken.Count == 0) return (0, 0, after);
        await WriteAsync(connection, transaction, province, links, taken, now, cancel);
        await transaction.CommitAsync(cancel);
        return (taken.Count, links.Count, last);
    }

    private async Task<(List<Link> Links, List<Guid> Taken, Guid Last)> LinkAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, short province, Guid after, long number, byte[] hash, DateTimeOffset now, CancellationToken cancel)
    {
        var (links, taken, form) = (new List<Link>(), new List<Guid>(), new HistoryForm());
        // Inner join: an event that vanished before it was sealed stays on the list, where verification finds it; so does one with a seal outside the chain. A second note of a sealed event is only taken off.
        await using var command = new NpgsqlCommand($"""
            SELECT EXISTS (SELECT FROM history_seal s WHERE s.province_id = w.province_id AND s.event_id = w.event_id), {HistoryForm.Selected}
            FROM history_waiting w JOIN history_event e ON e.province_id = w.province_id AND e.id = w.event_id
            WHERE w.province_id = $1 AND w.event_id > $2
              AND NOT EXISTS (SELECT FROM history_seal s WHERE s.province_id = w.province_id AND s.event_id = w.event_id AND s.number < 1)
            ORDER BY w.event_id LIMIT {Batch}
            """, connection, transaction) { Parameters = { new() { Value = province }, new() { Value = after } } };
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
        {
            var id = row.GetGuid(2);
            taken.Add(id);
            if (row.GetBoolean(0)) continue;
            var next = form.Hash(row, 1, province, ++number, now, hash);
            links.Add(new(number, id, hash, next));
            named?.Invoke($"tỉnh {province:00}, số {number}: {HistoryWalk.Name(row, 2, 3, 5, 11, 8)}");
            hash = next;
        }
        return (links, taken, taken.Count > 0 ? taken[^1] : after);
    }

    private static async Task WriteAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, short province, List<Link> links, List<Guid> taken, DateTimeOffset now, CancellationToken cancel)
    {
        await using (var off = new NpgsqlCommand("DELETE FROM history_waiting WHERE province_id = $1 AND event_id = ANY($2)", connection, transaction) { Parameters = { new() { Value = province }, new() { Value = taken.ToArray() } } })
            await off.ExecuteNonQueryAsync(cancel);
        if (links.Count == 0) return;
        await using (var rows = await connection.BeginBinaryImportAsync("COPY history_seal (province_id, number, event_id, sealed_at, previous, hash) FROM STDIN BINARY", cancel))
        {
            foreach (var link in links)
            {
                await rows.StartRowAsync(cancel);
                await rows.WriteAsync(province, NpgsqlDbType.Smallint, cancel);
                await rows.WriteAsync(link.Number, NpgsqlDbType.Bigint, cancel);
                await rows.WriteAsync(link.Event, NpgsqlDbType.Uuid, cancel);
                await rows.WriteAsync(now, NpgsqlDbType.TimestampTz, cancel);
                await rows.WriteAsync(link.Previous, NpgsqlDbType.Bytea, cancel);
                await rows.WriteAsync(link.Hash, NpgsqlDbType.Bytea, cancel);
            }
            await rows.CompleteAsync(cancel);
        }
        await using var head = new NpgsqlCommand("""
            INSERT INTO history_chain (province_id, number, hash, sealed_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (province_id) DO UPDATE SET number = excluded.number, hash = excluded.hash, sealed_at = excluded.sealed_at
            """, connection, transaction) { Parameters = { new() { Value = province }, new() { Value = links[^1].Number }, new() { Value = links[^1].Hash }, new() { Value = now } } };
        await head.ExecuteNonQueryAsync(cancel);
    }

    // The head, not only the last seal: where seals were cut off the numbers go on behind the gap, and the gap stays to be seen.
    private static async Task<(long Number, byte[] Hash)> HeadAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, short province, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("""
            (SELECT number, hash FROM history_chain WHERE province_id = $1)
            UNION ALL (SELECT number, hash FROM history_seal WHERE province_id = $1 ORDER BY number DESC LIMIT 1)
            ORDER BY number DESC LIMIT 1
            """, connection, transaction) { Parameters = { new() { Value = province } } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        return await reader.ReadAsync(cancel) ? (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : (0, HistoryForm.Beginning);
    }

    private async Task<List<short>> ProvincesAsync(CancellationToken cancel)
    {
        await using var command = database.Command("SELECT DISTINCT province_id FROM history_waiting ORDER BY province_id");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var provinces = new List<short>();
        while (await reader.ReadAsync(cancel)) provinces.Add(reader.GetInt16(0));
        return provinces;
    }

    // As PostgreSQL will give it back: whole microseconds.
    private static DateTimeOffset Clean(DateTimeOffset instant) => new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
