using LanToa.Planning.Plans;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>The program with no time at all for the structure of a text.</summary>
public sealed class HurriedApp : ImportApp
{
    protected override void Configure(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new ReadingLimits(TimeSpan.Zero)));
}

public sealed class SlowReadingTests(HurriedApp app) : IClassFixture<HurriedApp>
{
    [Fact]
    public async Task Read_LongerThanItsTime_IsStoppedWithWordsAndCanBeTriedAgain()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, string.Concat(Enumerable.Repeat(ImportApp.PlanText + "\n", 40)));
        var import = await app.ImportAsync(id);
        import.State.ShouldBe(ImportState.Failed);
        import.Error!.ShouldContain("quá lâu");
        (await app.ItemsAsync(id)).ShouldBeEmpty();
        var page = await person.GetAsync($"/plans/import/progress/{id}");
        page.Text(".lt-job").ShouldContain("quá lâu");
        page.Html.QuerySelector("form[action='?handler=Again']").ShouldNotBeNull();
    }
}
