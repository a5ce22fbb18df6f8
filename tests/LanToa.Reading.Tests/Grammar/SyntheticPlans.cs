namespace LanToa.Reading.Tests.Grammar;

/// <summary>Plans written for the tests: no real body issued them.</summary>
internal static class SyntheticPlans
{
    /// <summary>A commune: bodies as headings, items below them, one time for a whole list, a request to a body outside.</summary>
    public const string Commune = """
        ỦY BAN NHÂN DÂN    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        XÃ HÒA BÌNH    Độc lập - Tự do - Hạnh phúc
        Số: 45/KH-UBND    Hòa Bình, ngày 12 tháng 02 năm 2024
        KẾ HOẠCH
        Tuyên truyền cải cách hành chính xã Hòa Bình năm 2024

        Căn cứ Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND huyện Tân Lạc về tuyên truyền cải cách hành chính năm 2024;
        Ủy ban nhân dân xã Hòa Bình ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        1. Mục đích
        Nâng cao nhận thức của cán bộ, công chức và người dân.
        2. Yêu cầu
        Bảo đảm thiết thực, hiệu quả.
        II. NỘI DUNG
        1. Nội dung tuyên truyền
        - Thủ tục hành chính, dịch vụ công trực tuyến.
        2. Hình thức
        - Qua hệ thống loa truyền thanh và mạng xã hội.
        III. TỔ CHỨC THỰC HIỆN
        1. Công chức Văn phòng - Thống kê
        - Chủ trì, phối hợp với các ngành, đoàn thể tổ chức 02 hội nghị tuyên truyền.
        - Tổng hợp, báo cáo UBND xã (trước ngày 15 của tháng cuối quý).
        2. Công chức Văn hóa - Xã hội
        - Xây dựng 04 tin, bài phát trên hệ thống loa truyền thanh hằng tháng.
        3. Đề nghị Ủy ban Mặt trận Tổ quốc xã và các tổ chức đoàn thể
        - Phối hợp tuyên truyền đến đoàn viên, hội viên.
        Trên đây là Kế hoạch tuyên truyền cải cách hành chính năm 2024./.
        Nơi nhận:
        - UBND huyện;
        - Các thôn;
        - Lưu: VT.
        TM. ỦY BAN NHÂN DÂN
        CHỦ TỊCH
        Nguyễn Văn Bình
        """;

    /// <summary>A decision with an annex: the time before the work, partners before the lead, a group row, merged cells, a row cut by a page.</summary>
    public const string Ministry = """
        | BỘ KẾ HOẠCH THỬ NGHIỆM | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc |
        | Số: 321/QĐ-BKT | Hà Nội, ngày 02 tháng 3 năm 2021 |
        QUYẾT ĐỊNH
        Về việc ban hành Kế hoạch truyền thông cải cách hành chính năm 2021
        BỘ TRƯỞNG BỘ KẾ HOẠCH THỬ NGHIỆM
        Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;
        QUYẾT ĐỊNH:
        Điều 1. Ban hành kèm theo Quyết định này Kế hoạch truyền thông cải cách hành chính năm 2021.
        Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
        Nơi nhận:
        - Như Điều 3;
        - Lưu: VT, TCCB.
        KT. BỘ TRƯỞNG
        THỨ TRƯỞNG
        Trần Thị Minh
        KẾ HOẠCH
        TRUYỀN THÔNG CẢI CÁCH HÀNH CHÍNH NĂM 2021
        (Ban hành kèm theo Quyết định số 321/QĐ-BKT ngày 02 tháng 3 năm 2021)
        I. NHIỆM VỤ
        | TT | Thời gian hoàn thành | Nhiệm vụ | Đơn vị phối hợp | Đơn vị chủ trì | Sản phẩm |
        | I | Công tác chỉ đạo |  |  |  |  |
        | 1 | Quý II/2021 | Xây dựng tài liệu tuyên truyền về dịch vụ công | Các đơn vị thuộc Bộ | Vụ Tổ chức cán bộ | Bộ tài liệu |
        | 2 | Thường xuyên | Đăng tin, bài về cải cách hành chính trên Cổng thông tin điện tử | Vụ Tổ chức cán bộ; Văn phòng Bộ | Trung tâm Thông tin | 20 tin, bài |
        | II | Công tác tập huấn |  |  |  |  |
        | 1 | Tháng 9/2021 | Tổ chức 02 lớp tập huấn cho công chức đầu mối | Văn phòng Bộ | Vụ Tổ chức cán bộ | 02 lớp |
        | TT | Thời gian hoàn thành | Nhiệm vụ | Đơn vị phối hợp | Đơn vị chủ trì | Sản phẩm |
        | 2 | Trước 30/11/2021 | Tổng kết công tác truyền thông | Các đơn vị thuộc Bộ | Vụ Tổ chức cán bộ | Báo cáo |
        """;

    /// <summary>A school: each activity with its labelled lines.</summary>
    public const string School = """
        PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN AN LÃO
        TRƯỜNG TIỂU HỌC AN THẮNG
        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        Độc lập - Tự do - Hạnh phúc
        Số: 08/KH-THAT
        An Thắng, ngày 05 tháng 9 năm 2023
        KẾ HOẠCH
        Phổ biến, giáo dục pháp luật năm học 2023 - 2024
        I. MỤC ĐÍCH
        Nâng cao ý thức chấp hành pháp luật của cán bộ, giáo viên, học sinh.
        II. NỘI DUNG
        1. Tổ chức Ngày Pháp luật Việt Nam
        - Thời gian: Tháng 11/2023
        - Đơn vị chủ trì: Tổ công tác pháp chế
        - Đơn vị phối hợp: Đoàn Thanh niên; Công đoàn trường
        2. Tổ chức cuộc thi tìm hiểu pháp luật
        - Thời gian: Quý I năm 2024
        - Đơn vị chủ trì: Tổng phụ trách Đội
        III. TỔ CHỨC THỰC HIỆN
        1. Ban giám hiệu chỉ đạo các tổ chuyên môn thực hiện kế hoạch.
        2. Giáo viên chủ nhiệm có trách nhiệm phổ biến đến học sinh và cha mẹ học sinh.
        Nơi nhận:
        - Phòng GD&ĐT;
        - Lưu: VT.
        HIỆU TRƯỞNG
        Phạm Thị Hoa
        """;

    /// <summary>A department: letterhead and tail side by side in columns of blanks, items, a sentence that gives work, a table.</summary>
    public const string Department = """
        UBND TỈNH THỬ NGHIỆM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
            SỞ NỘI VỤ                      Độc lập - Tự do - Hạnh phúc
         Số: 12/KH-SNV                Thử Nghiệm, ngày 05 tháng 02 năm 2025

                                KẾ HOẠCH
                Tuyên truyền cải cách hành chính năm 2025

        Căn cứ Kế hoạch số 15/KH-UBND ngày 10/01/2025 của UBND tỉnh, Sở Nội vụ ban hành Kế hoạch như sau:
        I. MỤC ĐÍCH, YÊU CẦU
        1. Mục đích
        - Nâng cao nhận thức.
        II. TỔ CHỨC THỰC HIỆN
        1. Văn phòng Sở
        - Chủ trì, phối hợp với các phòng, đơn vị đăng tải tin, bài trên trang thông tin điện tử.
        - Thời gian thực hiện: thường xuyên.
        2. Giao Phòng Cải cách hành chính tổng hợp, báo cáo UBND tỉnh trước ngày 15/12/2025./.

        | TT | Nội dung | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian |
        | 1 | Tổ chức hội nghị tập huấn | Phòng Cải cách hành chính | Văn phòng Sở; các phòng, đơn vị | Quý II/2025 |

        Nơi nhận:                                         GIÁM ĐỐC
        - Như trên;
        - Lưu: VT.                                      Nguyễn Văn Thử
        """;
}
