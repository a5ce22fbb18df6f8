using System.Text;
using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Identity;

namespace LanToa.Platform.Tests.Identity;

public sealed class PasswordRuleTests
{
    [Theory]
    [InlineData("matkhaumatkhau1")]
    [InlineData("Mật khẩu mật khẩu 2026!")]
    [InlineData("lantoa-demo-2026")]
    [InlineData("P@ssw0rdP@ssw0rd")]
    [InlineData("qwertyuiopasdfghjkl")]
    [InlineData("123456789012345678")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa")]
    [InlineData("abcabcabcabcabcabc")]
    [InlineData("30041975 30041975")]
    [InlineData("!!!!!!!!!!!!!!!!!!")]
    [InlineData("nguyen van an 1985")]
    [InlineData("cải cách hành chính 2026")]
    [InlineData("1qaz2wsx3edc4rfv")]
    public void IsMadeOfKnown_NothingOfOnesOwn_IsTrue(string password) => CommonPasswords.IsMadeOfKnown(password, ["nguyen", "van", "an"]).ShouldBeTrue();

    [Theory]
    [InlineData("một mật khẩu mới tinh")]
    [InlineData("mèo tam thể leo cây khế")]
    [InlineData("h3k9-w2mp-x7dq-tz4n")]
    [InlineData("918273645546372819")]
    [InlineData("con đường làng có 3 cây gạo")]
    public void IsMadeOfKnown_SomethingOfOnesOwn_IsFalse(string password) => CommonPasswords.IsMadeOfKnown(password, ["nguyen", "van", "an"]).ShouldBeFalse();

    [Fact]
    public void Hash_LettersComposedOtherwise_IsTheSamePassword()
    {
        const string password = "tiếng Việt đủ dấu";
        var (hasher, account) = (new NormalPasswordHasher(), new Account());
        var hash = hasher.HashPassword(account, password.Normalize(NormalizationForm.FormD));
        hasher.VerifyHashedPassword(account, hash, password.Normalize(NormalizationForm.FormC)).ShouldBe(PasswordVerificationResult.Success);
        hasher.VerifyHashedPassword(account, hash, "tieng Viet du dau").ShouldBe(PasswordVerificationResult.Failed);
        // A hash from before, of what was typed.
        var old = new PasswordHasher<Account>().HashPassword(account, password.Normalize(NormalizationForm.FormD));
        hasher.VerifyHashedPassword(account, old, password.Normalize(NormalizationForm.FormD)).ShouldBe(PasswordVerificationResult.Success);
    }
}
