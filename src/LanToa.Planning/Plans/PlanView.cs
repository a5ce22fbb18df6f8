using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A party of a task as the page shows it: the printed words, whom they mean, and for a group how many units.</summary>
public sealed record PartyView(TaskParty Party, string Name, IReadOnlyList<OrganizationInfo> Members);

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
public sealed class PlanView(LanToaDb db, PartyMembers members, IPlanProgress progress, IOrganizationDirectory directory)
{
    public async Task<(IReadOnlyList<PlanStatement> Statements, IReadOnlyList<TaskView> Tasks)> OfAsync(Plan plan, DateOnly today, CancellationToken cancel = default)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        var done = plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved ? new Dictionary<Guid, TaskProgress>() : await progress.OfPlanAsync(plan.Id, cancel);
        var views = new List<TaskView>(tasks.Count);
        // A list of duties that holds nothing of this person's is no place to send them.
        var (seesAll, opens) = (progress.MayOpen(plan.IssuerId, plan.IssuerId), new Dictionary<Guid, bool>());
        foreach (var task in tasks)
        {
            var seen = new List<PartyView>();
            foreach (var party in parties[task.Id])
            {
                var units = await members.OfAsync(plan, party, plan.Date ?? today, cancel);
                var name = party.GroupId is { } group ? groups.GetValueOrDefault(group, party.Printed) : units is [var unit] ? directory.DistinctNameOf(unit.Id) ?? unit.Name : party.Printed;
                seen.Add(new PartyView(party, name, units));
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
