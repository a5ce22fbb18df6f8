using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations.Urgings;

/// <summary>The official letter (công văn) of an urging after Nghị định 30/2020/NĐ-CP, with the list of late work as its annex. Number and date are the clerk's to give.</summary>
public sealed class UrgingLetter(UrgingRecords records, IOrganizationDirectory directory)
{
    /// <summary>More units than this are addressed by the list.</summary>
    private const int Addressed = 10;

    private static readonly DocumentColumn[] Columns =
        [new("TT", 5, Centred: true), new("Cơ quan, đơn vị", 20), new("Việc phải làm", 32), new("Kế hoạch", 14), new("Kỳ", 11), new("Hạn", 11, Centred: true), new("Trễ (ngày)", 7, Centred: true)];

    public async Task<OfficialDocument> OfAsync(Urging urging, CancellationToken cancel = default)
    {
        var units = await records.UnitsOfAsync(urging, cancel);
        var issuer = directory.Find(urging.UrgerId) ?? throw new InvalidOperationException($"The body {urging.UrgerId} of urging {urging.Id} is unknown.");
        var lines = new IssuerLines(directory, issuer);
        return new OfficialDocument
        {
            Superior = lines.Superior, Issuer = lines.Issuer, IssuerName = issuer.Name, Symbol = lines.LetterSymbol, Place = lines.Place, Year = urging.Day.Year, Kind = null,
            Subject = "đôn đốc thực hiện nhiệm vụ quá hạn",
            Addressees = units.Count > Addressed ? ["Các cơ quan, đơn vị có tên trong danh sách kèm theo"] : [.. units.SelectMany(u => u.Heirs.Count > 0 ? u.Heirs : [u.Name]).Distinct()],
            Body = [.. urging.Words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(p => new ParagraphBlock(p))],
            Signature = new DocumentSignature(lines.Authority(null), lines.Position(null), null),
            Recipients = ["Như trên", .. lines.Superior.Count > 0 ? [$"{string.Join(' ', lines.Superior)} (để báo cáo)"] : (string[])[], "Lưu: VT"],
            Annexes = [new DocumentAnnex("Danh sách việc chậm", [new TableBlock(Columns, RowsOf(units))], Landscape: true)],
        };
    }

    /// <summary>The words that are offered, to be changed before sending.</summary>
    public static string Offered(OrganizationInfo issuer, DateOnly today, DateOnly answer) =>
        $"""
        Qua theo dõi việc thực hiện các kế hoạch tuyên truyền cải cách hành chính, đến hết ngày {VietnameseFormat.Date(today)} các cơ quan, đơn vị còn việc đã quá hạn mà chưa báo cáo kết quả (danh sách kèm theo).
        {issuer.Name} đề nghị các cơ quan, đơn vị khẩn trương thực hiện, báo cáo kết quả và giải trình lý do trễ hạn trước ngày {VietnameseFormat.Date(answer)}.
        Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các cơ quan, đơn vị báo cáo {issuer.Name} để được hướng dẫn, giải quyết.
        """.ReplaceLineEndings("\n");

    private static IReadOnlyList<IReadOnlyList<string>> RowsOf(IReadOnlyList<UrgedUnit> units) =>
    [
        .. units.SelectMany(u => u.Lines.Select(l => (Name: u.Heirs.Count > 0 ? $"{u.Name} (nay {string.Join(", ", u.Heirs)} làm tiếp)" : u.Name, l.Work, l.Row))).Select((l, n) => (IReadOnlyList<string>)
            [VietnameseFormat.Number(n + 1), l.Name, OfficialText.WithoutEnd(l.Row.Obligation.Text), l.Row.PlanName, l.Row.Occurrence.PeriodName, VietnameseFormat.Date(l.Work.DueOn), VietnameseFormat.Number(l.Work.DaysLate)]),
    ];
}
