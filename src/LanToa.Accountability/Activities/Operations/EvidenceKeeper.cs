using LanToa.Accountability.Activities.Links;
using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Keeps what was sent as evidence of an activity: files by their content, links by their address, documents, records of other rooms, and what the unit has already. Saved by the caller.</summary>
public sealed class EvidenceKeeper(LanToaDb db, FileStore files, IEnumerable<ISystemRecords> records, LinkLooks looks, JobQueue jobs, Clock clock)
{
    /// <summary>The kinds that were added, or what stands against one of them.</summary>
    public async Task<(IReadOnlyList<EvidenceKind> Kinds, Problem? Problem)> KeepAsync(Activity activity, ActivityInput input, CancellationToken cancel)
    {
        var kinds = new List<EvidenceKind>();
        foreach (var sent in input.Files)
        {
            try
            {
                var id = Guid.CreateVersion7();
                var (kind, version) = await VersionOfAsync(id, 1, sent, input.KeepsPhotoData, null, cancel);
                Add(activity, kind, version.FileName!, activity.HappenedOn, version);
                kinds.Add(kind);
            }
            catch (FileRefusedException e)
            {
                return (kinds, new(sent.IsPhoto ? "Photos" : nameof(input.Files), $"“{FileStore.SafeName(sent.Name)}”: {e.Message}"));
            }
        }
        var looked = new List<Guid>();
        foreach (var link in input.Links.Select(l => l.Trim()).Distinct(StringComparer.Ordinal))
        {
            var version = LinkVersion(Guid.CreateVersion7(), 1, link, null);
            Add(activity, EvidenceKind.Link, link.Length <= 200 ? link : link[..199] + "…", activity.HappenedOn, version);
            looked.Add(version.Id);
            kinds.Add(EvidenceKind.Link);
        }
        looks.Enqueue(looked);
        if (input.Document is { } document)
        {
            if (await AddDocumentAsync(activity, document, cancel) is { } problem) return (kinds, problem);
            kinds.Add(EvidenceKind.IssuedDocument);
        }
        foreach (var record in input.Records.Distinct(StringComparer.Ordinal))
        {
            if (await AddRecordAsync(activity, record, cancel) is { } problem) return (kinds, problem);
            kinds.Add(EvidenceKind.SystemRecord);
        }
        if (input.Reused.Count > 0)
        {
            var (reused, problem) = await ReuseAsync(activity, input.Reused, cancel);
            if (problem is not null) return (kinds, problem);
            kinds.AddRange(reused);
        }
        return (kinds, null);
    }

    /// <summary>Evidence of the same unit serves this activity too, without a copy.</summary>
    public async Task<(IReadOnlyList<EvidenceKind> Kinds, Problem? Problem)> ReuseAsync(Activity activity, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        var found = await db.Set<Evidence>().Where(e => ids.Contains(e.Id) && e.UnitId == activity.UnitId && (e.State != EvidenceState.Draft || activity.State == ActivityState.Draft)).ToListAsync(cancel);
        if (found.Count != ids.Distinct().Count()) return ([], new(nameof(ActivityInput.Reused), "Minh chứng đã chọn không phải của đơn vị này, hoặc không còn. Hãy chọn lại."));
        if (found.Find(e => !e.Proves(activity.HappenedOn)) is { } worthless) return ([], new(nameof(ActivityInput.Reused), worthless.WaitsAgain
            ? $"“{worthless.Title}” không được chấp nhận, đã sửa mà chưa được xem lại. Hãy chọn minh chứng khác."
            : $"“{worthless.Title}” không được chấp nhận, hoặc đã hết giá trị trước ngày thực hiện. Hãy chọn minh chứng khác."));
        var used = await db.Set<ActivityEvidence>().Where(u => u.ActivityId == activity.Id && ids.Contains(u.EvidenceId)).ToDictionaryAsync(u => u.EvidenceId, cancel);
        foreach (var evidence in found)
        {
            if (used.GetValueOrDefault(evidence.Id) is { } before) before.RemovedAt = null;
            else db.Add(new ActivityEvidence { ProvinceId = activity.ProvinceId, ActivityId = activity.Id, EvidenceId = evidence.Id });
        }
        return ([.. found.Select(e => e.Kind)], null);
    }

    /// <summary>A version with the content of a file that was sent.</summary>
    /// <exception cref="FileRefusedException">It is not what is taken here.</exception>
    public async Task<(EvidenceKind Kind, EvidenceVersion Version)> VersionOfAsync(Guid evidence, int number, SentFile sent, bool keepsPhotoData, string? note, CancellationToken cancel)
    {
        await using var content = sent.Open();
        var limits = sent.IsPhoto ? FileLimits.Photo : FileLimits.Attachment;
        if (content.CanSeek && content.Length > limits.MaxBytes) throw new FileRefusedException($"Tệp nặng {content.Length / FileLimits.Megabyte} MB, nhiều hơn {limits.MaxBytes / FileLimits.Megabyte} MB. Hãy gửi bản nhỏ hơn.");
        var photo = await PhotoData.ReadAsync(content, cancel);
        await using var kept = photo is null || keepsPhotoData ? content : PhotoData.Strip(photo);
        var attachment = await files.AttachAsync(EvidenceFiles.Kind, evidence, sent.Name, kept, limits, cancel);
        var file = (await db.Set<StoredFile>().FindAsync([attachment.Sha256], cancel))!;
        var version = new EvidenceVersion
        {
            ProvinceId = db.ProvinceId, EvidenceId = evidence, Number = number, Sha256 = file.Sha256, AttachmentId = attachment.Id, FileName = attachment.FileName, MediaType = file.MediaType, Size = file.Size, Note = note,
            TakenAt = keepsPhotoData ? photo?.TakenAt : null, Latitude = keepsPhotoData ? photo?.Latitude : null, Longitude = keepsPhotoData ? photo?.Longitude : null,
            AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now,
        };
        if (photo is { IsWebP: true }) jobs.Enqueue(LookAtPhoto.Job, new PhotoPayload(version.Id), maxAttempts: 3);
        else if (photo is not null && PhotoLook.Of(photo) is { } look) db.Add(PhotoLook.For(version, look));
        return (file.MediaType.StartsWith("image/", StringComparison.Ordinal) ? EvidenceKind.Photo : EvidenceKind.File, version);
    }

    /// <summary>A version of an address, which is looked at when the caller has it enqueued, or by the nightly run.</summary>
    public EvidenceVersion LinkVersion(Guid evidence, int number, string link, string? note) => new()
    {
        ProvinceId = db.ProvinceId, EvidenceId = evidence, Number = number, Url = link, CheckAfter = clock.Now, Note = note, AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now,
    };

    private async Task<Problem?> AddDocumentAsync(Activity activity, ActivityDocument document, CancellationToken cancel)
    {
        var id = Guid.CreateVersion7();
        EvidenceVersion version;
        try
        {
            version = document.File is { } file ? (await VersionOfAsync(id, 1, file, false, null, cancel)).Version
                : new() { ProvinceId = activity.ProvinceId, EvidenceId = id, Number = 1, AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now };
        }
        catch (FileRefusedException e)
        {
            return new("DocumentFile", $"“{FileStore.SafeName(document.File!.Name)}”: {e.Message}");
        }
        var evidence = Add(activity, EvidenceKind.IssuedDocument, $"Văn bản số {document.Number}", document.On!.Value, version);
        (evidence.DocumentNumber, evidence.DocumentOn, evidence.Signer, evidence.Pointer) = (document.Number, document.On, document.Signer, document.Pointer);
        return null;
    }

    private async Task<Problem?> AddRecordAsync(Activity activity, string key, CancellationToken cancel)
    {
        if (key.Split(':') is not [var kind, var text] || !Guid.TryParse(text, out var id) || records.FirstOrDefault(r => r.Kind == kind) is not { } room || await room.FindAsync(activity.UnitId, id, cancel) is not { } record)
            return new(nameof(ActivityInput.Records), "Bản ghi đã chọn không phải của đơn vị này, hoặc không còn. Hãy chọn lại.");
        // One record is one piece of evidence, however many activities it proves.
        if (await db.Set<Evidence>().Where(e => e.UnitId == activity.UnitId && e.SubjectKind == kind && e.SubjectId == id).OrderBy(e => e.Id).FirstOrDefaultAsync(cancel) is { } known && known.State != EvidenceState.Draft) return (await ReuseAsync(activity, [known.Id], cancel)).Problem;
        Add(activity, EvidenceKind.SystemRecord, record.Title, record.Day, new() { ProvinceId = activity.ProvinceId, EvidenceId = Guid.CreateVersion7(), Number = 1, AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now }, record);
        return null;
    }

    private Evidence Add(Activity activity, EvidenceKind kind, string title, DateOnly effectiveOn, EvidenceVersion version, SystemRecord? record = null)
    {
        var evidence = new Evidence
        {
            ProvinceId = activity.ProvinceId, Id = version.EvidenceId, UnitId = activity.UnitId, Kind = kind, Title = title, EffectiveOn = effectiveOn, SubjectKind = record?.Kind, SubjectId = record?.Id,
            State = activity.State == ActivityState.Draft ? EvidenceState.Draft : EvidenceState.InReview, AddedBy = db.Actor.AccountId, AddedByName = db.Actor.Name, AddedAt = clock.Now,
        };
        db.Bring(evidence);
        db.Bring(version);
        db.Bring(new ActivityEvidence { ProvinceId = activity.ProvinceId, ActivityId = activity.Id, EvidenceId = evidence.Id });
        return evidence;
    }
}
