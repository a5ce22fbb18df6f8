using System.Security.Cryptography;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Calendars;

/// <summary>The calendar addresses of the person who acts: made, listed, ended by themselves only.</summary>
public sealed class CalendarLinks(LanToaDb db, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    public const string Made = "calendar-link.create", Ended = "calendar-link.end";

    public async Task<IReadOnlyList<CalendarLink>> MineAsync(CancellationToken cancel = default) =>
        await All.AsNoTracking().Where(l => l.AccountId == actor.AccountId && l.EndedAt == null).OrderBy(l => l.MadeAt).ToListAsync(cancel);

    /// <summary>Makes the address for the unit that the person works for now. A second press finds the first one's.</summary>
    public async Task<Outcome> MakeAsync(CalendarWork whose, CancellationToken cancel = default)
    {
        if (!Enum.IsDefined(whose)) return Outcome.Refused("Hãy chọn lịch gồm những việc nào.");
        if (actor is not { AccountId: { } me, UnitId: { } unit } || !actor.Can(ObligationPermissions.Read, unit) || directory.Find(unit) is not { } body) return Outcome.Denied("Bạn chưa có vai trò ở đơn vị nào nên chưa có lịch.");
        if (await All.AnyAsync(l => l.AccountId == me && l.UnitId == unit && l.Whose == whose && l.EndedAt == null, cancel)) return Outcome.Already;
        db.Add(new CalendarLink
        {
            ProvinceId = body.ProvinceId, AccountId = me, UnitId = unit, Whose = whose, MadeAt = clock.Now,
            Secret = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(24)),
        });
        try
        {
            await db.Because(Made).SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            return Outcome.Already;
        }
    }

    public async Task<Outcome> EndAsync(Guid id, CancellationToken cancel = default)
    {
        if (await All.FirstOrDefaultAsync(l => l.Id == id && l.AccountId == actor.AccountId, cancel) is not { } link) return Outcome.NotFound;
        if (link.EndedAt is not null) return Outcome.Already;
        link.EndedAt = clock.Now;
        await db.Because(Ended).SaveChangesAsync(cancel);
        return Outcome.Done;
    }

    // A person may work in several provinces.
    private IQueryable<CalendarLink> All => db.Set<CalendarLink>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]);
}
