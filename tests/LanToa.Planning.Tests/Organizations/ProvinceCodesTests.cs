using LanToa.Planning.Organizations;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>The code of a province by its name and the day, from the two official lists.</summary>
public sealed class ProvinceCodesTests
{
    [Theory]
    [InlineData("Ủy ban nhân dân tỉnh Lạng Sơn", "2021-01-15", "20")]
    [InlineData("UBND TỈNH HOÀ BÌNH", "2021-01-15", "17")]
    [InlineData("Ủy ban nhân dân thành phố Hồ Chí Minh", "2026-01-15", "79")]
    [InlineData("UBND tỉnh Bà Rịa - Vũng Tàu", "2023-01-15", "77")]
    [InlineData("UBND thành phố Huế", "2026-01-15", "46")]
    [InlineData("UBND tỉnh Thừa Thiên Huế", "2023-01-15", "46")]
    [InlineData("UBND tỉnh Lào Cai", "2025-06-30", "10")]
    [InlineData("UBND tỉnh Lào Cai", "2025-07-01", "15")]
    [InlineData("UBND tỉnh Thử Nghiệm", "2026-01-15", null)]
    [InlineData("", "2026-01-15", null)]
    public void Find_NameAndDay_IsTheOfficialCode(string name, string on, string? code) =>
        ProvinceCodes.Find(name, DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(code);

    [Theory]
    [InlineData("Tỉnh Cao Bằng", "04", "2004-01-01")]
    [InlineData("Tỉnh Thanh Hoá", "38", "2004-01-01")]
    [InlineData("Thành phố Huế", "46", "2025-01-01")]
    [InlineData("Tỉnh Tuyên Quang", "08", null)]
    [InlineData("Tỉnh Cao Bằng", "99", null)]
    public void Since2004_OnlyProvincesThatWentOn(string name, string code, string? since) =>
        ProvinceCodes.Since2004(name, code).ShouldBe(since is null ? (DateOnly?)null : DateOnly.Parse(since, System.Globalization.CultureInfo.InvariantCulture));
}
