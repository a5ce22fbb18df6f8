namespace LanToa.Planning.Plans;

/// <summary>Cuts a task in two at a place of its text. Both parts keep the sentences, agencies and time that they came from.</summary>
public sealed class SplitItem(ImportDesk desk)
{
    public async Task<ImportStep> HandleAsync(Guid id, int version, int at, CancellationToken cancel = default)
    {
        var (item, _, why) = await desk.OpenItemAsync(id, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        var text = item!.Text;
        if (at <= 0 || at >= text.Length || text[..at].Trim().Length == 0 || text[at..].Trim().Length == 0) return ImportStep.Refused("Hãy chọn chỗ tách ở giữa nội dung.");
        var items = await desk.ItemsAsync(item.ImportId, cancel);
        if (OrdinalAfter(items, item) is not { } ordinal)
        {
            for (var i = 0; i < items.Count; i++) items[i].Ordinal = (i + 1) * ImportItems.Gap;
            ordinal = item.Ordinal + (ImportItems.Gap / 2);
        }
        var second = new ImportItem
        {
            ProvinceId = item.ProvinceId, ImportId = item.ImportId, Ordinal = ordinal, Text = text[at..].Trim(), Leads = [.. item.Leads], Coordinating = [.. item.Coordinating], Confidence = item.Confidence,
        };
        second.TakeFacts(item);
        // What comes out of the task is said once: it stays with the first part.
        second.Products = [];
        desk.Db.Add(second);
        (item.Text, item.Decision) = (text[..at].Trim(), ItemDecision.Pending);
        return await desk.SaveAsync("import-item.split", cancel);
    }

    /// <summary>Places where a text may be cut: after each sentence, clause or line.</summary>
    public static IReadOnlyList<int> Places(string text)
    {
        var places = new List<int>();
        for (var i = 1; i < text.Length - 1; i++)
            if (text[i] is '.' or ';' or '\n' or ',' && char.IsWhiteSpace(text[i + 1]) && text[(i + 1)..].Trim().Length > 0) places.Add(i + 1);
        return places;
    }

    private static int? OrdinalAfter(List<ImportItem> items, ImportItem item)
    {
        var next = items.Where(i => i.Ordinal > item.Ordinal).Select(i => (int?)i.Ordinal).Min() ?? item.Ordinal + (2 * ImportItems.Gap);
        return next - item.Ordinal > 1 ? item.Ordinal + ((next - item.Ordinal) / 2) : null;
    }
}

/// <summary>Joins a task with the one that follows it; the second one is kept as merged and carries no weight.</summary>
public sealed class MergeItems(ImportDesk desk)
{
    public async Task<ImportStep> HandleAsync(Guid id, int version, CancellationToken cancel = default)
    {
        var (item, _, why) = await desk.OpenItemAsync(id, version, cancel);
        if (why.Count > 0) return new ImportStep(why);
        if ((await desk.ItemsAsync(item!.ImportId, cancel)).SkipWhile(i => i.Id != id).Skip(1).FirstOrDefault(i => i.Counts) is not { } next) return ImportStep.Refused("Không còn nhiệm vụ nào sau để gộp.");
        var text = item.Text.TrimEnd();
        item.Text = $"{(text.Length == 0 || text[^1] is '.' or ';' or ':' ? text : text + ";")} {next.Text}".Trim();
        item.Leads = [.. item.Leads.Concat(next.Leads).DistinctBy(p => p.Printed)];
        item.Coordinating = [.. item.Coordinating.Concat(next.Coordinating).DistinctBy(p => p.Printed).Where(p => item.Leads.TrueForAll(l => l.Printed != p.Printed))];
        (item.Rule, item.ScheduleText) = item.Rule is null ? (next.Rule, item.ScheduleText ?? next.ScheduleText) : (item.Rule, item.ScheduleText);
        item.Channels = [.. item.Channels.Union(next.Channels)];
        item.Topics = [.. item.Topics.Union(next.Topics)];
        item.Audiences = [.. item.Audiences.Union(next.Audiences)];
        item.Products = [.. item.Products.Concat(next.Products)];
        item.StatementKeys = [.. item.StatementKeys.Union(next.StatementKeys)];
        item.Decision = ItemDecision.Pending;
        next.Decision = ItemDecision.Merged;
        desk.Describe(item);
        return await desk.SaveAsync("import-item.merge", cancel);
    }
}
