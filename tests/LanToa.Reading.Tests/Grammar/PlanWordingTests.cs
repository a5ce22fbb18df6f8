namespace LanToa.Reading.Tests.Grammar;

/// <summary>Wordings of plans of many bodies, each in a short plan made for it.</summary>
public sealed class PlanWordingTests
{
    private const string Head = "ỦY BAN NHÂN DÂN\nTỈNH THANH LA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/KH-UBND\nThanh La, ngày 10 tháng 01 năm 2024\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024\nỦy ban nhân dân tỉnh Thanh La ban hành Kế hoạch như sau:\nI. MỤC ĐÍCH\n- Nâng cao nhận thức.\n";
    private const string Foot = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Minh\n";

    [Theory]
    [InlineData("1. Bộ phận thực hiện: Phòng Kế hoạch tổng hợp, Khoa Khám bệnh.", "Phòng Kế hoạch tổng hợp; Khoa Khám bệnh")]
    [InlineData("1. Đơn vị chủ trì: Phòng Tổ chức, biên chế.", "Phòng Tổ chức, biên chế")]
    [InlineData("1. Đơn vị chủ trì: Phòng Nghiệp vụ quản lý.", "Phòng Nghiệp vụ quản lý")]
    [InlineData("1. Đơn vị chủ trì: Sở Nội vụ chủ trì thực hiện theo kế hoạch.", "Sở Nội vụ")]
    public void Read_FieldOfBodies_KeepsWordsOfWorkInNames(string line, string lead) =>
        Tasks("II. NHIỆM VỤ\n1. Tổ chức hội nghị tập huấn.\n" + line.Replace("1. ", "- ", StringComparison.Ordinal)).ShouldBe([$"command <{lead}> <>"]);

    [Theory]
    [InlineData("1. Phòng Nội vụ phối hợp với Phòng Quản lý thu, UBND các xã tổ chức đối thoại.", "command <Phòng Nội vụ> <Phòng Quản lý thu; UBND các xã>")]
    [InlineData("1. Phòng Nội vụ phối hợp với Phòng Công nghệ thông tin biên tập tin, bài.", "command <Phòng Nội vụ> <Phòng Công nghệ thông tin>")]
    [InlineData("1. Sở Tư pháp là cơ quan thường trực giúp UBND tỉnh theo dõi, đôn đốc việc thực hiện Kế hoạch.", "command <Sở Tư pháp> <>")]
    [InlineData("1. Sở Nội vụ phối hợp với Báo Thanh La (hoàn thành trong quý I/2024).", "command <Sở Nội vụ> <Báo Thanh La>")]
    [InlineData("1. Đề nghị Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh giám sát việc thực hiện.", "request <Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh> <>")]
    [InlineData("1. Giao Giám đốc Sở Nội vụ\na) Chủ trì hướng dẫn việc thực hiện Kế hoạch này.\nb) Tổng hợp kết quả.", "command <Giám đốc Sở Nội vụ> <>|command <Giám đốc Sở Nội vụ> <>")]
    public void Read_ItemOfTheTasksPart_FindsItsBodies(string items, string tasks) => Tasks("III. TỔ CHỨC THỰC HIỆN\n" + items).ShouldBe(tasks.Split('|'));

    [Fact]
    public void Read_AudienceOfTheWork_LeadsNothing() =>
        Tasks("II. NỘI DUNG\n1. Đối với cán bộ, công chức: tập trung phổ biến Luật Cán bộ, công chức.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ theo dõi việc thực hiện.").ShouldBe(["command <Sở Nội vụ> <>"]);

    [Fact]
    public void Read_TableWithoutTheOuterBars_ReadsItsColumns() =>
        Tasks("II. KẾ HOẠCH CỤ THỂ\nTT | Nội dung công việc | Thời gian thực hiện | Đơn vị/cá nhân thực hiện | Đơn vị phối hợp\n1 | Xây dựng kế hoạch năm 2024 | Tháng 02 | Phòng Pháp chế | Các đơn vị\n2 | Tổng kết, báo cáo | Trước 15/12/2024 | Văn phòng Sở |\n")
            .ShouldBe(["command <Phòng Pháp chế> <Các đơn vị>", "command <Văn phòng Sở> <>"]);

    [Theory]
    [InlineData("UBND HUYỆN ĐÔNG SƠN\nPHÒNG GD&ĐT ĐÔNG SƠN", "UBND huyện Đông Sơn", "Phòng GD&ĐT đông sơn")]
    [InlineData("BẢO HIỂM XÃ HỘI VIỆT NAM\nBẢO HIỂM XÃ HỘI TỈNH THANH LA", "Bảo hiểm xã hội Việt Nam", "Bảo hiểm xã hội tỉnh Thanh La")]
    public void Read_Letterhead_SpellsNamesOfBodies(string bodies, string parent, string issuer)
    {
        var document = Readings.Of(Head.Replace("ỦY BAN NHÂN DÂN\nTỈNH THANH LA\n", bodies + "\n", StringComparison.Ordinal).Replace("Ủy ban nhân dân tỉnh Thanh La ban", "Đơn vị ban", StringComparison.Ordinal)).Document;
        document.ParentBody.ShouldBe(parent);
        document.Issuer.ShouldBe(issuer, StringCompareShould.IgnoreCase);
    }

    private static IEnumerable<string> Tasks(string body)
    {
        var text = Head + body + Foot;
        var reading = Readings.Of(text);
        reading.ShouldCover(text);
        return reading.Tasks.Select(t => $"{t.Modality} <{string.Join("; ", t.Lead.Select(a => a.Name))}> <{string.Join("; ", t.Coordinating.Select(a => a.Name))}>");
    }
}
