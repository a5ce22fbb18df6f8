using System.Text;
using LanToa.Contracts.Codes;
using Npgsql;

namespace LanToa.Bench;

/// <summary>A country's year of activities and reports, written by the statement into the program's own tables.</summary>
internal sealed class RollupData(NpgsqlDataSource database, BenchNation nation)
{
    /// <summary>A form on which provinces report without reports of their units; one on which the nation counts every record itself; one on which every unit reports.</summary>
    public const string OfProvinces = "do-tinh", OfNation = "do-nuoc", OfAll = "do-gop";

    public const int Indicators = 100;

    public static IReadOnlyList<(string Key, string Name, DateOnly From, DateOnly To)> Periods { get; } =
    [
        .. Enumerable.Range(1, 12).Select(m => ($"2026-{m:00}", $"tháng {m}/2026", new DateOnly(2026, m, 1), new DateOnly(2026, m, 1).AddMonths(1).AddDays(-1))),
        .. Enumerable.Range(1, 4).Select(q => ($"2026-Q{q}", $"quý {q}/2026", new DateOnly(2026, (3 * q) - 2, 1), new DateOnly(2026, (3 * q) - 2, 1).AddMonths(3).AddDays(-1))),
        ("2026-H1", "6 tháng đầu năm 2026", new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30)), ("2026-9M", "9 tháng đầu năm 2026", new DateOnly(2026, 1, 1), new DateOnly(2026, 9, 30)),
        ("2026", "năm 2026", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)),
    ];

    /// <summary>Hundred indicators: sums, counts, shares, units, duties; by form, channel, topic and audience.</summary>
    public async Task MakeFormsAsync()
    {
        var formulas = new List<(string Formula, string Aggregation)>();
        foreach (var (code, _) in CodeLists.Products) formulas.Add(($"tổng(số_lượng; sản_phẩm = {code})", "Sum"));
        foreach (var (code, _) in CodeLists.Channels) formulas.Add(($"đếm(kênh = {code})", "Sum"));
        foreach (var (code, _) in CodeLists.Topics) formulas.Add(($"tổng(số_lượng; nội_dung = {code}; sản_phẩm = news, article)", "Sum"));
        foreach (var (code, _) in CodeLists.Audiences) formulas.Add(($"tổng(người_dự; đối_tượng = {code}; sản_phẩm = event, training)", "Sum"));
        foreach (var measure in new[] { "người_dự", "người_nghe", "lượt_xem", "phút" })
            foreach (var state in new[] { "", "; trạng_thái = Accepted, Recorded" }) formulas.Add(($"tổng({measure}{state})", "Sum"));
        formulas.AddRange([("tổng(người_dự; sản_phẩm = event) / đếm(sản_phẩm = event)", "Ratio"), ("việc(xong) / việc(phải_làm) * 100", "Ratio"), ("số_đơn_vị()", "Distinct"), ("số_đơn_vị(sản_phẩm = dialogue)", "Distinct"), ("việc(phải_làm)", "Sum"), ("việc(xong)", "Sum"), ("việc(quá_hạn)", "Sum"),
            ("lớn_nhất(người_dự)", "Maximum"), ("có(sản_phẩm = contest)", "YesNo"), ("tổng(phút; sản_phẩm = broadcast) / 60", "Sum")]);
        while (formulas.Count < Indicators) formulas.Add(($"[do_{formulas.Count - 50:000}] + [do_{formulas.Count - 60:000}]", "Sum"));
        var body = new StringBuilder("# I. Kết quả\nTrong kỳ có {do_000} tin; nổi bật: {nổi_bật}. Quá hạn: {việc_trễ}.\n");
        for (var i = 0; i < Indicators; i++)
        {
            await using var indicator = database.CreateCommand("INSERT INTO indicator (id, province_id, code, name, theme, unit, aggregation, source, formula, cumulative, decimals, ordinal, version) VALUES ($1, 0, $2, $3, 'Đo', 'lượt', $4, 'Formula', $5, $6, 1, $7, 1)");
            foreach (var value in new object[] { Guid.CreateVersion7(), $"do_{i:000}", $"Chỉ tiêu đo {i}", formulas[i].Aggregation, formulas[i].Formula, formulas[i].Aggregation == "Sum", 1000 + i }) indicator.Parameters.Add(new NpgsqlParameter { Value = value });
            await indicator.ExecuteNonQueryAsync();
            body.Append("- do_").Append(i.ToString("000", System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        }
        foreach (var code in new[] { OfProvinces, OfNation, OfAll })
        {
            await using var form = database.CreateCommand("INSERT INTO report_form (id, province_id, code, year_from, name, periods, body, version) VALUES ($1, 0, $2, 2021, 'Báo cáo để đo', '{quarter,half-year,year}', $3, 1)");
            foreach (var value in new object[] { Guid.CreateVersion7(), code, body.ToString() }) form.Parameters.Add(new NpgsqlParameter { Value = value });
            await form.ExecuteNonQueryAsync();
        }
    }

    /// <summary>Activities of every unit on every day of 2026, of some two thousand kinds; indexes and keys are made afterwards, as when a copy of a database is restored.</summary>
    public async Task<long> FillActivitiesAsync(int perUnit)
    {
        var (dropped, made) = (new List<string>(), new List<string>());
        await using (var read = database.CreateCommand("""
            SELECT 'DROP INDEX ' || quote_ident(indexname), indexdef FROM pg_indexes i WHERE tablename = 'activity' AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
            UNION ALL SELECT 'ALTER TABLE activity DROP CONSTRAINT ' || quote_ident(conname), 'ALTER TABLE activity ADD CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'activity'::regclass AND contype = 'f' AND confrelid <> conrelid
            """))
        await using (var reader = await read.ExecuteReaderAsync())
            while (await reader.ReadAsync()) { dropped.Add(reader.GetString(0)); made.Add(reader.GetString(1)); }
        await using var connection = await database.OpenConnectionAsync();
        await DoAsync("SET maintenance_work_mem = '512MB'");
        foreach (var sql in dropped) await DoAsync(sql);
        await DoAsync($"""
            INSERT INTO activity (province_id, id, version, unit_id, state, happened_on, form, channels, quantity, attendance, listeners, views, minutes, title, description, topics, audiences, languages, recorded_by_name, recorded_at, send_key)
            SELECT u.province_id, gen_random_uuid(), 1, u.id, c.state, date '2026-01-01' + ((u.n * 31 + g * 17) % 365), c.form, c.channels, CASE WHEN g % 3 > 0 THEN 1 + g % 5 END,
                CASE WHEN c.form IN ('event', 'training', 'dialogue') THEN 20 + (u.n * 13 + g * 7) % 180 END, CASE WHEN c.form = 'broadcast' THEN (u.n + g * 11) % 3000 END, CASE WHEN c.form = 'post' THEN (u.n * 3 + g * 29) % 9000 END,
                CASE WHEN c.form IN ('broadcast', 'video') THEN 5 + g % 30 END, c.form || ' ' || g, 'Nội dung tuyên truyền cải cách hành chính của đơn vị, theo kế hoạch năm.', c.topics, c.audiences, ARRAY['vi'], 'Cán bộ đo', now(), gen_random_uuid()
            FROM (SELECT id, province_id, row_number() OVER (ORDER BY province_id, id)::int AS n FROM organization WHERE province_id > 0 AND level <> 'Nation' AND parent_id IS NOT NULL AND code LIKE 'D__.%') u
            CROSS JOIN generate_series(1, {perUnit}) g
            JOIN (SELECT c, (ARRAY['{string.Join("','", CodeLists.Products.Select(p => p.Code))}'])[1 + c % {CodeLists.Products.Count}] AS form, CASE WHEN c % 20 = 0 THEN 'Returned' WHEN c % 20 < 3 THEN 'Recorded' ELSE 'Accepted' END AS state,
                CASE WHEN c % 4 = 0 THEN ARRAY[a.list[1 + (c / 3) % {CodeLists.Channels.Count}], 'portal'] ELSE ARRAY[a.list[1 + (c / 3) % {CodeLists.Channels.Count}]] END AS channels,
                CASE WHEN c % 3 = 0 THEN ARRAY[t.list[1 + (c / 11) % {CodeLists.Topics.Count}], 'direction'] ELSE ARRAY[t.list[1 + (c / 11) % {CodeLists.Topics.Count}]] END AS topics,
                CASE WHEN c % 5 = 0 THEN '{"{}"}'::text[] ELSE ARRAY[p.list[1 + (c / 13) % {CodeLists.Audiences.Count}]] END AS audiences
                FROM generate_series(0, 1999) c, (SELECT ARRAY['{string.Join("','", CodeLists.Channels.Select(p => p.Code))}'] AS list) a, (SELECT ARRAY['{string.Join("','", CodeLists.Topics.Select(p => p.Code))}'] AS list) t,
                (SELECT ARRAY['{string.Join("','", CodeLists.Audiences.Select(p => p.Code))}'] AS list) p) c ON c.c = (u.n * 7919 + g * 104729) % 2000
            """);
        foreach (var sql in made) await DoAsync(sql);
        await DoAsync("VACUUM ANALYZE activity");
        await DoAsync("VACUUM ANALYZE occurrence");
        await using var count = new NpgsqlCommand("SELECT count(*) FROM activity", connection);
        return (long)(await count.ExecuteScalarAsync())!;

        async Task DoAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>
    /// Reports of every province and of the nation for each period, being written; and the year's report of every unit, accepted with its figures, but one of the first province, which has been sent, and the first
    /// province's own, which is being written.
    /// </summary>
    public async Task MakeReportsAsync()
    {
        foreach (var (key, name, from, to) in Periods)
        {
            foreach (var top in nation.Tops) await ReportAsync(OfProvinces, top.ProvinceId, top.Id, nation.Nation.Id, key, name, from, to);
            await ReportAsync(OfNation, 0, nation.Nation.Id, nation.Nation.Id, key, name, from, to);
        }
        await ReportAsync(OfAll, 0, nation.Nation.Id, nation.Nation.Id, "2026", "năm 2026", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        await DoAsync($"""
            INSERT INTO report_route (province_id, id, version, form_code, unit_id, to_id, valid_from)
            SELECT o.province_id, gen_random_uuid(), 1, f.code, o.id, coalesce(o.parent_id, o.id), '2026-01-01' FROM organization o CROSS JOIN (VALUES ('{OfProvinces}', 1), ('{OfNation}', 0), ('{OfAll}', 2)) f(code, depth)
            WHERE o.code LIKE 'D%' AND ((f.depth = 2) OR (f.depth = 1 AND o.code ~ '^D[0-9][0-9]$') OR (f.depth = 0 AND o.code = 'D'))
            """);
        await DoAsync($"""
            INSERT INTO report (province_id, id, version, form_id, form_code, unit_id, addressee_id, period_key, period_name, period_from, period_to, year_from, due_on, state, sendings, first_sent_on)
            SELECT o.province_id, gen_random_uuid(), 1, f.id, f.code, o.id, o.parent_id, '2026', 'năm 2026', '2026-01-01', '2026-12-31', '2026-01-01', '2026-12-20',
                CASE WHEN o.code = 'D01' THEN 'Draft' WHEN o.code = (SELECT min(code) FROM organization WHERE code LIKE 'D01.%') THEN 'Sent' ELSE 'Accepted' END, CASE WHEN o.code = 'D01' THEN 0 ELSE 1 END, '2026-11-10'
            FROM organization o JOIN report_form f ON f.code = '{OfAll}' WHERE o.code LIKE 'D__%'
            """);
        // What each unit reported, then what each province's report came to with its units.
        await DoAsync($"""
            INSERT INTO report_figure (province_id, id, version, report_id, code, number, numerator, denominator, units, cumulative_number)
            SELECT r.province_id, gen_random_uuid(), 1, r.id, i.code, CASE WHEN i.aggregation = 'Distinct' THEN 1 WHEN i.aggregation = 'YesNo' THEN n.n % 2 ELSE n.n % 50 END, CASE WHEN i.aggregation = 'Ratio' THEN n.n % 50 END, CASE WHEN i.aggregation = 'Ratio' THEN 50 END,
                CASE WHEN i.aggregation = 'Distinct' THEN ARRAY[r.unit_id] END, CASE WHEN i.cumulative THEN n.n % 50 END
            FROM report r JOIN indicator i ON i.code LIKE 'do\_%' CROSS JOIN LATERAL (SELECT abs(hashtext(r.id::text || i.code)) AS n) n WHERE r.form_code = '{OfAll}' AND r.sendings > 0
            """);
        await DoAsync($"""
            INSERT INTO report_part (province_id, id, version, report_id, part_province_id, part_id, unit_id, through_province_id, through_id)
            SELECT w.province_id, gen_random_uuid(), 1, w.id, r.province_id, r.id, r.unit_id, r.province_id, r.id FROM report r JOIN report w ON w.unit_id = r.addressee_id AND w.form_code = r.form_code AND w.period_key = r.period_key
            WHERE r.form_code = '{OfAll}' AND r.state = 'Accepted' AND r.province_id > 1 AND w.province_id = r.province_id
            """);
        await DoAsync($"""
            UPDATE report_figure f SET total = s.total, whole_numerator = s.over, whole_denominator = s.under, whole_cumulative_number = s.sum, whole_units = s.units, whole_of = s.of
            FROM (SELECT x.report_id, f.code, sum(f.number) AS total, sum(f.numerator) AS over, sum(f.denominator) AS under, sum(f.cumulative_number) AS sum,
                CASE WHEN i.aggregation = 'Distinct' THEN array_agg(f.units[1]) END AS units, CASE WHEN i.aggregation = 'YesNo' THEN count(*)::int END AS of
                FROM (SELECT report_id, part_province_id AS province_id, part_id AS id FROM report_part UNION ALL SELECT id, province_id, id FROM report WHERE form_code = '{OfAll}' AND sendings > 0) x
                JOIN report_figure f ON f.province_id = x.province_id AND f.report_id = x.id JOIN indicator i ON i.code = f.code GROUP BY x.report_id, f.code, i.aggregation) s
            WHERE f.report_id = s.report_id AND f.code = s.code
            """);
        foreach (var table in new[] { "report", "report_figure", "report_part", "report_route", "indicator" }) await DoAsync($"VACUUM ANALYZE {table}");
    }

    private async Task ReportAsync(string form, short province, Guid unit, Guid addressee, string key, string name, DateOnly from, DateOnly to)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO report (province_id, id, version, form_id, form_code, unit_id, addressee_id, period_key, period_name, period_from, period_to, year_from, due_on, state, sendings)
            SELECT $2, $3, 1, f.id, f.code, $4, $5, $6, $7, $8, $9, '2026-01-01', $9, 'Draft', 0 FROM report_form f WHERE f.code = $1
            """);
        foreach (var value in new object[] { form, province, Guid.CreateVersion7(), unit, addressee, key, name, from, to }) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    private async Task DoAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
