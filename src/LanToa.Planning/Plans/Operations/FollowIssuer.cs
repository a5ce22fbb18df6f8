using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>An issuer outside the person's province: it may be followed in its place, or why not.</summary>
public sealed record FollowOffer(OrganizationInfo Body, IReadOnlyList<string> WhyNot);

/// <summary>
/// Lets the officer of a whole province take on an issuer of elsewhere for which nobody works here, so that its document can be recorded as issued and
/// followed (adr/0050). The document passes to the bodies that the province keeps in the place of those it names.
/// </summary>
public sealed class FollowIssuer(LanToaDb db, Actor actor, OrganizationDirectory directory, StandIn standIn, ImportDesk desk, PlanAccess access, TaskPeople people, Clock clock)
{
    public static bool Allows(PlanState state) => state is PlanState.Drafted or PlanState.Submitted or PlanState.Approved;

    /// <summary>Null where nothing is to be taken on: the province's own body, one that it keeps, or one for which the person acts anyway.</summary>
    public async Task<FollowOffer?> OfferAsync(Guid? issuer, CancellationToken cancel = default)
    {
        if (issuer is not { } id || directory.Find(id) is not { } body || actor is not { AccountId: not null, IsSystem: false, ProvinceId: not 0 }) return null;
        if (body.ProvinceId == actor.ProvinceId || actor.Can(PlanPermissions.Issue, id)) return null;
        if (await WorkingForAsync(body, cancel) is { Count: > 0 } people)
            return new(body, [$"Đã có người của {body.Name} làm việc ở đây ({string.Join(", ", people)}): văn bản do họ nhập và ghi nhận ban hành ở cơ quan mình."]);
        return new(body, actor.CanForProvince(PlanPermissions.Write) ? [] : [$"Chưa có ai của {body.Name} làm việc ở đây. Chỉ công chức phụ trách CCHC của cả tỉnh mới theo dõi thay được; hãy đề nghị người đó nhập văn bản này."]);
    }

    /// <summary>Takes on the body named above an issuer that is still to be added; the bodies that stand in the place of its tree's.</summary>
    public async Task<IReadOnlyDictionary<Guid, Guid>> TakeBodyAsync(OrganizationInfo body, string document, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var standing = await standIn.MakeAsync(body, document, null, cancel);
        await EndAsync(transaction, ImportStep.Done, cancel);
        return standing;
    }

    public async Task<ImportStep> TakeImportAsync(Guid id, string? reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var import = await desk.FindAsync(id, cancel);
        if (desk.WhyNot(import) is { Count: > 0 } why) return new ImportStep(why);
        if (WhyNot(await OfferAsync(import!.IssuerId, cancel), import.IssuerId, reason) is { } answer) return answer;
        var standing = await standIn.MakeAsync(directory.Find(import.IssuerId!.Value)!, import.Called(), reason, cancel);
        import.IssuerId = standing[import.IssuerId.Value];
        foreach (var item in await desk.ItemsAsync(id, cancel)) (item.Leads, item.Coordinating) = (Passed(item.Leads, standing), Passed(item.Coordinating, standing));
        var step = await desk.SaveAsync("plan.follow", cancel, reason);
        return await EndAsync(transaction, step, cancel);
    }

    public async Task<ImportStep> TakePlanAsync(Guid id, string? reason, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await access.Visible().AnyAsync(p => p.Id == id, cancel) || await db.LockPlanAsync(id, cancel) is not { } plan) return ImportStep.Refused("Không tìm thấy kế hoạch trong phạm vi của bạn.");
        if (!Allows(plan.State)) return ImportStep.Refused($"Kế hoạch đã ở trạng thái “{plan.State.Name()}”.");
        if (WhyNot(await OfferAsync(plan.IssuerId, cancel), plan.IssuerId, reason) is { } answer) return answer;
        var standing = await standIn.MakeAsync(directory.Find(plan.IssuerId)!, plan.Called(), reason, cancel);
        plan.IssuerId = standing[plan.IssuerId];
        foreach (var task in await db.Set<PlanTask>().Where(t => t.PlanId == id).ToListAsync(cancel))
        {
            var (leads, coordinating) = await people.OfAsync(task.Id, cancel);
            await people.ReplaceAsync(task, Passed(leads, standing), Passed(coordinating, standing), cancel);
        }
        return await EndAsync(transaction, await desk.SaveAsync("plan.follow", cancel, reason), cancel);
    }

    // A second press finds the body taken on: it is done.
    private ImportStep? WhyNot(FollowOffer? offer, Guid? issuer, string? reason) =>
        offer is null ? issuer is { } taken && directory.IsKept(taken) ? ImportStep.Done : ImportStep.Refused("Không có cơ quan nào phải theo dõi thay.")
        : offer.WhyNot.Count > 0 ? new ImportStep(offer.WhyNot)
        : reason is { Length: > 500 } ? ImportStep.Refused("Lý do dài quá 500 chữ; hãy rút gọn.") : null;

    private async Task<ImportStep> EndAsync(Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, ImportStep step, CancellationToken cancel)
    {
        if (!step.IsDone) return step;
        await transaction.CommitAsync(cancel);
        directory.Forget();
        return step;
    }

    private static List<ItemParty> Passed(IEnumerable<ItemParty> parties, IReadOnlyDictionary<Guid, Guid> standing) =>
    [
        .. parties.Select(p => p with
        {
            OrganizationId = p.OrganizationId is { } unit ? standing.GetValueOrDefault(unit, unit) : null, Given = p.Given is { } given ? [.. given.Select(u => standing.GetValueOrDefault(u, u))] : null,
            Excluded = [.. p.Excluded.Select(e => e with { OrganizationId = standing.GetValueOrDefault(e.OrganizationId, e.OrganizationId) })],
        }),
    ];

    /// <summary>Who could record what the body issues: at the body itself or above it in its own province or ministry.</summary>
    private async Task<List<string>> WorkingForAsync(OrganizationInfo body, CancellationToken cancel)
    {
        var line = directory.Upwards(body.Id).Where(o => o.Id == body.Id || o.Level != nameof(OrganizationLevel.Nation)).Select(o => o.Id).ToList();
        var (roles, today) = (PlanPermissions.Issue.Roles, clock.Today);
        return await db.Set<Membership>().AsNoTracking().Where(m => line.Contains(m.OrganizationId) && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => a.DisplayName).Distinct().OrderBy(n => n).Take(5).ToListAsync(cancel);
    }
}
