using LanToa.Contracts.Organizations;
using LanToa.Platform.Text;

namespace LanToa.Planning.Organizations;

/// <summary>Levels, kinds and ways of succession in the words of the interface.</summary>
public static class OrganizationWords
{
    public static string Words(this OrganizationLevel level) => EnumWords.Of(level);

    public static string Words(this OrganizationKind kind) => EnumWords.Of(kind);

    public static string Words(this SuccessionKind kind) => EnumWords.Of(kind);

    /// <summary>What a body is; the nation's committee is the Government.</summary>
    public static string Kind(Organization body) => Kind(body.Level, body.Kind);

    /// <inheritdoc cref="Kind(Organization)"/>
    public static string Kind(OrganizationInfo body) => Kind(Enum.Parse<OrganizationLevel>(body.Level), Enum.Parse<OrganizationKind>(body.Kind));

    /// <summary>What stands outside the tree, as a heading.</summary>
    public const string Outside = "Ngoài cây tổ chức: cơ quan Đảng, ngành dọc trên địa bàn";

    /// <summary>The area of a committee: "tỉnh Lam Giang"; the nation's is the country.</summary>
    public static string Area(OrganizationInfo committee) => committee.Level == nameof(OrganizationLevel.Nation) ? "cả nước"
        : Array.Find(Committees, c => committee.Name.StartsWith(c, StringComparison.OrdinalIgnoreCase)) is { } head ? committee.Name[head.Length..] : committee.Name;

    private static readonly string[] Committees = ["Ủy ban nhân dân ", "UBND "];

    private static string Kind(OrganizationLevel level, OrganizationKind kind) => (level, kind) is (OrganizationLevel.Nation, OrganizationKind.Committee) ? "Chính phủ" : kind.Words();
}
