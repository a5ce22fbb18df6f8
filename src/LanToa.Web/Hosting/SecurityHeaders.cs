using Microsoft.Net.Http.Headers;

namespace LanToa.Web.Hosting;

/// <summary>Headers that every answer carries: no inline script or style, no framing, no sniffing, no leaking referrer.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    public Task InvokeAsync(HttpContext http)
    {
        // When the answer begins, because an error page starts with all headers cleared. An answer may bring a stricter policy of its own.
        http.Response.OnStarting(() => { Add(http); return Task.CompletedTask; });
        return next(http);
    }

    private static void Add(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, Policy);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["X-Request-Id"] = http.TraceIdentifier;
        // A browser that has once come by HTTPS does not fall back to plain HTTP.
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }
}
