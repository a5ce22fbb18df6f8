using System.Globalization;
using LanToa.Planning.Plans;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>The plans and the years that a page of figures can be narrowed to, and the year that it shows: the one that was asked for, else this one, else the last with a plan.</summary>
internal sealed record PlanYears(IReadOnlyList<PlanName> Plans, int Shown, IReadOnlyList<SelectListItem> Years)
{
    /// <param name="plan">Only the years of this plan.</param>
    /// <param name="wanted">The year in the address.</param>
    public static async Task<PlanYears> OfAsync(OccurrenceRows rows, Guid? plan, int? wanted, DateOnly today, CancellationToken cancel)
    {
        var (plans, years) = await rows.PlansAsync(cancel, plan);
        var shown = Sound(wanted) ?? (years.Count == 0 || years.Contains(today.Year) ? today.Year : years[^1]);
        return new(plans, shown, ItemsOf(years.Append(shown), shown));
    }

    public static int? Sound(int? year) => year is >= 1990 and <= 2100 ? year : null;

    /// <summary>"Năm 2026", the latest first.</summary>
    public static IReadOnlyList<SelectListItem> ItemsOf(IEnumerable<int> years, int shown) =>
        [.. years.Distinct().OrderDescending().Select(y => new SelectListItem($"Năm {y}", y.ToString(CultureInfo.InvariantCulture), y == shown))];

    public static IReadOnlyList<SelectListItem> ItemsOf(IEnumerable<PlanName> plans) => [.. plans.Select(p => new SelectListItem(p.Number.Length > 0 ? $"{p.Number} {p.Title}" : p.Title, p.Id.ToString()))];
}
