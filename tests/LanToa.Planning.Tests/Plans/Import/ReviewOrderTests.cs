using LanToa.Planning.Plans;
using LanToa.Testing;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>The doubtful cards come first, as they were when the reading ended; after that none moves.</summary>
public sealed class ReviewOrderTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Order_AfterAnswersEditsAndDecisions_StaysAsRead()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var before = await CardsAsync(person, id);
        var items = await app.ItemsAsync(id);
        before.Count.ShouldBe(items.Count);
        // What asks for an agency or a time stands before what asks nothing.
        var asking = items.Where(i => i.Rule is null || i.Leads.Exists(p => !p.IsResolved)).Select(i => i.Id).ToList();
        asking.ShouldNotBeEmpty();
        before.Take(asking.Count).ShouldBe(asking, ignoreOrder: true);

        await app.CheckAllAsync(person, id);
        (await CardsAsync(person, id)).ShouldBe(before);
    }

    [Fact]
    public async Task Order_AfterSplitAndMerge_NewCardsStandWhereTheyCameFrom()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person);
        var before = await CardsAsync(person, id);
        var item = (await app.ItemsAsync(id)).First(i => SplitItem.Places(i.Text).Count > 0);
        await person.SubmitAsync(await person.GetAsync($"/plans/import/split/{item.Id}"), $"#card-{item.Id} form", button: "button[name=at]");
        var split = await CardsAsync(person, id);
        var at = before.IndexOf(item.Id);
        split[at].ShouldBe(item.Id);
        split.Where((_, n) => n != at + 1).ShouldBe(before);

        var first = await app.ItemAsync(item.Id);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Decide", new() { ["item"] = first.Id.ToString(), ["version"] = first.Version.ToString(), ["decision"] = "merge" });
        (await CardsAsync(person, id)).ShouldBe(before);
    }

    private static async Task<List<Guid>> CardsAsync(TestBrowser person, Guid import) =>
        [.. (await person.GetAsync($"/plans/import/review/{import}")).Html.QuerySelectorAll("#the-nhiem-vu [data-card]").Select(c => Guid.Parse(c.Id!["card-".Length..]))];
}
