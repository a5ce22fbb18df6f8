using System.Security.Claims;
using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Http;

namespace LanToa.Platform.Api;

/// <summary>
/// Finds out for whom a request to the API acts: by the token that it shows and by nothing else. A cookie counts for nothing here, so no other site can make a signed-in browser send something.
/// </summary>
public sealed class ApiGate(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, Actor actor, ApiTokens tokens)
    {
        if (!http.Request.Path.StartsWithSegments(ApiCaller.Root))
        {
            await next(http);
            return;
        }
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        actor.Note(http.TraceIdentifier);
        var known = Shown(http) is { } text ? await tokens.FindAsync(text, http.RequestAborted) : null;
        http.Features.Set(new ApiCaller(known));
        if (known is not null)
        {
            await tokens.UsedAsync(known, http.RequestAborted);
            actor.BecomeProgram(known.Account, known.Memberships, known.Token.UnitId, known.Token.Name, known.Token.Scopes, http.TraceIdentifier);
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, known.Account.Id.ToString())], "Bearer"));
        }
        await next(http);
    }

    private static string? Shown(HttpContext http)
    {
        var said = http.Request.Headers.Authorization.ToString();
        return said.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? said["Bearer ".Length..].Trim() : null;
    }
}
