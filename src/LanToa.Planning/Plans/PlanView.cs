using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A party of a task as the page shows it: what it is called (<see cref="PartyNames"/>) and whom it means.</summary>
public sealed record PartyView(TaskParty Party, string Name, IReadOnlyList<OrganizationInfo> Members)
{
    /// <summary>Today's name of a group that the plan calls otherwise.</summary>
    public string? Now { get; init; }
}

/// <summary>A task with all that its card shows.</summary>
public sealed record TaskView(PlanTask Task, IReadOnlyList<PartyView> Leads, IReadOnlyList<PartyView> Coordinating, IReadOnlyList<PlanStatement> Sentences, TaskProgress? Progress)
{
    /// <summary>The address of the list of its duties; null before the plan is issued, or where none of them is this person's to see.</summary>
    public string? Duties { get; init; }

    /// <summary>The address of the list of its duties, of all units or of one.</summary>
    public string DutiesOf(Guid plan, Guid? unit = null) => IsOnRequest && Progress is null ? PlanLinks.OnRequest(plan, Task.Id, unit) : PlanLinks.Duties(plan, Task.Id, unit);

    /// <summary>Only by request: it has no periods of its own.</summary>
    public bool IsOnRequest => Task.Rule is { Kind: DutyKind.OnRequest };

    /// <summary>The units that it addresses, each once, with the first role in which it is named.</summary>
    public IEnumerable<(OrganizationInfo Unit, PartyRole Role)> Units => Leads.Concat(Coordinating).SelectMany(p => p.Members.Select(u => (Unit: u, p.Party.Role))).DistinctBy(u => u.Unit.Id);
}

/// <summary>How the tasks of a plan are put together on its page.</summary>
public enum TaskGrouping
{
    Agency,
    Section,
    Time,
    Channel,
}

/// <summary>Reads a plan for its page: statements, tasks with their parties resolved as of the plan's date (once issued: as they were then), progress.</summary>
public sealed class PlanView(LanToaDb db, PartyMembers members, PartyNames names, IPlanProgress progress)
{
    public async Task<(IReadOnlyList<PlanStatement> Statements, IReadOnlyList<TaskView> Tasks)> OfAsync(Plan plan, DateOnly today, CancellationToken cancel = default)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var done = plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved ? new Dictionary<Guid, TaskProgress>() : await progress.OfPlanAsync(plan.Id, cancel);
        var views = new List<TaskView>(tasks.Count);
        // A group that a plan spells in two ways has one name, the first.
        var spelt = new Dictionary<(Guid Group, string Key), string>();
        // A list of duties that holds nothing of this person's is no place to send them.
        var (seesAll, opens) = (progress.MayOpen(plan.IssuerId, plan.IssuerId), new Dictionary<Guid, bool>());
        foreach (var task in tasks)
        {
            var seen = new List<PartyView>();
            foreach (var party in parties[task.Id])
            {
                var units = await members.OfAsync(plan, party, plan.Date ?? today, cancel);
                var name = await names.OfAsync(party.Printed, party.OrganizationId, party.GroupId, cancel);
                var words = party.GroupId is not { } group ? name.Words : spelt.TryGetValue((group, PartyNames.KeyOf(party.Printed)), out var first) ? first : spelt[(group, PartyNames.KeyOf(party.Printed))] = name.Words;
                seen.Add(new PartyView(party, words, units) { Now = name.Now });
            }
            var one = new TaskView(task, [.. seen.Where(p => p.Party.Role != PartyRole.Coordinating)], [.. seen.Where(p => p.Party.Role == PartyRole.Coordinating)],
                [.. statements.Where(s => task.StatementKeys.Contains(s.Key))], done.TryGetValue(task.Id, out var counted) ? counted : null);
            views.Add(!plan.State.IsPublished() || (one.Progress is null && !one.IsOnRequest) || !(seesAll || one.Units.Any(u => Opens(u.Unit.Id))) ? one : one with { Duties = one.DutiesOf(plan.Id) });
        }
        return (statements, views);

        bool Opens(Guid unit) => opens.TryGetValue(unit, out var known) ? known : opens[unit] = progress.MayOpen(unit, plan.IssuerId);
    }

    private const int MostNamed = 3;

    /// <summary>The tasks under their headings, each once: the counts of the headings add up to the plan's. Agencies that lead together make one heading.</summary>
    public static IReadOnlyList<(string Heading, IReadOnlyList<TaskView> Tasks)> Group(IReadOnlyList<TaskView> tasks, TaskGrouping by) =>
        [.. tasks.GroupBy(t => HeadingOf(t, by)).Select(g => (g.Key, (IReadOnlyList<TaskView>)[.. g]))];

    private static string HeadingOf(TaskView task, TaskGrouping by) => by switch
    {
        TaskGrouping.Agency => task.Leads.Count switch
        {
            0 => "Chưa rõ cơ quan chủ trì",
            <= MostNamed => string.Join("; ", task.Leads.Select(p => p.Name)),
            _ => $"{string.Join("; ", task.Leads.Take(MostNamed - 1).Select(p => p.Name))} và {task.Leads.Count - MostNamed + 1} cơ quan khác",
        },
        TaskGrouping.Section => task.Task.Section ?? "Không thuộc mục nào",
        TaskGrouping.Time => task.Task.RuleWords.Length > 0 ? char.ToUpper(task.Task.RuleWords[0]) + task.Task.RuleWords[1..] : "Chưa rõ thời hạn",
        _ => task.Task.Channels.Count switch { 0 => "Không nêu kênh", 1 => PlanCodes.ChannelName(task.Task.Channels[0]), _ => "Nhiều kênh" },
    };
}
