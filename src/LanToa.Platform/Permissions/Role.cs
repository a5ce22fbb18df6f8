using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Text;

namespace LanToa.Platform.Permissions;

/// <summary>Roles of people, each held for one organization and all that stand below it.</summary>
public enum Role
{
    [Display(Name = "Quản trị")] Administrator,
    [Display(Name = "Công chức phụ trách CCHC")] Officer,
    [Display(Name = "Đầu mối")] FocalPoint,
    [Display(Name = "Biên tập viên")] Editor,
    [Display(Name = "Lãnh đạo")] Leader,
    [Display(Name = "Tài chính")] Finance,
    [Display(Name = "Kiểm tra")] Inspector,
    [Display(Name = "Chỉ xem")] Viewer,
}

public static class RoleNames
{
    public static readonly IReadOnlyList<Role> All = Enum.GetValues<Role>();

    /// <summary>The role in the words of the interface.</summary>
    public static string Name(this Role role) => EnumWords.Of(role);
}
