using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>What I am here: my roles, and a new password.</summary>
public sealed class MeModel(UserManager<Account> accounts, SignInManager<Account> signIn, LanToaDb db, Actor actor, IOrganizationDirectory organizations) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu hiện tại.")]
    public string Current { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu mới.")]
    [StringLength(PasswordRules.Most, ErrorMessage = "Mật khẩu dài quá 200 ký tự.")]
    public string New { get; set; } = "";

    public string UserName { get; private set; } = "";

    public IReadOnlyList<(string Role, string Unit)> Roles => [.. actor.Memberships.Select(m => (m.Role.Name(), organizations.Find(m.OrganizationId)?.Name ?? "–"))];

    public async Task OnGetAsync() => UserName = (await accounts.GetUserAsync(User))?.UserName ?? "";

    public async Task<IActionResult> OnPostAsync()
    {
        var account = await accounts.GetUserAsync(User);
        if (account is null) return Challenge();
        UserName = account.UserName!;
        if (!ModelState.IsValid) return Page();
        db.RecordEvent("account", account.Id, "account.password-change");
        var changed = await accounts.ChangePasswordAsync(account, Current, New);
        if (!changed.Succeeded)
        {
            var mismatch = changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.PasswordMismatch));
            ModelState.AddModelError(mismatch ? nameof(Current) : nameof(New), mismatch ? "Mật khẩu hiện tại chưa đúng." : string.Join(' ', changed.Errors.Select(AccountAdministration.Words)));
            return Page();
        }
        await signIn.RefreshSignInAsync(account);
        this.Flash("Đã đổi mật khẩu. Các phiên đăng nhập khác sẽ hết hiệu lực.");
        return RedirectToPage();
    }
}
