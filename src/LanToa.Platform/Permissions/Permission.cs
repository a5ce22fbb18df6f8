namespace LanToa.Platform.Permissions;

/// <summary>
/// Something that a person may do, and the roles that may do it. A page or endpoint declares one; whoever holds one of its roles for
/// a unit may do it for that unit and all below it.
/// </summary>
public sealed record Permission(string Code, string Name, params Role[] Roles)
{
    /// <summary>What a token may do by it, where programs may do less than people.</summary>
    public string NameForPrograms { get => field ?? Name; init; }

    /// <summary>Anyone signed in, with or without a role.</summary>
    public static readonly Permission SignedIn = new("signed-in", "Đã đăng nhập");

    /// <summary>Everyone, without sign-in.</summary>
    public static readonly Permission Public = new("public", "Công khai");

    /// <summary>Every role.</summary>
    public static readonly Role[] EveryRole = Enum.GetValues<Role>();

    public bool Equals(Permission? other) => other is not null && Code == other.Code;

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Code;
}
