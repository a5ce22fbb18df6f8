using LanToa.Planning.Organizations;

namespace LanToa.Planning.Plans;

/// <summary>Corrects the header. A new issuer or date makes the printed names mean other units, so open ones are looked up again.</summary>
public sealed class SetDocumentFields(ImportDesk desk, DocumentCheck check, OrganizationDirectory directory)
{
    public async Task<ImportStep> HandleAsync(DocumentInput input, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(input.Id, cancel);
        var why = desk.WhyNot(import);
        if (why.Count > 0) return new ImportStep(why);
        if (import!.Version != input.Version) return ImportStep.Refused(ImportDesk.Stale);
        var problems = check.Problems(input);
        if (import.IssuerId is null && input.IssuerId is null) problems = WithoutIssuer(problems);
        if (problems.Count > 0) return new ImportStep([.. problems.Select(p => p.Message)]);
        var before = import.IssuerId;
        input.ApplyTo(import);
        (import.Kind, import.Title, import.IssuerId) = (input.KindOrPlan, input.Title?.Trim(), input.IssuerId);
        var items = await desk.ItemsAsync(import.Id, cancel);
        if (before is { } old && import.IssuerId is { } now && directory.Find(old) is { } was && directory.Find(now) is { } becomes && directory.TopOf(was) is var left && left.Id != directory.TopOf(becomes).Id)
            foreach (var item in items) (item.Leads, item.Coordinating) = (Without(item.Leads, left.Id), Without(item.Coordinating, left.Id));
        // Where the plan names nobody, it speaks of its issuer.
        foreach (var item in items.Where(i => i.Leads.Exists(p => !p.IsSettled && p.Printed == (import.IssuerText ?? "Cơ quan ban hành"))))
            item.Leads = [.. item.Leads.Select(p => !p.IsSettled && p.Printed == (import.IssuerText ?? "Cơ quan ban hành") ? p with { OrganizationId = import.IssuerId } : p)];
        await desk.ResolveOpenAsync(import, items, cancel);
        return await desk.SaveAsync("plan-import.change", cancel);
    }

    /// <summary>What is wrong with a day on which the document would be dated; null when it can be.</summary>
    public string? WhyNotDate(DateOnly? date) => check.DateProblem(date)?.Message;

    /// <summary>Dates a document of which the day was not read; names that nobody has resolved are looked up as of it.</summary>
    public async Task<ImportStep> SetDateAsync(Guid id, DateOnly date, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(id, cancel);
        if (desk.WhyNot(import) is { Count: > 0 } why) return new ImportStep(why);
        if (WhyNotDate(date) is { } wrong) return ImportStep.Refused(wrong);
        import!.Date ??= date;
        await desk.ResolveOpenAsync(import, await desk.ItemsAsync(id, cancel), cancel);
        return await desk.SaveAsync("plan-import.change", cancel);
    }

    /// <summary>The same without the question who issued it, which the review asks on its own.</summary>
    internal static IReadOnlyList<FieldProblem> WithoutIssuer(IReadOnlyList<FieldProblem> problems) => [.. problems.Where(p => p.Message != DocumentCheck.NoIssuer)];

    // The same words now mean bodies of another province: those of the former are asked again.
    private List<ItemParty> Without(List<ItemParty> parties, Guid top) =>
        [.. parties.Select(p => p.OrganizationId is { } unit && directory.IsWithin(unit, top) ? new ItemParty(p.Printed) : p with { Excluded = [], Given = null })];
}

/// <summary>Gives up on a document: it leaves the work list, the file and the history stay.</summary>
public sealed class DiscardImport(ImportDesk desk)
{
    public async Task<IReadOnlyList<string>> HandleAsync(Guid id, string? reason, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(id, cancel);
        if (import is null || !desk.MayWork(import)) return ["Bạn không phụ trách văn bản này."];
        // Also what could not be read, or waits for a reading that will not go on.
        if (import.State is ImportState.Done or ImportState.Discarded) return desk.WhyNot(import);
        if (reason is { Length: > 500 }) return ["Lý do dài quá 500 chữ; hãy rút gọn."];
        import.State = ImportState.Discarded;
        return (await desk.SaveAsync("plan-import.discard", cancel, reason)).WhyNot;
    }
}
