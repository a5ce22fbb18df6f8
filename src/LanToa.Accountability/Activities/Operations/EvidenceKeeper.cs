using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Keeps what was sent as evidence of an activity: files by their content, links by their address. Saved by the caller.</summary>
public sealed class EvidenceKeeper(LanToaDb db, FileStore files, Clock clock)
{
    /// <summary>The kinds that were added, or what stands against one of them.</summary>
    public async Task<(IReadOnlyList<EvidenceKind> Kinds, Problem? Problem)> KeepAsync(Activity activity, ActivityInput input, CancellationToken cancel)
    {
        var kinds = new List<EvidenceKind>();
        foreach (var sent in input.Files)
        {
            try
            {
                await using var content = sent.Open();
                kinds.Add(await AddFileAsync(activity, sent, content, input.KeepsPhotoData, cancel));
            }
            catch (FileRefusedException e)
            {
                return (kinds, new(sent.IsPhoto ? "Photos" : nameof(input.Files), $"“{FileStore.SafeName(sent.Name)}”: {e.Message}"));
            }
        }
        foreach (var link in input.Links.Select(l => l.Trim()).Distinct(StringComparer.Ordinal))
        {
            Add(activity, EvidenceKind.Link, link.Length <= 200 ? link : link[..199] + "…", e => new EvidenceVersion { ProvinceId = e.ProvinceId, EvidenceId = e.Id, Number = 1, Url = link, AddedBy = e.AddedBy, AddedByName = e.AddedByName, AddedAt = e.AddedAt });
            kinds.Add(EvidenceKind.Link);
        }
        return (kinds, null);
    }

    private async Task<EvidenceKind> AddFileAsync(Activity activity, SentFile sent, Stream content, bool keepsPhotoData, CancellationToken cancel)
    {
        var limits = sent.IsPhoto ? FileLimits.Photo : FileLimits.Attachment;
        if (content.CanSeek && content.Length > limits.MaxBytes) throw new FileRefusedException($"Tệp nặng {content.Length / FileLimits.Megabyte} MB, nhiều hơn {limits.MaxBytes / FileLimits.Megabyte} MB. Hãy gửi bản nhỏ hơn.");
        var photo = await PhotoData.ReadAsync(content, cancel);
        await using var kept = photo is null || keepsPhotoData ? content : PhotoData.Strip(photo);
        var id = Guid.CreateVersion7();
        var attachment = await files.AttachAsync(EvidenceFiles.Kind, id, sent.Name, kept, limits, cancel);
        var file = (await db.Set<StoredFile>().FindAsync([attachment.Sha256], cancel))!;
        var kind = file.MediaType.StartsWith("image/", StringComparison.Ordinal) ? EvidenceKind.Photo : EvidenceKind.File;
        Add(activity, kind, attachment.FileName, e => new EvidenceVersion
        {
            ProvinceId = e.ProvinceId, EvidenceId = e.Id, Number = 1, Sha256 = file.Sha256, AttachmentId = attachment.Id, FileName = attachment.FileName, MediaType = file.MediaType, Size = file.Size,
            TakenAt = keepsPhotoData ? photo?.TakenAt : null, Latitude = keepsPhotoData ? photo?.Latitude : null, Longitude = keepsPhotoData ? photo?.Longitude : null,
            AddedBy = e.AddedBy, AddedByName = e.AddedByName, AddedAt = e.AddedAt,
        }, id);
        return kind;
    }

    private void Add(Activity activity, EvidenceKind kind, string title, Func<Evidence, EvidenceVersion> version, Guid? id = null)
    {
        var evidence = new Evidence
        {
            ProvinceId = activity.ProvinceId, Id = id ?? Guid.CreateVersion7(), UnitId = activity.UnitId, Kind = kind, Title = title, EffectiveOn = activity.HappenedOn,
            State = activity.State == ActivityState.Draft ? EvidenceState.Draft : EvidenceState.InReview, AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now,
        };
        db.Add(evidence);
        db.Add(version(evidence));
        db.Add(new ActivityEvidence { ProvinceId = activity.ProvinceId, ActivityId = activity.Id, EvidenceId = evidence.Id });
    }
}
