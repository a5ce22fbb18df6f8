using LanToa.Contracts.Codes;

namespace LanToa.Accountability.Tests.Activities;

public sealed class CodeTests
{
    [Fact]
    public void Lists_All_NameEachCodeOnce()
    {
        foreach (var list in new[] { CodeLists.Channels, CodeLists.Products, CodeLists.Audiences, CodeLists.Topics, CodeLists.Languages })
            list.Select(c => c.Code).ShouldBeUnique();
    }
}
