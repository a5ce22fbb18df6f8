using LanToa.Platform.Data;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>The lists of Hôm nay for the unit's own work. The numbers are those of <see cref="UnitToday"/>'s statement.</summary>
public enum TodayList
{
    Returned = 1,
    Overdue = 2,
    /// <summary>Due within a week.</summary>
    Week = 3,
    /// <summary>Begun and due after that, and requests that have passed their day, which are never overdue.</summary>
    Later = 4,
    /// <summary>Overdue work of somebody else in the unit: counted only.</summary>
    Others = 5,
    /// <summary>Whose lateness is to be explained: the last word on it is that of the superior, who asks or has returned what was said. Done or not.</summary>
    Explain = 6,
}

/// <summary>How many stand in each list, the first of each in their order, and how many were done this month.</summary>
public sealed record TodayOfUnit(IReadOnlyDictionary<TodayList, int> Counts, ILookup<TodayList, Guid> First, int DoneThisMonth)
{
    public int Count(TodayList list) => Counts.GetValueOrDefault(list);
}

/// <summary>
/// Reads what one unit has before it, in one statement: everybody begins the day with it. What was given to the person stands first in each list; what was given to somebody else is theirs.
/// How much there is comes from the counts that the database keeps, less what others have; of the work itself only what is shown is read, in the order of its day.
/// </summary>
public sealed class UnitToday(NpgsqlDataSource database)
{
    /// <summary>How far ahead the week reaches.</summary>
    public const int WeekDays = 7;

    private const string Open = "o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NULL";

    // The list of what is owed and not returned; 7 are the requests that have passed their day, which stand among Later.
    private const string Part = "CASE WHEN o.due_on < $5 AND NOT o.is_request THEN 2 WHEN o.opens_on > $5 THEN NULL WHEN o.due_on < $5 THEN 7 WHEN o.due_on <= $6 THEN 3 ELSE 4 END";

    private const string OfSpan = $"o.due_on BETWEEN span.since AND span.till AND (span.request IS NULL OR o.is_request = span.request) AND (span.list = 2 OR o.opens_on <= $5) AND o.returned_on IS NULL AND NOT o.before_tracking AND {Open}";

    // WITH TIES: the index knows the days, the order within one of them is that of the whole answer. A sum without rows is a row of nothing (list 0 is what was done).
    private const string Sql = $"""
        WITH given AS MATERIALIZED (
            SELECT id, assignee_id = $3 AS mine FROM obligation WHERE province_id = $1 AND unit_id = $2 AND assignee_id IS NOT NULL
        ), returned AS MATERIALIZED (
            SELECT o.id, o.due_on, COALESCE(g.mine, false) AS mine FROM occurrence o LEFT JOIN given g ON g.id = o.obligation_id
            WHERE o.province_id = $1 AND o.unit_id = $2 AND o.returned_on IS NOT NULL AND {Open} AND ($4 OR g.mine IS NOT FALSE)
        ), explain AS MATERIALIZED (
            SELECT o.id, o.due_on, COALESCE(g.mine, false) AS mine
            FROM (SELECT DISTINCT ON (occurrence_id) occurrence_id, step FROM explanation WHERE province_id = $1 AND unit_id = ANY($9) ORDER BY occurrence_id, at DESC, id DESC) last
                JOIN occurrence o ON o.province_id = $1 AND o.id = last.occurrence_id LEFT JOIN given g ON g.id = o.obligation_id
            WHERE last.step IN ('Asked', 'Returned') AND o.not_applicable_on IS NULL AND ($4 OR g.mine IS NOT FALSE)
        ), part AS MATERIALIZED (
            SELECT part, sum(total) AS total FROM (
                SELECT {Part} AS part, o.total FROM occurrence_due_count o WHERE o.province_id = $1 AND o.unit_id = $2 AND o.stage = 0 AND o.total <> 0
                UNION ALL
                SELECT counted.part, counted.total FROM given g JOIN occurrence o ON o.province_id = $1 AND o.obligation_id = g.id
                    CROSS JOIN LATERAL (VALUES (CASE WHEN o.returned_on IS NULL THEN {Part} END, -1), (CASE WHEN o.due_on < $5 AND NOT o.is_request THEN 5 END, 1)) counted (part, total)
                WHERE NOT $4 AND NOT g.mine AND NOT o.before_tracking AND {Open}
            ) owed WHERE part IS NOT NULL GROUP BY part HAVING sum(total) > 0
        ), span AS MATERIALIZED (
            SELECT span.* FROM (VALUES (2, 2, '-infinity'::date, $5 - 1, false), (7, 4, '-infinity', $5 - 1, true), (3, 3, $5, $6, NULL), (4, 4, $6 + 1, 'infinity', NULL)) span (part, list, since, till, request)
                JOIN part ON part.part = span.part
        )
        SELECT CASE part WHEN 7 THEN 4 ELSE part END AS list, NULL::uuid AS id, total, NULL::boolean AS mine, NULL::date AS due_on FROM part
        UNION ALL SELECT 1, NULL, count(*), NULL, NULL FROM returned
        UNION ALL SELECT 6, NULL, count(*), NULL, NULL FROM explain
        UNION ALL SELECT 0, NULL, count(*), NULL, NULL FROM occurrence WHERE province_id = $1 AND unit_id = $2 AND done_on >= $8 AND done_on <= $5
        UNION ALL (SELECT 1, id, 0, mine, due_on FROM returned ORDER BY mine DESC, due_on, id LIMIT $7)
        UNION ALL (SELECT 6, id, 0, mine, due_on FROM explain ORDER BY mine DESC, due_on, id LIMIT $7)
        UNION ALL
        SELECT span.list, row.id, 0, row.mine, row.due_on FROM span CROSS JOIN LATERAL (
            (SELECT o.id, o.due_on, true AS mine FROM given g JOIN occurrence o ON o.province_id = $1 AND o.obligation_id = g.id WHERE g.mine AND {OfSpan} ORDER BY o.due_on, o.id LIMIT $7)
            UNION ALL
            (SELECT o.id, o.due_on, false FROM occurrence o WHERE o.province_id = $1 AND o.unit_id = $2 AND {OfSpan} AND o.obligation_id NOT IN (SELECT id FROM given WHERE mine OR NOT $4) ORDER BY o.due_on FETCH FIRST ($7) ROWS WITH TIES)
        ) row
        ORDER BY list, mine DESC, due_on, id
        """;

    /// <param name="person">Whose day it is.</param>
    /// <param name="all">The person does not do the unit's work and looks at all of it.</param>
    /// <param name="ended">The bodies that the unit carries on: it explains what they left late, too.</param>
    /// <param name="most">So many of each list.</param>
    public async Task<TodayOfUnit> OfAsync(short province, Guid unit, Guid person, bool all, IReadOnlyCollection<Guid> ended, DateOnly today, int most, CancellationToken cancel)
    {
        Guid[] explaining = [unit, .. ended];
        await using var command = database.Command(Sql, province, unit, person, all, today, today.AddDays(WeekDays), most, new DateOnly(today.Year, today.Month, 1), explaining);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var (counts, first, done) = (new Dictionary<TodayList, int>(), new List<(TodayList List, Guid Id)>(), 0);
        while (await reader.ReadAsync(cancel))
        {
            var list = (TodayList)reader.GetInt32(0);
            if (!reader.IsDBNull(1)) first.Add((list, reader.GetGuid(1)));
            else if (list == default) done = (int)reader.GetInt64(2);
            else if (reader.GetInt64(2) is > 0 and var total) counts[list] = counts.GetValueOrDefault(list) + (int)total;
        }
        return new TodayOfUnit(counts, first.GroupBy(f => f.List).SelectMany(list => list.Take(most)).ToLookup(f => f.List, f => f.Id), done);
    }
}
