using LanToa.Reading.Restoration;
using LanToa.Reading.Tests.Phrases;

namespace LanToa.Reading.Tests.Restoration;

public sealed class RestoreDamagedTests
{
    [Theory]
    [InlineData("TINH TUYEN QUANG Poc lap - Tw do - Hanh phic", "TỈNH TUYÊN QUANG Độc lập - Tự do - Hạnh phúc")]
    [InlineData("S6: 10/KH-UBND Tuyén Quang, ngay 18 thdang 01 nam 2023", "Số: 10/KH-UBND Tuyên Quang, ngày 18 tháng 01 năm 2023")]
    [InlineData("Can cir Nghi quyét so 76/NQ-CP ngay 15/7/2021 ctia Chinh phu", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ")]
    [InlineData("hanh chinh nha nudc giai doan2021-2030; Chi thi", "hành chính nhà nước giai đoạn 2021-2030; Chỉ thị")]
    [InlineData("tao thuan loi cho nguo1dan,\nt6 chic va doanh nghiép", "tạo thuận lợi cho người dân,\ntổ chức và doanh nghiệp")]
    [InlineData("II. POI TUQNG, NOQI DUNG, HINH THUC TUYEN TRUYEN", "II. ĐỐI TƯỢNG, NỘI DUNG, HÌNH THỨC TUYÊN TRUYỀN")]
    [InlineData("5. Sé Thong tin va Truyén thong", "5. Sở Thông tin và Truyền thông")]
    [InlineData("6. Pai Phat thanh va Truyén hinh tinh", "6. Đài Phát thanh và Truyền hình tỉnh")]
    [InlineData("2.56'Noivu", "2. Sở Nội vụ")]
    [InlineData("2. S6' Thong tin va Truyén théng", "2. Sở Thông tin và Truyền thông")]
    [InlineData("SO NOi vu tong hop két qua thuc hién", "Sở Nội vụ tổng hợp kết quả thực hiện")]
    [InlineData("7. Dé nghi Uy ban Mat tran T6 quéc Viét Nam tinh", "7. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh")]
    [InlineData("b) M6i quy t6 chitc 01 budéi cung cap thong tin cho bdo chi", "b) Mỗi quý tổ chức 01 buổi cung cấp thông tin cho báo chí")]
    [InlineData("bao cao két qua thuc hién, gui S&Nbi vu tong hop chung", "báo cáo kết quả thực hiện, gửi Sở Nội vụ tổng hợp chung")]
    [InlineData("3.1. Cung cap thdng tin V& cong tac cai cach thi tuc hanh chinh", "3.1. Cung cấp thông tin về công tác cải cách thủ tục hành chính")]
    [InlineData("Chua dong phdihop véi cac co quan, don vi Xy dung chuyén muc", "Chủ động phối hợp với các cơ quan, đơn vị xây dựng chuyên mục")]
    [InlineData("Chu tri, phéi hop véi Vién théng Tuyén Quang, Viettel Tuyén Quang", "Chủ trì, phối hợp với Viễn thông Tuyên Quang, Viettel Tuyên Quang")]
    [InlineData("Sé Xay dung chu tri, phéi hop vdi PT&TH", "Sở Xây dựng chủ trì, phối hợp với PT&TH")]
    [InlineData("1.3. Chu tri, phdi hop vdi cac co quan lién quan", "1.3. Chủ trì, phối hợp với các cơ quan liên quan")]
    public void RestoreDamaged_MisreadLine_ReadsAsWritten(string printed, string written) => Restorer.Default.RestoreDamaged(printed).Text.ShouldBe(written);

    [Theory]
    [InlineData("Chỉ thị số 23/CT-TTg ngày 02/9/2021 của Thủ tướng Chính phủ về đẩy mạnh cải cách hành chính nhà nước giai đoạn 2021 - 2030.")]
    [InlineData("The council meets on 3 May to discuss the plan of the year and the budget that the committee has proposed to it.")]
    public void Restore_UndamagedOrForeign_Unchanged(string text)
    {
        var restored = Restorer.Default.Restore(text);
        restored.Text.ShouldBe(text);
        restored.Changes.ShouldBeEmpty();
        restored.SourceIndex(7).ShouldBe(7);
    }

    [Fact]
    public void SourceIndex_RestoredSyllable_EndsWhereItsPrintedFormEnds()
    {
        const string printed = "ctia co quan hanh chinh nha nudc giai doan2021";
        var restored = Restorer.Default.RestoreDamaged(printed);
        restored.Text.ShouldBe("của cơ quan hành chính nhà nước giai đoạn 2021");
        restored.SourceIndex(3).ShouldBe(4);
        printed[restored.SourceIndex(restored.Text.IndexOf("chính", StringComparison.Ordinal))..].ShouldStartWith("chinh");
        printed[restored.SourceIndex(restored.Text.IndexOf("2021", StringComparison.Ordinal))..].ShouldBe("2021");
        restored.Changes[0].ShouldBe(new SyllableChange(0, 4, 0, 3, "ctia", "của", restored.Changes[0].Confidence));
    }

    [Fact]
    public void Confidence_PlainAndDoubtful_PlainIsSurer()
    {
        var restored = Restorer.Default.RestoreDamaged("Uy ban nhan dan tinh ban hanh Ké hoach cai cach hanh chinh; xqzt vbit");
        restored.Confidence(0, 20).ShouldBeGreaterThan(0.8);
        restored.Confidence(restored.Text.Length - 4, restored.Text.Length).ShouldBeLessThan(restored.Confidence(0, 20));
    }

    [Fact]
    public void Doubtful_WordsThatAreGuessed_AreNamed()
    {
        var restored = Restorer.Default.RestoreDamaged("Uy ban nhan dan tinh ban hanh Ké hoach cai cach hanh chinh va xqzt vbit trong nam");
        var named = restored.Doubtful(0, restored.Text.Length).Select(d => restored.Text[d.Start..d.End]).ToArray();
        named.ShouldContain("xqzt");
        named.ShouldNotContain("nhân");
        named.Length.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void Doubtful_SyllableInPlaceOfAnother_IsNamed()
    {
        var restored = Restorer.Default.RestoreDamaged("long ghép trong cac hdi nghi tuyén truyén, phé bién, giao duc phap luat, céac cuoc hop, giao ban cta co quan, don vi; phat hanh to roi");
        var marked = restored.Doubtful(0, restored.Text.Length).Select(d => restored.Text[d.Start..d.End]);
        (restored.Text.Contains("giao ban", StringComparison.Ordinal) || marked.Contains("giá")).ShouldBeTrue(restored.Text);
    }

    [Theory]
    [InlineData("két qua chuyén d6is trén dia ban tinh va cac xa", "số")]
    [InlineData("viéc ddi mdihf co ché mot cira tai dia phuong", "hf")]
    public void Doubtful_LettersThatTheWordDoesNotHave_AreNamed(string printed, string lost)
    {
        var restored = Restorer.Default.RestoreDamaged(printed);
        (restored.Text.Contains(lost, StringComparison.Ordinal) || restored.Doubtful(0, restored.Text.Length).Count > 0).ShouldBeTrue(restored.Text);
    }

    [Fact]
    public void RestoreDamaged_TermThatTheTextRepeats_IsReadAlikeWhereItIsDamagedMore()
    {
        const string clear = "Chuyén doi sé tinh Tuyén Quang; két qua chuyén déi sé trong cac co quan; dao tao vé chuyén ddi sé.\n";
        Restorer.Default.RestoreDamaged(clear + "trong tam vé cai cach thi tuc hanh chinh, chuyén d6is trén dia ban tinh.").Text.ShouldEndWith("chuyển đổi số trên địa bàn tỉnh.");
    }

    [Fact]
    public void RestoreDamaged_HopelessWord_IsKeptAsPrinted()
    {
        var restored = Restorer.Default.RestoreDamaged("thong tin tren cac trang mang xa hoi nhu facebook, zalo cua co quan hanh chinh nha nuéc");
        restored.Text.ShouldContain("zalo");
        restored.Doubtful(0, restored.Text.Length).Select(d => restored.Text[d.Start..d.End]).ShouldContain("zalo");
    }

    [Fact]
    public void RestoreDamaged_NameBehindItsNumber_BeginsWithABody() =>
        Restorer.Default.RestoreDamaged("7. Ba&o Tuyén Quang\nChu dong phdi hop voi cac co quan, don vi xdy dung chuyén muc.").Text.ShouldStartWith("7. Báo Tuyên Quang\n");

    [Fact]
    public void Doubtful_RealMisreadPlan_IsASmallPart()
    {
        foreach (var (name, text, _) in RealPlans.All())
        {
            if (!name.StartsWith("002_57ae", StringComparison.Ordinal)) continue;
            var restored = Restorer.Default.Restore(text);
            var words = restored.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length;
            var named = restored.Doubtful(0, restored.Text.Length).Select(d => restored.Text[d.Start..d.End]).ToArray();
            Console.WriteLine($"{named.Length} of {words} words are doubtful: {string.Join(' ', named)}");
            named.ShouldContain("doanhnhdn");
            named.Length.ShouldBeInRange(40, words / 12);
        }
    }

    [Fact]
    public void Restore_RealMisreadPlan_HeadingsComeBack()
    {
        foreach (var (name, text, gold) in RealPlans.All())
        {
            if (!name.StartsWith("002_57ae", StringComparison.Ordinal)) continue;
            var lines = Restorer.Default.Restore(text).Text.Split('\n').Select(l => l.Trim()).ToArray();
            var headings = gold.GetProperty("headings").EnumerateArray().Select(h => h.GetProperty("title").GetString()!).ToArray();
            var lost = headings.Where(h => !lines.Any(l => l.EndsWith(h, StringComparison.Ordinal))).ToArray();
            Console.WriteLine($"{headings.Length - lost.Length} of {headings.Length} headings as written; otherwise: {string.Join(" · ", lost)}");
            lost.Length.ShouldBeLessThanOrEqualTo(1);
        }
    }
}
