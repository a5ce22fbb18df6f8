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
