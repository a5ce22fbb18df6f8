using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Mail;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Asks for a link for a new password. The answer is the same for known and unknown names.</summary>
public sealed class ForgotModel(ForgottenPassword forgotten, IMailTransport mail) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập tên đăng nhập hoặc thư điện tử.")]
    [StringLength(254, ErrorMessage = "Tên hoặc địa chỉ dài quá 254 ký tự.")]
    public string NameOrAddress { get; set; } = "";

    public bool Asked { get; private set; }

    /// <summary>Whether a letter reaches anybody: not where letters are only kept in a folder.</summary>
    public bool ReachesPeople => mail.ReachesPeople;

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid) return Page();
        await forgotten.AskAsync(NameOrAddress, cancel);
        Asked = true;
        return Page();
    }
}
