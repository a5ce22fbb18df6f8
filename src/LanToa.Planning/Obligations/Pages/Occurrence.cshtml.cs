using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Obligations.Urgings;
using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>One occurrence: its dates and why, the sentence of the plan behind it, what was done, and what can be done now.</summary>
public sealed class OccurrenceModel(
    LanToaDb db, OccurrenceAccess access, ActOnOccurrence act, SmallActs small, WithdrawEvidence withdraw, RuleBooks books, PlanNames plans, PlanSentences sentences, EarlierWordings wordings, History history,
    IOrganizationDirectory directory, Clock clock, DueSoon dueSoon, Explanations explanations, UrgingRecords urgings, IEnumerable<RecordLink> links, IEnumerable<IPagePart> parts) : PageModel
{
    /// <summary>The place at which other rooms show parts and links (<see cref="IPagePart"/>).</summary>
    public const string Place = "occurrence";

    public sealed record Action(string Code, string Text, IReadOnlyList<string> WhyNot);

    public Occurrence Occurrence { get; private set; } = null!;
    public Obligation Obligation { get; private set; } = null!;
    public PlanName? Plan { get; private set; }
    public IReadOnlyList<PlanSentence> Sentences { get; private set; } = [];
    /// <summary>What the plan said to this period, where it says something else to later ones.</summary>
    public EarlierWords? Earlier { get; private set; }
    public string Text { get; private set; } = "";
    public IReadOnlyList<WhyStep> WhyLate { get; private set; } = [];
    public IReadOnlyList<HistoryLine> History { get; private set; } = [];
    public IReadOnlyList<Attachment> Files { get; private set; } = [];
    public IReadOnlyList<WithdrawnFile> Withdrawn { get; private set; } = [];
    public bool MayWithdraw => withdraw.WhyNot(Occurrence) is null;
    public bool MayReadWithdrawn => access.MayDo(Occurrence.UnitId) || access.MayJudge(Occurrence.UnitId, Occurrence.AssignerId);
    public IReadOnlyList<Action> Actions { get; private set; } = [];
    public Action? Primary { get; private set; }
    public ReportingRegime? Regime { get; private set; }
    /// <summary>What was asked and said of its lateness.</summary>
    public IReadOnlyList<Explanation> Explained { get; private set; } = [];
    /// <summary>What this person can do about the explanation; null for nothing.</summary>
    public string? ExplainButton { get; private set; }
    public IReadOnlyList<Urging> Urged { get; private set; } = [];
    public bool MayOpen(Urging urging) => urgings.MayOpen(urging);
    public string NameOf(Guid unit) => directory.NameOf(unit);
    /// <summary>What other rooms show of it.</summary>
    public IReadOnlyList<PagePart> Parts { get; private set; } = [];
    /// <summary>What other rooms let the unit do with it; what an ended body owed is only reported by its heirs.</summary>
    public IReadOnlyList<RecordLink> Links => access.MayDo(Occurrence.UnitId) && access.HeirsOf(Occurrence.UnitId).Count == 0 && Occurrence.NotApplicableOn is null ? [.. links.Where(l => l.Place == Place)] : [];
    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    /// <summary>The plan's words about time.</summary>
    public string? Wording => ActOnOccurrence.Trimmed(Obligation.Rule.Wording);

    public string UnitName => directory.NameOf(Occurrence.UnitId);
    /// <summary>Who does what the unit, which has ended, still owes; empty for one that goes on and for what is settled.</summary>
    public IReadOnlyList<string> Heirs => Occurrence.StateOn(Today) is OccurrenceState.Open or OccurrenceState.Overdue or OccurrenceState.Returned or OccurrenceState.Requested ? [.. access.HeirsOf(Occurrence.UnitId).Select(directory.NameOf)] : [];

    /// <summary>Of standing work without an activity in this period: the day of the newest one of any other.</summary>
    public DateOnly? LastSign { get; private set; }

    public string AssignerName => directory.NameOf(Occurrence.AssignerId);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == id, cancel) is not { } occurrence || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return NotFound();
        Occurrence = occurrence;
        Soon = await dueSoon.DaysAsync(cancel);
        Obligation = await db.Set<Obligation>().AsNoTracking().FirstAsync(o => o.Id == occurrence.ObligationId, cancel);
        if (occurrence.LastActivityOn is null && Obligation.Rule.Kind == DutyKind.Standing) LastSign = await db.Set<Occurrence>().Where(o => o.ObligationId == occurrence.ObligationId).MaxAsync(o => o.LastActivityOn, cancel);
        Plan = (await plans.OfAsync([occurrence.PlanId], cancel)).GetValueOrDefault(occurrence.PlanId);
        Earlier = await sentences.EarlierAsync(occurrence.PlanId, occurrence.TaskId, occurrence.WordsOn(), occurrence.ClaimedOn ?? occurrence.ConfirmedOn, cancel);
        // Versions of a plan of another province are not read here; their words of a task are the duty's, wherever it stands.
        Text = Earlier?.Text ?? (Plan is { } named ? (await wordings.OfAsync([named], cancel)).TextOf(occurrence) : null) ?? Obligation.Text;
        Sentences = Earlier?.Sentences ?? await sentences.OfTaskAsync(occurrence.TaskId, cancel);
        Files = await db.EvidenceOfAsync(id, cancel);
        Withdrawn = await db.WithdrawnOfAsync(id, cancel);
        History = [.. (await history.OfAsync(id, cancel: cancel)).Select(line => line with { What = line.What.Replace(ClaimNotes.ForTheUnit, $"thay {UnitName}", StringComparison.Ordinal) })];
        var book = (await books.OfAsync(Obligation.TaskProvinceId, cancel)).For(Obligation.AssignerId);
        Regime = book.Regimes.All.FirstOrDefault(r => r.Code == Obligation.RegimeCode);
        var moves = await OccurrenceWords.MovesOfAsync(db, id, cancel);
        var why = await db.Set<DueReason>().Where(r => r.Id == occurrence.DueReasonId).Select(r => r.Sentences).FirstOrDefaultAsync(cancel) ?? [];
        WhyLate = Rules.WhyLate.Explain(occurrence.Facts(Obligation.ConfirmsItself), Today, why, book.Holidays, moves, AssignerName,
            occurrence.RuleDueOn is { } day && day < occurrence.DueOn && moves.All(m => m.From != day) ? day : null);
        Explained = await explanations.OfAsync(id, cancel);
        Urged = await urgings.OfOccurrenceAsync(id, cancel);
        ExplainButton = explanations.Explains(occurrence) && explanations.WhyNot(ExplanationStep.Given, occurrence, Explained).Count == 0 ? Explained.Any(e => e.Step == ExplanationStep.Given) ? "Giải trình thêm" : "Giải trình"
            : !explanations.Judges(occurrence) ? null
            : explanations.WhyNot(ExplanationStep.Accepted, occurrence, Explained).Count == 0 ? "Xem, trả lời giải trình"
            : explanations.WhyNot(ExplanationStep.Asked, occurrence, Explained).Count == 0 ? "Yêu cầu giải trình" : null;
        Parts = await parts.AtAsync(Place, id, cancel);
        Offer(await IsWorkedForAsync(cancel));
        return Page();
    }

    /// <summary>Whether somebody holds a role in the unit itself, or in one that carries it on, and can report its work.</summary>
    private Task<bool> IsWorkedForAsync(CancellationToken cancel)
    {
        var (units, today, roles) = ((List<Guid>)[Occurrence.UnitId, .. access.HeirsOf(Occurrence.UnitId)], Today, ObligationPermissions.Do.Roles);
        return db.Set<Membership>().AnyAsync(m => units.Contains(m.OrganizationId) && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today), cancel);
    }

    /// <summary>What can be done about a period that was due before the plan was followed.</summary>
    public string BeforeTrackingHint => Primary?.Code == "claim-done" && Primary.WhyNot.Count == 0
        ? $"Không tính là trễ và không bắt buộc ghi lại. Nếu đã làm, bấm “{Primary.Text}”, ghi đúng ngày hoàn thành và kèm tài liệu."
        : "Không tính là trễ và không bắt buộc ghi lại. Nếu đã làm, người của đơn vị ghi nhận được ở trang này.";

    private void Offer(bool isWorkedFor)
    {
        var all = new List<Action>
        {
            Of(OccurrenceVerb.ClaimDone, "claim-done", "Ghi nhận"), Of(OccurrenceVerb.Confirm, "confirm", "Xác nhận"), Of(OccurrenceVerb.Return, "return", "Trả lại"),
            Of(OccurrenceVerb.Start, "start", "Bắt đầu làm"), new("ask-extension", "Xin lùi hạn", small.WhyNotAskExtension(Occurrence)),
            Of(OccurrenceVerb.NothingArose, "nothing-arose", "Báo không phát sinh"), Of(OccurrenceVerb.MoveDueDate, "move-due-date", Occurrence.ExtensionTo is null ? "Đổi hạn" : "Cho lùi hạn"),
            Of(OccurrenceVerb.NotApplicable, "not-applicable", "Không áp dụng"), Of(OccurrenceVerb.Follow, "follow", "Đưa vào theo dõi"), Of(OccurrenceVerb.Reopen, "reopen", "Mở lại"),
        };
        if (Occurrence.ExtensionTo is not null) all.Add(new("refuse-extension", "Không cho lùi hạn", small.WhyNotRefuseExtension(Occurrence)));
        // Whoever stands above may do a unit's work by their role, but here they judge it: what is the unit's to say is offered to the unit.
        // What was done before the plan was followed, and what nobody in the unit can report, they may write down for it.
        if (access.MayJudge(Occurrence.UnitId, Occurrence.AssignerId) && !access.WorksFor(Occurrence.UnitId))
        {
            var writesDown = !isWorkedFor || Occurrence.StateOn(Today) == OccurrenceState.BeforeTracking;
            all.RemoveAll(a => a.Code is "start" or "ask-extension" || (!writesDown && a.Code is "claim-done" or "nothing-arose"));
            if (writesDown) all[0] = all[0] with { Text = "Ghi nhận thay đơn vị" };
            // Where their own word confirms it, it is no report.
            all = [.. all.Select(a => a.Code == "nothing-arose" ? a with { Text = "Ghi không phát sinh" } : a)];
        }
        var possible = all.Where(a => a.WhyNot.Count == 0).ToList();
        Primary = possible.FirstOrDefault(a => a.Code is "claim-done" or "confirm")
            ?? (access.MayDo(Occurrence.UnitId) && !access.MayJudge(Occurrence.UnitId, Occurrence.AssignerId) ? all[0] : null);
        Actions = [.. possible.Where(a => a != Primary)];
    }

    private Action Of(OccurrenceVerb verb, string code, string text) => new(code, text, act.WhyNot(verb, Occurrence));
}
