using Npgsql;

namespace LanToa.Platform.Data;

/// <summary>A row whose reference leads nowhere, and what it refers to.</summary>
public sealed record LostReference(short Province, Guid Id, string Reference);

/// <summary>Lost references: all of them counted, the first ones named.</summary>
public sealed record LostReferences(long Total, IReadOnlyList<LostReference> Shown);

/// <summary>
/// A reference across provinces or to records of several kinds, for which there can be no foreign key. <paramref name="Table"/> holds it;
/// <paramref name="Lost"/> is the condition on its row r that is true where it leads nowhere, <paramref name="Reference"/> the words for it.
/// </summary>
public sealed record LooseReference(string Name, string Table, string Lost, string Reference)
{
    /// <summary>How many rows have the reference, and those that lead nowhere.</summary>
    public async Task<(long Rows, LostReferences Missing)> CheckAsync(NpgsqlDataSource source, int mostShown, CancellationToken cancel = default)
    {
        await using var command = source.CreateCommand($"SELECT r.province_id, r.id, {Reference}, count(*) OVER () FROM {Table} r WHERE {Lost} ORDER BY r.province_id, r.id LIMIT {mostShown}");
        command.CommandTimeout = 0;
        var (shown, total) = (new List<LostReference>(), 0L);
        await using (var rows = await command.ExecuteReaderAsync(cancel))
            while (await rows.ReadAsync(cancel))
            {
                shown.Add(new LostReference(rows.GetInt16(0), rows.GetGuid(1), rows.GetString(2)));
                total = rows.GetInt64(3);
            }
        await using var count = source.CreateCommand($"SELECT count(*) FROM {Table}");
        count.CommandTimeout = 0;
        return ((long)(await count.ExecuteScalarAsync(cancel))!, new LostReferences(total, shown));
    }
}
