using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>After the right password: the code of the authenticator program, or a recovery code.</summary>
public sealed class SecondStepModel(SignIns signIns) : PageModel
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
        var (answer, until) = await signIns.FactorAsync(account, Code, cancel);
        switch (answer)
        {
            case FactorAnswer.Right:
                return LocalRedirect(Target);
            case FactorAnswer.Recovered:
                this.Flash("Mã khôi phục này đã dùng xong. Nếu điện thoại đã mất, hãy bật lại xác thực hai bước ở “Tài khoản của tôi”.", StatusKind.DueSoon);
                return LocalRedirect(Target);
            case FactorAnswer.Locked:
                ModelState.AddModelError(nameof(Code), $"Nhập sai nhiều lần nên bước này tạm khóa đến {VietnameseFormat.DateTime(until!.Value)}. Mã đúng cũng chưa dùng được trước giờ đó.");
                return Page();
            default:
                ModelState.AddModelError(nameof(Code), "Mã chưa đúng hoặc đã dùng. Hãy chờ mã mới trong ứng dụng rồi nhập lại.");
                return Page();
        }
    }

    private RedirectToPageResult ToSignIn() => RedirectToPage("SignIn", new { tiep = Next });

    private string Target => Url.IsLocalUrl(Next) ? Next! : "/today";
}
