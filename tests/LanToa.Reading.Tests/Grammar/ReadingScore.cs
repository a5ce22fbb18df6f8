using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>The figures of a reading against a careful annotation, each between 0 and 1; the four figures of tasks weigh three times.</summary>
internal static partial class ReadingScore
{
    public static double Mean(Dictionary<string, double> figures) => figures.Sum(f => f.Value * Weight(f.Key)) / figures.Sum(f => Weight(f.Key));

    private static int Weight(string name) => name.StartsWith("tasks_", StringComparison.Ordinal) ? 3 : 1;

    public static Dictionary<string, double> Of(PlanReading reading, JsonElement gold)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        var want = gold.GetProperty("document");
        var document = reading.Document;
        foreach (var (name, found) in new (string, string?)[] { ("number", document.Number), ("symbol", document.Symbol), ("place", document.Place), ("date", document.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) })
            if (want.TryGetProperty(name, out var value))
                figures["document_" + name] = Sign(found) == Sign(value.GetString()) ? 1 : 0;
        if (want.TryGetProperty("issuer", out var issuer)) figures["document_issuer"] = (issuer.ValueKind == JsonValueKind.Array ? Strings(issuer) : [issuer.GetString()!]).Any(w => Close(document.Issuer, w, 0.93)) ? 1 : 0;
        if (want.TryGetProperty("title", out var title)) figures["document_title"] = Close(document.Title, title.GetString(), 0.93) ? 1 : 0;
        if (gold.TryGetProperty("legalBases", out var bases)) figures["bases"] = F1(reading.LegalBases.Select(b => Sign(b.Number)), bases.EnumerateArray().Select(b => Sign(Text(b, "number"))), (a, b) => a == b);
        if (gold.TryGetProperty("headings", out var headings)) figures["headings"] = F1(reading.Statements.Where(s => s.Kind == "heading").Select(s => s.Restored ?? s.Text), headings.EnumerateArray().Select(h => Text(h, "title")!), (a, b) => Close(a, b, 0.9));
        if (gold.TryGetProperty("tasks", out var tasks)) Tasks(figures, reading, [.. tasks.EnumerateArray()], gold.TryGetProperty("optionalTasks", out var optional) ? [.. optional.EnumerateArray()] : []);
        if (gold.TryGetProperty("recipients", out var recipients)) figures["recipients"] = F1(reading.Recipients, Strings(recipients), (a, b) => Close(a, b, 0.85));
        if (gold.TryGetProperty("signer", out var signer))
        {
            if (Text(signer, "position") is { } position) figures["signer_position"] = Close(reading.Signer.Position, position, 0.93) ? 1 : 0;
            if (Text(signer, "name") is { } name) figures["signer_name"] = Close(reading.Signer.Name, name, 0.93) ? 1 : 0;
        }

        return figures;
    }

    private static void Tasks(Dictionary<string, double> figures, PlanReading reading, List<JsonElement> gold, List<JsonElement> optional)
    {
        var pairs = Pairs(reading.Tasks, gold);
        var matched = pairs.Values.ToHashSet();
        var allowed = Pairs([.. reading.Tasks.Where(t => !matched.Contains(t))], optional).Count;
        var precision = reading.Tasks.Count > allowed ? (double)pairs.Count / (reading.Tasks.Count - allowed) : 0;
        var recall = gold.Count > 0 ? (double)pairs.Count / gold.Count : 1;
        figures["tasks_f1"] = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
        figures["tasks_lead"] = Names(gold, pairs, "lead", t => t.Lead);
        figures["tasks_coordinating"] = Names(gold, pairs, "coordinating", t => t.Coordinating);
        int right = 0, wrong = 0, missed = 0;
        for (var i = 0; i < gold.Count; i++)
        {
            var found = pairs.GetValueOrDefault(i)?.Schedule;
            if (gold[i].TryGetProperty("schedule", out var want))
            {
                var ok = found is not null && SameSchedule(found, want);
                if (ok) right++;
                else
                {
                    missed++;
                    if (found is { Kind: not "unspecified" }) wrong++;
                }
            }
            else if (!gold[i].TryGetProperty("timeWording", out _) && found is { Kind: not ("unspecified" or "standing") })
            {
                wrong++;
            }
        }

        figures["tasks_schedule"] = right + wrong + missed > 0 ? 2.0 * right / (2 * right + wrong + missed) : 1;
    }

    private static bool SameSchedule(Schedule found, JsonElement want)
    {
        var json = JsonSerializer.SerializeToElement(found, new JsonSerializerOptions(JsonSerializerDefaults.Web));
        foreach (var field in want.EnumerateObject())
        {
            if (!json.TryGetProperty(field.Name, out var value)) return false;
            if (field.Value.ValueKind == JsonValueKind.Array)
            {
                if (!Strings(value).Order(StringComparer.Ordinal).SequenceEqual(Strings(field.Value).Order(StringComparer.Ordinal), StringComparer.Ordinal)) return false;
            }
            else if (!JsonElement.DeepEquals(value, field.Value)) return false;
        }

        return true;
    }

    /// <summary>F1 over all names; a task whose bodies are the same, however cut into names, is right as a whole.</summary>
    private static double Names(List<JsonElement> gold, Dictionary<int, TaskReading> pairs, string field, Func<TaskReading, IReadOnlyList<Actor>> of)
    {
        int right = 0, wrong = 0, missed = 0;
        for (var i = 0; i < gold.Count; i++)
        {
            List<string> wanted = [.. gold[i].GetProperty(field).EnumerateArray().Select(w => w.ValueKind == JsonValueKind.Object ? w.GetProperty("name").GetString()! : w.GetString()!)];
            List<string> left = pairs.TryGetValue(i, out var task) ? [.. of(task).Select(a => a.Name)] : [];
            if (wanted.Count > 0 && Ratio(Sorted(left), Sorted(wanted)) >= 0.93)
            {
                right += wanted.Count;
                continue;
            }

            var found = left.Count;
            var hits = Hits(left, wanted, (a, b) => Close(a, b, 0.85));
            right += hits;
            wrong += found - hits;
            missed += wanted.Count - hits;
        }

        return right + wrong + missed > 0 ? 2.0 * right / (2 * right + wrong + missed) : 1;
    }

    private static string Sorted(List<string> names) => string.Join(' ', And().Replace(Fold(string.Join(' ', names)), " ").Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    /// <summary>Each annotated task with the read task whose text begins with its first words, one to one.</summary>
    private static Dictionary<int, TaskReading> Pairs(IReadOnlyList<TaskReading> read, List<JsonElement> gold)
    {
        var left = read.Select(t => (Task: t, Text: Fold(t.Text))).ToList();
        var pairs = new Dictionary<int, TaskReading>();
        for (var g = 0; g < gold.Count; g++)
        {
            var start = Fold(Text(gold[g], "start"));
            int best = -1;
            double score = 0;
            for (var i = 0; i < left.Count; i++)
            {
                var text = left[i].Text;
                double at = 0;
                if (start.Length > 0 && text[..Math.Min(text.Length, start.Length + 80)].Contains(start, StringComparison.Ordinal)) at = 1 + 1.0 / (1 + text.Length);
                else
                    for (var from = 0; text.Length > 0 && from < Math.Max(1, Math.Min(text.Length, 160) - start.Length / 2); from += 4)
                        at = Math.Max(at, Ratio(start, text[from..Math.Min(text.Length, from + start.Length)], Math.Max(at, Math.Max(score, 0.78))));
                if (at > score) (best, score) = (i, at);
            }

            if (best < 0 || score < 0.78) continue;
            pairs[g] = left[best].Task;
            left.RemoveAt(best);
        }

        return pairs;
    }

    private static double F1(IEnumerable<string> found, IEnumerable<string> wanted, Func<string, string, bool> same)
    {
        List<string> left = [.. found], all = [.. wanted];
        if (left.Count == 0 && all.Count == 0) return 1;
        var count = left.Count;
        return 2.0 * Hits(left, all, same) / (count + all.Count);
    }

    private static int Hits(List<string> left, List<string> wanted, Func<string, string, bool> same)
    {
        var hits = 0;
        foreach (var name in wanted)
        {
            var at = left.FindIndex(f => same(f, name));
            if (at < 0) continue;
            left.RemoveAt(at);
            hits++;
        }

        return hits;
    }

    private static string[] Strings(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetString()!)];

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Sign(string? text) => Spaces().Replace((text ?? "").Normalize(NormalizationForm.FormC), "").ToLowerInvariant();

    private static string Norm(string? text)
    {
        var lower = (text ?? "").Normalize(NormalizationForm.FormC).ToLowerInvariant().Replace("uỷ", "ủy", StringComparison.Ordinal).Replace('–', '-').Replace("hàng quý", "hằng quý", StringComparison.Ordinal);
        lower = Council().Replace(Committee().Replace(lower, "ủy ban nhân dân"), "hội đồng nhân dân");
        return Spaces().Replace(Marks().Replace(lower, " "), " ").Trim(' ', '-');
    }

    private static string Fold(string? text) => Spaces().Replace(string.Concat(Norm(text).Normalize(NormalizationForm.FormD).Replace('đ', 'd').Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)), " ").Trim();

    public static bool Close(string? a, string? b, double at)
    {
        var (x, y) = (Fold(a), Fold(b));
        return x.Length == 0 || y.Length == 0 ? x == y : x == y || Ratio(x, y) >= at;
    }

    /// <summary>Twice the length of the matching blocks, longest first, over the length of both; 0 where it cannot reach <paramref name="least"/>.</summary>
    private static double Ratio(string a, string b, double least = 0)
    {
        if (a.Length + b.Length == 0) return 1;
        if (least > 0)
        {
            var counts = new Dictionary<char, int>();
            foreach (var c in a) counts[c] = counts.GetValueOrDefault(c) + 1;
            var shared = 0;
            foreach (var c in b)
                if (counts.GetValueOrDefault(c) > 0)
                {
                    counts[c]--;
                    shared++;
                }

            if (2.0 * shared / (a.Length + b.Length) < least) return 0;
        }

        return 2.0 * Matching(a, 0, a.Length, b, 0, b.Length) / (a.Length + b.Length);
    }

    private static int Matching(string a, int aFrom, int aTo, string b, int bFrom, int bTo)
    {
        int best = 0, atA = 0, atB = 0;
        var lengths = new int[bTo - bFrom + 1];
        for (var i = aFrom; i < aTo; i++)
        {
            var before = 0;
            for (var j = bFrom; j < bTo; j++)
            {
                var length = a[i] == b[j] ? before + 1 : 0;
                before = lengths[j - bFrom + 1];
                lengths[j - bFrom + 1] = length;
                if (length > best) (best, atA, atB) = (length, i - length + 1, j - length + 1);
            }
        }

        return best == 0 ? 0 : best + Matching(a, aFrom, atA, b, bFrom, atB) + Matching(a, atA + best, aTo, b, atB + best, bTo);
    }

    [GeneratedRegex(@"\bubnd\b")]
    private static partial Regex Committee();

    [GeneratedRegex(@"\bhđnd\b")]
    private static partial Regex Council();

    [GeneratedRegex(@"[^\w/ -]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\bva\b")]
    private static partial Regex And();
}
