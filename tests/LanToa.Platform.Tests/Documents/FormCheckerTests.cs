using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using LanToa.Platform.Documents;
using LanToa.Platform.Documents.Checking;
using LanToa.Platform.Documents.Writing;
using LanToa.Testing;
using WordText = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace LanToa.Platform.Tests.Documents;

public sealed class FormCheckerTests
{
    [Fact]
    public void Check_OwnDocuments_DifferNowhere()
    {
        Codes(DocumentWriter.Write(SampleDocument.Plan)).ShouldBeEmpty();
        Codes(DocumentWriter.Write(SampleDocument.Letter)).ShouldBeEmpty();
        Codes(DocumentWriter.WriteAnnex(SampleDocument.Plan, SampleDocument.Plan.Annexes[0])).ShouldBeEmpty();
    }

    /// <summary>Each fault by itself, in words of the text: what stands there, what is put in its place, the code it must be named by.</summary>
    [Theory]
    [InlineData("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHIÃ VIỆT NAM", "nation-wording")]
    [InlineData("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "nation-missing")]
    [InlineData("Độc lập - Tự do - Hạnh phúc", "Độc lập-Tự do-Hạnh phúc", "motto-wording")]
    [InlineData("Số: 05/KH-SVHTTDL", "Số: 5/KH-SVHTTDL", "number-zero")]
    [InlineData("Số: 05/KH-SVHTTDL", "Số: 05 / KH - SVHTTDL", "number-spaces")]
    [InlineData("Số: 05/KH-SVHTTDL", "Số 05/KH-SVHTTDL", "number-word")]
    [InlineData("Số: 05/KH-SVHTTDL", "Số: 05/BC-SVHTTDL", "number-symbol")]
    [InlineData("ngày 05 tháng 02 năm 2026", "ngày 5 tháng 02 năm 2026", "date-zero")]
    [InlineData("ngày 05 tháng 02 năm 2026", "ngày 05 tháng 2 năm 2026", "date-zero")]
    [InlineData("Lam Giang, ngày", "Lam Giang ngày", "date-comma")]
    [InlineData("KẾ HOẠCH", "Kế hoạch", "kind-caps")]
    [InlineData("hành chính nhà nước;", "hành chính nhà nước.", "basis-mark")]
    [InlineData("của Thủ tướng Chính phủ.", "của Thủ tướng Chính phủ;", "basis-last-mark")]
    [InlineData("đ) Nâng cao", "e) Nâng cao", "point-letter")]
    [InlineData("đ) Nâng cao", "f) Nâng cao", "point-letter")]
    [InlineData("7. Nâng cao", "8. Nâng cao", "numbering")]
    [InlineData("II. TỔ CHỨC", "III. TỔ CHỨC", "numbering")]
    [InlineData("tổ chức thực hiện./.", "tổ chức thực hiện.", "end-mark")]
    [InlineData("KT. GIÁM ĐỐC", "K/T GIÁM ĐỐC", "signature-abbreviation")]
    [InlineData("Nguyễn Thị Hồng Ánh", "ThS. Nguyễn Thị Hồng Ánh", "signer-degree")]
    [InlineData("Nơi nhận:", "Nơi nhận", "recipients-word")]
    [InlineData("- Bộ Nội vụ;", "- Bộ Nội vụ,", "recipient-mark")]
    [InlineData("- Bộ Nội vụ;", "Bộ Nội vụ;", "recipient-dash")]
    [InlineData("- Lưu: VT, NC.", "- Lưu: VT, NC;", "recipient-last-mark")]
    [InlineData("(Kèm theo Kế hoạch", "(Theo Kế hoạch", "annex-reference")]
    [InlineData("tại Phụ lục kèm theo Kế hoạch này", "ở mục trên", "annex-named")]
    public void Check_OneFaultOfWording_IsNamed(string right, string wrong, string code)
    {
        var bytes = Broken(d =>
        {
            var text = d.MainDocumentPart!.Document.Descendants<WordText>().First(t => t.Text.Contains(right, StringComparison.Ordinal));
            text.Text = text.Text.Replace(right, wrong, StringComparison.Ordinal);
        });
        Codes(bytes).ShouldContain(code);
    }

    [Theory]
    [InlineData("LT-nation", "24", null, "nation-bold")]
    [InlineData("LT-motto", "24", true, "motto-size")]
    [InlineData("LT-issuer", "28", true, "issuer-size")]
    [InlineData("LT-body", "24", null, "body-size")]
    [InlineData("LT-authority", "24", true, "authority-size")]
    [InlineData("LT-recipient", "28", null, "recipient-size")]
    [InlineData("LT-recipients", "24", true, "recipients-italic")]
    [InlineData("LT-basis", "28", null, "basis-italic")]
    [InlineData("LT-page-number", "20", null, "page-number-size")]
    public void Check_WrongLetters_AreNamed(string style, string halfPoints, bool? bold, string code) => Codes(Broken(d =>
    {
        var run = d.MainDocumentPart!.StyleDefinitionsPart!.Styles!.Elements<Style>().First(s => s.StyleId == style).StyleRunProperties!;
        run.RemoveAllChildren();
        if (bold == true) run.Append(new Bold());
        run.Append(new FontSize { Val = halfPoints });
    })).ShouldContain(code);

    [Theory]
    [InlineData("page-size"), InlineData("margin"), InlineData("font"), InlineData("color"), InlineData("body-align"), InlineData("body-indent"), InlineData("body-gap"), InlineData("body-line-spacing"), InlineData("motto-line"), InlineData("issuer-line"),
     InlineData("subject-line"), InlineData("page-number-first"), InlineData("page-number-missing"), InlineData("page-number-align"), InlineData("annex-pages"), InlineData("recipients-missing"),
     InlineData("signature-missing"), InlineData("subject-align"), InlineData("head-layout")]
    public void Check_OneFaultOfSetting_IsNamed(string code) => Codes(Broken(d => Break(d, code))).ShouldContain(code);

    [Fact]
    public void Check_Differences_SayWhereAndByWhichRule()
    {
        var difference = FormChecker.Check(new MemoryStream(Broken(d => Break(d, "font")))).Differences.Single(d => d.Code == "font");
        difference.Message.ShouldBe("Phông chữ Arial; phải là Times New Roman.");
        difference.Where.ShouldStartWith("Đoạn ");
        difference.Place.ShouldBe("Phụ lục I, Phần I, Mục I, khoản 4");
        difference.Count.ShouldBe(1);
    }

    [Fact]
    public void Check_DocumentOfAnotherProgram_NamesItsRealFaults()
    {
        using var sample = File.OpenRead(Path.Combine(Repository.Root, "samples/plans/ke-hoach-2026-tinh.docx"));
        var codes = FormChecker.Check(sample).Differences.Select(d => d.Code).ToList();
        // It was made from a web page: one size throughout, no lines, no indents; its grounds and numbering are right.
        codes.ShouldContain("nation-size");
        codes.ShouldContain("motto-line");
        codes.ShouldContain("body-indent");
        codes.ShouldNotContain("font");
        codes.ShouldNotContain("numbering");
        codes.ShouldNotContain("signature-missing");
    }

    [Theory]
    [InlineData(0), InlineData(20), InlineData(3000)]
    public void Check_NoWordDocument_SaysWhatToDo(int length)
    {
        var bytes = DocumentWriter.Write(SampleDocument.Plan)[..length];
        Should.Throw<UncheckableDocumentException>(() => FormChecker.Check(new MemoryStream(bytes))).Message.ShouldContain("Word");
    }

    [Fact]
    public void Check_NestedDeepOrSwollen_IsRefusedBeforeItIsLoaded()
    {
        var deep = string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", 5000)) + string.Concat(Enumerable.Repeat("</w:tc></w:tr></w:tbl>", 5000));
        var swollen = $"<w:p><w:r><w:t>{new string('a', 70_000_000)}</w:t></w:r></w:p>";
        foreach (var (name, inside) in ((string, string)[])[("word/document.xml", deep), ("word/document.xml", swollen), ("word/document.bin", deep)])
        {
            using var stream = new MemoryStream();
            stream.Write(DocumentWriter.Write(SampleDocument.Plan));
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            {
                zip.GetEntry(name)?.Delete();
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write($"<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{inside}</w:body></w:document>");
            }
            stream.Position = 0;
            Should.Throw<UncheckableDocumentException>(() => FormChecker.Check(stream)).Message.ShouldContain("bất thường");
        }
    }

    private static void Break(WordprocessingDocument document, string code)
    {
        var main = document.MainDocumentPart!;
        var body = main.Document.Body!;
        Style Of(string style) => main.StyleDefinitionsPart!.Styles!.Elements<Style>().First(s => s.StyleId == style);
        Paragraph Styled(string style) => body.Descendants<Paragraph>().First(p => p.ParagraphProperties?.ParagraphStyleId?.Val?.Value == style);
        var sections = body.Descendants<SectionProperties>().ToList();
        switch (code)
        {
            case "page-size": (sections[0].GetFirstChild<PageSize>()!.Width, sections[0].GetFirstChild<PageSize>()!.Height) = (12240, 15840); break;
            case "margin": sections[0].GetFirstChild<PageMargin>()!.Left = 1440; break;
            case "font": Styled("LT-body").GetFirstChild<Run>()!.PrependChild(new RunProperties(new RunFonts { Ascii = "Arial", HighAnsi = "Arial" })); break;
            case "color": Styled("LT-body").GetFirstChild<Run>()!.PrependChild(new RunProperties(new Color { Val = "FF0000" })); break;
            case "body-align": Of("LT-body").StyleParagraphProperties!.GetFirstChild<Justification>()!.Val = JustificationValues.Left; break;
            case "body-indent": Of("LT-body").StyleParagraphProperties!.GetFirstChild<Indentation>()!.FirstLine = "0"; break;
            case "body-gap": Of("LT-body").StyleParagraphProperties!.GetFirstChild<SpacingBetweenLines>()!.After = "0"; break;
            case "body-line-spacing": Of("LT-body").StyleParagraphProperties!.GetFirstChild<SpacingBetweenLines>()!.Line = "480"; break;
            case "motto-line": body.Descendants<ParagraphBorders>().ElementAt(1).Remove(); break;
            case "issuer-line": body.Descendants<ParagraphBorders>().First().Parent!.GetFirstChild<Indentation>()!.Remove(); break;
            case "subject-line": body.Descendants<ParagraphBorders>().ElementAt(2).Remove(); break;
            case "page-number-first": sections[0].GetFirstChild<TitlePage>()!.Remove(); break;
            case "page-number-missing": sections[0].RemoveAllChildren<HeaderReference>(); break;
            case "page-number-align": Of("LT-page-number").StyleParagraphProperties!.GetFirstChild<Justification>()!.Remove(); break;
            case "annex-pages": sections[1].GetFirstChild<PageNumberType>()!.Remove(); break;
            case "recipients-missing": Styled("LT-recipients").Remove(); break;
            case "signature-missing":
                foreach (var line in body.Descendants<Paragraph>().Where(p => p.ParagraphProperties?.ParagraphStyleId?.Val?.Value == "LT-authority").ToList()) line.RemoveAllChildren<Run>();
                break;
            case "subject-align": Of("LT-subject").StyleParagraphProperties!.GetFirstChild<Justification>()!.Remove(); break;
            case "head-layout":
                var nation = Styled("LT-nation");
                nation.Remove();
                body.InsertAt(nation, 0);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(code), code, "No way to break this.");
        }
    }

    private static byte[] Broken(Action<WordprocessingDocument> fault)
    {
        var stream = new MemoryStream();
        stream.Write(DocumentWriter.Write(SampleDocument.Plan));
        using (var document = WordprocessingDocument.Open(stream, true)) fault(document);
        return stream.ToArray();
    }

    private static List<string> Codes(byte[] bytes) => [.. FormChecker.Check(new MemoryStream(bytes)).Differences.Select(d => d.Code)];
}
