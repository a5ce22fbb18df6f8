using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using LanToa.Accountability.Reports;
using LanToa.Platform.Documents;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Answers in words as the signed document says them: by whom, in their lines, and nothing that nobody said.</summary>
public sealed class ReportDocumentTests
{
    private static ContentRow Row(string name, string? own, params string?[] parts) => new()
    {
        Code = name, Name = name, Unit = "bằng lời", Aggregation = Aggregation.Text, Own = new Figure { Text = own }, Total = Figure.None, Parts = [.. parts.Select(p => new Figure { Text = p })],
    };

    private static string BodyOf(ReportContent content) => string.Join(" | ", ReportDocument.Of(content, new DateOnly(2026, 10, 5)).Body.Skip(1).Select(b => b switch { HeadingBlock h => $"{h.Label} {h.Text}", ParagraphBlock p => p.Text, _ => "" }));

    private static ReportContent Content(IReadOnlyList<ContentSection> sections, params string[] parts) => new()
    {
        FormCode = "a", FormName = "Báo cáo thử", UnitName = "Sở Thử", Addressee = "Ủy ban nhân dân tỉnh", PeriodKey = "2026-Q3", PeriodName = "quý III/2026", Sections = sections,
        Parts = [.. parts.Select(p => new ContentPart(Guid.CreateVersion7(), Guid.CreateVersion7(), p, null, []))],
    };

    [Fact]
    public void Answers_OfOneUnit_StandInTheirLinesAndUnansweredOnesAreLeftOut() => BodyOf(Content(
    [
        new("I. Kết quả", [new([Row("Hình thức khảo sát", null), Row("Cách làm mới", "Phát thanh buổi sáng;"), Row("Kiến nghị", "- Thêm kinh phí\n- Thêm người")], null)]),
        new("II. Khó khăn", [new([Row("Khó khăn, vướng mắc", " ")], null)]),
    ])).ShouldBe("I. Kết quả | Cách làm mới: Phát thanh buổi sáng. | Kiến nghị: | - Thêm kinh phí | - Thêm người | II. Khó khăn | Chưa có nội dung báo cáo.");

    [Fact]
    public void Form1_OfFigures_NamesItselfAsASentenceDoesAndTheAnnexOnce()
    {
        var content = Content([new("I. Chỉ đạo", [new([Count("a", 3)], null)]), new("II. Kiểm tra", [new([Count("b", 1), Row("Hình thức", null)], null)])]) with { FormName = "Biểu 1. Công tác chỉ đạo, điều hành" };
        var document = ReportDocument.Of(content, new DateOnly(2026, 10, 5));
        document.Subject.ShouldBe("Công tác chỉ đạo, điều hành quý III/2026 (Biểu 1)");
        document.Body.ShouldHaveSingleItem().ShouldBeOfType<ParagraphBlock>().Text.ShouldBe("Sở Thử báo cáo công tác chỉ đạo, điều hành quý III/2026 (Biểu 1); số liệu chi tiết tại phụ lục kèm theo.");
        var table = document.Annexes.Single().Body.OfType<TableBlock>().Single();
        table.Rows.Select(r => $"{r[0]} {r[1]}").ShouldBe(["I Chỉ đạo", "1 a", "II Kiểm tra", "2 b"]);
        table.Headings.ShouldBe([0, 2]);
        // How the year is estimated stands before the table, not alone on a page behind it.
        ReportDocument.Of(content with { HasEstimate = true }, new DateOnly(2026, 10, 5)).Annexes.Single().Body.Select(b => b.GetType()).ShouldBe([typeof(ParagraphBlock), typeof(TableBlock)]);
        string RuleOf(string rule) => ((ParagraphBlock)ReportDocument.Of(content with { HasEstimate = true, Sections = [new("I. Chỉ đạo", [new([Count("a", 3) with { EstimateRule = rule }], null)])] }, new DateOnly(2026, 10, 5)).Annexes.Single().Body[0]).Text;
        RuleOf("lũy kế 3 ÷ 9 tháng × 12 = 4").ShouldBe("Ước cả năm: số lũy kế chia cho số tháng đã qua, nhân 12.");
        RuleOf("theo ước của b, c: 3 + 1 = 4").ShouldBe("Ước cả năm: số lũy kế chia cho số tháng đã qua, nhân 12; chỉ tiêu là tổng của các chỉ tiêu khác thì cộng ước của chúng.");

        // Words make a section of their own; the annex is named once, before them.
        document = ReportDocument.Of(content with { Sections = [new("I. Chỉ đạo", [new([Count("a", 3)], null)]), new("II. Kiểm tra", [new([Count("b", 1), Row("Hình thức", "Trực tiếp")], null)])] }, new DateOnly(2026, 10, 5));
        document.Body.Select(b => b switch { HeadingBlock h => $"{h.Label} {h.Text}", ParagraphBlock p => p.Text, _ => "" }).ShouldBe(
            ["Sở Thử báo cáo công tác chỉ đạo, điều hành quý III/2026 (Biểu 1) như sau (số liệu chi tiết tại phụ lục kèm theo):", " Kiểm tra", "Hình thức: Trực tiếp."]);
    }

    [Fact]
    public void Sheet_OfAReport_HasItsTitleItsSectionsAndFormulasThatComeToWhatWasReported()
    {
        var made = Count("tin_bai", 10) with { Expression = "[tin] + [bai]" };
        var share = new ContentRow { Code = "ty_le", Name = "ty_le", Unit = "%", Decimals = 1, Aggregation = Aggregation.Ratio, Expression = "[xong] / [kh] * 100", Own = new Figure { Number = 200m / 3 }, Total = new Figure { Number = 200m / 3 } };
        ContentSection[] sections = [new("I. Kết quả", [new([made, Count("tin", 7), Count("bai", 3)], null)]), new("II. Kế hoạch", [new([Count("kh", 3), Count("xong", 2), share], null)])];
        var cells = Cells(Content(sections));
        cells["A1"].ShouldBe("Báo cáo thử quý III/2026");
        cells["A2"].ShouldBe("Đơn vị báo cáo: Sở Thử");
        (cells["A5"], cells["D5"], cells["A6"], cells["B6"], cells["B10"]).ShouldBe(("TT", "Kỳ này", "I", "Kết quả", "Kế hoạch"));
        (cells["D7"], cells["D8"], cells["D13"]).ShouldBe(("=D8+D9 10", "7", "=ROUND(D12/D11*100,1) 66.7"));
        // A number that a person wrote instead is no sum of its rows.
        Cells(Content([sections[0] with { Blocks = [new([made with { Own = new Figure { Number = 12 }, Total = new Figure { Number = 12 } }, Count("tin", 7), Count("bai", 3)], null)] }]))["D6"].ShouldBe("12");

        // Units below have columns of their own, added up.
        ContentRow With(string code, decimal own, decimal part) => Count(code, own + part) with { Own = new Figure { Number = own }, Parts = [new Figure { Number = part }] };
        cells = Cells(Content([new("I. Kết quả", [new([With("tin_bai", 10, 4) with { Expression = "[tin] + [bai]" }, With("tin", 7, 1), With("bai", 3, 3)], null)])], "Xã Một"));
        (cells["D6"], cells["E6"], cells["F6"], cells["F7"]).ShouldBe(("=D7+D8 10", "=E7+E8 4", "=SUM(D6:E6) 14", "=SUM(D7:E7) 8"));
    }

    [Fact]
    public void Sheet_OfRoundedFigures_HasNumbersWhereFormulasWouldComeToOthers()
    {
        ContentRow Of(string code, Aggregation how, decimal? total, decimal? own, decimal? part) =>
            Count(code, 0) with { Decimals = 1, Aggregation = how, Total = new Figure { Number = total }, Own = new Figure { Number = own }, Parts = [new Figure { Number = part }] };
        // Twice 75 minutes are 2,5 hours; what nobody gave is no 0.
        var hours = Of("gio", Aggregation.Sum, 2.5m, 1.25m, 1.25m);
        var cells = Cells(Content([new("I. Kết quả", [new([hours, Of("khong", Aggregation.Sum, null, null, null), Of("thuc", Aggregation.Sum, 2.48m, 1.24m, 1.24m), Of("lon", Aggregation.Maximum, 1.26m, 1.26m, 1), Of("trong", Aggregation.Maximum, null, null, null)], null)])], "Xã Một"));
        new[] { "D6", "E6", "F6", "F7", "F8", "F9", "F10" }.Select(c => cells[c]).ShouldBe(["1.3", "1.3", "2.5", "", "2.5", "=MAX(D9:E9) 1.3", ""]);

        // The same of last year's, and of a total that shows fewer decimals than its rows.
        cells = Cells(Content([new("I. Kết quả", [new([hours with { LastYear = 1.25m, Parts = [] }, Count("tin", 7) with { LastYear = 5 }, Count("tong", 11) with { Expression = "[le] + [chan]" }, Count("le", 7.7m) with { Decimals = 1 }, Count("chan", 3)], null)])]) with { HasLastYear = true });
        new[] { "E6", "F6", "G6", "F7", "G7", "D8" }.Select(c => cells[c]).ShouldBe(["1.3", "1.3", "100", "=D7-E7 2", "=ROUND((D7-E7)/E7*100,1) 40.0", "=ROUND(D9+D10,0) 11"]);
    }

    [Fact]
    public void Subject_WithAPointInside_IsNotParted()
    {
        string SubjectOf(string name) => ReportDocument.Of(Content([]) with { FormName = name, PeriodName = "theo văn bản số 79" }, new DateOnly(2026, 10, 5)).Subject;
        SubjectOf("Báo cáo chuyên đề về nhu cầu tập huấn tại TP. Huế").ShouldBe("Chuyên đề về nhu cầu tập huấn tại TP. Huế theo văn bản số 79");
        SubjectOf("Tổng hợp báo cáo chuyên đề về nhu cầu tập huấn tại TP. Huế").ShouldBe("Tổng hợp báo cáo chuyên đề về nhu cầu tập huấn tại TP. Huế theo văn bản số 79");
        SubjectOf("Phụ lục số IIa. Công tác chỉ đạo tại TP. Huế").ShouldBe("Công tác chỉ đạo tại TP. Huế theo văn bản số 79 (Phụ lục số IIa)");
        foreach (var number in new[] { "Biểu 1", "Biểu 1.2", "Biểu mẫu 02b", "Mẫu số 01/BC-CCHC" }) SubjectOf($"{number}. Công tác chỉ đạo").ShouldBe($"Công tác chỉ đạo theo văn bản số 79 ({number})");
        SubjectOf("Mẫu Video. Công tác chỉ đạo").ShouldBe("Mẫu Video. Công tác chỉ đạo theo văn bản số 79");
    }

    private static ContentRow Count(string code, decimal number) => new() { Code = code, Name = code, Unit = "tin", Own = new Figure { Number = number }, Total = new Figure { Number = number } };

    private static Dictionary<string, string> Cells(ReportContent content)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(ReportSheet.Bytes(content)), false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description).ShouldBeEmpty();
        return document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToDictionary(c => c.CellReference!.Value!, c => c.CellFormula is { } formula ? $"={formula.Text} {c.CellValue!.Text}" : c.InnerText);
    }

    [Fact]
    public void Answers_OfSeveralUnits_NameWhoSaidItAlsoWhereItWasOnlyOne() => BodyOf(Content(
        [new("I. Khó khăn", [new([Row("Khó khăn", null, "Thiếu kinh phí", null), Row("Kiến nghị", "Hướng dẫn thêm", "- Kinh phí\n- Máy tính", "Không")], null)])], "Xã Một", "Xã Hai"))
        .ShouldBe("I. Khó khăn | Khó khăn: | - Xã Một: Thiếu kinh phí. | Kiến nghị: | - Sở Thử: Hướng dẫn thêm. | - Xã Một: | + Kinh phí | + Máy tính | - Xã Hai: Không.");
}
