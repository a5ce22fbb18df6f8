using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What a person says when a plan changes state. Number, date, tracking start and signed file count for issuing only.</summary>
public sealed record PlanStateInput(Guid PlanId, int Version, PlanVerb Verb, string? Reason = null, string? Number = null, string? Symbol = null, DateOnly? Date = null, DateOnly? TrackingFrom = null, SignedFile? Signed = null);

/// <summary>The signed document as it was sent.</summary>
public sealed record SignedFile(string Name, Func<Stream> Open);

/// <summary>How it went: changed, or why not (Vietnamese), at the field that it concerns; <see cref="Already"/> when the plan was in that state, as after a second click; <see cref="Stale"/> when it changed since the person looked.</summary>
public sealed record PlanStateResult(bool Changed, bool Already, IReadOnlyList<FieldProblem> Problems, bool Stale = false)
{
    public IReadOnlyList<string> WhyNot => [.. Problems.Select(p => p.Message)];

    internal static PlanStateResult Refused(params IReadOnlyList<FieldProblem> why) => new(false, false, why);
}

/// <summary>
/// Moves a plan through its states: drafted → submitted → approved → issued → in progress → closed; withdrawn from anywhere before the end.
/// A document that was signed elsewhere is recorded as issued at once. One transaction of its own, with the plan held: pressed twice it happens once.
/// </summary>
public sealed class ChangePlanState(LanToaDb db, Actor actor, Events events, OrganizationDirectory directory, PlanGaps gaps, PartyMembers members, PlanRights rights, PlanTwins twins, FileStore files, PlanNotices notices, PlanClosings closings, Clock clock)
{
    private const int LongestReason = 2000;

    public const string NotIssued = "Đây là bản điều chỉnh: khi văn bản điều chỉnh đã ký, hãy so sánh với kế hoạch đang thực hiện rồi bấm “Áp dụng điều chỉnh”.";

    public const string NotYourOwn = "Bạn đã trình kế hoạch này nên không duyệt thay được; hãy để người được thay, hoặc người khác làm thay, duyệt.";

    /// <summary>Why the person cannot do it now; the same reasons guard the write and explain the disabled button.</summary>
    public Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, PlanVerb verb, CancellationToken cancel = default) => WhyNotAsync(plan, verb, plan.Date ?? clock.Today, cancel);

    /// <exception cref="FileRefusedException">The signed file is empty, too large, of a type that is not taken or a PDF that does not open; nothing was changed.</exception>
    public async Task<PlanStateResult> HandleAsync(PlanStateInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var plan = await db.LockPlanAsync(input.PlanId, cancel);
        if (plan is null) return PlanStateResult.Refused(new FieldProblem("", "Không tìm thấy kế hoạch trong phạm vi của bạn."));
        if (plan.State == input.Verb.To() && actor.Can(Needed(input.Verb), plan.IssuerId)) return new PlanStateResult(false, true, []);
        var issues = input.Verb is PlanVerb.Issue or PlanVerb.RecordIssued;
        var date = (issues ? input.Date : null) ?? plan.Date ?? clock.Today;
        // Two drafts of one document, issued at the same moment: the second waits here and then sees the first.
        if (issues) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({plan.IssuerId.ToString()}, 0))", cancel);
        var why = (await WhyNotAsync(plan, input.Verb, date, cancel)).Select(w => new FieldProblem("", w)).Concat(Missing(plan, input)).Concat(await TakenAsync(plan, input, date, cancel)).Distinct().ToList();
        if (why.Count > 0) return PlanStateResult.Refused(why);
        if (plan.Version != input.Version) return new PlanStateResult(false, false, [new("", "Kế hoạch đã đổi sau khi bạn mở trang này. Trang đã hiện bản mới nhất; hãy xem những gì đổi rồi làm tiếp.")], Stale: true);

        var drops = input.Verb.Drops(plan.State);
        if (issues) await SetIssuedAsync(plan, input, cancel);
        if (input.Verb == PlanVerb.Close) await closings.KeepAsync(plan, input.Reason!, cancel);
        (plan.State, plan.StateAt, plan.StateByName) = (input.Verb.To(), clock.Now, actor.Name);
        await TellAsync(plan, input, cancel);
        await db.Because(input.Verb.Code(), issues && input.TrackingFrom is null && date < clock.Today ? "Theo dõi cả các kỳ đã qua" : input.Reason).SaveChangesAsync(cancel);
        await notices.TellAsync(plan, input.Verb, input.Reason, drops, cancel);
        await transaction.CommitAsync(cancel);
        return new PlanStateResult(true, false, []);
    }

    internal static Permission Needed(PlanVerb verb) => verb switch
    {
        PlanVerb.Approve or PlanVerb.Return => PlanPermissions.Approve,
        PlanVerb.Submit or PlanVerb.Start => PlanPermissions.Write,
        _ => PlanPermissions.Issue,
    };

    private async Task<IReadOnlyList<string>> WhyNotAsync(Plan plan, PlanVerb verb, DateOnly date, CancellationToken cancel)
    {
        if (rights.WhyNot(Needed(verb), plan.IssuerId, verb.Name(plan.State).ToLowerInvariant()) is { Count: > 0 } denied) return denied;
        if (plan.AmendsId is not null && verb is PlanVerb.Issue or PlanVerb.RecordIssued) return [NotIssued];
        if (!verb.CanLeave(plan.State)) return [$"Kế hoạch đang ở trạng thái “{plan.State.Name()}”; chỉ {verb.Name().ToLowerInvariant()} được khi: {string.Join(", ", verb.StatesBefore())}."];
        if (verb == PlanVerb.Approve && await IsOwnSubmissionAsync(plan.Id, cancel)) return [NotYourOwn];
        if (verb == PlanVerb.Close) return await closings.WhyNotAsync(plan, cancel);
        return verb.NeedsWhole() ? [.. (await gaps.OfAsync(plan, date, cancel)).Select(g => g.Message)] : [];
    }

    /// <summary>Whether a deputy would approve what they sent up in their own role: a second pair of eyes is another person's.</summary>
    private async Task<bool> IsOwnSubmissionAsync(Guid plan, CancellationToken cancel)
    {
        if (actor.DelegationId is null) return false;
        var submit = PlanVerb.Submit.Code();
        var by = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == plan && e.Verb == submit).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Select(e => e.AccountId).FirstOrDefaultAsync(cancel);
        return by is not null && by == actor.AccountId;
    }

    private IEnumerable<FieldProblem> Missing(Plan plan, PlanStateInput input)
    {
        if (input.Verb.NeedsReason(plan.State) && string.IsNullOrWhiteSpace(input.Reason)) yield return new("Reason", input.Verb == PlanVerb.Close ? "Hãy ghi ý kiến khi kết thúc." : "Hãy ghi lý do.");
        if (input.Reason?.Length > LongestReason) yield return new("Reason", $"Dài quá {VietnameseFormat.Number(LongestReason)} chữ; hãy rút gọn.");
        if (input.Verb is not (PlanVerb.Issue or PlanVerb.RecordIssued)) yield break;
        var date = input.Date ?? plan.Date;
        if (date is null) yield return new("Date", "Bạn chưa nhập ngày ban hành.");
        if (date > clock.Today) yield return new("Date", $"Ngày ban hành {VietnameseFormat.Date(date.Value)} ở sau hôm nay; hãy nhập ngày ghi trên văn bản đã ký.");
        if (input.TrackingFrom is { } tracking && date is { } issued && tracking < issued.AddYears(-1)) yield return new("", "Ngày bắt đầu theo dõi sớm hơn ngày ban hành quá một năm.");
    }

    /// <summary>The number given on issuing, where another plan has it.</summary>
    private async Task<IEnumerable<FieldProblem>> TakenAsync(Plan plan, PlanStateInput input, DateOnly date, CancellationToken cancel)
    {
        if (input.Verb is not (PlanVerb.Issue or PlanVerb.RecordIssued) || string.IsNullOrWhiteSpace(input.Number)) return [];
        var found = await twins.OfAsync(plan.Id, plan.IssuerId, input.Number, string.IsNullOrWhiteSpace(input.Symbol) ? plan.Symbol : input.Symbol, plan.Title, date, cancel);
        return found.Where(t => t.State.IsPublished()).Take(1).Select(t => new FieldProblem("Number", $"Số này đã có ở {t.Words} của cùng cơ quan; hãy kiểm tra lại số."));
    }

    private async Task SetIssuedAsync(Plan plan, PlanStateInput input, CancellationToken cancel)
    {
        if (DraftText.Follows(plan)) await DraftText.SettleAsync(db, plan, cancel);
        plan.Date = input.Date ?? plan.Date;
        if (!string.IsNullOrWhiteSpace(input.Number)) plan.Number = input.Number.Trim();
        if (!string.IsNullOrWhiteSpace(input.Symbol)) plan.Symbol = input.Symbol.Trim();
        plan.TrackingFrom = input.TrackingFrom;
        plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
        await members.KeepAsync(plan, plan.Date!.Value, cancel);
        if (input.Signed is not { } signed) return;
        await using var upload = signed.Open();
        plan.SignedFileId = (await AttachSignedCopy.KeepAsync(files, plan.Id, signed.Name, upload, cancel)).Id;
    }

    private Task TellAsync(Plan plan, PlanStateInput input, CancellationToken cancel) => input.Verb switch
    {
        PlanVerb.Issue or PlanVerb.RecordIssued => events.PublishAsync(new PlanIssued(plan.ProvinceId, plan.Id, plan.IssuerId, plan.Date!.Value, plan.TrackingFrom), cancel),
        PlanVerb.Withdraw => events.PublishAsync(new PlanWithdrawn(plan.ProvinceId, plan.Id, input.Reason ?? ""), cancel),
        _ => Task.CompletedTask,
    };
}
