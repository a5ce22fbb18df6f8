using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Plans as collections of law, portals and plain text layers print them: lines broken anywhere, letterheads in narrow cells, what the site says of the act.</summary>
public sealed class CollectedTextTests
{
    private const string Motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n";

    [Theory]
    [InlineData("ỦY BAN NHÂN\nDÂN\nTỈNH THANH LA\n--------\n|\nCỘNG HÒA XÃ HỘI CHỦ\nNGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------\n|\nSố:\n3970/QĐ-UBND\n|\nThanh La, ngày\n04 tháng 12 năm 2013\n|\nQUYẾT\nĐỊNH\nVỀ\nVIỆC BAN HÀNH KẾ HOẠCH TUYÊN TRUYỀN NĂM 2014\nỦY BAN NHÂN DÂN TỈNH THANH LA\n", "3970/QĐ-UBND", "Ủy ban nhân dân tỉnh Thanh La", "Thanh La")]
    [InlineData("ỦY BAN NHÂN DÂN\nTỈNH BÀ LA - THANH TÀU\n-------\n|\nCỘNG\nHÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n-------\n|\nSố: 8/QĐ-UBND\n|\nBà La - Thanh\nTàu, ngày 04 tháng 12 năm 2013\n|\nQUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH TUYÊN TRUYỀN NĂM 2014\n", "8/QĐ-UBND", "Ủy ban nhân dân tỉnh Bà La - Thanh Tàu", "Bà La - Thanh Tàu")]
    public void Read_LetterheadBrokenAnywhere_IsRead(string head, string number, string issuer, string place)
    {
        var text = head + "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/6/2015;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành Kế hoạch.\n";
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        var document = reading.Document;
        ($"{document.Number}/{document.Symbol}", document.Issuer, document.Place, document.Date).ShouldBe((number, issuer, place, new DateOnly(2013, 12, 4)));
        document.Title.ShouldBe("TUYÊN TRUYỀN NĂM 2014");
    }

    [Theory]
    [InlineData("Ủy ban nhân dân tỉnh ban hành Kế hoạch với nội dung sau:\n", "Bà La", "Ủy ban nhân dân tỉnh Bà La")]
    [InlineData("ỦY BAN NHÂN DÂN TỈNH THANH LA\nCăn cứ Luật Cán bộ, công chức ngày 13/11/2008;\n", "Tân La", "Ủy ban nhân dân tỉnh Thanh La")]
    public void Read_LetterheadWithoutItsSecondLine_TakesTheUnitFromTheText(string opening, string place, string issuer) =>
        Readings.Of($"ỦY BAN NHÂN DÂN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\nSố: 31/2008/QĐ-UBND | {place}, ngày 21 tháng 8 năm 2008 |\nVỀ VIỆC BAN HÀNH CHƯƠNG TRÌNH PHỔ BIẾN PHÁP LUẬT\n{opening}I. MỤC TIÊU\n1. Nâng cao nhận thức.\n").Document.Issuer.ShouldBe(issuer);

    [Fact]
    public void Read_TitleThatOnlySaysUntilWhen_BeginsInTheYearOfIssue() =>
        Readings.Of("ỦY BAN NHÂN DÂN\nTỈNH THANH LA\n" + Motto + "Số: 5/KH-UBND\nThanh La, ngày 23 tháng 9 năm 2021\nKẾ HOẠCH\nTuyên truyền chuyển đổi số đến năm 2025, định hướng đến năm 2030\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ báo cáo kết quả trước ngày 15/12.\n").ShouldSatisfyAllConditions(
            r => r.Document.Period.ShouldBe(new DatePeriod(new DateOnly(2021, 1, 1), new DateOnly(2025, 12, 31))),
            r => r.Tasks.ShouldHaveSingleItem().Schedule.Due.ShouldBe(new DateOnly(2021, 12, 15)));

    [Fact]
    public void Read_WordsOfASiteAboveTheLetterhead_AreNoBodies()
    {
        var document = Readings.Of("Quyết định 12/QĐ-BCM năm 2020 về Kế hoạch truyền thông\nSố hiệu: 12/QĐ-BCM Loại văn bản: Quyết định\nCơ quan ban hành Bộ Công nghiệp Mẫu Người ký: Trần Văn An\nBỘ CÔNG NGHIỆP MẪU\n-------\n" + Motto + "Số: 12/QĐ-BCM\nHà Nội, ngày 31 tháng 12 năm 2020\nQUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH TRUYỀN THÔNG NĂM 2021\nBỘ TRƯỞNG BỘ CÔNG NGHIỆP MẪU\nCăn cứ Luật Báo chí ngày 05/4/2016;\n").Document;
        (document.Issuer, document.ParentBody, document.Symbol).ShouldBe(("Bộ Công nghiệp Mẫu", null, "QĐ-BCM"));
    }

    [Fact]
    public void Read_GroundsQuotedAboveTheLetterhead_GiveNoNumber()
    {
        var document = Readings.Of("Căn cứ Kế hoạch số 200/KH-SGDĐT ngày 20/01/2021 của Sở Giáo dục và Đào tạo về tuyên truyền pháp luật;\nSố kí hiệu 110/KH-THTL\nNgày ban hành 05/10/2021\nThể loại Kế hoạch\nPHÒNG GD&ĐT QUẬN THANH LA\nTRƯỜNG TIỂU HỌC TÂN LA\nSố: 110/KH-THTL\n" + Motto + "Thanh La, ngày 05 tháng 10 năm 2021\nKẾ HOẠCH\nTuyên truyền, phổ biến pháp luật năm học 2021 - 2022\nI. MỤC ĐÍCH\n- Nâng cao nhận thức.\n").Document;
        (document.Number, document.Symbol, document.Issuer).ShouldBe(("110", "KH-THTL", "Trường Tiểu Học Tân La"));
    }

    [Fact]
    public void Read_PageWithoutALetterhead_TakesItsHeadline()
    {
        var document = Readings.Of("Kế Hoạch Tuyên truyền cải cách hành chính trên địa bàn xã Tân La năm 2022\n\n25/01/2022 | 1074\n\nThực hiện Kế hoạch số 523/KH-UBND ngày 28/12/2021 của UBND tỉnh, UBND xã Tân La xây dựng kế hoạch tuyên truyền cải cách hành chính năm 2022 với các nội dung sau:\n1. Mục đích\n- Nâng cao nhận thức.\n").Document;
        (document.Kind, document.Title, document.Issuer).ShouldBe(("Kế hoạch", "Tuyên truyền cải cách hành chính trên địa bàn xã Tân La năm 2022", "Ủy ban nhân dân xã Tân La"));
        document.Period.ShouldBe(new DatePeriod(new DateOnly(2022, 1, 1), new DateOnly(2022, 12, 31)));
    }

    [Fact]
    public void Read_TableOfAPlainTextLayer_FindsRowsAndCells()
    {
        const string text = """
            PHỤ LỤC
            NHIỆM VỤ TUYÊN TRUYỀN NĂM 2023

            STT

            Nội dung công việc

            Cơ quan chủ trì

            Cơ quan phối hợp

            Thời gian
            thực hiện

            1

            Xây dựng và ban hành Kế hoạch
            tuyên truyền năm 2023

            Sở Nội vụ

            Các sở, ban, ngành

            Tháng 01/2023

            2

            Đăng tải tin, bài trên chuyên mục
            cải cách hành chính

            Báo Thanh La

            Sở Nội vụ

            Thường xuyên

            3

            Tổ chức cuộc thi trực tuyến

            Sở Khoa học và
            Công nghệ

            Sở Nội vụ; Tỉnh
            đoàn

            Quý III/2023
            """;
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        reading.Tasks.Select(Row).ShouldBe(["Sở Nội vụ | Các sở, ban, ngành | campaign", "Báo Thanh La | Sở Nội vụ | standing", "Sở Khoa học và Công nghệ | Sở Nội vụ; Tỉnh đoàn | campaign"]);
    }

    [Fact]
    public void Read_LinesBrokenAnywhere_JoinsNamesAndSentences()
    {
        const string text = "KẾ HOẠCH\nTUYÊN TRUYỀN CẢI\nCÁCH HÀNH CHÍNH NĂM 2024\nThực hiện Quyết định số\n282/QĐ-UBND ngày 17/01/2024 của UBND tỉnh, UBND tỉnh ban hành\nKế hoạch tuyên truyền cải cách hành chính năm 2024 như\nsau:\n"
            + "I. TỔ CHỨC\nTHỰC HIỆN\n1. Sở Nội\nvụ\na) Chủ trì, phối hợp với các cơ quan, đơn vị có liên quan trong tỉnh triển khai Kế\nhoạch này; tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện trước ngày\n10/12/2024.\n"
            + "2. Sở Thông\ntin và Truyền thông\nChỉ đạo, hướng dẫn các cơ quan báo chí, hệ thống thông tin cơ sở trên toàn tỉnh tuyên\ntruyền sâu rộng; thời gian: thường xuyên.\n3. Báo Thanh La,\nĐài Phát thanh - Truyền hình tỉnh\nDuy trì chuyên mục 02\nsố/tháng.\n4. Văn phòng\nUBND tỉnh\na) Công khai thủ tục hành chính.\n";
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        reading.Tasks.Select(t => Names(t.Lead)).ShouldBe(["Sở Nội vụ", "Sở Thông tin và Truyền thông", "Báo Thanh La; Đài Phát thanh - Truyền hình tỉnh", "Văn phòng UBND tỉnh"]);
        reading.LegalBases.Select(b => b.Number).ShouldBe(["282/QĐ-UBND"]);
    }

    [Fact]
    public void Read_WordsRunTogetherAtLineBreaks_ArePartedAndListed()
    {
        const string text = "QUYẾT ĐỊNH\nPHÊDUYỆT KẾ HOẠCH TUYÊN TRUYỀN NĂM 2012\nCăn cứ Luật Tổ chứcHĐND và UBND ngày26 tháng 11 năm 2003;\nCăn cứ Quyết địnhsố 216/QĐ-BTP ngày 30/7/2012 của Bộ Tư pháp;\nXét đề nghị củaGiám đốc Sở Tư pháp,\nQUYẾT ĐỊNH:\nĐiều 1. Banhành kèm theoQuyết định này Kế hoạch.\n";
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        reading.Document.Title.ShouldBe("TUYÊN TRUYỀN NĂM 2012");
        reading.LegalBases.Select(b => (b.Number, b.Date)).ShouldBe([(null, new DateOnly(2003, 11, 26)), ("216/QĐ-BTP", new DateOnly(2012, 7, 30))]);
        reading.Repairs.Where(r => r.Kind == "joined-syllables").Select(r => text[(r.Start - 2)..(r.Start + 2)]).ShouldBe(["HÊDU", "ứcHĐ", "ày26", "nhsố", "ủaGi", "anhà", "eoQu"]);
    }

    private static string Row(TaskReading task) => $"{Names(task.Lead)} | {Names(task.Coordinating)} | {task.Schedule.Kind}";

    private static string Names(IEnumerable<Actor> actors) => string.Join("; ", actors.Select(a => a.Name));
}
