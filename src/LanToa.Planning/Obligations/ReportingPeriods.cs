using LanToa.Contracts.Organizations;
using LanToa.Contracts.Reports;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>Reporting periods of a unit by the regime in force for its CCHC reports.</summary>
internal sealed class ReportingPeriods(RuleBooks books, IOrganizationDirectory directory) : IReportingPeriods
{
    public async Task<ReportingPeriod?> FindAsync(Guid unit, string key, int? workingDays, CancellationToken cancel = default)
    {
        if (directory.Find(unit) is not { } info || !CalendarPeriod.TryParse(key, out var period)) return null;
        return Of(period, info, (await books.OfAsync(info.ProvinceId, cancel)).For(unit), workingDays);
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

    private static ReportingPeriod? Of(CalendarPeriod period, OrganizationInfo unit, RuleBook book, int? workingDays)
    {
        var regime = book.RegimeFor(period.LastMonth, unit);
        if (regime.Periods.All(p => p.Kind != period.Kind)) return null;
        var window = regime.WindowOf(period);
        var send = workingDays is { } days ? book.Holidays.AddWorkingDays(window.To, days) : regime.SendDateOf(period, book.Holidays, unit.Level.ToLowerInvariant());
        return new ReportingPeriod(period.Key, period.Name, window.From, window.To, book.Holidays.Shifted(send, regime.Shift), regime.WindowOf(new CalendarPeriod(PeriodKind.Year, period.Year)).From);
    }
}

/// <summary>Counts by the same sense as the completion of a plan: what was due before tracking and never taken up, requests and what does not apply are left out.</summary>
internal sealed class DutyCounts(NpgsqlDataSource database) : IDutyFigures
{
    // Above it all that was due in the span is read instead of a place in the index for each unit.
    private const int MostPlaces = 1000;

    public async Task<DutyFigures> OfAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, CancellationToken cancel = default)
    {
        await using var command = database.Command($"""
            SELECT count(*)::int,
                count(*) FILTER (WHERE done AND NOT after)::int, count(*) FILTER (WHERE done AND after)::int,
                count(*) FILTER (WHERE NOT done AND due_on < $5)::int, count(*) FILTER (WHERE NOT done AND due_on >= $5)::int
            FROM (SELECT due_on, confirmed_on IS NOT NULL OR nothing_arose_on IS NOT NULL AS done, nothing_arose_on IS NULL AND coalesce(done_on, claimed_on, confirmed_on) > due_on AS after
                FROM occurrence o WHERE {Among(provinces, units)} AND due_on >= $3 AND due_on <= $4 AND NOT is_request AND not_applicable_on IS NULL
                AND NOT (before_tracking AND claimed_on IS NULL AND confirmed_on IS NULL AND nothing_arose_on IS NULL)) o
            """, provinces.ToArray(), units.ToArray(), from, to, day);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new DutyFigures(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
    }

    public async Task<IReadOnlyList<string>> OverdueAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel = default)
    {
        if (units.Count > FewUnits && await OldestAsync(provinces, units, from, to, day, most, cancel) is { } oldest) return oldest;
        await using var command = database.Command($"""
            SELECT d.text FROM (SELECT o.province_id, o.obligation_id, min(o.due_on) AS due_on FROM occurrence o WHERE {Among(provinces, units)} AND o.due_on >= $3 AND {IsOverdue} GROUP BY o.province_id, o.obligation_id) o
            JOIN obligation d ON (d.province_id, d.id) = (o.province_id, o.obligation_id) GROUP BY d.text ORDER BY min(o.due_on), d.text LIMIT $6
            """, provinces.ToArray(), units.ToArray(), from, to, day, most);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancel)) texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>The same of many units, read day by day in the order of the index: most ask the same on the same days. Null where so few days have not enough.</summary>
    private async Task<IReadOnlyList<string>?> OldestAsync(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units, DateOnly from, DateOnly to, DateOnly day, int most, CancellationToken cancel)
    {
        var texts = new List<string>();
        for (var (days, next) = (0, from); days < MostDays; days++)
        {
            await using var command = database.Command($"""
                WITH first AS (SELECT min(f.due_on) AS day FROM unnest($1::smallint[]) p(id) CROSS JOIN LATERAL (SELECT o.due_on FROM occurrence o
                    WHERE o.province_id = p.id AND (o.unit_id IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE AND o.due_on >= $3 AND {IsOverdue} ORDER BY o.due_on, o.id LIMIT 1) f)
                SELECT f.day, d.text FROM first f CROSS JOIN LATERAL (SELECT DISTINCT ON (o.task_id) o.province_id, o.obligation_id FROM occurrence o
                    WHERE {Among(provinces, units)} AND o.due_on = f.day AND {IsOverdue} ORDER BY o.task_id, o.province_id, o.obligation_id) o
                JOIN obligation d ON (d.province_id, d.id) = (o.province_id, o.obligation_id) ORDER BY d.text
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

    private const string IsOverdue = "o.due_on <= $4 AND o.due_on < $5 AND NOT o.is_request AND NOT o.before_tracking AND o.not_applicable_on IS NULL AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.claimed_on IS NULL";

    // So many days are read one by one; so few units by their own index.
    private const int MostDays = 6, FewUnits = 50;

    // IS TRUE keeps many units a set that is looked up for each row.
    private static string Among(IReadOnlyList<short> provinces, IReadOnlyCollection<Guid> units) => (provinces.Count, units.Count) switch
    {
        (1, _) => "o.province_id = ($1::smallint[])[1] AND o.unit_id = ANY($2)",
        (_, <= MostPlaces) => "o.province_id = ANY($1) AND o.unit_id = ANY($2)",
        _ => "o.province_id = ANY($1) AND (o.unit_id IN (SELECT x FROM unnest($2::uuid[]) x)) IS TRUE",
    };
}
