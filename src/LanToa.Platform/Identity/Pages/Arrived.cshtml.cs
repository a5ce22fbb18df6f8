using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Back from a provider: whoever is bound comes in, whoever is not is bound by the password of the account, everybody else reads why not.</summary>
public sealed class ArrivedModel(SignInProviders providers, ProviderAccounts bindings, SignIns signIns, SignInManager<Account> signIn, ActingPerson person, Sessions sessions, Clock clock) : PageModel
{
    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu.")]
    [DataType(DataType.Password)]
    public string Password { get; set; } = "";

    [FromQuery(Name = "tiep")]
    public string? Next { get; set; }

    [FromQuery(Name = "loi")]
    public ProviderTrouble? Trouble { get; set; }

    [FromQuery(Name = "qua")]
    public string? Through { get; set; }

    /// <summary>The account that would be bound.</summary>
    public Account? Candidate { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public bool IsSignedIn => User.Identity?.IsAuthenticated == true;

    public string? ProviderId => providers.Find(_arrival?.Provider ?? Through)?.Id;

    public string ProviderName => providers.Find(ProviderId)?.Name ?? "dịch vụ đăng nhập";

    /// <summary>Who they are there, in words that tell a mistaken person.</summary>
    public string Who => string.Join(", ", new[] { _arrival?.Name, _arrival?.Email }.Where(w => !string.IsNullOrWhiteSpace(w)).DefaultIfEmpty(_arrival?.Subject));

    /// <summary>By the password, and then back here while it is still known who came.</summary>
    public string ByPassword => Url.Page("SignIn", new { tiep = _isNew && Candidate is null ? Url.Page("Arrived", new { tiep = Next }) : Next })!;

    private Arrival? _arrival;

    private bool _isNew;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (Trouble is not null) return Page();
        if (await LoadAsync(cancel) is { } elsewhere) return elsewhere;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await LoadAsync(cancel) is { } elsewhere) return elsewhere;
        if (Candidate is not { } account || WhyNot.Count > 0 || !ModelState.IsValid) return Page();
        if (IsSignedIn)
        {
            var known = await signIn.CheckPasswordSignInAsync(account, Password, lockoutOnFailure: true);
            if (!known.Succeeded) return Wrong(known.IsLockedOut);
        }
        else
        {
            switch (await signIns.PasswordAsync(account.UserName!, Password, cancel, _arrival!.Key))
            {
                case PasswordAnswer.FactorNext:
                    // Bound only after the second step: whoever has the password alone must not open a second way in.
                    this.Flash($"Còn một bước: nhập mã, rồi {ProviderName} được gắn với tài khoản này.", StatusKind.InProgress);
                    return RedirectToPage("SecondStep", new { tiep = Next });
                case PasswordAnswer.Locked:
                    return Wrong(locked: true);
                case PasswordAnswer.Wrong:
                    return Wrong(locked: false);
            }
            await person.BecomeAsync(account, cancel);
        }
        await BindAsync(this, bindings, _arrival!, account, ProviderName, cancel);
        return LocalRedirect(Target);
    }

    /// <summary>Binds, and says on the next page what became of it.</summary>
    internal static async Task BindAsync(PageModel page, ProviderAccounts bindings, Arrival arrival, Account account, string provider, CancellationToken cancel)
    {
        var done = await bindings.BindAsync(arrival, account, cancel);
        await page.HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        page.Flash(done ? $"Đã gắn {provider} với tài khoản {account.UserName}." : $"{provider} vừa được gắn với tài khoản khác ở nơi khác: không có gì thay đổi ở tài khoản này.", done ? StatusKind.Done : StatusKind.DueSoon);
    }

    // Somewhere else to go, or null: the page is shown.
    private async Task<IActionResult?> LoadAsync(CancellationToken cancel)
    {
        _arrival = Arrival.Read((await HttpContext.AuthenticateAsync(IdentityConstants.ExternalScheme)).Principal);
        if (_arrival is null || providers.Find(_arrival.Provider) is null)
        {
            this.Flash("Đã quá năm phút từ lúc về từ dịch vụ đăng nhập. Hãy thử lại.", StatusKind.DueSoon);
            return RedirectToPage("SignIn", new { tiep = Next });
        }
        var bound = await bindings.BoundAsync(_arrival, cancel);
        if (IsSignedIn)
        {
            Candidate = (await signIn.UserManager.GetUserAsync(User))!;
            if (bound?.Id != Candidate.Id)
            {
                WhyNot = await bindings.WhyNotBindAsync(_arrival, Candidate, cancel);
                return null;
            }
            if (!SignIns.IsFresh(_arrival.ProvedAt, clock.Now))
            {
                this.Flash($"{ProviderName} đã gắn với tài khoản này từ trước.");
                return await LeaveAsync();
            }
            // Proved anew: the session goes on as a new one that knows it, by the same rules as any other.
            if (await bindings.WhyNotEnterAsync(_arrival, bound, cancel) is { Count: > 0 } reasons)
            {
                WhyNot = reasons;
                return null;
            }
            var before = SignIns.SessionOf(User);
            var proved = await signIns.ByProviderAsync(bound, _arrival.WithFactor, _arrival.ProvedAt, cancel);
            await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
            if (proved == PasswordAnswer.FactorNext) return RedirectToPage("SecondStep", new { tiep = Next });
            if (before is { } old) await sessions.EndAsync(bound.Id, old, cancel);
            return LocalRedirect(Target);
        }
        _isNew = bound is null;
        if (bound is null)
        {
            Candidate = await bindings.AddressedAsync(_arrival, cancel);
            if (Candidate is { PasswordHash: null }) WhyNot = [$"Địa chỉ {_arrival.Email} có lời mời chưa nhận. Hãy mở liên kết trong thư mời để đặt mật khẩu, rồi thử lại."];
            else if (Candidate is not null) WhyNot = await bindings.WhyNotBindAsync(_arrival, Candidate, cancel);
            else if (_arrival is { Email: not null, IsVerified: false }) WhyNot = [$"{ProviderName} chưa xác nhận địa chỉ {_arrival.Email} là của bạn, nên không dùng nó để tìm tài khoản. Hãy đăng nhập bằng mật khẩu rồi gắn ở “Tài khoản của tôi”."];
            return null;
        }
        WhyNot = await bindings.WhyNotEnterAsync(_arrival, bound, cancel);
        if (WhyNot.Count > 0)
        {
            await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
            await signIns.RefuseAsync(bound, cancel);
            return null;
        }
        var answer = await signIns.ByProviderAsync(bound, _arrival.WithFactor, _arrival.ProvedAt, cancel);
        await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        return answer == PasswordAnswer.FactorNext ? RedirectToPage("SecondStep", new { tiep = Next }) : LocalRedirect(Target);
    }

    private async Task<IActionResult> LeaveAsync()
    {
        await HttpContext.SignOutAsync(IdentityConstants.ExternalScheme);
        return RedirectToPage("Me");
    }

    private PageResult Wrong(bool locked)
    {
        ModelState.AddModelError(nameof(Password), locked ? "Nhập sai nhiều lần nên tạm khóa 10 phút." : "Mật khẩu chưa đúng.");
        return Page();
    }

    private string Target => Url.IsLocalUrl(Next) ? Next! : "/today";
}
