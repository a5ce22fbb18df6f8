using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>A list that a person gave for the words of a group changes only when somebody decides about that list.</summary>
public sealed class GivenListTests(ImportApp app) : IClassFixture<ImportApp>
{
    private const string Printed = "UBND các huyện, thành phố";

    private static string Text(string other) => ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {Printed}", StringComparison.Ordinal)
        .Replace("20 tháng 01 năm 2026", "20 tháng 01 năm 2022", StringComparison.Ordinal).Replace(ImportApp.UnknownCentre, other, StringComparison.Ordinal);

    [Fact]
    public async Task List_GivenForAGroup_DoesNotGrowByAUnitThatIsAddedForAnotherTask()
    {
        const string other = "UBND huyện Thử Ba";
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, Text(other));
        var item = await GroupItemAsync(id);
        await ListAsync(person, id, item, "Huyện Thử Một\nHuyện Thử Hai");
        Guid[] given = [.. (await GroupItemAsync(id)).Leads[0].Given.ShouldNotBeNull()];
        given.Length.ShouldBe(2);

        var added = await person.SubmitAsync(await person.GetAsync(PartyPath(id, other)), "form[action$='handler=Add']");
        added.Location.ShouldNotBeNull(added.Text(".lt-errors"));
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads).First(p => p.Printed == other).OrganizationId.ShouldNotBeNull();
        (await person.GetAsync($"/plans/import/review/{id}")).Text($"#card-{item.Id} .lt-review-card__facts").ShouldContain($"{Printed} 2 đơn vị");

        (await person.GetAsync($"{PartyPath(id, item.Leads[0].Printed)}&nhiemvu={item.Id}")).Text("main").ShouldContain($"chưa thuộc danh sách: {other}");

        await app.CheckAllAsync(person, id);
        var created = await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem(created.Text("main"));
        (await UnitsOfGroupAsync(plan)).ShouldBe(given, ignoreOrder: true);
        // The same once it is issued.
        (await person.SubmitAsync(await person.GetAsync($"/plans/{plan.Id}"), "#recordissued form")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        (await UnitsOfGroupAsync((await app.PlansOfAsync(id)).Single())).ShouldBe(given, ignoreOrder: true);

        // The next document of the issuer means those two by the words, and says from where it has that.
        var next = await app.ReadAsync(person, Text(other).Replace("15/KH", "16/KH", StringComparison.Ordinal));
        var lead = (await GroupItemAsync(next)).Leads[0];
        lead.Given.ShouldBe(given);
        var review = await person.GetAsync($"/plans/import/review/{next}");
        review.Html.QuerySelector($"a[href='{WordsLinks.Of(lead.Remembered.ShouldNotBeNull())}']").ShouldNotBeNull().TextContent.ShouldContain("đã nhớ từ Kế hoạch số 15/KH-UBND");

        // Adding to the list is deciding about it.
        await ListAsync(person, next, await GroupItemAsync(next), other);
        (await GroupItemAsync(next)).Leads[0].Given.ShouldNotBeNull().Count.ShouldBe(3);
        (await UnitsOfGroupAsync((await app.PlansOfAsync(id)).Single())).ShouldBe(given, ignoreOrder: true);

        // A list of which one has ended is no longer what was said: the rule of the group says who is meant.
        var later = await app.ReadAsync(person, Text(other).Replace("15/KH", "17/KH", StringComparison.Ordinal).Replace("năm 2022", "năm 2026", StringComparison.Ordinal));
        (await GroupItemAsync(later)).Leads[0].Given.ShouldBeNull();
    }

    [Fact]
    public async Task List_ThatOnlyAddsWhatTheCatalogueLacked_HoldsForThisDocumentAndIsNotRemembered()
    {
        const string printed = "Các đơn vị sự nghiệp";
        await app.AddOrganizationAsync("Trung tâm Thử Sẵn", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {printed}", StringComparison.Ordinal));
        await ListAsync(person, id, await GroupItemAsync(id), "Trung tâm Thử Thêm");
        (await GroupItemAsync(id)).Leads[0].Given.ShouldNotBeNull().Count.ShouldBe(2);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<WordsMeaning>().AnyAsync(m => m.Text == printed))).ShouldBeFalse();
    }

    [Fact]
    public async Task Add_BodyForAnotherTask_DoesNotBecomeAnEmptyGroupAndIsProposedForIt()
    {
        const string printed = "Các đoàn thể", other = "Hội Nông dân tỉnh Thử Nghiệm";
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {printed}", StringComparison.Ordinal).Replace(ImportApp.UnknownCentre, other, StringComparison.Ordinal));
        var item = await GroupItemAsync(id);
        var added = await person.SubmitAsync(await person.GetAsync(PartyPath(id, other)), "form[action$='handler=Add']", new() { ["Input.Kind"] = nameof(OrganizationKind.MassOrganization) });
        added.Location.ShouldNotBeNull(added.Text(".lt-errors"));
        (await GroupItemAsync(id)).Leads[0].Given.ShouldNotBeNull().ShouldBeEmpty();
        (await person.GetAsync($"/plans/import/review/{id}")).Text($"#card-{item.Id}").ShouldContain($"Chưa rõ “{printed}” gồm những đơn vị nào");

        var page = await person.GetAsync($"{PartyPath(id, printed)}&nhiemvu={item.Id}");
        page.Text("textarea[name=Names]").ShouldBe(other);
        (await person.SubmitAsync(page, "form[action*='handler=List']", new() { ["Names"] = other + "\nHội Phụ nữ tỉnh Thử Nghiệm" })).Location.ShouldNotBeNull();
        (await GroupItemAsync(id)).Leads[0].Given.ShouldNotBeNull().Count.ShouldBe(2);
    }

    private async Task ListAsync(TestBrowser person, Guid id, ImportItem item, string names)
    {
        var listed = await person.SubmitAsync(await person.GetAsync($"{PartyPath(id, item.Leads[0].Printed)}&nhiemvu={item.Id}"), "form[action*='handler=List']", new() { ["Names"] = names });
        listed.Location.ShouldNotBeNull(listed.Text("main"));
    }

    private async Task<ImportItem> GroupItemAsync(Guid id) => (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));

    private Task<List<Guid>> UnitsOfGroupAsync(Plan plan) => app.InScopeAsync(async s =>
        (await s.GetRequiredService<PlanView>().OfAsync(plan, new DateOnly(2026, 11, 20))).Tasks.SelectMany(t => t.Leads).First(p => p.Party.GroupId is not null).Members.Select(u => u.Id).ToList());

    private static string PartyPath(Guid id, string printed) => $"/plans/import/party/{id}?ten={Uri.EscapeDataString(printed)}";
}
