namespace LanToa.Planning.Organizations;

/// <summary>The provinces by name, those before the arrangement of 2025 too, as documents print them: folded.</summary>
internal static class ProvinceNames
{
    private static readonly string[] All =
    [
        "an giang", "ba ria vung tau", "bac giang", "bac kan", "bac lieu", "bac ninh", "ben tre", "binh dinh", "binh duong", "binh phuoc", "binh thuan", "ca mau", "can tho", "cao bang", "da nang", "dak lak",
        "dak nong", "dien bien", "dong nai", "dong thap", "gia lai", "ha giang", "ha nam", "ha noi", "ha tinh", "hai duong", "hai phong", "hau giang", "ho chi minh", "hoa binh", "hue", "hung yen",
        "khanh hoa", "kien giang", "kon tum", "lai chau", "lam dong", "lang son", "lao cai", "long an", "nam dinh", "nghe an", "ninh binh", "ninh thuan", "phu tho", "phu yen", "quang binh", "quang nam",
        "quang ngai", "quang ninh", "quang tri", "soc trang", "son la", "tay ninh", "thai binh", "thai nguyen", "thanh hoa", "thua thien hue", "tien giang", "tra vinh", "tuyen quang", "vinh long", "vinh phuc", "yen bai",
    ];

    /// <summary>The province that a printed place or body names ("Bắc Giang", "TP. Hà Nội", "UBND tỉnh Cao Bằng"); null when it names none.</summary>
    public static string? In(string? printed)
    {
        if (string.IsNullOrWhiteSpace(printed)) return null;
        var key = PrintedNames.Key(printed);
        return Array.Find(All, name => key == name || key.EndsWith("tinh " + name, StringComparison.Ordinal) || key.EndsWith("thanh pho " + name, StringComparison.Ordinal));
    }

    /// <summary>The committee of the province that a printed place names: "Ủy ban nhân dân tỉnh Bắc Giang" for "Bắc Giang"; null when it names none.</summary>
    public static string? CommitteeOf(string? place)
    {
        if (In(place) is not { } name) return null;
        var words = place!.Trim().Split([' '], StringSplitOptions.RemoveEmptyEntries);
        // The name as printed, without "tỉnh", "TP." and the like before it.
        var own = string.Join(' ', words.TakeLast(name.Split(' ').Length));
        return $"Ủy ban nhân dân {(Cities.Contains(name) ? "thành phố" : "tỉnh")} {own}";
    }

    /// <summary>Whether the printed body is of a city that is a province itself ("UBND thành phố Hà Nội"), not one of a province.</summary>
    public static bool IsCity(string printed) => In(printed) is { } name && Cities.Contains(name) && PrintedNames.Key(printed).Contains("thanh pho", StringComparison.Ordinal);

    private static readonly string[] Cities = ["can tho", "da nang", "ha noi", "hai phong", "ho chi minh", "hue"];
}
