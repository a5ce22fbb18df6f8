using System.Text;
using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LanToa.Platform.Identity;

/// <summary>
/// What a password must be, after NIST SP 800-63B-4, 3.1.1.2: fifteen characters where it stands alone, eight beside a second factor; every character counts once,
/// none is demanded and none is forbidden; it never ends by age. It must not be one that is tried first.
/// </summary>
public sealed class PasswordRules(LanToaDb db, IOrganizationDirectory organizations) : IPasswordValidator<Account>
{
    public const int Alone = 15;
    public const int WithFactor = 8;
    public const int Most = 200;

    public const string Hint = "Ít nhất 15 ký tự (8 nếu đã bật xác thực hai bước); một câu dễ nhớ là tốt nhất. Có dấu, có khoảng trắng đều được.";

    public async Task<IdentityResult> ValidateAsync(UserManager<Account> manager, Account user, string? password)
    {
        var length = LengthOf(password ?? "");
        var least = user.TwoFactorEnabled ? WithFactor : Alone;
        if (length < least) return Wrong("PasswordTooShort", $"Mật khẩu cần ít nhất {least} ký tự. Một câu dễ nhớ là tốt nhất.");
        if (password!.Length > Most) return Wrong("PasswordTooLong", $"Mật khẩu dài quá {Most} ký tự.");
        return CommonPasswords.IsMadeOfKnown(password, await OwnWordsAsync(user))
            ? Wrong("PasswordCommon", "Mật khẩu này dễ đoán: nó chỉ gồm tên của bạn, của cơ quan hay hệ thống, từ thường dùng, dãy phím hoặc dãy số. Hãy thêm vài từ của riêng bạn.")
            : IdentityResult.Success;
    }

    /// <summary>Every character once, however it was composed.</summary>
    public static int LengthOf(string password) => NormalPasswordHasher.Normal(password).EnumerateRunes().Count();

    /// <summary>The person's names and those of the units they work for.</summary>
    private async Task<IReadOnlyCollection<string>> OwnWordsAsync(Account user)
    {
        var units = await db.Set<Membership>().AsNoTracking().Where(m => m.AccountId == user.Id).Select(m => m.OrganizationId).ToListAsync();
        var names = units.Select(u => organizations.Find(u)?.Name).Append(user.DisplayName).Append(user.UserName).Append(user.Email);
        return [.. names.SelectMany(n => Folding.Fold(n).Split([' ', '.', '-', '_', '@', ','], StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 1)];
    }

    private static IdentityResult Wrong(string code, string words) => IdentityResult.Failed(new IdentityError { Code = code, Description = words });
}

/// <summary>
/// Hashes the same characters to the same hash however a keyboard composed them (a Vietnamese letter can be one code point or three): NFKC, as SP 800-63B-4 asks.
/// Hashes from before are still checked as typed.
/// </summary>
public sealed class NormalPasswordHasher(IOptions<PasswordHasherOptions>? options = null) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, Normal(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        var normal = Normal(providedPassword);
        var verified = base.VerifyHashedPassword(user, hashedPassword, normal);
        return verified == PasswordVerificationResult.Failed && normal != providedPassword ? base.VerifyHashedPassword(user, hashedPassword, providedPassword) : verified;
    }

    internal static string Normal(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return password; // half a character that no keyboard writes: as it came
        }
    }
}
