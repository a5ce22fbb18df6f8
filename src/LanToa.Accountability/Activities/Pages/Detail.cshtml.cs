using LanToa.Contracts.Activities;
using LanToa.Contracts.Documents;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>One activity: what was done, what proves it, what it answers, who decided what.</summary>
public sealed class DetailModel(LanToaDb db, ActivityAccess access, EditActivity edit, DecideActivity decide, IDuties duties, AlikePhotos alike, IPictureConverter pictures, History history, IOrganizationDirectory directory, ProvinceVisits visits, Clock clock) : PageModel
{
    public Activity Activity { get; private set; } = null!;
    public IReadOnlyList<ShownEvidence> Evidence { get; private set; } = [];
    public IReadOnlyList<ActivityAnswer> Answers { get; private set; } = [];
    public IReadOnlyDictionary<Guid, DutyInfo> Duties { get; private set; } = new Dictionary<Guid, DutyInfo>();
    public IReadOnlyList<ActivityPartner> Partners { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public string UnitName => directory.DistinctNameOf(Activity.UnitId) ?? "";
    public string NameOf(Guid unit) => directory.DistinctNameOf(unit) ?? "(không rõ đơn vị)";
    public DateOnly Today => clock.Today;
    /// <summary>Photos of others that look like these.</summary>
    public IReadOnlyList<AlikePhoto> Alike { get; private set; } = [];
    /// <summary>Photos that could not be held against others; told to whoever judges.</summary>
    public IReadOnlyList<string> NotLookedAt { get; private set; } = [];
    /// <summary>Why, and what lacks.</summary>
    public string WhyNotLookedAt => pictures.WhyNot ?? "Ảnh vừa gửi, là ảnh động, hoặc gửi trước khi máy chủ có chương trình đọc WebP. Nếu lát nữa vẫn còn dòng này, hãy tự xem ảnh.";
    /// <summary>What it was a part of, and what was a part of it.</summary>
    public Activity? Host { get; private set; }
    /// <summary>An event of another body may be known by its name only.</summary>
    public bool MayOpenHost { get; private set; }
    public IReadOnlyList<Activity> Parts { get; private set; } = [];
    /// <summary>Where it was: the body, the words, the coordinates.</summary>
    public string PlaceWords => string.Join(" · ", new[]
    {
        Activity.PlaceUnitId is { } unit ? NameOf(unit) : null, Activity.Place,
        Activity is { Latitude: { } latitude, Longitude: { } longitude } ? $"{ActivityFormPage.Coordinate(latitude)}; {ActivityFormPage.Coordinate(longitude)}{(Activity.Accuracy is { } metres ? $" (sai số khoảng {VietnameseFormat.Number(metres)} m)" : "")}" : null,
    }.OfType<string>());
    public bool MayEdit { get; private set; }
    public bool Judges { get; private set; }
    /// <summary>Whether this person may say the verb now.</summary>
    public bool May(ActivityVerb verb) => _may.Contains(verb);
    /// <summary>The file behind a picture is on this server: it is shown.</summary>
    public IEnumerable<ShownEvidence> Pictures => Evidence.Where(e => e.IsPicture);

    /// <summary>A province keeps it, and it is read from the nation: what only that province opens is told, not linked.</summary>
    public bool IsVisit { get; private set; }

    public bool MayOpenPlan(ActivityAnswer answer) => !IsVisit && answer.TaskProvinceId == db.ProvinceId;

    private const int MostParts = 20;

    private readonly HashSet<ActivityVerb> _may = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        using var visit = await visits.ToAsync<Activity>(id, null, cancel);
        IsVisit = visit is not null;
        Answers = await db.Set<ActivityAnswer>().AsNoTracking().Where(x => x.ActivityId == id).OrderBy(x => x.Id).ToListAsync(cancel);
        List<Guid> assigners = [.. Answers.Select(x => x.AssignerId).Distinct()];
        if (await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } activity || !access.MayRead(activity, assigners)) return NotFound();
        Activity = activity;
        Evidence = await db.EvidenceOfAsync(id, cancel);
        if (activity.HostActivityId is { } whole) Host = await db.Set<Activity>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == whole, cancel);
        MayOpenHost = Host is { } host && access.MayRead(host, await db.AssignersAsync(host.Id, cancel));
        Parts = await PartsAsync(id, cancel);
        Alike = await alike.OfAsync(id, Evidence, cancel);
        Duties = (await duties.FindAsync([.. Answers.Select(x => x.OccurrenceId).OfType<Guid>()], cancel)).ToDictionary(d => d.OccurrenceId);
        Partners = await db.Set<ActivityPartner>().AsNoTracking().Where(p => p.ActivityId == id).OrderBy(p => p.Id).ToListAsync(cancel);
        History = await history.OfAsync(id, cancel: cancel);
        MayEdit = !IsVisit && edit.WhyNot(activity) is null;
        Judges = access.MayJudge(activity.UnitId, assigners);
        if (Judges) NotLookedAt = await alike.NotLookedAtAsync(Evidence, cancel);
        foreach (var verb in Enum.GetValues<ActivityVerb>().Where(v => !IsVisit && decide.WhyNot(v, activity, assigners) is null)) _may.Add(verb);
        return Page();
    }

    // Parts are of any unit, and each answers tasks of its own; the newest first.
    private async Task<IReadOnlyList<Activity>> PartsAsync(Guid host, CancellationToken cancel)
    {
        var parts = await db.Set<Activity>().AsNoTracking().Where(a => a.HostActivityId == host && a.State != ActivityState.Withdrawn).OrderByDescending(a => a.HappenedOn).ThenByDescending(a => a.Id).ToListAsync(cancel);
        if (parts.Count == 0) return [];
        List<Guid> ids = [.. parts.Select(a => a.Id)];
        var assigners = (await db.Set<ActivityAnswer>().AsNoTracking().Where(x => ids.Contains(x.ActivityId)).Select(x => new { x.ActivityId, x.AssignerId }).ToListAsync(cancel)).ToLookup(x => x.ActivityId, x => x.AssignerId);
        return [.. parts.Where(a => access.MayRead(a, assigners[a.Id])).Take(MostParts)];
    }
}
