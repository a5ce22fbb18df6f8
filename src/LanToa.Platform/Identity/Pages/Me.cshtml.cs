using System.ComponentModel.DataAnnotations;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Identity.Pages;

/// <summary>Where somebody is signed in, as the list shows it; <paramref name="Here"/> is the session that looks at it.</summary>
public sealed record OpenSessions(IReadOnlyList<Session> Open, Guid? Here, bool MayEnd = true);

/// <summary>What I am here: my roles, a new password, where I am signed in.</summary>
public sealed class MeModel(SignInManager<Account> signIn, SignIns signIns, Passkeys passkeys, Sessions sessions, SecondFactors factors, SignInProviders providers, ProviderAccounts bindings, AccountLetters letters, HandedPasswords handed, Deputies deputies, LanToaDb db, Actor actor, IOrganizationDirectory organizations, IEnumerable<AccountPlace> places, Clock clock) : PageModel
{
    internal const int AttemptsShown = 20;

    private UserManager<Account> Accounts => signIn.UserManager;

    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu hiện tại.")]
    public string Current { get; set; } = "";

    [BindProperty]
    [Required(ErrorMessage = "Bạn chưa nhập mật khẩu mới.")]
    [StringLength(PasswordRules.Most, ErrorMessage = "Mật khẩu dài quá 200 ký tự.")]
    public string New { get; set; } = "";

    [BindProperty]
    [Compare(nameof(New), ErrorMessage = "Hai lần nhập mật khẩu mới chưa giống nhau.")]
    public string? Again { get; set; }

    public Account Account { get; private set; } = null!;

    /// <summary>The password is one that somebody else has seen: the page asks for one's own and for nothing else.</summary>
    public bool MustChoose => SignIns.IsHanded(User);

    /// <summary>Recovery codes that were not used yet.</summary>
    public int CodesLeft { get; private set; }

    /// <summary>What the rooms let people choose for themselves.</summary>
    public IEnumerable<AccountPlace> Places => actor.Memberships.Count == 0 ? [] : places;

    public IReadOnlyList<(string Role, string Unit)> Roles => [.. actor.Memberships.Select(m => (m.Role.Name(), organizations.Find(m.OrganizationId)?.Name ?? "–"))];

    /// <summary>Roles lent to me today, which the switch at the top takes up.</summary>
    public IReadOnlyList<(string From, string Role, string Unit, DateOnly Until)> Lent { get; private set; } = [];

    public OpenSessions Sessions { get; private set; } = new([], null);

    public IReadOnlyList<KnownPasskey> Keys { get; private set; } = [];

    private const string ForgetKey = "lt-unknown-key";

    /// <summary>A key that is not kept here: the browser tells its device to forget it.</summary>
    public string? UnknownKey { get; private set; }

    /// <summary>Whether this session has just begun at a provider that asked who is there: as good as the password, which such people often do not have.</summary>
    public bool IsFresh => SignIns.IsFreshFromProvider(User, clock.Now);

    /// <summary>The name of a new passkey as it was typed.</summary>
    public string? KeyName { get; private set; }

    /// <summary>Providers through which I come in.</summary>
    public IReadOnlyList<SignInProvider> Bound { get; private set; } = [];

    /// <summary>Providers that could be bound.</summary>
    public IReadOnlyList<SignInProvider> Providers => [.. providers.All.Where(p => Bound.All(b => b.Issuer != p.Issuer))];

    public IReadOnlyList<SignInEvent> Attempts { get; private set; } = [];

    /// <summary>Whoever comes with a password that was handed over may be the one who handed it: they make no way in of their own and end nobody's.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (MustChoose && context.HandlerMethod?.Name is { Length: > 0 }) context.Result = Forbid();
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        UnknownKey = TempData[ForgetKey] as string;
    }

    /// <summary>All of my attempts that are kept, not the newest alone.</summary>
    public IActionResult OnGetExport() => this.FileOf("lich-su-dang-nhap", "Lịch sử đăng nhập", SignInWords.Columns, sessions.SignIns(actor.AccountId!.Value).AsAsyncEnumerable());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        // A field that is left out is compared by nobody else.
        if (ModelState.IsValid && Again != New) ModelState.AddModelError(nameof(Again), "Hai lần nhập mật khẩu mới chưa giống nhau.");
        if (MustChoose && New == Current) ModelState.AddModelError(nameof(New), "Mật khẩu này người khác đã thấy. Hãy chọn mật khẩu khác.");
        if (!ModelState.IsValid) return Page();
        // Counted like a sign-in: whoever has found somebody's open session shall not guess their password here.
        var known = await signIn.CheckPasswordSignInAsync(Account, Current, lockoutOnFailure: true);
        if (!known.Succeeded)
        {
            ModelState.AddModelError(nameof(Current), known.IsLockedOut ? "Nhập sai nhiều lần nên tạm khóa 10 phút." : "Mật khẩu hiện tại chưa đúng.");
            return Page();
        }
        db.RecordEvent("account", Account.Id, "account.password-change");
        await letters.TellAsync(Account, "mật khẩu của tài khoản vừa được đổi ở “Tài khoản của tôi”. Các phiên đăng nhập khác đã hết hiệu lực.", cancel);
        var mustChoose = MustChoose;
        await handed.ForgetAsync(Account.Id, cancel);
        var changed = await Accounts.ChangePasswordAsync(Account, Current, New);
        if (!changed.Succeeded)
        {
            ModelState.AddModelError(nameof(New), string.Join(' ', changed.Errors.Select(AccountAdministration.Words)));
            return Page();
        }
        await sessions.EndOthersAsync(Account.Id, SignIns.SessionOf(User), cancel);
        await signIns.RefreshAsync(Account, cancel);
        this.Flash("Đã đổi mật khẩu. Các phiên đăng nhập khác đã hết hiệu lực.");
        return mustChoose ? Redirect("/today") : RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken cancel)
    {
        if (!await sessions.EndAsync(actor.AccountId!.Value, session, cancel)) return NotFound();
        await NoteEndAsync(cancel);
        this.Flash("Đã kết thúc phiên đăng nhập đó.");
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancel)
    {
        var ended = await sessions.EndOthersAsync(actor.AccountId!.Value, SignIns.SessionOf(User), cancel);
        if (ended > 0) await NoteEndAsync(cancel);
        this.Flash($"Đã kết thúc {ended} phiên đăng nhập khác.");
        return RedirectToPage();
    }

    /// <summary>
    /// In two steps: first who sits there is proved, and the answer is the question by which the browser makes the key; then the key is sent. A wrong password stops before
    /// the device has made anything.
    /// </summary>
    public async Task<IActionResult> OnPostAddKeyAsync(string? keyName, string? keyPassword, string? credential, string? state, CancellationToken cancel)
    {
        ModelState.Clear();
        await LoadAsync(cancel);
        KeyName = keyName;
        if (!string.IsNullOrEmpty(credential))
        {
            if (await passkeys.AddAsync(Account, keyName, credential, state, cancel) is not { } wrong)
            {
                this.Flash($"Đã thêm khóa “{keyName!.Trim()}”. Lần sau hãy bấm “Đăng nhập bằng khóa truy cập”.");
                return RedirectToPage();
            }
            ModelState.AddModelError("keyName", wrong);
            UnknownKey = await passkeys.UnknownAsync(credential, cancel);
            return Page();
        }
        var (field, why) = await WhyNotAddAsync(keyName, keyPassword) ?? ("keyName", null);
        if (!Request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)))
        {
            ModelState.AddModelError(field, why ?? Passkeys.NoAnswer);
            return Page();
        }
        Response.Headers.CacheControl = "no-store";
        return why is null ? new JsonResult(await passkeys.AskForNewAsync(Account)) : new JsonResult(new { field, why }) { StatusCode = StatusCodes.Status400BadRequest };
    }

    private async Task<(string Field, string? Why)?> WhyNotAddAsync(string? keyName, string? keyPassword)
    {
        if (Passkeys.WhyNotNamed(keyName) is { } unnamed) return ("keyName", unnamed);
        if (IsFresh) return null;
        if (Account.PasswordHash is null) return ("keyName", "Đã quá mười phút từ lúc bạn đăng nhập qua dịch vụ của cơ quan. Hãy đăng nhập lại qua dịch vụ đó rồi thêm khóa.");
        var known = await signIn.CheckPasswordSignInAsync(Account, keyPassword ?? "", lockoutOnFailure: true);
        return known.Succeeded ? null : ("keyPassword", known.IsLockedOut ? "Nhập sai nhiều lần nên tạm khóa 10 phút." : "Mật khẩu chưa đúng.");
    }

    public async Task<IActionResult> OnPostRemoveKeyAsync(string? key, CancellationToken cancel)
    {
        Account = (await Accounts.GetUserAsync(User))!;
        this.Flash(await passkeys.RemoveAsync(Account, key, cancel) ? "Đã xóa khóa truy cập." : "Khóa này đã được xóa trước đó.");
        TempData[ForgetKey] = Passkeys.NameOf(key);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostUnbindAsync(string? issuer, CancellationToken cancel)
    {
        Account = (await Accounts.GetUserAsync(User))!;
        this.Flash(await bindings.UnbindAsync(Account, issuer ?? "", cancel) ? "Đã gỡ. Từ nay hãy đăng nhập bằng mật khẩu." : "Dịch vụ này đã được gỡ trước đó.");
        return RedirectToPage();
    }

    private Task NoteEndAsync(CancellationToken cancel)
    {
        db.RecordEvent("account", actor.AccountId!.Value, "account.sessions-end");
        return db.SaveChangesAsync(cancel);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        if (actor is { IsDeputy: true, DelegationId: null, AccountId: { } deputy })
            Lent = [.. (await deputies.LentToAsync(deputy, cancel)).Select(l => (l.FromName, l.Membership.Role.Name(), organizations.Find(l.Membership.OrganizationId)?.Name ?? "–", l.Membership.ValidTo is { } ends && ends < l.Delegation.ValidTo ? ends : l.Delegation.ValidTo))];
        Account = (await Accounts.GetUserAsync(User))!;
        if (Account.TwoFactorEnabled) CodesLeft = await factors.CodesLeftAsync(Account, cancel);
        Sessions = new(await sessions.OpenAsync(Account.Id, cancel), SignIns.SessionOf(User));
        Keys = await passkeys.OfAsync(Account.Id, cancel);
        Bound = await bindings.OfAsync(Account.Id, cancel);
        Attempts = await sessions.SignInsAsync(Account.Id, AttemptsShown, cancel);
    }
}
