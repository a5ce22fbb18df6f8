using LanToa.Planning.Organizations;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Accepts or leaves out a task, or takes the decision back.</summary>
public sealed class DecideItem(ImportDesk desk, ImportQuestions questions)
{
    public async Task<ImportStep> HandleAsync(Guid id, int version, ItemDecision decision, CancellationToken cancel = default)
    {
        var (item, import, why) = await desk.OpenItemAsync(id, version, cancel);
        // A second press, or two people of one mind: there is nothing to overwrite.
        if (desk.WhyNot(import).Count == 0 && item!.Decision == decision) return ImportStep.Done;
        if (why.Count > 0) return new ImportStep(why);
        if (item!.Decision == ItemDecision.Merged || decision == ItemDecision.Merged) return ImportStep.Refused("Nhiệm vụ này đã gộp vào nhiệm vụ khác.");
        if (decision == ItemDecision.Accepted && (await questions.OfAsync(import!, item, cancel)).Where(q => q.Blocks).Select(q => q.Words).ToList() is { Count: > 0 } open)
            return new ImportStep(open);
        item.Decision = decision;
        return await desk.SaveAsync(decision switch { ItemDecision.Accepted => "import-item.accept", ItemDecision.Rejected => "import-item.reject", _ => "import-item.reset" }, cancel);
    }

    /// <summary>Accepts every pending task that was read surely and asks nothing; returns how many, and how many are left to be checked.</summary>
    public async Task<(int Accepted, int Left, ImportStep Step)> AcceptClearAsync(Guid importId, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        var why = desk.WhyNot(import);
        if (why.Count > 0) return (0, 0, new ImportStep(why));
        var clear = new List<ImportItem>();
        var doubtful = (await desk.Db.Set<ImportReading>().AsNoTracking().FirstAsync(r => r.ImportId == importId, cancel)).DoubtfulSentences();
        var pending = (await desk.ItemsAsync(importId, cancel)).FindAll(i => i.Decision == ItemDecision.Pending);
        foreach (var item in pending.Where(i => i.IsSure(doubtful.Overlaps(i.StatementKeys))))
            if ((await questions.OfAsync(import!, item, cancel)).Count == 0) clear.Add(item);
        foreach (var item in clear) item.Decision = ItemDecision.Accepted;
        var step = await desk.SaveAsync("import-item.accept", cancel);
        return (step.IsDone ? clear.Count : 0, pending.Count - clear.Count, step);
    }
}

/// <summary>Says which unit or group a printed name means, in the whole document; remembered for documents of the same issuer.</summary>
public sealed class ConfirmParty(ImportDesk desk, OrganizationDirectory directory, OrganizationNames names, Clock clock)
{
    public const string IssuerFirst = "Hãy nói cơ quan ban hành trước: tên trong văn bản được hiểu theo cơ quan ban hành.";

    /// <param name="added">The body was added to the list, or moved back in it, for these words: then it joins no group of the document.</param>
    public async Task<ImportStep> HandleAsync(Guid importId, string printed, Guid? organizationId, Guid? groupId, CancellationToken cancel = default, bool added = false)
    {
        var import = await desk.FindAsync(importId, cancel);
        var why = desk.WhyNot(import);
        if (why.Count > 0) return new ImportStep(why);
        if (organizationId is null == groupId is null) return ImportStep.Refused("Bạn chưa chọn cơ quan.");
        if (organizationId is { } unit && directory.Find(unit) is null) return ImportStep.Refused("Không có cơ quan này.");
        if (groupId is { } group && !await desk.Db.Set<OrganizationGroup>().AnyAsync(g => g.Id == group, cancel)) return ImportStep.Refused("Không có nhóm cơ quan này.");

        if (import!.IssuerId is null && printed != import.IssuerText) return ImportStep.Refused(IssuerFirst);

        // Departments of other provinces bear the same names: what holds for this document is remembered only where the words can mean nobody else's.
        var remembered = organizationId is not { } chosen || names.MayMean(printed, directory.Find(chosen)!, import.IssuerId ?? import.UnitId);
        var alias = OrganizationAlias.Of(printed, organizationId, groupId, import.IssuerId, desk.Db.Actor.AccountId, clock.Now);
        if (remembered && alias.Folded.Length > 0 && !await desk.Db.Set<OrganizationAlias>().AnyAsync(a => a.Folded == alias.Folded && a.IssuerId == alias.IssuerId && a.OrganizationId == organizationId && a.GroupId == groupId, cancel))
            desk.Db.Add(alias);
        await desk.ForgetAsync(import, printed, cancel);
        var items = await desk.ItemsAsync(importId, cancel);
        foreach (var item in items)
        {
            item.Leads = Meaning(item.Leads);
            item.Coordinating = Meaning(item.Coordinating);
            desk.Describe(item);
        }
        if (added) await desk.HoldGroupsAsync(import, items, [organizationId!.Value], cancel);
        // The issuer itself: now the other names can be looked up from it.
        if (import.IssuerId is null && organizationId is not null && printed == import.IssuerText) import.IssuerId = organizationId;
        // A body that was added for this name may be what other names mean too.
        await desk.ResolveOpenAsync(import, items, cancel);
        return await desk.SaveAsync("alias.confirm", cancel);

        List<ItemParty> Meaning(List<ItemParty> parties) => parties.Exists(p => p.Printed == printed)
            ? [.. parties.Select(p => p.Printed == printed ? new ItemParty(printed, organizationId, groupId) : p)]
            : parties;
    }

    /// <summary>The unit's or group's name, as it is said back to the person.</summary>
    public async Task<string?> NameAsync(Guid? organizationId, Guid? groupId, CancellationToken cancel = default) =>
        organizationId is { } unit ? directory.Find(unit)?.Name : await desk.Db.Set<OrganizationGroup>().Where(g => g.Id == groupId).Select(g => g.Name).FirstOrDefaultAsync(cancel);

    /// <summary>Says that a printed name is no certain body: its words stay in every task of the document, and nobody is asked about them again, also in later documents of the issuer.</summary>
    public async Task<ImportStep> KeepWordsAsync(Guid importId, string printed, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        var why = desk.WhyNot(import);
        if (why.Count > 0) return new ImportStep(why);
        if (import!.IssuerId is null && printed == import.IssuerText) return ImportStep.Refused("Đây là cơ quan ban hành; hãy chọn hoặc thêm cơ quan.");
        await desk.RememberAsync(import, printed, [], null, cancel);
        var items = await desk.ItemsAsync(importId, cancel);
        foreach (var item in items)
        {
            item.Leads = Words(item.Leads);
            item.Coordinating = Words(item.Coordinating);
            desk.Describe(item);
        }
        await desk.ResolveOpenAsync(import, items, cancel);
        return await desk.SaveAsync("words-meaning.say", cancel, $"“{printed}” không phải một cơ quan cụ thể");

        List<ItemParty> Words(List<ItemParty> parties) => parties.Exists(p => p.Printed == printed)
            ? [.. parties.Select(p => p.Printed == printed ? new ItemParty(printed) { AsPrinted = true } : p)]
            : parties;
    }

    /// <summary>Leaves members out of a group in one task, each with a reason; whoever is not named takes part again.</summary>
    public async Task<ImportStep> ExcludeAsync(Guid itemId, int version, string printed, IReadOnlyList<ExcludedMember> excluded, CancellationToken cancel = default)
    {
        var (item, _, why) = await desk.OpenItemAsync(itemId, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if (excluded.Any(e => string.IsNullOrWhiteSpace(e.Reason))) return ImportStep.Refused("Bạn chưa ghi lý do bỏ đơn vị khỏi nhóm.");
        item!.Leads = Without(item.Leads);
        item.Coordinating = Without(item.Coordinating);
        return await desk.SaveAsync("import-item.change", cancel, string.Join("; ", excluded.Select(e => $"{directory.Find(e.OrganizationId)?.Name}: {e.Reason}")));

        List<ItemParty> Without(List<ItemParty> parties) =>
            [.. parties.Select(p => p.Printed == printed && p.GroupId is not null ? p with { Excluded = excluded } : p)];
    }
}
