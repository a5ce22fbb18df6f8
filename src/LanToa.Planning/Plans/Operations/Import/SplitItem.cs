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
            ProvinceId = item.ProvinceId, ImportId = item.ImportId, Ordinal = ordinal, Rank = item.Rank, Text = text[at..].Trim(), Leads = [.. item.Leads], Coordinating = [.. item.Coordinating], Confidence = item.Confidence,
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
