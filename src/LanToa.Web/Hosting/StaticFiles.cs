using Microsoft.Net.Http.Headers;

namespace LanToa.Web.Hosting;

/// <summary>The bundled assets: names carry a hash of their content, so browsers keep them for a year.</summary>
internal static class StaticFiles
{
    public static readonly StaticFileOptions Options = new()
    {
        OnPrepareResponse = file =>
        {
            if (file.Context.Request.Path.StartsWithSegments("/dist"))
                file.Context.Response.Headers[HeaderNames.CacheControl] = "public, max-age=31536000, immutable";
            // The service worker lies beside the other assets and serves the pages of the whole site.
            if (file.File.Name.StartsWith("worker.", StringComparison.Ordinal)) file.Context.Response.Headers["Service-Worker-Allowed"] = "/";
        },
    };
}
