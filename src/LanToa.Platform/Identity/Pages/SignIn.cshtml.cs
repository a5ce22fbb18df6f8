using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

public sealed class SignInModel(SignIns signIns, SignInProviders providers, Passkeys passkeys) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập tên đăng nhập.")]
    public string UserName { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu.")]
    [DataType(DataType.Password)]
    public string Password { get; set; } = "";

    private const string UnsavedName = "chua-luu";

    public IReadOnlyList<SignInProvider> Providers => providers.All;

    [FromQuery(Name = "tiep")]
    public string? Next { get; set; }

    /// <summary>The session had ended when a form was sent: nothing of it was saved.</summary>
    [FromQuery(Name = UnsavedName)]
    public string? Unsaved { get; set; }

    /// <summary>The query for whoever sent a form after the session had ended: says that nothing was saved, and leads back to the page on which the form stood.</summary>
    internal static QueryString AfterForm(HttpRequest request)
    {
        var page = Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value ? from.PathAndQuery : request.PathBase + request.Path + request.QueryString;
        return QueryString.Create("tiep", page).Add(UnsavedName, "1");
    }

    /// <summary>A key that the device showed and that is not kept here any more: the browser tells the device to forget it.</summary>
    public string? UnknownKey { get; private set; }

    public IActionResult OnGet() => User.Identity?.IsAuthenticated == true ? LocalRedirect(Target) : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid) return Page();
        switch (await signIns.PasswordAsync(UserName, Password, cancel))
        {
            case PasswordAnswer.SignedIn:
                // From before the rule, or from when a second step stood beside it. It is not refused: nothing says that it is known to anybody.
                if (PasswordRules.LengthOf(Password) < PasswordRules.Alone) this.Flash($"Mật khẩu của bạn ngắn hơn {PasswordRules.Alone} ký tự. Hãy đổi mật khẩu dài hơn, hoặc bật xác thực hai bước, ở “Tài khoản của tôi”.", StatusKind.DueSoon);
                return LocalRedirect(Target);
            case PasswordAnswer.FactorNext:
                return RedirectToPage("SecondStep", new { tiep = Next });
            case PasswordAnswer.Locked:
                ModelState.AddModelError("", "Tài khoản tạm khóa 10 phút vì nhập sai nhiều lần. Hãy thử lại sau, hoặc đặt lại mật khẩu.");
                return Page();
            default:
                ModelState.AddModelError("", "Tên đăng nhập hoặc mật khẩu chưa đúng.");
                return Page();
        }
    }

    /// <summary>The question that the browser puts to the device.</summary>
    public async Task<IActionResult> OnGetPasskeyAsync()
    {
        Response.Headers.CacheControl = "no-store";
        return new JsonResult(await passkeys.AskAsync());
    }

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, string? state, CancellationToken cancel)
    {
        ModelState.Clear();
        if (await passkeys.TakeAsync(credential, state, cancel) is { } account && await signIns.ByPasskeyAsync(account, cancel)) return LocalRedirect(Target);
        UnknownKey = await passkeys.UnknownAsync(credential, cancel);
        ModelState.AddModelError("", "Chưa vào được bằng khóa truy cập: thiết bị chưa mở khóa, hoặc khóa này chưa gắn với tài khoản nào đang dùng. Hãy thử lại, hoặc đăng nhập bằng mật khẩu.");
        return Page();
    }

    private string Target => Url.IsLocalUrl(Next) ? Next! : "/today";
}
