using System.Text.Json;
using LanToa.Planning.Obligations.Rules;

namespace LanToa.Planning.Plans;

/// <summary>What a task of the review says: what merging changes, and what taking a merge back restores.</summary>
public sealed record ItemContent(string Text, IReadOnlyList<ItemParty> Leads, IReadOnlyList<ItemParty> Coordinating, DutyRule? Rule, string? ScheduleText, IReadOnlyList<string> Channels,
    IReadOnlyList<string> Topics, IReadOnlyList<string> Audiences, IReadOnlyList<TaskProduct> Products, IReadOnlyList<string> StatementKeys, ItemDecision Decision)
{
    public static ItemContent Of(ImportItem item) => new(item.Text, [.. item.Leads], [.. item.Coordinating], item.Rule, item.ScheduleText, [.. item.Channels], [.. item.Topics], [.. item.Audiences],
        [.. item.Products], [.. item.StatementKeys], item.Decision);

    /// <summary>This followed by another, as one task.</summary>
    public ItemContent With(ItemContent next)
    {
        var text = Text.TrimEnd();
        var leads = Leads.Concat(next.Leads).DistinctBy(p => p.Printed).ToList();
        return new ItemContent($"{(text.Length == 0 || text[^1] is '.' or ';' or ':' or ',' ? text : text + ";")} {next.Text}".Trim(), leads,
            [.. Coordinating.Concat(next.Coordinating).DistinctBy(p => p.Printed).Where(p => leads.TrueForAll(l => l.Printed != p.Printed))],
            Rule ?? next.Rule, Rule is null ? ScheduleText ?? next.ScheduleText : ScheduleText, [.. Channels.Union(next.Channels)], [.. Topics.Union(next.Topics)], [.. Audiences.Union(next.Audiences)],
            [.. Products.Concat(next.Products)], [.. StatementKeys.Union(next.StatementKeys)], ItemDecision.Pending);
    }

    public void WriteTo(ImportItem item)
    {
        (item.Text, item.Rule, item.ScheduleText, item.Decision) = (Text, Rule, ScheduleText, Decision);
        (item.Leads, item.Coordinating, item.Channels) = ([.. Leads], [.. Coordinating], [.. Channels]);
        (item.Topics, item.Audiences, item.Products, item.StatementKeys) = ([.. Topics], [.. Audiences], [.. Products], [.. StatementKeys]);
    }

    /// <summary>Whether a person has changed nothing between: the decision, and what the names mean, may differ.</summary>
    public bool SaysTheSame(ItemContent other) => Words(this) == Words(other);

    /// <summary>With the meaning that names have been given since.</summary>
    public ItemContent Meaning(IEnumerable<ItemParty> now)
    {
        var known = now.GroupBy(p => p.Printed).ToDictionary(g => g.Key, g => g.First());
        return this with { Leads = [.. Leads.Select(p => known.GetValueOrDefault(p.Printed, p))], Coordinating = [.. Coordinating.Select(p => known.GetValueOrDefault(p.Printed, p))] };
    }

    private static string Words(ItemContent c) =>
        JsonSerializer.Serialize(new { c.Text, Leads = c.Leads.Select(p => p.Printed), Coordinating = c.Coordinating.Select(p => p.Printed), c.Rule, c.Channels }, RuleJson.Options);
}

/// <summary>Joins a task with the one that follows it; the second one is kept as merged, carries no weight, and remembers what the first said before.</summary>
public sealed class MergeItems(ImportDesk desk)
{
    private const string EditedSince = "Nhiệm vụ đã được sửa sau khi gộp, bỏ gộp sẽ mất phần sửa đó. Hãy tách nhiệm vụ thay cho bỏ gộp.";

    /// <summary>Joins; two tasks decided or led differently only when the person is <paramref name="sure"/>.</summary>
    public async Task<ImportStep> HandleAsync(Guid id, int version, bool sure, CancellationToken cancel = default)
    {
        var (item, _, why) = await desk.OpenItemAsync(id, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if ((await desk.ItemsAsync(item!.ImportId, cancel)).SkipWhile(i => i.Id != id).Skip(1).FirstOrDefault(i => i.Counts) is not { } next) return ImportStep.Refused("Không còn nhiệm vụ nào sau để gộp.");
        if (!sure && Difference(item, next) is { Length: > 0 } difference) return new ImportStep([]) { Ask = $"Nhiệm vụ sau {difference}. Vẫn gộp hai nhiệm vụ làm một?" };
        var before = ItemContent.Of(item);
        before.With(ItemContent.Of(next)).WriteTo(item);
        (next.MergedInto, next.BeforeMerge, next.DecisionBefore, next.Decision) = (item.Id, before, next.Decision, ItemDecision.Merged);
        desk.Describe(item);
        return await desk.SaveAsync("import-item.merge", cancel);
    }

    private static string Difference(ImportItem item, ImportItem next)
    {
        var differences = new List<string>();
        if (next.Decision != item.Decision) differences.Add(next.Decision == ItemDecision.Accepted ? "đã được chấp nhận" : "chưa kiểm");
        if (!item.Leads.Select(p => p.Key).ToHashSet().SetEquals(next.Leads.Select(p => p.Key))) differences.Add($"do cơ quan khác chủ trì ({string.Join(", ", next.Leads.Select(p => p.Printed))})");
        return string.Join(" và ", differences);
    }

    /// <summary>Takes the latest merge of a task back: both stand as they did, with the decisions that they had.</summary>
    public async Task<ImportStep> UndoAsync(Guid id, int version, CancellationToken cancel = default)
    {
        var (item, _, why) = await desk.OpenItemAsync(id, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if ((await desk.ItemsAsync(item!.ImportId, cancel)).FindLast(i => i.MergedInto == id && i.BeforeMerge is not null) is not { BeforeMerge: { } before } second) return ImportStep.Refused("Nhiệm vụ này không gộp từ nhiệm vụ nào.");
        if (!before.With(ItemContent.Of(second)).SaysTheSame(ItemContent.Of(item))) return ImportStep.Refused(EditedSince);
        before.Meaning(item.Leads.Concat(item.Coordinating)).WriteTo(item);
        (second.Decision, second.DecisionBefore, second.MergedInto, second.BeforeMerge) = (second.DecisionBefore ?? ItemDecision.Pending, null, null, null);
        desk.Describe(item);
        return await desk.SaveAsync("import-item.unmerge", cancel);
    }
}
