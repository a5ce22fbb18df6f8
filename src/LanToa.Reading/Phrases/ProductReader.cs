using System.Globalization;
using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>Finds products by form and number.</summary>
internal static class ProductReader
{
    // What they count says only a word of broadcasting in the same text.
    private const string Session = "*session", Airing = "*airing";

    private static readonly PhraseTrie OnAir = new(("air", "phát thanh | truyền thanh | truyền hình | phát sóng | tiếp sóng | loa | loa đài"));

    // A star: only with a number before it, or alone in a cell of products.
    private static readonly PhraseTrie Forms = new(
        ("news", "tin bài | đưa tin | bản tin thời sự | tin thời sự"), ("*news", "tin"),
        ("article", "bài viết | viết bài | bài tuyên truyền | bài báo | bài phát thanh"), ("*article", "bài"),
        ("column", "chuyên mục"), ("page", "chuyên trang"), ("feature", "chuyên đề | phóng sự"),
        ("broadcast", "chương trình phát thanh | buổi phát thanh | chương trình truyền hình | chương trình truyền thanh | lượt phát thanh | lượt phát sóng | buổi phát sóng | chương trình tọa đàm"), ("*broadcast", "chương trình"), (Session, "buổi"), (Airing, "lượt"),
        ("video", "video | video clip | clip | phim | phim tài liệu | phim ngắn"), ("image", "hình ảnh | infographic | inforgraphic | đồ họa"), ("*image", "ảnh"),
        ("poster", "áp phích | poster"), ("panel", "pa nô | panô | pano"), ("banner", "băng rôn | băng zôn | băng dôn | khẩu hiệu | biểu ngữ | phướn | banner"),
        ("leaflet", "tờ rơi | tờ gấp | tờ bướm"), ("booklet", "ấn phẩm | sổ tay | cẩm nang | tập tài liệu | biên soạn tài liệu | tài liệu tuyên truyền | bộ tài liệu"), ("*booklet", "tài liệu | cuốn | quyển"),
        ("issue", "số bản tin | bản tin"), ("*issue", "số"),
        ("event", "hội nghị | hội thảo | tọa đàm | lễ phát động | lễ ra quân"), ("training", "lớp tập huấn | tập huấn | lớp bồi dưỡng"), ("dialogue", "đối thoại"),
        ("contest", "cuộc thi | hội thi"), ("posting", "niêm yết | niêm yết công khai"), ("message", "tin nhắn | nhắn tin"), ("post", "bài đăng | bài đăng mạng xã hội"),
        ("guidance", "văn bản hướng dẫn | công văn hướng dẫn | tài liệu hướng dẫn | ban hành hướng dẫn"), ("*guidance", "văn bản | công văn | hướng dẫn"),
        ("plan", "xây dựng kế hoạch | ban hành kế hoạch | xây dựng ban hành kế hoạch | lập kế hoạch"), ("*plan", "kế hoạch"),
        ("report", "báo cáo kết quả | báo cáo tổng kết | báo cáo sơ kết | báo cáo định kỳ | báo cáo đánh giá | xây dựng báo cáo | tổng hợp báo cáo | báo cáo tổng hợp | báo cáo tình hình"), ("*report", "báo cáo"),
        ("inspection", "kiểm tra | cuộc kiểm tra | đoàn kiểm tra"), ("commendation", "khen thưởng | biểu dương"), ("estimate", "lập dự toán | thẩm định dự toán | xây dựng dự toán"), ("*estimate", "dự toán"),
        ("", "thông tin | bảng tin | tin học | tin tưởng | bài học | trong số | một số | ông số | cán bộ | thẩm quyền | hướng dẫn thi hành | báo cáo viên | kế hoạch này | kế hoạch hóa"));

    private static readonly WordSet Classifiers = new("cuộc", "lớp", "buổi", "đợt", "bộ", "cái", "tấm", "chiếc", "kỳ", "mẫu", "loại", "quyển", "cuốn", "bản", "hội", "lượt", "chương", "trình", "clip", "sản", "phẩm", "chuyên", "bức", "tập", "cụm");
    private static readonly WordSet NotQuantity = new("số", "ngày", "tháng", "năm", "quý", "điều", "khoản", "mục", "phần", "điểm", "phụ", "lục", "thứ", "khóa");

    /// <summary>"mỗi quý 02 tin, bài": the number is of the things, not of the quarter.</summary>
    private static readonly WordSet Each = new("mỗi", "hằng", "hàng", "từng", "một");

    public static IReadOnlyList<ProductReading> Read(string text)
    {
        var tokens = PhraseTokens.Of(text);
        List<ProductReading>? found = null;
        for (var i = 0; i < tokens.Count; i++)
        {
            var length = Forms.Match(tokens, i, out var code);
            if (length == 0) continue;
            if (code.Length == 0)
            {
                i += length - 1;
                continue;
            }
            var bare = code[0] == '*';
            var quantity = QuantityBefore(tokens, i, out var first);
            if (bare && quantity is null && tokens.Count > 6) continue;
            var form = code switch { Session => IsOnAir(tokens) ? "broadcast" : "event", Airing => "broadcast", _ => bare ? code[1..] : code };
            // "2.000 lượt người", "02 lượt đăng": counted, but no product.
            if (code == Airing && !IsOnAir(tokens)) continue;
            // "2.000 cuốn tài liệu": what is counted stands behind its classifier.
            if (bare && quantity is not null && length == 1 && Classifiers.Has(tokens, i) && Forms.Match(tokens, i + 1, out var behind) > 0 && behind.Length > 0) continue;
            Add(ref found, new ProductReading(form, quantity, tokens.Slice(quantity is null ? i : first, i + length)));
            i += length - 1;
        }
        return found ?? (IReadOnlyList<ProductReading>)[];
    }

    /// <summary>Sessions of guidance or of a hamlet's meeting are no broadcasts.</summary>
    private static bool IsOnAir(PhraseTokens tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
            if (OnAir.Match(tokens, i, out _) > 0) return true;
        return false;
    }

    /// <summary>A form named again adds nothing, unless now with its number.</summary>
    private static void Add(ref List<ProductReading>? found, ProductReading product)
    {
        found ??= [];
        var known = found.FindIndex(p => p.Form == product.Form && (p.Quantity is null || product.Quantity is null || (p.Quantity == product.Quantity && p.Text == product.Text)));
        if (known < 0) found.Add(product);
        else if (found[known].Quantity is null && product.Quantity is not null) found[known] = product;
    }

    private static decimal? QuantityBefore(PhraseTokens tokens, int index, out int first)
    {
        var at = index - 1;
        for (var steps = 0; steps < 2 && at >= 0 && Classifiers.Has(tokens, at); steps++) at--;
        first = at;
        if (at < 0 || tokens[at].Kind != TokenKind.Number || tokens[at].Value < 0) return null;
        var digits = tokens.Text.AsSpan(tokens[at].Start, tokens[at].Length);
        // 15.000 tờ gấp
        while (first >= 2 && tokens.IsMark(first - 1, '.') && tokens.IsNumber(first - 2) && tokens.Touches(first) && tokens.Touches(first - 1) && tokens[first].Length == 3) first -= 2;
        decimal value;
        if (first != at)
        {
            var whole = tokens.Text.AsSpan(tokens[first].Start, tokens[at].End - tokens[first].Start).ToString().Replace(".", "", StringComparison.Ordinal);
            if (!decimal.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out value)) return null;
        }
        else if (!decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            return null;
        }
        if (tokens.IsMark(first - 1, '/') || tokens.IsMark(first - 1, '%') || NotQuantity.Has(tokens, first - 1) && !Each.Has(tokens, first - 2)) return null;
        // "02 - 03 hội nghị": at least the smaller number.
        if (tokens.IsDash(first - 1) && tokens.IsNumber(first - 2) && tokens[first - 2].Value < value && tokens[first - 2].Value > 0 && !NotQuantity.Has(tokens, first - 3))
        {
            first -= 2;
            value = tokens[first].Value;
        }
        return value is > 0 and < 10_000_000 ? value : null;
    }
}
