using System.Globalization;
using System.Text.Json;
using LanToa.Contracts.Dates;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Digests;

public sealed record MakeDigestsPayload(DateOnly Day);

/// <summary>
/// The digests of a province for one day: each person's row, notice and letter in one transaction, once, however often and wherever this runs. It may stop
/// anywhere and begin again.
/// </summary>
public sealed class MakeDigests(LanToaDb db, DigestPeople people, DigestSettings settings, DueSoon dueSoon, DigestLetter letters, Outbox outbox, NoticeBoard board, IOrganizationDirectory directory, EarlierWordings wordings, IEnumerable<IDatedWork> rooms, Clock clock) : IJobHandler<MakeDigestsPayload>
{
    public const string Job = "digest.make";

    /// <summary>Digests are kept so long.</summary>
    private const int DaysKept = 90;

    /// <summary>What other rooms keep is reminded of for so long after its day.</summary>
    private const int DaysOverdue = 400;

    /// <summary>More than so many of one person are not looked at in a day.</summary>
    private const int MostRead = 2000;

    private IReadOnlyDictionary<Guid, int> _amended = new Dictionary<Guid, int>();

    public async Task RunAsync(MakeDigestsPayload payload, JobRun run, CancellationToken cancel)
    {
        var today = payload.Day;
        // Begun again after midnight: the day's own digest says it all.
        if (today != clock.Today) return;
        var setting = await settings.OfAsync(db.ProvinceId, cancel);
        var holidays = await settings.HolidaysAsync(db.ProvinceId, cancel);
        if (!setting.IsOn || DigestRules.IsQuiet(today, setting, holidays)) return;
        var lead = await dueSoon.DaysAsync(cancel);
        var figures = await DigestFigures.ReadAsync(db, directory, today, cancel);
        var told = await db.Set<Digest>().AsNoTracking().Where(d => d.Day == today).Select(d => d.AccountId).ToHashSetAsync(cancel);
        _amended = await wordings.AmendedAsync(cancel);
        var everybody = await people.OfAsync(db.ProvinceId, cancel);
        Guid[] working = [.. everybody.SelectMany(p => p.Lent.SelectMany(l => l.Scope.Units).Concat(p.Own.Units)).Distinct()];
        var elsewhere = (await rooms.OfAllAsync(db.ProvinceId, working, today.AddDays(-DaysOverdue), today.AddDays(Math.Max(lead, DigestRules.LongestRest)), cancel)).ToLookup(m => m.UnitId);
        var lost = await LostProofAsync(Clock.StartOf(DigestRules.LastBefore(today, setting, holidays)).AddHours(setting.Hour), today, cancel);
        var choices = await db.Set<DigestChoice>().AsNoTracking().ToDictionaryAsync(c => c.AccountId, cancel);
        var made = 0;
        foreach (var (person, n) in everybody.Select((p, n) => (p, n)))
        {
            if (n % 50 == 49) await run.ReportAsync(100 * n / everybody.Count, $"{n}/{everybody.Count} người");
            var choice = choices.GetValueOrDefault(person.Account.Id);
            if (told.Contains(person.Account.Id) || choice?.IsQuietOn(today) == true) continue;
            var next = DigestRules.NextAfter(today, setting, holidays, choice);
            List<DigestLent> lent = [];
            foreach (var (by, scope) in person.Lent)
                lent.Add(new DigestLent(by.Delegation.Id, by.FromName, by.Membership.Role.Name(), by.Membership.OrganizationId, await GroupsAsync(scope, elsewhere, today, next, lead, cancel), figures.Below(scope.Below, scope.Units)));
            List<DigestGroup> own = [.. await GroupsAsync(person.Own, elsewhere, today, next, lead, cancel)];
            if (lost[person.Account.Id].ToList() is { Count: > 0 } unproved) own.Add(new DigestGroup(DigestPart.Unproved, unproved.Count, [.. unproved.Take(DigestRules.Most)]));
            var content = DigestRules.Chosen(new DigestContent(own, figures.Below(person.Own.Below, person.Own.Units), lent), choice);
            if (!content.IsEmpty && await TellAsync(person, content, today, cancel)) made++;
        }
        var old = today.AddDays(-DaysKept);
        await db.Set<Digest>().Where(d => d.Day < old).ExecuteDeleteAsync(cancel);
        await run.ReportAsync(100, $"{made} bản tổng hợp");
    }

    private async Task<IReadOnlyList<DigestGroup>> GroupsAsync(DigestScope scope, ILookup<Guid, DatedMatter> elsewhere, DateOnly today, DateOnly next, int lead, CancellationToken cancel)
    {
        var (units, mine, others) = (scope.Units, scope.Mine, scope.Others);
        var until = next.AddDays(-1) > today.AddDays(lead) ? next.AddDays(-1) : today.AddDays(lead);
        var owed = db.Set<Occurrence>().AsNoTracking().Owed().Where(o => (o.OpensOn <= today && o.DueOn <= until) || o.ReturnedOn != null);
        var found = new List<(Occurrence Occurrence, string Text)>();
        if (units.Count > 0) await AddAsync(owed.Where(o => units.Contains(o.UnitId) && !others.Contains(o.ObligationId) && !mine.Contains(o.ObligationId)));
        if (mine.Count > 0) await AddAsync(owed.Where(o => mine.Contains(o.ObligationId)));
        var before = await wordings.OfPlansAsync(found.Select(f => f.Occurrence.PlanId), _amended, cancel);
        var lines = found.Select(f => (Part: DigestRules.PartOf(f.Occurrence.Facts(), today, next, lead), Line: LineOf(f.Occurrence, before.TextOf(f.Occurrence) ?? f.Text, today)))
            .Concat(units.SelectMany(u => elsewhere[u]).Select(m => (Part: DigestRules.PartOf(m, today, next, lead), Line: LineOf(m, today))));
        return
        [
            .. lines.Where(l => l.Part is not null).GroupBy(l => l.Part!.Value).OrderBy(g => g.Key)
                .Select(g => new DigestGroup(g.Key, g.Count(), [.. g.Select(l => l.Line).OrderBy(l => l.DueOn).ThenBy(l => l.OccurrenceId).ThenBy(l => l.Elsewhere, StringComparer.Ordinal).Take(DigestRules.Most)])),
        ];

        async Task AddAsync(IQueryable<Occurrence> some) => found.AddRange(
            // What a task left owed that is asked for no more is no reminder of each day.
            (await some.Join(db.Set<Obligation>().Select(b => new { b.ProvinceId, b.Id, b.Text, b.EndedOn }), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new { o, b.Text, b.EndedOn })
                .Where(r => r.o.ReturnedOn != null || r.EndedOn == null || r.EndedOn > today).OrderBy(r => r.o.DueOn).ThenBy(r => r.o.Id).Take(MostRead).ToListAsync(cancel)).Select(r => (r.o, r.Text)));
    }

    /// <summary>By person: confirmed periods of which they were told since then that nothing proves them any more, as far as they have not read it.</summary>
    private async Task<ILookup<Guid, DigestLine>> LostProofAsync(DateTimeOffset since, DateOnly today, CancellationToken cancel)
    {
        var told = await db.Set<Notice>().AsNoTracking().Where(n => n.ReadAt == null && n.At >= since && n.Key.StartsWith(DutyNotices.Unproved)).Select(n => new { n.AccountId, n.Key }).ToListAsync(cancel);
        var ids = told.Select(t => Guid.Parse(t.Key[DutyNotices.Unproved.Length..])).Distinct().ToList();
        var rows = ids.Count == 0 ? [] : await db.Set<Occurrence>().AsNoTracking().Where(o => ids.Contains(o.Id) && o.ConfirmedOn != null).Join(db.Set<Obligation>(), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new { o, b.Text }).ToListAsync(cancel);
        var before = await wordings.OfPlansAsync(rows.Select(r => r.o.PlanId), _amended, cancel);
        var lines = rows.ToDictionary(r => r.o.Id, r => LineOf(r.o, before.TextOf(r.o) ?? r.Text, today));
        return told.Select(t => (t.AccountId, Line: lines.GetValueOrDefault(Guid.Parse(t.Key[DutyNotices.Unproved.Length..])))).Where(t => t.Line is not null).ToLookup(t => t.AccountId, t => t.Line!);
    }

    private static DigestLine LineOf(Occurrence o, string text, DateOnly today) => new(o.Id, o.UnitId, text, o.PeriodName, o.DueOn, o.DaysLateOn(today), o.ReturnedOn is null ? null : o.Reason);

    private static DigestLine LineOf(DatedMatter m, DateOnly today) => new(Guid.Empty, m.UnitId, m.Text, m.Period, m.DueOn, Math.Max(0, today.DayNumber - m.DueOn.DayNumber), m.Reason) { Elsewhere = m.Href };

    /// <returns>Whether the person had not been told yet.</returns>
    private async Task<bool> TellAsync(DigestPerson person, DigestContent content, DateOnly day, CancellationToken cancel)
    {
        var account = person.Account;
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var json = JsonSerializer.Serialize(content, RuleJson.Options);
        // Of two that run at once the second waits here for the first.
        var isNew = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO digest (province_id, id, version, account_id, day, content, made_at)
            VALUES ({db.ProvinceId}, {Guid.CreateVersion7()}, 1, {account.Id}, {day}, {json}::jsonb, {clock.Now}) ON CONFLICT (province_id, account_id, day) DO NOTHING
            """, cancel) == 1;
        if (!isNew) return false;
        await board.ReplaceAsync(NoticeKey, new Telling($"{NoticeKey}:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", $"Bản tổng hợp việc {VietnameseFormat.Date(day)}", DigestLetter.Counts(content), "/digest", Personal: true),
            person.At, account.Id, cancel);
        // One letter a day, also to somebody who works in two provinces.
        var letter = OccurrenceId.For(account.Id, $"digest:{day:yyyy-MM-dd}");
        if (MailAddresses.IsValid(account.Email) && !await db.Set<OutgoingMail>().AnyAsync(m => m.Id == letter, cancel))
            await outbox.WriteAsync(letters.Of(content, account.Id, account.DisplayName, day), account.Email!, account.DisplayName, cancel, letter);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private const string NoticeKey = "digest";
}

/// <summary>Each hour: every province whose hour has come and that has not begun today gets its job, once whatever the number of programs; after a standstill too.</summary>
public sealed class BeginDigests(LanToaDb db, DigestSettings settings, JobQueue jobs, IOrganizationDirectory directory, Clock clock) : IJobHandler<object?>
{
    public const string Job = "digest.begin";

    public async Task RunAsync(object? payload, JobRun run, CancellationToken cancel)
    {
        var (today, hour) = (clock.Today, Clock.LocalOf(clock.Now).Hour);
        var bodies = await db.Set<Platform.Identity.Membership>().AsNoTracking().Where(m => m.ValidTo == null || m.ValidTo >= today).Select(m => m.OrganizationId).Distinct().ToListAsync(cancel);
        foreach (var province in bodies.Select(b => directory.Find(b)?.ProvinceId).OfType<short>().Distinct().Order())
        {
            var setting = await settings.OfAsync(province, cancel);
            if (!setting.IsOn || hour < setting.Hour || DigestRules.IsQuiet(today, setting, await settings.HolidaysAsync(province, cancel))) continue;
            await jobs.EnqueueOnceAsync(MakeDigests.Job, new MakeDigestsPayload(today), $"{MakeDigests.Job}:{province}:{today:yyyy-MM-dd}", province, cancel);
        }
    }

    /// <summary>The last full hour.</summary>
    public static DateTimeOffset LastHour(DateTimeOffset now) => now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
}
