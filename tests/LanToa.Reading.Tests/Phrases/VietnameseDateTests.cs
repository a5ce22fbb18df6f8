using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class VietnameseDateTests
{
    [Theory]
    [InlineData("15/11/2017")]
    [InlineData("15-11-2017")]
    [InlineData("15.11.2017")]
    [InlineData("ngày 15 tháng 11 năm 2017")]
    [InlineData("Ngày 15 tháng 11, năm 2017")]
    [InlineData("ngày 15\n tháng\t11 năm\n\n2017")]
    [InlineData("ngày 15 / 11 / 2017")]
    [InlineData("ngay 15 thang 11 nam 2017")]
    [InlineData("ngày 15/11/17")]
    [InlineData("ngày 15 tháng 11")]
    [InlineData("ngày 15/11")]
    public void Find_WrittenForms_AreOneDate(string text) => VietnameseDate.First(text, 2017).ShouldBe(new DateOnly(2017, 11, 15));

    [Theory]
    [InlineData("31/02/2023")]
    [InlineData("ngày 32 tháng 13 năm 2023")]
    [InlineData("Thông tư số 32/2017/TT-BTTTT")]
    [InlineData("ngày 29/2/2023")]
    [InlineData("mục 1.2.3")]
    [InlineData("00/00/0000")]
    public void Find_NoDate_FindsNothing(string text) => VietnameseDate.Find(text, 2023).ShouldBeEmpty();

    [Fact]
    public void Find_SeveralDates_KeepsPlaces()
    {
        const string text = "từ ngày 11/9/2026 đến ngày 20 tháng 9 năm 2026.";
        VietnameseDate.Find(text).Select(f => text[f.Start..f.End]).ShouldBe(["ngày 11/9/2026", "ngày 20 tháng 9 năm 2026"]);
    }
}
