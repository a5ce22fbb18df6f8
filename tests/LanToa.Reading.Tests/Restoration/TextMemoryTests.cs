using LanToa.Reading.Restoration;

namespace LanToa.Reading.Tests.Restoration;

public sealed class TextMemoryTests
{
    private const int First = 7, Second = 9, Other = 11;

    [Fact]
    public void Gain_PairsReadForCertain_GrowsWithTheirNumberUpToABound()
    {
        var memory = new TextMemory();
        memory.Gain(First, Second).ShouldBe(0);
        memory.Learn([Choice(0, First), Choice(4, Second)]);
        var once = memory.Gain(First, Second);
        once.ShouldBeGreaterThan(0);
        memory.Learn([Choice(0, First), Choice(4, Second)]);
        memory.Gain(First, Second).ShouldBeGreaterThan(once);
        for (var i = 0; i < 100; i++) memory.Learn([Choice(0, First), Choice(4, Second)]);
        memory.Gain(First, Second).ShouldBe(TextMemory.Most);
    }

    [Fact]
    public void Gain_UncertainOrSeparatedWords_IsNothing()
    {
        var memory = new TextMemory();
        memory.Learn([Choice(0, First), Choice(4, Second) with { Confidence = 0.6f }, Choice(8, LanguageModel.Unknown), Choice(20, Other)]);
        (memory.Gain(First, Second), memory.Gain(Second, First), memory.Gain(LanguageModel.Unknown, Other)).ShouldBe((0, 0, 0));
    }

    private static Choice Choice(int start, int word) => new(start, 3, word, 1);
}
