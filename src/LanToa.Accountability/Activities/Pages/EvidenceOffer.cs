using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>What the form that logs an activity offers as evidence beside what is sent with it: records of other rooms, and what the unit has brought already.</summary>
public sealed class EvidenceOffer(LanToaDb db, IEnumerable<ISystemRecords> records, Clock clock)
{
    private const int Most = 25;

    public async Task<IReadOnlyList<SelectListItem>> RecordsAsync(Guid unit, CancellationToken cancel = default)
    {
        var found = new List<SystemRecord>();
        foreach (var room in records) found.AddRange(await room.NewestAsync(unit, Most, cancel));
        return [.. found.OrderByDescending(r => r.Day).Select(r => new SelectListItem($"{r.Title}, {VietnameseFormat.Date(r.Day)}", $"{r.Kind}:{r.Id}"))];
    }

    public async Task<IReadOnlyList<SelectListItem>> EvidenceAsync(Guid unit, IReadOnlyCollection<Guid> except, CancellationToken cancel = default)
    {
        var today = clock.Today;
        return [.. (await db.Set<Evidence>().AsNoTracking().Where(e => e.UnitId == unit && !except.Contains(e.Id) && ((e.State == EvidenceState.InReview && e.DecisionReason == null) || e.State == EvidenceState.Accepted) && (e.ExpiresOn == null || e.ExpiresOn >= today))
            .OrderByDescending(e => e.EffectiveOn).ThenByDescending(e => e.Id).Take(Most).ToListAsync(cancel)).Select(e => new SelectListItem($"{e.Title} ({EnumWordsOf(e)}, {VietnameseFormat.Date(e.EffectiveOn)})", e.Id.ToString()))];
    }

    private static string EnumWordsOf(Evidence e) => LanToa.Platform.Text.EnumWords.Of(e.Kind).ToLowerInvariant();
}
