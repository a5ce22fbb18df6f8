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

    [Fact]
    public void Read_SplitSyllables_AreListedAsRepairs()
    {
        var text = Head + string.Concat(Enumerable.Range(1, 12).Select(i => $"{i}. Sở N ội v ụ ch ủ trì th ực hi ện k ế ho ạch tuyên truy ền c ải cách hành chính.\n"));
        var reading = Readings.Of(text);
        reading.Tasks[0].Text.ShouldStartWith("Sở Nội vụ chủ trì thực hiện kế hoạch");
        reading.Repairs.Count(r => r.Kind == "split-syllable").ShouldBeGreaterThan(50);
        foreach (var repair in reading.Repairs) text[repair.Start..repair.End].ShouldBe(repair.Before);
    }
}
