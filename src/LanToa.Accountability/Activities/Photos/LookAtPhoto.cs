using LanToa.Contracts.Documents;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>The version whose photo is to be looked at.</summary>
public sealed record PhotoPayload(Guid Version);

/// <summary>
/// Finds what a WebP looks like. A program of the system decodes it, so a job does it: nobody waits for the program, and a picture made to break it breaks nothing else. Where the
/// program is not installed, or cannot read the picture, there is no hint.
/// </summary>
public sealed class LookAtPhoto(LanToaDb db, FileStore files, IPictureConverter pictures) : IJobHandler<PhotoPayload>
{
    public const string Job = "activities.photo-look";

    // The look is of nine means in each of eight rows, whatever the shape: enough points for each.
    private const int Width = 288, Height = 256;

    public async Task RunAsync(PhotoPayload payload, JobRun run, CancellationToken cancel)
    {
        if (await db.Set<EvidenceVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.Id == payload.Version, cancel) is not { Sha256: { } hash } version) return;
        if (await db.Set<PhotoLook>().AnyAsync(p => p.VersionId == version.Id, cancel)) return;
        if (pictures.WhyNot is { } why)
        {
            await run.ReportAsync(100, $"{why} Ảnh này không được so với ảnh khác.");
            return;
        }
        using var bytes = new MemoryStream();
        await using (var content = await files.OpenAsync(hash, cancel)) await content.CopyToAsync(bytes, cancel);
        bytes.Position = 0;
        if (await PhotoData.ReadAsync(bytes, cancel) is not { IsWebP: true } photo) return;
        if (await pictures.WebPToPngAsync(bytes.ToArray(), Width, Height, cancel) is not { } png || PngGrid.Read(png)?.Look(photo.Orientation) is not { } look) return;
        db.Add(PhotoLook.For(version, look));
        await db.SaveChangesAsync(cancel);
    }
}
