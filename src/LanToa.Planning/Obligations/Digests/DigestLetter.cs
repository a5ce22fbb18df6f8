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
        List<string> told = [.. content.Groups.Select(g => $"{VietnameseFormat.Number(g.Count)} {g.Part.Name().ToLowerInvariant()}")];
        if (content.Summary is { } summary) told.Add($"đơn vị phụ trách: {VietnameseFormat.Number(summary.Overdue)}/{VietnameseFormat.Number(summary.Open)} việc quá hạn");
        return string.Join(", ", told);
    }

    public Letter Of(DigestContent content, Guid account, string name, DateOnly day)
    {
        var secret = choices.SecretOf(account);
        var optional = DigestRules.HasOptional(content);
        List<string> text = [$"Chào {name}, đây là bản tổng hợp việc {VietnameseFormat.DateWithWeekday(day)}."];
        foreach (var group in content.Groups)
        {
            text.Add($"{group.Part.Name().ToUpperInvariant()} ({VietnameseFormat.Number(group.Count)})");
            text.AddRange(group.Lines.Select(l => "• " + LineWords(l)));
            if (More(group) is { } more) text.Add(more);
        }
        if (content.Summary is { } summary)
        {
            text.Add("ĐƠN VỊ BẠN PHỤ TRÁCH");
            text.Add(SummaryWords(summary));
            text.AddRange(summary.Worst.Select(u => "• " + UnitWords(u)));
            if (More(summary) is { } more) text.Add(more);
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

    public string LineWords(DigestLine line) =>
        $"{OccurrenceWords.Short(line.Text)} · {line.Period} · {directory.NameOf(line.UnitId)} · hạn {VietnameseFormat.Date(line.DueOn)}{(line.DaysLate > 0 ? $", trễ {VietnameseFormat.Number(line.DaysLate)} ngày" : "")}{(line.Reason is { Length: > 0 } why ? $" · lý do trả lại: {OccurrenceWords.Short(why)}" : "")}";

    public string UnitWords(LateUnit unit) => $"{directory.NameOf(unit.UnitId)}: {VietnameseFormat.Number(unit.Overdue)}/{VietnameseFormat.Number(unit.Open)} việc quá hạn";

    public static string SummaryWords(DigestSummary s) =>
        $"Quá hạn {VietnameseFormat.Number(s.Overdue)}/{VietnameseFormat.Number(s.Open)} việc đang phải làm, ở {VietnameseFormat.Number(s.LateUnits)}/{VietnameseFormat.Number(s.Units)} đơn vị có việc. {VietnameseFormat.Number(s.Waiting)} việc chờ xác nhận.";

    public static string? More(DigestGroup group) => group.Count > group.Lines.Count ? $"và {VietnameseFormat.Number(group.Count - group.Lines.Count)} việc khác" : null;

    public static string? More(DigestSummary summary) => summary.LateUnits > summary.Worst.Count ? $"và {VietnameseFormat.Number(summary.LateUnits - summary.Worst.Count)} đơn vị khác" : null;
}
