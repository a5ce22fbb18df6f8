using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>What a document's head and foot print of its issuer: bodies line by line, the place, who signs (Nghị định 30/2020/NĐ-CP, Phụ lục I).</summary>
public sealed partial class IssuerLines(IOrganizationDirectory directory, OrganizationInfo issuer)
{
    private const string Committee = "Ủy ban nhân dân";
    private const string Council = "Hội đồng nhân dân";

    private static readonly string[] Divisions = ["tỉnh", "thành phố", "xã", "phường", "đặc khu", "thị trấn", "thị xã", "quận", "huyện"];

    private static readonly HashSet<string> SmallWords = ["và", "các", "của", "thuộc", "cho", "về"];

    public bool IsCommittee => IsOf(Committee, issuer.Name);

    private bool IsCouncil => IsOf(Council, issuer.Name);

    /// <summary>A committee and a council stand alone; a department prints the body that it belongs to. A ministry has none above it.</summary>
    public IReadOnlyList<string> Superior => IsCommittee || IsCouncil || Parent is not { Level: not nameof(OrganizationLevel.Nation) } parent ? [] : Lines(parent.Name);

    public IReadOnlyList<string> Issuer => Lines(issuer.Name);

    /// <summary>
    /// The nearest territory: "Lam Giang" for the committee of the province and for its departments. A territory named after a person, an event or by a
    /// number is printed in full: "Thành phố Hồ Chí Minh", "Phường 12".
    /// </summary>
    public string Place
    {
        get
        {
            for (var (unit, depth) = (issuer, 0); unit is not null && depth < 20; unit = unit.ParentId is { } parent ? directory.Find(parent) : null, depth++)
                if (Territory(unit.Name) is { } place) return place;
            return "Hà Nội";
        }
    }

    /// <summary>KH-UBND; for a department KH- and the first letters of its name: KH-SVHTTDL, KH-VPUBND. The head of the agency rules, so a symbol that is given stands.</summary>
    public string Symbol(string kindAbbreviation) => $"{kindAbbreviation}-{LetterSymbol}";

    /// <summary>UBND, SVHTTDL: what stands in the symbol of an official letter, which has no kind; the clerk adds the division that drafted it.</summary>
    public string LetterSymbol => IsCommittee ? "UBND" : IsCouncil ? "HĐND" : Initials(issuer.Name);

    /// <summary>The lines of authority. A deputy of a body that decides together signs for the body, too.</summary>
    public IReadOnlyList<string> Authority(string? given)
    {
        var lines = (given ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (IsCommittee && !lines.Exists(l => l.StartsWith("TM", StringComparison.OrdinalIgnoreCase) || l.StartsWith("TL", StringComparison.OrdinalIgnoreCase) || l.StartsWith("TUQ", StringComparison.OrdinalIgnoreCase)))
            lines.Insert(0, $"TM. {Committee}");
        return lines;
    }

    public string Position(string? given) => !string.IsNullOrWhiteSpace(given) ? given : IsCommittee || IsCouncil ? "Chủ tịch" : Heads.FirstOrDefault(h => issuer.Name.StartsWith(h.Body + " ", StringComparison.Ordinal)).Head ?? "Thủ trưởng đơn vị";

    private static readonly (string Body, string Head)[] Heads =
    [
        ("Sở", "Giám đốc"), ("Trung tâm", "Giám đốc"), ("Bệnh viện", "Giám đốc"), ("Đài", "Giám đốc"), ("Bảo tàng", "Giám đốc"), ("Thư viện", "Giám đốc"), ("Phòng", "Trưởng phòng"), ("Ban", "Trưởng ban"),
        ("Văn phòng", "Chánh Văn phòng"), ("Thanh tra", "Chánh Thanh tra"), ("Chi cục", "Chi cục trưởng"), ("Cục", "Cục trưởng"), ("Viện", "Viện trưởng"), ("Trường", "Hiệu trưởng"), ("Báo", "Tổng Biên tập"), ("Bộ", "Bộ trưởng"),
    ];

    private OrganizationInfo? Parent => issuer.ParentId is { } parent ? directory.Find(parent) : null;

    private static bool IsOf(string body, string name) => name.StartsWith(body + " ", StringComparison.OrdinalIgnoreCase);

    private static IReadOnlyList<string> Lines(string name) =>
        Array.Find([Committee, Council], body => IsOf(body, name)) is { } body ? [body, name[(body.Length + 1)..]] : [name];

    private static string? Territory(string name)
    {
        if (Array.Find([Committee, Council], body => IsOf(body, name)) is not { } body) return null;
        var full = name[(body.Length + 1)..];
        var division = Array.Find(Divisions, d => full.StartsWith(d + " ", StringComparison.OrdinalIgnoreCase));
        if (division is null) return full;
        var own = full[(division.Length + 1)..];
        return char.IsAsciiDigit(own[0]) || NamesOfHonour.Holds(own) ? char.ToUpper(full[0], CultureInfo.InvariantCulture) + full[1..] : own;
    }

    /// <summary>The first letters of a name without the territory at its end; abbreviations stand whole. Đ is a letter of its own, the marks of other letters go.</summary>
    private static string Initials(string name)
    {
        var own = TerritoryAtEnd().Replace(name, "");
        return string.Concat((own.Length == 0 ? name : own).Split([' ', '-', ',', '–', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(w => !SmallWords.Contains(w))
            .Select(w => w.Length > 1 && w.All(char.IsUpper) ? w : Plain(char.ToUpper(w[0], CultureInfo.InvariantCulture)).ToString()));
    }

    private static char Plain(char letter) => letter == 'Đ' ? letter : letter.ToString().Normalize(NormalizationForm.FormD)[0];

    // "tỉnh Lam Giang", "Phường 12", "xã"; the "xã" of "Văn hóa - Xã hội" begins no territory.
    [GeneratedRegex(@" (tỉnh|thành phố|thị xã|huyện|quận|xã|[Pp]hường|đặc khu|thị trấn)( [\p{Lu}\d].*)?$")]
    private static partial Regex TerritoryAtEnd();
}

/// <summary>Persons and events that places bear the name of; such a place is printed with what it is (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.4).</summary>
internal static class NamesOfHonour
{
    private static readonly HashSet<string> Names = new(new[]
    {
        "Hồ Chí Minh", "An Dương Vương", "Âu Cơ", "Bà Triệu", "Bế Văn Đàn", "Chu Văn An", "Dương Minh Châu", "Đào Duy Từ", "Đặng Thùy Trâm", "Đinh Tiên Hoàng", "Hà Huy Tập", "Hai Bà Trưng", "Hoàng Diệu", "Hoàng Hoa Thám", "Hoàng Văn Thụ",
        "Hồ Đắc Kiện", "Hồ Thị Kỷ", "Hồ Tùng Mậu", "Hùng Vương", "Huỳnh Thúc Kháng", "Khúc Thừa Dụ", "Kim Đồng", "Lê Chân", "Lê Đại Hành", "Lê Hồng Phong", "Lê Ích Mộc", "Lê Lai", "Lê Lợi", "Lê Quý Đôn", "Lê Thanh Nghị",
        "Lê Thánh Tông", "Lương Thế Trân", "Lương Văn Tri", "Lý Bôn", "Lý Nam Đế", "Lý Thái Tổ", "Lý Thường Kiệt", "Lý Tự Trọng", "Lý Văn Lâm", "Mạc Đĩnh Chi", "Minh Khai", "Ngô Mây", "Ngô Quyền", "Ngô Thì Nhậm", "Phạm Hồng Thái",
        "Phạm Ngũ Lão", "Phạm Sư Mạnh", "Phan Bội Châu", "Phan Chu Trinh", "Phan Châu Trinh", "Phan Đình Phùng", "Phan Ngọc Hiển", "Quách Phẩm", "Quang Trung", "Tạ An Khương", "Thục Phán", "Tô Hiệu", "Tô Hiến Thành", "Tôn Đức Thắng",
        "Trần Hưng Đạo", "Trần Lãm", "Trần Liễu", "Trần Nguyên Hãn", "Trần Nhân Tông", "Trần Phán", "Trần Phú", "Trần Quang Khải", "Trần Quốc Toản", "Trần Văn Thời", "Triệu Việt Vương", "Trưng Vương", "Trương Định", "Trương Quang Trọng",
        "Võ Nguyên Giáp", "Võ Thị Sáu", "Yết Kiêu", "Cách Mạng Tháng Tám", "Điện Biên Phủ", "Nam Kỳ Khởi Nghĩa", "Xô Viết Nghệ Tĩnh",
    }.Select(Folding.Fold), StringComparer.Ordinal);

    /// <summary>Every "Nguyễn …" is a person.</summary>
    public static bool Holds(string place) => place.StartsWith("Nguyễn ", StringComparison.Ordinal) || Names.Contains(Folding.Fold(place));
}
