using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Api;

/// <summary>Maps operations of rooms, and runs them: parameters, repetition, errors.</summary>
public static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder endpoints, params IEnumerable<ApiOperation> operations)
    {
        foreach (var operation in operations)
            endpoints.MapMethods($"{ApiCaller.Root}/{operation.Path}", [operation.Method], http => RunAsync(http, operation)).Requires(operation.Permission).WithMetadata(operation);
    }

    private static async Task RunAsync(HttpContext http, ApiOperation operation)
    {
        try
        {
            var call = new ApiCall(http, operation);
            call.CheckQuery();
            await (await (operation.Creates ? OnceAsync(call, operation) : operation.Handle(call))).WriteAsync(http);
        }
        catch (ApiProblemException e)
        {
            await e.Problem.WriteAsync(http);
        }
        catch (BadHttpRequestException e)
        {
            await ApiProblem.Of(e.StatusCode).WriteAsync(http);
        }
        catch (DbUpdateConcurrencyException)
        {
            await ApiProblem.Stale.WriteAsync(http);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            http.Response.Headers.RetryAfter = "1";
            await new ApiProblem(409, "cung-luc", "Có yêu cầu khác cùng lúc", "Một yêu cầu khác đang ghi cùng điều này. Chưa có gì được ghi; hãy gửi lại sau một giây với đúng Idempotency-Key cũ.").WriteAsync(http);
        }
    }

    private static async Task<ApiAnswer> OnceAsync(ApiCall call, ApiOperation operation)
    {
        var (key, hash, replies) = (call.KeyText, await call.HashAsync(), call.Get<ApiReplies>());
        if (operation.KeepsReplies) return await operation.Handle(call);
        var isNew = await replies.BeginAsync(call.Known, key, hash, call.Cancel);
        if (!isNew && await replies.FindAsync(call.Known, key, hash, call.Cancel) is { } before) return before;
        ApiAnswer answer;
        try
        {
            answer = await operation.Handle(call);
        }
        catch (ApiProblemException) when (isNew)
        {
            await replies.ForgetAsync(call.Known, key, hash);
            throw;
        }
        // What was done is answered and kept, also when whoever asked has gone meanwhile.
        return await replies.KeepAsync(call.Known, key, hash, answer, CancellationToken.None);
    }

    /// <summary>Answers what no operation answers: a method that the address does not take, or an address that there is not.</summary>
    internal static void MapRest(IEndpointRouteBuilder endpoints) => endpoints.Map($"{ApiCaller.Root}/{{**rest}}", (HttpContext http, EndpointDataSource all) =>
    {
        var path = http.Request.Path.Value!.TrimEnd('/').Split('/');
        List<string> methods = [.. all.Endpoints.OfType<RouteEndpoint>().Where(e => Leads(e.RoutePattern.RawText ?? "", path)).SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order(StringComparer.Ordinal)];
        if (methods.Count > 0) http.Response.Headers.Allow = string.Join(", ", methods);
        return (methods.Count > 0 ? ApiProblem.OtherMethod(http.Request.Method, methods) : ApiProblem.Of(404)).WriteAsync(http);
    }).Requires(Permission.Public);

    // The patterns of operations are words and single parameters: {id:guid}, {code}.
    private static bool Leads(string pattern, string[] path)
    {
        var parts = ("/" + pattern.TrimStart('/')).Split('/');
        return parts.Length == path.Length && parts.Zip(path).All(p => p.First.EndsWith(":guid}", StringComparison.Ordinal) ? Guid.TryParse(p.Second, out _) : p.First.StartsWith('{') ? !p.First.StartsWith("{*", StringComparison.Ordinal) && p.Second.Length > 0 : string.Equals(p.First, p.Second, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Whoever may not call the API is told so in its own form; a browser is led to the sign-in as ever.</summary>
internal sealed class ApiAuthorization : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _pages = new();

    public Task HandleAsync(RequestDelegate next, HttpContext http, AuthorizationPolicy policy, PolicyAuthorizationResult result) =>
        result.Succeeded || http.Features.Get<ApiCaller>() is not { } caller ? _pages.HandleAsync(next, http, policy, result)
            : ApiProblem.Of(caller.Token is null ? 401 : 403).WriteAsync(http);
}
