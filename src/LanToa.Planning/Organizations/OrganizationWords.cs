using System.Text.Json;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
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

    /// <summary>What the body recorded above another is to it: a committee is no superior of the Party or of a vertical line, which work in its area (the directory's AreaOf).</summary>
    public static string Above(OrganizationKind kind, OrganizationInfo? above) =>
        kind is OrganizationKind.Party or OrganizationKind.Vertical && above is null or { Kind: nameof(OrganizationKind.Committee) } ? InTheAreaOf : "Cơ quan cấp trên";

    public const string InTheAreaOf = "Địa bàn";

    /// <summary>The area of a committee: "tỉnh Lam Giang"; the nation's is the country.</summary>
    public static string Area(OrganizationInfo committee) => committee.Level == nameof(OrganizationLevel.Nation) ? "cả nước"
        : Array.Find(Committees, c => committee.Name.StartsWith(c, StringComparison.OrdinalIgnoreCase)) is { } head ? committee.Name[head.Length..] : committee.Name;

    private static readonly string[] Committees = ["Ủy ban nhân dân ", "UBND "];

    private static string Kind(OrganizationLevel level, OrganizationKind kind) => (level, kind) is (OrganizationLevel.Nation, OrganizationKind.Committee) ? "Chính phủ" : kind.Words();
}

/// <summary>Calls what is recorded above a body in the history as its form does.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AboveNameAttribute : HistoryNameAttribute
{
    public override string? Of(Guid subject, JsonElement value, IOrganizationDirectory organizations) =>
        organizations.Find(subject) is { } body && value.TryGetGuid(out var above) ? OrganizationWords.Above(Enum.Parse<OrganizationKind>(body.Kind), organizations.Find(above)) : null;
}
