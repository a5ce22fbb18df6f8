using LanToa.Contracts.Organizations;
using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A party of a task as the page shows it: the printed words, whom they mean, and for a group how many units.</summary>
public sealed record PartyView(TaskParty Party, string Name, IReadOnlyList<OrganizationInfo> Members);

/// <summary>A task with all that its card shows.</summary>
public sealed record TaskView(PlanTask Task, IReadOnlyList<PartyView> Leads, IReadOnlyList<PartyView> Coordinating, IReadOnlyList<PlanStatement> Sentences, TaskProgress? Progress);

/// <summary>How the tasks of a plan are put together on its page.</summary>
public enum TaskGrouping
{
    Agency,
    Section,
    Time,
    Channel,
}

/// <summary>Reads a plan for its page: statements, tasks with their parties resolved as of the plan's date, progress.</summary>
public sealed class PlanView(LanToaDb db, PartyMembers members, IPlanProgress progress)
{
    public async Task<(IReadOnlyList<PlanStatement> Statements, IReadOnlyList<TaskView> Tasks)> OfAsync(Plan plan, DateOnly today, CancellationToken cancel = default)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var tasks = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var groups = await db.Set<OrganizationGroup>().AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancel);
        var done = plan.State is PlanState.Drafted or PlanState.Submitted or PlanState.Approved ? new Dictionary<Guid, TaskProgress>() : await progress.OfPlanAsync(plan.Id, cancel);
        var views = new List<TaskView>(tasks.Count);
        foreach (var task in tasks)
        {
            var seen = new List<PartyView>();
            foreach (var party in parties[task.Id])
            {
                var units = await members.OfAsync(party.OrganizationId, party.GroupId, plan.IssuerId, plan.Date ?? today, cancel);
                units = [.. units.Where(u => party.Excluded.All(e => e.OrganizationId != u.Id))];
                var name = party.GroupId is { } group ? groups.GetValueOrDefault(group, party.Printed) : units is [var unit] ? unit.Name : party.Printed;
                seen.Add(new PartyView(party, name, units));
            }
            views.Add(new TaskView(task, [.. seen.Where(p => p.Party.Role != PartyRole.Coordinating)], [.. seen.Where(p => p.Party.Role == PartyRole.Coordinating)],
                [.. statements.Where(s => task.StatementKeys.Contains(s.Key))], done.TryGetValue(task.Id, out var counted) ? counted : null));
        }
        return (statements, views);
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
