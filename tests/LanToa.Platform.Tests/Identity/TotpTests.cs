using System.Text;
using LanToa.Platform.Identity;

namespace LanToa.Platform.Tests.Identity;

/// <summary>The vectors of RFC 6238, appendix B (the last six of eight digits), and RFC 4648.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(20000000000, "353130")]
    public void Code_OfTheStandard_IsAsPrinted(long seconds, string code) => Totp.Code(Secret, Totp.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void Text_OfTheStandardSecret_IsBase32() => Totp.Text(Secret).ShouldBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void StepOf_ClockThatDiffers_IsTakenWithinHalfAMinute(int steps, bool taken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        (Totp.StepOf(Secret, Totp.Code(Secret, Totp.StepOf(now) + steps), now) is not null).ShouldBe(taken);
    }
}
