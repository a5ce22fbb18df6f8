using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>The parties of a plan's tasks, as forms hold them and as rows are kept.</summary>
public sealed class TaskPeople(LanToaDb db)
{
    /// <summary>Who leads (or is asked) and who coordinates, in their order.</summary>
    public async Task<(List<ItemParty> Leads, List<ItemParty> Coordinating)> OfAsync(Guid task, CancellationToken cancel = default)
    {
        var rows = await db.Set<TaskParty>().AsNoTracking().Where(p => p.TaskId == task).OrderBy(p => p.Ordinal).ToListAsync(cancel);
        return ([.. rows.Where(p => p.Role != PartyRole.Coordinating).Select(Party)], [.. rows.Where(p => p.Role == PartyRole.Coordinating).Select(Party)]);
    }

    /// <summary>Puts these parties in place of those that the task has (saved by the caller).</summary>
    public async Task ReplaceAsync(PlanTask task, IReadOnlyList<ItemParty> leads, IReadOnlyList<ItemParty> coordinating, CancellationToken cancel = default)
    {
        db.RemoveRange(await db.Set<TaskParty>().Where(p => p.TaskId == task.Id).ToListAsync(cancel));
        Add(task, leads, coordinating);
    }

    /// <summary>Adds the parties of a new task (saved by the caller).</summary>
    public void Add(PlanTask task, IReadOnlyList<ItemParty> leads, IReadOnlyList<ItemParty> coordinating)
    {
        var lead = task.Modality == TaskModality.Request ? PartyRole.Requested : PartyRole.Lead;
        var parties = leads.Select(p => (Role: lead, Party: p)).Concat(coordinating.Select(p => (Role: PartyRole.Coordinating, Party: p)));
        foreach (var ((role, party), n) in parties.Select((p, n) => (p, n)))
            db.Add(new TaskParty
            {
                ProvinceId = task.ProvinceId, PlanId = task.PlanId, TaskId = task.Id, Ordinal = n, Role = role, Printed = party.Printed, OrganizationId = party.OrganizationId, GroupId = party.GroupId, Units = party.Given is { } given ? [.. given] : null, Excluded = [.. party.Excluded], AsPrinted = party.AsPrinted,
            });
    }

    internal static ItemParty Party(TaskParty row) => new(row.Printed, row.OrganizationId, row.GroupId) { Given = row.Units, Excluded = row.Excluded, AsPrinted = row.AsPrinted };
}
