using System.Globalization;
using LanToa.Reading.Model;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Grammar;

/// <summary>Makes readings of tasks from drafts: schedule, ids.</summary>
internal sealed class TaskBuilder(ScheduleContext context)
{
    public List<TaskReading> Build(List<TaskDraft> drafts)
    {
        var tasks = new List<TaskReading>(drafts.Count);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var codes = Codes(draft);
            var products = Products(draft);
            foreach (var (part, schedule) in Schedules(draft))
            {
                var statements = Ids(draft.Blocks);
                if (statements.Count == 0) continue;
                var key = statements[0] + "|" + string.Join(",", draft.Lead.Select(a => a.Name));
                var place = counts.GetValueOrDefault(key);
                counts[key] = place + 1;
                tasks.Add(new TaskReading
                {
                    Id = Statements.Named('t', Statements.Hash(Statements.Hash(3, key), place.ToString(CultureInfo.InvariantCulture))),
                    Statements = statements, Modality = draft.Modality, Lead = draft.Lead, Coordinating = draft.Coordinating, Text = part.EndsWith(',') ? part[..^1] : part, Schedule = WithTarget(schedule, products), Confidence = draft.Confidence,
                    Products = products, Channels = codes.Channels, Topics = codes.Topics, Audiences = codes.Audiences,
                });
            }
        }

        return tasks;
    }

    private static List<string> Ids(List<Block> blocks)
    {
        if (blocks.Count > 16) return blocks.Where(b => b.Id is not null).Select(b => b.Id!).Distinct(StringComparer.Ordinal).ToList();
        var ids = new List<string>(blocks.Count);
        foreach (var block in blocks)
            if (block.Id is { } id && !ids.Contains(id))
                ids.Add(id);
        return ids;
    }

    /// <summary>Most tasks are one block of the text, whose codes are known.</summary>
    private static NamedCodes Codes(TaskDraft draft) =>
        draft.Blocks.Find(b => ReferenceEquals(b.WholeText, draft.Text)) is { } block ? block.Codes : NamedCodes.Of(draft.Text);

    /// <summary>Of the column or line of products where there is one, else of the text.</summary>
    private static IReadOnlyList<ProductReading> Products(TaskDraft draft)
    {
        if (draft.Product is not { Length: > 0 } printed) return WithTime(CodeReader.Products(draft.Text), draft.Time);
        var found = CodeReader.Products(printed);
        if (found.Count == 0) found = CodeReader.Products(draft.Text);
        else found = [.. found, .. CodeReader.Products(draft.Text).Where(p => p.Quantity is not null && !found.Any(f => f.Form == p.Form))];
        return found.Count > 0 ? found : [new ProductReading("other", null, printed)];
    }

    /// <summary>"Chuyên mục: mỗi quý xây dựng 01 chuyên mục": the line of time gives the number of what the work names.</summary>
    private static IReadOnlyList<ProductReading> WithTime(IReadOnlyList<ProductReading> named, string? time)
    {
        if (time is not { Length: > 0 }) return named;
        var products = named.ToList();
        foreach (var product in CodeReader.Products(time))
        {
            if (product.Quantity is null) continue;
            var known = products.FindIndex(p => p.Form == product.Form && p.Quantity is null);
            if (known >= 0) products[known] = product;
            else if (!products.Exists(p => p.Form == product.Form)) products.Add(product);
        }

        return products;
    }

    /// <summary>"Xây dựng 04 video …, hoàn thành trước ngày 15/11": work of one date or span whose only printed number says how many.</summary>
    private static Schedule WithTarget(Schedule schedule, IReadOnlyList<ProductReading> products)
    {
        if (schedule.Count is not null || schedule.Kind is not ("once" or "campaign") || schedule.Dates.Count > 1) return schedule;
        var counted = products.Where(p => p.Quantity is not null).ToList();
        return counted is [{ Quantity: { } number }] && number == decimal.Truncate(number) && number is > 1 and <= 1_000_000 ? schedule with { Count = (int)number } : schedule;
    }

    /// <summary>One schedule, or one per limit where an item prints several: "trước ngày 15/6 đối với …, trước 10/11 đối với …".</summary>
    private IEnumerable<(string Text, Schedule Schedule)> Schedules(TaskDraft draft)
    {
        if (draft.Time is { } time)
        {
            yield return (draft.Text, time.Length == 0 ? Schedule.Unspecified : ScheduleReader.Read(time, context with { Dedicated = true }));
            yield break;
        }

        var limits = Limits(draft.Text);
        if (limits.Count < 2)
        {
            yield return (draft.Text, ScheduleReader.Read(draft.Text, context));
            yield break;
        }

        for (var i = 0; i < limits.Count; i++)
        {
            var end = i + 1 < limits.Count ? limits[i + 1] : draft.Text.Length;
            // "quý I trước ngày 10/3; 6 tháng trước ngày 05/6": what stands behind the semicolon names the next limit.
            if (i + 1 < limits.Count && draft.Text.LastIndexOf(';', end - 1) is var parted && parted > limits[i]) end = parted;
            yield return (draft.Text, ScheduleReader.Read(draft.Text[limits[i]..end], context));
        }
    }

    /// <summary>Where "trước (ngày) 15/6" and the like begin, one per different date.</summary>
    private List<int> Limits(string text)
    {
        var found = new List<int>();
        if (!text.Contains("rước", StringComparison.Ordinal) && !text.Contains("RƯỚC", StringComparison.Ordinal)) return found;
        var lower = Vn.Lower(text);
        var dates = new HashSet<DateOnly>();
        for (var at = lower.IndexOf("trước ", StringComparison.Ordinal); at >= 0; at = lower.IndexOf("trước ", at + 6, StringComparison.Ordinal))
        {
            var digit = at + 6;
            if (lower.AsSpan(digit).StartsWith("ngày ", StringComparison.Ordinal)) digit += 5;
            if (digit >= lower.Length || !char.IsAsciiDigit(lower[digit])) continue;
            var end = Math.Min(text.Length, digit + 30);
            if (ScheduleReader.Read(text[at..end], context) is { Kind: "once", Due: { } due } && dates.Add(due)) found.Add(at);
        }

        return found;
    }
}
