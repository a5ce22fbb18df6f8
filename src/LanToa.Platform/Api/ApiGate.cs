using System.Security.Claims;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Api;

/// <summary>
/// Finds out for whom a request to the API acts: by the token that it shows and by nothing else. A cookie counts for nothing here, so no other site can make a signed-in browser send something.
/// </summary>
public sealed class ApiGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, Actor actor, TokenCache cache, Clock clock)
    {
        if (!http.Request.Path.StartsWithSegments(ApiCaller.Root))
        {
            await next(http);
            return;
        }
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        actor.Note(http.TraceIdentifier);
        var known = Shown(http) is { } text ? cache.Find(text, clock) ?? await Tokens(http).FindAsync(text, http.RequestAborted) : null;
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
