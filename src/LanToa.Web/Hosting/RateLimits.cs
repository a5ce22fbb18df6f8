using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;
using LanToa.Planning.Plans;
using LanToa.Platform.Api;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.RateLimiting;

namespace LanToa.Web.Hosting;

/// <summary>Limits per identity: the account when signed in, else the address. Sign-in and uploads are the dear ones.</summary>
internal static class RateLimits
{
    private static readonly PathString[] SignIns = ["/identity/signin", "/identity/secondstep", "/identity/newpassword", "/identity/invited", "/identity/arrived"];

    public static void Configure(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) => { rejected.HttpContext.Response.Headers.RetryAfter = "60"; return ValueTask.CompletedTask; };
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        {
            var path = http.Request.Path;
            if (http.Features.Get<ApiCaller>() is { } caller && path.StartsWithSegments(ApiCaller.Root)) return Program(http, caller);
            // Open to whoever knows a secret: guessing at it is slow.
            if (path.StartsWithSegments("/calendar")) return RateLimitPartition.GetSlidingWindowLimiter("calendar " + Address(http), _ => Window(RequestLimits.CalendarsPerMinute));
            // Open to everyone, and each answer is looked up anew: one address does not take it all.
            if (path.StartsWithSegments(PlanLinks.PublicList) && http.User.Identity?.IsAuthenticated != true) return RateLimitPartition.GetSlidingWindowLimiter("public " + Address(http), _ => Window(RequestLimits.PublicPerMinute));
            // A link, and yet the beginning of a sign-in: each asks a provider.
            if (path.StartsWithSegments("/identity/provider")) return SignIn(http);
            if (!HttpMethods.IsPost(http.Request.Method)) return RateLimitPartition.GetNoLimiter("");
            // The page that says so must not be refused in its turn.
            if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return RateLimitPartition.GetNoLimiter("");
            if (path.StartsWithSegments("/identity/forgot")) return RateLimitPartition.GetSlidingWindowLimiter("forgot " + Address(http), _ => Window(RequestLimits.ForgottenPerMinute));
            if (Array.Exists(SignIns, p => path.StartsWithSegments(p))) return SignIn(http);
            return http.Request.HasFormContentType && http.Request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase)
                ? RateLimitPartition.GetSlidingWindowLimiter("upload " + Identity(http), _ => Window(RequestLimits.UploadsPerMinute))
                : RateLimitPartition.GetNoLimiter("");
        });
    }

    // Each token by itself; whoever shows none that holds, by the address: guessing at tokens is slow.
    private static RateLimitPartition<string> Program(HttpContext http, ApiCaller caller)
    {
        var settings = http.RequestServices.GetRequiredService<ApiSettings>();
        return caller.Token is { } known ? RateLimitPartition.GetSlidingWindowLimiter($"api {known.Token.Id}", _ => Window(settings.PerMinute)) : RateLimitPartition.GetSlidingWindowLimiter("api " + Address(http), _ => Window(settings.UnknownPerMinute));
    }

    private static RateLimitPartition<string> SignIn(HttpContext http) => RateLimitPartition.GetSlidingWindowLimiter("sign-in " + Address(http), _ => Window(RequestLimits.SignInsPerMinute));

    private static SlidingWindowRateLimiterOptions Window(int permits) =>
        new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), SegmentsPerWindow = 6, QueueLimit = 0 };

    private static string Identity(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? Address(http);

    private static string Address(HttpContext http) => RequestLimits.Origin(http.Connection.RemoteIpAddress);
}

/// <summary>How many requests of the dear kinds one identity may send in a minute.</summary>
public static class RequestLimits
{
    public const int SignInsPerMinute = 20;
    public const int ForgottenPerMinute = 5;
    public const int UploadsPerMinute = 60;
    /// <summary>Many people of an office stand behind one address.</summary>
    public const int CalendarsPerMinute = 300;
    /// <summary>Of the pages that everyone may read; a whole town may stand behind one address.</summary>
    public const int PublicPerMinute = 600;

    /// <summary>What counts as one address: of IPv6 its network of 64 bits, for each connection has at least one to itself and could show another address in it each time.</summary>
    public static string Origin(IPAddress? address) => address switch
    {
        null => "local",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
