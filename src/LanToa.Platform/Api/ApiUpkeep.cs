using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api;

/// <summary>Each night: tells people whose tokens soon expire, and forgets answers, keys and messages that nobody will ask for again.</summary>
internal sealed class ApiUpkeep(LanToaDb db, NoticeBoard board, ApiSettings settings, Clock clock) : IJobHandler<object?>
{
    public const string Job = "api.upkeep";
    public const int SoonDays = 14;

    private static readonly TimeSpan MessagesKept = TimeSpan.FromDays(60);

    public async Task RunAsync(object? payload, JobRun run, CancellationToken cancel)
    {
        var (today, soon, old) = (clock.Today, clock.Today.AddDays(SoonDays), clock.Now - settings.RepliesKept);
        // Which content came under a key is known for as long as the key can come: until its token has ended.
        await db.Set<ApiReply>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(r => r.At < old && r.Status != ApiReplies.Begun)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.Status, ApiReplies.Begun).SetProperty(x => x.Body, "").SetProperty(x => x.Location, (string?)null).SetProperty(x => x.Etag, (string?)null), cancel);
        var ended = db.Set<ApiToken>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(t => t.ExpiresOn < today || t.EndedAt < old);
        await db.Set<ApiReply>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(r => ended.Any(t => t.ProvinceId == r.ProvinceId && t.Id == r.TokenId)).ExecuteDeleteAsync(cancel);
        var sent = clock.Now - MessagesKept;
        await db.Set<WebhookDelivery>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(d => d.At < sent && d.State != DeliveryState.Waiting).ExecuteDeleteAsync(cancel);
        foreach (var token in await db.Set<ApiToken>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(t => t.EndedAt == null && t.ExpiresOn >= today && t.ExpiresOn <= soon && db.Users.Any(a => a.Id == t.AccountId && a.DisabledAt == null)).OrderBy(t => t.Id).ToListAsync(cancel))
            await board.TellAsync(new Telling($"api-token.expires:{token.Id}", $"Khóa API “{token.Name}” hết hạn {VietnameseFormat.Date(token.ExpiresOn)}", "Hãy cấp khóa mới và thay vào hệ thống đang dùng trước ngày đó.", "/api/tokens", Personal: true), token.UnitId, [token.AccountId], cancel);
    }
}
