using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Binding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class CreateModel(AccountAdministration administration, RoleUnit units) : PageModel
{
    private const string UnitName = "Input.UnitId", FindName = "Input.FindUnit";

    public sealed class Form
    {
        [Required(ErrorMessage = "Bạn chưa nhập họ và tên.")]
        [StringLength(200, ErrorMessage = "Họ và tên dài quá 200 chữ.")]
        public string DisplayName { get; set; } = "";

        [Required(ErrorMessage = "Bạn chưa nhập tên đăng nhập.")]
        [StringLength(60, MinimumLength = 3, ErrorMessage = "Tên đăng nhập từ 3 đến 60 ký tự.")]
        public string UserName { get; set; } = "";

        [EmailAddress(ErrorMessage = "Địa chỉ thư điện tử chưa đúng.")]
        public string? Email { get; set; }

        public Role Role { get; set; } = Role.FocalPoint;

        [Required(ErrorMessage = "Bạn chưa chọn đơn vị.")]
        public Guid? UnitId { get; set; }

        public string? FindUnit { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    /// <summary>Shown once, right after creation.</summary>
    public string? Password { get; private set; }

    public IReadOnlyList<SelectListItem> Roles => AccountChoices.Roles;

    public UnitField Unit => units.Field(UnitName, FindName, Input.UnitId);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (units.IsSearch(Input.FindUnit, Input.UnitId, UnitName, FindName, ModelState)) return Page();
        this.AskFor("Input.Role");
        if (!ModelState.IsValid) return Page();
        var (_, password, problems) = await administration.CreateAsync(Input.UserName, Input.DisplayName, Input.Email, Input.Role, Input.UnitId!.Value, cancel);
        foreach (var problem in problems) ModelState.AddModelError("", problem);
        Password = password;
        return Page();
    }
}
