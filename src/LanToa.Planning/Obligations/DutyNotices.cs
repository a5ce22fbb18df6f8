using System.Linq.Expressions;
using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Notices;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Tells the body that assigned what waits for its decision, and the unit what came back to it or was given to it. Every method is called inside
/// the transaction of the change.
/// </summary>
public sealed class DutyNotices(NoticeBoard board, UnitDoers doers, LanToaDb db, PlanNames plans, EarlierWordings wordings, IOrganizationDirectory directory, Clock clock)
{
    private const string Claimed = "claimed", Extension = "extension";

    /// <summary>How the keys begin under which it is told that nothing proves a period any more; its id follows.</summary>
    internal const string Unproved = "occurrence.unproved:";

    /// <param name="granted">The due date was moved for a unit that had asked for it.</param>
    public async Task TellAsync(OccurrenceVerb verb, Occurrence o, Obligation duty, bool granted = false, CancellationToken cancel = default)
    {
        if (verb is OccurrenceVerb.ClaimDone or OccurrenceVerb.NothingArose or OccurrenceVerb.NotApplicable or OccurrenceVerb.MoveDueDate) await SettleAsync(Extension, o, w => w.ExtensionTo != null, cancel);
        if (verb is OccurrenceVerb.Confirm or OccurrenceVerb.Return) await SettleAsync(Claimed, o, w => w.ClaimedOn != null, cancel);
        // Decided upon, or confirmed no more: there is nothing to look at again.
        if (verb is OccurrenceVerb.Confirm or OccurrenceVerb.Return or OccurrenceVerb.Reopen) await board.SettleAsync(Unproved + o.Id, cancel);
        await TellOthersAsync(verb, o, duty, granted, cancel);
    }

    /// <summary>The key under which it is told that units ask for more time for the task.</summary>
    internal static string ExtensionKey(Guid task) => Key(Extension, task);

    /// <summary>The key under which it is told that units say they have done the task.</summary>
    internal static string ClaimedKey(Guid task) => Key(Claimed, task);

    private static string Key(string kind, Guid task) => $"occurrence.{kind}:{task}";

    // One notice stands for all units of a task: it is settled with the last of them.
    private async Task SettleAsync(string kind, Occurrence o, Expression<Func<Occurrence, bool>> waits, CancellationToken cancel)
    {
        // One at a time until the change is committed: of two who settle the last two, the second sees what the first did.
        await board.HoldAsync([Key(kind, o.TaskId)], cancel);
        if (!await board.IsOpenAsync(Key(kind, o.TaskId), cancel)) return;
        if (!await db.Set<Occurrence>().Unsettled().OfTask(db, o.TaskId).AnyAsync(waits, cancel)) await board.SettleAsync(Key(kind, o.TaskId), cancel);
    }

    private Task TellOthersAsync(OccurrenceVerb verb, Occurrence o, Obligation duty, bool granted, CancellationToken cancel) => verb switch
    {
        OccurrenceVerb.ClaimDone when o.ConfirmedOn is null => TellAssignerAsync(Claimed, o, duty.Text, "Chờ xác nhận", $"{directory.NameOf(o.UnitId)} báo hoàn thành {o.PeriodName}", "awaitingconfirmation", cancel),
        OccurrenceVerb.NothingArose when o.ConfirmedOn is null => TellAssignerAsync(Claimed, o, duty.Text, "Chờ xác nhận", $"{directory.NameOf(o.UnitId)} báo không phát sinh {o.PeriodName}", "awaitingconfirmation", cancel),
        OccurrenceVerb.Return => TellUnitAsync("returned", o, duty, "Bị trả lại", $"{o.PeriodName}: {o.Reason}", cancel),
        OccurrenceVerb.Reopen => TellUnitAsync("reopened", o, duty, "Mở lại", $"{o.PeriodName}: {o.Reason}", cancel),
        OccurrenceVerb.MoveDueDate => TellUnitAsync("due", o, duty, granted ? "Đã cho lùi hạn" : "Đổi hạn", $"{o.PeriodName}: {(granted ? "đến" : "hạn mới")} {VietnameseFormat.Date(o.DueOn)}", cancel),
        _ => Task.CompletedTask,
    };

    /// <summary>What only the unit's own word had confirmed waits for the superior, since nothing proves it any more.</summary>
    public async Task ProofLostAsync(Occurrence o, string why = NothingLeft, CancellationToken cancel = default) => await TellAssignerAsync(
        Claimed, o, (await DutyOfAsync(o, cancel)).Text, "Chờ xác nhận", $"{directory.NameOf(o.UnitId)}, {o.PeriodName}: {why}", "awaitingconfirmation", cancel);

    internal const string NothingLeft = "không còn hoạt động hay tệp nào làm minh chứng";

    /// <summary>
    /// What a superior confirmed stays confirmed, but nothing proves it any more: whoever confirms at the body that assigned it, whoever did confirm it, and the unit are told.
    /// </summary>
    /// <param name="why">What became of the proof, after "đã xác nhận, nay".</param>
    public async Task ConfirmedProofLostAsync(Occurrence o, string why, CancellationToken cancel = default)
    {
        var duty = await DutyOfAsync(o, cancel);
        var telling = new Telling(Unproved + o.Id, $"Mất minh chứng: {await TextAsync(o, duty.Text, cancel)}", $"{directory.NameOf(o.UnitId)}, {o.PeriodName}: đã xác nhận, nay {why}", $"/obligations/{o.Id}");
        var (judge, people) = await JudgesAsync(o, cancel);
        List<(Guid Account, Guid Unit)> told = [.. people.Select(p => (p, judge)), .. await DoersAsync(duty, cancel)];
        if (o.ConfirmedBy is { } person && await board.WorksForAsync(person, o.UnitId, ObligationPermissions.Confirm, cancel)) told.Add((person, o.UnitId));
        await board.TellAsync(telling, told, cancel);
    }

    /// <summary>Something proves confirmed periods again: nobody needs to look.</summary>
    public Task ConfirmedProofBackAsync(IReadOnlyCollection<Guid> periods, CancellationToken cancel = default) => board.SettleAsync([.. periods.Select(p => Unproved + p)], [db.ProvinceId], cancel);

    /// <summary>Those of these periods of which somebody has not read yet that nothing proves them.</summary>
    public async Task<IReadOnlyList<Guid>> ToldUnprovedAsync(IReadOnlyCollection<Guid> periods, CancellationToken cancel = default)
    {
        var keys = periods.Select(p => Unproved + p).ToList();
        return keys.Count == 0 ? [] : [.. (await db.Set<Notice>().AsNoTracking().Where(n => keys.Contains(n.Key) && n.ReadAt == null).Select(n => n.Key).Distinct().ToListAsync(cancel)).Select(k => Guid.Parse(k[Unproved.Length..]))];
    }

    /// <summary>It needs nobody's look any more.</summary>
    public Task ProofBackAsync(Occurrence o, CancellationToken cancel = default) => SettleAsync(Claimed, o, w => w.ClaimedOn != null, cancel);

    /// <summary>The unit learns that what it had confirmed by its own word waits again, because somebody took away or refused what proved it.</summary>
    /// <param name="why">What became of the proof, to the unit.</param>
    /// <param name="toAssigner">The same to the body that assigned it.</param>
    public async Task ProofTakenAsync(Occurrence o, string why, string toAssigner, CancellationToken cancel = default)
    {
        await ProofLostAsync(o, toAssigner, cancel);
        await TellUnitAsync("unproved", o, await DutyOfAsync(o, cancel), "Trở lại chờ xác nhận", $"{o.PeriodName}: {why}", cancel);
    }

    public async Task ExtensionAskedAsync(Occurrence o, CancellationToken cancel = default) => await TellAssignerAsync(
        Extension, o, (await DutyOfAsync(o, cancel)).Text, "Xin lùi hạn", $"{directory.NameOf(o.UnitId)}, {o.PeriodName}: đến {VietnameseFormat.Date(o.ExtensionTo!.Value)}", null, cancel);

    public async Task ExtensionRefusedAsync(Occurrence o, string reason, CancellationToken cancel = default)
    {
        await SettleAsync(Extension, o, w => w.ExtensionTo != null, cancel);
        await TellUnitAsync("due", o, await DutyOfAsync(o, cancel), "Không cho lùi hạn", $"{o.PeriodName}: {reason.Trim()}", cancel);
    }

    /// <summary>Nobody has to answer any more a unit that asked for more time for what has ended or is given otherwise, where no other of its province asks for the same task.</summary>
    public async Task ExtensionsOverAsync(IReadOnlyCollection<(short Province, Guid Plan, Guid Task)> tasks, CancellationToken cancel = default)
    {
        await board.HoldAsync(tasks.Select(t => ExtensionKey(t.Task)), cancel);
        foreach (var (province, plan, task) in tasks.Distinct())
            if (!await db.Set<Occurrence>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Unsettled().OfTask(db, task, plan).AnyAsync(o => o.ProvinceId == province && o.ExtensionTo != null, cancel))
                await board.SettleAsync([ExtensionKey(task)], [province], cancel);
    }

    /// <summary>An explanation of lateness is told to the other side; what it answers need not be read any more.</summary>
    public async Task ExplanationAsync(Explanation step, Occurrence o, CancellationToken cancel = default)
    {
        var duty = await DutyOfAsync(o, cancel);
        var words = step.Text.Length > 0 ? $": {OccurrenceWords.Short(step.Text)}" : "";
        if (step.Step != ExplanationStep.Given)
        {
            await board.SettleAsync($"occurrence.explained:{o.Id}", cancel);
            await TellUnitAsync("explanation", o, duty, EnumWords.Of(step.Step), o.PeriodName + words, cancel);
            return;
        }
        await board.SettleAsync($"occurrence.explanation:{o.Id}", cancel);
        var (judge, people) = await JudgesAsync(o, cancel);
        await board.TellAsync(new Telling($"occurrence.explained:{o.Id}", $"Giải trình trễ hạn: {await TextAsync(o, duty.Text, cancel)}", $"{directory.NameOf(o.UnitId)}, {o.PeriodName}{words}", $"/obligations/{o.Id}"), judge, people, cancel);
    }

    public Task AskedAsync(Occurrence o, Obligation duty, string? what, CancellationToken cancel = default) =>
        TellUnitAsync("asked", o, duty, "Yêu cầu thực hiện", $"{what?.Trim()} (hạn {VietnameseFormat.Date(o.DueOn)})", cancel);

    /// <summary>The person who was named; nobody when the duty was given back to the unit.</summary>
    public Task AssignedAsync(Obligation duty, CancellationToken cancel = default) => duty.AssigneeId is not { } person ? Task.CompletedTask : board.TellAsync(
        new Telling($"obligation.assigned:{duty.Id}", $"Việc giao cho bạn: {duty.Text}", directory.NameOf(duty.UnitId), $"/obligations/duty/{duty.Id}"), duty.UnitId, [person], cancel);

    /// <summary>A plan gave work to these units: those who do it there.</summary>
    public Task IssuedAsync(Guid planId, IReadOnlyList<OrganizationInfo> units, CancellationToken cancel = default) =>
        TellDoersAsync(planId, units, plan => new Telling($"plan.issued:{planId}", $"Kế hoạch mới có việc của đơn vị bạn: {plan.Number} {plan.Title}", null, $"/obligations?plan={planId}"), cancel);

    /// <summary>An amendment changed work of these units: those who do it there.</summary>
    public Task AmendedAsync(PlanAmended amended, IReadOnlyList<OrganizationInfo> units, CancellationToken cancel = default) => TellDoersAsync(amended.PlanId, units,
        plan => new Telling(
            $"plan.amended:{amended.PlanId}", $"Kế hoạch được điều chỉnh, việc của đơn vị bạn có thay đổi: {plan.Number} {plan.Title}", $"{amended.Document}, áp dụng từ {VietnameseFormat.Date(amended.EffectiveOn)}",
            PlanLinks.Compare(amended.PlanId, amended.Version - 1, amended.Version), PlanLinks.Versions(amended.PlanId)), cancel);

    /// <summary>A reorganization ended these bodies: their people are told who carries on, and those who carry on whom. Once per body.</summary>
    /// <param name="why">The reorganization in words.</param>
    public async Task SucceededAsync(Succession succession, IReadOnlyCollection<SuccessionLine> lines, string why, CancellationToken cancel = default)
    {
        var (from, renamed) = (VietnameseFormat.Date(succession.EffectiveOn), succession.Kind == SuccessionKind.Rename);
        foreach (var old in lines.GroupBy(l => l.FromId, l => l.ToId))
        {
            var heirs = old.OfType<Guid>().Select(directory.NameOf).Distinct().Order(StringComparer.Ordinal).ToList();
            await TellPeopleAsync(old.Key, $"Đơn vị bạn {(renamed ? "đổi tên" : "kết thúc")} từ {from}: {directory.NameOf(old.Key)}", heirs.Count == 0 ? why : $"{(renamed ? "Tên mới: " : "")}{string.Join(", ", heirs)}{(renamed ? "" : " làm tiếp")}. {why}", "/today");
        }
        foreach (var heir in lines.Where(l => l.ToId is not null).GroupBy(l => l.ToId!.Value, l => l.FromId))
        {
            var bodies = heir.Distinct().ToList();
            await TellPeopleAsync(heir.Key, $"{directory.NameOf(heir.Key)} {(renamed ? $"là tên mới từ {from} của" : $"làm tiếp từ {from}:")} {string.Join(", ", bodies.Select(directory.NameOf).Order(StringComparer.Ordinal))}", why, bodies is [var one] ? $"/obligations?unit={one}" : "/today");
        }

        async Task TellPeopleAsync(Guid unit, string title, string detail, string href) =>
            await board.TellAsync(new Telling(SuccessionKey(succession.Id, unit), title, detail, href, AlsoDoer: true), unit, await board.PeopleAtAsync(unit, ObligationPermissions.Do, cancel), cancel);
    }

    /// <summary>The reorganization was taken back: what was told of it need not be read.</summary>
    public Task SuccessionOverAsync(Succession succession, IReadOnlyCollection<SuccessionLine> lines, CancellationToken cancel = default)
    {
        var bodies = lines.SelectMany(l => new[] { l.FromId, l.ToId }).OfType<Guid>().Distinct().ToList();
        return board.SettleAsync([.. bodies.Select(b => SuccessionKey(succession.Id, b))], [.. bodies.Select(directory.Find).OfType<OrganizationInfo>().Select(b => b.ProvinceId).Distinct()], cancel);
    }

    private static string SuccessionKey(Guid succession, Guid unit) => $"succession:{succession}:{unit}";

    private async Task TellDoersAsync(Guid planId, IReadOnlyList<OrganizationInfo> units, Func<PlanName, Telling> telling, CancellationToken cancel)
    {
        var (today, roles, ids) = (clock.Today, ObligationPermissions.Do.Roles, units.Select(u => u.Id).ToList());
        var members = await db.Set<Membership>().AsNoTracking().Where(m => ids.Contains(m.OrganizationId) && roles.Contains(m.Role) && m.ValidFrom <= today && (m.ValidTo == null || m.ValidTo >= today))
            .Join(db.Users.Where(a => a.DisabledAt == null), m => m.AccountId, a => a.Id, (m, a) => new { m.OrganizationId, AccountId = a.Id }).Distinct().ToListAsync(cancel);
        if (members.Count == 0 || (await plans.OfAsync([planId], cancel)).GetValueOrDefault(planId) is not { } plan) return;
        // One notice for a person, whatever number of their units have work; kept where they work.
        foreach (var province in members.GroupBy(m => directory.Find(m.OrganizationId)!.ProvinceId))
            await board.TellAsync(telling(plan), province.Select(m => (m.AccountId, m.OrganizationId)), cancel);
    }

    private async Task TellAssignerAsync(string kind, Occurrence o, string text, string what, string detail, string? state, CancellationToken cancel)
    {
        await board.HoldAsync([Key(kind, o.TaskId)], cancel);
        text = await TextAsync(o, text, cancel);
        var (judge, people) = await JudgesAsync(o, cancel);
        await board.TellAsync(
            new Telling(Key(kind, o.TaskId), $"{what}: {text}", detail, $"/obligations/{o.Id}", state is null ? "/today" : $"/obligations?plan={o.PlanId}&task={o.TaskId}&state={state}"), judge, people, cancel);
    }

    // The body that assigned. Where that is of another tenant, as for the nation's plans, it cannot open the record: then the nearest body above
    // the unit, in the unit's own province, where somebody judges.
    private async Task<(Guid Judge, List<Guid> People)> JudgesAsync(Occurrence o, CancellationToken cancel)
    {
        if (directory.Find(o.AssignerId)?.ProvinceId == o.ProvinceId) return (o.AssignerId, await board.PeopleAtAsync(o.AssignerId, ObligationPermissions.Confirm, cancel));
        for (var above = Above(directory.Find(o.UnitId)); above is not null && above.ProvinceId == o.ProvinceId; above = Above(above))
            if (await board.PeopleAtAsync(above.Id, ObligationPermissions.Confirm, cancel) is { Count: > 0 } people) return (above.Id, people);
        return (o.AssignerId, []);
    }

    // What the plan said to the period, where it says something else now.
    private async Task<string> TextAsync(Occurrence o, string now, CancellationToken cancel) => (await wordings.OfPlansAsync([o.PlanId], cancel)).TextOf(o) ?? now;

    private OrganizationInfo? Above(OrganizationInfo? unit) => unit?.ParentId is { } parent ? directory.Find(parent) : null;

    private async Task TellUnitAsync(string kind, Occurrence o, Obligation duty, string what, string detail, CancellationToken cancel) => await board.TellAsync(
        new Telling($"occurrence.{kind}:{o.Id}", $"{what}: {await TextAsync(o, duty.Text, cancel)}", detail, $"/obligations/{o.Id}"),
        await DoersAsync(duty, cancel), cancel);

    // The person who has the duty, as long as they still work there; else whoever does the unit's work.
    private async Task<IReadOnlyList<(Guid Account, Guid Unit)>> DoersAsync(Obligation duty, CancellationToken cancel) =>
        duty.AssigneeId is { } person && await doers.WhereAsync(person, duty.UnitId, cancel) is { } at ? [(person, at)] : await doers.OfAsync(duty.UnitId, cancel);

    // A body's standing changes work in other provinces, too.
    private Task<Obligation> DutyOfAsync(Occurrence o, CancellationToken cancel) =>
        db.Set<Obligation>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().FirstAsync(b => b.ProvinceId == o.ProvinceId && b.Id == o.ObligationId, cancel);
}
