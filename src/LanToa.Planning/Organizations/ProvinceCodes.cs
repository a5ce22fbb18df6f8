using System.Collections.Frozen;
using LanToa.Platform.Text;

namespace LanToa.Planning.Organizations;

/// <summary>
/// The official two-digit codes of provinces: of the 63 before 1 July 2025 (Quyết định 124/2004/QĐ-TTg and its amendments) and of the 34 since
/// (Quyết định 19/2025/QĐ-TTg), where a merged province may keep its name under the code of the other. Plans of both times are read.
/// </summary>
public static class ProvinceCodes
{
    private const string Table = """
        01 Hà Nội, 02 Hà Giang, 04 Cao Bằng, 06 Bắc Kạn, 08 Tuyên Quang, 10 Lào Cai, 11 Điện Biên, 12 Lai Châu, 14 Sơn La, 15 Yên Bái, 17 Hòa Bình,
        19 Thái Nguyên, 20 Lạng Sơn, 22 Quảng Ninh, 24 Bắc Giang, 25 Phú Thọ, 26 Vĩnh Phúc, 27 Bắc Ninh, 30 Hải Dương, 31 Hải Phòng, 33 Hưng Yên, 34 Thái Bình,
        35 Hà Nam, 36 Nam Định, 37 Ninh Bình, 38 Thanh Hóa, 40 Nghệ An, 42 Hà Tĩnh, 44 Quảng Bình, 45 Quảng Trị, 46 Thừa Thiên Huế, 46 Huế, 48 Đà Nẵng,
        49 Quảng Nam, 51 Quảng Ngãi, 52 Bình Định, 54 Phú Yên, 56 Khánh Hòa, 58 Ninh Thuận, 60 Bình Thuận, 62 Kon Tum, 64 Gia Lai, 66 Đắk Lắk, 67 Đắk Nông,
        68 Lâm Đồng, 70 Bình Phước, 72 Tây Ninh, 74 Bình Dương, 75 Đồng Nai, 77 Bà Rịa - Vũng Tàu, 79 Hồ Chí Minh, 80 Long An, 82 Tiền Giang, 83 Bến Tre,
        84 Trà Vinh, 86 Vĩnh Long, 87 Đồng Tháp, 89 An Giang, 91 Kiên Giang, 92 Cần Thơ, 93 Hậu Giang, 94 Sóc Trăng, 95 Bạc Liêu, 96 Cà Mau
        """;

    private static readonly FrozenDictionary<string, string> Before = Read(Table), Since = Read("15 Lào Cai, 24 Bắc Ninh, 44 Quảng Trị, 52 Gia Lai, 80 Tây Ninh, 82 Đồng Tháp, 91 An Giang");

    /// <summary>The code on a day of the province that a name ends with ("Ủy ban nhân dân tỉnh Lạng Sơn", "20"), marks and case aside; null where it ends with none.</summary>
    public static string? Find(string name, DateOnly on)
    {
        var words = Key(name).Split(' ');
        for (var from = Math.Max(0, words.Length - 4); from < words.Length; from++)
        {
            var place = string.Join(' ', words[from..]);
            if ((on >= ImportNationalList.TwoTierDay && Since.TryGetValue(place, out var code)) || Before.TryGetValue(place, out code)) return code;
        }
        return null;
    }

    // Nghị quyết 202/2025/QH15 made 23 provinces out of 52 and left these eleven as they were: under these names since the map of 2004, Huế a city since 2025.
    private static readonly FrozenDictionary<string, string> GoneOn = Read("01 Hà Nội, 04 Cao Bằng, 11 Điện Biên, 12 Lai Châu, 14 Sơn La, 20 Lạng Sơn, 22 Quảng Ninh, 38 Thanh Hóa, 40 Nghệ An, 42 Hà Tĩnh, 46 Huế");

    private static readonly DateOnly MapOf2004 = new(2004, 1, 1), HueCity = new(2025, 1, 1);

    /// <summary>Since when a province that the arrangement of 2025 left as it was has been there under its name; null for those that it made.</summary>
    public static DateOnly? Since2004(string name, string code) =>
        Find(name, ImportNationalList.TwoTierDay) is { } own && own == code && GoneOn.Values.Contains(code) ? code == "46" ? HueCity : MapOf2004 : null;

    private static FrozenDictionary<string, string> Read(string table) => table.Split([',', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(entry => Key(entry[3..]), entry => entry[..2]);

    private static string Key(string name) => string.Join(' ', Folding.Fold(name).Replace('-', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
