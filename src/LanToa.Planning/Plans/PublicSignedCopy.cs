using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace LanToa.Planning.Plans;

/// <summary>The signed copy of a public plan, and of what amended it, for everyone. Of its files no other is given out, and it bears the plan's number, not the name under which somebody uploaded it.</summary>
internal static class PublicSignedCopy
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(PlanLinks.PublicList + "/{id:guid}/ban-da-ky/{version:int?}", AnswerAsync).Requires(Permission.Public);

    private static async Task<IResult> AnswerAsync(Guid id, int? version, PublishedPlans published, LanToaDb db, FileStore files, HttpContext http, CancellationToken cancel)
    {
        if (await published.FindAsync(id, cancel) is not { } issued || !issued.State.IsPublished()) return Results.NotFound();
        if ((version is { } later ? await published.AmendmentAsync(issued, later, cancel) : issued) is not { SignedFileId: { } signed } plan) return Results.NotFound();
        var copy = await db.Set<Attachment>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(a => a.ProvinceId == plan.ProvinceId && a.Id == signed && a.SubjectId == plan.Id && a.WithdrawnAt == null)
            .Join(db.Set<StoredFile>(), a => a.Sha256, f => f.Sha256, (a, f) => new { a.Sha256, f.MediaType, a.AddedAt }).FirstOrDefaultAsync(cancel);
        if (copy is null) return Results.NotFound();
        Stream content;
        try
        {
            content = await files.OpenAsync(copy.Sha256, cancel);
        }
        catch (FileNotFoundException)
        {
            return Results.NotFound(); // a restore without all files says so
        }
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        http.Response.Headers.CacheControl = PublicPageAttribute.ForAll;
        return Results.Stream(content, copy.MediaType, plan.FileName(ExtensionOf(copy.MediaType)), copy.AddedAt, new EntityTagHeaderValue($"\"{copy.Sha256}\""), enableRangeProcessing: true);
    }

    private static string ExtensionOf(string mediaType) => mediaType switch
    {
        "application/pdf" => "pdf",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        _ => "docx",
    };
}
