using LanToa.Platform.Api;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    /// <summary>Tokens that were issued, to be revoked; addresses that are told, some with a message that was given up, some stopped.</summary>
    private async Task SeedApiAsync()
    {
        foreach (var person in new[] { "cchc", "vanhoa" })
        {
            for (var n = 0; n < 2; n++)
            {
                var form = await People[person].GetAsync("/api/tokens");
                await People[person].SubmitAsync(form, "#cap-khoa", new() { ["Name"] = $"Hệ thống thử {n}", ["Scopes"] = "activities.read" });
            }
            _hidden[person].AddRange(["/api/tokens", "/api/webhooks"]);
        }
        await InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            // As their owner is known from the tokens.
            var token = await db.Set<ApiToken>().AsNoTracking().FirstAsync(t => t.Name == "Hệ thống thử 0");
            var owner = token.AccountId == People["cchc"].AccountId ? "cchc" : "vanhoa";
            for (var n = 0; n < 8; n++)
            {
                var webhook = new Webhook { ProvinceId = 99, AccountId = token.AccountId, UnitId = token.UnitId, Name = $"Nơi nhận {n}", Url = $"https://nhan{n}.tinh.gov.vn/", Events = ["activity.recorded"], Secret = "-", MadeAt = Clock.GetUtcNow(), StoppedAt = n < 4 ? null : Clock.GetUtcNow() };
                db.Add(webhook);
                db.Add(new WebhookDelivery { ProvinceId = 99, WebhookId = webhook.Id, Event = "activity.recorded", Body = "{}", At = Clock.GetUtcNow(), State = DeliveryState.Dead, Trouble = "Nơi nhận trả lời mã 500." });
                _hidden[owner].Add($"/api/webhook/{webhook.Id}");
            }
            await db.SaveChangesAsync();
        });
    }
}
