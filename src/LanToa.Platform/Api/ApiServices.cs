using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Net;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Api;

public static class ApiPermissions
{
    public static readonly Permission Tokens = new("api.tokens", "Cấp khóa API cho hệ thống khác trong quyền của mình", Permission.EveryRole);
}

internal static class ApiServices
{
    public static void AddApi(this IServiceCollection services)
    {
        services.AddSingleton(_ => ApiSettings.Load(Environment.GetEnvironmentVariable));
        services.AddSingleton<ApiCatalog>();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<TokenCache>();
        services.AddScoped<ApiTokens>();
        services.AddScoped<ApiReplies>();
        services.AddSingleton<WebhookFeed>();
        services.AddScoped<WebhookBook>();
        services.AddSingleton<PublicNet>();
        services.AddSingleton(s => new WebhookSender(new PublicConnector(s.GetRequiredService<PublicNet>()).Handler([.. WebhookSender.Ports])));
        services.AddJob<GatherWebhooks, Happening>(GatherWebhooks.Job, "Chuẩn bị tin báo cho hệ thống khác", TimeSpan.FromMinutes(5));
        services.AddJob<DeliverWebhook, DeliverPayload>(DeliverWebhook.Job, "Báo tin cho hệ thống khác (webhook)", TimeSpan.FromMinutes(2));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiAuthorization>();
        services.AddSingleton(new AccountPlace("Khóa API", "Để hệ thống khác của cơ quan gửi và đọc số liệu trong quyền của bạn.", "Khóa API", "/api/tokens"));
        services.AddJob<ApiUpkeep, object?>(ApiUpkeep.Job, "Nhắc khóa API sắp hết hạn, dọn trả lời cũ của API");
        services.AddSingleton(new RecurringJob(ApiUpkeep.Job, ApiUpkeep.Job, "mỗi ngày lúc 06:10", now => Clock.LastNightAt(now, new TimeOnly(6, 10))));
    }

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        ApiDocument.Map(endpoints);
        endpoints.MapApi(TokenApi.Operations);
        ApiEndpoints.MapRest(endpoints);
    }
}
