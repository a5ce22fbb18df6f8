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
/// Reads what one unit has before it, in one statement and one pass over its open work: everybody begins the day with it. What was given to the person stands first in each list; what
/// was given to somebody else is theirs.
/// </summary>
public sealed class UnitToday(NpgsqlDataSource database)
{
    /// <summary>How far ahead the week reaches.</summary>
    public const int WeekDays = 7;

    private const string Sql = """
        WITH given AS MATERIALIZED (
            SELECT id, assignee_id FROM obligation WHERE province_id = $1 AND unit_id = $2 AND assignee_id IS NOT NULL
        ), work AS (
            SELECT o.id, o.due_on, COALESCE(g.assignee_id = $3, false) AS mine,
                CASE WHEN NOT $4 AND g.assignee_id <> $3 THEN CASE WHEN NOT o.before_tracking AND NOT o.is_request AND o.due_on < $5 THEN 5 END
                     WHEN o.returned_on IS NOT NULL THEN 1
                     WHEN o.before_tracking THEN NULL
                     WHEN NOT o.is_request AND o.due_on < $5 THEN 2
                     WHEN o.opens_on > $5 THEN NULL
                     WHEN o.due_on BETWEEN $5 AND $6 THEN 3
                     ELSE 4 END AS list
            FROM occurrence o LEFT JOIN given g ON g.id = o.obligation_id
            WHERE o.province_id = $1 AND o.unit_id = $2 AND o.confirmed_on IS NULL AND o.nothing_arose_on IS NULL AND o.not_applicable_on IS NULL AND o.claimed_on IS NULL
            UNION ALL
            SELECT o.id, o.due_on, COALESCE(g.assignee_id = $3, false), 6
            FROM (SELECT DISTINCT ON (occurrence_id) occurrence_id, step FROM explanation WHERE province_id = $1 AND unit_id = ANY($9) ORDER BY occurrence_id, at DESC, id DESC) last
                JOIN occurrence o ON o.province_id = $1 AND o.id = last.occurrence_id LEFT JOIN given g ON g.id = o.obligation_id
            WHERE last.step IN ('Asked', 'Returned') AND o.not_applicable_on IS NULL AND ($4 OR g.assignee_id IS NULL OR g.assignee_id = $3)
        )
        SELECT counted.list, first.id, counted.total, first.place FROM (SELECT list, count(*) AS total FROM work WHERE list IS NOT NULL GROUP BY list) counted
            CROSS JOIN LATERAL (SELECT id, row_number() OVER () AS place FROM (SELECT id FROM work WHERE list = counted.list ORDER BY mine DESC, due_on, id LIMIT $7) sorted) first
        UNION ALL
        SELECT 0, NULL, count(*), 0 FROM occurrence WHERE province_id = $1 AND unit_id = $2 AND done_on >= $8 AND done_on <= $5
        ORDER BY 1, 4
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
            var (list, total) = ((TodayList)reader.GetInt32(0), (int)reader.GetInt64(2));
            if (list == default) done = total;
            else
            {
                counts[list] = total;
                if (list != TodayList.Others) first.Add((list, reader.GetGuid(1)));
            }
        }
        return new TodayOfUnit(counts, first.ToLookup(f => f.List, f => f.Id), done);
    }
}
