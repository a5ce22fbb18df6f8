using LanToa.Contracts.Organizations;
using LanToa.Platform.Mail;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations.Digests;

/// <summary>A digest in words: the letter, and the line in the product.</summary>
public sealed class DigestLetter(IOrganizationDirectory directory, MailLinks addresses, DigestChoices choices)
{
    public const string Kind = "duty.digest";

    /// <summary>"3 quá hạn, 1 đến hạn, 2 sắp đến hạn".</summary>
    public static string Counts(DigestContent content)
    {
        List<string> told = [.. Counts(content.Groups, content.Summary)];
        told.AddRange((content.Lent ?? []).Select(l => $"thay {l.FromName}: {string.Join(", ", Counts(l.Groups, l.Summary))}"));
        return string.Join(", ", told);
    }

    private static IEnumerable<string> Counts(IReadOnlyList<DigestGroup> groups, DigestSummary? summary)
    {
        foreach (var group in groups) yield return $"{VietnameseFormat.Number(group.Count)} {group.Part.Name().ToLowerInvariant()}";
        if (summary is not null) yield return $"đơn vị phụ trách: {VietnameseFormat.Number(summary.Overdue)}/{VietnameseFormat.Number(summary.Open)} việc quá hạn";
    }

    public Letter Of(DigestContent content, Guid account, string name, DateOnly day)
    {
        var secret = choices.SecretOf(account);
        var optional = DigestRules.HasOptional(content);
        List<string> text = [$"Chào {name}, đây là bản tổng hợp việc {VietnameseFormat.DateWithWeekday(day)}."];
        text.AddRange(Parts(content.Groups, content.Summary, "ĐƠN VỊ BẠN PHỤ TRÁCH"));
        foreach (var lent in content.Lent ?? [])
        {
            text.Add($"BẠN LÀM THAY {$"{lent.FromName} ({LentWords(lent)})".ToUpperInvariant()}");
            text.AddRange(Parts(lent.Groups, lent.Summary, $"ĐƠN VỊ {lent.FromName.ToUpperInvariant()} PHỤ TRÁCH"));
        }
        text.AddRange(["Xem và xử lý:", addresses.To($"/digest?ngay={day:yyyy-MM-dd}")]);
        if (optional) text.AddRange(["Việc quá hạn, đến hạn, bị trả lại luôn được nhắc. Để thôi nhận phần sắp đến hạn và tổng hợp của đơn vị:", addresses.To(DigestChoices.PageOf(secret))]);
        return new Letter(Kind, $"Việc {VietnameseFormat.Date(day)}: {Counts(content)}", [.. text.Select(MailAddresses.OneLine)])
        {
            AccountId = account, Unsubscribe = optional ? addresses.To(DigestChoices.OneClickOf(secret)) : null,
            // A digest of yesterday is of no use: the next one says it all again.
            ExpiresAt = Clock.StartOf(day.AddDays(1)),
        };
    }

    private IEnumerable<string> Parts(IReadOnlyList<DigestGroup> groups, DigestSummary? summary, string whose)
    {
        foreach (var group in groups)
        {
            yield return $"{group.Part.Name().ToUpperInvariant()} ({VietnameseFormat.Number(group.Count)})";
            foreach (var line in group.Lines) yield return "• " + LineWords(line);
            if (More(group) is { } more) yield return more;
        }
        if (summary is null) yield break;
        yield return whose;
        yield return SummaryWords(summary);
        foreach (var unit in summary.Worst) yield return "• " + UnitWords(unit);
        if (More(summary) is { } others) yield return others;
    }

    /// <summary>"Lãnh đạo · Sở Nội vụ".</summary>
    public string LentWords(DigestLent lent) => $"{lent.Role} · {directory.NameOf(lent.UnitId)}";

    public string LineWords(DigestLine line) =>
        $"{OccurrenceWords.Short(line.Text)} · {line.Period} · {directory.NameOf(line.UnitId)} · hạn {VietnameseFormat.Date(line.DueOn)}{(line.DaysLate > 0 ? $", trễ {VietnameseFormat.Number(line.DaysLate)} ngày" : "")}{(line.Reason is { Length: > 0 } why ? $" · lý do trả lại: {OccurrenceWords.Short(why)}" : "")}";

    public string UnitWords(LateUnit unit) => $"{directory.NameOf(unit.UnitId)}: {VietnameseFormat.Number(unit.Overdue)}/{VietnameseFormat.Number(unit.Open)} việc quá hạn";

    public static string SummaryWords(DigestSummary s) =>
        $"Quá hạn {VietnameseFormat.Number(s.Overdue)}/{VietnameseFormat.Number(s.Open)} việc đang phải làm, ở {VietnameseFormat.Number(s.LateUnits)}/{VietnameseFormat.Number(s.Units)} đơn vị có việc. {VietnameseFormat.Number(s.Waiting)} việc chờ xác nhận.";

    public static string? More(DigestGroup group) => group.Count > group.Lines.Count ? $"và {VietnameseFormat.Number(group.Count - group.Lines.Count)} việc khác" : null;

    public static string? More(DigestSummary summary) => summary.LateUnits > summary.Worst.Count ? $"và {VietnameseFormat.Number(summary.LateUnits - summary.Worst.Count)} đơn vị khác" : null;
}
