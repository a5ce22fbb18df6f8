using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Plans;

/// <summary>What a document's head and foot print of its issuer: bodies line by line, the place, who signs.</summary>
internal sealed class IssuerLines(IOrganizationDirectory directory, OrganizationInfo issuer)
{
    private const string Committee = "Ủy ban nhân dân";

    private static readonly string[] Divisions = ["tỉnh", "thành phố", "xã", "phường", "đặc khu", "thị trấn", "thị xã", "quận", "huyện"];

    public bool IsCommittee => issuer.Name.StartsWith(Committee + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>A committee stands alone; a department prints the body that it belongs to. A ministry has none above it.</summary>
    public IReadOnlyList<string> Superior => IsCommittee || Parent is not { Level: not "Nation" } parent ? [] : Lines(parent.Name);

    public IReadOnlyList<string> Issuer => Lines(issuer.Name);

    /// <summary>The nearest territory: "Lam Giang" for the committee of the province and for its departments.</summary>
    public string Place
    {
        get
        {
            for (var (unit, depth) = (issuer, 0); unit is not null && depth < 20; unit = unit.ParentId is { } parent ? directory.Find(parent) : null, depth++)
                if (Territory(unit.Name) is { } place) return place;
            return "Hà Nội";
        }
    }

    /// <summary>KH-UBND; for a department KH- and the first letters of its name. The head of the agency rules, so a symbol that is given stands.</summary>
    public string Symbol(string kindAbbreviation) => $"{kindAbbreviation}-{(IsCommittee ? "UBND" : string.Concat(issuer.Name.Split([' ', '-', ','], StringSplitOptions.RemoveEmptyEntries).Where(w => w != "và").Select(w => char.ToUpperInvariant(w[0]))))}";

    /// <summary>The lines of authority. A deputy of a body that decides together signs for the body, too.</summary>
    public IReadOnlyList<string> Authority(string? given)
    {
        var lines = (given ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        if (IsCommittee && !lines.Exists(l => l.StartsWith("TM", StringComparison.OrdinalIgnoreCase) || l.StartsWith("TL", StringComparison.OrdinalIgnoreCase) || l.StartsWith("TUQ", StringComparison.OrdinalIgnoreCase)))
            lines.Insert(0, $"TM. {Committee}");
        return lines;
    }

    public string Position(string? given) => !string.IsNullOrWhiteSpace(given) ? given : IsCommittee ? "Chủ tịch" : issuer.Name switch
    {
        var n when n.StartsWith("Sở ", StringComparison.Ordinal) || n.StartsWith("Trung tâm ", StringComparison.Ordinal) => "Giám đốc",
        var n when n.StartsWith("Phòng ", StringComparison.Ordinal) => "Trưởng phòng",
        var n when n.StartsWith("Ban ", StringComparison.Ordinal) => "Trưởng ban",
        var n when n.StartsWith("Văn phòng ", StringComparison.Ordinal) => "Chánh Văn phòng",
        var n when n.StartsWith("Bộ ", StringComparison.Ordinal) => "Bộ trưởng",
        _ => "Thủ trưởng đơn vị",
    };

    private OrganizationInfo? Parent => issuer.ParentId is { } parent ? directory.Find(parent) : null;

    private static IReadOnlyList<string> Lines(string name) =>
        name.StartsWith(Committee + " ", StringComparison.OrdinalIgnoreCase) ? [Committee, name[(Committee.Length + 1)..]] : [name];

    private static string? Territory(string name)
    {
        if (!name.StartsWith(Committee + " ", StringComparison.OrdinalIgnoreCase)) return null;
        var rest = name[(Committee.Length + 1)..];
        var division = Divisions.FirstOrDefault(d => rest.StartsWith(d + " ", StringComparison.OrdinalIgnoreCase));
        return division is null ? rest : rest[(division.Length + 1)..];
    }
}
