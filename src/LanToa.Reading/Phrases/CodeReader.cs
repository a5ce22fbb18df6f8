using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>Recognises what the code lists name: channels, topics, audiences and products. Codes are those of the published lists.</summary>
public static class CodeReader
{
    private static readonly Word Press = new("báo"), Report = new("cáo");

    private static readonly PhraseTrie ChannelPhrases = new(
        ("provincial-broadcaster", "đài phát thanh và truyền hình | đài phát thanh truyền hình | đài pt th | đài ptth | pt th | ptth | truyền hình | đài phát thanh | phát thanh tỉnh | phát thanh truyền hình | phát thanh và truyền hình | đài tiếng nói | sóng phát thanh"),
        ("district-radio commune-loudspeaker", "truyền thanh cấp huyện cấp xã | truyền thanh cấp huyện và cấp xã | truyền thanh cấp huyện xã | truyền thanh huyện xã | đài truyền thanh cấp huyện cấp xã | đài truyền thanh cấp huyện và cấp xã | đài truyền thanh huyện xã | hệ thống truyền thanh cấp huyện cấp xã | hệ thống truyền thanh cấp huyện và cấp xã | hệ thống truyền thanh huyện xã"),
        ("", "trực quan như | tuyên truyền trực quan như | cổ động trực quan như | trực quan gồm | trực quan bao gồm"),
        ("district-radio", "hệ thống truyền thanh huyện | hệ thống truyền thanh cấp huyện | đài truyền thanh huyện | đài truyền thanh cấp huyện | truyền thanh huyện | truyền thanh cấp huyện | đài truyền thanh truyền hình | đài truyền thanh truyền hình huyện | truyền thanh truyền hình | đài truyền thanh thành phố | đài truyền thanh thị xã | đài truyền thanh quận | truyền thanh thành phố | truyền thanh thị xã | trung tâm văn hóa thông tin | trung tâm văn hóa thông tin và thể thao | trung tâm văn hóa thông tin thể thao | trung tâm văn hóa truyền thông | trung tâm truyền thông và văn hóa | trung tâm truyền thông văn hóa | trung tâm văn hóa thể thao và truyền thông | trung tâm văn hóa thông tin và truyền thanh"),
        ("commune-loudspeaker", "loa truyền thanh | hệ thống loa truyền thanh | truyền thanh cơ sở | đài truyền thanh cơ sở | truyền thanh xã | truyền thanh cấp xã | đài truyền thanh xã | đài truyền thanh cấp xã | truyền thanh phường | đài truyền thanh phường | truyền thanh thị trấn | loa phát thanh | loa đài | truyền thanh thông minh | truyền thanh không dây | phát thanh cơ sở | hệ thống truyền thanh | đài truyền thanh | loa tuyên truyền | cụm loa | hệ thống loa | truyền thanh"),
        ("newspaper", "báo chí | báo in | báo điện tử | báo viết | báo giấy | báo hình | báo nói | báo đài | báo và tạp chí | báo tạp chí | tạp chí | các báo | chuyên trang báo | cơ quan báo | báo đảng | báo nhân dân | báo tỉnh | báo và phát thanh"),
        ("portal", "cổng thông tin điện tử | trang thông tin điện tử | cổng trang thông tin điện tử | cổng ttđt | trang ttđt | website | web | trang web | trang tin điện tử | cổng thông tin | trang thông tin | cổng điện tử | trang điện tử | ttđt"),
        ("notice-board", "bảng tin | bảng tin công cộng | bảng tin điện tử | bảng điện tử | bảng thông tin | màn hình led | màn hình | bảng led | bảng thông báo"),
        ("posting", "niêm yết | niêm yết công khai"),
        ("poster", "pa nô | panô | pano | áp phích | apphich | tranh cổ động | cổ động trực quan | tuyên truyền trực quan | trực quan | poster"),
        ("banner", "băng rôn | băng zôn | băng dôn | băng rol | khẩu hiệu | biểu ngữ | phướn | banner | băng cờ"),
        ("leaflet", "tờ rơi | tờ gấp | tờ bướm | sổ tay | cẩm nang | tập gấp"),
        ("bulletin", "bản tin | tài liệu không kinh doanh | ấn phẩm | tập tài liệu | tài liệu tuyên truyền | xuất bản phẩm"),
        ("bookcase", "tủ sách pháp luật | tủ sách phát luật | điểm bưu điện văn hóa xã | bưu điện văn hóa xã | tủ sách | ngăn sách pháp luật"),
        ("e-library", "tủ sách điện tử | tủ sách pháp luật điện tử | thư viện điện tử | thư viện số"),
        ("mobile-unit", "thông tin lưu động | tuyên truyền lưu động | tuyên truyền viên lưu động | xe tuyên truyền | xe loa | xe lưu động | loa lưu động | loa kéo"),
        ("oral", "tuyên truyền miệng | báo cáo viên | tuyên truyền viên | sinh hoạt thôn | sinh hoạt tổ dân phố | sinh hoạt khu dân cư | sinh hoạt chi bộ | buổi sinh hoạt | sinh hoạt cộng đồng | sinh hoạt cơ quan | họp thôn | họp tổ dân phố | họp dân"),
        ("sms", "nhắn tin | tin nhắn | sms | tin nhắn sms | mạng viễn thông"),
        ("social", "mạng xã hội | zalo | facebook | fanpage | tiktok | youtube | zalo oa"),
        ("app", "ứng dụng di động | ứng dụng trên thiết bị di động | ứng dụng trên điện thoại | app chức năng | các app | app | ứng dụng trên nền tảng di động"),
        ("meeting", "hội nghị | hội thảo | giao ban | cuộc họp | các cuộc họp | họp giao ban | họp định kỳ | ngày pháp luật"),
        ("training", "tập huấn | lớp tập huấn | bồi dưỡng | lớp bồi dưỡng"),
        ("talk", "tọa đàm | cà phê doanh nhân | cafe doanh nhân | talkshow | talk show"),
        ("dialogue", "đối thoại | tiếp xúc đối thoại | tiếp xúc và đối thoại | tiếp xúc cử tri | đối thoại doanh nghiệp"),
        ("contest", "cuộc thi | hội thi | thi trực tuyến | thi tìm hiểu | thi viết | thi sáng tác | sân khấu hóa"),
        ("exam", "thi tuyển dụng | thi nâng ngạch | nâng ngạch | thi tuyển công chức | thi tuyển viên chức | kỳ thi tuyển"),
        ("community-team", "tổ công nghệ số cộng đồng | tổ công nghệ số | tổ công nghệ cộng đồng"),
        ("hotline", "tổng đài | đường dây nóng | 1022 | hotline"));

    private static readonly PhraseTrie TopicPhrases = new(
        ("institution", "cải cách thể chế | thể chế | văn bản quy phạm pháp luật | vbqppl | xây dựng pháp luật | hoàn thiện pháp luật"),
        ("procedures", "thủ tục hành chính | tthc | cải cách thủ tục"),
        ("organization", "tổ chức bộ máy | bộ máy hành chính | sắp xếp tổ chức | sắp xếp tổ chức bộ máy | tinh gọn bộ máy | tinh giản biên chế | sắp xếp đơn vị hành chính"),
        ("civil-service", "chế độ công vụ | cải cách công vụ | công vụ | kỷ luật kỷ cương | kỷ cương hành chính | văn hóa công sở | đạo đức công vụ | thi hành công vụ"),
        ("public-finance", "tài chính công | cơ chế tự chủ | tự chủ tài chính | cơ chế tài chính"),
        ("digital-government", "chính quyền điện tử | chính phủ điện tử | chính quyền số | chính phủ số | chuyển đổi số | hiện đại hóa hành chính | hiện đại hóa nền hành chính | ứng dụng công nghệ thông tin | ứng dụng cntt"),
        ("direction", "chỉ đạo điều hành | công tác chỉ đạo | lãnh đạo chỉ đạo"),
        ("one-stop", "một cửa | một cửa liên thông | một cửa điện tử | cơ chế một cửa | cơ chế một cửa một cửa liên thông"),
        ("online-services", "dịch vụ công trực tuyến | dịch vụ hành chính công | dịch vụ công | dvctt | dvc trực tuyến | hồ sơ trực tuyến"),
        ("public-post", "bưu chính công ích | bcci | dịch vụ bưu chính"),
        ("feedback", "phản ánh kiến nghị | xử lý phản ánh | tiếp nhận phản ánh"),
        ("indices", "par index | parindex | sipas | papi | pci | ddci | chỉ số cải cách hành chính | chỉ số cchc | chỉ số hài lòng | chỉ số năng lực cạnh tranh | chỉ số hiệu quả quản trị | chỉ số quản trị"),
        ("models", "gương điển hình | điển hình tiên tiến | người tốt việc tốt | mô hình | sáng kiến | cách làm hay | điển hình"),
        ("shortcomings", "tồn tại hạn chế | hạn chế tồn tại | phê bình | phê phán | nhũng nhiễu | sách nhiễu | tiêu cực"),
        ("quality-system", "iso | tcvn iso | hệ thống quản lý chất lượng"));

    private static readonly PhraseTrie AudiencePhrases = new(
        ("officials", "cán bộ | công chức | viên chức | người lao động | cbcc | cbccvc | ccvc | công chức viên chức | cán bộ công chức"),
        ("party-members", "đảng viên"),
        ("citizens", "người dân | nhân dân | công dân | bà con | quần chúng | hộ gia đình | cử tri | tầng lớp nhân dân"),
        ("businesses", "doanh nghiệp | doanh nhân | nhà đầu tư | hợp tác xã | hộ kinh doanh"),
        ("organizations", "các tổ chức | tổ chức cá nhân | cá nhân tổ chức | tổ chức và cá nhân | cá nhân và tổ chức | tổ chức công dân | tổ chức và công dân | tổ chức doanh nghiệp | tổ chức xã hội | tổ chức và doanh nghiệp | cơ quan tổ chức"),
        ("students", "học sinh | sinh viên | học viên"),
        ("ethnic-minorities", "dân tộc thiểu số | đồng bào dân tộc | đồng bào dân tộc thiểu số"),
        ("citizens", "người dân tổ chức"),
        ("", "ủy ban nhân dân | hội đồng nhân dân | tòa án nhân dân | viện kiểm sát nhân dân | công an nhân dân | quân đội nhân dân | báo nhân dân | sở ban ngành | các tổ chức thực hiện | lực lượng vũ trang nhân dân"));

    /// <summary>Codes of the channels named, in the order of first mention.</summary>
    public static IReadOnlyList<string> Channels(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = PhraseTokens.Of(text);
        var codes = ChannelPhrases.Codes(tokens);
        return codes.Contains("newspaper") || !NamesPaper(tokens) ? codes : [.. codes, "newspaper"];
    }

    /// <summary>Codes of the topics named, in the order of first mention.</summary>
    public static IReadOnlyList<string> Topics(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TopicPhrases.Codes(PhraseTokens.Of(text));
    }

    /// <summary>Codes of the audiences named, in the order of first mention.</summary>
    public static IReadOnlyList<string> Audiences(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return AudiencePhrases.Codes(PhraseTokens.Of(text));
    }

    /// <summary>What the text asks to be made, with the number where one is printed: "ít nhất 10 tin, bài", "02 hội nghị".</summary>
    public static IReadOnlyList<ProductReading> Products(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ProductReader.Read(text);
    }

    /// <summary>"Báo Tuyên Quang": the word and a proper name.</summary>
    private static bool NamesPaper(PhraseTokens tokens)
    {
        for (var i = 0; i < tokens.Count - 1; i++)
        {
            if (tokens.Is(i, Press) && tokens.IsCapital(i) && tokens.IsCapital(i + 1) && !tokens.Is(i + 1, Report) && tokens[i + 1].Length > 1 && char.IsLower(tokens.Text[tokens[i + 1].Start + 1])) return true;
        }
        return false;
    }
}
