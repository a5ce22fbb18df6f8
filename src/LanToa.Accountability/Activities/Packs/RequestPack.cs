using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>What a person asks to have packed.</summary>
public sealed record PackInput(Guid? UnitId, Guid? PlanId, DateOnly? From, DateOnly? To, bool WithWaiting, string? Purpose);

/// <summary>Asks for a pack: whoever may read the unit's activities may take their evidence to an appraiser; who took what, when and for what stays in the history.</summary>
public sealed class RequestPack(LanToaDb db, Actor actor, PackRows rows, IPlanWords plans, IOrganizationDirectory directory, JobQueue jobs, Clock clock)
{
    public const string Verb = "evidence-pack.make";

    public bool MayTake(Guid unit) => actor.Can(ActivityPermissions.Read, unit);

    /// <summary>What stands against it; empty when it can be made.</summary>
    public IReadOnlyList<Problem> WhyNot(PackInput input)
    {
        var problems = new List<Problem>();
        if (input.UnitId is not { } unit || directory.Find(unit) is null || !MayTake(unit)) problems.Add(new(nameof(input.UnitId), "Hãy chọn một đơn vị trong phạm vi của bạn."));
        if (input.From is null) problems.Add(new(nameof(input.From), "Hãy ghi từ ngày nào."));
        if (input.To is null) problems.Add(new(nameof(input.To), "Hãy ghi đến ngày nào."));
        if (input.From > input.To) problems.Add(new(nameof(input.To), $"Đến ngày {VietnameseFormat.Date(input.To!.Value)} trước từ ngày {VietnameseFormat.Date(input.From!.Value)}. Hãy sửa lại."));
        if (input.Purpose is { Length: > 500 }) problems.Add(new(nameof(input.Purpose), "Mục đích dài quá 500 chữ; hãy rút gọn."));
        return problems;
    }

    public async Task<ActivityOutcome> HandleAsync(Guid formKey, PackInput input, CancellationToken cancel = default)
    {
        if (await ByKeyAsync(formKey, cancel) is { } known) return ActivityOutcome.Already(known);
        if (WhyNot(input) is { Count: > 0 } problems) return ActivityOutcome.Refused(problems);
        string? planName = null;
        if (input.PlanId is { } plan && (planName = (await plans.NamesAsync([plan], cancel)).GetValueOrDefault(plan)) is null) return ActivityOutcome.Refused(new Problem(nameof(input.PlanId), "Kế hoạch đã chọn không còn. Hãy chọn lại."));
        if (!await rows.Activities(input.UnitId!.Value, input.PlanId, input.From!.Value, input.To!.Value, input.WithWaiting).AnyAsync(cancel))
            return ActivityOutcome.Refused(new Problem("", "Không có hoạt động nào như vậy nên không có gì để đóng gói. Hãy chọn đơn vị, kế hoạch hoặc thời gian khác."));

        var pack = new EvidencePack
        {
            ProvinceId = db.ProvinceId, UnitId = input.UnitId.Value, UnitName = directory.DistinctNameOf(input.UnitId.Value) ?? "", PlanId = input.PlanId, PlanName = planName, From = input.From.Value, To = input.To.Value,
            WithWaiting = input.WithWaiting, Purpose = ActivityWriter.Trimmed(input.Purpose), FormKey = formKey, RequestedBy = actor.AccountId, RequestedByName = actor.Name, RequestedAt = clock.Now,
        };
        db.Add(pack);
        pack.JobId = jobs.Enqueue(MakePack.Job, new MakePackPayload(pack.Id));
        try
        {
            await db.Because(Verb, pack.Purpose).SaveChangesAsync(cancel);
            return ActivityOutcome.Done(pack.Id);
        }
        catch (Exception e) when (e.IsLostRace())
        {
            db.ChangeTracker.Clear();
            if (await ByKeyAsync(formKey, cancel) is { } other) return ActivityOutcome.Already(other);
            throw;
        }
    }

    private async Task<Guid?> ByKeyAsync(Guid formKey, CancellationToken cancel) => await db.Set<EvidencePack>().AsNoTracking().Where(p => p.FormKey == formKey).Select(p => (Guid?)p.Id).FirstOrDefaultAsync(cancel);
}
