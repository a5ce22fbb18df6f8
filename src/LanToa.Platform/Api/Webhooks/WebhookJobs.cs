using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>What is sent.</summary>
public sealed record WebhookMessage(Guid Id, string Event, DateTimeOffset At, object Data);

/// <summary>Something happened: makes a message for each address that wants to know and whose owner may see it.</summary>
internal sealed class GatherWebhooks(LanToaDb db, IServiceScopeFactory scopes, IEnumerable<ApiEvent> events, Clock clock) : IJobHandler<Happening>
{
    public const string Job = "webhook.gather";

    public async Task RunAsync(Happening happened, JobRun run, CancellationToken cancel)
    {
        if (events.FirstOrDefault(e => e.Code == happened.Event) is not { } kind) return;
        foreach (var webhook in await db.Set<Webhook>().AsNoTracking().Where(w => w.EndedAt == null && w.StoppedAt == null && w.Events.Contains(happened.Event)).OrderBy(w => w.Id).ToListAsync(cancel))
        {
            // The same job and address make the same message, however often the job runs.
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{run.Id:N} {webhook.Id:N}")).AsSpan(0, 16), bigEndian: true);
            if (await db.Set<WebhookDelivery>().AnyAsync(d => d.Id == id, cancel)) continue;
            await using var scope = scopes.CreateAsyncScope();
            if (!await BecomeOwnerAsync(scope.ServiceProvider, webhook, kind, cancel) || await SeenAsync(scope.ServiceProvider, kind, happened.Subject, cancel) is not { } data) continue;
            var body = Encoding.UTF8.GetString(ApiAnswer.Bytes(new WebhookMessage(id, happened.Event, happened.At, data)));
            db.Add(new WebhookDelivery { ProvinceId = webhook.ProvinceId, Id = id, WebhookId = webhook.Id, Event = happened.Event, Body = body, At = happened.At });
            DeliverWebhook.Enqueue(db, webhook.ProvinceId, id, clock.Now);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Acts as the owner does by their roles at the unit now; false where none of them lets them know.</summary>
    private async Task<bool> BecomeOwnerAsync(IServiceProvider scope, Webhook webhook, ApiEvent kind, CancellationToken cancel)
    {
        var (today, all, actor) = (clock.Today, scope.GetRequiredService<LanToaDb>(), scope.GetRequiredService<Actor>());
        if (await all.Users.AsNoTracking().FirstOrDefaultAsync(a => a.Id == webhook.AccountId && a.DisabledAt == null, cancel) is not { } owner) return false;
        var roles = await all.Set<Membership>().AsNoTracking().Where(m => m.AccountId == owner.Id && m.OrganizationId == webhook.UnitId && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today)).OrderBy(m => m.Id).ToListAsync(cancel);
        actor.BecomeProgram(owner, roles, webhook.UnitId, webhook.Name, [kind.Permission.Code], null);
        return actor.HoldsAt(kind.Permission, webhook.UnitId);
    }

    private static async Task<object?> SeenAsync(IServiceProvider scope, ApiEvent kind, Guid subject, CancellationToken cancel)
    {
        try
        {
            return await kind.Read(scope, subject, cancel);
        }
        catch (ApiProblemException)
        {
            return null;
        }
    }
}

/// <summary>Which message.</summary>
public sealed record DeliverPayload(short Province, Guid Delivery);

/// <summary>Sends one message; tried again with growing pauses for about a day, then given up, to be read and sent again by a person.</summary>
internal sealed class DeliverWebhook(LanToaDb db, WebhookSender sender, NoticeBoard board, WebhookFeed feed, IDataProtectionProvider protection, Clock clock) : IJobHandler<DeliverPayload>
{
    public const string Job = "webhook.deliver";
    public const string Stopped = "webhook.stop";

    /// <summary>Pauses of 5 s, 20 s, 80 s, … 22 h.</summary>
    public const int MostAttempts = 9;

    /// <summary>An address that has taken nothing for so long is sent nothing more until its owner looks.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(3);

    public static void Enqueue(LanToaDb db, short province, Guid delivery, DateTimeOffset now) => db.Add(new Job
    {
        ProvinceId = province, Kind = Job, Payload = System.Text.Json.JsonSerializer.Serialize(new DeliverPayload(province, delivery)), CreatedAt = now, RunAfter = now, MaxAttempts = MostAttempts,
    });

    public async Task RunAsync(DeliverPayload payload, JobRun run, CancellationToken cancel)
    {
        var delivery = await db.Set<WebhookDelivery>().FirstOrDefaultAsync(d => d.Id == payload.Delivery, cancel) ?? throw new JobFailedException("Tin này đã hết thời gian lưu, không gửi lại được.");
        // Given up it comes here again when an administrator runs its job again: then from its first attempt on.
        if (delivery.State == DeliveryState.Delivered || (delivery.State == DeliveryState.Dead && run.Attempt > 1)) return;
        var webhook = await db.Set<Webhook>().FirstAsync(w => w.Id == delivery.WebhookId, cancel);
        var (trouble, isGone) = !webhook.IsActive ? ("Nơi nhận đã được gỡ hoặc tạm dừng.", false)
            : await sender.SendAsync(webhook.Url, WebhookBook.Unseal(protection, webhook.Secret), delivery.Event, delivery.Id, delivery.Body, clock.Now, cancel);
        (delivery.Attempts, delivery.LastAt, delivery.Trouble) = (delivery.Attempts + 1, clock.Now, trouble);
        var last = run.Attempt >= MostAttempts || !webhook.IsActive || isGone;
        delivery.State = trouble is null ? DeliveryState.Delivered : last ? DeliveryState.Dead : DeliveryState.Waiting;
        if (trouble is null) (webhook.FailingSince, webhook.DeliveredAt) = (null, clock.Now);
        else if (webhook.IsActive)
        {
            webhook.FailingSince ??= clock.Now;
            if (isGone || clock.Now - webhook.FailingSince >= Patience) await StopAsync(webhook, trouble, cancel);
        }
        await db.Because(Stopped, trouble).SaveChangesAsync(cancel);
        if (trouble is null) return;
        if (last) throw new JobFailedException(trouble);
        throw new JobAgainException(trouble);
    }

    private async Task StopAsync(Webhook webhook, string trouble, CancellationToken cancel)
    {
        webhook.StoppedAt = clock.Now;
        feed.Forget();
        await board.TellAsync(new Telling($"webhook.stopped:{webhook.Id}", $"Nơi nhận tin “{webhook.Name}” đã tạm dừng", $"{trouble} Hãy kiểm tra hệ thống nhận rồi bật lại.", $"/api/webhook/{webhook.Id}", Personal: true), webhook.UnitId, [webhook.AccountId], cancel);
    }
}
