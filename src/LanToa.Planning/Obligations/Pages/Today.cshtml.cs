using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.SavedViews;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Hôm nay: what is late, what this week asks, what waits for a decision, then what nobody in the unit has taken.</summary>
public sealed class TodayModel(UnitToday unitToday, OccurrenceRows rows, OccurrenceAccess access, Actor actor, Clock clock, ActOnOccurrence act, AssignObligation assign, DueSoon dueSoon, WaitingPlans plans, FirstSteps first, JobsInSight jobs, IEnumerable<JobKind> kinds, SavedViewBook views, MyDigest digest, CascadeItems cascade, Explanations explanations, SuccessionReader successions, IEnumerable<RecordLink> links, IEnumerable<IPagePart> parts) : PageModel
{
    /// <summary>So many rows of each list of one's own: what comes first today; the whole list is a link away.</summary>
    private const int Most = 10;
    /// <summary>So many decisions, which stand together under what they answer.</summary>
    private const int MostJudged = 25;
    private const int MostCounted = 1000;

    public DateOnly Today => clock.Today;
    public int Soon { get; private set; }
    public OrganizationInfo? Unit => actor.Unit;
    /// <summary>The last day of the unit chosen now, and who carries it on; null while it is there.</summary>
    public (DateOnly Last, IReadOnlyList<string> Heirs)? Ended => Unit is { ValidTo: { } last } unit && last < Today ? (last, access.NamesOfHeirs(unit.Id)) : null;
    /// <summary>It ended only in name, and goes by that name still: its people need not look for another unit.</summary>
    public bool Renamed { get; private set; }
    public WorkList Overdue { get; private set; } = null!;
    public WorkList Week { get; private set; } = null!;
    public WorkList Returned { get; private set; } = null!;
    public WorkList Judge { get; private set; } = null!;
    public WorkList Later { get; private set; } = null!;
    /// <summary>What the bodies left open that the unit carries on.</summary>
    public WorkList Inherited { get; private set; } = null!;
    public int InheritedCount { get; private set; }
    public IEnumerable<(Guid Id, string Name)> InheritedUnits => Inherited.Rows.Select(r => (r.Occurrence.UnitId, r.UnitName)).Distinct();
    /// <summary>What the superior waits to have explained, each with what they wrote.</summary>
    public IReadOnlyList<(OccurrenceRow Row, Explanation Asked)> Explain { get; private set; } = [];
    public int ExplainCount { get; private set; }
    public int OverdueCount { get; private set; }
    public int WeekCount { get; private set; }
    public int ReturnedCount { get; private set; }
    public int JudgeCount { get; private set; }
    public bool ManyToJudge => JudgeCount > MostCounted;
    public int LaterCount { get; private set; }
    public int OthersOverdue { get; private set; }
    public int DoneThisMonth { get; private set; }
    /// <summary>What is overdue in the scope of lists and figures, where the unit chosen now is not alone in it.</summary>
    public (int Occurrences, int Units) InScope { get; private set; }
    public IReadOnlyList<SubmittedPlan> ToApprove { get; private set; } = [];
    public IReadOnlyList<ReturnedPlan> ToMend { get; private set; } = [];
    /// <summary>Long work that runs now, for whoever sees jobs: what it brings is not here yet.</summary>
    public Job? Running { get; private set; }
    public string RunningWords => Running is { } job ? $"{kinds.FirstOrDefault(k => k.Code == job.Kind)?.Name ?? "Việc nền"}: {job.ProgressText} ({job.Progress} %)" : "";
    /// <summary>Where no plan stands yet: what this person can do to get there.</summary>
    public IReadOnlyList<FirstStep> Begin { get; private set; } = [];
    /// <summary>The person's saved filters of all lists.</summary>
    public IReadOnlyList<SavedView> SavedViews { get; private set; } = [];
    /// <summary>More units than one are in scope: the screen that compares them is a link away.</summary>
    public bool HasOverview { get; private set; }
    public bool MayUrge => actor.UnitId is { } unit && actor.Can(ObligationPermissions.Confirm, unit);
    /// <summary>What today's digest told this person; null while there is none.</summary>
    public string? Digest { get; private set; }
    /// <summary>What other rooms have to say today.</summary>
    public IReadOnlyList<PagePart> Parts { get; private set; } = [];
    /// <summary>What upper plans ask of the unit and nobody has decided about, for whoever decides it.</summary>
    public int Handed { get; private set; }
    /// <summary>Nothing of the duties' and plans' own waits; other rooms may still have something to say.</summary>
    private bool HasNoWork => Handed + Explain.Count + ToApprove.Count + ToMend.Count + Inherited.Rows.Count + Overdue.Rows.Count + Week.Rows.Count + Returned.Rows.Count + Judge.Rows.Count + Later.Rows.Count == 0;
    public bool IsQuiet => HasNoWork && Parts.Count == 0;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var (today, me, unit) = (Today, actor.AccountId, actor.UnitId ?? Guid.Empty);
        Soon = await dueSoon.DaysAsync(cancel);
        Renamed = Ended is { } end && (await successions.OfAsync(unit, cancel)).Any(s => s.Succession is { Kind: SuccessionKind.Rename, WithdrawnAt: null } && s.Succession.EffectiveOn == end.Last.AddDays(1) && access.HeirsOf(unit) is [var heir] && s.Lines.All(l => l.ToId == heir));
        var ended = access.Inherited();
        // The unit's own rows, for whoever works for it. Someone who does the unit's work sees their own and what nobody has; everybody else sees all of it.
        var own = me is { } person && rows.Sees(unit) ? await unitToday.OfAsync(actor.ProvinceId, unit, person, all: !access.MayDo(unit), ended, today, Most, cancel) : null;
        if (own is not null)
        {
            (OverdueCount, WeekCount, ReturnedCount, LaterCount) = (own.Count(TodayList.Overdue), own.Count(TodayList.Week), own.Count(TodayList.Returned), own.Count(TodayList.Later));
            (OthersOverdue, DoneThisMonth) = (own.Count(TodayList.Others), own.DoneThisMonth);
        }
        var found = (await rows.OfIdsAsync([.. own?.First.SelectMany(list => list) ?? []], cancel)).ToDictionary(r => r.Occurrence.Id);
        // What was settled between the two questions is in no list.
        WorkList Own(TodayList list) => Empty() with { Rows = [.. (own?.First[list] ?? []).Select(id => found.GetValueOrDefault(id)).OfType<OccurrenceRow>()] };
        (Returned, Overdue, Week, Later) = (Own(TodayList.Returned), Own(TodayList.Overdue), Own(TodayList.Week), Own(TodayList.Later));

        if (Own(TodayList.Explain).Rows is { Count: > 0 } late)
        {
            var last = await explanations.LastOfAsync([.. late.Select(r => r.Occurrence.Id)], cancel);
            (Explain, ExplainCount) = ([.. late.Where(r => last.ContainsKey(r.Occurrence.Id)).Select(r => (r, last[r.Occurrence.Id]))], own!.Count(TodayList.Explain));
        }

        Inherited = Empty();
        if (ended.Count > 0)
        {
            var left = rows.LeftBy(ended).Where(o => o.OpensOn <= today || o.ReturnedOn != null);
            InheritedCount = await left.CountAsync(cancel);
            if (InheritedCount > 0) Inherited = (await ListAsync(Oldest(left, Most))) with { ShowUnit = true, Links = null };
        }

        var waiting = rows.Judged(access);
        JudgeCount = waiting is null ? 0 : await waiting.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Take(MostCounted + 1).CountAsync(cancel);
        if (JudgeCount == 0) Judge = Empty(judging: true);
        else
        {
            // Whoever asks for more time waits for a decision before the day: they stand first, however many claims there are.
            var extensions = await ListAsync(Oldest(waiting!.Where(o => o.ExtensionTo != null), MostJudged), judging: true);
            var claims = await ListAsync(Oldest(waiting!.Where(o => o.ExtensionTo == null), MostJudged), judging: true);
            Judge = claims with { Rows = [.. extensions.Rows, .. claims.Rows] };
        }

        Running = actor.Holds(PlatformPermissions.ManageJobs) ? await jobs.Query().Where(j => j.State == JobState.Running && j.ProgressText != null).OrderBy(j => j.StartedAt).FirstOrDefaultAsync(cancel) : null;
        ToApprove = await plans.ToApproveAsync(cancel);
        ToMend = await plans.ReturnedAsync(cancel);
        if (actor.UnitId is { } at && actor.Can(PlanPermissions.Cascade, at)) Handed = await cascade.OpenAsync(at, cancel);
        if (HasNoWork && Running is null) Begin = await first.OfAsync(cancel);
        HasOverview = rows.IsOfWholeProvince || rows.ChosenUnits.Count > 1;
        if (HasOverview) InScope = await rows.OverdueAsync(today, cancel);
        SavedViews = await views.MineAsync(cancel: cancel);

        Parts = await parts.AtAsync("today", unit, cancel);
        if (await digest.OfAsync(today, cancel) is { } told) Digest = DigestLetter.Counts(told.Content);

        IQueryable<OccurrenceRows.Joined> Oldest(IQueryable<Occurrence> some, int most) =>
            rows.Join(some.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Take(most)).OrderBy(r => r.Occurrence.DueOn).ThenBy(r => r.Occurrence.Id);

        async Task<WorkList> ListAsync(IQueryable<OccurrenceRows.Joined> some, bool judging = false) =>
            Empty(judging) with { Rows = await rows.ReadAsync(some, cancel) };
    }

    public async Task<IActionResult> OnPostConfirmAsync(Guid id, int version, Guid formKey, CancellationToken cancel)
    {
        var outcome = await act.HandleAsync(new ActInput(id, OccurrenceVerb.Confirm, formKey, version), cancel);
        return Answer(outcome, "Đã xác nhận hoàn thành.");
    }

    public async Task<IActionResult> OnPostTakeAsync(Guid id, int version, CancellationToken cancel) =>
        Answer(await assign.HandleAsync(id, version, actor.AccountId, cancel), "Bạn đã nhận việc.");

    private IActionResult Answer(Outcome outcome, string done)
    {
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        this.Flash(outcome.Succeeded ? done : string.Join(" ", outcome.Problems), outcome.Succeeded ? StatusKind.Done : StatusKind.DueSoon);
        return RedirectToPage();
    }

    public bool MayExplain(OccurrenceRow row) => explanations.Explains(row.Occurrence);

    private WorkList Empty(bool judging = false) => new([], Today, Soon, judging, row => access.MayDo(row.Occurrence.UnitId), ShowUnit: judging, Me: actor.AccountId, Links: [.. links.Where(l => l.Place == OccurrenceModel.Place)]);
}
