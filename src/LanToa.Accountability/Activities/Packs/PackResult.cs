using LanToa.Platform.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>
/// Sends a pack while it is put together: nothing of it is kept in memory but the names. Its length is said before, so a download that broke off is known as such. Each file is
/// compared with its hash before its first byte goes out; when one was damaged meanwhile the download breaks off rather than bring something wrong.
/// </summary>
public sealed partial class PackResult(EvidencePack pack, byte[] publicKey, string fileName) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var (http, cancel) = (context.HttpContext, context.HttpContext.RequestAborted);
        var bytes = http.RequestServices.GetRequiredService<IFileBytes>();
        byte[] manifest;
        using (var kept = new MemoryStream())
        {
            await using (var stored = await bytes.OpenAsync(pack.ManifestSha256!, cancel)) await stored.CopyToAsync(kept, cancel);
            manifest = kept.ToArray();
        }
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        http.Response.ContentType = "application/zip";
        http.Response.ContentLength = pack.Bytes;
        http.Response.Headers.ContentDisposition = disposition.ToString();
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await PackStream.WriteAsync(http.Response.Body, manifest, pack.Signature!, publicKey, bytes, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException or FilesUnavailableException)
        {
            LogBroken(http.RequestServices.GetRequiredService<ILogger<PackResult>>(), e, pack.Id);
            http.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The download of the evidence pack {Pack} broke off: a file of it is gone or damaged")]
    private static partial void LogBroken(ILogger log, Exception exception, Guid pack);
}
