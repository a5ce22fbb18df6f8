using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

public sealed class SignInModel(SignInManager<Account> signIn, LanToaDb db, TimeProvider time) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập tên đăng nhập.")]
    public string UserName { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu.")]
    [DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [FromQuery(Name = "tiep")]
    public string? Next { get; set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (!ModelState.IsValid) return Page();
        var account = await signIn.UserManager.FindByNameAsync(UserName.Trim());
        if (account is null || account.DisabledAt is not null)
        {
            ModelState.AddModelError("", "Tên đăng nhập hoặc mật khẩu chưa đúng.");
            return Page();
        }
        var result = await signIn.PasswordSignInAsync(account, Password, isPersistent: false, lockoutOnFailure: true);
        if (result.Succeeded)
        {
            var now = time.GetUtcNow();
            await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.LastSignInAt, now));
            return LocalRedirect(Target);
        }
        ModelState.AddModelError("", result.IsLockedOut
            ? "Tài khoản tạm khóa 10 phút vì nhập sai nhiều lần. Hãy thử lại sau, hoặc nhờ quản trị đặt lại mật khẩu."
            : "Tên đăng nhập hoặc mật khẩu chưa đúng.");
        return Page();
    }

    private string Target => Url.IsLocalUrl(Next) ? Next! : "/today";
}
