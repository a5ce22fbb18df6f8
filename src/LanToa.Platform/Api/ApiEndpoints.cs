using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

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
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected })
        {
            http.Response.Headers.RetryAfter = "1";
            await new ApiProblem(409, "cung-luc", "Có yêu cầu khác cùng lúc", "Một yêu cầu khác đang ghi cùng điều này. Chưa có gì được ghi; hãy gửi lại sau một giây với đúng Idempotency-Key cũ.").WriteAsync(http);
        }
    }

    private static async Task<ApiAnswer> OnceAsync(ApiCall call, ApiOperation operation)
    {
        var (key, hash, replies) = (call.KeyText, await call.HashAsync(), call.Get<ApiReplies>());
        if (operation.KeepsReplies) return await operation.Handle(call);
        if (await replies.FindAsync(call.Known, key, hash, call.Cancel) is { } before) return before;
        var answer = await operation.Handle(call);
        // What was done is answered and kept, also when whoever asked has gone meanwhile.
        return await replies.KeepAsync(call.Known, key, hash, answer, CancellationToken.None);
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
