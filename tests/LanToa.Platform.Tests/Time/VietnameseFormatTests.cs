using LanToa.Platform.Time;
using Shouldly;
using Xunit;

namespace LanToa.Platform.Tests.Time;

public sealed class VietnameseFormatTests
{
    [Theory]
    [InlineData("2", "2")]
    [InlineData("1.000", "1000")]
    [InlineData("12.345.678", "12345678")]
    [InlineData("1,5", "1.5")]
    [InlineData(" 1.234,5 ", "1234.5")]
    public void TryParseNumber_AsPeopleWriteIt_IsRead(string text, string expected)
    {
        VietnameseFormat.TryParseNumber(text, out var number).ShouldBeTrue();
        number.ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        VietnameseFormat.Number(number).Replace(".", "", StringComparison.Ordinal).ShouldBe(text.Trim().Replace(".", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1.00")]
    [InlineData("0.250")]
    [InlineData("10000.5")]
    [InlineData("-3")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("một")]
    public void TryParseNumber_AnythingElse_IsRefused(string? text) => VietnameseFormat.TryParseNumber(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("0,25", "0.25")]
    [InlineData("0.25", "0.25")]
    [InlineData("0.250", "0.25")]
    [InlineData("1.5", "1.5")]
    [InlineData("1.500", "1500")]
    [InlineData("1500.125", "1500.125")]
    public void TryParseDecimal_CommaOrPoint_IsRead(string text, string expected)
    {
        VietnameseFormat.TryParseDecimal(text, out var number).ShouldBeTrue();
        number.ShouldBe(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        VietnameseFormat.TryParseDecimal(VietnameseFormat.Exact(number), out var again).ShouldBeTrue();
        again.ShouldBe(number, "what a form shows comes back as it was");
    }

    [Theory]
    [InlineData("1.200", 1200)]
    [InlineData(" 12.345.678 ", 12345678)]
    [InlineData("1284", 1284)]
    [InlineData("-3", -3)]
    [InlineData("-1.200", -1200)]
    public void TryParseWhole_AsPeopleAndMachinesWriteIt_IsRead(string text, long expected)
    {
        VietnameseFormat.TryParseWhole(text, out var number).ShouldBeTrue();
        number.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1,5", "có phần lẻ")]
    [InlineData("1.5", "có phần lẻ")]
    [InlineData("1.200,5", "có phần lẻ")]
    [InlineData("12.00", "có phần lẻ")]
    [InlineData("1.2.3", "không phải một số")]
    [InlineData("mười", "không phải một số")]
    [InlineData("99999999999999999999", "quá lớn")]
    public void TryParseWhole_AnythingElse_IsRefusedInWords(string text, string why)
    {
        VietnameseFormat.TryParseWhole(text, out _).ShouldBeFalse();
        VietnameseFormat.WhyNotWhole(text).ShouldContain(why);
    }

    [Theory]
    [InlineData("1.234.5")]
    [InlineData("1,2,3")]
    [InlineData("1e3")]
    [InlineData("-1")]
    [InlineData("")]
    public void TryParseDecimal_AnythingElse_IsRefused(string text) => VietnameseFormat.TryParseDecimal(text, out _).ShouldBeFalse();
}
