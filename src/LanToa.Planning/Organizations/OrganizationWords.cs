using LanToa.Platform.Text;

namespace LanToa.Planning.Organizations;

/// <summary>Levels, kinds and ways of succession in the words of the interface.</summary>
public static class OrganizationWords
{
    public static string Words(this OrganizationLevel level) => EnumWords.Of(level);

    public static string Words(this OrganizationKind kind) => EnumWords.Of(kind);

    public static string Words(this SuccessionKind kind) => EnumWords.Of(kind);
}
