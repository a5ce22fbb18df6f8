using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Npgsql;

namespace LanToa.Planning.Obligations;

/// <summary>What stands behind one cell: how many of how many are done, how many are late or wait.</summary>
public sealed record BoardCell(int Done, int Of, int Late, int Waiting, int Soon, int Requested, int RequestedDone, int Before = 0)
{
    public static readonly BoardCell Nothing = new(0, 0, 0, 0, 0, 0, 0);

    public static BoardCell operator +(BoardCell a, BoardCell b) =>
        new(a.Done + b.Done, a.Of + b.Of, a.Late + b.Late, a.Waiting + b.Waiting, a.Soon + b.Soon, a.Requested + b.Requested, a.RequestedDone + b.RequestedDone, a.Before + b.Before);

    // Requests are never owed: they are counted only where nothing else stands in the cell.
    public bool OnlyRequests => Of == 0 && Requested > 0;
    public int ShownDone => OnlyRequests ? RequestedDone : Done;
    public int ShownOf => OnlyRequests ? Requested : Of;

    /// <summary>What is said of a cell in which nothing is owed; null where there is nothing at all.</summary>
    public string? Aside => ShownOf == 0 && Before > 0 ? $"{Before} kỳ trước khi theo dõi" : null;

    public StatusKind KindOf(bool begun) =>
        OnlyRequests ? StatusKind.Request : Late > 0 ? StatusKind.Overdue : Of > 0 && Done == Of ? StatusKind.Done : Soon > 0 ? StatusKind.DueSoon : Waiting > 0 || (begun && Of > 0) ? StatusKind.InProgress : StatusKind.Neutral;

    public string Words(bool begun)
    {
        var parts = new List<string>();
        if (OnlyRequests) parts.Add("Đề nghị");
        if (Late > 0) parts.Add($"Quá hạn {Late}");
        if (Soon > 0) parts.Add($"sắp đến hạn {Soon}");
        if (Waiting > 0) parts.Add($"chờ xác nhận {Waiting}");
        if (parts.Count == 0) parts.Add(Of > 0 && Done == Of ? "Đã xong" : begun ? "Đang trong kỳ" : "Chưa đến kỳ");
        if (Requested > 0 && !OnlyRequests) parts.Add($"thêm {RequestedDone}/{Requested} đề nghị");
        return string.Join(", ", parts);
    }
}

/// <summary>Reads what units owe and have done, by the periods of a year, from the counts that the database keeps: in one statement, since everybody opens the board.</summary>
public sealed class BoardCells(NpgsqlDataSource database, OccurrenceRows rows, DueSoon dueSoon, Actor actor, Clock clock)
{
    // By stage whole months, of which those that have passed are late; then the days around today, each looked up for the units that are asked for. As VisibleCounts and VisibleDueCounts of OccurrenceRows have it.
    private static string Sql(OwedScope scope) => $"""
        SELECT c.unit_id, (date_part('month', c.month)::int - 1) / $4 AS place,
            sum(CASE WHEN NOT c.is_request AND c.stage IN ({OccurrenceCount.Done}, {OccurrenceCount.DoneLate}) THEN c.total ELSE 0 END)::int, sum(CASE WHEN NOT c.is_request AND c.stage <> {OccurrenceCount.BeforeTracking} THEN c.total ELSE 0 END)::int,
            sum(CASE WHEN NOT c.is_request AND c.stage < {OccurrenceCount.Waiting} AND c.due_month < $5 THEN c.total ELSE 0 END)::int, sum(CASE WHEN NOT c.is_request AND c.stage = {OccurrenceCount.Waiting} THEN c.total ELSE 0 END)::int, 0,
            sum(CASE WHEN c.is_request AND c.stage <> {OccurrenceCount.BeforeTracking} THEN c.total ELSE 0 END)::int, sum(CASE WHEN c.is_request AND c.stage = {OccurrenceCount.Done} THEN c.total ELSE 0 END)::int, sum(CASE WHEN c.stage = {OccurrenceCount.BeforeTracking} THEN c.total ELSE 0 END)::int
        FROM ({Rows(scope, Months)}) c GROUP BY 1, 2
        UNION ALL
        SELECT c.unit_id, (date_part('month', c.month)::int - 1) / $4 AS place, 0, 0, sum(CASE WHEN c.due_on < $6 THEN c.total ELSE 0 END)::int, 0, sum(CASE WHEN c.stage = {OccurrenceCount.Owed} AND c.opens_on <= $6 AND c.due_on >= $6 THEN c.total ELSE 0 END)::int, 0, 0, 0
        FROM ({Rows(scope, $"{Days} AND c.due_on {(scope == OwedScope.One ? "BETWEEN $5 AND $10" : "= ANY($7)")}")}) c GROUP BY 1, 2
        """;

    private const string Months = "SELECT c.* FROM occurrence_count c WHERE c.province_id = $1 AND c.month >= $2 AND c.month <= $3 AND c.total <> 0 AND ($9::uuid IS NULL OR c.plan_id = $9)";

    private const string Days = "SELECT c.* FROM occurrence_due_count c WHERE c.province_id = $1 AND c.month >= $2 AND c.month <= $3 AND NOT c.is_request AND c.total <> 0 AND ($9::uuid IS NULL OR c.plan_id = $9)";

    private const string One = "($8::uuid[])[1]";

    // What one unit owes lies together: asked for with OR, the whole province would be looked through. What others owe it is looked for where it has assigned something to one of them.
    private static string Rows(OwedScope scope, string all) => scope switch
    {
        OwedScope.All => all,
        OwedScope.AllButKept => $"{all} AND (c.unit_id <> ALL($8) OR c.assigner_id <> ALL($8))",
        OwedScope.One => $"{all} AND c.unit_id = {One} UNION ALL {all} AND c.assigner_id = {One} AND c.unit_id <> {One} AND EXISTS (SELECT FROM occurrence_count a WHERE a.province_id = $1 AND a.assigner_id = {One} AND a.unit_id <> {One})",
        _ => $"{all} AND (c.unit_id = ANY($8) OR c.assigner_id = ANY($8))",
    };

    private static readonly IReadOnlyDictionary<OwedScope, string> Statements = Enum.GetValues<OwedScope>().ToDictionary(s => s, Sql);

    /// <summary>By unit, a cell per period of the year; without units that have nothing in it. A plan asked for by name is looked for in all that the person may read.</summary>
    public async Task<Dictionary<Guid, BoardCell[]>> OfAsync(int year, PeriodKind kind, Guid? planId, CancellationToken cancel = default)
    {
        var today = clock.Today;
        var (thisMonth, near) = (new DateOnly(today.Year, today.Month, 1), today.AddDays(await dueSoon.DaysAsync(cancel)));
        DateOnly[] days = [.. Enumerable.Range(0, near.DayNumber - thisMonth.DayNumber + 1).Select(thisMonth.AddDays)];
        var (scope, units) = rows.ScopeOf(named: planId is not null);
        await using var command = database.Command(Statements[scope], actor.ProvinceId, new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), kind.Months(), thisMonth, today, days, units, planId, near);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var cells = new Dictionary<Guid, BoardCell[]>();
        while (await reader.ReadAsync(cancel))
        {
            if (!cells.TryGetValue(reader.GetGuid(0), out var row)) cells[reader.GetGuid(0)] = row = [.. Enumerable.Repeat(BoardCell.Nothing, kind.PerYear())];
            row[reader.GetInt32(1)] += new BoardCell(reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.GetInt32(9));
        }
        return cells;
    }
}
