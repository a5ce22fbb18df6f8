namespace LanToa.Reading.Tests.Grammar;

/// <summary>Tables that only blanks keep in columns, as pdftotext -layout prints them.</summary>
public sealed class LayoutTableTests
{
    private const string Head = "UBND TỈNH THANH LA                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n    SỞ NỘI VỤ                          Độc lập - Tự do - Hạnh phúc\n\n Số: 33/KH-SNV                    Thanh La, ngày 02 tháng 3 năm 2021\n\n                           KẾ HOẠCH\n            Tuyên truyền cải cách hành chính năm 2021\n\n   I. MỤC ĐÍCH\n   - Nâng cao nhận thức của cán bộ, công chức.\n   II. NỘI DUNG\n\n";
    private const string Foot = "\n   III. TỔ CHỨC THỰC HIỆN\n   1. Văn phòng Sở có trách nhiệm theo dõi, đôn đốc việc thực hiện Kế hoạch.\n\nNơi nhận:                                                GIÁM ĐỐC\n- UBND tỉnh;\n- Lưu: VT.\n                                                     Trần Văn Minh\n";

    private const string TopNumbers =
        " STT   Nội dung công việc              Đơn vị chủ trì    Đơn vị phối hợp       Thời gian      Sản phẩm\n" +
        "                                                                               thực hiện\n" +
        " I     CÔNG TÁC CHỈ ĐẠO\n" +
        " 1     Xây dựng Kế hoạch kiểm soát     Văn phòng Sở      Các phòng, đơn vị     Tháng 01       Kế hoạch\n" +
        "       thủ tục hành chính năm 2021                       thuộc Sở\n" +
        " 2     Kiểm tra việc thực hiện         Thanh tra Sở      Văn phòng Sở,         Quý III        Báo cáo kết\n" +
        "       kiểm soát thủ tục hành chính                      Phòng Hành chính                     quả kiểm tra\n" +
        "       tại các đơn vị                                    tư pháp\n" +
        " II    RÀ SOÁT, ĐÁNH GIÁ\n" +
        " 3     Rà soát thủ tục hành chính      Phòng Bổ trợ      Văn phòng Sở          Trước ngày     Báo cáo\n" +
        "       lĩnh vực công chứng             tư pháp                                 15/8/2021\n";

    private const string CentredNumbers =
        "                                             Đơn vị thực hiện\n" +
        "TT            Nội dung                                                        Thời gian\n" +
        "                                      Chủ trì             Phối hợp\n\n" +
        "     Xây dựng và phát sóng\n" +
        " 1   chuyên mục cải cách hành     Phòng Cải cách     Đài Phát thanh và       Hằng tháng\n" +
        "     chính                        hành chính         Truyền hình tỉnh\n" +
        "     Tổ chức hội nghị tập huấn\n" +
        "     nghiệp vụ cải cách hành                         Phòng Nghiệp vụ\n" +
        " 2                                Văn phòng Sở                               Quý II/2021\n" +
        "     chính cho công chức cấp                         tổng hợp\n" +
        "     huyện\n" +
        " 3   In tờ rơi tuyên truyền       Văn phòng Sở       Thanh tra Sở            Tháng 5\n";

    [Fact]
    public void Read_NumbersAtTheTopOfRows_ReadsColumnsAndGroups()
    {
        var reading = Read(TopNumbers);
        Lines(reading).ShouldBe(
        [
            "Xây dựng Kế hoạch kiểm soát thủ tục hành chính năm 2021 <Văn phòng Sở> <Các phòng, đơn vị thuộc Sở> campaign",
            "Kiểm tra việc thực hiện kiểm soát thủ tục hành chính tại các đơn vị <Thanh tra Sở> <Văn phòng Sở; Phòng Hành chính tư pháp> campaign",
            "Rà soát thủ tục hành chính lĩnh vực công chứng <Phòng Bổ trợ tư pháp> <Văn phòng Sở> once",
            "Văn phòng Sở có trách nhiệm theo dõi, đôn đốc việc thực hiện Kế hoạch. <Văn phòng Sở> <> unspecified",
        ]);
        reading.Tasks[2].Schedule.Due.ShouldBe(new DateOnly(2021, 8, 15));
        reading.Statements.Where(s => s.Kind == "heading").Select(s => s.Text).ShouldContain("CÔNG TÁC CHỈ ĐẠO");
    }

    [Fact]
    public void Read_NumbersInTheMiddleOfRows_GivesEachRowItsLinesAboveAndBelow()
    {
        Lines(Read(CentredNumbers)).Take(3).ShouldBe(
        [
            "Xây dựng và phát sóng chuyên mục cải cách hành chính <Phòng Cải cách hành chính> <Đài Phát thanh và Truyền hình tỉnh> counted",
            "Tổ chức hội nghị tập huấn nghiệp vụ cải cách hành chính cho công chức cấp huyện <Văn phòng Sở> <Phòng Nghiệp vụ tổng hợp> campaign",
            "In tờ rơi tuyên truyền <Văn phòng Sở> <Thanh tra Sở> campaign",
        ]);
    }

    private static Model.PlanReading Read(string table)
    {
        var text = Head + table + Foot;
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        return reading;
    }

    private static IEnumerable<string> Lines(Model.PlanReading reading) => reading.Tasks.Select(t => $"{t.Text} <{string.Join("; ", t.Lead.Select(a => a.Name))}> <{string.Join("; ", t.Coordinating.Select(a => a.Name))}> {t.Schedule.Kind}");
}
