using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What a person says when a plan changes state. Number, date and tracking start count for issuing only.</summary>
public sealed record PlanStateInput(Guid PlanId, int Version, PlanVerb Verb, string? Reason = null, string? Number = null, string? Symbol = null, DateOnly? Date = null, DateOnly? TrackingFrom = null);

/// <summary>How it went: changed, or why not (Vietnamese); <see cref="Already"/> when the plan was in that state, as after a second click.</summary>
public sealed record PlanStateResult(bool Changed, bool Already, IReadOnlyList<string> WhyNot);

/// <summary>
/// Moves a plan through its states: drafted → submitted → approved → issued → in progress → closed; withdrawn from anywhere before the end.
/// A document that was signed elsewhere is recorded as issued at once.
/// </summary>
public sealed class ChangePlanState(LanToaDb db, Actor actor, Events events, OrganizationDirectory directory, Clock clock)
{
    /// <summary>Why the person cannot do it now; the same reasons guard the write and explain the disabled button.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, PlanVerb verb, CancellationToken cancel = default)
    {
        if (!actor.Can(Needed(verb), plan.IssuerId)) return [$"Vai trò của bạn không {verb.Name().ToLowerInvariant()} được kế hoạch của {directory.Find(plan.IssuerId)?.Name ?? "cơ quan này"}."];
        if (!verb.CanLeave(plan.State)) return [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; chỉ {verb.Name().ToLowerInvariant()} được khi: {string.Join(", ", verb.StatesBefore())}."];
        return verb is PlanVerb.Submit or PlanVerb.Issue or PlanVerb.RecordIssued ? await WhatIsOpenAsync(plan, cancel) : [];
    }

    /// <exception cref="DbUpdateConcurrencyException">Someone else changed the plan since it was read.</exception>
    public async Task<PlanStateResult> HandleAsync(PlanStateInput input, CancellationToken cancel = default)
    {
        var plan = await db.Set<Plan>().FirstOrDefaultAsync(p => p.Id == input.PlanId, cancel);
        if (plan is null) return new PlanStateResult(false, false, ["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (plan.State == input.Verb.To() && actor.Can(Needed(input.Verb), plan.IssuerId)) return new PlanStateResult(false, true, []);
        var why = (await WhyNotAsync(plan, input.Verb, cancel)).Concat(Missing(plan, input)).ToList();
        if (why.Count > 0) return new PlanStateResult(false, false, why);

        db.Entry(plan).Property(p => p.Version).OriginalValue = input.Version;
        if (input.Verb is PlanVerb.Issue or PlanVerb.RecordIssued) SetIssued(plan, input);
        (plan.State, plan.StateAt, plan.StateByName) = (input.Verb.To(), clock.Now, actor.Name);
        await TellAsync(plan, input, cancel);
        await db.Because(input.Verb.Code(), input.Reason).SaveChangesAsync(cancel);
        return new PlanStateResult(true, false, []);
    }

    private static Permission Needed(PlanVerb verb) => verb switch
    {
        PlanVerb.Approve or PlanVerb.Return => PlanPermissions.Approve,
        PlanVerb.Submit or PlanVerb.Start => PlanPermissions.Write,
        _ => PlanPermissions.Issue,
    };

    private static IEnumerable<string> Missing(Plan plan, PlanStateInput input)
    {
        if (input.Verb.NeedsReason() && string.IsNullOrWhiteSpace(input.Reason)) yield return "Hãy ghi lý do.";
        if (input.Verb is not (PlanVerb.Issue or PlanVerb.RecordIssued)) yield break;
        var date = input.Date ?? plan.Date;
        if (date is null) yield return "Bạn chưa nhập ngày ban hành.";
        if (input.TrackingFrom is { } tracking && date is { } issued && tracking < issued.AddYears(-1)) yield return "Ngày bắt đầu theo dõi sớm hơn ngày ban hành quá một năm.";
    }

    private async Task<IReadOnlyList<string>> WhatIsOpenAsync(Plan plan, CancellationToken cancel)
    {
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id && t.State == TaskState.Active).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id && p.Role != PartyRole.Coordinating).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var why = new List<string>();
        if (tasks.Count == 0) why.Add("Kế hoạch chưa có nhiệm vụ nào.");
        var calendar = plan.CalendarOn(clock.Today);
        why.AddRange(calendar.Problems());
        var timeless = tasks.Where(t => t.Rule is null).ToList();
        if (timeless.Count > 0) why.Add($"{timeless.Count} nhiệm vụ chưa rõ thời hạn: {Few(timeless)}.");
        var ownerless = tasks.Where(t => !parties[t.Id].Any() || parties[t.Id].Any(p => p.OrganizationId is null && p.GroupId is null)).ToList();
        if (ownerless.Count > 0) why.Add($"{ownerless.Count} nhiệm vụ chưa rõ cơ quan chủ trì: {Few(ownerless)}.");
        if (calendar.Problems().Count == 0) why.AddRange(tasks.Where(t => t.Rule is not null).SelectMany(t => t.Rule!.Problems(calendar).Select(p => $"“{Short(t.Text)}”: {p}")).Take(5));
        return why;
    }

    private static string Few(List<PlanTask> tasks) => string.Join("; ", tasks.Take(3).Select(t => $"“{Short(t.Text)}”")) + (tasks.Count > 3 ? "…" : "");

    private static string Short(string text) => text.Length <= 60 ? text : text[..60].TrimEnd() + "…";

    private void SetIssued(Plan plan, PlanStateInput input)
    {
        plan.Date = input.Date ?? plan.Date;
        if (!string.IsNullOrWhiteSpace(input.Number)) plan.Number = input.Number.Trim();
        if (!string.IsNullOrWhiteSpace(input.Symbol)) plan.Symbol = input.Symbol.Trim();
        plan.TrackingFrom = input.TrackingFrom;
        plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
    }

    private Task TellAsync(Plan plan, PlanStateInput input, CancellationToken cancel) => input.Verb switch
    {
        PlanVerb.Issue or PlanVerb.RecordIssued => events.PublishAsync(new PlanIssued(plan.ProvinceId, plan.Id, plan.IssuerId, plan.Date!.Value, plan.TrackingFrom), cancel),
        PlanVerb.Withdraw => events.PublishAsync(new PlanWithdrawn(plan.ProvinceId, plan.Id, input.Reason ?? ""), cancel),
        PlanVerb.Close => events.PublishAsync(new PlanClosed(plan.ProvinceId, plan.Id), cancel),
        _ => Task.CompletedTask,
    };
}
