using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace LanToa.Web.Hosting;

/// <summary>
/// Refuses what is too large by its announced length, before anything is kept, with a page that says so: the server's own refusal would
/// break the connection in the middle of sending, and the person would see nothing but the browser's error.
/// </summary>
internal sealed class RequestSize(RequestDelegate next)
{
    /// <summary>A file of 100 MB, the largest that any form takes, with the rest of its form.</summary>
    public const long Most = 110L * 1024 * 1024;

    // Read and thrown away so that the browser, which sends before it listens, gets to the answer. Beyond that it is no mistake.
    private const long MostDrained = 512L * 1024 * 1024;

    public async Task InvokeAsync(HttpContext http)
    {
        // The page that says so is asked for with the same length.
        if (http.Request.ContentLength is not > Most || http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
        {
            await next(http);
            return;
        }
        if (http.Request.ContentLength <= MostDrained && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MostDrained;
            await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        }
        http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
    }
}
