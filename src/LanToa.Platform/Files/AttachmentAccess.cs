using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using LanToa.Platform.Permissions;

namespace LanToa.Platform.Files;

/// <summary>Says who may read the files of one kind of record. Rooms register one per subject kind.</summary>
public interface IAttachmentGuard
{
    string SubjectKind { get; }

    Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel);

    /// <summary>Who may still read a file after it was withdrawn; nobody unless the room says otherwise.</summary>
    Task<bool> MayReadWithdrawnAsync(Guid subjectId, CancellationToken cancel) => Task.FromResult(false);
}

internal static class AttachmentEndpoints
{
    // Only what a browser shows without running anything opens inside the page; the rest is saved.
    private static readonly HashSet<string> Shown = ["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"];

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/files/{id:guid}", DownloadAsync).Requires(Permission.SignedIn);

    private static async Task<IResult> DownloadAsync(Guid id, LanToaDb db, FileStore files, IEnumerable<IAttachmentGuard> guards, ProvinceVisits visits, HttpContext http, CancellationToken cancel)
    {
        using var visit = await visits.ToAsync<Attachment>(id, null, cancel);
        var attachment = await db.Set<Attachment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel);
        if (attachment is null) return Results.NotFound();
        var guard = guards.FirstOrDefault(g => g.SubjectKind == attachment.SubjectKind);
        if (guard is null) return Results.NotFound();
        if (!await (attachment.WithdrawnAt is null ? guard.MayReadAsync(attachment.SubjectId, cancel) : guard.MayReadWithdrawnAsync(attachment.SubjectId, cancel))) return Results.NotFound();
        var type = await db.Set<StoredFile>().Where(f => f.Sha256 == attachment.Sha256).Select(f => f.MediaType).FirstAsync(cancel);
        Stream content;
        try
        {
            content = await files.OpenAsync(attachment.Sha256, cancel);
        }
        catch (FileNotFoundException)
        {
            return Results.NotFound(); // a restore without all files says so
        }
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        var inline = Shown.Contains(type) && http.Request.Query.ContainsKey("xem");
        return Results.Stream(content, type == "text/plain" ? "text/plain; charset=utf-8" : type, inline ? null : attachment.FileName, enableRangeProcessing: true);
    }
}
