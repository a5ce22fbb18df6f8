using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>When two mentions speak of one act, and when two names speak of one issuer.</summary>
internal static class ActIdentity
{
    /// <summary>Offices through which a body signs: they name the same issuer.</summary>
    private static readonly string[] Offices =
    [
        "chu tich", "pho chu tich", "bo truong", "thu truong", "giam doc", "cuc truong", "tong cuc truong", "chanh van phong", "ban thuong vu", "ban chap hanh", "thuong truc", "truong ban", "tong giam doc", "hieu truong", "vien truong", "chanh an", "btv", "bch",
    ];

    private static readonly (string Short, string Long)[] Abbreviations =
    [
        ("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("ubtvqh", "uy ban thuong vu quoc hoi"), ("ubmttq", "uy ban mat tran to quoc"), ("tw", "trung uong"), ("btv", "ban thuong vu"), ("ttg", "thu tuong chinh phu"), ("tp", "thanh pho"),
    ];

    /// <summary>Names of issuers come again and again in one text. Their normal form depends on nothing else.</summary>
    private const int Remembered = 256;

    [ThreadStatic] private static Dictionary<string, string>? remembered;

    public static bool Same(Citation first, Citation second)
    {
        if (first.Number is null || second.Number is null) return first.Number is null && second.Number is null;
        if (first.Date is not { } one || second.Date is not { } other || one == other) return !DifferentPlaces(first.Issuer, second.Issuer);
        if (DifferentPlaces(first.Issuer, second.Issuer)) return false;
        // Two dates: one act misprinted, or two of a series that begins anew each year.
        if (CarriesYear(first.Number) || CarriesYear(second.Number)) return true;
        if (IsMisprint(one, other)) return true;
        return first.Issuer is not null && second.Issuer is not null && one.Year == other.Year && Similar(first.Subject, second.Subject);
    }

    /// <summary>"UBND huyện A" and "UBND huyện B" are two; "UBND tỉnh" is whichever province; "Bộ trưởng Bộ Nội vụ" is "Bộ Nội vụ".</summary>
    public static bool DifferentPlaces(string? first, string? second)
    {
        if (first is null || second is null || first == second) return false;
        var (one, other) = (Normal(first), Normal(second));
        if (one == other || IsGovernment(one) || IsGovernment(other)) return false;
        if (Contains(one, other) || Contains(other, one)) return false;
        return IsNamedCouncil(one) && IsNamedCouncil(other);
    }

    /// <summary>Whether the two names cannot be one issuer.</summary>
    public static bool DifferentIssuers(string first, string second)
    {
        if (first == second) return false;
        var (one, other) = (Normal(first), Normal(second));
        if (one == other) return false;
        // Government and Prime Minister issue different acts.
        if (IsGovernment(one) && IsGovernment(other)) return true;
        if (Contains(one, other) || Contains(other, one)) return false;
        var (ranked, otherRanked) = (Rank(one), Rank(other));
        return ranked != 0 && otherRanked != 0 && ranked != otherRanked;
    }

    public static string Folded(string? text)
    {
        if (text is null) return "";
        var folded = new System.Text.StringBuilder(text.Length);
        foreach (var c in text)
        {
            var letter = VietnameseLetters.Base(c);
            if (letter != 0) folded.Append((char)letter);
            else if (char.IsDigit(c)) folded.Append(c);
            else if (c is not (>= '\u0300' and <= '\u036F') && folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }

    /// <summary>The same day and month in another year, the same with one digit changed, or day and month exchanged.</summary>
    public static bool IsMisprint(DateOnly first, DateOnly second)
    {
        if (first.Day == second.Day && first.Month == second.Month) return Math.Abs(first.Year - second.Year) <= 10 || first.Year % 100 == second.Year % 100;
        if (first.Year != second.Year) return false;
        if (first.Day == second.Month && first.Month == second.Day) return true;
        return first.Day == second.Day || (first.Month == second.Month && OneDigit(first.Day, second.Day));
    }

    private static bool OneDigit(int first, int second) => first / 10 == second / 10 || first % 10 == second % 10;

    private static bool CarriesYear(string number)
    {
        var slash = number.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && number.Length > slash + 5 && number[slash + 5] == '/' && char.IsAsciiDigit(number[slash + 1]) && char.IsAsciiDigit(number[slash + 4]);
    }

    private static bool Similar(string? first, string? second)
    {
        if (first is null || second is null) return false;
        var one = Folded(first).Split(' ').ToHashSet(StringComparer.Ordinal);
        var other = Folded(second).Split(' ').ToHashSet(StringComparer.Ordinal);
        var common = one.Count(other.Contains);
        return common * 10 >= Math.Min(one.Count, other.Count) * 7;
    }

    private static string Normal(string issuer)
    {
        var known = remembered ??= new Dictionary<string, string>(Remembered, StringComparer.Ordinal);
        if (known.TryGetValue(issuer, out var normal)) return normal;
        if (known.Count == Remembered) known.Clear();
        return known[issuer] = Normalized(issuer);
    }

    private static string Normalized(string issuer)
    {
        var name = $" {Folded(issuer)} ";
        foreach (var (brief, full) in Abbreviations) name = name.Replace($" {brief} ", $" {full} ", StringComparison.Ordinal);
        // "Ủy ban nhân dân (UBND) tỉnh" has now said it twice.
        name = name.Replace(" uy ban nhan dan uy ban nhan dan ", " uy ban nhan dan ", StringComparison.Ordinal);
        foreach (var office in Offices) name = name.Replace($" {office} ", " ", StringComparison.Ordinal);
        name = name.Replace(" cac tinh ", " ", StringComparison.Ordinal).Trim();
        return name switch { "thu tuong" => "thu tuong chinh phu", "uy ban nhan dan thanh pho" => "uy ban nhan dan", _ => name };
    }

    private static bool IsGovernment(string name) => name is "chinh phu" or "thu tuong chinh phu";

    private static bool IsNamedCouncil(string name) => name.StartsWith("uy ban nhan dan ", StringComparison.Ordinal) || name.StartsWith("hoi dong nhan dan ", StringComparison.Ordinal) || name.StartsWith("so ", StringComparison.Ordinal)
        || name.StartsWith("huyen uy ", StringComparison.Ordinal) || name.StartsWith("tinh uy ", StringComparison.Ordinal) || name.StartsWith("thanh uy ", StringComparison.Ordinal) || name.StartsWith("bo ", StringComparison.Ordinal);

    /// <summary>All words of one name in the other: "UBND tỉnh" in "UBND tỉnh Thanh Hóa".</summary>
    private static bool Contains(string longer, string shorter)
    {
        if (shorter.Length == 0) return true;
        var words = longer.Split(' ').ToHashSet(StringComparer.Ordinal);
        return shorter.Split(' ').All(words.Contains);
    }

    /// <summary>Bodies of the State and the Party that nobody takes for one another; 0 for all others, where two wordings prove nothing.</summary>
    private static int Rank(string name)
    {
        if (name.StartsWith("quoc hoi", StringComparison.Ordinal)) return 1;
        if (name.StartsWith("uy ban thuong vu quoc hoi", StringComparison.Ordinal)) return 2;
        if (name == "chinh phu") return 3;
        if (name == "thu tuong chinh phu") return 4;
        if (name.StartsWith("bo chinh tri", StringComparison.Ordinal)) return 5;
        if (name.StartsWith("ban bi thu", StringComparison.Ordinal)) return 6;
        if (name.StartsWith("trung uong", StringComparison.Ordinal)) return 7;
        if (name.StartsWith("uy ban nhan dan", StringComparison.Ordinal)) return 8;
        if (name.StartsWith("hoi dong nhan dan", StringComparison.Ordinal)) return 9;
        if (name.StartsWith("chu tich nuoc", StringComparison.Ordinal)) return 10;
        return name.StartsWith("bo ", StringComparison.Ordinal) ? 11 : 0;
    }
}
