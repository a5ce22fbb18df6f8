using System.Diagnostics;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

public sealed class PdfTests
{
    private static readonly ExtractionOptions TextOnly = new() { RecogniseImages = false };

    private static string Read(PdfBuilder pdf) => Extractor.Extract(Words(pdf).Build(), "a.pdf", TextOnly).Text.TrimEnd();

    // A page with next to no words counts as a picture; a line of filler at the foot makes it a page of text.
    private static PdfBuilder Words(PdfBuilder pdf) => pdf.Text(60, 780, "mot hai ba bon nam sau bay tam chin muoi muoi mot muoi hai cuoi trang");

    private const string Foot = "\n\nmot hai ba bon nam sau bay tam chin muoi muoi mot muoi hai cuoi trang";

    [Fact]
    public void Letterhead_SideBySide_BecomesTwoBlocks() =>
        Read(new PdfBuilder().Text(70, 50, "UBND TINH X").Text(280, 50, "CONG HOA XA HOI CHU NGHIA VIET NAM").Text(80, 66, "SO NOI VU").Text(330, 66, "Doc lap - Tu do - Hanh phuc")
            .Text(75, 90, "So: 12/KH-SNV").Text(310, 90, "X, ngay 18 thang 01 nam 2025").Text(250, 130, "KE HOACH"))
            .ShouldBe("UBND TINH X\nSO NOI VU\nSo: 12/KH-SNV\n\nCONG HOA XA HOI CHU NGHIA VIET NAM\nDoc lap - Tu do - Hanh phuc\nX, ngay 18 thang 01 nam 2025\n\nKE HOACH" + Foot);

    [Fact]
    public void Recipients_BesideTheSignature_BecomeTwoBlocks() =>
        Read(new PdfBuilder().Text(70, 100, "Noi nhan:").Text(340, 100, "KT. CHU TICH").Text(70, 114, "- Bo Noi vu;").Text(335, 116, "PHO CHU TICH").Text(70, 128, "- UBND tinh;").Text(70, 142, "- Luu: VT.").Text(345, 190, "Nguyen Van A"))
            .ShouldStartWith("Noi nhan:\n- Bo Noi vu;\n- UBND tinh;\n- Luu: VT.\n\nKT. CHU TICH\nPHO CHU TICH\n\nNguyen Van A");

    [Fact]
    public void Lines_StayLines_ParagraphsArePartedByABlankLine() =>
        Read(new PdfBuilder().Text(300, 30, "2").Text(90, 100, "1. Dang tai tin, bai tren cong thong tin dien tu cua tinh va tren he thong loa").Text(70, 116, "truyen thanh cua cac xa, phuong.").Text(90, 138, "2. To chuc hoi nghi."))
            .ShouldBe("2\n\n1. Dang tai tin, bai tren cong thong tin dien tu cua tinh va tren he thong loa\ntruyen thanh cua cac xa, phuong.\n\n2. To chuc hoi nghi." + Foot);

    [Fact]
    public void Table_Ruled_BecomesRows_WrappedLinesAreJoined()
    {
        double[] xs = [60, 100, 300, 420, 530];
        Read(new PdfBuilder().Text(70, 60, "Truoc bang").Grid(xs, [100, 130, 180, 210], ["TT", "Noi dung", "Chu tri", "Thoi gian"],
                ["1", "Xay dung chuyen muc tren\ncong thong tin", "- So Noi vu\n- So Tai chinh", "Quy I"], ["2", "To roi", "", "Quy II"]))
            .ShouldBe("Truoc bang\n\n| TT | Noi dung | Chu tri | Thoi gian |\n| 1 | Xay dung chuyen muc tren cong thong tin | - So Noi vu\u2028- So Tai chinh | Quy I |\n| 2 | To roi | | Quy II |" + Foot[1..]);
    }

    [Fact]
    public void Table_WithoutLines_CellsInTheMiddleOfTheirRows_BecomesRows() =>
        Read(Unruled(new PdfBuilder().Text(250, 60, "PHU LUC"), 100)).ShouldBe("PHU LUC\n\n" + UnruledHead + UnruledRows + Foot[2..]);

    [Fact]
    public void Table_WithoutLines_OverTwoPages_GoesOnWithItsNumbers()
    {
        var pdf = new PdfBuilder().Text(60, 60, "mot hai ba bon nam sau bay tam chin muoi muoi mot muoi hai dau trang");
        Head(pdf, 720).Text(62, 760, "1").Text(84, 760, "Cuoc thi truc").Text(186, 760, "So Noi vu").Text(266, 760, "Tinh doan").Text(346, 760, "Quy III");
        pdf.Page().Text(84, 50, "tuyen tim hieu");
        Rows(pdf, 72).Text(60, 300, "mot hai ba bon nam sau bay tam chin muoi muoi mot muoi hai cuoi trang");
        var rows = Extractor.Extract(pdf.Build(), "a.pdf", TextOnly).Text.Split('\n').Where(l => l.Contains('|')).Select(l => l.TrimStart('\f'));
        (string.Join('\n', rows) + "\n").ShouldBe(UnruledHead + "| 1 | Cuoc thi truc tuyen tim hieu | So Noi vu | Tinh doan | Quy III |\n" + UnruledRows.Split('\n', 2)[1]);
    }

    private const string UnruledHead = "| TT | Noi dung | Co quan chu tri | Co quan phoi hop | Thoi gian |\n";
    private const string UnruledRows = "| 1 | Cuoc thi truc tuyen | So Noi vu | Tinh doan | Quy III |\n| 2 | Hoi nghi doi thoai voi nguoi dan | Van phong UBND | So Noi vu | Truoc 30/6 |\n| 3 | To roi | So Tu phap | Cac xa | Quy IV |\n";

    private static PdfBuilder Unruled(PdfBuilder pdf, double y) =>
        Rows(Head(Words(pdf), y).Text(62, y + 40, "1").Text(84, y + 40, "Cuoc thi truc").Text(84, y + 54, "tuyen").Text(186, y + 47, "So Noi vu").Text(266, y + 47, "Tinh doan").Text(346, y + 47, "Quy III"), y + 77);

    private static PdfBuilder Head(PdfBuilder pdf, double y) =>
        pdf.Text(60, y + 7, "TT").Text(90, y + 7, "Noi dung").Text(186, y, "Co quan").Text(190, y + 14, "chu tri").Text(266, y, "Co quan").Text(266, y + 14, "phoi hop").Text(346, y + 7, "Thoi gian");

    /// <summary>Rows two and three, whose cells stand in the middle of their rows.</summary>
    private static PdfBuilder Rows(PdfBuilder pdf, double y) =>
        pdf.Text(62, y + 14, "2").Text(84, y, "Hoi nghi doi").Text(84, y + 14, "thoai voi").Text(84, y + 28, "nguoi dan").Text(186, y + 7, "Van phong").Text(186, y + 21, "UBND").Text(266, y + 14, "So Noi vu").Text(346, y + 14, "Truoc 30/6")
            .Text(62, y + 52, "3").Text(84, y + 52, "To roi").Text(186, y + 52, "So Tu phap").Text(266, y + 52, "Cac xa").Text(346, y + 52, "Quy IV");

    [Fact]
    public void Table_WithMergedCells_LeavesTheRestEmpty()
    {
        var pdf = new PdfBuilder();
        foreach (var y in new[] { 100, 160, 220 }) pdf.Line(60, y, 500, y);
        foreach (var x in new[] { 60, 200, 500 }) pdf.Line(x, 100, x, 220);
        pdf.Line(200, 130, 500, 130).Line(350, 130, 350, 220); // a header over two columns, a first column over two rows
        pdf.Text(70, 120, "Noi dung").Text(250, 108, "Co quan").Text(210, 138, "chu tri").Text(360, 138, "phoi hop").Text(70, 170, "To roi").Text(210, 170, "So A").Text(360, 170, "So B");
        Read(pdf).ShouldStartWith("| Noi dung | Co quan | |\n| | chu tri | phoi hop |\n| To roi | So A | So B |\n");
    }

    [Fact]
    public void Table_OverTwoPages_JoinsTheCutRowAndDropsTheRepeatedHead()
    {
        double[] xs = [60, 100, 300, 420, 530];
        string[] head = ["TT", "Noi dung", "Chu tri", "Thoi gian"];
        var pdf = Words(new PdfBuilder().Text(200, 30, "mot hai ba bon nam sau bay tam chin muoi").Grid(xs, [100, 130, 160, 190], head, ["1", "Tin bai", "So A", "Quy I"], ["2", "Hoi nghi tuyen truyen cai", "So B", "Quy II"])
            .Page().Text(300, 30, "2").Grid(xs, [60, 90, 120, 150], head, ["", "cach hanh chinh", "", ""], ["3", "To roi", "So C", "Quy IV"]));
        // The filler stands on the second page only: the first ends with its table.
        Extractor.Extract(pdf.Build(), "a.pdf", TextOnly).Text
            .ShouldContain("| 2 | Hoi nghi tuyen truyen cai cach hanh chinh | So B | Quy II |\n\f2\n| 3 | To roi | So C | Quy IV |\n");
    }

    [Fact]
    public void Table_WithoutLines_IsFoundByItsColumns() =>
        Read(new PdfBuilder().Text(70, 60, "Danh muc cong viec nhu sau:").Text(60, 100, "TT").Text(110, 100, "Noi dung").Text(330, 100, "Chu tri").Text(450, 100, "Thoi gian")
            .Text(60, 120, "1").Text(110, 120, "Xay dung chuyen muc tren").Text(330, 120, "So Noi vu").Text(450, 120, "Quy I").Text(110, 134, "cong thong tin")
            .Text(60, 154, "2").Text(110, 154, "To roi").Text(330, 154, "UBND xa").Text(450, 154, "Quy IV"))
            .ShouldStartWith("Danh muc cong viec nhu sau:\n\n| TT | Noi dung | Chu tri | Thoi gian |\n| 1 | Xay dung chuyen muc tren cong thong tin | So Noi vu | Quy I |\n| 2 | To roi | UBND xa | Quy IV |\n");

    [Fact]
    public void OldFonts_AreConvertedWithoutRecognition()
    {
        // The letters of TCVN3 as a PDF with WinAnsi fonts gives them.
        var pdf = new PdfBuilder().Text(70, 60, "KÕ ho¹ch tuyªn truyÒn c¶i c¸ch hµnh chÝnh n¨m 2009 cña tØnh").Text(70, 76, "Uû ban nh©n d©n tØnh giao Së Néi vô chñ tr× thùc hiÖn kÕ ho¹ch nµy");
        var read = Extractor.Extract(pdf.Build(), "a.pdf");
        read.Text.ShouldStartWith("Kế hoạch tuyên truyền cải cách hành chính năm 2009 của tỉnh\nUỷ ban nhân dân tỉnh giao Sở Nội vụ chủ trì thực hiện kế hoạch này");
        read.Warnings.ShouldHaveSingleItem().ShouldContain("TCVN3");
    }

    [Fact]
    public void Damage_ThatThePageShows_IsNotRecognisedAgain()
    {
        if (!ExternalProgram.Tesseract.IsAvailable)
        {
            Console.WriteLine("NOT RUN: tesseract is absent, no drawn damage was recognised");
            return;
        }
        string[] lines =
        [
            "1.1. Nang cao nhan thirc, tinh than trach nhiem ctia cac cap, cac nganh va can bo, cong chirc;",
            "phuong thirc chi dao, quan ly, dieu hanh ctia chinh quyen cac cap; dong thoi, phat huy dan chu,",
            "5. So Thong tin va Truyen thong thuc hien cong tac thong tin, tuyen truyen cac noi dung cai cach",
            "hanh chinh; trien khai cac chuong trinh boi duong nang cao nhan thuc, dao tao ky nang ve chuyen doi so.",
            "6. Dai Phat thanh va Truyen hinh tinh duy tri phat song chuyen de cai cach hanh chinh tren song.",
        ];
        var pdf = new PdfBuilder();
        foreach (var (line, i) in lines.Select((l, i) => (l, i))) pdf.Text(50, 60 + (i * 18), line);
        var read = Extractor.Extract(pdf.Build(), "a.pdf");
        read.Text.ShouldBe(Extractor.Extract(pdf.Build(), "a.pdf", TextOnly).Text);
        read.Warnings.ShouldNotContain(w => w.Contains("nhận dạng lại", StringComparison.Ordinal));
    }

    [Fact]
    public void FewWords_OnAnEmptyPage_AreBelieved()
    {
        var read = Extractor.Extract(new PdfBuilder().Text(70, 60, "KE HOACH nam 2025").Build(), "a.pdf");
        (read.Text.Trim(), read.Warnings.Count).ShouldBe(("KE HOACH nam 2025", 0));
    }

    [Fact]
    public void BrokenOrEmpty_IsRefused()
    {
        Should.Throw<UnreadableFileException>(() => Extractor.Extract("%PDF-1.4\n..."u8.ToArray(), "a.pdf")).Code.ShouldBe(UnreadableCodes.Broken);
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(new PdfBuilder(pages: 0).Build(), "a.pdf")).Code.ShouldBeOneOf(UnreadableCodes.NoText, UnreadableCodes.Broken);
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(new PdfBuilder().Build(), "a.pdf")).Code.ShouldBe(UnreadableCodes.NoText);
    }

    [Fact]
    public void Truncated_NeverThrowsAnythingElse()
    {
        var pdf = Words(new PdfBuilder().Text(70, 50, "KE HOACH")).Build();
        for (var length = 20; length < pdf.Length; length += 97)
            try
            {
                Extractor.Extract(pdf[..length], "a.pdf", TextOnly);
            }
            catch (UnreadableFileException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
    }

    [Fact]
    public void TooManyPages_IsRefused()
    {
        var pdf = new PdfBuilder();
        for (var i = 0; i < 5; i++) pdf.Page();
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(pdf.Build(), "a.pdf", new() { MaxPages = 5 })).Code.ShouldBe(UnreadableCodes.TooManyPages);
    }

    [Fact]
    public async Task Program_OverItsTime_IsEndedWithItsChildren()
    {
        var watch = Stopwatch.StartNew();
        var run = await new ExternalProgram("sh", "dash", "thử").RunAsync(["-c", "sleep 60 & sleep 61"], new() { Time = TimeSpan.FromMilliseconds(300) });
        run.Outcome.ShouldBe(ProgramOutcome.TimedOut);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(59));
    }

    [Fact]
    public async Task Program_TooMuchOutput_IsEnded() =>
        (await new ExternalProgram("sh", "dash", "thử").RunAsync(["-c", "while :; do echo aaaaaaaaaaaaaaaa; done"], new() { OutputBytes = 100_000 })).Outcome.ShouldBe(ProgramOutcome.TooMuchOutput);

    [Fact]
    public async Task Program_Missing_NamesThePackage()
    {
        var program = new ExternalProgram("khong-co-chuong-trinh-nay", "goi-nao-do", "đọc tệp");
        (await program.RunAsync([])).Outcome.ShouldBe(ProgramOutcome.Missing);
        program.MissingMessage.ShouldContain("apt-get install goi-nao-do");
    }

    [Fact]
    public async Task Program_Arguments_AreNotInterpreted() =>
        (await new ExternalProgram("printf", "coreutils", "thử").RunAsync(["%s", "$(id); `id` 'a' \"b\" *"])).Text.ShouldBe("$(id); `id` 'a' \"b\" *");
}
