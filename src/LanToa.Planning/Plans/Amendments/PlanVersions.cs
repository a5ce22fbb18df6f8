using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>The versions of a plan, and what is under way to be the next.</summary>
public sealed class PlanVersions(LanToaDb db, PlanContents contents)
{
    /// <summary>Newest first; a plan that was never amended has one, made of the plan itself.</summary>
    public async Task<IReadOnlyList<PlanVersion>> OfAsync(Plan plan, CancellationToken cancel = default) => plan.Revision == 1 ? [First(plan)]
        : await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == plan.Id).OrderByDescending(v => v.Ordinal).ToListAsync(cancel);

    /// <summary>Whether a document that amended the plan has a signed copy: it is public with the plan.</summary>
    public Task<bool> AnySignedAsync(Plan plan, CancellationToken cancel = default) => db.Set<PlanVersion>().Where(v => v.PlanId == plan.Id).AnyAsync(v => db.Set<Plan>().Any(p => p.Id == v.AmendmentId && p.SignedFileId != null), cancel);

    /// <summary>What a version says; null when the plan has no such version.</summary>
    public async Task<PlanContent?> ContentAsync(Plan plan, int ordinal, CancellationToken cancel = default) => ordinal == plan.Revision ? await contents.OfAsync(plan, cancel: cancel)
        : await db.Set<PlanVersion>().AsNoTracking().Where(v => v.PlanId == plan.Id && v.Ordinal == ordinal).Select(v => v.Content).FirstOrDefaultAsync(cancel);

    /// <summary>The amendment of the plan that is being prepared.</summary>
    public Task<Plan?> OpenAsync(Guid plan, CancellationToken cancel = default) => db.Set<Plan>().AsNoTracking()
        .FirstOrDefaultAsync(p => p.AmendsId == plan && (p.State == PlanState.Drafted || p.State == PlanState.Submitted || p.State == PlanState.Approved), cancel);

    /// <summary>"bản điều chỉnh do Lê An lập lúc 10:05 02/06/2026 (dự thảo)".</summary>
    public static string WordsOf(Plan open) => $"bản điều chỉnh do {open.CreatedByName} lập lúc {VietnameseFormat.DateTime(open.CreatedAt)} ({open.State.Name().ToLowerInvariant()})";

    internal static PlanVersion First(Plan plan) => new()
    {
        ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = 1, Kind = plan.Kind, Number = plan.Number, Symbol = plan.Symbol, Date = plan.Date, EffectiveOn = plan.Date ?? DateOnly.MinValue, At = plan.StateAt, ByName = plan.StateByName,
        FileId = plan.SignedFileId ?? plan.SourceFileId,
    };
}
