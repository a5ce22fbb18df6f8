using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Contracts.Activities;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SentFile = LanToa.Accountability.Activities.SentFile;

namespace LanToa.Demonstration;

public sealed record LivePayload;

/// <summary>
/// Reports results as the units would have by today: most in time, some late, some waiting or returned, a few left overdue. Which ones
/// follows from unit and date, so that a broken-off run goes on where it was.
/// </summary>
public sealed class LiveSamplePlans(ActAs people, LanToaDb db, OrganizationDirectory directory, JobQueue jobs, Clock clock) : IJobHandler<LivePayload>
{
    public const string Job = "demonstration.results";

    public const string Key = "demonstration:results";

    public async Task RunAsync(LivePayload payload, JobRun run, CancellationToken cancel)
    {
        var today = clock.Today;
        await WaitForDutiesAsync(cancel);
        await CloseAsync(today, cancel);
        var open = (await db.Set<Occurrence>().AsNoTracking().Where(o => o.OpensOn <= today && !o.BeforeTracking && o.ConfirmedOn == null && o.NothingAroseOn == null && o.ReturnedOn == null).OrderBy(o => o.DueOn).ToListAsync(cancel));
        var doers = await DoersAsync(cancel);
        var (done, refused) = (0, 0);
        foreach (var unit in open.GroupBy(o => o.UnitId))
        {
            var mine = unit.Where(o => FateOf(o, today) != Fate.Left).ToList();
            if (doers.GetValueOrDefault(unit.Key) is not { } doer || mine.Count == 0) continue;
            foreach (var occurrence in mine)
            {
                if (await LiveAsync(occurrence, doer, today, cancel)) done++;
                else refused++;
            }
            await run.ReportAsync(Math.Min(95, 5 + (90 * (done + refused) / open.Count)), $"Kết quả của {directory.Find(unit.Key)?.Name}");
        }
        await SetFloorsAsync(doers, cancel);
        await jobs.EnqueueOnceAsync(WriteSampleReports.Job, new ReportsPayload(), WriteSampleReports.Key, Samples.ProvinceId, cancel);
        await run.ReportAsync(100, $"Đã ghi nhận {done} kết quả" + (refused == 0 ? "" : $", {refused} kết quả không ghi được"));
        run.ResultPath = "/obligations";
    }

    /// <summary>Some units ask two of themselves in each period of standing work.</summary>
    private async Task SetFloorsAsync(Dictionary<Guid, string> doers, CancellationToken cancel)
    {
        var standing = await db.Set<Obligation>().AsNoTracking().Where(o => o.Kind == DutyKind.Standing && o.Role == DutyRole.Lead && o.OwnFloor == null && o.EndedOn == null).OrderBy(o => o.Id).ToListAsync(cancel);
        foreach (var duty in standing.Where(o => o.Rule.Count is null && Math.Abs(HashOf($"{o.UnitId}")) % 3 == 0).DistinctBy(o => o.UnitId).Take(12))
            if (doers.GetValueOrDefault(duty.UnitId) is { } doer)
                await people.RunAsync(doer, async services => await services.GetRequiredService<SetFloor>().HandleAsync(duty.Id, duty.Version, 2, cancel), cancel);
    }

    /// <summary>Closes what the year is over for.</summary>
    private async Task CloseAsync(DateOnly today, CancellationToken cancel)
    {
        foreach (var plan in await db.Set<Plan>().AsNoTracking().Where(p => p.State == PlanState.Issued && p.PeriodTo < today).ToListAsync(cancel))
            await people.RunAsync("cchc", services => services.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, plan.Version, PlanVerb.Close, "Đã hết năm của kế hoạch."), cancel), cancel);
    }

    private enum Fate
    {
        Left,
        Confirmed,
        Late,
        Waiting,
        Returned,
        NothingArose,
    }

    private Fate FateOf(Occurrence o, DateOnly today)
    {
        var lot = Math.Abs(HashOf($"{directory.Find(o.UnitId)?.Code} {o.PeriodKey} {o.ScheduledOn:yyyyMMdd} {o.Target}")) % 100;
        if (o.DueOn >= today) return lot switch { < 10 => Fate.Confirmed, < 22 => Fate.Waiting, _ => Fate.Left };
        return lot switch { < 70 => Fate.Confirmed, < 80 => Fate.Late, < 86 => Fate.Waiting, < 89 => Fate.Returned, < 93 when o.Target is null => Fate.NothingArose, _ => Fate.Left };
    }

    private async Task<bool> LiveAsync(Occurrence o, string doer, DateOnly today, CancellationToken cancel)
    {
        var fate = FateOf(o, today);
        if (fate == Fate.NothingArose && o.ClaimedOn is null)
        {
            if (!await ActAsync(doer, o.Id, OccurrenceVerb.NothingArose, new() { Reason = "Trong kỳ không phát sinh nội dung phải thực hiện." }, cancel)) return false;
        }
        else if (o.ClaimedOn is null)
        {
            var wanted = fate == Fate.Late ? o.DueOn.AddDays(3) : o.DueOn.AddDays(-2);
            var doneOn = wanted < o.OpensOn ? o.OpensOn : wanted > today ? today : wanted;
            var note = o.Target is > 1 ? $"Đã thực hiện đủ {o.Target}; tài liệu lưu tại đơn vị." : "Đã thực hiện theo kế hoạch; tài liệu lưu tại đơn vị.";
            if (IsLogged(o)) await LogAsync(o, doer, doneOn, fate is Fate.Confirmed or Fate.Late, cancel);
            if (!await ActAsync(doer, o.Id, OccurrenceVerb.ClaimDone, new() { DoneOn = doneOn, Note = note, Quantity = o.Target }, cancel)) return false;
        }
        return fate switch
        {
            Fate.Waiting => true,
            Fate.Returned => await ActAsync(JudgeOf(o), o.Id, OccurrenceVerb.Return, new() { Reason = "Đề nghị bổ sung tài liệu kiểm chứng." }, cancel),
            _ => await ActAsync(JudgeOf(o), o.Id, OccurrenceVerb.Confirm, new(), cancel),
        };
    }

    /// <summary>Some of what is counted is proved by an activity; the rest was told, as in the years before.</summary>
    private static bool IsLogged(Occurrence o) => o.Target is not null && Math.Abs(HashOf($"{o.PeriodKey} {o.UnitId}")) % 3 == 0;

    private async Task LogAsync(Occurrence o, string doer, DateOnly day, bool accepted, CancellationToken cancel)
    {
        var logged = await people.RunAsync(doer, async services =>
        {
            if ((await services.GetRequiredService<IDuties>().FindAsync([o.Id], cancel)) is not [var duty]) return ActivityOutcome.NotFound;
            var form = duty.Forms.FirstOrDefault(f => FormRules.Of(f).Expects.Contains(EvidenceKind.File)) ?? duty.Forms.FirstOrDefault("event");
            var list = Encoding.UTF8.GetBytes($"{duty.Text}\n{duty.PeriodName}, ngày {VietnameseFormat.Date(day)}\nNội dung, thành phần, kết quả: lưu tại đơn vị.\n");
            var input = new ActivityInput
            {
                HappenedOn = day, Form = form, Title = duty.Text.Length <= 160 ? duty.Text.TrimEnd('.', ';') : duty.Text[..159].TrimEnd() + "…", Quantity = o.Target, Channels = duty.Channels, Topics = duty.Topics, Audiences = duty.Audiences,
                Attendance = form is "event" or "training" or "dialogue" ? 20 + (Math.Abs(HashOf($"{o.UnitId} {o.PeriodKey}")) % 60) : null, Duties = [new(o.Id, MakesUp: day > duty.PeriodTo)],
                Files = [new SentFile("bien-ban.txt", () => new MemoryStream(list), false)], NoEvidenceReason = FormRules.Of(form).Expects.Contains(EvidenceKind.File) ? null : "Ảnh lưu tại đơn vị.",
                Document = Math.Abs(HashOf($"{o.Id}")) % 4 == 0 ? new ActivityDocument($"{10 + (Math.Abs(HashOf($"{o.UnitId}")) % 80)}/BC", day, null, "phụ lục 1", null) : null,
            };
            // The key follows from the period, so that a broken-off run logs nothing twice.
            return await services.GetRequiredService<LogActivity>().HandleAsync(o.Id, o.UnitId, input, cancel: cancel);
        }, cancel);
        if (!accepted || logged.Kind != OutcomeKind.Done) return;
        await people.RunAsync(JudgeOf(o), async services => await services.GetRequiredService<DecideActivity>().HandleAsync(logged.Id, ActivityVerb.Accept, Guid.CreateVersion7(), 1, null, cancel), cancel);
    }

    private sealed record Given
    {
        public string? Reason { get; init; }
        public DateOnly? DoneOn { get; init; }
        public string? Note { get; init; }
        public int? Quantity { get; init; }
    }

    /// <summary>True when it was done, or is there already (a duty that confirms itself).</summary>
    private Task<bool> ActAsync(string who, Guid id, OccurrenceVerb verb, Given given, CancellationToken cancel) => people.RunAsync(who, async services =>
    {
        var now = await services.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().FirstAsync(o => o.Id == id, cancel);
        if (verb == OccurrenceVerb.Confirm && now.ConfirmedOn is not null) return true;
        var input = new ActInput(id, verb, Guid.CreateVersion7(), now.Version) { Reason = given.Reason, DoneOn = given.DoneOn, Note = given.Note, Quantity = given.Quantity };
        return (await services.GetRequiredService<ActOnOccurrence>().HandleAsync(input, cancel)).Succeeded;
    }, cancel);

    private string JudgeOf(Occurrence o) => directory.Find(o.AssignerId)?.Code == "99605" ? "xa.vankhe" : "cchc";

    /// <summary>For each unit the account that reports for it: its own, or that of the body above it.</summary>
    private async Task<Dictionary<Guid, string>> DoersAsync(CancellationToken cancel)
    {
        var own = (await (from m in db.Set<Membership>() join a in db.Users on m.AccountId equals a.Id
            where m.Role == Role.FocalPoint || m.Role == Role.Officer select new { m.OrganizationId, a.UserName }).ToListAsync(cancel))
            .GroupBy(m => m.OrganizationId).ToDictionary(g => g.Key, g => g.First().UserName!);
        return directory.All.Select(o => (o.Id, Name: own.GetValueOrDefault(o.Id) ?? (o.ParentId is { } above ? own.GetValueOrDefault(above) : null)))
            .Where(o => o.Name is not null).ToDictionary(o => o.Id, o => o.Name!);
    }

    private async Task WaitForDutiesAsync(CancellationToken cancel)
    {
        for (var i = 0; i < 300 && await db.Set<Job>().AnyAsync(j => j.Kind == GenerateObligations.Job && (j.State == JobState.Queued || j.State == JobState.Running), cancel); i++)
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
    }

    // Stable across runs and machines, which string.GetHashCode is not.
    private static int HashOf(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
}
