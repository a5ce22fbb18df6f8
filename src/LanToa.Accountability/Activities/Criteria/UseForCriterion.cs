using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>Which criterion of which year, where in the evidence, and what the unit explains.</summary>
public sealed record CriterionInput(string? Criterion, int? Year, string? Pointer, string? Note);

/// <summary>Has evidence serve a criterion of the unit that is acted for, takes it off, and puts it back. Who uses what for which criterion of which year is one row: said twice, it is said once.</summary>
public sealed class UseForCriterion(LanToaDb db, ActivityAccess access, Actor actor, IOrganizationDirectory directory, Clock clock)
{
    public const string Verb = "criterion.use", RemoveVerb = "criterion.remove";

    /// <summary>What stands against using it for any criterion of the unit.</summary>
    public string? WhyNot(Evidence evidence)
    {
        if (actor.UnitId is not { } unit || !access.MayDo(unit)) return "Bạn không có vai trò dùng minh chứng cho tiêu chí ở đơn vị này.";
        if (!directory.IsWithin(evidence.UnitId, unit)) return "Minh chứng này của đơn vị khác; chỉ đơn vị đó và cơ quan cấp trên dùng cho tiêu chí của mình.";
        return evidence.State == EvidenceState.Draft ? "Minh chứng còn ở bản nháp của một hoạt động chưa gửi." : WhyNotProof(evidence);
    }

    private static string? WhyNotProof(Evidence evidence) => evidence switch
    {
        { State: EvidenceState.Rejected } => "Minh chứng không được chấp nhận nên không chứng minh được gì.",
        { WaitsAgain: true } => "Minh chứng từng không được chấp nhận, đã sửa và đang chờ xem lại; khi được chấp nhận mới chứng minh được.",
        _ => null,
    };

    public async Task<ActivityOutcome> AddAsync(IReadOnlyCollection<Guid> evidence, CriterionInput input, CancellationToken cancel = default)
    {
        if (actor.UnitId is not { } unit || !access.MayDo(unit)) return ActivityOutcome.Denied("Bạn không có vai trò dùng minh chứng cho tiêu chí ở đơn vị này.");
        if (Problems(evidence, input).ToList() is { Count: > 0 } problems) return ActivityOutcome.Refused(problems);
        var found = await db.Set<Evidence>().AsNoTracking().Where(e => evidence.Contains(e.Id)).ToListAsync(cancel);
        if (found.Count != evidence.Distinct().Count()) return ActivityOutcome.NotFound;
        foreach (var e in found)
            if ((WhyNot(e) is { } not ? new Problem("Chosen", not) : WhyNotIn(e, input)) is { } why) return ActivityOutcome.Refused(why);
        var (code, year) = (input.Criterion!, input.Year!.Value);
        var known = await db.Set<CriterionEvidence>().Where(u => u.UnitId == unit && u.Year == year && u.Criterion == code && evidence.Contains(u.EvidenceId)).ToDictionaryAsync(u => u.EvidenceId, cancel);
        foreach (var e in found)
        {
            if (known.GetValueOrDefault(e.Id) is not { } use)
                db.Add(use = new CriterionEvidence { ProvinceId = db.ProvinceId, UnitId = unit, EvidenceId = e.Id, Criterion = code, Year = year, AddedBy = actor.AccountId, AddedByName = actor.Name, AddedAt = clock.Now });
            (use.Pointer, use.Note, use.RemovedAt) = (ActivityWriter.Trimmed(input.Pointer) ?? use.Pointer ?? e.Pointer, ActivityWriter.Trimmed(input.Note) ?? use.Note, null);
        }
        return await SaveAsync(Verb, async () => await db.Set<CriterionEvidence>().AsNoTracking().CountAsync(u => u.UnitId == unit && u.Year == year && u.Criterion == code && u.RemovedAt == null && evidence.Contains(u.EvidenceId), cancel) == found.Count, found[0].Id, cancel);
    }

    /// <summary>Takes it off the criterion; the evidence stays. <paramref name="back"/>: puts it back.</summary>
    public async Task<ActivityOutcome> RemoveAsync(Guid id, int version, bool back, CancellationToken cancel = default)
    {
        if (await db.Set<CriterionEvidence>().FirstOrDefaultAsync(u => u.Id == id, cancel) is not { } use) return ActivityOutcome.NotFound;
        if (!access.MayDo(use.UnitId)) return ActivityOutcome.Denied("Bạn không có vai trò dùng minh chứng cho tiêu chí ở đơn vị này.");
        if (use.RemovedAt is null == back) return ActivityOutcome.Already(use.EvidenceId);
        if (use.Version != version) return EditEvidence.Stale;
        if (back && WhyNotProof(await db.Set<Evidence>().AsNoTracking().FirstAsync(e => e.Id == use.EvidenceId, cancel)) is { } why) return ActivityOutcome.Refused(new Problem("", why));
        use.RemovedAt = back ? null : clock.Now;
        return await SaveAsync(back ? Verb : RemoveVerb, async () => await db.Set<CriterionEvidence>().AsNoTracking().AnyAsync(u => u.Id == id && u.RemovedAt == null == back, cancel), use.EvidenceId, cancel);
    }

    private IEnumerable<Problem> Problems(IReadOnlyCollection<Guid> evidence, CriterionInput input)
    {
        if (evidence.Count == 0) yield return new("Chosen", "Hãy chọn ít nhất một minh chứng.");
        else if (evidence.Count > 200) yield return new("Chosen", "Mỗi lần chọn nhiều nhất 200 minh chứng.");
        if (input.Year is not { } year || year < CriteriaList.FirstYear || year > clock.Today.Year) yield return new(nameof(input.Year), $"Hãy chọn năm từ {CriteriaList.FirstYear} đến {clock.Today.Year}.");
        else if (CriteriaList.Find(input.Criterion, year) is null) yield return new(nameof(input.Criterion), $"Hãy chọn một tiêu chí của năm {year}.");
        if (input.Pointer is { Length: > 200 }) yield return new(nameof(input.Pointer), "Trang, mục dài quá 200 chữ.");
        if (input.Note is { Length: > 2000 }) yield return new(nameof(input.Note), "Giải trình dài quá 2.000 chữ; hãy rút gọn.");
    }

    // The rule of the index: issued and dated within the year, and saying where; what departs from it is explained.
    private static Problem? WhyNotIn(Evidence e, CriterionInput input)
    {
        if (e.EffectiveOn.Year != input.Year && string.IsNullOrWhiteSpace(input.Note)) return new(nameof(input.Note), $"“{e.Title}” là của ngày {VietnameseFormat.Date(e.EffectiveOn)}, ngoài năm {input.Year}; minh chứng phải ban hành trong năm. Hãy chọn năm khác, hoặc ghi giải trình.");
        return e.Kind == EvidenceKind.IssuedDocument && e.Pointer is null && string.IsNullOrWhiteSpace(input.Pointer) ? new(nameof(input.Pointer), $"Hãy ghi trang, mục nào của “{e.Title}”: người thẩm định cần tìm được ngay.") : null;
    }

    private async Task<ActivityOutcome> SaveAsync(string verb, Func<Task<bool>> isSo, Guid evidence, CancellationToken cancel)
    {
        if (!db.ChangeTracker.HasChanges()) return ActivityOutcome.Already(evidence);
        try
        {
            await db.Because(verb).SaveChangesAsync(cancel);
            return ActivityOutcome.Done(evidence);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            return await isSo() ? ActivityOutcome.Already(evidence) : EditEvidence.Stale;
        }
    }
}
