using System.Text.Json;
using LanToa.Contracts.Documents;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>The version whose photo is to be looked at; no payload: all that nobody has looked at, of every province.</summary>
public sealed record PhotoPayload(Guid Version);

/// <summary>
/// Finds what a WebP looks like. A program of the system decodes it, so a job does it: nobody waits for the program, and a picture made to break it breaks nothing else. Where the
/// program is not installed there is no hint until it is: what waits is found each night. What the program cannot read is not tried again.
/// </summary>
public sealed class LookAtPhoto(LanToaDb db, FileStore files, IPictureConverter pictures, JobQueue jobs) : IJobHandler<PhotoPayload?>
{
    public const string Job = "activities.photo-look", Nightly = "activities.photo-look.night";

    private const int MostANight = 2000;

    // The look is of nine means in each of eight rows, whatever the shape: enough points for each.
    private const int Width = 288, Height = 256;

    public async Task RunAsync(PhotoPayload? payload, JobRun run, CancellationToken cancel)
    {
        if (payload is null)
        {
            await SeekAsync(run, cancel);
            return;
        }
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
        var photo = await PhotoData.ReadAsync(bytes, cancel);
        var png = photo is { IsWebP: true } ? await pictures.WebPToPngAsync(bytes.ToArray(), Width, Height, cancel) : null;
        db.Add(png is not null && PngGrid.Read(png)?.Look(photo!.Orientation) is { } look ? PhotoLook.For(version, look) : PhotoLook.None(version));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What came before the program was installed: a job for each.</summary>
    private async Task SeekAsync(JobRun run, CancellationToken cancel)
    {
        if (pictures.WhyNot is not null) return;
        // One that died (its file is lost, say) waits for whoever looks after the jobs, and takes no place from the others.
        var dead = (await db.Set<Job>().AsNoTracking().Where(j => j.Kind == Job && j.State == JobState.Dead).Select(j => j.Payload).ToListAsync(cancel)).Select(p => JsonSerializer.Deserialize<PhotoPayload?>(p)?.Version).OfType<Guid>().ToList();
        var waiting = await db.Set<EvidenceVersion>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking()
            .Where(v => v.MediaType == "image/webp" && v.Sha256 != null && !dead.Contains(v.Id) && !db.Set<PhotoLook>().Any(p => p.ProvinceId == v.ProvinceId && p.VersionId == v.Id)).OrderBy(v => v.Id).Take(MostANight).Select(v => new { v.ProvinceId, v.Id }).ToListAsync(cancel);
        foreach (var version in waiting) jobs.Enqueue(Job, new PhotoPayload(version.Id), province: version.ProvinceId, maxAttempts: 3);
        await db.SaveChangesAsync(cancel);
        await run.ReportAsync(100, $"{VietnameseFormat.Number(waiting.Count)} ảnh chưa được so");
    }
}
