using LanToa.Platform.Text;

namespace LanToa.Planning.Organizations;

/// <summary>Proposes codes for bodies that have no official one.</summary>
public static class OrganizationCodes
{
    /// <summary>The official code of a province's committee on a day where it is free; otherwise the parent's code and initials.</summary>
    public static string Propose(string name, OrganizationLevel level, OrganizationKind kind, DateOnly on, string? parentCode, Func<string, bool> taken) =>
        level == OrganizationLevel.Province && kind == OrganizationKind.Committee && ProvinceCodes.Find(name, on) is { } own && !taken(own) ? own : Propose(name, parentCode, taken);

    /// <summary>The parent's code and the initials of the name, with a number where taken: H08.PNV, H08.PNV2.</summary>
    public static string Propose(string name, string? parentCode, Func<string, bool> taken)
    {
        var initials = string.Concat(Folding.Fold(name).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => char.ToUpperInvariant(w[0])).Where(char.IsAsciiLetterOrDigit));
        var stem = $"{parentCode ?? "DV"}.{(initials.Length == 0 ? "DV" : initials)}";
        if (stem.Length > 36) stem = stem[..36];
        for (var n = 1; ; n++)
            if (!taken(n == 1 ? stem : $"{stem}{n}")) return n == 1 ? stem : $"{stem}{n}";
    }
}
