namespace LanToa.Reading.Grammar;

/// <summary>Names of provinces, those before 2025 too, for letterheads that print a body and its province in capitals: "SỞ Y TẾ QUẢNG NAM".</summary>
internal static class Provinces
{
    private static readonly string[] Names =
    [
        "an giang", "bà rịa - vũng tàu", "bạc liêu", "bắc giang", "bắc kạn", "bắc ninh", "bến tre", "bình dương", "bình định", "bình phước", "bình thuận", "cà mau", "cao bằng", "cần thơ", "đà nẵng", "đắk lắk", "đắk nông", "điện biên",
        "đồng nai", "đồng tháp", "gia lai", "hà giang", "hà nam", "hà nội", "hà tĩnh", "hải dương", "hải phòng", "hậu giang", "hòa bình", "hồ chí minh", "hưng yên", "khánh hòa", "kiên giang", "kon tum", "lai châu", "lạng sơn", "lào cai",
        "lâm đồng", "long an", "nam định", "nghệ an", "ninh bình", "ninh thuận", "phú thọ", "phú yên", "quảng bình", "quảng nam", "quảng ngãi", "quảng ninh", "quảng trị", "sóc trăng", "sơn la", "tây ninh", "thái bình", "thái nguyên",
        "thanh hóa", "thừa thiên huế", "thừa thiên - huế", "tiền giang", "trà vinh", "tuyên quang", "vĩnh long", "vĩnh phúc", "yên bái",
    ];

    /// <summary>The name of a body with the province at its end in capitals.</summary>
    public static string Capitalized(string name)
    {
        var lower = Vn.Lower(name);
        foreach (var province in Names)
            if (lower.Length > province.Length && lower.EndsWith(province, StringComparison.Ordinal) && lower[^(province.Length + 1)] == ' ') return name[..^province.Length] + Vn.TitleCase(province);
        return name;
    }
}
