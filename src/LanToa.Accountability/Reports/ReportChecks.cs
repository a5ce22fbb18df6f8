using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>What is looked at before a report is sent.</summary>
public static class ReportChecks
{
    /// <summary>So many periods before are asked; fewer than three say nothing.</summary>
    public const int PeriodsBefore = 4;

    private const int FewestBefore = 3;

    /// <summary>What must be put right: missing figures and paragraphs, a part greater than its whole, parts that do not come to it.</summary>
    public static IReadOnlyList<string> Errors(ReportContent content)
    {
        var rows = content.Rows.ToDictionary(r => r.Code);
        var problems = new List<string>();
        foreach (var row in content.Rows.Where(r => r.Required && r.Own.IsEmpty)) problems.Add(row.Aggregation is Aggregation.Text or Aggregation.YesNo ? $"Chưa trả lời: {row.Name}." : $"Thiếu số liệu: {row.Name}. Không phát sinh thì ghi 0.");
        foreach (var section in content.Sections)
            foreach (var paragraph in section.Blocks.Select(b => b.Paragraph).OfType<ContentParagraph>().Where(p => p.Required && string.IsNullOrWhiteSpace(p.Text))) problems.Add($"Thiếu đoạn lời của mục “{section.Title}” (đoạn {VietnameseFormat.Number(paragraph.Number)}).");
        foreach (var row in content.Rows.Where(r => r.PartOf is not null))
            if (rows.TryGetValue(row.PartOf!, out var whole) && row.Own.Number > (whole.Own.Number ?? 0)) problems.Add($"Phần lớn hơn tổng: {row.Name} là {row.OwnWords}, trong khi {whole.Name} chỉ là {(whole.Own.IsEmpty ? "0" : whole.OwnWords)}.");
        foreach (var parts in content.Rows.Where(r => r.Apart is not null && rows.ContainsKey(r.PartOf!)).GroupBy(r => (r.PartOf, r.Apart)))
            if (WhyNotTogether([.. parts], rows[parts.Key.PartOf!]) is { } problem) problems.Add(problem);
        foreach (var row in content.Rows.Where(r => r.Own.Number < 0)) problems.Add($"{row.Name} là số âm ({row.OwnWords}); hãy kiểm tra lại.");
        // What is added up over the year can only grow.
        foreach (var row in content.Rows.Where(r => r is { IsEstimateGiven: true, Aggregation: Aggregation.Sum, Cumulative.Number: not null } && r.Estimate < r.Cumulative.Number)) problems.Add($"Ước cả năm nhỏ hơn số đã đạt: {row.Name} ước {row.EstimateWords}, trong khi lũy kế đã là {row.CumulativeWords}.");
        return problems;
    }

    // A part that alone is greater is said already; where one is not given yet, nobody knows what is left for it.
    private static string? WhyNotTogether(IReadOnlyList<ContentRow> parts, ContentRow whole)
    {
        var (sum, all) = (Math.Round(parts.Sum(p => p.Own.Number ?? 0), whole.Decimals), Math.Round(whole.Own.Number ?? 0, whole.Decimals));
        var isLess = sum < all && parts[0].Apart == Apart.Whole && parts.All(p => p.Own.Number is not null);
        if (!isLess && (sum <= all || parts.Any(p => p.Own.Number > (whole.Own.Number ?? 0)))) return null;
        return $"Các phần cộng lại {(isLess ? "chưa đủ" : "lớn hơn")} tổng: {string.Join(" + ", parts.Where(p => !p.Own.IsEmpty).Select(p => $"{p.Name} ({p.OwnWords})"))} = {VietnameseFormat.Number(sum)}, trong khi {whole.Name} là {(whole.Own.IsEmpty ? "0" : whole.OwnWords)}.";
    }

    /// <summary>
    /// Figures far from those of the periods before: more than three standard deviations and half of the mean away; and what earlier reports of the year wrote otherwise than the records had, where nobody has decided
    /// about it; and paragraphs with a blank for a figure that nobody gave, or that a person wrote on figures that changed since. They are sent with a word of explanation.
    /// </summary>
    public static IReadOnlyList<string> Warnings(ReportContent content, IReadOnlyList<IReadOnlyDictionary<string, decimal?>> before)
    {
        var warnings = new List<string>();
        foreach (var row in content.Rows.Where(r => r.Total.Number is not null && r.Aggregation is not (Aggregation.YesNo or Aggregation.Text)))
        {
            var earlier = before.Take(PeriodsBefore).Select(b => b.GetValueOrDefault(row.Code)).OfType<decimal>().ToList();
            if (earlier.Count < FewestBefore) continue;
            var mean = earlier.Average();
            var deviation = (decimal)Math.Sqrt((double)earlier.Average(e => (e - mean) * (e - mean)));
            if (Math.Abs(row.Total.Number!.Value - mean) > Math.Max(3 * deviation, Math.Abs(mean) / 2))
                warnings.Add($"{row.Name}: kỳ này {row.TotalWords}, bình quân {VietnameseFormat.Number(earlier.Count)} kỳ trước là {VietnameseFormat.Number(Math.Round(mean, row.Decimals, MidpointRounding.AwayFromZero))}.");
        }
        foreach (var row in content.Rows)
        {
            foreach (var open in row.Open.Where(d => d.By != 0 && (d.Inside || row.Carried is null)).GroupBy(d => d.Inside)) warnings.Add(CarryWords.Warning(row, [.. open]));
            if (row.IsCarryStale) warnings.Add($"{row.Name}: lũy kế {SendReport.Lowered(CarryWords.Took(row))}, {CarryWords.Now(row)}. Hãy bấm “{(row.Before == 0 ? CarryWords.Leave(row) : CarryWords.Press(row, inside: false, row.Before) + " thay số cũ")}” hoặc giải thích.");
        }
        foreach (var section in content.Sections)
            foreach (var paragraph in section.Blocks.Select(b => b.Paragraph).OfType<ContentParagraph>().Where(p => p.Text.Contains(Narrative.Blank, StringComparison.Ordinal)))
                warnings.Add($"Lời của mục “{section.Title}” (đoạn {VietnameseFormat.Number(paragraph.Number)}) còn chỗ chưa có số (“{Narrative.Blank}”). Hãy ghi số liệu còn thiếu, hoặc bấm “Sửa lời” để viết lại đoạn.");
        foreach (var section in content.Sections)
            foreach (var paragraph in section.Blocks.Select(b => b.Paragraph).OfType<ContentParagraph>().Where(p => p.Stale.Count > 0))
                warnings.Add($"Lời của mục “{section.Title}” (đoạn {VietnameseFormat.Number(paragraph.Number)}) còn viết theo số cũ: {string.Join("; ", paragraph.Stale)}. Hãy sửa số trong đoạn, hoặc mở đoạn ra xem và lưu lại nếu lời vẫn đúng.");
        return warnings;
    }
}
