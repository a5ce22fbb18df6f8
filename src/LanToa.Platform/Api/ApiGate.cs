using System.Security.Claims;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LanToa.Platform.Api;

/// <summary>
/// Finds out for whom a request to the API acts: by the token that it shows and by nothing else. A cookie counts for nothing here, so no other site can make a signed-in browser send something.
/// </summary>
public sealed class ApiGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, Actor actor, TokenCache cache, IOptions<RateLimiterOptions> limits, Clock clock)
    {
        if (!http.Request.Path.StartsWithSegments(ApiCaller.Root))
        {
            await next(http);
            return;
        }
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        actor.Note(http.TraceIdentifier);
        var (text, known) = (Shown(http), default(KnownToken));
        if (text is not null && (known = cache.Find(text, clock)) is null)
        {
            // An address that guessed too often has nothing more looked up for it; tokens that have been good here are not kept out by it.
            http.Features.Set(new ApiCaller(null));
            if (!cache.Knew(text) && limits.Value.GlobalLimiter is { } limiter)
            {
                using var free = limiter.AttemptAcquire(http, 0);
                if (!free.IsAcquired)
                {
                    http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                    http.Response.Headers.RetryAfter = "60";
                    return;
                }
            }
            known = await Tokens(http).FindAsync(text, http.RequestAborted);
        }
        http.Features.Set(new ApiCaller(known));
        if (known is not null)
        {
            if (ApiTokens.IsNewUse(known, clock.Now)) await Tokens(http).UsedAsync(known, http.RequestAborted);
            actor.BecomeProgram(known.Account, known.Memberships, known.Token.UnitId, known.Token.Name, known.Token.Scopes, http.TraceIdentifier);
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, known.Account.Id.ToString())], "Bearer"));
        }
        await next(http);
    }

    // Made only when it is needed: with it comes a context of the database.
    private static ApiTokens Tokens(HttpContext http) => http.RequestServices.GetRequiredService<ApiTokens>();

    private static string? Shown(HttpContext http)
    {
        var said = http.Request.Headers.Authorization.ToString();
        return said.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? said["Bearer ".Length..].Trim() : null;
    }
}
