namespace LanToa.Accountability.Reports;

/// <summary>One thing that an addendum says otherwise: before, and now.</summary>
public sealed record AddendumLine(string Name, string Unit, string Before, string After);

/// <summary>
/// What a report that was accepted and opened again says otherwise than the sending that was accepted: printed as an annex of its own, so that no figure changes in silence but estimates that moved with the day alone, while the period ran.
/// </summary>
/// <param name="Number">The first addendum of the report is 1.</param>
/// <param name="Of">The number of the sending that it adds to.</param>
/// <param name="Reason">Why the report was opened again.</param>
/// <param name="Paragraphs">The numbers of the paragraphs that read otherwise.</param>
public sealed record ContentAddendum(int Number, int Of, string Reason, IReadOnlyList<AddendumLine> Lines, IReadOnlyList<int> Paragraphs);

public static class Addendum
{
    /// <summary>What differs in figures, cumulative ones and those of the year too.</summary>
    /// <param name="sentOn">The day of <paramref name="before"/>.</param>
    public static IReadOnlyList<AddendumLine> Differences(ReportContent before, DateOnly sentOn, ReportContent now)
    {
        var (then, lines) = (before.Rows.ToDictionary(r => r.Code), new List<AddendumLine>());
        foreach (var row in now.Rows)
        {
            var was = then.GetValueOrDefault(row.Code);
            Add(row, row.Name, was?.TotalWords, row.TotalWords);
            Add(row, $"{row.Name} (lũy kế)", was?.CumulativeWords, row.CumulativeWords);
            if (now.HasEstimate && (sentOn >= before.To || IsEstimatedOtherwise(row, []))) Add(row, $"{row.Name} (ước cả năm)", was?.EstimateWords, row.EstimateWords);
        }
        foreach (var gone in before.Rows.Where(r => now.Rows.All(n => n.Code != r.Code))) Add(gone, gone.Name, gone.TotalWords, "");
        return lines;

        // Of a period that still runs the estimate moves with the day alone: that is no change of the report. Of one that was over only another rule moves it, or another hand.
        bool IsEstimatedOtherwise(ContentRow row, HashSet<string> above) =>
            then.GetValueOrDefault(row.Code) is not { } was || row.IsEstimateGiven || was.IsEstimateGiven || (row.Total.Number, row.Cumulative?.Number) != (was.Total.Number, was.Cumulative?.Number)
            || (above.Add(row.Code) && RowExpression.Of(row) is { IsSum: true } made && now.Rows.Any(r => made.Codes.Contains(r.Code) && IsEstimatedOtherwise(r, above)));

        void Add(ContentRow row, string name, string? was, string words)
        {
            if ((was ?? "") != words) lines.Add(new AddendumLine(name, row.Unit, Shown(was), Shown(words)));
        }
    }

    public static ContentAddendum Of(int number, int of, string reason, ReportContent before, DateOnly sentOn, ReportContent now)
    {
        var texts = before.Paragraphs.ToDictionary(p => p.Number, p => p.Text);
        return new ContentAddendum(number, of, reason, Differences(before, sentOn, now), [.. now.Paragraphs.Where(p => texts.GetValueOrDefault(p.Number) != p.Text).Select(p => p.Number)]);
    }

    private static string Shown(string? words) => string.IsNullOrEmpty(words) ? "trống" : words;
}

/// <summary>What the units below have changed since a report counted them: shown beside the frozen figures, which stay.</summary>
public static class ChangedBelow
{
    /// <param name="frozen">What was sent.</param>
    /// <param name="now">The present own figures of the reports that it counts, by report and code.</param>
    public static IReadOnlyList<string> Of(ReportContent frozen, IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, Figure>> now)
    {
        var found = new List<string>();
        for (var n = 0; n < frozen.Parts.Count; n++)
        {
            if (!now.TryGetValue(frozen.Parts[n].ReportId, out var figures)) continue;
            var changed = frozen.Rows.Where(r => r.Parts.Count > n && figures.TryGetValue(r.Code, out var f) && f.Words(r.Aggregation, r.Decimals) != r.Parts[n].Words(r.Aggregation, r.Decimals))
                .Select(r => $"{r.Name} {Shown(r.Parts[n].Words(r.Aggregation, r.Decimals))} → {Shown(figures[r.Code].Words(r.Aggregation, r.Decimals))}").ToList();
            if (changed.Count > 0) found.Add($"{frozen.Parts[n].Unit}: {string.Join("; ", changed)}");
        }
        return found;
    }

    private static string Shown(string words) => words.Length > 0 ? words : "trống";
}
