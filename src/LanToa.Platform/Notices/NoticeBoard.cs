using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Notices;

/// <summary>What is told. <paramref name="ListHref"/>: where to go when it happened several times; the same place when null.</summary>
public sealed record Telling(string Key, string Title, string? Detail, string Href, string? ListHref = null);

/// <summary>Tells people what concerns them, in the transaction of the change that caused it, and keeps what they have read.</summary>
public sealed class NoticeBoard(LanToaDb db, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>More unread notices than this are not counted.</summary>
    public const int MostCounted = 100;

    /// <summary>This person's notices in the province in which they act.</summary>
    public IQueryable<Notice> Mine() => db.Set<Notice>().Where(n => n.AccountId == actor.AccountId);

    public Task<int> UnreadAsync(CancellationToken cancel = default) => Mine().Where(n => n.ReadAt == null).OrderBy(n => n.Key).Take(MostCounted).CountAsync(cancel);

    /// <summary>Who works at the unit itself in one of the permission's roles today.</summary>
    public Task<List<Guid>> PeopleAtAsync(Guid unit, Permission permission, CancellationToken cancel = default)
    {
        var (today, roles) = (clock.Today, permission.Roles);
        return db.Set<Membership>().AsNoTracking().Where(m => m.OrganizationId == unit && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => a.Id).Distinct().ToListAsync(cancel);
    }

    /// <summary>Tells each of them, but not the one who did it, as members of the unit. Call it inside the transaction of the change.</summary>
    public async Task TellAsync(Telling telling, Guid unit, IEnumerable<Guid> accounts, CancellationToken cancel = default)
    {
        if (directory.Find(unit) is not { } at) return;
        // In one order, so that two changes that tell the same people wait for each other and do not block each other for good.
        var told = accounts.Where(a => a != actor.AccountId).Distinct().Order().ToArray();
        if (told.Length == 0) return;
        var ids = told.Select(_ => Guid.CreateVersion7()).ToArray();
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO notice AS n (province_id, id, account_id, key, title, detail, href, times, at, version)
            SELECT {at.ProvinceId}, id, account, {telling.Key}, {telling.Title}, {telling.Detail}, {telling.Href}, 1, {clock.Now}, 1 FROM unnest({ids}, {told}) AS t(id, account) ORDER BY account
            ON CONFLICT (province_id, account_id, key) WHERE read_at IS NULL
            DO UPDATE SET times = n.times + 1, title = excluded.title, detail = excluded.detail, href = {telling.ListHref ?? telling.Href}, at = excluded.at, version = n.version + 1
            """, cancel);
    }

    /// <summary>It has been dealt with: nobody needs to read it any more.</summary>
    public Task SettleAsync(string key, CancellationToken cancel = default) =>
        db.Set<Notice>().Where(n => n.Key == key && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, clock.Now), cancel);

    /// <summary>Marks one of this person's notices as read; null when it is not theirs.</summary>
    public async Task<Notice?> ReadAsync(Guid id, CancellationToken cancel = default)
    {
        if (await Mine().AsNoTracking().FirstOrDefaultAsync(n => n.Id == id, cancel) is not { } notice) return null;
        if (notice.ReadAt is null) await Mine().Where(n => n.Id == id && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, clock.Now), cancel);
        return notice;
    }

    /// <summary>Marks all of this person's notices up to the moment as read.</summary>
    public Task ReadAllAsync(DateTimeOffset until, CancellationToken cancel = default) =>
        Mine().Where(n => n.ReadAt == null && n.At <= until).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, clock.Now), cancel);
}
