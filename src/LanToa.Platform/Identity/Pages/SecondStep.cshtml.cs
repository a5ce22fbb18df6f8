using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>After the right password: the code of the authenticator program, or a recovery code.</summary>
public sealed class SecondStepModel(SignIns signIns, SignInProviders providers, ProviderAccounts bindings) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mã.")]
    [StringLength(40, ErrorMessage = "Mã chưa đúng.")]
    public string Code { get; set; } = "";

    [FromQuery(Name = "tiep")]
    public string? Next { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await signIns.HalfwayAsync(cancel) is null ? ToSignIn() : Page();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await signIns.HalfwayAsync(cancel) is not { } account)
        {
            this.Flash("Đã quá năm phút từ lúc nhập mật khẩu. Hãy đăng nhập lại.", StatusKind.DueSoon);
            return ToSignIn();
        }
        if (!ModelState.IsValid) return Page();
        var binds = await signIns.BindsAsync();
        var (answer, until) = await signIns.FactorAsync(account, Code, cancel);
        switch (answer)
        {
            case FactorAnswer.Right:
                return await EnterAsync(account, binds, cancel);
            case FactorAnswer.Recovered:
                this.Flash("Mã khôi phục này đã dùng xong. Nếu điện thoại đã mất, hãy bật lại xác thực hai bước ở “Tài khoản của tôi”.", StatusKind.DueSoon);
                return await EnterAsync(account, binds, cancel);
            case FactorAnswer.Locked:
                ModelState.AddModelError(nameof(Code), $"Nhập sai nhiều lần nên bước này tạm khóa đến {VietnameseFormat.DateTime(until!.Value)}. Mã đúng cũng chưa dùng được trước giờ đó.");
                return Page();
            default:
                ModelState.AddModelError(nameof(Code), "Mã chưa đúng hoặc đã dùng. Hãy chờ mã mới trong ứng dụng rồi nhập lại.");
                return Page();
        }
    }

    /// <summary>In, and bound to whom of a provider the password was given for, if it is still known who came from there.</summary>
    private async Task<IActionResult> EnterAsync(Account account, string? binds, CancellationToken cancel)
    {
        if (binds is null) return LocalRedirect(Target);
        if (Arrival.Read((await HttpContext.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal) is { } arrival && arrival.Key == binds && (await bindings.WhyNotBindAsync(arrival, account, cancel)).Count == 0)
            await ArrivedModel.BindAsync(this, bindings, arrival, account, providers.NameOf(arrival.Issuer), cancel);
        else this.Flash("Chưa gắn được với dịch vụ đăng nhập: đã quá năm phút, hoặc tài khoản vừa thay đổi. Hãy gắn lại ở “Tài khoản của tôi”.", StatusKind.DueSoon);
        return LocalRedirect(Target);
    }

    private RedirectToPageResult ToSignIn() => RedirectToPage("SignIn", new { tiep = Next });

    private string Target => Url.IsLocalUrl(Next) ? Next! : "/today";
}
