using LanToa.Reading.Restoration;

namespace LanToa.Reading.Tests.Restoration;

public sealed class BareSyllablesTests
{
    [Fact]
    public void Has_EverySyllableOfTheModel_IsKnown()
    {
        var syllables = BareSyllables.Of(LanguageModel.Default.Words).ToList();
        syllables.Count.ShouldBeGreaterThan(1000);
        foreach (var syllable in syllables) BareSyllables.Has(syllable).ShouldBeTrue(syllable);
        BareSyllables.Count.ShouldBe(syllables.Count);
    }

    [Theory]
    [InlineData("TUYÊN", true)]
    [InlineData("truyen", true)]
    [InlineData("Đường", true)]
    [InlineData("", false)]
    [InlineData("truyen2", false)]
    [InlineData("xyzt", false)]
    [InlineData("nghiengnghiengnghieng", false)]
    public void Has_PrintedWords_TellsSyllables(string printed, bool expected) => BareSyllables.Has(printed).ShouldBe(expected);
}
