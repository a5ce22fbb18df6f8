using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>What somebody asks for on the page of webhooks.</summary>
public sealed record NewWebhook(string? Name, Guid? UnitId, string? Address, IReadOnlyList<string> Events);

/// <summary>The addresses that this person lets tell; theirs only.</summary>
public sealed class WebhookBook(LanToaDb db, Actor actor, IOrganizationDirectory organizations, IEnumerable<ApiEvent> events, WebhookFeed feed, IDataProtectionProvider protection, Clock clock)
{
    public const string Made = "webhook.create", Ended = "webhook.end", Resumed = "webhook.resume";
    private const int Most = 20;

    private const string Purpose = "LanToa.Api.Webhooks";

    /// <summary>What a new address signs with: 233 bits.</summary>
    public static string NewSecret() => "whsec_" + System.Security.Cryptography.RandomNumberGenerator.GetString(ApiTokens.Signs, 40);

    public static string Unseal(IDataProtectionProvider protection, string secret) => protection.CreateProtector(Purpose).Unprotect(secret);

    /// <summary>The event in words, beside the code that the receiving system sees; a code that is no more stands alone.</summary>
    public string NameOf(string code) => events.FirstOrDefault(e => e.Code == code) is { } known ? $"{known.Name} ({code})" : code;

    public IReadOnlyList<ApiEvent> EventsAt(Guid unit) => [.. events.Where(e => actor.HoldsAt(e.Permission, unit))];

    public Task<List<Webhook>> MineAsync(CancellationToken cancel = default) => All.AsNoTracking().Where(w => w.AccountId == actor.AccountId && w.EndedAt == null).OrderBy(w => w.MadeAt).ToListAsync(cancel);

    public Task<Webhook?> FindAsync(Guid id, CancellationToken cancel = default) => All.FirstOrDefaultAsync(w => w.Id == id && w.AccountId == actor.AccountId, cancel);

    /// <summary>The newest messages of one.</summary>
    public Task<List<WebhookDelivery>> DeliveriesAsync(Guid webhook, int most, CancellationToken cancel = default) =>
        db.Set<WebhookDelivery>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(d => d.WebhookId == webhook).OrderByDescending(d => d.At).ThenByDescending(d => d.Id).Take(most).ToListAsync(cancel);

    /// <summary>Makes one; what stands against it. The key makes it once.</summary>
    public async Task<TokenProblem?> MakeAsync(Guid key, string secret, NewWebhook wish, CancellationToken cancel = default)
    {
        if (actor.AccountId is not { } me || actor.OnBehalfOf is not null) return new("", "Nơi nhận tin được lập bằng vai trò của chính bạn; hãy chọn lại đơn vị của mình.");
        if (await All.AnyAsync(w => w.Id == key && w.AccountId == me, cancel)) return null;
        if (string.IsNullOrWhiteSpace(wish.Name) || wish.Name.Trim().Length > 80) return new(nameof(wish.Name), "Hãy đặt tên theo hệ thống nhận, không quá 80 chữ.");
        if (wish.UnitId is not { } unit || !actor.Memberships.Any(m => m.OrganizationId == unit) || organizations.Find(unit) is not { } body) return new(nameof(wish.UnitId), "Hãy chọn đơn vị mà bạn có vai trò.");
        if (WebhookSender.WhyNot(wish.Address) is { } why) return new(nameof(wish.Address), why);
        var offered = EventsAt(unit).Select(e => e.Code).ToHashSet();
        List<string> wanted = [.. wish.Events.Distinct().Where(offered.Contains)];
        if (wanted.Count == 0) return new(nameof(wish.Events), "Hãy chọn muốn nhận tin gì.");
        if (await All.CountAsync(w => w.AccountId == me && w.EndedAt == null, cancel) >= Most) return new("", $"Bạn đang có {Most} nơi nhận tin; hãy gỡ nơi không cần nữa.");
        db.Add(new Webhook { ProvinceId = body.ProvinceId, Id = key, AccountId = me, UnitId = unit, Name = wish.Name.Trim(), Url = wish.Address!.Trim(), Events = wanted, Secret = protection.CreateProtector(Purpose).Protect(secret), MadeAt = clock.Now });
        try
        {
            await db.Because(Made).SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
        }
        feed.Forget();
        return null;
    }

    public async Task<bool> EndAsync(Guid id, CancellationToken cancel = default)
    {
        if (await FindAsync(id, cancel) is not { } webhook) return false;
        if (webhook.EndedAt is not null) return true;
        webhook.EndedAt = clock.Now;
        await db.Because(Ended).SaveChangesAsync(cancel);
        feed.Forget();
        return true;
    }

    /// <summary>Sends again to one that was stopped.</summary>
    public async Task<bool> ResumeAsync(Guid id, CancellationToken cancel = default)
    {
        if (await FindAsync(id, cancel) is not { EndedAt: null } webhook) return false;
        if (webhook.StoppedAt is null) return true;
        (webhook.StoppedAt, webhook.FailingSince) = (null, null);
        await db.Because(Resumed).SaveChangesAsync(cancel);
        feed.Forget();
        return true;
    }

    /// <summary>Sends a message again that was given up.</summary>
    public async Task<bool> AgainAsync(Guid id, Guid delivery, CancellationToken cancel = default)
    {
        if (await FindAsync(id, cancel) is not { IsActive: true } || await db.Set<WebhookDelivery>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).FirstOrDefaultAsync(d => d.Id == delivery && d.WebhookId == id, cancel) is not { } dead) return false;
        if (dead.State != DeliveryState.Dead) return true;
        dead.State = DeliveryState.Waiting;
        DeliverWebhook.Enqueue(db, dead.ProvinceId, dead.Id, clock.Now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    // A person may work in several provinces.
    private IQueryable<Webhook> All => db.Set<Webhook>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]);
}
