using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Net.Http.Headers;

namespace LanToa.Planning.Plans;

/// <summary>
/// A page that everyone may read: caches may keep it for a short while and ask by its tag whether it is still the same. The frame of whoever is signed in
/// bears their name: such an answer is kept by nobody.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PublicPageAttribute : ResultFilterAttribute
{
    /// <summary>What was taken back is gone from every cache after so many seconds.</summary>
    public const string ForAll = "public, max-age=60";

    public override async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        // The theme and the sign-in are cookies.
        response.Headers.Vary = HeaderNames.Cookie;
        if (context.HttpContext.User.Identity?.IsAuthenticated == true)
        {
            response.Headers.CacheControl = "private, no-store";
            await next();
            return;
        }
        var body = response.Body;
        using var page = new MemoryStream();
        response.Body = page;
        try
        {
            await next();
        }
        finally
        {
            response.Body = body;
        }
        if (page.Length == 0) return;
        response.Headers.CacheControl = ForAll;
        if (response.StatusCode == StatusCodes.Status200OK)
        {
            page.Position = 0;
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(await SHA256.HashDataAsync(page))[..32]}\"");
            response.GetTypedHeaders().ETag = tag;
            if (request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false)))
            {
                (response.StatusCode, response.ContentType, response.ContentLength) = (StatusCodes.Status304NotModified, null, null);
                return;
            }
        }
        page.Position = 0;
        await page.CopyToAsync(response.Body, context.HttpContext.RequestAborted);
    }
}
