using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Reads what a plan, an amendment or an earlier version says, in one form, to be kept and compared.</summary>
public sealed class PlanContents(LanToaDb db, PartyNames names)
{
    /// <summary>
    /// The plan as it stands. Of an amendment the tasks bear the ids of those that they continue, where <paramref name="continued"/> has them, and of a working
    /// copy what was left out with its tasks is gone, and what was added bears the number that it will have.
    /// </summary>
    public async Task<PlanContent> OfAsync(Plan plan, IReadOnlySet<Guid>? continued = null, CancellationToken cancel = default)
    {
        var statements = await db.Set<PlanStatement>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var all = await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel);
        var parties = (await db.Set<TaskParty>().AsNoTracking().Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var active = all.FindAll(t => t.State == TaskState.Active);
        var (gone, copy) = (LeftOut(plan, statements, all), await CopyText.OfAsync(db, plan, statements, all, cancel));
        var tasks = new List<TaskContent>(active.Count);
        foreach (var task in active)
        {
            var (leads, coordinating) = (new List<PartyContent>(), new List<PartyContent>());
            foreach (var party in parties[task.Id])
                (party.Role == PartyRole.Coordinating ? coordinating : leads).Add(new PartyContent((await names.OfAsync(party.Printed, party.OrganizationId, party.GroupId, cancel)).Words, MeansOf(party)));
            tasks.Add(new TaskContent(task.ContinuesId is { } before && continued?.Contains(before) == true ? before : task.Id, task.Text, copy is null ? task.Section : copy.SectionOf(task), task.Modality.Name(), leads, coordinating, task.RuleWords)
            {
                Rule = TaskContent.RuleOf(task.Rule), Products = [.. task.Products.Select(PlanCodes.ProductWords)], Channels = [.. task.Channels.Select(PlanCodes.ChannelName)],
                Audiences = [.. task.Audiences.Select(PlanCodes.AudienceName)], Topics = [.. task.Topics.Select(PlanCodes.TopicName)], StatementKeys = [.. task.StatementKeys],
                StandsAlone = task.StandsAlone && plan.AmendsId is not null,
            });
        }
        return new PlanContent(plan.Title, plan.Period, [.. statements.Where(s => !gone.Contains(s.Key)).Select(s => new StatementContent(s.Key, s.Kind, copy is null ? s.Label : copy.LabelOf(s), copy?.PathOf(s) ?? [.. s.Path], s.Words))], tasks);
    }

    /// <summary>
    /// Keys of what a working copy leaves out: sentences whose tasks were all taken out of it, what stands under them and beside them in a row, and the headings under which nothing else stood.
    /// A document that was signed says all that it said, whatever became of its tasks.
    /// </summary>
    public static HashSet<string> LeftOut(Plan plan, IReadOnlyList<PlanStatement> text, IReadOnlyList<PlanTask> tasks)
    {
        if (plan.AmendsId is null || plan.SourceFileId is not null) return [];
        var answered = tasks.Where(t => t.State == TaskState.Active).SelectMany(t => t.StatementKeys).ToHashSet(StringComparer.Ordinal);
        var gone = tasks.Where(t => t.State != TaskState.Active).SelectMany(t => t.StatementKeys).Except(answered).ToHashSet(StringComparer.Ordinal);
        DraftText.TakeRows(text, gone, answered);
        DraftText.TakeAlong(text, gone, answered);
        gone.UnionWith(EmptiedHeadings.Of(text, s => gone.Contains(s.Key) || (gone.Count > 0 && Repealed.Is(s)), answered.Contains));
        return gone;
    }

    /// <summary>Whom a party binds: another list of members is another party.</summary>
    private static string MeansOf(TaskParty party)
    {
        var means = party.OrganizationId is { } unit ? $"o:{unit}" : party.GroupId is { } group ? $"g:{group}" : $"p:{party.Printed}";
        if (party.Units is { } given) means += "=" + string.Join(",", given.Order());
        return party.Excluded.Count == 0 ? means : means + "-" + string.Join(",", party.Excluded.Select(e => e.OrganizationId).Order());
    }
}
