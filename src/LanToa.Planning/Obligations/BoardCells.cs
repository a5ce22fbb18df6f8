using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.EntityFrameworkCore;

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

/// <summary>Reads what units owe and have done, by the periods of a year, from the counts that the database keeps.</summary>
public sealed class BoardCells(OccurrenceRows rows, DueSoon dueSoon, Clock clock)
{
    /// <summary>By unit, a cell per period of the year; without units that have nothing in it. A plan asked for by name is looked for in all that the person may read.</summary>
    public async Task<Dictionary<Guid, BoardCell[]>> OfAsync(int year, PeriodKind kind, Guid? planId, CancellationToken cancel = default)
    {
        var (today, months) = (clock.Today, kind.Months());
        var (from, to, thisMonth, near) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31), new DateOnly(today.Year, today.Month, 1), today.AddDays(await dueSoon.DaysAsync(cancel)));
        var byStage = rows.VisibleCounts(named: planId is not null).Where(c => c.Month >= from && c.Month <= to && c.Total != 0);
        // Whole months that have passed are late; only of the days around today each is asked for.
        DateOnly[] days = [.. Enumerable.Range(0, near.DayNumber - thisMonth.DayNumber + 1).Select(thisMonth.AddDays)];
        // Day by day, so that each is looked up for the units that are asked for.
        var byDay = rows.VisibleDueCounts(named: planId is not null).Where(c => days.Contains(c.DueOn) && c.Month >= from && c.Month <= to && !c.IsRequest && c.Total != 0);
        if (planId is { } plan) (byStage, byDay) = (byStage.Where(c => c.PlanId == plan), byDay.Where(c => c.PlanId == plan));
        var cells = new Dictionary<Guid, BoardCell[]>();

        foreach (var s in await byStage.GroupBy(c => new { c.UnitId, Column = (c.Month.Month - 1) / months }).Select(g => new
        {
            g.Key.UnitId,
            g.Key.Column,
            Done = g.Sum(c => !c.IsRequest && (c.Stage == OccurrenceCount.Done || c.Stage == OccurrenceCount.DoneLate) ? c.Total : 0),
            Of = g.Sum(c => !c.IsRequest && c.Stage != OccurrenceCount.BeforeTracking ? c.Total : 0),
            Late = g.Sum(c => !c.IsRequest && c.Stage < OccurrenceCount.Waiting && c.DueMonth < thisMonth ? c.Total : 0),
            Waiting = g.Sum(c => !c.IsRequest && c.Stage == OccurrenceCount.Waiting ? c.Total : 0),
            Requested = g.Sum(c => c.IsRequest && c.Stage != OccurrenceCount.BeforeTracking ? c.Total : 0),
            RequestedDone = g.Sum(c => c.IsRequest && c.Stage == OccurrenceCount.Done ? c.Total : 0),
            Before = g.Sum(c => c.Stage == OccurrenceCount.BeforeTracking ? c.Total : 0),
        }).ToListAsync(cancel)) Add(s.UnitId, s.Column, new BoardCell(s.Done, s.Of, s.Late, s.Waiting, 0, s.Requested, s.RequestedDone, s.Before));

        foreach (var s in await byDay.GroupBy(c => new { c.UnitId, Column = (c.Month.Month - 1) / months }).Select(g => new
        {
            g.Key.UnitId,
            g.Key.Column,
            Late = g.Sum(c => c.DueOn < today ? c.Total : 0),
            Soon = g.Sum(c => c.Stage == OccurrenceCount.Owed && c.OpensOn <= today && c.DueOn >= today ? c.Total : 0),
        }).ToListAsync(cancel)) Add(s.UnitId, s.Column, new BoardCell(0, 0, s.Late, 0, s.Soon, 0, 0));
        return cells;

        void Add(Guid unit, int column, BoardCell cell)
        {
            if (!cells.TryGetValue(unit, out var row)) cells[unit] = row = [.. Enumerable.Repeat(BoardCell.Nothing, kind.PerYear())];
            row[column] += cell;
        }
    }
}
