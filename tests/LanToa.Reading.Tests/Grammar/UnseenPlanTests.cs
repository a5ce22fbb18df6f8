namespace LanToa.Reading.Tests.Grammar;

/// <summary>Plans as ministries, provinces, districts, communes, schools and hospitals write them, made up and cut short.</summary>
public sealed class UnseenPlanTests
{
    private const string Motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n";

    [Fact]
    public void Read_DecisionThatWrapsAPlan_ReadsItsTableWithGroupRows()
    {
        var reading = Readings.Of("BỘ GIÁO DỤC VÀ ĐÀO TẠO\n" + Motto + """
            Số: 315/QĐ-BGDĐT
            Hà Nội, ngày 25 tháng 01 năm 2019
            QUYẾT ĐỊNH
            Ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2019
            Điều 1. Ban hành kèm theo Quyết định này Kế hoạch tuyên truyền cải cách hành chính năm 2019.
            Điều 2. Chánh Văn phòng, Thủ trưởng các đơn vị thuộc Bộ chịu trách nhiệm thi hành Quyết định này./.
            KT. BỘ TRƯỞNG
            THỨ TRƯỞNG
            Nguyễn Văn Minh
            KẾ HOẠCH
            TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2019
            (Ban hành kèm theo Quyết định số 315/QĐ-BGDĐT ngày 25 tháng 01 năm 2019 của Bộ trưởng Bộ Giáo dục và Đào tạo)
            I. NỘI DUNG VÀ PHÂN CÔNG NHIỆM VỤ
            | TT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm |
            |---|---|---|---|---|---|
            | I | Tuyên truyền | | | | |
            | 1 | Xây dựng chuyên mục trên Báo Giáo dục và Thời đại | Báo Giáo dục và Thời đại | Văn phòng Bộ | Hàng tháng | 12 chuyên mục |
            | II | Tập huấn | | | | |
            | 2 | Tổ chức 02 lớp tập huấn nghiệp vụ | Vụ Pháp chế | Văn phòng Bộ, Vụ Tổ chức cán bộ | Quý II, Quý III | Báo cáo kết quả |
            | 3 | Tổng kết công tác tuyên truyền | Văn phòng Bộ | Các đơn vị thuộc Bộ | Trước 15/12/2019 | Báo cáo tổng kết |
            """.Replace("            ", "", StringComparison.Ordinal));
        (reading.Document.Number, reading.Document.Symbol, reading.Document.Kind).ShouldBe(("315", "QĐ-BGDĐT", "Kế hoạch"));
        reading.Tasks.Select(Told).ShouldBe(["Báo Giáo dục và Thời đại <Văn phòng Bộ> counted 1", "Vụ Pháp chế <Văn phòng Bộ; Vụ Tổ chức cán bộ> campaign 2", "Văn phòng Bộ <Các đơn vị thuộc Bộ> once "]);
        reading.Tasks[1].Products.Select(p => (p.Form, p.Quantity)).ShouldBe([("report", null), ("training", 2m)]);
    }

    [Fact]
    public void Read_WorkOfAHospitalWithItsFieldsBehindIt_ReadsThem()
    {
        var reading = Readings.Of("SỞ Y TẾ QUẢNG NAM\nBỆNH VIỆN ĐA KHOA HÒA THÀNH\n" + Motto + "Số: 56/KH-BV\nHòa Thành, ngày 02 tháng 02 năm 2021\nKẾ HOẠCH\nCải cách hành chính năm 2021\nI. NHIỆM VỤ TRỌNG TÂM\n1. Cải cách thủ tục hành chính\n"
            + "- Rà soát quy trình khám bệnh. Chủ trì: Khoa Khám bệnh; phối hợp: Phòng Kế hoạch tổng hợp, các khoa lâm sàng; thời gian: quý II/2021.\n- Công khai giá dịch vụ. Đơn vị chủ trì: Phòng Tài chính - Kế toán. Thời gian: thường xuyên.\n"
            + "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Hành chính: báo cáo Sở Y tế định kỳ hàng quý, 6 tháng, năm (trước ngày 05 của tháng cuối kỳ báo cáo\n");
        reading.Document.ParentBody.ShouldBe("Sở Y tế Quảng Nam");
        reading.Tasks.Select(Told).ShouldBe(["Khoa Khám bệnh <Phòng Kế hoạch tổng hợp; các khoa lâm sàng> campaign ", "Phòng Tài chính - Kế toán <> standing ", "Phòng Hành chính <> cutoff "]);
        reading.Tasks[2].Schedule.Text.ShouldBe("định kỳ hàng quý, 6 tháng, năm (trước ngày 05 của tháng cuối kỳ báo cáo)");
    }

    [Theory]
    [InlineData("1. Phòng Văn hóa - Xã hội (cơ quan thường trực)\na) Phát thanh 02 buổi/tuần.", "Phòng Văn hóa - Xã hội <> standing 2")]
    [InlineData("1. Phòng Giáo dục và Đào tạo chỉ đạo các trường lồng ghép tuyên truyền (2 lần/học kỳ).", "Phòng Giáo dục và Đào tạo <> counted 2")]
    [InlineData("1. Phòng Văn hóa và Thông tin xây dựng 04 video hướng dẫn, hoàn thành trước ngày 15/11/2024.", "Phòng Văn hóa và Thông tin <> once 4")]
    [InlineData("1. Phòng Văn hóa và Thông tin làm 10 cụm pa nô và 500 áp phích, hoàn thành trước ngày 15/11/2024.", "Phòng Văn hóa và Thông tin <> once ")]
    [InlineData("1. Phòng Nội vụ mỗi quý biên soạn 02 chuyên đề, gửi trước ngày 20 của tháng cuối quý.", "Phòng Nội vụ <> cutoff 2")]
    [InlineData("1. Các sở; ban, ngành\na) Niêm yết công khai thủ tục hành chính.", "Các sở, ban, ngành <> unspecified ")]
    public void Read_ItemOfAPlan_FindsBodiesTimeAndTarget(string items, string told) =>
        Readings.Of("ỦY BAN NHÂN DÂN\nHUYỆN ĐÔNG LA\n" + Motto + "Số: 45/KH-UBND\nĐông La, ngày 08 tháng 3 năm 2024\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024\nI. PHÂN CÔNG NHIỆM VỤ\n" + items + "\n").Tasks.Select(Told).ShouldBe([told]);

    [Fact]
    public void Read_BodyWhoseNameGoesOnBehindAComma_StaysOne() =>
        Readings.Of("BỘ TƯ PHÁP\n" + Motto + "Số: 33/KH-BTP\nHà Nội, ngày 07 tháng 12 năm 2023\nKẾ HOẠCH\nTuyên truyền năm 2024\nI. NỘI DUNG\n| TT | Nội dung | Đơn vị chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Đăng tin, bài | Trung tâm Thống kê, Quản lý dữ liệu và Ứng dụng công nghệ thông tin | Cả năm |\n| 2 | Kiểm tra | Cục Thi hành án dân sự các tỉnh, thành phố | Quý II |\n")
            .Tasks.SelectMany(t => t.Lead).Select(a => (a.Name, a.Group)).ShouldBe([("Trung tâm Thống kê, Quản lý dữ liệu và Ứng dụng công nghệ thông tin", false), ("Cục Thi hành án dân sự các tỉnh, thành phố", true)]);

    [Fact]
    public void Read_NumberPrintedInTheLineOfTime_IsOfTheProduct()
    {
        var reading = Readings.Of("ỦY BAN NHÂN DÂN\nHUYỆN ĐÔNG LA\n" + Motto + "Số: 45/KH-UBND\nĐông La, ngày 08 tháng 3 năm 2024\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024\nI. NHIỆM VỤ\n1. Trung tâm Văn hóa\n- Xây dựng chuyên mục tuyên truyền về cải cách hành chính.\n- Đưa tin về cải cách hành chính.\n- Thời gian thực hiện\n+ Chuyên mục: mỗi quý xây dựng 01 chuyên mục.\n+ Tin: thường xuyên.\n");
        reading.Tasks[0].Products.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        reading.Tasks[0].Schedule.Every.ShouldBe(["quarter"]);
    }

    [Fact]
    public void Read_TextWithoutItsMarks_ListsTheStrokesOfItsSymbols()
    {
        const string text = "UY BAN NHAN DAN\nTINH LAM GIANG\nKE HOACH\nTuyen truyen cai cach hanh chinh nam 2024\nCan cu Quyet dinh so 15/QD-UBND ngay 05/01/2024 cua Uy ban nhan dan tinh va Nghi dinh so 63/2010/ND-CP ngay 08/6/2010 cua Chinh phu;\nI. TO CHUC THUC HIEN\n1. So Noi vu chu tri, phoi hop voi cac so, ban, nganh trien khai thuc hien ke hoach.\n";
        var reading = Readings.Of(text);
        reading.LegalBases.Select(b => b.Number).ShouldBe(["15/QĐ-UBND", "63/2010/NĐ-CP"]);
        reading.Repairs.Where(r => r.Kind == "symbol-stroke").Select(r => (text[(r.Start - 1)..(r.End + 1)], r.After)).ShouldBe([("QD-", "Đ"), ("ND-", "Đ")]);
    }

    private static string Told(LanToa.Reading.Model.TaskReading task) =>
        $"{string.Join("; ", task.Lead.Select(a => a.Name))} <{string.Join("; ", task.Coordinating.Select(a => a.Name))}> {task.Schedule.Kind} {task.Schedule.Count}";
}
