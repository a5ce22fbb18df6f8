using System.Text;
using LanToa.Reading.Restoration;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Wordings of communes, schools and older ministries beside those of the annotated plans.</summary>
public sealed class PlainWordingTests
{
    private const string Head = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2025\n\nII. TỔ CHỨC THỰC HIỆN\n";

    private static string Lead(Model.TaskReading task) => string.Join("; ", task.Lead.Select(a => a.Name));

    private static string With(Model.TaskReading task) => string.Join("; ", task.Coordinating.Select(a => a.Name));

    [Fact]
    public void Read_TableInPlainWordsAndUnusualOrder_FindsItsColumns()
    {
        const string text = Head + """
            | Kỳ hạn | Kết quả cần đạt | STT | Ai làm chính | Việc phải làm | Cùng làm |
            |---|---|---|---|---|---|
            | Trước 15/8/2025 | 01 bảng niêm yết | 1 | Trung tâm Phục vụ hành chính công xã | Niêm yết danh mục thủ tục hành chính theo thẩm quyền mới | Văn phòng HĐND và UBND xã |
            | Mỗi tuần 02 lần | Bản tin phát thanh | 2 | Phòng Văn hóa - Xã hội | Phát thanh trên hệ thống truyền thanh xã về bộ máy chính quyền 02 cấp | Văn phòng HĐND&UBND; các ấp |
            | Quý IV/2025 | Hội nghị | 3 | UBMTTQ Việt Nam xã<br>Đoàn Thanh niên xã | Đối thoại giữa lãnh đạo xã với Nhân dân | Phòng Kinh tế |
            | Thường xuyên | | 4 | Công an xã | Hướng dẫn người dân cài đặt VNeID, nộp hồ sơ trực tuyến | Tổ công nghệ số cộng đồng các ấp |
            """;
        var tasks = Readings.Of(text).Tasks;
        tasks.Select(Lead).ShouldBe(["Trung tâm Phục vụ hành chính công xã", "Phòng Văn hóa - Xã hội", "UBMTTQ Việt Nam xã; Đoàn Thanh niên xã", "Công an xã"]);
        tasks.Select(With).ShouldBe(["Văn phòng HĐND và UBND xã", "Văn phòng HĐND&UBND; các ấp", "Phòng Kinh tế", "Tổ công nghệ số cộng đồng các ấp"]);
        tasks[0].Text.ShouldStartWith("Niêm yết danh mục");
        tasks[0].Schedule.Due.ShouldBe(new DateOnly(2025, 8, 15));
    }

    [Theory]
    [InlineData("Văn phòng HĐND và UBND xã tham mưu bố trí kinh phí.", "Văn phòng HĐND và UBND xã")]
    [InlineData("Văn phòng Đoàn ĐBQH và HĐND tỉnh tổng hợp, báo cáo.", "Văn phòng Đoàn ĐBQH và HĐND tỉnh")]
    [InlineData("Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh chủ trì thực hiện.", "Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh")]
    [InlineData("Văn phòng HĐND và các phòng chuyên môn phối hợp thực hiện.", "Văn phòng HĐND; các phòng chuyên môn")]
    public void Read_OfficeOfCouncils_IsOneBody(string item, string lead) => Lead(Readings.Of(Head + "1. " + item + "\n2. Sở Tài chính thẩm định dự toán.\n").Tasks[0]).ShouldBe(lead);

    [Theory]
    [InlineData("Sở Nội vụ Sở Tài chính", "Sở Nội vụ; Sở Tài chính")]
    [InlineData("Công an tỉnh Đoàn Thanh niên tỉnh", "Công an tỉnh; Đoàn Thanh niên tỉnh")]
    [InlineData("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng Ủy ban nhân dân tỉnh")]
    [InlineData("Trường THPT Trường Chinh", "Trường THPT Trường Chinh")]
    public void Read_BodiesOfOneCell_ArePartedWithoutAMark(string cell, string lead) =>
        Lead(Readings.Of(Head + "| TT | Nội dung | Cơ quan chủ trì | Thời gian |\n| 1 | Xây dựng chuyên mục | " + cell + " | Quý I |\n").Tasks[0]).ShouldBe(lead);

    [Fact]
    public void Read_DayAfterPeriodically_IsTheDayOfTheMonth()
    {
        var schedule = Readings.Of(Head + "1. Phòng Văn hóa - Xã hội theo dõi, đôn đốc; định kỳ ngày 20 hằng tháng báo cáo Ủy ban nhân dân xã.\n2. Sở Tài chính thẩm định dự toán.\n").Tasks[0].Schedule;
        (schedule.Kind, schedule.Day).ShouldBe(("cutoff", 20));
        schedule.Every.ShouldBe(["month"]);
    }

    [Fact]
    public void Read_LetterBehindAnItem_IsATaskOfItsOwnBody()
    {
        var tasks = Readings.Of(Head + "5. Sở Y tế chỉ đạo các cơ sở khám bệnh phối hợp tuyên truyền.\nk) Công đoàn ngành: phát động phong trào thi đua trong toàn ngành.\n").Tasks;
        tasks.Select(Lead).ShouldBe(["Sở Y tế", "Công đoàn ngành"]);
    }

    [Fact]
    public void Read_RequestToParents_NamesTheirBoard()
    {
        var task = Readings.Of(Head + "5. Đề nghị Ban đại diện cha mẹ học sinh\n- Phối hợp với nhà trường vận động phụ huynh sử dụng học bạ điện tử.\n").Tasks.ShouldHaveSingleItem();
        Lead(task).ShouldBe("Ban đại diện cha mẹ học sinh");
    }

    [Theory]
    [InlineData("1. Các khoa lâm sàng, cận lâm sàng\n- Phổ biến đến toàn thể viên chức.", "Các khoa lâm sàng, cận lâm sàng", "")]
    [InlineData("1. Ông Nguyễn Văn Hùng - Phó Chủ tịch UBND xã chịu trách nhiệm chỉ đạo chung.", "Ông Nguyễn Văn Hùng - Phó Chủ tịch UBND xã", "")]
    [InlineData("1. Trưởng các phòng, đơn vị trực thuộc có trách nhiệm phổ biến Kế hoạch.", "Trưởng các phòng, đơn vị trực thuộc", "")]
    [InlineData("1. Hội đồng phối hợp PBGDPL huyện sơ kết trước ngày 15/6/2025.", "Hội đồng phối hợp PBGDPL huyện", "")]
    [InlineData("1. Hội đồng phối hợp công tác phổ biến, giáo dục pháp luật tỉnh chủ trì thực hiện Kế hoạch.", "Hội đồng phối hợp công tác phổ biến, giáo dục pháp luật tỉnh", "")]
    [InlineData("1. Các chi bộ thôn lãnh đạo thực hiện Kế hoạch.", "Các chi bộ thôn", "")]
    [InlineData("1. Tuyên truyền trên loa truyền thanh (Chủ trì: UBND cấp xã; phối hợp: Sở Nội vụ; thời gian: hằng tháng).", "UBND cấp xã", "Sở Nội vụ")]
    [InlineData("1. In 5.000 tờ rơi. Giao Sở Nội vụ thực hiện, hoàn thành trước ngày 15/6/2025.", "Sở Nội vụ", "")]
    public void Read_Item_FindsItsBodies(string item, string lead, string with)
    {
        var task = Readings.Of(Head + item + "\n").Tasks.ShouldHaveSingleItem();
        (Lead(task), With(task)).ShouldBe((lead, with));
    }

    [Fact]
    public void Read_PersonsInChargeBesideBodies_DoNotLead() =>
        Readings.Of(Head + "| STT | Nhiệm vụ | Người phụ trách | Bộ phận thực hiện | Thời hạn |\n| 1 | Rà soát thủ tục | Đ/c Trưởng phòng | Phòng Quản lý quy hoạch và xây dựng | Quý I |\n").Tasks.Select(Lead).ShouldBe(["Phòng Quản lý quy hoạch và xây dựng"]);

    [Fact]
    public void Read_LimitsPartedBySemicolons_HaveADateEach() =>
        Readings.Of(Head + "1. Văn phòng tổng hợp báo cáo quý I trước ngày 10/3; 6 tháng trước ngày 05/6; quý III trước ngày 10/9.\n").Tasks.Select(t => (t.Schedule.Due, t.Schedule.Dates.Count)).ShouldBe([(new DateOnly(2025, 3, 10), 0), (new DateOnly(2025, 6, 5), 0), (new DateOnly(2025, 9, 10), 0)]);

    [Fact]
    public void Read_PeriodsBeforeTheReport_AreItsPeriods() =>
        Readings.Of(Head + "1. Sở Nội vụ theo dõi; 6 tháng, 1 năm báo cáo Ủy ban nhân dân tỉnh.\n").Tasks.ShouldHaveSingleItem().Schedule.Every.ShouldBe(["half-year", "year"]);

    [Fact]
    public void Read_MoneyGivenEachYear_IsNoDeadline() =>
        Readings.Of(Head + "1. Sở Tài chính bố trí kinh phí trong dự toán được giao hằng năm.\n").Tasks.ShouldHaveSingleItem().Schedule.Kind.ShouldBe("unspecified");

    [Fact]
    public void Read_SplitSyllables_AreListedAsRepairs()
    {
        var text = Head + string.Concat(Enumerable.Range(1, 12).Select(i => $"{i}. Sở N ội v ụ ch ủ trì th ực hi ện k ế ho ạch tuyên truy ền c ải cách hành chính.\n"));
        var reading = Readings.Of(text);
        reading.Tasks[0].Text.ShouldStartWith("Sở Nội vụ chủ trì thực hiện kế hoạch");
        reading.Repairs.Count(r => r.Kind == "split-syllable").ShouldBeGreaterThan(50);
        foreach (var repair in reading.Repairs) text[repair.Start..repair.End].ShouldBe(repair.Before);
    }

    [Fact]
    public void Read_SymbolsWithoutTheirStrokes_AreListedAsRepairs()
    {
        const string text = "ỦY BAN NHÂN DÂN\nTỈNH LAM GIANG\nSố: 12/QD-UBND\nLam Giang, ngày 12 tháng 01 năm 2026\n\nKẾ HOẠCH\nTuyên truyền năm 2026\n\nCăn cứ Quyết định số 15/QD-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh; Nghị quyết số 3/NQ-HDND ngày 06/01/2026;\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\n\nI. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì thực hiện Nghị định số 45/2020/ND-CP ngày 08/4/2020.\n";
        var reading = Readings.Of(text);
        reading.Document.Symbol.ShouldBe("QĐ-UBND");
        reading.LegalBases.Select(b => b.Number).ShouldBe(["15/QĐ-UBND", "3/NQ-HĐND", "76/NQ-CP"]);
        var repairs = reading.Repairs.Where(r => r.Kind == "symbol-stroke").OrderBy(r => r.Start).ToList();
        repairs.Select(r => text[(r.Start - 3)..(r.End + 3)]).ShouldBe(["2/QD-UB", "5/QD-UB", "Q-HDND ", "0/ND-CP"]);
        repairs.ShouldAllBe(r => r.Before == "D" && r.After == "Đ");
        var mended = new StringBuilder(text);
        foreach (var repair in repairs) mended.Remove(repair.Start, repair.End - repair.Start).Insert(repair.Start, repair.After);
        mended.ToString().ShouldContain("số 3/NQ-HĐND ngày");
    }

    [Fact]
    public void Read_SyllablesRunTogether_AreListedAsRepairs()
    {
        const string text = "KE HOACH\nTuyén truyén cai cach hanh chinh nha nudc giai doan2021-2030\n\nII. TO CHUC THUC HIEN\n1. So Noi vu chu tri, phdi hop voi cac so, ban, nganh trién khai thuc hién ké hoach nay, tao thuan loi cho nguo1dan trong tinh.\n";
        var reading = Readings.Of(text);
        reading.Tasks[0].Text.ShouldContain("người dân");
        var joined = reading.Repairs.Where(r => r.Kind == "joined-syllables").ToList();
        joined.Select(r => (text[(r.Start - 4)..r.Start], text[r.Start..(r.Start + 3)])).ShouldBe([("doan", "202"), ("guo1", "dan")]);
        joined.ShouldAllBe(r => r.Start == r.End && r.After == " ");
    }

    [Theory]
    [InlineData("a b c d e f g h i j k l")]
    [InlineData("a b c d đ e g h i k l m")]
    [InlineData("u v w x y z")]
    public void Read_LetteredList_BeginsATaskAtEachLetter(string letters)
    {
        var labels = letters.Split(' ');
        var text = Head + "1. Sở Nội vụ\n" + string.Concat(labels.Select(l => $"{l}) Tổ chức hội nghị tuyên truyền cải cách hành chính cho công chức trong quý I\n"));
        Readings.Of(text).Tasks.Count.ShouldBe(labels.Length);
        var bare = Readings.Of(Syllable.Fold(text).Replace("đ)", "d)", StringComparison.Ordinal));
        bare.Source.Damage.ShouldBe("heavy");
        bare.Statements.Where(s => s.Label?.EndsWith(')') == true).Select(s => s.Label!.TrimEnd(')')).ShouldBe(labels.Select(l => l == "đ" ? "d" : l));
    }

    [Fact]
    public void Read_LabelWhosePointBecameAComma_BeginsAnItem()
    {
        var tasks = Readings.Of(Head + "4. Phòng Kinh tế\nBố trí kinh phí, hoàn thành trước ngày 15/4/2025.\n5, Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã\n\nPhối hợp tuyên truyền, vận động Nhân dân.\nThời gian thực hiện: thường xuyên.\n").Tasks;
        tasks.Select(t => (Lead(t), t.Schedule.Kind)).ShouldBe([("Phòng Kinh tế", "once"), ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "standing")]);
    }
}
