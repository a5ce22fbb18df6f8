using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>A person comes by the link of an invitation, says their name and sets a password.</summary>
public sealed class InvitedModel(AccountLinks links, Invitations invitations) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập họ và tên.")]
    [StringLength(200, ErrorMessage = "Họ và tên dài quá 200 chữ.")]
    public string DisplayName { get; set; } = "";

    [BindProperty]
    public PasswordForm Input { get; set; } = new();

    /// <summary>Under which name they will sign in; null when the link is of no use.</summary>
    public string? Whose { get; private set; }

    public async Task OnGetAsync(string secret, CancellationToken cancel)
    {
        if (await FindAsync(secret, cancel) is { } account && account.DisplayName != account.UserName) DisplayName = account.DisplayName;
    }

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancel)
    {
        if (await FindAsync(secret, cancel) is not { } account || !ModelState.IsValid) return Page();
        foreach (var why in await invitations.AcceptAsync(account, DisplayName, Input.Password, cancel)) ModelState.AddModelError("Input.Password", why);
        if (!ModelState.IsValid) return Page();
        this.Flash("Tài khoản đã sẵn sàng. Hãy đăng nhập bằng địa chỉ thư điện tử và mật khẩu vừa đặt.");
        return RedirectToPage("SignIn");
    }

    private async Task<Account?> FindAsync(string secret, CancellationToken cancel)
    {
        var account = await links.ReadAsync(secret, LinkPurpose.Invitation, cancel) is { PasswordHash: null } found ? found : null;
        Whose = account is null ? null : $"Tên đăng nhập của bạn: {account.UserName}";
        return account;
    }
}
