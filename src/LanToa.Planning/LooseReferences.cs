using Npgsql;

namespace LanToa.Planning;

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

/// <summary>Every reference of the wing that only the operations guard: <c>./lantoa verify-data</c> walks them.</summary>
public static class LooseReferences
{
    public static IReadOnlyList<LooseReference> All { get; } =
    [
        new("Việc phải làm → nhiệm vụ", "obligation", "NOT EXISTS (SELECT FROM plan_task t WHERE t.province_id = r.task_province_id AND t.id = r.task_id AND t.plan_id = r.plan_id)",
            "'không có nhiệm vụ ' || r.task_id || ' của kế hoạch ' || r.plan_id || ' ở tỉnh ' || to_char(r.task_province_id, 'FM00')"),
        new("Kỳ thực hiện: đơn vị, kế hoạch, nhiệm vụ chép từ việc phải làm", "occurrence",
            "NOT EXISTS (SELECT FROM obligation o WHERE o.province_id = r.province_id AND o.id = r.obligation_id AND (o.unit_id, o.assigner_id, o.plan_id, o.task_id) = (r.unit_id, r.assigner_id, r.plan_id, r.task_id))",
            "'khác với việc phải làm ' || r.obligation_id"),
        new("Việc cấp trên giao → nhiệm vụ cấp trên", "cascade_decision", "NOT EXISTS (SELECT FROM plan_task t WHERE t.province_id = r.upper_province_id AND t.id = r.upper_task_id AND t.plan_id = r.upper_plan_id)",
            "'không có nhiệm vụ ' || r.upper_task_id || ' của kế hoạch ' || r.upper_plan_id || ' ở tỉnh ' || to_char(r.upper_province_id, 'FM00')"),
        new("Tệp đính kèm → hồ sơ", "attachment", """
            NOT CASE r.subject_kind WHEN 'plan' THEN EXISTS (SELECT FROM plan p WHERE p.province_id = r.province_id AND p.id = r.subject_id)
            WHEN 'plan-import' THEN EXISTS (SELECT FROM plan_import i WHERE i.province_id = r.province_id AND i.id = r.subject_id)
            WHEN 'occurrence' THEN EXISTS (SELECT FROM occurrence o WHERE o.province_id = r.province_id AND o.id = r.subject_id) ELSE true END
            """, "'“' || r.file_name || '”: không có ' || r.subject_kind || ' ' || r.subject_id"),
    ];
}
