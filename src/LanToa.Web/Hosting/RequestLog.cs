using System.Collections;
using System.Security.Claims;
using System.Security.Cryptography;

namespace LanToa.Web.Hosting;

/// <summary>
/// Gives each request the number that its log lines, its history events and its error page share, and writes one line when it is answered:
/// which page (its route, never the address with what people typed), by whom (the account's id, never a name), with what status, how long.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> log)
{
    // Twelve signs without look-alikes: short enough to be read out over the telephone, 59 bits.
    private const string Signs = "23456789abcdefghjkmnpqrstuvwxyz";

    public async Task InvokeAsync(HttpContext http)
    {
        http.TraceIdentifier = RandomNumberGenerator.GetString(Signs, 12);
        var since = time.GetTimestamp();
        var request = new RequestScope(http);
        http.Features.Set(request);
        using var scope = log.BeginScope(request);
        await next(http);
        Telemetry.Tell(http, request.Route, http.Response.StatusCode);
        Write(http, request.Route, time.GetElapsedTime(since).TotalMilliseconds);
    }

    /// <summary>After routing: keeps the pattern of the page that was asked for, not that of the error page which may answer in its place.</summary>
    public static Task NoteRoute(HttpContext http, RequestDelegate next)
    {
        if (http.Features.Get<RequestScope>() is { Route: null } request && http.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } pattern }) request.Route = "/" + pattern.TrimStart('/');
        return next(http);
    }

    private void Write(HttpContext http, string? route, double milliseconds)
    {
        var status = http.Response.StatusCode;
        if (status >= 500) LogFailed(http.Request.Method, route ?? "-", status, Math.Round(milliseconds, 1));
        // Style sheets and probes, which have no route here, say nothing about the work.
        else if (route is not null || status >= 400) LogAnswered(http.Request.Method, route ?? "-", status, Math.Round(milliseconds, 1));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Route} {Status} {Ms} ms")]
    private partial void LogAnswered(string method, string route, int status, double ms);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Route} {Status} {Ms} ms")]
    private partial void LogFailed(string method, string route, int status, double ms);
}

/// <summary>What every log line of a request carries. Read when a line is written, since the person is known only after the pipeline has begun.</summary>
internal sealed class RequestScope(HttpContext http) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public string RequestId { get; } = http.TraceIdentifier;

    public string? Person => http.User.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>Known after routing.</summary>
    public string? Route { get; set; }

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("request", RequestId),
        1 => new("person", Person),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"request:{RequestId} person:{Person}";
}
