using System.Security.Cryptography;
using System.Text;
using LanToa.Contracts.Dates;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace LanToa.Planning.Obligations.Calendars;

/// <summary>Answers calendar programs. Nobody signs in: the secret in the address stands for its owner, whose role in the unit is looked at each time.</summary>
public sealed class CalendarFeed(LanToaDb db, OrganizationDirectory directory, PlanNames plans, EarlierWordings wordings, IEnumerable<IDatedWork> rooms, Clock clock)
{
    private const int DaysBack = 120, DaysAhead = 400, Most = 3000;

    /// <summary>What other rooms keep and is still owed stands in the feed for so long after its day.</summary>
    private const int DaysOwed = 400;

    /// <summary>How exactly <see cref="CalendarLink.LastReadAt"/> is kept: programs ask every few minutes.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromHours(1);

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet("/calendar/{secret}.ics", AnswerAsync).Requires(Permission.Public);

    private static async Task<IResult> AnswerAsync(string secret, CalendarFeed feed, HttpContext http, CancellationToken cancel)
    {
        if (await feed.FindAsync(secret, cancel) is not { } link) return Results.NotFound();
        http.Response.Headers.CacheControl = "private, no-cache";
        if (!await feed.IsGoodAsync(link, cancel))
            return Results.Text("Đường dẫn lịch này không còn dùng được: đã bị thu hồi, hoặc người tạo không còn vai trò ở đơn vị. Hãy xóa lịch này và tạo đường dẫn mới trong LanToa.", "text/plain; charset=utf-8", statusCode: StatusCodes.Status410Gone);
        var text = await feed.WriteAsync(link, $"{http.Request.Scheme}://{http.Request.Host}", cancel);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"");
        return Results.Bytes(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "lantoa.ics", entityTag: tag);
    }

    private Task<CalendarLink?> FindAsync(string secret, CancellationToken cancel) =>
        db.Set<CalendarLink>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().FirstOrDefaultAsync(l => l.Secret == secret, cancel);

    private async Task<bool> IsGoodAsync(CalendarLink link, CancellationToken cancel)
    {
        if (link.EndedAt is not null || !await db.Users.AnyAsync(a => a.Id == link.AccountId && a.DisabledAt == null, cancel)) return false;
        var today = clock.Today;
        var held = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == link.AccountId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).ToListAsync(cancel);
        return held.Any(m => ObligationPermissions.Read.Roles.Contains(m.Role) && directory.IsWithin(link.UnitId, m.OrganizationId));
    }

    private async Task<string> WriteAsync(CalendarLink link, string address, CancellationToken cancel)
    {
        var now = clock.Now;
        if (link.LastReadAt is not { } last || now - last > Grain)
            await db.Set<CalendarLink>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(l => l.ProvinceId == link.ProvinceId && l.Id == link.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.LastReadAt, now), cancel);
        var today = clock.Today;
        var (from, to) = (today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        // What is still owed stays however old it is, as in the lists; of very many the latest, so that what comes is among them. What the bodies that the unit carries on left open stands with its own, until it is settled.
        Guid[] ended = [.. directory.EndedInto(link.UnitId, today)];
        var rows = await db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking()
            .Where(o => o.ProvinceId == link.ProvinceId && (o.UnitId == link.UnitId || (ended.Contains(o.UnitId) && o.ConfirmedOn == null && o.NothingAroseOn == null && o.NotApplicableOn == null)) && (o.DueOn >= from || (o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.NotApplicableOn == null)) && o.DueOn <= to && (!o.BeforeTracking || o.ReturnedOn != null))
            .Join(db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]), o => new { o.ProvinceId, Id = o.ObligationId }, b => new { b.ProvinceId, b.Id }, (o, b) => new { Occurrence = o, b.Text, b.AssigneeId, b.AssigneeName })
            .Where(r => link.Whose == CalendarWork.Unit || r.AssigneeId == null || r.AssigneeId == link.AccountId)
            .OrderByDescending(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id).Take(Most).ToListAsync(cancel);
        var matters = (await rooms.OfAllAsync(link.ProvinceId, [link.UnitId], today.AddDays(-DaysOwed), to, cancel)).Where(m => m.DueOn >= from || m.State != DatedState.Settled);
        var names = await plans.OfAsync([.. rows.Select(r => r.Occurrence.PlanId).Distinct()], cancel);
        var before = await wordings.OfAsync(names.Values, cancel);
        var unit = directory.NameOf(link.UnitId);
        // Stamped with the day: what did not change reads the same all day, and programs are told so.
        return CalendarText.Write($"{(link.Whose == CalendarWork.Mine ? "Việc của tôi" : "Việc phải làm")} · {unit}", Clock.LastNightAt(now, TimeOnly.MinValue), 
            rows.AsEnumerable().Reverse().Select(r => EntryOf(r.Occurrence, before.TextOf(r.Occurrence) ?? r.Text, r.AssigneeName)).Concat(matters.Select(m => MatterOf(m))));

        CalendarEntry MatterOf(DatedMatter m) => new(
            $"{m.Key}@lantoa", m.Version, m.DueOn, $"{(m.State == DatedState.Settled ? "✓ " : "")}{OccurrenceWords.Short(m.Text)} ({m.Period})", $"{m.Text}\n{m.Period} · {m.StateWords}\nĐơn vị: {unit}", $"{address}{m.Href}", IsCancelled: false);

        CalendarEntry EntryOf(Occurrence o, string text, string? assignee)
        {
            var state = o.StateOn(today);
            var settled = state is OccurrenceState.DoneOnTime or OccurrenceState.DoneLate or OccurrenceState.NothingArose;
            List<string> told = [text, $"{o.PeriodName} · {state.Label()}", o.UnitId == link.UnitId ? $"Đơn vị: {unit}" : $"Còn lại từ {directory.NameOf(o.UnitId)}, nay {unit} làm tiếp"];
            if (names.GetValueOrDefault(o.PlanId)?.Short is { Length: > 0 } plan) told.Add($"Kế hoạch: {plan}");
            if (assignee is not null) told.Add($"Người thực hiện: {assignee}");
            return new CalendarEntry($"{o.Id:N}@lantoa", o.Version, o.DueOn, $"{(settled ? "✓ " : "")}{OccurrenceWords.Short(text)} ({o.PeriodName})", string.Join('\n', told), $"{address}/obligations/{o.Id}", o.NotApplicableOn is not null);
        }
    }
}
