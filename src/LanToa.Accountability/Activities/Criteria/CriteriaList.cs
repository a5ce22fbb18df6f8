using System.Text.Json;
using LanToa.Platform.Audit;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Accountability.Activities;

/// <summary>A criterion of the PAR INDEX that communication is scored by, as it stands in the years from and to.</summary>
/// <param name="Code">Ours, stable over the years; the number of a province's own set is that province's.</param>
/// <param name="Part">The component of it; null where it has none.</param>
/// <param name="Asks">What has to be shown, and how it is scored, in the words of the law. Points and bands are each province's.</param>
/// <param name="Source">The act from which it is.</param>
public sealed record Criterion(string Code, string Name, string? Part, string Asks, int YearFrom, int? YearTo, string Source)
{
    public string FullName => Part is null ? Name : $"{Name}: {Part}";

    public bool HoldsIn(int year) => YearFrom <= year && (YearTo is not { } last || year <= last);
}

/// <summary>The criteria for which evidence is kept: delivered data (Data/criteria.json). Nothing is scored here.</summary>
public static class CriteriaList
{
    public static IReadOnlyList<Criterion> All { get; } = Read();

    /// <summary>The first year of which there are any.</summary>
    public static int FirstYear { get; } = All.Min(c => c.YearFrom);

    public static IEnumerable<Criterion> In(int year) => All.Where(c => c.HoldsIn(year));

    public static Criterion? Find(string? code, int year) => In(year).FirstOrDefault(c => c.Code == code);

    public static string NameOf(string code) => All.LastOrDefault(c => c.Code == code)?.FullName ?? code;

    public static IReadOnlyList<SelectListItem> Items(int year) => [.. In(year).Select(c => new SelectListItem(c.FullName, c.Code))];

    /// <summary>A year in an address, where there are criteria of it; else null.</summary>
    public static int? Sound(int? year, int newest) => year >= FirstYear && year <= newest ? year : null;

    /// <summary>Years to choose from, the newest first.</summary>
    public static IReadOnlyList<SelectListItem> Years(int newest) => [.. Enumerable.Range(FirstYear, Math.Max(1, newest - FirstYear + 1)).Reverse().Select(y => new SelectListItem($"{y}", $"{y}"))];

    private static List<Criterion> Read()
    {
        using var data = typeof(CriteriaList).Assembly.GetManifestResourceStream("LanToa.Accountability.Activities.criteria.json")!;
        return JsonSerializer.Deserialize<List<Criterion>>(data, new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
    }
}

/// <summary>The history says a criterion by its name.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NamedCriterionAttribute : HistoryWordsAttribute
{
    public override string Of(JsonElement value) => CriteriaList.NameOf(value.ToString());
}

/// <summary>The history says a year as a year, not as a number of thousands.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class YearAttribute : HistoryWordsAttribute
{
    public override string Of(JsonElement value) => value.ToString();
}
