using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A later version of a public plan, by the document that made it.</summary>
/// <param name="IsSigned">Its signed copy is there to be read.</param>
public sealed record PublishedAmendment(int Ordinal, string Called, DateOnly? Date, DateOnly EffectiveOn, bool IsSigned);

/// <summary>What everyone may read of a plan: its words in order and what it asks of whom. No progress, nobody's name but the agencies'.</summary>
/// <param name="ChangedAt">When the plan or one of its tasks last changed.</param>
public sealed record PublishedText(
    IReadOnlyList<string> Bases, IReadOnlyList<DocumentBlock> Body, IReadOnlyList<DocumentAnnex> Annexes, IReadOnlyList<TaskView> Tasks, IReadOnlyList<PublishedAmendment> Amendments, bool HasDoubts, DateTimeOffset? ChangedAt);

/// <summary>Reads public plans for people who have not signed in: of every province that the installation serves, and only what their issuers made public.</summary>
public sealed class PublishedPlans(LanToaDb db, PartyNames names, PlanDocument documents)
{
    /// <summary>The public plan of this id; one that was withdrawn since is still found, so that its page can say so.</summary>
    public Task<Plan?> FindAsync(Guid id, CancellationToken cancel = default) => Public().FirstOrDefaultAsync(p => p.Id == id, cancel);

    /// <summary>The document that made a later version of the public plan.</summary>
    public async Task<Plan?> AmendmentAsync(Plan plan, int ordinal, CancellationToken cancel = default) =>
        await Of<PlanVersion>(plan).Where(v => v.PlanId == plan.Id && v.Ordinal == ordinal).Select(v => v.AmendmentId).FirstOrDefaultAsync(cancel) is { } amendment ? await Of<Plan>(plan).FirstOrDefaultAsync(p => p.Id == amendment, cancel) : null;

    /// <summary>The plans that stand in the public list.</summary>
    public IQueryable<Plan> Shown() => Public().Where(p => p.State == PlanState.Issued || p.State == PlanState.InProgress || p.State == PlanState.Closed);

    /// <summary>The plan as it is set for its issuer, under the signatory's office without a name: what bears a name is the signed copy.</summary>
    public async Task<OfficialDocument> DocumentAsync(Plan plan, CancellationToken cancel = default)
    {
        var (statements, tasks) = await PartsAsync(plan, cancel);
        var document = documents.Of(plan, statements, tasks).Document;
        return document with { Signature = document.Signature is { } signature ? signature with { Name = null } : null };
    }

    public async Task<PublishedText> ReadAsync(Plan plan, CancellationToken cancel = default)
    {
        var (statements, tasks) = await PartsAsync(plan, cancel);
        var outline = PlanOutline.Of(statements, tasks.SelectMany(t => t.Sentences.Select(s => (s.Key, Task: t))).ToLookup(p => p.Key, p => p.Task));
        // Where nothing was written but the tasks, their table says it all.
        return new PublishedText(outline.Bases, outline.OnlyTasks ? [] : outline.Body, outline.Annexes, [.. tasks.Where(t => t.Task.State == TaskState.Active)], await AmendmentsAsync(plan, cancel), statements.Exists(s => s.Doubts.Count > 0), await ChangedAtAsync(plan, cancel));
    }

    private async Task<(List<PlanStatement> Statements, List<TaskView> Tasks)> PartsAsync(Plan plan, CancellationToken cancel)
    {
        var statements = await Of<PlanStatement>(plan).Where(s => s.PlanId == plan.Id).OrderBy(s => s.Ordinal).ToListAsync(cancel);
        var parties = (await Of<TaskParty>(plan).Where(p => p.PlanId == plan.Id).OrderBy(p => p.Ordinal).ToListAsync(cancel)).ToLookup(p => p.TaskId);
        var tasks = new List<TaskView>();
        foreach (var task in await Of<PlanTask>(plan).Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync(cancel))
        {
            var named = new List<PartyView>();
            foreach (var party in parties[task.Id]) named.Add(new PartyView(party, (await names.OfAsync(party.Printed, party.OrganizationId, party.GroupId, cancel)).Words, []));
            tasks.Add(new TaskView(task, [.. named.Where(p => p.Party.Role != PartyRole.Coordinating)], [.. named.Where(p => p.Party.Role == PartyRole.Coordinating)], [.. statements.Where(s => task.StatementKeys.Contains(s.Key))], null));
        }
        return (statements, tasks);
    }

    private async Task<IReadOnlyList<PublishedAmendment>> AmendmentsAsync(Plan plan, CancellationToken cancel)
    {
        if (plan.Revision == 1) return [];
        var later = await Of<PlanVersion>(plan).Where(v => v.PlanId == plan.Id && v.Ordinal > 1)
            .GroupJoin(Of<Plan>(plan), v => v.AmendmentId, p => p.Id, (v, of) => new { v.Ordinal, v.Kind, v.Number, v.Symbol, v.Date, v.EffectiveOn, IsSigned = of.Any(p => p.SignedFileId != null) }).OrderBy(v => v.Ordinal).ToListAsync(cancel);
        return [.. later.Select(v => new PublishedAmendment(v.Ordinal, PlanVersion.CalledBy(v.Kind, v.Number, v.Symbol), v.Date, v.EffectiveOn, v.IsSigned))];
    }

    private Task<DateTimeOffset?> ChangedAtAsync(Plan plan, CancellationToken cancel) => db.Set<HistoryEvent>().AsNoTracking()
        .Where(e => e.ProvinceId == plan.ProvinceId && (e.SubjectId == plan.Id || e.WholeId == plan.Id) && (e.SubjectKind == "plan" || e.SubjectKind == "plan-task")).MaxAsync(e => (DateTimeOffset?)e.At, cancel);

    private IQueryable<Plan> Public() => db.Set<Plan>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(p => p.PublishedOn != null);

    private IQueryable<T> Of<T>(Plan plan) where T : TenantRow => db.Set<T>().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).AsNoTracking().Where(r => r.ProvinceId == plan.ProvinceId);
}
