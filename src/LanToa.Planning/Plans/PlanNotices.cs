using LanToa.Contracts.Organizations;
using LanToa.Platform.Notices;

namespace LanToa.Planning.Plans;

/// <summary>Tells who has to approve a plan, and its author what came of it.</summary>
public sealed class PlanNotices(NoticeBoard board, IOrganizationDirectory directory)
{
    /// <summary>An amendment holds: nobody has to approve it any more, its author learns of it. Call it inside the transaction of the change.</summary>
    public async Task AppliedAsync(Plan plan, Plan amendment, CancellationToken cancel = default)
    {
        await board.SettleAsync($"plan.submitted:{amendment.Id}", cancel);
        if (amendment.CreatedBy is { } author && directory.Find(plan.IssuerId) is not null)
            await board.TellAsync(new Telling($"plan.amended-by-you:{amendment.Id}", $"Bản điều chỉnh của bạn đã được áp dụng: {plan.NumberAndSymbol} {plan.Title}".Replace("  ", " ", StringComparison.Ordinal), amendment.StateByName, PlanLinks.Versions(plan.Id)), plan.IssuerId, [author], cancel);
    }

    /// <summary>Call it inside the transaction of the change. <paramref name="drops"/>: what was withdrawn was a draft.</summary>
    public async Task TellAsync(Plan plan, PlanVerb verb, string? reason, bool drops = false, CancellationToken cancel = default)
    {
        string waiting = $"plan.submitted:{plan.Id}", name = plan.NumberAndSymbol.Length > 0 ? $"{plan.NumberAndSymbol} {plan.Title}" : plan.Title;
        // Whatever happens next, nobody has to approve it any more.
        if (verb != PlanVerb.Submit) await board.SettleAsync(waiting, cancel);
        // What was returned is on its way again.
        if (verb == PlanVerb.Submit) await board.SettleAsync(Answer(PlanVerb.Return), cancel);
        switch (verb)
        {
            case PlanVerb.Submit:
                await board.TellAsync(new Telling(waiting, $"Kế hoạch chờ duyệt: {name}", $"{plan.StateByName} trình duyệt", PlanLinks.Of(plan.Id)), plan.IssuerId, await board.PeopleAtAsync(plan.IssuerId, PlanPermissions.Approve, cancel), cancel);
                break;
            case PlanVerb.Approve or PlanVerb.Return or PlanVerb.Withdraw when plan.CreatedBy is { } author && directory.Find(plan.IssuerId) is not null:
                var what = verb switch { PlanVerb.Approve => "Kế hoạch đã được duyệt", PlanVerb.Return => "Kế hoạch bị trả lại", _ => drops ? "Dự thảo kế hoạch đã được bỏ" : "Kế hoạch đã thu hồi" };
                await board.TellAsync(new Telling(Answer(verb), $"{what}: {name}", string.IsNullOrWhiteSpace(reason) ? plan.StateByName : $"{plan.StateByName}: {reason.Trim()}", PlanLinks.Of(plan.Id)), plan.IssuerId,
                    // Its author has moved: whoever writes the unit's plans now.
                    await board.WorksForAsync(author, plan.IssuerId, PlanPermissions.Read, cancel) ? [author] : await board.PeopleAtAsync(plan.IssuerId, PlanPermissions.Write, cancel), cancel);
                break;
        }

        string Answer(PlanVerb said) => $"{said.Code()}:{plan.Id}";
    }
}
