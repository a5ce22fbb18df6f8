using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>A task of the reading as a person corrects it. Agencies of the task keep what they mean, new ones are looked up and may stay open.</summary>
public sealed record ItemInput(Guid Id, int Version, TaskInput Task);

public sealed class EditItem(ImportDesk desk, PartyLookup lookup, Clock clock)
{
    /// <summary>What is wrong with the input, by field; empty when it can be saved. Open questions may stay open.</summary>
    public IReadOnlyList<FieldProblem> Check(ItemInput input, PlanImport import) => input.Task.Problems(import.CalendarOn(clock.Today));

    public async Task<ImportStep> HandleAsync(ItemInput input, CancellationToken cancel = default)
    {
        var (item, import, why) = await desk.OpenItemAsync(input.Id, input.Version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if (Check(input, import!) is { Count: > 0 } problems) return new ImportStep([.. problems.Select(p => p.Message)]);
        var (leads, coordinating) = (await PartiesAsync(import!, input.Task.Leads, item!, cancel), await PartiesAsync(import!, input.Task.Coordinating, item!, cancel));
        if (leads is null || coordinating is null) return ImportStep.Refused("Không có cơ quan này; hãy chọn lại.");
        input.Task.ApplyTo(item!);
        (item!.Leads, item.Coordinating) = (leads, coordinating);
        desk.Describe(item);
        return await desk.SaveAsync("import-item.change", cancel);
    }

    /// <summary>Gives the task its time and nothing else.</summary>
    public async Task<ImportStep> SetTimeAsync(Guid id, int version, DutyRule rule, CancellationToken cancel = default)
    {
        var (item, import, why) = await desk.OpenItemAsync(id, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if (rule.Problems(import!.CalendarOn(clock.Today)) is { Count: > 0 } problems) return new ImportStep(problems);
        item!.Rule = rule with { Wording = item.ScheduleText, Where = item.Section };
        desk.Describe(item);
        return await desk.SaveAsync("import-item.change", cancel);
    }

    /// <summary>Gives one time to every task for which the document has no word of time and nobody has said one; returns how many.</summary>
    public async Task<(int Set, ImportStep Step)> SetTimeOfAllAsync(Guid importId, DutyRule rule, CancellationToken cancel = default)
    {
        var import = await desk.FindAsync(importId, cancel);
        var why = desk.WhyNot(import);
        if (why.Count == 0) why = rule.Problems(import!.CalendarOn(clock.Today));
        if (why.Count > 0) return (0, new ImportStep(why));
        var open = (await desk.ItemsAsync(importId, cancel)).FindAll(i => i.Counts && i.HasNoWordOfTime);
        foreach (var item in open)
        {
            item.Rule = rule with { Where = item.Section };
            desk.Describe(item);
        }
        var step = await desk.SaveAsync("import-item.change", cancel, "Một thời hạn cho mọi nhiệm vụ không ghi thời hạn");
        return (step.IsDone ? open.Count : 0, step);
    }

    private async Task<List<ItemParty>?> PartiesAsync(PlanImport import, IReadOnlyList<string> keys, ImportItem item, CancellationToken cancel)
    {
        ItemParty[] known = [.. item.Leads, .. item.Coordinating];
        var parties = new List<ItemParty>();
        foreach (var key in keys.Select(p => p.Trim()).Where(p => p.Length > 0).Distinct())
        {
            if (await lookup.ReadAsync(key, known, import.IssuerId, desk.DayOf(import), cancel) is not { } party) return null;
            parties.Add(party);
        }
        return [.. parties.DistinctBy(p => p.Key)];
    }
}
