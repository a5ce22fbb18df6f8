using System.Globalization;
using LanToa.Contracts.Dates;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One day of the month: what is due, or for a scope of many units how many; and why offices are closed.</summary>
public sealed record CalendarDay(DateOnly Date, bool InMonth, string? Closed, IReadOnlyList<OccurrenceRow> Rows, int Owed, int More)
{
    /// <summary>What other rooms keep of the unit for the day.</summary>
    public IReadOnlyList<DatedMatter> Elsewhere { get; init; } = [];

    /// <summary>What bodies that the unit carries on left open: none of it stands behind the link to the unit's own list, so all of it is shown.</summary>
    public IReadOnlyList<OccurrenceRow> Inherited { get; init; } = [];

    /// <summary>How much each ended body left that units of the scope carry on.</summary>
    public IReadOnlyList<(Guid Body, string Name, int Owed)> Left { get; init; } = [];

    public bool IsEmpty => Rows.Count == 0 && Inherited.Count == 0 && Left.Count == 0 && Owed == 0 && Elsewhere.Count == 0;
}

/// <summary>A month of due dates: of the unit chosen now each by name, of all units of the scope as numbers that lead to the list.</summary>
public sealed class CalendarModel(OccurrenceRows rows, OccurrenceAccess access, OrganizationDirectory directory, RuleBooks books, Actor actor, DueSoon dueSoon, IEnumerable<IDatedWork> rooms, LanToaDb db, Clock clock) : PageModel
{
    /// <summary>More of a day stand behind one link.</summary>
    private const int MostOfADay = 4;

    private const int Most = 2000;

    [FromQuery(Name = "thang")] public string? Month { get; set; }

    /// <summary>"tat-ca": every unit of the scope, as numbers.</summary>
    [FromQuery(Name = "gom")] public string? Scope { get; set; }

    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public OrganizationInfo? Unit => actor.Unit;
    public DateOnly First { get; private set; }
    public IReadOnlyList<IReadOnlyList<CalendarDay>> Weeks { get; private set; } = [];
    public bool HasScope => rows.IsOfWholeProvince || rows.ChosenUnits.Count > 1;
    public bool OfScope => HasScope && Scope == "tat-ca";
    public bool IsEmpty => Weeks.All(w => w.All(d => d.IsEmpty));

    public string Name => $"Tháng {First.Month}/{First.Year}";
    public string At(int months) => $"/obligations/calendar?thang={First.AddMonths(months):yyyy-MM}{(OfScope ? "&gom=tat-ca" : "")}";
    public string ThisMonth => $"/obligations/calendar{(OfScope ? "?gom=tat-ca" : "")}";
    public string For(bool scope) => $"/obligations/calendar?thang={First:yyyy-MM}{(scope ? "&gom=tat-ca" : "")}";

    public StatusMark MarkOf(DatedMatter m) => m.State switch
    {
        DatedState.Settled => new StatusMark(StatusKind.Done, m.StateWords),
        DatedState.Returned => new StatusMark(StatusKind.Request, m.StateWords),
        _ when m.DueOn < Today => new StatusMark(StatusKind.Overdue, "Quá hạn"),
        _ => new StatusMark(m.DueOn <= Today.AddDays(Soon) ? StatusKind.DueSoon : StatusKind.InProgress, m.StateWords),
    };

    /// <summary>The list of what an ended body left open of a day.</summary>
    public static string ListOf(DateOnly day, Guid body) => $"/obligations?due={day:yyyy-MM-dd}&unit={body}&state={IndexModel.Owed}";

    /// <summary>The list of what is due on a day.</summary>
    public string ListOf(DateOnly day) => OfScope ? $"/obligations?due={day:yyyy-MM-dd}&state={IndexModel.Owed}" : $"/obligations?due={day:yyyy-MM-dd}&unit={Unit?.Id}&state=all";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        First = DateOnly.TryParseExact(Month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month) && month.Year is > 1990 and < 2100 ? month : new DateOnly(Today.Year, Today.Month, 1);
        Soon = await dueSoon.DaysAsync(cancel);
        var from = First.AddDays(-(((int)First.DayOfWeek + 6) % 7));
        var last = First.AddMonths(1).AddDays(-1);
        var to = last.AddDays((7 - (int)last.DayOfWeek) % 7);
        var work = (OfScope ? [] : await OfUnitAsync(from, to, cancel)).ToLookup(r => r.Occurrence.DueOn);
        var inherited = (OfScope ? [] : await InheritedAsync(from, to, cancel)).ToLookup(r => r.Occurrence.DueOn);
        var owed = OfScope ? await OfScopeAsync(from, to, cancel) : [];
        var left = (OfScope ? await LeftInScopeAsync(from, to, cancel) : []).ToLookup(l => l.DueOn, l => (l.Body, Name: directory.NameOf(l.Body), l.Owed));
        var elsewhere = (OfScope || actor.UnitId is not { } here ? [] : await rooms.OfAllAsync(db.ProvinceId, [here], from, to, cancel)).ToLookup(m => m.DueOn);
        var holidays = (await books.OfAsync(db.ProvinceId, cancel)).Own.Holidays;
        Weeks = [.. Enumerable.Range(0, (to.DayNumber - from.DayNumber + 1) / 7).Select(w => (IReadOnlyList<CalendarDay>)[.. Enumerable.Range(0, 7).Select(d => DayOf(from.AddDays((7 * w) + d)))])];

        CalendarDay DayOf(DateOnly day)
        {
            var due = work[day].ToList();
            return new CalendarDay(day, day.Month == First.Month, holidays.EntryOn(day) is { Kind: HolidayKind.Holiday } ? holidays.WhyClosed(day) : null,
                [.. due.Take(due.Count > MostOfADay ? MostOfADay - 1 : MostOfADay)], owed.GetValueOrDefault(day), due.Count > MostOfADay ? due.Count - MostOfADay + 1 : 0) { Elsewhere = [.. elsewhere[day]], Inherited = [.. inherited[day]], Left = [.. left[day].OrderBy(l => l.Name, StringComparer.Ordinal)] };
        }
    }

    private async Task<IReadOnlyList<OccurrenceRow>> OfUnitAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        if (actor.UnitId is not { } unit) return [];
        var due = rows.Of(unit).Where(o => o.DueOn >= from && o.DueOn <= to && o.NotApplicableOn == null && (!o.BeforeTracking || o.ClaimedOn != null || o.ReturnedOn != null));
        return await ReadAsync(due, cancel);
    }

    private async Task<IReadOnlyList<OccurrenceRow>> InheritedAsync(DateOnly from, DateOnly to, CancellationToken cancel) =>
        access.Inherited() is { Count: > 0 } ended ? await ReadAsync(rows.LeftBy(ended).Where(o => o.DueOn >= from && o.DueOn <= to), cancel) : [];

    private Task<IReadOnlyList<OccurrenceRow>> ReadAsync(IQueryable<Occurrence> due, CancellationToken cancel) =>
        rows.ReadAsync(rows.Join(due.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Take(Most)).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id), cancel);

    private async Task<Dictionary<DateOnly, int>> OfScopeAsync(DateOnly from, DateOnly to, CancellationToken cancel) =>
        await rows.VisibleDueCounts().Where(c => c.DueOn >= from && c.DueOn <= to && c.Stage <= OccurrenceCount.Returned).GroupBy(c => c.DueOn).Select(g => new { g.Key, Total = g.Sum(c => c.Total) })
            .Where(d => d.Total != 0).ToDictionaryAsync(d => d.Key, d => d.Total, cancel);

    /// <summary>Ended bodies stand in the province's tree, and so in a scope that is all of it; of a smaller one they are what its units carry on.</summary>
    private async Task<IReadOnlyList<(DateOnly DueOn, Guid Body, int Owed)>> LeftInScopeAsync(DateOnly from, DateOnly to, CancellationToken cancel)
    {
        if (rows.IsOfWholeProvince) return [];
        Guid[] ended = [.. rows.ChosenUnits.SelectMany(unit => directory.EndedInto(unit, Today)).Distinct().Where(body => !rows.ChosenUnits.Contains(body))];
        if (ended.Length == 0) return [];
        var counts = await db.Set<OccurrenceDueCount>().AsNoTracking().Where(c => c.ProvinceId == db.ProvinceId && ended.Contains(c.UnitId) && c.DueOn >= from && c.DueOn <= to && c.Stage <= OccurrenceCount.Returned)
            .GroupBy(c => new { c.DueOn, c.UnitId }).Select(g => new { g.Key.DueOn, g.Key.UnitId, Total = g.Sum(c => c.Total) }).Where(c => c.Total != 0).ToListAsync(cancel);
        return [.. counts.Select(c => (c.DueOn, c.UnitId, c.Total))];
    }
}
