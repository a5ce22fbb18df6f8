using System.Text.RegularExpressions;
using LanToa.Platform.Text;

namespace LanToa.Planning.Organizations;

/// <summary>
/// Printed names made comparable: folded, usual abbreviations written out, and words that only point at the issuer's own territory left
/// out ("Sở Nội vụ tỉnh" in a plan of the province is "Sở Nội vụ").
/// </summary>
internal static partial class PrintedNames
{
    private static readonly (Regex Pattern, string Full)[] Abbreviations =
    [
        (Word("ubnd"), "uy ban nhan dan"), (Word("hdnd"), "hoi dong nhan dan"), (Word("vp"), "van phong"), (Word("ubmttq"), "uy ban mat tran to quoc"), (Word("mttq"), "mat tran to quoc"),
        (Word("pt-th|ptth"), "phat thanh va truyen hinh"), (Word("ldtb&xh|ldtbxh"), "lao dong - thuong binh va xa hoi"), (Word("gd&dt|gddt"), "giao duc va dao tao"),
        (Word("nn&ptnt|nnptnt"), "nong nghiep va phat trien nong thon"), (Word("tn&mt|tnmt"), "tai nguyen va moi truong"), (Word("tt&tt|tttt"), "thong tin va truyen thong"),
        (Word("kh&cn|khcn"), "khoa hoc va cong nghe"), (Word("kh&dt|khdt"), "ke hoach va dau tu"), (Word("vh,? ?tt ?& ?dl|vhttdl"), "van hoa, the thao va du lich"), (Word("gtvt"), "giao thong van tai"),
        (Word("ttpvhcc"), "trung tam phuc vu hanh chinh cong"), (Word("tp"), "thanh pho"), (Word("tt"), "thi tran"),
    ];

    /// <summary>Folded, abbreviations written out, punctuation as single spaces.</summary>
    public static string Key(string printed)
    {
        var folded = Folding.Fold(printed);
        foreach (var (pattern, full) in Abbreviations) folded = pattern.Replace(folded, full);
        return Spaces().Replace(Separators().Replace(folded, " "), " ").Trim();
    }

    /// <summary>The key of a group's name: without "các", "và", "của" and words of place or relation.</summary>
    public static string GroupKey(string printed) => Spaces().Replace(GroupNoise().Replace(Key(printed), " "), " ").Trim();

    /// <summary>Whether the name begins as one of many ("các …", "những …", "mọi …"): never the name of one body.</summary>
    public static bool BeginsWithMany(string printed) => Many().IsMatch(Folding.Fold(printed).TrimStart());

    /// <summary>Whether the words speak of bodies at large, not of a certain one.</summary>
    public static bool IsAtLarge(string printed) => BeginsWithMany(printed) || Folding.Fold(printed).Contains("lien quan", StringComparison.Ordinal);

    /// <summary>The key without a last word that names the issuer's own level or territory; null when there is none.</summary>
    public static string? WithoutTerritory(string key, string? issuerTerritory)
    {
        if (issuerTerritory is { Length: > 0 } territory && key.EndsWith(" " + territory, StringComparison.Ordinal)) return key[..^(territory.Length + 1)];
        var match = LevelAtEnd().Match(key);
        return match.Success && match.Index > 0 ? key[..match.Index] : null;
    }

    /// <summary>"tinh tuyen quang" of "uy ban nhan dan tinh tuyen quang"; null for bodies without a territory in their name.</summary>
    public static string? TerritoryOf(string issuerKey)
    {
        const string committee = "uy ban nhan dan ";
        return issuerKey.StartsWith(committee, StringComparison.Ordinal) ? issuerKey[committee.Length..] : null;
    }

    /// <summary>Whether two committees bear names that share no word but those of their level ("huyen vinh loc", "huyen phu ngan").</summary>
    public static bool AreOfTwoPlaces(string key, string other) =>
        TerritoryOf(key) is { } one && TerritoryOf(other) is { } two && one.Split(' ').Except(LevelWords).ToList() is { Count: > 0 } words && !words.Intersect(two.Split(' ')).Any();

    private static readonly string[] LevelWords = ["tinh", "thanh", "pho", "huyen", "thi", "xa", "quan", "phuong", "tran", "dac", "khu"];

    /// <summary>The word that says which sort of body a name is of ("so", "phong", "van phong", "uy ban nhan dan"); null where the name begins otherwise.</summary>
    public static string? HeadOf(string key) => Array.Find(Heads, head => key.StartsWith(head + " ", StringComparison.Ordinal));

    private static readonly string[] Heads = ["uy ban nhan dan", "hoi dong nhan dan", "van phong", "so", "phong", "trung tam", "cong an", "chi cuc", "cuc", "bo"];

    private static Regex Word(string word) => new($@"(?<![\w&])({word})(?![\w&])", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"[^\w&]+")]
    private static partial Regex Separators();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\b(cac|va|cua|nhung|tat ca|toan the|truc thuoc|thuoc|lien quan|co|tren dia ban|trong|tinh|thanh pho truc thuoc trung uong)\b")]
    private static partial Regex GroupNoise();

    [GeneratedRegex(@"^(cac|nhung|moi)\s")]
    private static partial Regex Many();

    [GeneratedRegex(@" (tinh|thanh pho|huyen|thi xa|quan|xa|phuong|dac khu)$")]
    private static partial Regex LevelAtEnd();
}
