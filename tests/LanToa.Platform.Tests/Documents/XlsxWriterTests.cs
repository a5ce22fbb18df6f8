using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using LanToa.Platform.Documents.Sheets;

namespace LanToa.Platform.Tests.Documents;

public sealed class XlsxWriterTests
{
    private static readonly SheetColumn[] Columns = [new("TT", 6), new("Nội dung", 50), new("Ngày"), new("Tiền"), new("Tỷ lệ"), new("Xong")];

    [Fact]
    public void Write_TypedCells_AreAValidSheet()
    {
        var bytes = Write([1, "Tổ chức hội nghị", new DateOnly(2026, 3, 9), 12_500_000L, 0.25m, true], [2, null, null, null, null, false]);
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes), false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description).ShouldBeEmpty();
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        var cells = sheet.Descendants<Row>().ElementAt(1).Elements<Cell>().ToList();
        cells[1].InnerText.ShouldBe("Tổ chức hội nghị");
        cells[2].CellValue!.Text.ShouldBe("46090");
        cells[3].CellValue!.Text.ShouldBe("12500000");
        sheet.Descendants<Pane>().Single().State!.Value.ShouldBe(PaneStateValues.Frozen);
        sheet.Descendants<Column>().Select(c => c.Width!.Value).First().ShouldBe(6);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")"), InlineData("+84912"), InlineData("-1"), InlineData("@SUM(A1)"), InlineData("\tx")]
    public void Write_TextLikeAFormula_IsHarmlessText(string text)
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(Write([1, text])), false);
        var cell = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ElementAt(1).Elements<Cell>().ElementAt(1);
        cell.CellFormula.ShouldBeNull();
        cell.DataType!.Value.ShouldBe(CellValues.InlineString);
        cell.InnerText.ShouldBe("'" + text);
    }

    [Fact]
    public void Write_ManyRows_AllArrive()
    {
        using var file = new FileStream(Path.Combine(Path.GetTempPath(), $"lantoa-test-{Guid.CreateVersion7():N}.xlsx"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        using (var writer = new XlsxWriter(file, "Việc", Columns))
            for (var n = 0; n < 30_000; n++) writer.Row(n, "Đăng tin, bài về cải cách hành chính", new DateOnly(2026, 1, 1), 1L, 0.5m, false);
        file.Position = 0;
        using var document = SpreadsheetDocument.Open(file, false);
        using var reader = OpenXmlReader.Create(document.WorkbookPart!.WorksheetParts.Single());
        var rows = 0;
        while (reader.Read())
            if (reader.ElementType == typeof(Row) && reader.IsStartElement) rows++;
        rows.ShouldBe(30_001);
    }

    [Fact]
    public void Write_TextLongerThanItsColumn_GetsAHigherRow()
    {
        using var bytes = new MemoryStream();
        using (var writer = new XlsxWriter(bytes, "Việc", [new("Việc", 40), new("Kỳ", 12)]))
        {
            writer.Row("Đăng tin, bài", "quý I/2026");
            writer.Row(string.Join(' ', Enumerable.Repeat("tuyên truyền", 9)), "quý I/2026");
            writer.Row("Một dòng\nhai dòng", null);
        }
        using var document = SpreadsheetDocument.Open(bytes, false);
        document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Height?.Value).ShouldBe([null, null, 47.25, 31.5]);
    }

    [Fact]
    public void Write_SheetNameWithForbiddenSigns_IsReplaced()
    {
        using var bytes = new MemoryStream();
        using (new XlsxWriter(bytes, "Phụ lục/nhiệm vụ [2026]: 'một tên dài hơn ba mươi mốt chữ'", Columns)) { }
        using var document = SpreadsheetDocument.Open(bytes, false);
        var name = document.WorkbookPart!.Workbook.Descendants<Sheet>().Single().Name!.Value!;
        name.Length.ShouldBeLessThanOrEqualTo(31);
        name.IndexOfAny(['/', '[', ']', ':', '\'']).ShouldBe(-1);
    }

    private static byte[] Write(params object?[][] rows)
    {
        using var bytes = new MemoryStream();
        using (var writer = new XlsxWriter(bytes, "Việc", Columns))
            foreach (var row in rows) writer.Row(row);
        return bytes.ToArray();
    }
}
