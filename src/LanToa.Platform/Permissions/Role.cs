namespace LanToa.Platform.Permissions;

/// <summary>Roles of people, each held for one organization and all that stand below it.</summary>
public enum Role
{
    Administrator,
    Officer,
    FocalPoint,
    Editor,
    Leader,
    Finance,
    Inspector,
    Viewer,
}

public static class RoleNames
{
    public static readonly IReadOnlyList<Role> All = Enum.GetValues<Role>();

    /// <summary>The role in the words of the interface.</summary>
    public static string Name(this Role role) => role switch
    {
        Role.Administrator => "Quản trị",
        Role.Officer => "Công chức phụ trách CCHC",
        Role.FocalPoint => "Đầu mối",
        Role.Editor => "Biên tập viên",
        Role.Leader => "Lãnh đạo",
        Role.Finance => "Tài chính",
        Role.Inspector => "Kiểm tra",
        _ => "Chỉ xem",
    };
}
