using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>
/// The document that amends, the day from which it holds, and what was decided. The versions are those of what the person saw; <paramref name="Keep"/>: tasks with
/// results that are taken out all the same, what was done staying and what is open ending.
/// </summary>
public sealed record ApplyInput(Guid AmendmentId, int Version, int PlanVersion, string? Number, string? Symbol, DateOnly? Date, DateOnly EffectiveOn, string? Reason, IReadOnlyList<Guid> Keep);

/// <summary>How it went; <see cref="By"/>: who had applied it before.</summary>
public sealed record AppliedAmendment(IReadOnlyList<FieldProblem> WhyNot, bool Stale = false, string? By = null)
{
    public bool IsDone => WhyNot.Count == 0;
}

/// <summary>
/// Makes an amendment the next version of its plan, in one transaction: the version before is kept as it was, tasks that go on keep their ids, those taken out are
/// withdrawn, new ones are added. A job then changes the work from the effective day on. Pressed twice it happens once.
/// </summary>
public sealed class ApplyAmendment(
    LanToaDb db, Actor actor, AmendmentDesk desk, StartAmendment start, PlanGaps gaps, PlanTwins twins, TaskPeople people, PartyMembers members, IPlanProgress progress, PlanNotices notices, Events events, Clock clock)
{
    public const string Verb = "plan.amend";
    private const int LongestReason = 2000;

    public static string AlreadyApplied(Plan amendment) => $"{amendment.StateByName} đã áp dụng bản điều chỉnh này lúc {VietnameseFormat.DateTime(amendment.StateAt)}.";

    /// <summary>Why the amendment cannot be applied now, whatever is typed.</summary>
    public async Task<IReadOnlyList<string>> WhyNotAsync(AmendmentSheet sheet, CancellationToken cancel = default)
    {
        if (start.WhyNot(sheet.Plan) is { Count: > 0 } why) return why;
        if (sheet.Amendment.State is PlanState.Withdrawn) return ["Bản điều chỉnh này đã thu hồi."];
        if (sheet.Difference.IsNone) return ["Bản điều chỉnh chưa khác gì kế hoạch đang thực hiện: hãy sửa nhiệm vụ trong bản điều chỉnh trước."];
        if (await progress.MakingAsync(sheet.Plan.Id, sheet.Plan.Revision, cancel) is { Failed: null }) return ["Việc của kế hoạch đang được phát sinh; chờ xong rồi áp dụng."];
        return [.. (await gaps.OfAsync(sheet.Amendment, sheet.Plan.Date ?? clock.Today, cancel)).Select(g => g.Message)];
    }

    public async Task<AppliedAmendment> HandleAsync(ApplyInput input, CancellationToken cancel = default)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var planId = await db.Set<Plan>().Where(p => p.Id == input.AmendmentId).Select(p => p.AmendsId).FirstOrDefaultAsync(cancel);
        // The plan first, as everyone else does who changes it.
        if (planId is null || await db.LockPlanAsync(planId.Value, cancel) is not { } plan || await db.LockPlanAsync(input.AmendmentId, cancel) is not { } amendment) return Refused("Không tìm thấy bản điều chỉnh này.");
        if (start.WhyNot(plan) is { Count: > 0 } denied) return Refused([.. denied]);
        if (amendment.State == PlanState.Applied) return new AppliedAmendment([], By: AlreadyApplied(amendment));
        if ((amendment.Version, plan.Version) != (input.Version, input.PlanVersion))
            return new AppliedAmendment([new("", "Kế hoạch hoặc bản điều chỉnh đã đổi sau khi bạn mở trang này. Trang đã hiện bản mới nhất; hãy xem lại rồi áp dụng.")], Stale: true);
        var sheet = (await desk.OpenAsync(amendment.Id, input.EffectiveOn, cancel))!;
        if ((await WhyNotAsync(sheet, cancel)) is { Count: > 0 } why) return Refused([.. why]);
        if (await ProblemsAsync(input, sheet, cancel) is { Count: > 0 } problems) return new AppliedAmendment(problems);

        var reason = string.IsNullOrWhiteSpace(input.Reason) ? null : input.Reason.Trim();
        (amendment.Number, amendment.Symbol, amendment.Date) = (Clean(input.Number) ?? amendment.Number, Clean(input.Symbol) ?? amendment.Symbol, input.Date);
        (amendment.State, amendment.StateAt, amendment.StateByName) = (PlanState.Applied, clock.Now, actor.Name);
        var version = await KeepVersionAsync(plan, amendment, sheet, reason, cancel);
        var text = new AmendedText(db, plan, amendment, sheet);
        var keys = await text.WriteAsync(cancel);
        var (changed, ended) = await WriteTasksAsync(plan, sheet, keys, text, cancel);
        (plan.PeriodFrom, plan.PeriodTo, plan.Revision) = (sheet.Difference.PeriodAfter?.From, sheet.Difference.PeriodAfter?.To, version.Ordinal);
        db.Touch(plan);
        await db.Because(Verb, $"{version.Called}{(version.Date is { } day ? $" ngày {VietnameseFormat.Date(day)}" : "")}, áp dụng từ {VietnameseFormat.Date(input.EffectiveOn)}{(reason is null ? "" : $". {reason}")}").SaveChangesAsync(cancel);
        await members.KeepAsync(plan, input.EffectiveOn, cancel);
        await events.PublishAsync(new PlanAmended(plan.ProvinceId, plan.Id, version.Ordinal, version.Called, input.EffectiveOn, changed, ended, reason), cancel);
        await db.SaveChangesAsync(cancel);
        await notices.AppliedAsync(plan, amendment, cancel);
        await transaction.CommitAsync(cancel);
        return new AppliedAmendment([]);
    }

    private async Task<List<FieldProblem>> ProblemsAsync(ApplyInput input, AmendmentSheet sheet, CancellationToken cancel)
    {
        var problems = new List<FieldProblem>();
        if (input.Date is null) problems.Add(new("Date", "Bạn chưa nhập ngày của văn bản điều chỉnh."));
        else if (input.Date > clock.Today) problems.Add(new("Date", $"Ngày {VietnameseFormat.Date(input.Date.Value)} ở sau hôm nay; hãy nhập ngày ghi trên văn bản đã ký."));
        else if (input.Date < sheet.Plan.Date) problems.Add(new("Date", $"Ngày {VietnameseFormat.Date(input.Date.Value)} ở trước ngày ban hành kế hoạch ({VietnameseFormat.Date(sheet.Plan.Date.Value)})."));
        if (input.EffectiveOn < sheet.Plan.Date || input.EffectiveOn > clock.Today.AddYears(2)) problems.Add(new("EffectiveOn", "Ngày áp dụng phải từ ngày ban hành kế hoạch trở đi và không quá hai năm sau hôm nay."));
        if (input.Reason?.Length > LongestReason) problems.Add(new("Reason", $"Lý do dài quá {LongestReason} chữ; hãy rút gọn."));
        if (sheet.Removed.Count > 0 && string.IsNullOrWhiteSpace(input.Reason)) problems.Add(new("Reason", $"Hãy ghi lý do: {sheet.Removed.Count} nhiệm vụ bị bỏ, các cơ quan đang thực hiện sẽ thấy lý do này."));
        if (sheet.RemovedWithResults.Where(t => !input.Keep.Contains(t.Id)).ToList() is { Count: > 0 } undecided)
            problems.Add(new("Keep", $"{undecided.Count} nhiệm vụ bị bỏ đã có kết quả hoặc tài liệu kiểm chứng: {string.Join("; ", undecided.Select(t => $"“{PlanWords.Short(t.Text)}”"))}. Hãy đánh dấu từng nhiệm vụ để giữ những gì đã làm và kết thúc phần chưa làm, hoặc đưa nhiệm vụ trở lại bản điều chỉnh."));
        if (!string.IsNullOrWhiteSpace(input.Number) && input.Date is { } date
            && (await twins.OfAsync(sheet.Amendment.Id, sheet.Plan.IssuerId, input.Number, Clean(input.Symbol) ?? sheet.Amendment.Symbol, sheet.Amendment.Title, date, cancel)).FirstOrDefault(t => t.State.IsPublished() || t.State == PlanState.Applied) is { } twin)
            problems.Add(new("Number", $"Số này đã có ở {twin.Words} của cùng cơ quan; hãy kiểm tra lại số."));
        return problems;
    }

    /// <summary>What the version in force said is written down; the new one is the plan itself.</summary>
    private async Task<PlanVersion> KeepVersionAsync(Plan plan, Plan amendment, AmendmentSheet sheet, string? reason, CancellationToken cancel)
    {
        var current = await db.Set<PlanVersion>().FirstOrDefaultAsync(v => v.PlanId == plan.Id && v.Ordinal == plan.Revision, cancel);
        if (current is null) db.Add(current = PlanVersions.First(plan));
        current.Content = sheet.Before;
        var version = new PlanVersion
        {
            ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = plan.Revision + 1, AmendmentId = amendment.Id, Kind = amendment.Kind, Number = amendment.Number, Symbol = amendment.Symbol, Date = amendment.Date,
            EffectiveOn = sheet.EffectiveOn, At = clock.Now, ByName = actor.Name, Reason = reason, FileId = await FileAsync(plan, amendment, cancel),
        };
        db.Add(version);
        return version;
    }

    /// <summary>The amending document is read with the plan, by everyone who may read the plan.</summary>
    private async Task<Guid?> FileAsync(Plan plan, Plan amendment, CancellationToken cancel)
    {
        if ((amendment.SignedFileId ?? amendment.SourceFileId) is not { } file) return null;
        var original = await db.Set<Attachment>().AsNoTracking().FirstAsync(a => a.Id == file, cancel);
        var copy = new Attachment { ProvinceId = plan.ProvinceId, SubjectKind = "plan", SubjectId = plan.Id, Sha256 = original.Sha256, FileName = original.FileName, AddedAt = clock.Now, AddedBy = actor.AccountId, AddedByName = actor.Name };
        db.Add(copy);
        return copy.Id;
    }

    private async Task<(List<Guid> Changed, List<Guid> Ended)> WriteTasksAsync(Plan plan, AmendmentSheet sheet, Dictionary<string, string> keys, AmendedText text, CancellationToken cancel)
    {
        var (standing, proposed) = (await TasksAsync(plan.Id, cancel), await TasksAsync(sheet.Amendment.Id, cancel));
        var (changed, ended, touched) = (new List<Guid>(), new List<Guid>(), sheet.Touched.Select(t => t.Becomes).ToHashSet());
        foreach (var from in proposed.Values)
            if (text.SectionOf(from) is { } section && section != from.Section) from.MoveTo(section);
        foreach (var old in sheet.Removed)
        {
            standing[old.Id].State = TaskState.Withdrawn;
            ended.Add(old.Id);
        }
        foreach (var (one, place) in sheet.Tasks.Select((t, n) => (t, n)))
        {
            // What an amending document does not speak of stays, in its place among the others.
            if (ReferenceEquals(one.Row.Old, one.Row.New))
            {
                var kept = standing[one.Becomes];
                kept.Ordinal = place;
                if (!touched.Contains(one.Becomes)) continue;
                kept.BindsFrom = sheet.EffectiveOn;
                changed.Add(kept.Id);
                continue;
            }
            var from = proposed[one.Task.Id];
            var task = one.Row.Old is null ? new PlanTask { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Text = from.Text, Confidence = from.Confidence } : standing[one.Becomes];
            if (one.Row.Old is null) db.Add(task);
            if (one.Row.Change == PieceChange.Same) task.Section = from.Section;
            else
            {
                task.TakeFacts(from);
                task.Text = from.Text;
            }
            (task.Ordinal, task.StatementKeys, from.ContinuesId) = (place, [.. from.StatementKeys.Select(k => keys.GetValueOrDefault(k, k)).Distinct()], task.Id);
            if (one.Row.ChangesParties)
            {
                var (leads, coordinating) = await people.OfAsync(from.Id, cancel);
                await people.ReplaceAsync(task, leads, coordinating, cancel);
            }
            if (!touched.Contains(one.Becomes)) continue;
            task.BindsFrom = sheet.EffectiveOn;
            changed.Add(task.Id);
        }
        return (changed, ended);
    }

    private Task<Dictionary<Guid, PlanTask>> TasksAsync(Guid plan, CancellationToken cancel) => db.Set<PlanTask>().Where(t => t.PlanId == plan && t.State == TaskState.Active).ToDictionaryAsync(t => t.Id, cancel);

    private static AppliedAmendment Refused(params IReadOnlyList<string> why) => new([.. why.Select(w => new FieldProblem("", w))]);

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
