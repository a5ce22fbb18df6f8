using LanToa.Platform.Data;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>A plan that is most likely the same document as another.</summary>
public sealed record PlanTwin(Guid Id, string Called, DateOnly? Date, PlanState State)
{
    /// <summary>"Kế hoạch số 10/KH-UBND ngày 18/01/2023 (đã ban hành)".</summary>
    public string Words => $"{Called}{(Date is { } day ? $" ngày {VietnameseFormat.Date(day)}" : "")} ({State.Name().ToLowerInvariant()})";
}

/// <summary>
/// Finds plans that are most likely the same document, brought in again: an issuer gives a number once a year; a document without a number is known by its day and its title.
/// </summary>
public sealed class PlanTwins(LanToaDb db)
{
    public Task<IReadOnlyList<PlanTwin>> OfAsync(Plan plan, DateOnly date, CancellationToken cancel = default) => OfAsync(plan.Id, plan.IssuerId, plan.Number, plan.Symbol, plan.Title, date, cancel);

    /// <summary>
    /// Every other plan of the issuer with this number and symbol in the year of the day, or without a date; where there is no number, those without one that have
    /// this day and title. Withdrawn ones apart.
    /// </summary>
    public async Task<IReadOnlyList<PlanTwin>> OfAsync(Guid? self, Guid? issuer, string? number, string? symbol, string? title, DateOnly date, CancellationToken cancel = default)
    {
        if (issuer is null) return [];
        if (Mark(number, symbol) is not { } mark)
        {
            var key = Folding.Fold(title);
            var unnumbered = await db.Set<Plan>().AsNoTracking()
                .Where(p => p.IssuerId == issuer && p.Id != self && p.State != PlanState.Withdrawn && (p.Number == null || p.Number == "") && p.Date == date)
                .OrderByDescending(p => p.State).ThenBy(p => p.CreatedAt).ToListAsync(cancel);
            return [.. unnumbered.Where(p => key.Length > 0 && Folding.Fold(p.Title) == key).Select(p => new PlanTwin(p.Id, $"{p.Kind} “{PlanWords.Short(p.Title)}”", p.Date, p.State))];
        }
        var numbered = await db.Set<Plan>().AsNoTracking()
            .Where(p => p.IssuerId == issuer && p.Id != self && p.State != PlanState.Withdrawn && p.Number != null && (p.Date == null || p.Date.Value.Year == date.Year))
            .OrderByDescending(p => p.State).ThenBy(p => p.CreatedAt).ToListAsync(cancel);
        return [.. numbered.Where(p => Mark(p.Number, p.Symbol) == mark).Select(p => new PlanTwin(p.Id, $"{p.Kind} số {p.NumberAndSymbol}", p.Date, p.State))];
    }

    // "036" and "36" are one number; a symbol is written with and without spaces.
    private static (string, string)? Mark(string? number, string? symbol) => string.IsNullOrWhiteSpace(number) ? null
        : (number.Trim().TrimStart('0').ToUpperInvariant(), (symbol ?? "").Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
}
