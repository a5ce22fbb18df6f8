namespace LanToa.Accountability.Reports;

/// <summary>What whoever decides on a sent report has to see first: what changed below it and in its own records since, and what its unit says with it.</summary>
public sealed class SinceSent(ReportBuilder builder, ReportParts parts, RecordsSince records)
{
    /// <summary>What the units below say otherwise by now; nothing for a report that is being written.</summary>
    public async Task<IReadOnlyList<string>> BelowAsync(Report report, ReportContent sent, CancellationToken cancel = default) =>
        !report.IsFrozen ? [] : [.. sent.Parts.Count > 0 ? ChangedBelow.Of(sent, await parts.NowAsync(report, sent, cancel: cancel)) : [], .. await parts.AcceptedSinceAsync(report, sent, cancel)];

    /// <summary>What the unit's own records say otherwise by now.</summary>
    public Task<IReadOnlyList<string>> RecordsAsync(Report report, ReportContent sent, CancellationToken cancel = default) => records.OfAsync(report, sent, cancel);

    /// <summary>Why a report that waits has to be opened before it is accepted, as far as a list can tell; null where it need not be.</summary>
    /// <param name="report">One that was sent.</param>
    /// <param name="hasNote">Whether its unit wrote a word with it: what was out of the ordinary is explained there.</param>
    public static string? WhyOpen(Report report, bool hasNote) =>
        report.AddsTo is not null ? "là bản bổ sung của báo cáo đã chấp nhận" : report.Sendings > 1 ? "đã bị trả lại, nay gửi lại" : hasNote ? "đơn vị có lời giải thích gửi kèm" : null;

    /// <summary>The same with what its records and the units below say by now.</summary>
    public async Task<string?> WhyOpenAsync(Report report, CancellationToken cancel = default)
    {
        var sent = await builder.OfAsync(report, cancel);
        if (WhyOpen(report, sent.Note is not null) is { } why) return why;
        return (await BelowAsync(report, sent, cancel)).Count > 0 ? "số liệu cấp dưới đã thay đổi sau khi gửi" : (await RecordsAsync(report, sent, cancel)).Count > 0 ? "số tính từ bản ghi của đơn vị nay khác lúc gửi" : null;
    }
}
