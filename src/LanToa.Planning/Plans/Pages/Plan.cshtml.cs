using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

public sealed class PlanModel(
    LanToaDb db, PlanAccess access, PlanView view, ChangePlanState change, PlanGaps gaps, PlanRights rights, CheckWords words, History history, ActBooks acts, FollowIssuer follow, CitedPlans above, CascadeRights cascade, IPlanProgress progress, IOrganizationDirectory organizations, Clock clock) : PageModel
{
    [FromQuery(Name = "phan")]
    public string? Part { get; set; }

    [FromQuery(Name = "theo")]
    public TaskGrouping Grouping { get; set; }

    [BindProperty]
    public PlanVerb Verb { get; set; }

    [BindProperty]
    public int Version { get; set; }

    /// <summary>When the page was opened, in ticks: what changed after it is shown when the version no longer fits.</summary>
    [BindProperty]
    public long Opened { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public string? Symbol { get; set; }

    [BindProperty]
    public DateOnly? Date { get; set; }

    /// <summary>Follow periods that ended before today as well.</summary>
    [BindProperty]
    public bool FollowAll { get; set; }

    [BindProperty]
    public IFormFile? Signed { get; set; }

    public Plan Plan { get; private set; } = null!;

    public string NameOf(OrganizationInfo unit) => organizations.DistinctNameOf(unit.Id) ?? unit.Name;

    public string Issuer => organizations.DistinctNameOf(Plan.IssuerId) ?? "–";

    public IReadOnlyList<PlanStatement> Statements { get; private set; } = [];

    /// <summary>Of a working copy: some of what was added bears another number in print than it was written with.</summary>
    public bool CountsOn { get; private set; }

    public IReadOnlyList<TaskView> Tasks { get; private set; } = [];

    public IReadOnlyList<HistoryLine> Changes { get; private set; } = [];

    /// <summary>Who decided what while the document was checked, for those who draft the issuer's plans.</summary>
    public IReadOnlyList<HistoryLine> Checking { get; private set; } = [];

    public IReadOnlyList<Attachment> Files { get; private set; } = [];

    /// <summary>What can be done in the plan's state, with the reasons where this person cannot.</summary>
    public IReadOnlyList<(PlanVerb Verb, IReadOnlyList<string> WhyNot)> Verbs { get; private set; } = [];

    /// <summary>What the plan lacks before it can be submitted or issued.</summary>
    public IReadOnlyList<PlanGap> Gaps { get; private set; } = [];

    /// <summary>Why the plan came back from approval, while it is being mended.</summary>
    public HistoryLine? Returned { get; private set; }

    /// <summary>Marks that a later cell of the same row bears as well.</summary>
    public IReadOnlySet<(string Key, Guid Task)> RepeatedMarks => RowMarks.Repeated(Statements, key => TasksOfStatement[key].Select(t => t.Task.Id));

    /// <summary>The tasks that hold; the withdrawn ones stand apart.</summary>
    public IReadOnlyList<TaskView> Active => [.. Tasks.Where(t => t.Task.State == TaskState.Active)];

    /// <summary>Of a published plan only what was withdrawn from it: what a draft had never was anybody's.</summary>
    public IReadOnlyList<TaskView> Withdrawn => [.. Tasks.Where(t => t.Task.State == TaskState.Withdrawn && !_neverIssued.Contains(t.Task.Id))];

    private HashSet<Guid> _neverIssued = [];

    /// <summary>The acts that the plan cites, those not in force on its day first.</summary>
    public IReadOnlyList<CitedAct> Cited { get; private set; } = [];

    /// <summary>Withdrawn from the plan, with periods that remain: these count in no figure, as in the plan's completion.</summary>
    public int LeftOut => Tasks.Count(t => t.Task.State == TaskState.Withdrawn && t.Progress is { } p && p.Target + p.BeforeTracking > 0);

    /// <summary>For the links to the periods behind the figures: without those of withdrawn tasks.</summary>
    public string StillAsked => LeftOut > 0 ? $"&asked={Today:yyyy-MM-dd}" : "";

    public string? DoneHint => string.Join("; ", new[]
    {
        Requested > 0 ? $"thêm {VietnameseFormat.Number(RequestedDone)}/{VietnameseFormat.Number(Requested)} đề nghị" : "", LeftOut > 0 ? $"không kể {VietnameseFormat.Number(LeftOut)} nhiệm vụ đã rút" : "",
    }.Where(words => words.Length > 0)) is { Length: > 0 } hint ? hint : null;

    /// <summary>As on the board: what is only asked for stands beside.</summary>
    public int Done => Active.Sum(t => t.Progress is { } p ? p.Done - p.RequestedDone : 0);

    public int Target => Active.Sum(t => t.Progress is { } p ? p.Target - p.Requested : 0);

    public int Requested => Active.Sum(t => t.Progress?.Requested ?? 0);

    public int RequestedDone => Active.Sum(t => t.Progress?.RequestedDone ?? 0);

    /// <summary>The duties are being made, or could not be.</summary>
    public DutiesInMaking? Making { get; private set; }

    public int Late => Active.Sum(t => t.Progress?.Late ?? 0);

    /// <summary>Periods that were due before the plan was followed here.</summary>
    public int BeforeTracking => Active.Sum(t => t.Progress?.BeforeTracking ?? 0);

    public int Units => Active.SelectMany(t => t.Leads).SelectMany(p => p.Members).Select(u => u.Id).Distinct().Count();

    /// <summary>Units that a task addresses, coordinating ones among them.</summary>
    public int Addressed => Active.SelectMany(t => t.Units).DistinctBy(u => u.Unit.Id).Count();

    public DateOnly Today => clock.Today;

    public long Now => clock.Now.UtcTicks;

    /// <summary>Why the fields and tasks cannot be edited.</summary>
    public IReadOnlyList<string> WhyNotEdit => IsDropped ? ["Dự thảo này đã bỏ, không sửa được nữa."] : rights.WhyNotEdit(Plan);

    /// <summary>It was never issued: nothing of it is called back.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Only its officers send the plan up and begin it; the person is none of them.</summary>
    public bool IsOfficersOnly => rights.WhyNot(PlanPermissions.Write, Plan.IssuerId, "").Count > 0;

    public IReadOnlyList<string> WhyNotWithdraw => rights.WhyNotWithdraw(Plan);

    /// <summary>Who can give the plan force, for a person who cannot.</summary>
    public IReadOnlyList<string> Issuers { get; private set; } = [];

    public string? WhoIssues { get; private set; }

    public ILookup<string, TaskView> TasksOfStatement { get; private set; } = Array.Empty<TaskView>().ToLookup(_ => "");

    /// <summary>The words of a sentence, for the name of a link to it.</summary>
    public string WordsOf(string statement) => Statements.FirstOrDefault(s => s.Key == statement)?.Words ?? statement;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        // Whoever waits on the page sees the duties that were made; without script the link of the progress does the same.
        return this.PageWhile(Making is { Failed: null });
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (!ModelState.IsValid) return Again();
        try
        {
            var signed = Signed is { } file ? new SignedFile(file.FileName, file.OpenReadStream) : null;
            var result = await change.HandleAsync(new PlanStateInput(id, Version, Verb, Reason, Number, Symbol, Date, FollowAll ? null : clock.Today, signed), cancel);
            if (result.WhyNot.Count == 0)
            {
                this.Flash(result.Already ? $"Kế hoạch đã ở trạng thái “{Verb.To().Name()}”." : Verb is PlanVerb.Issue or PlanVerb.RecordIssued
                    ? "Đã ban hành. Việc phải làm của từng cơ quan được phát sinh ngay bây giờ." : Verb.Drops(Plan.State) ? "Đã bỏ dự thảo." : $"Đã {Verb.Name().ToLowerInvariant()} kế hoạch.");
                return Redirect(PlanLinks.Of(id));
            }
            foreach (var problem in result.Problems) ModelState.AddModelError(problem.Field, problem.Message);
            if (result.Stale) await ShowMeanwhileAsync(id, cancel);
        }
        catch (FileRefusedException e)
        {
            ModelState.AddModelError("Signed", e.Message);
        }
        db.ChangeTracker.Clear();
        await LoadAsync(id, cancel);
        return Again();
    }

    /// <summary>Restored words of the document that nobody has compared with the original yet.</summary>
    public int DoubtfulWords => Statements.Sum(s => s.Doubts.Count);

    public IReadOnlyList<string> WhyNotCheckWords => words.WhyNot(Plan);

    public async Task<IActionResult> OnPostWordsAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var checkedWords = await words.HandleAsync(id, cancel);
        if (checkedWords.IsDone)
        {
            this.Flash("Đã ghi nhận: chữ khôi phục đã được so với bản gốc.");
            return Redirect(PlanLinks.Of(id));
        }
        foreach (var why in checkedWords.WhyNot) ModelState.AddModelError("", why.Message);
        return Page();
    }

    /// <summary>Takes on the issuer, for which nobody works here.</summary>
    public async Task<IActionResult> OnPostFollowAsync(Guid id, string? reason, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        var step = await follow.TakePlanAsync(id, reason, cancel);
        if (step.IsDone)
        {
            this.Flash("Đã theo dõi thay cơ quan ban hành. Phần theo dõi này được giữ ở tỉnh của bạn.");
            return Redirect(PlanLinks.Of(id));
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        db.ChangeTracker.Clear();
        await LoadAsync(id, cancel);
        return Page();
    }

    /// <summary>The issuer stands elsewhere and may have to be followed in its place.</summary>
    public FollowOffer? Follow { get; private set; }

    /// <summary>Tasks whose words name no unit: nobody owes them.</summary>
    public IReadOnlyList<TaskView> OwedByNobody => [.. Active.Where(t => t.Leads.Count > 0 && t.Leads.All(p => p.Party.AsPrinted))];

    /// <summary>Words that bind nobody in tasks that hold, each with how many.</summary>
    public IReadOnlyList<(string Words, int Tasks)> KeptWords =>
        [.. Active.SelectMany(t => t.Leads.Concat(t.Coordinating).Where(p => p.Party.AsPrinted).Select(p => p.Party.Printed).Distinct()).GroupBy(w => w).Select(g => (g.Key, g.Count()))];

    /// <summary>Why they cannot be given to a unit here.</summary>
    public IReadOnlyList<string> WhyNotGive => GiveWords.WhyNot(Plan, rights);

    /// <summary>The plans above that this one carries out, for those who decide for its issuer.</summary>
    public IReadOnlyList<CarriedOut> CarriesOut { get; private set; } = [];

    /// <summary>Whether the person reads how the units answer this plan.</summary>
    public bool ReadsCoverage => Plan.State.IsPublished() && Addressed > 0 && cascade.ReadsCoverage(Plan.IssuerId);

    /// <summary>What others changed since the page was opened.</summary>
    public IReadOnlyList<HistoryLine> Meanwhile { get; private set; } = [];

    /// <summary>The verb whose form comes back, with what was typed in it.</summary>
    public PlanVerb? Asked { get; private set; }

    /// <summary>The form stands open with what is wrong; not where the page first shows what others changed.</summary>
    public bool Reopens(PlanVerb verb) => Asked == verb && Meanwhile.Count == 0;

    private PageResult Again()
    {
        // The newest version is on the page now: sending again is a decision about it.
        foreach (var key in new[] { nameof(Version), nameof(Opened) })
        {
            if (ModelState[key] is { Errors.Count: > 0 }) ModelState.AddModelError("", "Trang này đã cũ. Hãy xem lại kế hoạch rồi bấm lại.");
            ModelState.Remove(key);
        }
        Asked = Verb;
        return Page();
    }

    /// <summary>The tasks that were withdrawn while the plan was a draft, by the history: nothing else tells when.</summary>
    private async Task<HashSet<Guid>> WithdrawnBeforeAsync(Plan plan, CancellationToken cancel)
    {
        var withdrawn = Tasks.Where(t => t.Task.State == TaskState.Withdrawn).Select(t => t.Task.Id).ToList();
        string[] issuing = [PlanVerb.Issue.Code(), PlanVerb.RecordIssued.Code()];
        var issued = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == plan.ProvinceId && e.SubjectId == plan.Id && issuing.Contains(e.Verb)).MaxAsync(e => (DateTimeOffset?)e.At, cancel);
        if (issued is null) return [];
        var since = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == plan.ProvinceId && withdrawn.Contains(e.SubjectId) && (e.Verb == "plan-task.withdraw" || e.Verb == ApplyAmendment.Verb) && e.At >= issued).Select(e => e.SubjectId).ToListAsync(cancel);
        return [.. withdrawn.Except(since)];
    }

    private async Task ShowMeanwhileAsync(Guid id, CancellationToken cancel)
    {
        var opened = new DateTimeOffset(Math.Clamp(Opened, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
        Meanwhile = [.. (await history.OfAsync(id, 20, cancel: cancel)).Where(line => line.At >= opened)];
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        Plan = plan;
        IsDropped = (await db.DroppedAsync([plan], cancel)).Count > 0;
        (Statements, Tasks) = await view.OfAsync(plan, clock.Today, cancel);
        CountsOn = Part == "van-ban" && plan.State != PlanState.Applied && await CopyText.OfAsync(db, plan, Statements, [.. Tasks.Select(t => t.Task)], cancel) is { } copy && Statements.Any(s => copy.LabelOf(s) != s.Label);
        TasksOfStatement = Tasks.SelectMany(t => t.Sentences.Select(s => (s.Key, Task: t))).ToLookup(p => p.Key, p => p.Task);
        Making = plan.State is PlanState.Issued or PlanState.InProgress ? await progress.MakingAsync(id, plan.Revision, cancel) : null;
        _neverIssued = plan.State.IsPublished() && Tasks.Any(t => t.Task.State == TaskState.Withdrawn) ? await WithdrawnBeforeAsync(plan, cancel) : [];
        Cited = await acts.OfPlanAsync(plan, clock.Today, cancel);
        CarriesOut = cascade.Unit == plan.IssuerId ? await above.OfAsync(plan, Cited, cancel) : [];
        Changes = Part == "lich-su" ? await history.OfAsync(id, 200, cancel: cancel) : [];
        if (Part == "lich-su" && rights.WhyNot(PlanPermissions.Write, plan.IssuerId, "xem việc đối chiếu").Count == 0
            && await db.Set<PlanImport>().AsNoTracking().Where(i => i.PlanId == id).Select(i => (Guid?)i.Id).FirstOrDefaultAsync(cancel) is { } import)
            Checking = await history.OfAsync(import, 200, cancel: cancel);
        Files = await db.Set<Attachment>().AsNoTracking().Where(a => a.SubjectId == id && a.WithdrawnAt == null).OrderBy(a => a.AddedAt).ToListAsync(cancel);
        var verbs = new List<(PlanVerb, IReadOnlyList<string>)>();
        foreach (var verb in Enum.GetValues<PlanVerb>().Where(v => v.CanLeave(plan.State) && (plan.AmendsId is null || v is not (PlanVerb.Issue or PlanVerb.RecordIssued)))) verbs.Add((verb, await change.WhyNotAsync(plan, verb, cancel)));
        Verbs = verbs;
        // The links to mend something stand once, over the whole width; the button only points there.
        Follow = FollowIssuer.Allows(plan.State) ? await follow.OfferAsync(plan.IssuerId, cancel) : null;
        Gaps = plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved ? await gaps.OfAsync(plan, plan.Date ?? clock.Today, cancel) : [];
        if (plan.State == PlanState.Drafted)
        {
            if (await WaitingPlans.LastTurnAsync(db, id, cancel) is { } last && last.Verb == PlanVerb.Return.Code()) Returned = new HistoryLine(last.At, last.ActorName, PlanVerb.Return.Name(), last.Reason, []);
        }
        if (plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved && rights.WhyNot(PlanPermissions.Issue, plan.IssuerId, "ban hành kế hoạch này") is [var who, ..])
            (WhoIssues, Issuers) = (who, await rights.PeopleAsync(PlanPermissions.Issue, plan.IssuerId, clock.Today, cancel));
        return true;
    }
}
