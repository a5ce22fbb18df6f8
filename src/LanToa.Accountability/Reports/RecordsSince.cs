using LanToa.Accountability.Reports.Formulas;

namespace LanToa.Accountability.Reports;

/// <summary>
/// What the unit's own records come to now otherwise than when its report was sent: activities were logged, corrected, withdrawn or accepted since, or are counted otherwise. Shown beside the frozen figures, which stay until an addendum is sent.
/// </summary>
public sealed class RecordsSince(Indicators indicators, OwnFigures figures, RouteMap routes)
{
    // Of more units than a province has, the records are not counted again at each look.
    private const int MostUnits = 1000;

    /// <summary>"Tin, bài: gửi 5, nay bản ghi là 2", in the order of the report; nothing for a report that is being written. Figures of duties are left out: those of a period go on to be done after it.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(Report report, ReportContent sent, CancellationToken cancel = default)
    {
        if (!report.IsFrozen || sent.OnlyParts) return [];
        var known = (await indicators.InForceAsync(cancel)).Where(i => i.Value.IsValidOn(report.PeriodTo)).ToDictionary();
        var rows = sent.Rows.Where(r => r is { Source: IndicatorSource.Formula, Aggregation: not Aggregation.Distinct } && Indicators.FormulasFor([r.Code], known) is { Count: > 0 } named && named.Values.All(f => f.Atoms.All(a => a.Kind != AtomKind.Duties))).ToList();
        var formulas = Indicators.FormulasFor(rows.Select(r => r.Code), known);
        var units = formulas.Count == 0 ? [] : await routes.OwnUnitsAsync(report, await routes.OfFormAsync(report.FormCode, report.PeriodTo, cancel), cancel);
        if (units.Count is 0 or > MostUnits) return [];
        // What a person wrote stands in the formulas that name it, as it did when it was sent.
        var given = sent.Rows.Where(r => r.Source != IndicatorSource.Formula || r.Computed is not null).ToDictionary(r => r.Code, r => r.Own.Number);
        var byHand = sent.Rows.Where(r => r.Computed is not null).Select(r => r.Code).ToHashSet();
        var atoms = await figures.AtomsAsync(units, report.PeriodFrom, report.PeriodTo, formulas.Values, cancel);
        var (computed, values) = (OwnFigures.Calculate(formulas, atoms, given), OwnFigures.Calculate(formulas.Where(f => !byHand.Contains(f.Key)).ToDictionary(), atoms, given));
        return [.. rows.Select(r => (Row: r, Then: Words(r, (r.Computed ?? r.Own).Number), Now: Words(r, (byHand.Contains(r.Code) ? computed : values)[r.Code].Number))).Where(r => r.Then != r.Now).Select(r => $"{r.Row.Name}: {(r.Row.Computed is null ? "gửi" : "khi gửi tính được")} {r.Then}, nay bản ghi là {r.Now}")];
    }

    private static string Words(ContentRow row, decimal? number) => number is null ? "chưa có" : new Figure { Number = number }.Words(row.Aggregation, row.Decimals);
}
