using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Platform.Documents;
using LanToa.Platform.Documents.Writing;

namespace LanToa.Platform.Tests.Documents;

public sealed class DocumentWriterTests
{
    [Fact]
    public void Write_SameDocument_GivesTheSameBytes() => DocumentWriter.Write(SampleDocument.Plan).ShouldBe(DocumentWriter.Write(SampleDocument.Plan));

    [Fact]
    public void Write_PlanAndLetter_AreValidWordDocuments()
    {
        foreach (var document in (OfficialDocument[])[SampleDocument.Plan, SampleDocument.Letter])
            Errors(DocumentWriter.Write(document)).ShouldBeEmpty();
        Errors(DocumentWriter.WriteAnnex(SampleDocument.Plan, SampleDocument.Plan.Annexes[0])).ShouldBeEmpty();
    }

    [Fact]
    public void Write_Plan_PrintsWhatTheFormPrescribes()
    {
        var lines = Lines(DocumentWriter.Write(SampleDocument.Plan));
        lines.ShouldContain("Số: 05/KH-SVHTTDL");
        lines.ShouldContain("Lam Giang, ngày 05 tháng 02 năm 2026");
        lines.ShouldContain(l => l.StartsWith("Căn cứ Nghị quyết") && l.EndsWith(';'));
        lines.ShouldContain(l => l.StartsWith("Căn cứ Chỉ thị") && l.EndsWith("Chính phủ."));
        lines.ShouldContain(l => l.EndsWith("thực hiện./."));
        lines.ShouldContain("- Lưu: VT, NC.");
        lines.ShouldContain("(Kèm theo Kế hoạch số 05/KH-SVHTTDL ngày 05 tháng 02 năm 2026 của Sở Văn hóa, Thể thao và Du lịch)");
    }

    [Fact]
    public void Write_Annexes_HavePagesOfTheirOwnAndRomanNumbers()
    {
        var two = SampleDocument.Plan with { Annexes = [new("Danh mục", [SampleDocument.Table], true), new("Biểu mẫu", [new ParagraphBlock("Mẫu.")])] };
        var bytes = DocumentWriter.Write(two);
        Lines(bytes).ShouldContain("Phụ lục II");
        Lines(DocumentWriter.WriteAnnex(two, two.Annexes[1])).ShouldContain("Phụ lục II", "by itself it is called as in the document");
        Lines(DocumentWriter.WriteAnnex(two with { Annexes = [two.Annexes[0]] }, two.Annexes[0])).ShouldContain("Phụ lục");
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        var sections = document.MainDocumentPart!.Document.Body!.Descendants<SectionProperties>().ToList();
        sections.Count.ShouldBe(3);
        sections[0].GetFirstChild<PageNumberType>().ShouldBeNull();
        sections.Skip(1).ShouldAllBe(s => s.GetFirstChild<PageNumberType>()!.Start!.Value == 1);
        sections.Select(s => s.GetFirstChild<PageSize>()!.Orient?.Value == PageOrientationValues.Landscape).ShouldBe([false, true, false]);
    }

    [Fact]
    public void Write_AnyTextOfAPerson_IsAValidDocumentWithThatText()
    {
        // Control characters, lone surrogates and markup come from old files and from copying.
        var property = Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var words = (text ?? "") + "<w:p>&\u0001\ud800 chữ";
            var bytes = DocumentWriter.Write(SampleDocument.Plan with { Subject = words, Body = [new ParagraphBlock(words, "a)")] });
            return Errors(bytes).Count == 0 && Lines(bytes).Any(l => l.Contains("<w:p>& chữ", StringComparison.Ordinal));
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), property);
    }

    [Theory]
    [InlineData(0, "a"), InlineData(3, "d"), InlineData(4, "đ"), InlineData(6, "g"), InlineData(22, "y"), InlineData(23, "aa")]
    public void Point_Letters_FollowTheVietnameseAlphabet(int n, string letter) => OfficialText.Point(n).ShouldBe(letter);

    [Theory]
    [InlineData(1, "I"), InlineData(4, "IV"), InlineData(14, "XIV"), InlineData(90, "XC")]
    public void Roman_Numbers_AreWritten(int n, string roman) => OfficialText.Roman(n).ShouldBe(roman);

    [Theory]
    [InlineData(2026, 3, 9, "ngày 09 tháng 3 năm 2026"), InlineData(2026, 12, 31, "ngày 31 tháng 12 năm 2026")]
    public void Day_Zeros_StandWhereTheFormAsksForThem(int year, int month, int day, string words) => OfficialText.Day(new DateOnly(year, month, day)).ShouldBe(words);

    private static List<string> Lines(byte[] bytes)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        return [.. document.MainDocumentPart!.Document.Body!.Descendants<Paragraph>().Select(p => p.InnerText)];
    }

    private static List<string> Errors(byte[] bytes)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Description} {e.Path?.XPath}")];
    }
}
