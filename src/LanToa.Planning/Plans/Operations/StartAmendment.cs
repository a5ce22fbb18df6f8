using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>The working copy; <paramref name="Open"/>: the one that was under way already.</summary>
public sealed record StartedAmendment(Guid? AmendmentId, Plan? Open, IReadOnlyList<string> WhyNot);

/// <summary>
/// Begins an amendment by a working copy of the issued plan: a draft that is edited with the forms of every draft, whose tasks know which task of the plan they
/// continue. There is one at a time: whoever comes second is shown the first.
/// </summary>
public sealed class StartAmendment(LanToaDb db, Actor actor, PlanRights rights, PlanVersions versions, OrganizationDirectory directory, Clock clock)
{
    public const string Verb = "plan.start-amendment";

    /// <summary>Why this person cannot amend the plan now.</summary>
    public IReadOnlyList<string> WhyNot(Plan plan) => plan.AmendsId is not null ? ["Đây đã là bản điều chỉnh của một kế hoạch."]
        : plan.State is not (PlanState.Issued or PlanState.InProgress) ? [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; chỉ điều chỉnh được kế hoạch đã ban hành hoặc đang thực hiện."]
        : rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "điều chỉnh kế hoạch này");

    /// <summary>Why this person does not begin an amendment: whoever may only issue reads and applies what an officer has written.</summary>
    public IReadOnlyList<string> WhyNotStart(Plan plan) => WhyNot(plan) is { Count: > 0 } why ? why
        : rights.WhyNot(PlanPermissions.Write, plan.IssuerId, "soạn bản điều chỉnh") is { Count: > 0 } ? [Officers(plan)] : [];

    private string Officers(Plan plan) =>
        $"Bản điều chỉnh do Công chức phụ trách CCHC của {directory.Find(plan.IssuerId)?.Name ?? "cơ quan ban hành"} soạn hoặc nhập từ văn bản. Khi có bản đó, bạn xem phần khác nhau với kế hoạch rồi áp dụng; hãy giao việc soạn cho công chức.";

    public async Task<StartedAmendment> HandleAsync(Guid planId, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await db.LockPlanAsync(planId, cancel) is not { } plan) return new StartedAmendment(null, null, ["Không tìm thấy kế hoạch trong phạm vi của bạn."]);
        if (WhyNotStart(plan) is { Count: > 0 } why) return new StartedAmendment(null, null, why);
        if (await versions.OpenAsync(planId, cancel) is { } open) return new StartedAmendment(open.Id, open, []);
        var copy = New(plan);
        db.Add(copy);
        foreach (var s in await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == planId).ToListAsync(cancel))
            db.Add(new PlanStatement
            {
                ProvinceId = s.ProvinceId, PlanId = copy.Id, Ordinal = s.Ordinal, Key = s.Key, Kind = s.Kind, Label = s.Label, Path = [.. s.Path], Start = s.Start, End = s.End, Text = s.Text, Restored = s.Restored, Doubts = [.. s.Doubts],
            });
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == planId).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        foreach (var task in await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == planId && t.State == TaskState.Active).ToListAsync(cancel)) Copy(task, parties[task.Id], copy.Id);
        await db.Because(Verb).SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new StartedAmendment(copy.Id, null, []);
    }

    private Plan New(Plan plan)
    {
        var copy = new Plan
        {
            ProvinceId = plan.ProvinceId, IssuerId = plan.IssuerId, Kind = plan.Kind, Title = TitleOf(plan), AmendsId = plan.Id, AmendsWhole = true,
            CreatedAt = clock.Now, CreatedBy = actor.AccountId, CreatedByName = actor.Name, StateAt = clock.Now, StateByName = actor.Name,
        };
        copy.TakeFacts(plan);
        (copy.Number, copy.Date) = (null, null);
        copy.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
        return copy;
    }

    private static string TitleOf(Plan plan) => $"Điều chỉnh, bổ sung {plan.Kind}{(plan.NumberAndSymbol.Length > 0 ? $" số {plan.NumberAndSymbol}" : "")}{(plan.Date is { } day ? $" ngày {VietnameseFormat.Date(day)}" : "")}: {plan.Title}";

    private void Copy(PlanTask task, IEnumerable<TaskParty> parties, Guid to)
    {
        var copy = new PlanTask { ProvinceId = task.ProvinceId, PlanId = to, Ordinal = task.Ordinal, Text = task.Text, Confidence = task.Confidence, ContinuesId = task.Id };
        copy.TakeFacts(task);
        db.Add(copy);
        foreach (var p in parties)
            db.Add(new TaskParty
            {
                ProvinceId = p.ProvinceId, PlanId = to, TaskId = copy.Id, Ordinal = p.Ordinal, Role = p.Role, Printed = p.Printed, OrganizationId = p.OrganizationId, GroupId = p.GroupId, Units = p.Units is { } units ? [.. units] : null,
                Excluded = [.. p.Excluded], AsPrinted = p.AsPrinted, GivenOn = p.GivenOn,
            });
    }
}
