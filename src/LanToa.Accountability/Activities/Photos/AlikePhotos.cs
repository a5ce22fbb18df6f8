using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>A photo of an activity and another one that it is like, with the activity that the other proves.</summary>
public sealed record AlikePhoto(Guid EvidenceId, string Title, Guid OtherId, Activity Other);

/// <summary>Photos of other activities of the province that look like those of one, as far as the acting person may see them and nobody has said that it is in order.</summary>
public sealed class AlikePhotos(LanToaDb db, ActivityAccess access)
{
    private const int MostLooked = 400, MostShown = 5;

    public async Task<IReadOnlyList<AlikePhoto>> OfAsync(Guid activity, IEnumerable<ShownEvidence> evidence, CancellationToken cancel)
    {
        var photos = evidence.Where(e => e.Evidence.Kind == EvidenceKind.Photo).ToDictionary(e => e.Evidence.Id, e => e.Evidence.Title);
        if (photos.Count == 0) return [];
        List<Guid> ids = [.. photos.Keys];
        var looks = await db.Set<PhotoLook>().AsNoTracking().Where(p => ids.Contains(p.EvidenceId) && p.Bands.Length > 0).ToListAsync(cancel);
        long[] bands = [.. looks.SelectMany(p => p.Bands).Distinct()];
        if (bands.Length == 0) return [];
        // By the index on the parts: those that share one, the newest first.
        var candidates = await db.Set<PhotoLook>().AsNoTracking().Where(p => p.Bands.Any(b => bands.Contains(b)) && !ids.Contains(p.EvidenceId)).OrderByDescending(p => p.Id).Take(MostLooked).ToListAsync(cancel);
        var pairs = looks.SelectMany(l => candidates.Where(c => c.ApartFrom(l.Look) <= PhotoLook.MostApart).Select(c => (One: l.EvidenceId, Other: c.EvidenceId))).Distinct().ToList();
        if (pairs.Count == 0) return [];
        List<Guid> others = [.. pairs.Select(p => p.Other).Distinct()];
        var said = (await db.Set<PhotoLikeness>().AsNoTracking().Where(p => (ids.Contains(p.EvidenceId) && others.Contains(p.OtherId)) || (others.Contains(p.EvidenceId) && ids.Contains(p.OtherId))).Select(p => new { p.EvidenceId, p.OtherId }).ToListAsync(cancel))
            .Select(p => (p.EvidenceId, p.OtherId)).ToHashSet();
        var served = await db.Set<ActivityEvidence>().AsNoTracking().Where(u => others.Contains(u.EvidenceId) && u.RemovedAt == null && u.ActivityId != activity)
            .Join(db.Set<Activity>(), u => new { u.ProvinceId, Id = u.ActivityId }, a => new { a.ProvinceId, a.Id }, (u, a) => new { u.EvidenceId, Activity = a }).Where(s => s.Activity.State != ActivityState.Withdrawn).OrderBy(s => s.Activity.HappenedOn).ThenBy(s => s.Activity.Id).ToListAsync(cancel);
        List<Guid> activities = [.. served.Select(s => s.Activity.Id).Distinct()];
        var assigners = (await db.Set<ActivityAnswer>().AsNoTracking().Where(x => activities.Contains(x.ActivityId)).Select(x => new { x.ActivityId, x.AssignerId }).ToListAsync(cancel)).ToLookup(x => x.ActivityId, x => x.AssignerId);
        return [.. pairs.Where(p => !said.Contains(InOrder(p.One, p.Other)))
            .SelectMany(p => served.Where(s => s.EvidenceId == p.Other && access.MayRead(s.Activity, assigners[s.Activity.Id])).Take(1).Select(s => new AlikePhoto(p.One, photos[p.One], p.Other, s.Activity)))
            .DistinctBy(p => (p.EvidenceId, p.Other.Id)).Take(MostShown)];
    }

    /// <summary>Photos that were kept, but of which nobody knows what they look like: a WebP without the program that draws it, or before the job has come to it.</summary>
    public async Task<IReadOnlyList<string>> NotLookedAtAsync(IEnumerable<ShownEvidence> evidence, CancellationToken cancel)
    {
        var photos = evidence.Where(e => e.Evidence.Kind == EvidenceKind.Photo && e.Version.MediaType == "image/webp").ToList();
        if (photos.Count == 0) return [];
        var versions = photos.ConvertAll(p => p.Version.Id);
        var looked = await db.Set<PhotoLook>().AsNoTracking().Where(p => versions.Contains(p.VersionId) && p.Bands.Length > 0).Select(p => p.VersionId).ToListAsync(cancel);
        return [.. photos.Where(p => !looked.Contains(p.Version.Id)).Select(p => p.Evidence.Title)];
    }

    /// <summary>The two ids, the smaller one first.</summary>
    public static (Guid, Guid) InOrder(Guid one, Guid other) => one.CompareTo(other) < 0 ? (one, other) : (other, one);
}

/// <summary>Says of two photos that are alike why that is in order; whoever judges the activity.</summary>
public sealed class DismissLikeness(LanToaDb db, ActivityAccess access, LanToa.Platform.Time.Clock clock)
{
    public const string Verb = "photo.alike";

    public async Task<ActivityOutcome> HandleAsync(Activity activity, IReadOnlyCollection<Guid> assigners, AlikePhoto alike, string? word, CancellationToken cancel = default)
    {
        if (access.WhyNotJudge(activity.UnitId, assigners) is { } denied) return ActivityOutcome.Denied(denied);
        if (string.IsNullOrWhiteSpace(word)) return ActivityOutcome.Refused(new Problem("Word", "Hãy ghi vì sao hai ảnh giống nhau mà vẫn đúng."));
        if (word.Length > 500) return ActivityOutcome.Refused(new Problem("Word", "Lý do dài quá 500 chữ; hãy rút gọn."));
        var (one, other) = AlikePhotos.InOrder(alike.EvidenceId, alike.OtherId);
        if (await SaidAsync(one, other, cancel)) return ActivityOutcome.Already(activity.Id);
        db.Add(new PhotoLikeness { ProvinceId = activity.ProvinceId, EvidenceId = one, OtherId = other, ActivityId = activity.Id, OtherActivityId = alike.Other.Id, Word = word.Trim(), SaidBy = db.Actor.AccountId, SaidByName = db.Actor.Name, SaidAt = clock.Now });
        try
        {
            await db.Because(Verb, word.Trim()).SaveChangesAsync(cancel);
            return ActivityOutcome.Done(activity.Id);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            if (await SaidAsync(one, other, cancel)) return ActivityOutcome.Already(activity.Id);
            throw;
        }
    }

    private Task<bool> SaidAsync(Guid one, Guid other, CancellationToken cancel) => db.Set<PhotoLikeness>().AsNoTracking().AnyAsync(p => p.EvidenceId == one && p.OtherId == other, cancel);
}
