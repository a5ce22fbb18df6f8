using LanToa.Reading.Extraction;
using static LanToa.Reading.Tests.Extraction.DocxBuilder;

namespace LanToa.Reading.Tests.Extraction;

public sealed class WordTests
{
    private static string Abstract(int id, string inner) => $"<w:abstractNum w:abstractNumId=\"{id}\">{inner}</w:abstractNum>";

    private static string Instance(int id, int of, string inner = "") => $"<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/>{inner}</w:num>";

    private static readonly string Outline = Level(0, "upperRoman", "%1.") + Level(1, "decimal", "%2.") + Level(2, "decimal", "%2.%3.") + Level(3, "lowerLetter", "%4)") + Level(4, "bullet", "\uF0B7");

    [Fact]
    public void Numbering_MultilevelOutline_PrintsLabels()
    {
        var text = new DocxBuilder().Numbering(Abstract(0, Outline) + Instance(1, 0))
            .Body(P("MỤC ĐÍCH", Num(1)), P("Mục đích", Num(1, 1)), P("Nâng cao", Num(1, 2)), P("Đẩy mạnh", Num(1, 2)), P("Yêu cầu", Num(1, 1)), P("Bám sát", Num(1, 2)),
                P("cấp tỉnh", Num(1, 3)), P("cấp xã", Num(1, 3)), P("tờ rơi", Num(1, 4)), P("NỘI DUNG", Num(1)), P("Đối tượng", Num(1, 1))).Read();
        text.ShouldBe("I. MỤC ĐÍCH\n1. Mục đích\n1.1. Nâng cao\n1.2. Đẩy mạnh\n2. Yêu cầu\n2.1. Bám sát\na) cấp tỉnh\nb) cấp xã\n- tờ rơi\nII. NỘI DUNG\n1. Đối tượng\n");
    }

    [Fact]
    public void Numbering_TwoInstancesOfOneDefinition_ShareTheCounterUnlessOverridden()
    {
        var text = new DocxBuilder().Numbering(Abstract(0, Level(0, "decimal", "%1.")) + Instance(1, 0) + Instance(2, 0) +
                Instance(3, 0, "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>"))
            .Body(P("a", Num(1)), P("b", Num(1)), P("c", Num(2)), P("d", Num(3)), P("e", Num(3))).Read();
        text.ShouldBe("1. a\n2. b\n3. c\n1. d\n2. e\n");
    }

    [Theory]
    [InlineData("decimalZero", "01. x\n02. x\n03. x\n")]
    [InlineData("upperLetter", "A. x\nB. x\nC. x\n")]
    [InlineData("lowerRoman", "i. x\nii. x\niii. x\n")]
    [InlineData("none", ". x\n. x\n. x\n")]
    public void Numbering_Format_IsPrinted(string format, string expected)
    {
        var text = new DocxBuilder().Numbering(Abstract(0, Level(0, format, "%1.")) + Instance(1, 0)).Body(P("x", Num(1)), P("x", Num(1)), P("x", Num(1))).Read();
        text.ShouldBe(expected);
    }

    [Fact]
    public void Numbering_LevelNeverRestarts_GoesOn()
    {
        var levels = Level(0, "upperRoman", "%1.") + Level(1, "decimal", "%2.", "<w:lvlRestart w:val=\"0\"/>");
        var text = new DocxBuilder().Numbering(Abstract(0, levels) + Instance(1, 0)).Body(P("a", Num(1)), P("b", Num(1, 1)), P("c", Num(1)), P("d", Num(1, 1))).Read();
        text.ShouldBe("I. a\n1. b\nII. c\n2. d\n");
    }

    [Fact]
    public void Numbering_LegalLevel_PrintsRomanAsDecimal()
    {
        var levels = Level(0, "upperRoman", "%1.") + Level(1, "decimal", "%1.%2.", "<w:isLgl/>");
        var text = new DocxBuilder().Numbering(Abstract(0, levels) + Instance(1, 0)).Body(P("a", Num(1)), P("b", Num(1, 1))).Read();
        text.ShouldBe("I. a\n1.1. b\n");
    }

    [Fact]
    public void Numbering_ThroughStylesAndBasedOn_PrintsLabels()
    {
        var text = new DocxBuilder()
            .Styles("<w:style w:type=\"paragraph\" w:styleId=\"H1\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>" +
                "<w:style w:type=\"paragraph\" w:styleId=\"H2\"><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>" +
                "<w:style w:type=\"paragraph\" w:styleId=\"H2b\"><w:basedOn w:val=\"H2\"/></w:style>")
            .Numbering(Abstract(0, Level(0, "upperRoman", "%1.", "<w:pStyle w:val=\"H1\"/>") + Level(1, "decimal", "%2.", "<w:pStyle w:val=\"H2\"/>")) + Instance(1, 0))
            .Body(P("a", "<w:pStyle w:val=\"H1\"/>"), P("b", "<w:pStyle w:val=\"H2\"/>"), P("c", "<w:pStyle w:val=\"H2b\"/>"),
                P("d", "<w:pStyle w:val=\"H2\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>")).Read();
        text.ShouldBe("I. a\n1. b\n2. c\nd\n");
    }

    [Fact]
    public void Numbering_ThroughNumberingStyle_TakesTheLinkedDefinition()
    {
        var text = new DocxBuilder().Numbering("<w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"S\"/></w:abstractNum>" +
            "<w:abstractNum w:abstractNumId=\"1\"><w:styleLink w:val=\"S\"/>" + Level(0, "lowerLetter", "%1)") + "</w:abstractNum>" + Instance(1, 0))
            .Body(P("x", Num(1)), P("y", Num(1))).Read();
        text.ShouldBe("a) x\nb) y\n");
    }

    [Fact]
    public void Table_SpansAndMerges_BecomeEmptyCells()
    {
        var text = new DocxBuilder().Body(Table(
            Row("TT", "Nội dung", "Cơ quan", ""),
            Row(Cell("I. Tuyên truyền", "<w:gridSpan w:val=\"4\"/>")),
            Row(Cell("1", "<w:vMerge w:val=\"restart\"/>"), "Đăng tin\nPhát thanh", "Sở Nội vụ", "Quý I | II"),
            Row(Cell("bỏ", "<w:vMerge/>"), "Tờ rơi", "UBND xã", "Quý IV"))).Read();
        text.ShouldBe("| TT | Nội dung | Cơ quan | |\n| I. Tuyên truyền | | | |\n| 1 | Đăng tin\u2028Phát thanh | Sở Nội vụ | Quý I ¦ II |\n| | Tờ rơi | UBND xã | Quý IV |\n");
    }

    [Fact]
    public void Table_AutomaticNumbersInCells_AreCountedDown()
    {
        var number = $"<w:p><w:pPr>{Num(1)}</w:pPr></w:p>";
        var text = new DocxBuilder().Numbering(Abstract(0, Level(0, "decimal", "%1")) + Instance(1, 0)).Body(Table(Row(Cell(number), "a"), Row(Cell(number), "b"))).Read();
        text.ShouldBe("| 1 | a |\n| 2 | b |\n");
    }

    [Fact]
    public void Table_NestedOrFramed_KeepsItsText()
    {
        var inner = Table(Row("x", "y"), Row("z", "t"));
        new DocxBuilder().Body(Table(Row(Cell(P("trước") + inner + P("sau")), "b"))).Read().ShouldBe("| trước\u2028x y\u2028z t\u2028sau | b |\n");
        new DocxBuilder().Body(Table(Row(Cell(P("khung") + inner)))).Read().ShouldBe("khung\n| x | y |\n| z | t |\n");
    }

    [Fact]
    public void Revisions_InsertedKept_DeletedDropped()
    {
        var text = new DocxBuilder().Body(
            $"<w:p>{Text("Giao ")}<w:del><w:r><w:delText>Sở cũ</w:delText></w:r></w:del><w:ins>{Text("Sở Nội vụ")}</w:ins></w:p>",
            $"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{Text("nối ")}</w:p>", "liền",
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>mất</w:delText></w:r></w:del></w:p>",
            $"<w:p><w:moveFrom>{Text("chỗ cũ")}</w:moveFrom><w:moveTo>{Text("chỗ mới")}</w:moveTo></w:p>").Read();
        text.ShouldBe("Giao Sở Nội vụ\nnối liền\nchỗ mới\n");
    }

    [Fact]
    public void Runs_FieldsLinksBreaksSymbols_AreText()
    {
        var text = new DocxBuilder().Body(
            "<w:p>" + Text("Trang ") + "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + Text("3") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>" + Text("01/02/2025") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
            "<w:p><w:hyperlink>" + Text("dichvucong.gov.vn") + "</w:hyperlink><w:r><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t><w:noBreakHyphen/><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r></w:p>",
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r><w:r><w:rPr><w:caps/></w:rPr><w:t>kế hoạch</w:t></w:r></w:p>",
            "<w:sdt><w:sdtContent>" + P("trong điều khiển") + "</w:sdtContent></w:sdt>",
            "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>", "trang sau").Read();
        text.ShouldBe("Trang\n01/02/2025\ndichvucong.gov.vn\ta\nb-→\nKẾ HOẠCH\ntrong điều khiển\n\f\ntrang sau\n");
    }

    [Fact]
    public void TextBox_WrittenTwiceByWord_IsReadOnce()
    {
        var box = "<w:txbxContent>" + P("Số: 12/KH-UBND") + "</w:txbxContent>";
        var text = new DocxBuilder().Body("<w:p>" + Text("ỦY BAN NHÂN DÂN") + "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:wsp><wps:txbx>" + box +
            "</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>" + box + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>", "sau").Read();
        text.ShouldBe("ỦY BAN NHÂN DÂN\nSố: 12/KH-UBND\nsau\n");
    }

    [Fact]
    public void Notes_HeadersAndFooters_StandApartFromTheBody()
    {
        var text = new DocxBuilder()
            .Part("footnotes", "<w:footnotes NS><w:footnote w:id=\"2\">" + P("Theo Nghị quyết 76/NQ-CP") + "</w:footnote></w:footnotes>")
            .Part("header", "<w:hdr NS>" + P("SỞ NỘI VỤ") + "</w:hdr>", "h1").Part("footer", "<w:ftr NS>" + P("Trang chân") + "</w:ftr>", "f1").Part("header", "<w:hdr NS>" + P("2") + "</w:hdr>", "h2")
            .Body("<w:p>" + Text("Căn cứ") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>",
                "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"h1\"/><w:headerReference w:type=\"default\" r:id=\"h2\"/><w:footerReference w:type=\"default\" r:id=\"f1\"/><w:titlePg/></w:sectPr>").Read();
        text.ShouldBe("SỞ NỘI VỤ\nCăn cứ[1]\n\n[1] Theo Nghị quyết 76/NQ-CP\n\fTrang chân\n");
    }

    [Fact]
    public void LegacyFonts_AreConvertedByTheirName()
    {
        static string Run(string font, string text) => $"<w:p><w:r><w:rPr><w:rFonts w:ascii=\"{font}\"/></w:rPr><w:t>{text}</w:t></w:r></w:p>";
        new DocxBuilder().Body(Run(".VnTimeH", "Céng hoµ x· héi chñ nghÜa viÖt nam"), Run(".VnTime", "§éc lËp - Tù do - H¹nh phóc"), Run("VNI-Times", "Ñoäc laäp - Töï do - Haïnh phuùc"), Run("Times New Roman", "Kế hoạch café")).Read()
            .ShouldBe("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐộc lập - Tự do - Hạnh phúc\nKế hoạch café\n");
        new DocxBuilder().Body(Run(".VnTime", "Độc lập - Tự do - Hạnh phúc là mục tiêu, không phải é")).Read().ShouldContain("Độc lập - Tự do - Hạnh phúc là mục tiêu, không phải é");
    }

    [Fact]
    public void Macros_AndOutsideLinks_AreWarnedOfAndIgnored()
    {
        var bytes = new DocxBuilder().Body("Kế hoạch").Raw("word/vbaProject.bin", "x").External("attachedTemplate", "http://127.0.0.1:1/mau.dotm").External("hyperlink", "http://a.vn").Build();
        var read = Extractor.Extract(bytes, "a.docm");
        read.Text.ShouldBe("Kế hoạch\n");
        read.Warnings.Count.ShouldBe(2);
    }

    [Fact]
    public void Doctype_InADocument_IsRefused()
    {
        var bytes = new DocxBuilder().Body("x").Build("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>");
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(bytes, "a.docx")).Code.ShouldBe(UnreadableCodes.Broken);
    }

    [Fact]
    public void ZipBomb_IsRefused()
    {
        var bytes = new DocxBuilder().Body("x").Part("styles", "<a>" + new string(' ', 60_000_000) + "</a>").Build();
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(bytes, "a.docx")).Code.ShouldBe(UnreadableCodes.Bomb);
    }

    [Fact]
    public void DeepNesting_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("<w:sdt><w:sdtContent>", 3000)) + string.Concat(Enumerable.Repeat("</w:sdtContent></w:sdt>", 3000));
        Should.Throw<UnreadableFileException>(() => new DocxBuilder().Body(deep).Read()).Code.ShouldBe(UnreadableCodes.TooDeep);
    }
}
