using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Time;

namespace LanToa.Planning.Plans;

/// <summary>A task as a person corrects it. Agencies by name: those of the task keep what they mean, new ones are looked up.</summary>
public sealed record ItemInput(Guid Id, int Version, string Text, TaskModality Modality, IReadOnlyList<string> Leads, IReadOnlyList<string> Coordinating, DutyRule? Rule, IReadOnlyList<string> Channels);

public sealed class EditItem(ImportDesk desk, Clock clock)
{
    private const int LongestText = 20_000;
    private const int MostParties = 100;

    /// <summary>What is wrong with the input, by field; empty when it can be saved. Open questions may stay open.</summary>
    public IReadOnlyList<FieldProblem> Check(ItemInput input, PlanImport import)
    {
        var problems = new List<FieldProblem>();
        if (string.IsNullOrWhiteSpace(input.Text)) problems.Add(new("Text", "Bạn chưa nhập nội dung nhiệm vụ."));
        else if (input.Text.Length > LongestText) problems.Add(new("Text", $"Nội dung dài quá {LongestText} chữ; hãy tách nhiệm vụ."));
        if (input.Leads.Count > MostParties) problems.Add(new("NewLead", $"Nhiều nhất {MostParties} cơ quan; hãy dùng nhóm cơ quan."));
        if (input.Coordinating.Count > MostParties) problems.Add(new("NewCoordinating", $"Nhiều nhất {MostParties} cơ quan; hãy dùng nhóm cơ quan."));
        if (input.Rule is { } rule) problems.AddRange(rule.Problems(import.CalendarOn(clock.Today)).Select(p => new FieldProblem("Rule.Kind", p)));
        return problems;
    }

    public async Task<ImportStep> HandleAsync(ItemInput input, CancellationToken cancel = default)
    {
        var (item, import, why) = await desk.OpenItemAsync(input.Id, input.Version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if (Check(input, import!) is { Count: > 0 } problems) return new ImportStep([.. problems.Select(p => p.Message)]);
        (item!.Text, item.Modality, item.Channels) = (input.Text.Trim(), input.Modality, [.. input.Channels.Distinct()]);
        item.Leads = await PartiesAsync(import!, input.Leads, item, cancel);
        item.Coordinating = await PartiesAsync(import!, input.Coordinating, item, cancel);
        item.Rule = input.Rule is null ? null : input.Rule with { Wording = item.ScheduleText, Where = item.Section };
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

    private async Task<List<ItemParty>> PartiesAsync(PlanImport import, IReadOnlyList<string> printed, ImportItem item, CancellationToken cancel)
    {
        var known = item.Leads.Concat(item.Coordinating).DistinctBy(p => p.Printed).ToDictionary(p => p.Printed);
        var parties = new List<ItemParty>();
        foreach (var name in printed.Select(p => p.Trim()).Where(p => p.Length > 0).Distinct())
            parties.Add(known.TryGetValue(name, out var same) ? same : await desk.ResolveAsync(import, name, null, cancel));
        return parties;
    }
}
