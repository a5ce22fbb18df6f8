using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Notices;

/// <summary>
/// What is told. <paramref name="ListHref"/>: where to go when it happened several times; the same place when null. <paramref name="Personal"/>: of the person and not of their
/// role, so that no deputy is told. <paramref name="AlsoDoer"/>: who set it going does not know it yet, such as how it ended behind the screen.
/// </summary>
public sealed record Telling(string Key, string Title, string? Detail, string Href, string? ListHref = null, bool Personal = false, bool AlsoDoer = false);

/// <summary>Tells people what concerns them, in the transaction of the change that caused it, and keeps what they have read.</summary>
public sealed class NoticeBoard(LanToaDb db, Actor actor, Deputies deputies, IOrganizationDirectory directory, Clock clock)
{
    /// <summary>More unread notices than this are not counted.</summary>
    public const int MostCounted = 100;

    /// <summary>This person's notices in the province in which they act.</summary>
    public IQueryable<Notice> Mine() => db.Set<Notice>().Where(n => n.AccountId == actor.AccountId);

    private static readonly Prepared<Func<LanToaDb, Guid?, CancellationToken, Task<int>>> Unread = new(() => EF.CompileAsyncQuery(
        (LanToaDb db, Guid? person, CancellationToken cancel) => db.Set<Notice>().Where(n => n.AccountId == person && n.ReadAt == null).OrderBy(n => n.Key).Take(MostCounted).Count()));

    public Task<int> UnreadAsync(CancellationToken cancel = default) => Unread.For(db)(db, actor.AccountId, cancel);

    /// <summary>Who works at the unit itself in one of the permission's roles today.</summary>
    public Task<List<Guid>> PeopleAtAsync(Guid unit, Permission permission, CancellationToken cancel = default) =>
        HeldToday(permission).Where(m => m.OrganizationId == unit).Select(m => m.AccountId).Distinct().ToListAsync(cancel);

    /// <summary>Whether this person works at the unit or above it in one of the permission's roles today.</summary>
    public async Task<bool> WorksForAsync(Guid account, Guid unit, Permission permission, CancellationToken cancel = default) =>
        (await HeldToday(permission).Where(m => m.AccountId == account).Select(m => m.OrganizationId).ToListAsync(cancel)).Exists(at => directory.IsWithin(unit, at));

    private IQueryable<Membership> HeldToday(Permission permission)
    {
        var (today, roles) = (clock.Today, permission.Roles);
        return db.Set<Membership>().AsNoTracking().Where(m =>
            roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today) && db.Users.Any(a => a.Id == m.AccountId && a.DisabledAt == null));
    }

    /// <summary>Tells each of them, but not the one who did it (<see cref="Telling.AlsoDoer"/> apart), as members of the unit. Call it inside the transaction of the change.</summary>
    public Task TellAsync(Telling telling, Guid unit, IEnumerable<Guid> accounts, CancellationToken cancel = default) => TellAsync(telling, accounts.Select(a => (a, unit)), cancel);

    /// <summary>The same for members of several units of one province. Of whom a role that reaches their unit is lent today, the deputy is told as well, in their name.</summary>
    public async Task TellAsync(Telling telling, IEnumerable<(Guid Account, Guid Unit)> people, CancellationToken cancel = default)
    {
        var members = people.Where(p => directory.Find(p.Unit) is not null).ToLookup(p => p.Account, p => p.Unit);
        if (members.FirstOrDefault()?.First() is not { } first) return;
        var province = directory.Find(first)!.ProvinceId;
        var told = members.Where(m => telling.AlsoDoer || m.Key != actor.AccountId).ToDictionary(m => m.Key, m => (telling.Title, Delegation: (Guid?)null));
        if (!telling.Personal)
            foreach (var lent in await deputies.LentByAsync([.. members.Select(m => m.Key)], cancel))
                if (lent.Delegation.ToId != actor.AccountId && !told.ContainsKey(lent.Delegation.ToId) && members[lent.Delegation.FromId].Any(unit => directory.IsWithin(unit, lent.Membership.OrganizationId)))
                    told[lent.Delegation.ToId] = ($"Thay {lent.FromName}: {telling.Title}", lent.Delegation.Id);
        if (told.Count == 0) return;
        // In one order, so that two changes that tell the same people wait for each other and do not block each other for good.
        var accounts = told.Keys.Order().ToArray();
        var (ids, titles, by) = (accounts.Select(_ => Guid.CreateVersion7()).ToArray(), accounts.Select(a => told[a].Title).ToArray(), accounts.Select(a => told[a].Delegation).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            INSERT INTO notice AS n (province_id, id, account_id, key, title, detail, href, times, at, version, delegation_id)
            SELECT {province}, id, account, {telling.Key}, title, {telling.Detail}, {telling.Href}, 1, {clock.Now}, 1, lent FROM unnest({ids}, {accounts}, {titles}, {by}) AS t(id, account, title, lent) ORDER BY account
            ON CONFLICT (province_id, account_id, key) WHERE read_at IS NULL
            DO UPDATE SET times = n.times + 1, title = excluded.title, detail = excluded.detail, href = {telling.ListHref ?? telling.Href}, at = excluded.at, version = n.version + 1, delegation_id = excluded.delegation_id
            """, cancel);
    }

    /// <summary>Tells one person what stands in the place of all that they were told under this kind of key ("kind:…") before and have not read.</summary>
    public async Task ReplaceAsync(string kind, Telling telling, Guid unit, Guid account, CancellationToken cancel = default)
    {
        var before = kind + ":";
        await db.Set<Notice>().Where(n => n.AccountId == account && n.ReadAt == null && n.Key.StartsWith(before) && n.Key != telling.Key).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, clock.Now), cancel);
        await TellAsync(telling, unit, [account], cancel);
    }

    /// <summary>
    /// Waits until no other change tells or settles under these keys, and keeps them until the transaction ends: for a notice that stands for several
    /// records and is settled with the last of them.
    /// </summary>
    public async Task HoldAsync(IEnumerable<string> keys, CancellationToken cancel = default)
    {
        // In one order, so that two changes wait for each other and do not block each other for good.
        foreach (var key in keys.Distinct().Order(StringComparer.Ordinal)) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({"notice " + key}, 0))", cancel);
    }

    /// <summary>Whether anybody in the province in which is acted has yet to read it.</summary>
    public Task<bool> IsOpenAsync(string key, CancellationToken cancel = default) => db.Set<Notice>().AnyAsync(n => n.Key == key && n.ReadAt == null, cancel);

    /// <summary>It has been dealt with: nobody in the province in which is acted needs to read it any more.</summary>
    public Task SettleAsync(string key, CancellationToken cancel = default) => SettleAsync([key], [db.ProvinceId], cancel);

    /// <summary>The same for several, in several provinces at once.</summary>
    public Task SettleAsync(IReadOnlyCollection<string> keys, IReadOnlyCollection<short> provinces, CancellationToken cancel = default)
    {
        var (settled, at) = (keys.ToArray(), provinces.ToArray());
        // Held in the order in which they are told, so that telling and settling the same wait for each other and do not block each other for good.
        return db.Database.ExecuteSqlAsync($"""
            WITH held AS (SELECT province_id, id FROM notice WHERE province_id = ANY({at}) AND key = ANY({settled}) AND read_at IS NULL ORDER BY account_id, key FOR UPDATE)
            UPDATE notice n SET read_at = {clock.Now} FROM held h WHERE n.province_id = h.province_id AND n.id = h.id
            """, cancel);
    }

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
