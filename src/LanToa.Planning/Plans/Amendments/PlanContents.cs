using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Reads what a plan, an amendment or an earlier version says, in one form, to be kept and compared.</summary>
public sealed class PlanContents(LanToaDb db, PartyNames names)
{
    /// <summary>
    /// The plan as it stands. Of an amendment the tasks bear the ids of those that they continue, where <paramref name="continued"/> has them, and a sentence
    /// whose tasks were all taken out of the working copy is gone, with the heading under which it stood alone.
    /// </summary>
    public async Task<PlanContent> OfAsync(Plan plan, IReadOnlySet<Guid>? continued = null, CancellationToken cancel = default)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var all = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var active = all.FindAll(t => t.State == TaskState.Active);
        var answered = active.SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        var gone = plan.AmendsId is null ? new HashSet<string>() : all.Except(active).SelectMany(t => t.StatementKeys).Except(answered).ToHashSet(StringComparer.Ordinal);
        DraftText.TakeAlong(statements, gone, answered);
        gone.UnionWith(EmptiedHeadings.Of(statements, s => gone.Contains(s.Key) || (gone.Count > 0 && Repealed.Is(s)), key => active.Exists(t => t.StatementKeys.Contains(key))));
        var tasks = new List<TaskContent>(active.Count);
        foreach (var task in active)
        {
            var (leads, coordinating) = (new List<PartyContent>(), new List<PartyContent>());
            foreach (var party in parties[task.Id])
                (party.Role == PartyRole.Coordinating ? coordinating : leads).Add(new PartyContent((await names.OfAsync(party.Printed, party.OrganizationId, party.GroupId, cancel)).Words, MeansOf(party)));
            tasks.Add(new TaskContent(task.ContinuesId is { } before && continued?.Contains(before) == true ? before : task.Id, task.Text, task.Section, task.Modality.Name(), leads, coordinating, task.RuleWords)
            {
                Rule = TaskContent.RuleOf(task.Rule), Products = [.. task.Products.Select(PlanCodes.ProductWords)], Channels = [.. task.Channels.Select(PlanCodes.ChannelName)],
                Audiences = [.. task.Audiences.Select(PlanCodes.AudienceName)], Topics = [.. task.Topics.Select(PlanCodes.TopicName)], StatementKeys = [.. task.StatementKeys],
                StandsAlone = task.StandsAlone && plan.AmendsId is not null,
            });
        }
        return new PlanContent(plan.Title, plan.Period, [.. statements.Where(s => !gone.Contains(s.Key)).Select(s => new StatementContent(s.Key, s.Kind, s.Label, [.. s.Path], s.Words))], tasks);
    }

    /// <summary>Whom a party binds: another list of members is another party.</summary>
    private static string MeansOf(TaskParty party)
    {
        var means = party.OrganizationId is { } unit ? $"o:{unit}" : party.GroupId is { } group ? $"g:{group}" : $"p:{party.Printed}";
        if (party.Units is { } given) means += "=" + string.Join(",", given.Order());
        return party.Excluded.Count == 0 ? means : means + "-" + string.Join(",", party.Excluded.Select(e => e.OrganizationId).Order());
    }
}
