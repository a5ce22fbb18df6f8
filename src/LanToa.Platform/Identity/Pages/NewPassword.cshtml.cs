using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace LanToa.Platform.Identity.Pages;

/// <summary>What both pages behind a link ask for.</summary>
public class PasswordForm
{
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu.")]
    [StringLength(PasswordRules.Most, ErrorMessage = "Mật khẩu dài quá 200 ký tự.")]
    public string Password { get; set; } = "";

    [Compare(nameof(Password), ErrorMessage = "Hai lần nhập mật khẩu chưa giống nhau.")]
    public string? Again { get; set; }
}

/// <summary>A new password by the link of a letter. Opening the page uses nothing up: programs that look into letters open links too.</summary>
public sealed class NewPasswordModel(AccountLinks links, ForgottenPassword forgotten, Passkeys passkeys, AccountLetters letters) : PageModel
{
    [BindProperty]
    public PasswordForm Input { get; set; } = new();

    /// <summary>Whose password it is; null when the link is of no use.</summary>
    public string? Whose { get; private set; }

    /// <summary>Passkeys that open the account whatever its password is.</summary>
    public IReadOnlyList<SelectListItem> Keys { get; private set; } = [];

    /// <summary>Those of them that shall end with the old password.</summary>
    [BindProperty]
    public List<string> EndKeys { get; set; } = [];

    public async Task OnGetAsync(string secret, CancellationToken cancel) => await FindAsync(secret, cancel);

    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancel)
    {
        if (await FindAsync(secret, cancel) is not { } account || !ModelState.IsValid) return Page();
        foreach (var why in await forgotten.SetAsync(account, Input.Password, EndKeys, letters, cancel)) ModelState.AddModelError("Input.Password", why);
        if (!ModelState.IsValid) return Page();
        var left = await passkeys.OfAsync(account.Id, cancel);
        this.Flash($"Đã đặt mật khẩu mới. Các phiên đăng nhập cũ đã hết hiệu lực; hãy đăng nhập lại.{(Keys.Count > left.Count ? $" Đã xóa {Keys.Count - left.Count} khóa truy cập." : "")}{(left.Count > 0 ? $" Còn {left.Count} khóa truy cập vẫn vào được tài khoản." : "")}");
        return RedirectToPage("SignIn");
    }

    private async Task<Account?> FindAsync(string secret, CancellationToken cancel)
    {
        var account = await links.ReadAsync(secret, LinkPurpose.Reset, cancel);
        Whose = account is null ? null : $"Tên đăng nhập: {account.UserName}";
        if (account is not null)
            Keys = [.. (await passkeys.OfAsync(account.Id, cancel)).Select(k => new SelectListItem($"{k.Name} – thêm {VietnameseFormat.DateTime(k.MadeAt)}, {(k.UsedAt is { } used ? $"dùng gần nhất {VietnameseFormat.DateTime(used)}" : "chưa dùng lần nào")}", k.Id))];
        return account;
    }
}
