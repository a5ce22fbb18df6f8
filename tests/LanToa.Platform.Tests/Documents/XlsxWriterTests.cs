using System.IO.Compression;
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
    [InlineData("=HYPERLINK(\"http://x\")"), InlineData("+84912"), InlineData("-1"), InlineData("@SUM(A1)"), InlineData("\tx"), InlineData("＝1+1"), InlineData("\u200b=1+1")]
    public void Write_TextLikeAFormula_IsTheTextItselfAndNeverAFormula(string text)
    {
        using var bytes = new MemoryStream();
        using (var writer = new XlsxWriter(bytes, "Việc", [new(text), new("Nội dung", 50)]) { Above = [text, text] })
        {
            writer.Row(new SheetHeading(text));
            writer.Row("Tin, bài", text);
        }
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Read, leaveOpen: true))
        using (var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open())) sheet.ReadToEnd().ShouldNotMatch("<([a-z]+:)?f[ >/]");
        using var document = SpreadsheetDocument.Open(bytes, false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description).ShouldBeEmpty();
        var formats = document.WorkbookPart!.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        var cells = document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<Cell>().Where(c => c.InnerText.Length > 0).ToList();
        cells.Count(c => c.InnerText == text).ShouldBe(5);
        cells.ShouldAllBe(c => c.CellFormula == null && c.DataType!.Value == CellValues.InlineString);
        // A text that is only text has no such mark, and keeps the looks of its kind.
        cells.Where(c => formats[(int)c.StyleIndex!.Value].QuotePrefix?.Value ?? false).ShouldBe(cells.Where(c => c.InnerText == text));
        cells.Where(c => c.InnerText == text).Select(c => formats[(int)c.StyleIndex!.Value].FontId!.Value).ShouldBe([1u, 0u, 1u, 1u, 0u]);
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
    public void Write_Columns_AreAsWideAsTheirWordsNeedAndHaveNoHoles()
    {
        using var bytes = new MemoryStream();
        using (var writer = new XlsxWriter(bytes, "Việc", [new("Việc", 30), new("Kênh", 30), new("Lồng ghép trong", 24), new("Ngày", 12), new("Ghi chú", 40) { IsToFill = true }], "Sau", "Dài"))
        {
            for (var n = 0; n < 150; n++) writer.Row(string.Join(' ', Enumerable.Repeat("tuyên truyền", 20)), "Loa", null, new DateOnly(2026, 3, 9));
            writer.Next([new("Tên", 20)]);
            writer.Row("Hết");
            writer.Next([new("Tên", 20), new("Lý do", 30)]);
            for (var n = 0; n < 300; n++) writer.Row("Loa", n > 250 ? "có" : null);
        }
        using var document = SpreadsheetDocument.Open(bytes, false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => e.Description).ShouldBeEmpty();
        var sheets = document.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => ((WorksheetPart)document.WorkbookPart.GetPartById(s.Id!)).Worksheet).ToList();
        // Five lines of the long words; a short word, or none, no wider than the head.
        sheets[0].Descendants<Column>().Select(c => c.Width!.Value).ShouldBe([54, 7, 8, 12, 40]);
        sheets[0].Descendants<Row>().Count().ShouldBe(151);
        sheets[0].Descendants<Row>().ShouldAllBe(r => r.Elements<Cell>().Count() == 5);
        sheets[0].Descendants<Row>().Last().Height!.Value.ShouldBe(78.75);
        sheets[1].Descendants<Row>().Count().ShouldBe(2);
        // What comes behind the first rows is not known when the widths are chosen.
        sheets[2].Descendants<Column>().Select(c => c.Width!.Value).ShouldBe([20, 30]);
        sheets[2].Descendants<Row>().Count().ShouldBe(301);
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
