using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LanToa.Contracts.Reports;
using LanToa.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>Counts by the same sense as the completion of a plan: what was due before tracking and never taken up, requests and what does not apply are left out.</summary>
internal sealed class DutyCounts([FromKeyedServices(Connections.Counting)] NpgsqlDataSource database, TimeProvider time) : IDutyFigures
{
    // What is overdue in a whole country is read no more often: a report above thousands of units is opened many times while they work.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private const int MostKept = 100;
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, IReadOnlyList<OverdueWork> Works)> _countries = new(StringComparer.Ordinal);

    // Above it all that was due in the span is read instead of a place in the index for each unit, and of overdue work the periods are not counted.
    private const int MostPlaces = 1000;

    public async Task<(DutyFigures Period, DutyFigures Year)> OfAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly yearFrom, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel = default)
    {
        // On time, late, waiting, overdue, open.
        var (period, year) = (new int[5], new int[5]);
        // Counted day by day: the days of a year are few groups.
        await using var command = database.Command($"""
            SELECT o.due_on, count(*)::int, count(coalesce(o.confirmed_on, o.nothing_arose_on))::int,
                count(*) FILTER (WHERE o.nothing_arose_on IS NULL AND o.confirmed_on IS NOT NULL AND coalesce(o.done_on, o.claimed_on, o.confirmed_on) > o.due_on)::int,
                count(*) FILTER (WHERE o.claimed_on IS NOT NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL)::int
            FROM occurrence o WHERE {Among(provinces, units)} AND o.due_on >= $3 AND o.due_on <= $4 AND NOT o.is_request AND o.not_applicable_on IS NULL
            AND NOT (o.before_tracking AND o.claimed_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL) GROUP BY o.due_on
            """, provinces.ToArray(), units.ToArray(), yearFrom, to);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (due, all, done, late, waiting) = (reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
            foreach (var how in due >= from ? new[] { year, period } : [year])
            {
                (how[0], how[1], how[2]) = (how[0] + done - late, how[1] + late, how[2] + waiting);
                how[due < day ? 3 : 4] += all - done - waiting;
            }
        }
        return (Of(period), Of(year));

        static DutyFigures Of(int[] how) => new(how.Sum(), how[0], how[1], how[2], how[3], how[4]);
    }

    public async Task<IReadOnlyList<OverdueWork>> OverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, bool anew, CancellationToken cancel = default)
    {
        if (units.Count <= MostPlaces) return await ReadOverdueAsync(provinces, units, from, to, day, most, cancel);
        var key = $"{from:O} {to:O} {day:O} {most} {string.Join(',', provinces)} {Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<Guid>(units.Order().ToArray())))}";
        var now = time.GetUtcNow();
        if (!anew && _countries.TryGetValue(key, out var kept) && kept.At <= now && now - kept.At < Kept) return kept.Works;
        var works = await ReadOverdueAsync(provinces, units, from, to, day, most, cancel);
        if (_countries.Count >= MostKept) _countries.Clear();
        _countries[key] = (now, works);
        return works;
    }

    private async Task<IReadOnlyList<OverdueWork>> ReadOverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel)
    {
        var works = (units.Count > FewUnits ? await OldestAsync(provinces, units, from, to, day, most, cancel) : null) ?? await OldestOfFewAsync(provinces, units, from, to, day, most, cancel);
        if (works.Count == 0) return [];
        return units.Count > MostPlaces ? await ToldOfManyAsync(works, provinces, units, from, to, day, cancel) : await ToldAsync(works, provinces, units, from, to, day, cancel);
    }

    /// <summary>What is asked as it was said then, and as tasks ask it now.</summary>
    private sealed record Work(string Said, HashSet<string> Texts);

    private async Task<IReadOnlyList<Work>> OldestOfFewAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel)
    {
        await using var command = database.Command($"""
            SELECT {Said}, d.text FROM (SELECT DISTINCT ON (t.text) t.* FROM (SELECT d.text, d.task_province_id, d.plan_id, d.task_id, min(o.due_on) AS due_on, min(o.words_on) AS words_on
                FROM (SELECT o.province_id, o.obligation_id, min(o.due_on) AS due_on, min({WordsOn}) AS words_on FROM occurrence o WHERE {Among(provinces, units)} AND o.due_on >= $3 AND {IsOverdue} GROUP BY o.province_id, o.obligation_id) o
                JOIN obligation d ON (d.province_id, d.id) = (o.province_id, o.obligation_id) GROUP BY d.text, d.task_province_id, d.plan_id, d.task_id) t ORDER BY t.text, t.due_on) d ORDER BY d.due_on, d.text LIMIT $6
            """, provinces.ToArray(), units.ToArray(), from, to, day, most);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var works = new List<Work>();
        while (await reader.ReadAsync(cancel)) Add(works, most, reader.GetString(0), reader.GetString(1));
        return works;
    }

    private static void Add(List<Work> works, int most, string said, string text)
    {
        if (works.FirstOrDefault(w => w.Said == said) is { } known) known.Texts.Add(text);
        else if (works.Count < most) works.Add(new Work(said, [text]));
    }

    /// <summary>The same of many units, read by the days in the order of the index: most ask the same on the same days. Null where so few days have not enough.</summary>
    private async Task<IReadOnlyList<Work>?> OldestAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel)
    {
        var (works, after) = (new List<Work>(), from.AddDays(-1));
        // Most often the first day has enough; else the next ones are read together.
        foreach (var days in new[] { 1, MostDays - 1 })
        {
            // Of a day each task once for each province, by its place in the index: a day has thousands of rows, and a few tasks.
            await using var command = database.Command($"""
                WITH RECURSIVE day AS (SELECT $3::date AS on_day, 0 AS place UNION ALL SELECT (SELECT min(f.due_on) FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT o.due_on FROM occurrence o
                    WHERE o.province_id = p.id AND {AmongUnits} AND o.due_on > s.on_day AND {IsOverdue} ORDER BY o.due_on LIMIT 1) f), s.place + 1 FROM day s WHERE s.on_day IS NOT NULL AND s.place < $6),
                asked AS (SELECT s.on_day, p.id AS province, t.task_id, t.obligation_id, t.words_on FROM day s CROSS JOIN unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT o.task_id, o.obligation_id, {WordsOn} AS words_on FROM occurrence o
                    WHERE o.province_id = p.id AND o.due_on = s.on_day AND {AmongUnits} AND {IsOverdue} ORDER BY o.task_id LIMIT 1) t WHERE s.place > 0
                UNION ALL SELECT a.on_day, a.province, t.task_id, t.obligation_id, t.words_on FROM asked a CROSS JOIN LATERAL (SELECT o.task_id, o.obligation_id, {WordsOn} AS words_on FROM occurrence o
                    WHERE o.province_id = a.province AND o.due_on = a.on_day AND o.task_id > a.task_id AND {AmongUnits} AND {IsOverdue} ORDER BY o.task_id LIMIT 1) t)
                SELECT d.on_day, {Said}, d.text FROM (SELECT a.on_day, d.text, d.task_province_id, d.plan_id, d.task_id, min(a.words_on) AS words_on FROM asked a JOIN obligation d ON (d.province_id, d.id) = (a.province, a.obligation_id)
                    GROUP BY a.on_day, d.text, d.task_province_id, d.plan_id, d.task_id) d ORDER BY d.on_day, d.text
                """, provinces.ToArray(), units.ToArray(), after, to, day, days);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            var found = 0;
            while (await reader.ReadAsync(cancel))
            {
                var on = reader.GetFieldValue<DateOnly>(0);
                if (on != after)
                {
                    if (works.Count == most) return works;
                    (after, found) = (on, found + 1);
                }
                Add(works, most, reader.GetString(1), reader.GetString(2));
            }
            if (works.Count == most || found < days) return works;
        }
        return null;
    }

    private sealed record LatePeriod(short ProvinceId, Guid Id, Guid UnitId, string Key, DateOnly DueOn);

    /// <summary>Whose each work is and why it is late, of all its periods in the span.</summary>
    private async Task<IReadOnlyList<OverdueWork>> ToldAsync(IReadOnlyList<Work> works, IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel)
    {
        var late = works.Select(_ => new List<LatePeriod>()).ToList();
        await using (var command = database.Command($"""
            SELECT w.work, o.province_id, o.id, o.unit_id, o.period_key, o.due_on FROM unnest($6::int[], $7::text[]) w(work, text) JOIN obligation d ON d.text = w.text
            JOIN occurrence o ON (o.province_id, o.obligation_id) = (d.province_id, d.id) WHERE d.province_id = ANY($1) AND {Of("d.unit_id")} AND {Of("o.unit_id")} AND o.due_on >= $3 AND {IsOverdue}
            """, [provinces.ToArray(), units.ToArray(), from, to, day, .. Texts(works)]))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) late[reader.GetInt32(0)].Add(new LatePeriod(reader.GetInt16(1), reader.GetGuid(2), reader.GetGuid(3), reader.GetString(4), reader.GetFieldValue<DateOnly>(5)));
        }
        var reasons = await ReasonsAsync([.. late.SelectMany((periods, n) => periods.OrderBy(p => p.DueOn).ThenBy(p => p.UnitId).Take(MostAsked).Select(p => (Work: n, Period: p)))], cancel);
        return
        [
            .. Enumerable.Range(0, works.Count).Where(n => late[n].Count > 0).Select(n =>
            {
                var whose = late[n].GroupBy(p => p.UnitId, p => p.DueOn).Select(u => (Unit: u.Key, DueOn: u.Min())).OrderBy(u => u.DueOn).ThenBy(u => u.Unit).ToList();
                return new OverdueWork(works[n].Said, whose[0].DueOn, late[n].Select(p => p.Key).Distinct().Count(), whose.Count, [.. whose.Take(FewNamed).Select(u => u.Unit)], [.. reasons[n]]);
            }),
        ];

        string Of(string unit) => units.Count > FewUnits ? $"({unit} IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE" : $"{unit} = ANY($2)";
    }

    private async Task<ILookup<int, string>> ReasonsAsync(IReadOnlyList<(int Work, LatePeriod Period)> of, CancellationToken cancel)
    {
        await using var command = database.Command($"""
            SELECT work, text FROM (SELECT f.work, r.text, row_number() OVER (PARTITION BY f.work ORDER BY count(*) DESC, min(f.place)) AS place FROM unnest($1::int[], $2::smallint[], $3::uuid[]) WITH ORDINALITY f(work, province_id, id, place)
                {Reason} GROUP BY f.work, r.text) r WHERE place <= {FewReasons} ORDER BY work, place
            """, of.Select(p => p.Work).ToArray(), of.Select(p => p.Period.ProvinceId).ToArray(), of.Select(p => p.Period.Id).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var reasons = new List<(int Work, string Text)>();
        while (await reader.ReadAsync(cancel)) reasons.Add((reader.GetInt32(0), reader.GetString(1)));
        return reasons.ToLookup(r => r.Work, r => r.Text);
    }

    private static object[] Texts(IReadOnlyList<Work> works) => [works.SelectMany((w, n) => w.Texts.Select(_ => n)).ToArray(), works.SelectMany(w => w.Texts).ToArray()];

    /// <summary>The same of many units; their periods are not counted.</summary>
    private async Task<IReadOnlyList<OverdueWork>> ToldOfManyAsync(IReadOnlyList<Work> works, IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel)
    {
        await using var command = database.Command($"""
            WITH RECURSIVE {LateOfMany}
            SELECT l.work, min(l.due_on), count(*)::int, (array_agg(l.unit_id ORDER BY l.due_on, l.unit_id))[:{FewNamed}],
                ARRAY(SELECT r.text FROM (SELECT e.*, row_number() OVER () AS place FROM (SELECT e.province_id, e.id FROM each e WHERE e.work = l.work ORDER BY e.due_on, e.unit_id LIMIT {MostAsked}) e) f
                    {Reason} GROUP BY r.text ORDER BY count(*) DESC, min(f.place) LIMIT {FewReasons})
            FROM late l GROUP BY l.work ORDER BY l.work
            """, [provinces.ToArray(), units.ToArray(), from, to, day, .. Texts(works)]);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var told = new List<OverdueWork>();
        while (await reader.ReadAsync(cancel))
            told.Add(new OverdueWork(works[reader.GetInt32(0)].Said, reader.GetFieldValue<DateOnly>(1), null, reader.GetInt32(2), reader.GetFieldValue<Guid[]>(3), reader.GetFieldValue<string[]>(4)));
        return told;
    }

    // The last explanation that a period f was given, where it was not returned since.
    private const string Reason = """
        CROSS JOIN LATERAL (SELECT e.text FROM explanation e WHERE e.province_id = f.province_id AND e.occurrence_id = f.id AND e.step = 'Given'
            AND NOT EXISTS (SELECT FROM explanation b WHERE b.province_id = e.province_id AND b.occurrence_id = e.occurrence_id AND b.step = 'Returned' AND b.at > e.at) ORDER BY e.at DESC LIMIT 1) r
        """;

    // Of a task in a province as many periods are read, from the oldest on, as units are asked, and as are asked for reasons: most often these are all units, and else all periods are. The days on which anything is not settled are stepped through
    // in the index. OFFSET 0 keeps each day of a task a look of its own: planned as a join, all that is overdue anywhere would be read.
    private static readonly string LateOfMany = $"""
        asked AS (SELECT w.work, d.province_id, d.task_id, greatest(count(*), {MostAsked}) AS most FROM unnest($6::int[], $7::text[]) w(work, text) JOIN obligation d ON d.text = w.text
            WHERE d.province_id = ANY($1) AND (d.unit_id IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE GROUP BY w.work, d.province_id, d.task_id),
        day AS (SELECT p.id AS province_id, (SELECT o.due_on FROM occurrence o WHERE o.province_id = p.id AND o.due_on >= $3 AND {IsOpen} ORDER BY o.due_on LIMIT 1) AS due_on FROM unnest($1::smallint[]) p(id)
            UNION ALL SELECT s.province_id, (SELECT o.due_on FROM occurrence o WHERE o.province_id = s.province_id AND o.due_on > s.due_on AND {IsOpen} ORDER BY o.due_on LIMIT 1) FROM day s WHERE s.due_on IS NOT NULL),
        task AS MATERIALIZED (SELECT a.*, s.days FROM asked a JOIN (SELECT province_id, array_agg(due_on ORDER BY due_on) AS days FROM day WHERE due_on IS NOT NULL GROUP BY province_id) s USING (province_id)),
        each AS MATERIALIZED (SELECT t.work, t.task_id, t.most, f.* FROM task t CROSS JOIN LATERAL (SELECT o.* FROM {DaysOfTask} LIMIT t.most) f),
        late AS (SELECT l.work, l.unit_id, min(l.due_on) AS due_on FROM (SELECT work, unit_id, due_on FROM each
            UNION ALL SELECT t.work, o.unit_id, o.due_on FROM (SELECT work, province_id, task_id FROM each GROUP BY work, province_id, task_id, most HAVING count(*) = most AND count(DISTINCT unit_id) < most) m
                JOIN task t USING (work, province_id, task_id) CROSS JOIN LATERAL (SELECT o.* FROM {DaysOfTask}) o) l GROUP BY l.work, l.unit_id)
        """;

    private const string DaysOfTask = $"""
        unnest(t.days) s(due_on) CROSS JOIN LATERAL (SELECT o.province_id, o.id, o.unit_id, o.due_on FROM occurrence o
            WHERE o.province_id = t.province_id AND o.due_on = s.due_on AND o.task_id = t.task_id AND {AmongUnits} AND {IsOverdue} OFFSET 0) o
        """;

    // As OccurrenceWords.WordsOn and PlanWordings say it, of what was not reported: the words that held, which a later version keeps; those of now where that is the last one.
    private const string WordsOn = "coalesce(o.rule_due_on, o.due_on)";
    private const string Said = """
        coalesce((SELECT jsonb_path_query_first(v.content, '$.tasks[*] ? (@.id == $task)', jsonb_build_object('task', d.task_id::text)) ->> 'text' FROM plan_version v
            WHERE v.province_id = d.task_province_id AND v.plan_id = d.plan_id AND (v.ordinal = 1 OR v.effective_on <= d.words_on) ORDER BY v.ordinal DESC LIMIT 1), d.text)
        """;

    private const string IsOpen = "o.due_on <= $4 AND o.due_on < $5 AND o.not_applicable_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL";

    private const string IsOverdue = $"{IsOpen} AND NOT o.is_request AND NOT o.before_tracking AND o.claimed_on IS NULL";

    // IS TRUE keeps many units a set that is looked up for each row; FROM unnest hides how many they are, which planning would look at one by one wherever they are named.
    private const string AmongUnits = "(o.unit_id IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE";

    // So many days are read by the days; so few units by their own index.
    private const int MostDays = 6, FewUnits = 50;

    // Of a work so many units and reasons are named; its first periods, so many, are asked for reasons.
    private const int FewNamed = 3, FewReasons = 2, MostAsked = 200;

    private static string Among(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units) => (provinces.Count, units.Count) switch
    {
        (1, _) => "o.province_id = ($1::smallint[])[1] AND o.unit_id = ANY($2)",
        (_, <= MostPlaces) => "o.province_id = ANY($1) AND o.unit_id = ANY($2)",
        _ => "o.province_id = ANY($1) AND (o.unit_id = ANY($2)) IS TRUE",
    };
}
