using System.Globalization;
using LanToa.Reading.Tests.Phrases;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Floors under the readings of the annotated plans. They do not run, and say so, where ../shared is absent.</summary>
public sealed class RealPlanTests
{
    private static double Floor(string name) => name.Length > 16 && name[3] == '_' && name[4..].Length == 16 ? name.StartsWith("002", StringComparison.Ordinal) ? 0.88 : 0.95 : 0.65;

    [Fact]
    public void Read_AnnotatedPlans_StaysAboveItsFloors()
    {
        var others = new List<double>();
        foreach (var (name, text, gold) in RealPlans.All())
        {
            var reading = Readings.Of(text);
            reading.ShouldCover(text);
            var figures = ReadingScore.Of(reading, gold);
            var mean = ReadingScore.Mean(figures);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {mean:F3}"));
            mean.ShouldBeGreaterThanOrEqualTo(Floor(name), name + " " + string.Join(", ", figures.Where(f => f.Value < 0.95).Select(f => f.Key)));
            if (Floor(name) < 0.7) others.Add(mean);
        }

        if (others.Count > 0) others.Average().ShouldBeGreaterThanOrEqualTo(0.9);
    }

    [Fact]
    public void Read_AnnotatedContradictions_AreFound()
    {
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (!gold.TryGetProperty("contradictions", out var wanted)) continue;
            var found = Readings.Of(text).Contradictions;
            foreach (var contradiction in wanted.EnumerateArray())
                found.ShouldContain(f => f.Kind == contradiction.GetProperty("kind").GetString() && f.Message.Contains(contradiction.GetProperty("number").GetString()!, StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Read_AnnotatedPeriods_AreFound()
    {
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (!gold.GetProperty("document").TryGetProperty("period", out var period) || period.ValueKind != System.Text.Json.JsonValueKind.Object) continue;
            var found = Readings.Of(text).Document.Period;
            (found?.From, found?.To).ShouldBe((RealPlans.Date(period, "from"), RealPlans.Date(period, "to")), name);
        }
    }

    /// <summary>Share of the annotated tasks, found by their first words, whose modality is the annotated one.</summary>
    [Fact]
    public void Read_AnnotatedModalities_AreFound()
    {
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (!gold.TryGetProperty("tasks", out var tasks)) continue;
            var left = Readings.Of(text).Tasks.ToList();
            int right = 0, all = 0;
            foreach (var wanted in tasks.EnumerateArray())
            {
                if (!wanted.TryGetProperty("modality", out var modality)) continue;
                all++;
                var start = Folded(wanted.GetProperty("start").GetString()!);
                var found = left.Find(t => Folded(t.Text).StartsWith(start, StringComparison.Ordinal));
                if (found is null) continue;
                left.Remove(found);
                if (found.Modality == modality.GetString()) right++;
            }

            if (all > 0) ((double)right / all).ShouldBeGreaterThanOrEqualTo(name.StartsWith("002", StringComparison.Ordinal) ? 0.8 : 1, name);
        }
    }

    private static string Folded(string text) => string.Join(' ', text.ToLowerInvariant().Split([' ', ',', '.', ';', ':', '-', '–'], StringSplitOptions.RemoveEmptyEntries));
}
