using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using QRCoder;

namespace LanToa.Platform.Identity.Pages;

/// <summary>My second factor: set up, confirm, recovery codes, off. Each change asks for the password: an unwatched browser is not enough.</summary>
public sealed class FactorModel(SecondFactors factors, SignIns signIns, SignInManager<Account> signIn) : PageModel
{
    public string UserName { get; private set; } = "";

    public bool IsOn { get; private set; }

    public bool IsRequired { get; private set; }

    public int CodesLeft { get; private set; }

    /// <summary>Shown once, right after they were made.</summary>
    public IReadOnlyList<string>? Codes { get; private set; }

    public bool JustOn { get; private set; }

    /// <summary>The QR code as a data address; null while no secret waits to be confirmed.</summary>
    public string? Picture { get; private set; }

    public string? SecretText { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel) => await LoadAsync(cancel);

    public async Task<IActionResult> OnPostBeginAsync(string? password, CancellationToken cancel)
    {
        var account = await LoadAsync(cancel);
        if (IsOn) return RedirectToPage();
        if (await IsTheirsAsync(account, password)) Show(account, await factors.BeginAsync(account, cancel));
        return Page();
    }

    public async Task<IActionResult> OnPostConfirmAsync(string? code, CancellationToken cancel)
    {
        var account = await LoadAsync(cancel);
        if (IsOn || await factors.BegunAsync(account, cancel) is not { } secret) return RedirectToPage();
        Codes = await factors.ConfirmAsync(account, code ?? "", cancel);
        if (Codes is null)
        {
            ModelState.AddModelError("code", "Mã chưa đúng. Hãy xem giờ trên điện thoại có đúng không, rồi nhập mã đang hiện.");
            Show(account, secret);
            return Page();
        }
        JustOn = true;
        await signIns.RefreshAsync(account, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostCodesAsync(string? password, CancellationToken cancel)
    {
        var account = await LoadAsync(cancel);
        if (IsOn && await IsTheirsAsync(account, password)) Codes = await factors.NewCodesAsync(account, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostOffAsync(string? password, CancellationToken cancel)
    {
        var account = await LoadAsync(cancel);
        if (!IsOn || !await IsTheirsAsync(account, password)) return Page();
        if (PasswordRules.LengthOf(password!) < PasswordRules.Alone)
        {
            ModelState.AddModelError("password", $"Mật khẩu của bạn ngắn hơn {PasswordRules.Alone} ký tự, chỉ đủ khi có bước thứ hai. Hãy đổi mật khẩu dài hơn ở “Tài khoản của tôi” rồi tắt.");
            return Page();
        }
        await factors.RemoveAsync(account, "factor.disable", null, cancel);
        await signIns.RefreshAsync(account, cancel);
        this.Flash("Đã tắt xác thực hai bước. Mã khôi phục cũ không còn dùng được.");
        return RedirectToPage();
    }

    private async Task<bool> IsTheirsAsync(Account account, string? password)
    {
        var checkedPassword = await signIn.CheckPasswordSignInAsync(account, password ?? "", lockoutOnFailure: true);
        if (!checkedPassword.Succeeded) ModelState.AddModelError("password", checkedPassword.IsLockedOut ? "Nhập sai nhiều lần nên tạm khóa 10 phút." : "Mật khẩu chưa đúng.");
        return checkedPassword.Succeeded;
    }

    private async Task<Account> LoadAsync(CancellationToken cancel)
    {
        var account = (await signIn.UserManager.GetUserAsync(User))!;
        (UserName, IsOn, IsRequired) = (account.UserName!, account.TwoFactorEnabled, await factors.IsRequiredAsync(account.Id, cancel));
        if (IsOn) CodesLeft = await factors.CodesLeftAsync(account, cancel);
        return account;
    }

    private void Show(Account account, byte[] secret)
    {
        SecretText = string.Join(' ', Totp.Text(secret).Chunk(4).Select(c => new string(c)));
        using var code = QRCodeGenerator.GenerateQrCode(Totp.Address(secret, account.UserName!), QRCodeGenerator.ECCLevel.M);
        Picture = "data:image/png;base64," + Convert.ToBase64String(new PngByteQRCode(code).GetGraphic(6));
    }
}
