using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>What a draft is made from and by how many years it moves.</summary>
public sealed record DraftTurn(DraftFrom From, Plan? Source, string Name, YearShift Shift)
{
    /// <summary>The day on which a source without a plan was put together.</summary>
    public DateOnly? Seen { get; init; }

    /// <summary>Changes that were made before the draft was.</summary>
    public IReadOnlyList<DraftChange> More { get; init; } = [];
}

/// <summary>Writes a draft with its tasks, statements, origins and list of changes, in the transaction of the caller.</summary>
public sealed class DraftWriter(LanToaDb db, Actor actor, TaskPeople people, PartyMembers members, ActBooks acts, RuleBooks books, SuccessionReader successions, OrganizationDirectory directory, Clock clock)
{
    /// <summary>Holds the id of the form; the answer where it has made its plan already.</summary>
    public async Task<PlanEdit?> BeginAsync(Guid id, Guid? source, string name, CancellationToken cancel)
    {
        // A plan that is not there yet cannot be held by its row: the second press of the same form waits here.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({id.ToString()}, 0))", cancel);
        if (await db.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } made) return null;
        var origin = await db.Set<PlanOrigin>().AsNoTracking().FirstOrDefaultAsync(o => o.PlanId == id, cancel);
        return made.CreatedBy == actor.AccountId && origin is not null && origin.SourcePlanId == source && (source is not null || origin.SourceName == name) ? PlanEdit.Done
            : PlanEdit.Refused(["Kế hoạch đã được lập từ biểu mẫu này rồi. Hãy mở kế hoạch đó trong danh sách, hoặc mở lại trang này để lập kế hoạch khác."]);
    }

    /// <summary>The text, tasks and parties of a plan.</summary>
    public async Task<DraftSource> SourceAsync(Plan plan, CancellationToken cancel)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ThenBy(s => s.Id).ToListAsync(cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ThenBy(t => t.Id).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        return new DraftSource(plan.Title, plan.Period is { } p ? new DateSpan(p.From, p.To) : null, statements,
            [.. tasks.Select(t => new DraftTask(t, Of(parties[t.Id].Where(p => p.Role != PartyRole.Coordinating)), Of(parties[t.Id].Where(p => p.Role == PartyRole.Coordinating)), t.Id))]);

        static List<ItemParty> Of(IEnumerable<TaskParty> rows) => [.. rows.Select(TaskPeople.Party)];
    }

    public async Task WriteAsync(Plan plan, DraftSource source, DraftTurn turn, CancellationToken cancel)
    {
        var day = plan.Date ?? clock.Today;
        var before = turn.Source?.Date ?? turn.Seen ?? day;
        var bodies = new BodyChanges(directory.All, await successions.MapAsync(cancel), before, day, plan.ProvinceId);
        var made = new DraftMaker(plan, turn.Shift, await acts.OfAsync(plan.ProvinceId, cancel), bodies, await GroupsAsync(plan, source, turn, before, day, cancel), day,
            (await books.OfAsync(plan.ProvinceId, cancel)).For(plan.IssuerId).Holidays).Make(source);
        plan.Title = made.Title;
        (plan.PeriodFrom, plan.PeriodTo) = (made.Period?.From, made.Period?.To);
        plan.RefreshSearch(directory.Find(plan.IssuerId)?.Name ?? "");
        db.Add(plan);
        db.Add(new PlanOrigin { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Kind = turn.From, SourcePlanId = turn.Source?.Id, SourceName = turn.Name, Years = turn.Shift.By, AsOf = day });
        db.AddRange(made.Statements);
        foreach (var task in made.Tasks)
        {
            task.Task.Describe(task.Leads.Select(NameOf), task.Coordinating.Select(NameOf));
            db.Add(task.Task);
            people.Add(task.Task, task.Leads, task.Coordinating);
            if (turn.Source is { } origin && task.From is { } from)
                db.Add(new TaskOrigin { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = task.Task.Id, SourcePlanId = origin.Id, SourceTaskId = from });
        }
        List<DraftChange> changes = [.. made.Changes, .. turn.More];
        if (turn.Source is { } old && old.IssuerId != plan.IssuerId && turn.From == DraftFrom.Earlier)
            changes.Add(new DraftChange
            {
                ProvinceId = plan.ProvinceId, PlanId = plan.Id, About = ChangeAbout.Body, State = ChangeState.Made, Before = directory.Find(old.IssuerId)?.Name ?? "", After = directory.Find(plan.IssuerId)?.Name,
                Reason = "Cơ quan ban hành mới kế thừa cơ quan ban hành cũ",
            });
        foreach (var (change, n) in changes.Select((c, n) => (c, n))) change.Ordinal = n;
        db.AddRange(changes);
        await db.Because("plan.draft", $"Từ {turn.Name}; {made.Tasks.Count} nhiệm vụ, {changes.Count} thay đổi được liệt kê").SaveChangesAsync(cancel);
    }

    private async Task<IReadOnlyDictionary<Guid, GroupChange>> GroupsAsync(Plan plan, DraftSource source, DraftTurn turn, DateOnly before, DateOnly day, CancellationToken cancel)
    {
        var meant = source.Tasks.SelectMany(t => t.Leads.Concat(t.Coordinating)).Where(p => p is { GroupId: not null, Given: null }).DistinctBy(p => p.GroupId).ToList();
        var ids = meant.ConvertAll(p => p.GroupId!.Value);
        var rows = await db.Set<OrganizationGroup>().AsNoTracking().Where(g => ids.Contains(g.Id)).ToDictionaryAsync(g => g.Id, cancel);
        var changes = new Dictionary<Guid, GroupChange>();
        foreach (var party in meant)
        {
            var group = party.GroupId!.Value;
            var now = await members.OfAsync(null, group, plan.IssuerId, day, cancel);
            var was = turn.Source is { } old ? await members.OfAsync(old, new TaskParty { Printed = party.Printed, GroupId = group }, before, cancel) : now;
            changes[group] = new GroupChange(party.Printed, was, now, rows.GetValueOrDefault(group) is { } row && !row.HoldsOn(day) ? row.ValidTo : null);
        }
        return changes;
    }

    private string NameOf(ItemParty party) => party.OrganizationId is { } unit && directory.Find(unit) is { } known ? known.Name : party.Printed;
}
