using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class CodeReaderTests
{
    [Theory]
    [InlineData("Đài Truyền thanh huyện, hệ thống loa truyền thanh tại xã, thị trấn", "district-radio,commune-loudspeaker")]
    [InlineData("Tuyên truyền miệng, tuyên truyền bằng pa nô, áp phích, các hội thi, cuộc thi, hội thảo, hội nghị", "oral,poster,contest,meeting")]
    [InlineData("Đài Phát thanh và Truyền hình tỉnh; Báo Tuyên Quang; Cổng thông tin điện tử của tỉnh", "provincial-broadcaster,portal,newspaper")]
    [InlineData("tủ sách pháp luật của xã, điểm bưu điện - văn hóa xã", "bookcase")]
    [InlineData("mạng xã hội, tủ sách điện tử, các app chức năng", "social,e-library,app")]
    [InlineData("Fanpage, zalo, facebook", "social")]
    [InlineData("nhắn tin trên mạng viễn thông; bảng tin công cộng; bản tin", "sms,notice-board,bulletin")]
    [InlineData("Chương trình “Cà phê doanh nhân”, tọa đàm, toạ đàm, đối thoại trực tiếp", "talk,dialogue")]
    [InlineData("loa truyen thanh, to roi, bang ron, pa no va tap huan cho can bo cac xa, phuong", "commune-loudspeaker,leaflet,banner,poster,training")]
    [InlineData("báo cáo kết quả với Ủy ban nhân dân; thông báo", "")]
    [InlineData("webcam, truyện thành, loạt", "")]
    [InlineData("chỉ đạo hệ thống truyền thanh cấp huyện, cấp xã", "district-radio,commune-loudspeaker")]
    [InlineData("các hình thức tuyên truyền trực quan như: Thông tin trên bảng tin công cộng", "notice-board")]
    [InlineData("tuyên truyền trực quan bằng băng rôn", "poster,banner")]
    public void Channels_PrintedWords_GiveCodes(string text, string expected) => string.Join(",", CodeReader.Channels(text)).ShouldBe(expected);

    [Theory]
    [InlineData("cải cách thể chế; cải cách thủ tục hành chính; chế độ công vụ; tài chính công; chính quyền điện tử, chính quyền số", "institution,procedures,civil-service,public-finance,digital-government")]
    [InlineData("cơ chế một cửa, một cửa liên thông; dịch vụ công trực tuyến; bưu chính công ích BCCI", "one-stop,online-services,public-post")]
    [InlineData("Chỉ số CCHC (PAR INDEX), SIPAS; phản ánh, kiến nghị", "indices,feedback")]
    public void Topics_PrintedWords_GiveCodes(string text, string expected) => string.Join(",", CodeReader.Topics(text)).ShouldBe(expected);

    [Theory]
    [InlineData("cán bộ, đảng viên, công chức, viên chức, doanh nghiệp, người dân", "officials,party-members,businesses,citizens")]
    [InlineData("Ủy ban nhân dân các huyện; Hội đồng nhân dân; Uỷ ban nhân dân xã", "")]
    [InlineData("tổ chức và công dân; học sinh, sinh viên; đồng bào dân tộc thiểu số", "organizations,students,ethnic-minorities")]
    [InlineData("Tổ chức thực hiện kế hoạch", "")]
    public void Audiences_PrintedWords_GiveCodes(string text, string expected) => string.Join(",", CodeReader.Audiences(text)).ShouldBe(expected);

    [Theory]
    [InlineData("Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính", "column=1 «01 chuyên mục»")]
    [InlineData("tổ chức 02 hội nghị và ít nhất 10 tin, bài", "event=2 «02 hội nghị»;news=10 «10 tin, bài»")]
    [InlineData("tuyên truyền trên báo, mỗi quý 02 tin, bài", "news=2 «02 tin, bài»")]
    [InlineData("2.000 cuốn tài liệu; 10 cụm pa nô", "booklet=2000 «2.000 cuốn tài liệu»;panel=10 «10 cụm pa nô»")]
    [InlineData("in 15.000 tờ gấp, 20 pa nô", "leaflet=15000 «15.000 tờ gấp»;panel=20 «20 pa nô»")]
    [InlineData("mở 03 lớp tập huấn; 02 - 03 cuộc thi", "training=3 «03 lớp tập huấn»;contest=2 «02 - 03 cuộc thi»")]
    [InlineData("Tổ chức \"Ngày thứ Sáu hướng dẫn dịch vụ công\" tại các thôn, mỗi quý 03 buổi", "event=3 «03 buổi»")]
    [InlineData("Tuyên truyền lưu động tại các thôn, 02 buổi", "event=2 «02 buổi»")]
    [InlineData("Phát thanh trên loa của thôn, mỗi tuần 02 buổi", "broadcast=2 «02 buổi»")]
    [InlineData("Phát thanh nội dung CCHC trên hệ thống loa truyền thanh, mỗi tháng 02 lượt", "broadcast=2 «02 lượt»")]
    [InlineData("Hướng dẫn dịch vụ công cho 2.000 lượt người dân", "")]
    [InlineData("Kế hoạch của UBND tỉnh", "plan= «Kế hoạch»")]
    [InlineData("Các cơ quan, đơn vị theo thông tin tại Kế hoạch này tiếp tục thực hiện", "")]
    public void Products_PrintedWords_GiveFormAndNumber(string text, string expected) =>
        string.Join(";", CodeReader.Products(text).Select(p => $"{p.Form}={p.Quantity} «{p.Text}»")).ShouldBe(expected);
}
