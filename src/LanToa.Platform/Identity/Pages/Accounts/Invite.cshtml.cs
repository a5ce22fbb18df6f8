using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Binding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Identity.Pages.Accounts;

public sealed class InviteModel(Invitations invitations, RoleUnit units, IMailTransport transport) : PageModel
{
    private const string UnitName = "Input.UnitId", FindName = "Input.FindUnit";

    public sealed class Form
    {
        [Required(ErrorMessage = "Bạn chưa nhập thư điện tử.")]
        [StringLength(254, ErrorMessage = "Địa chỉ dài quá 254 ký tự.")]
        public string Email { get; set; } = "";

        [StringLength(200, ErrorMessage = "Họ và tên dài quá 200 chữ.")]
        public string? DisplayName { get; set; }

        public Role Role { get; set; } = Role.FocalPoint;

        [Required(ErrorMessage = "Bạn chưa chọn đơn vị.")]
        public Guid? UnitId { get; set; }

        public string? FindUnit { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public bool ReachesPeople => transport.ReachesPeople;

    public IReadOnlyList<SelectListItem> Roles => AccountChoices.Roles;

    public UnitField Unit => units.Field(UnitName, FindName, Input.UnitId);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (units.IsSearch(Input.FindUnit, Input.UnitId, UnitName, FindName, ModelState)) return Page();
        this.AskFor("Input.Role");
        if (!ModelState.IsValid) return Page();
        var (account, problem) = await invitations.InviteAsync(Input.Email, Input.DisplayName, Input.Role, Input.UnitId!.Value, cancel);
        if (problem is { } wrong) ModelState.AddModelError($"Input.{wrong.Field}", wrong.Why);
        if (account is null) return Page();
        this.Flash(ReachesPeople ? $"Đã mời {account.Email}. Thư mời đang được gửi; gửi được hay không hiện ở trang này." : $"Đã soạn lời mời cho {account.Email}. Thư chưa được gửi tới ai: hãy chép liên kết ở trang Thư điện tử.");
        return RedirectToPage("Detail", new { id = account.Id });
    }
}

/// <summary>What the forms about accounts offer.</summary>
internal static class AccountChoices
{
    public static IReadOnlyList<SelectListItem> Roles { get; } = [.. RoleNames.All.Select(r => new SelectListItem(r.Name(), r.ToString()))];
}
