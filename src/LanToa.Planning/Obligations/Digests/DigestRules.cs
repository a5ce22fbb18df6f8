using LanToa.Contracts.Dates;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Permissions;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>Whom a digest goes to, on which days, and what stands in it. No database.</summary>
public static class DigestRules
{
    /// <summary>So many lines of each part, and no more units.</summary>
    public const int Most = 10;

    /// <summary>Quiet days never last longer: so far the next day of a digest is looked for.</summary>
    public const int LongestRest = 30;

    /// <summary>
    /// Who is told of a piece of work: the person who has it, as long as they work there; else the unit's focal points; where it has none, its officers, then its leaders.
    /// </summary>
    public static IReadOnlyCollection<Guid> OwnersOf(Guid? assignee, bool assigneeWorksThere, IReadOnlyCollection<(Guid Account, Role Role)> atUnit)
    {
        if (assignee is { } one && assigneeWorksThere) return [one];
        return OwningRole(atUnit) is { } role ? [.. atUnit.Where(p => p.Role == role).Select(p => p.Account).Distinct()] : [];
    }

    /// <summary>The role by which the unit's work is somebody's; null where nobody does it.</summary>
    public static Role? OwningRole(IReadOnlyCollection<(Guid Account, Role Role)> atUnit)
    {
        foreach (var role in (Role[])[Role.FocalPoint, Role.Officer, Role.Leader])
            if (atUnit.Any(p => p.Role == role)) return role;
        return null;
    }

    /// <summary>Whether nobody of the province is told on the day. A weekend worked in exchange for a day off is none.</summary>
    public static bool IsQuiet(DateOnly day, DigestSetting setting, HolidayCalendar holidays) => holidays.EntryOn(day) switch
    {
        { Kind: HolidayKind.Working } => false,
        { } when setting.RestsOnHolidays => true,
        _ => setting.RestsOnWeekends && day.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday),
    };

    /// <summary>The first day after this one on which the person is told again: what falls due before it has to be said now.</summary>
    public static DateOnly NextAfter(DateOnly day, DigestSetting setting, HolidayCalendar holidays, DigestChoice? choice)
    {
        var next = day.AddDays(1);
        while ((IsQuiet(next, setting, holidays) || choice?.IsQuietOn(next) == true) && next < day.AddDays(LongestRest)) next = next.AddDays(1);
        return next;
    }

    /// <summary>The last day before this one on which people were told.</summary>
    public static DateOnly LastBefore(DateOnly day, DigestSetting setting, HolidayCalendar holidays)
    {
        var last = day.AddDays(-1);
        while (IsQuiet(last, setting, holidays) && last > day.AddDays(-LongestRest)) last = last.AddDays(-1);
        return last;
    }

    /// <summary>Where an occurrence that is still owed stands in the digest; null when there is nothing to say of it.</summary>
    /// <param name="next">The next day of a digest.</param>
    /// <param name="lead">How many days ahead a due date is near.</param>
    public static DigestPart? PartOf(OccurrenceFacts facts, DateOnly today, DateOnly next, int lead)
    {
        var state = facts.StateOn(today);
        if (state == OccurrenceState.Returned) return DigestPart.Returned;
        if (state is not (OccurrenceState.Open or OccurrenceState.Overdue or OccurrenceState.Requested)) return null;
        if (facts.Due < today) return state == OccurrenceState.Overdue ? DigestPart.Overdue : null;
        return facts.Due < next ? DigestPart.Due : facts.Due <= today.AddDays(lead) ? DigestPart.Soon : null;
    }

    /// <summary>The same for what another room keeps.</summary>
    public static DigestPart? PartOf(DatedMatter matter, DateOnly today, DateOnly next, int lead) => matter switch
    {
        { State: DatedState.Settled } => null,
        { State: DatedState.Returned } => DigestPart.Returned,
        _ when matter.OpensOn > today => null,
        _ when matter.DueOn < today => DigestPart.Overdue,
        _ when matter.DueOn < next => DigestPart.Due,
        _ => matter.DueOn <= today.AddDays(lead) ? DigestPart.Soon : null,
    };

    /// <summary>What is left of a digest by the person's choice: only what is no duty can be left out.</summary>
    public static DigestContent Chosen(DigestContent all, DigestChoice? choice)
    {
        IReadOnlyList<DigestGroup> Of(IReadOnlyList<DigestGroup> groups) => choice is { NoSoon: true } ? [.. groups.Where(g => g.Part != DigestPart.Soon)] : groups;
        DigestSummary? Sum(DigestSummary? summary) => choice is { NoSummary: true } ? null : summary;
        return new(Of(all.Groups), Sum(all.Summary), [.. (all.Lent ?? []).Select(l => l with { Groups = Of(l.Groups), Summary = Sum(l.Summary) }).Where(l => l.Groups.Count > 0 || l.Summary is not null)]);
    }

    /// <summary>Whether it holds anything that the person may do without.</summary>
    public static bool HasOptional(DigestContent content) =>
        content.Summary is not null || content.CountOf(DigestPart.Soon) > 0 || content.Lent?.Any(l => l.Summary is not null || l.Groups.Any(g => g.Part == DigestPart.Soon)) == true;

    public static string Name(this DigestPart part) => part switch
    {
        DigestPart.Overdue => "Quá hạn",
        DigestPart.Due => "Đến hạn",
        DigestPart.Returned => "Bị trả lại",
        DigestPart.Unproved => "Mất minh chứng",
        _ => "Sắp đến hạn",
    };
}
