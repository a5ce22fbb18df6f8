using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>Reporting periods of a unit by the regime in force for its CCHC reports.</summary>
internal sealed class ReportingPeriods(RuleBooks books, IOrganizationDirectory directory) : IReportingPeriods
{
    public async Task<ReportingPeriod?> FindAsync(Guid unit, string key, SendBy? by, CancellationToken cancel = default)
    {
        // Windows and due dates lie beside their period: of a year at the edge of the calendar they would not exist.
        if (directory.Find(unit) is not { } info || !CalendarPeriod.TryParse(key, out var period) || period.Year is < 1990 or > 2100) return null;
        return Of(period, info, (await books.OfAsync(info.ProvinceId, cancel)).For(unit), by);
    }

    public async Task<IReadOnlyList<ReportingPeriod>> BegunAsync(Guid unit, IReadOnlyCollection<string> kinds, DateOnly day, int most, CancellationToken cancel = default)
    {
        if (directory.Find(unit) is not { } info) return [];
        var book = (await books.OfAsync(info.ProvinceId, cancel)).For(unit);
        // Windows begin before the calendar's period does: the next one may have begun too.
        var asked = kinds.Select(c => PeriodKinds.TryParse(c, out var kind) ? kind : (PeriodKind?)null).OfType<PeriodKind>().Distinct()
            .SelectMany(kind => Enumerable.Range(day.Year - 2, CalendarPeriod.Of(kind, day).Next().Year - day.Year + 3).SelectMany(year => Enumerable.Range(1, kind.PerYear()).Select(index => new CalendarPeriod(kind, year, index)))).ToHashSet();
        // A longer period's report that stands in for a shorter one's is asked in its place.
        var found = asked.Where(p => book.RegimeFor(p.LastMonth, info).AbsorberOf(p, asked) is null).Select(p => Of(p, info, book, null)).OfType<ReportingPeriod>().Where(p => p.From <= day);
        return [.. found.OrderByDescending(p => p.To).ThenByDescending(p => p.From).Take(most)];
    }

    public IReadOnlyList<string> Before(string key, int count)
    {
        if (!CalendarPeriod.TryParse(key, out var period)) return [];
        var keys = new List<string>();
        for (var at = period; keys.Count < count;)
        {
            at = at.Index > 1 ? at with { Index = at.Index - 1 } : new CalendarPeriod(at.Kind, at.Year - 1, at.Kind.PerYear());
            keys.Add(at.Key);
        }
        return keys;
    }

    public string? LastYear(string key) => CalendarPeriod.TryParse(key, out var period) && period.Year > 1 ? (period with { Year = period.Year - 1 }).Key : null;

    private static ReportingPeriod? Of(CalendarPeriod period, OrganizationInfo unit, RuleBook book, SendBy? by)
    {
        var regime = book.RegimeFor(period.LastMonth, unit);
        if (regime.Periods.All(p => p.Kind != period.Kind)) return null;
        var window = regime.WindowOf(period);
        var send = by switch
        {
            { WorkingDays: { } days } => book.Holidays.AddWorkingDays(window.To, days),
            { Day: { } day } => FirstFrom(window.To, day, by.Month),
            _ => regime.SendDateOf(period, book.Holidays, unit.Level.ToLowerInvariant()),
        };
        return new ReportingPeriod(period.Key, period.Name, window.From, window.To, book.Holidays.Shifted(send, regime.Shift), regime.WindowOf(new CalendarPeriod(PeriodKind.Year, period.Year)).From);
    }

    private static DateOnly FirstFrom(DateOnly cutoff, int day, int? month)
    {
        var at = new DateOnly(cutoff.Year, month ?? cutoff.Month, 1);
        var first = CalendarPeriod.DayOf(at, day);
        return first >= cutoff ? first : CalendarPeriod.DayOf(month is null ? at.AddMonths(1) : at.AddYears(1), day);
    }
}

/// <summary>Counts by the same sense as the completion of a plan: what was due before tracking and never taken up, requests and what does not apply are left out.</summary>
internal sealed class DutyCounts([FromKeyedServices(Connections.Counting)] NpgsqlDataSource database) : IDutyFigures
{
    // Above it all that was due in the span is read instead of a place in the index for each unit.
    private const int MostPlaces = 1000;

    public async Task<(DutyFigures Period, DutyFigures Year)> OfAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly yearFrom, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel = default)
    {
        // On time, late, overdue, open.
        var (period, year) = (new int[4], new int[4]);
        // Counted day by day: the days of a year are few groups.
        await using var command = database.Command($"""
            SELECT o.due_on, count(*)::int, count(coalesce(o.confirmed_on, o.nothing_arose_on))::int,
                count(*) FILTER (WHERE o.nothing_arose_on IS NULL AND o.confirmed_on IS NOT NULL AND coalesce(o.done_on, o.claimed_on, o.confirmed_on) > o.due_on)::int
            FROM occurrence o WHERE {Among(provinces, units)} AND o.due_on >= $3 AND o.due_on <= $4 AND NOT o.is_request AND o.not_applicable_on IS NULL
            AND NOT (o.before_tracking AND o.claimed_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL) GROUP BY o.due_on
            """, provinces.ToArray(), units.ToArray(), yearFrom, to);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var (due, all, done, late) = (reader.GetFieldValue<DateOnly>(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3));
            foreach (var how in due >= from ? new[] { year, period } : [year])
            {
                (how[0], how[1]) = (how[0] + done - late, how[1] + late);
                how[due < day ? 2 : 3] += all - done;
            }
        }
        return (Of(period), Of(year));

        static DutyFigures Of(int[] how) => new(how.Sum(), how[0], how[1], how[2], how[3]);
    }

    public async Task<IReadOnlyList<string>> OverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel = default)
    {
        if (units.Count > FewUnits && await OldestAsync(provinces, units, from, to, day, most, cancel) is { } oldest) return oldest;
        await using var command = database.Command($"""
            SELECT {Said} FROM (SELECT DISTINCT ON (t.text) t.* FROM (SELECT d.text, d.task_province_id, d.plan_id, d.task_id, min(o.due_on) AS due_on, min(o.words_on) AS words_on
                FROM (SELECT o.province_id, o.obligation_id, min(o.due_on) AS due_on, min({WordsOn}) AS words_on FROM occurrence o WHERE {Among(provinces, units)} AND o.due_on >= $3 AND {IsOverdue} GROUP BY o.province_id, o.obligation_id) o
                JOIN obligation d ON (d.province_id, d.id) = (o.province_id, o.obligation_id) GROUP BY d.text, d.task_province_id, d.plan_id, d.task_id) t ORDER BY t.text, t.due_on) d ORDER BY d.due_on, d.text LIMIT $6
            """, provinces.ToArray(), units.ToArray(), from, to, day, most);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancel)) texts.Add(reader.GetString(0));
        return [.. texts.Distinct()];
    }

    /// <summary>The same of many units, read day by day in the order of the index: most ask the same on the same days. Null where so few days have not enough.</summary>
    private async Task<IReadOnlyList<string>?> OldestAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel)
    {
        var texts = new List<string>();
        for (var (days, next) = (0, from); days < MostDays; days++)
        {
            // Of the day each task once for each province, by its place in the index: a day has thousands of rows, and a few tasks.
            await using var command = database.Command($"""
                WITH RECURSIVE first AS (SELECT min(f.due_on) AS day FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT o.due_on FROM occurrence o
                    WHERE o.province_id = p.id AND {AmongUnits} AND o.due_on >= $3 AND {IsOverdue} ORDER BY o.due_on LIMIT 1) f),
                asked AS (SELECT p.id AS province, t.task_id, t.obligation_id, t.words_on FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT o.task_id, o.obligation_id, {WordsOn} AS words_on FROM occurrence o
                    WHERE o.province_id = p.id AND o.due_on = (SELECT day FROM first) AND {AmongUnits} AND {IsOverdue} ORDER BY o.task_id LIMIT 1) t
                UNION ALL SELECT a.province, t.task_id, t.obligation_id, t.words_on FROM asked a CROSS JOIN LATERAL (SELECT o.task_id, o.obligation_id, {WordsOn} AS words_on FROM occurrence o
                    WHERE o.province_id = a.province AND o.due_on = (SELECT day FROM first) AND o.task_id > a.task_id AND {AmongUnits} AND {IsOverdue} ORDER BY o.task_id LIMIT 1) t)
                SELECT (SELECT day FROM first), {Said} FROM (SELECT d.text, d.task_province_id, d.plan_id, d.task_id, min(a.words_on) AS words_on FROM asked a JOIN obligation d ON (d.province_id, d.id) = (a.province, a.obligation_id)
                    GROUP BY d.text, d.task_province_id, d.plan_id, d.task_id) d ORDER BY d.text
                """, provinces.ToArray(), units.ToArray(), next, to, day);
            await using var reader = await command.ExecuteReaderAsync(cancel);
            DateOnly? read = null;
            while (await reader.ReadAsync(cancel))
            {
                read = reader.GetFieldValue<DateOnly>(0);
                if (texts.Count < most && !texts.Contains(reader.GetString(1))) texts.Add(reader.GetString(1));
            }
            if (read is not { } last || texts.Count == most) return texts;
            next = last.AddDays(1);
        }
        return null;
    }

    // As OccurrenceWords.WordsOn and PlanWordings say it, of what was not reported: the words that held, which a later version keeps; those of now where that is the last one.
    private const string WordsOn = "coalesce(o.rule_due_on, o.due_on)";
    private const string Said = """
        coalesce((SELECT jsonb_path_query_first(v.content, '$.tasks[*] ? (@.id == $task)', jsonb_build_object('task', d.task_id::text)) ->> 'text' FROM plan_version v
            WHERE v.province_id = d.task_province_id AND v.plan_id = d.plan_id AND (v.ordinal = 1 OR v.effective_on <= d.words_on) ORDER BY v.ordinal DESC LIMIT 1), d.text)
        """;

    private const string IsOverdue = "o.due_on <= $4 AND o.due_on < $5 AND NOT o.is_request AND NOT o.before_tracking AND o.not_applicable_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.claimed_on IS NULL";

    // IS TRUE keeps many units a set that is looked up for each row; FROM unnest hides how many they are, which planning would look at one by one wherever they are named.
    private const string AmongUnits = "(o.unit_id IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE";

    // So many days are read one by one; so few units by their own index.
    private const int MostDays = 6, FewUnits = 50;

    private static string Among(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units) => (provinces.Count, units.Count) switch
    {
        (1, _) => "o.province_id = ($1::smallint[])[1] AND o.unit_id = ANY($2)",
        (_, <= MostPlaces) => "o.province_id = ANY($1) AND o.unit_id = ANY($2)",
        _ => "o.province_id = ANY($1) AND (o.unit_id = ANY($2)) IS TRUE",
    };
}
