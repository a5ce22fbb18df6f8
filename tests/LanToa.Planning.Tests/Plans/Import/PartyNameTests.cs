using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>A document is shown with the names of its own time: groups in its words, units as they were called.</summary>
public sealed class PartyNameTests(ImportApp app) : IClassFixture<ImportApp>
{
    private const string Printed = "UBND các xã, thị trấn", Today = "UBND các xã, phường, đặc khu";

    [Fact]
    public async Task Group_OfAnOldDocument_IsCalledAsPrintedOnEveryPage()
    {
        await app.AddOrganizationAsync("Ủy ban nhân dân xã Nà Cũ", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace("4. Các sở, ban, ngành", $"4. {Printed}", StringComparison.Ordinal).Replace("20 tháng 01 năm 2026", "20 tháng 01 năm 2023", StringComparison.Ordinal));
        var item = (await app.ItemsAsync(id)).First(i => i.Leads.Exists(p => p.GroupId is not null));
        var review = await person.GetAsync($"/plans/import/review/{id}");
        review.Text($"#card-{item.Id} .lt-review-card__facts").ShouldContain($"{Printed} 1 đơn vị");
        review.Html.QuerySelector($"#card-{item.Id} .lt-party a[title='Nay là nhóm “{Today}”']").ShouldNotBeNull();
        (await person.GetAsync($"/plans/import/party/{id}?ten={Uri.EscapeDataString(item.Leads[0].Printed)}&nhiemvu={item.Id}")).Texts("main h2").ShouldContain(t => t.StartsWith(Printed, StringComparison.Ordinal));

        await app.CheckAllAsync(person, id);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        var page = await person.GetAsync($"/plans/{plan.Id}");
        page.Texts("main h2").ShouldContain(t => t.StartsWith(Printed, StringComparison.Ordinal));
        page.Texts("main h2").ShouldNotContain(t => t.Contains("đặc khu", StringComparison.Ordinal));
        page.Text("tbody details").ShouldContain($"Nay là nhóm “{Today}”");
        var tasks = await person.GetAsync($"/plans/tasks/{plan.Id}");
        tasks.Texts("details.lt-party summary").ShouldContain(t => t.StartsWith(Printed, StringComparison.Ordinal));
        var members = await person.GetAsync($"/plans/tasks/members/{(await TaskOfGroupAsync(plan.Id)).Id}/{item.Leads[0].GroupId}");
        members.Text("main h1").ShouldBe(Printed);
        await app.InScopeAsync(async s =>
        {
            var view = await s.GetRequiredService<PlanView>().OfAsync(plan, new DateOnly(2026, 11, 20));
            PlanAnnex.Rows(view.Tasks).SelectMany(r => r.OfType<string>()).ShouldContain(Printed);
        });
    }

    [Fact]
    public async Task Unit_RenamedSince_IsCalledAsItWasWithItsHeirBeside()
    {
        const string was = "Sở Thông tin Thử Cũ", becomes = "Sở Khoa học Thử Mới";
        var (old, present) = (await app.AddOrganizationAsync(was, OrganizationLevel.Province, OrganizationKind.Department, app.Province), await app.AddOrganizationAsync(becomes, OrganizationLevel.Province, OrganizationKind.Department, app.Province, from: new DateOnly(2025, 3, 1)));
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new SuccessionInput(SuccessionKind.Rename, new DateOnly(2025, 3, 1), "12/NQ-HĐND", [new(old.Id, present.Id, 1)])));
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, was, StringComparison.Ordinal).Replace("20 tháng 01 năm 2026", "20 tháng 01 năm 2023", StringComparison.Ordinal));
        (await app.ItemsAsync(id)).SelectMany(i => i.Leads).ShouldContain(p => p.OrganizationId == old.Id);
        await app.CheckAllAsync(person, id);
        await ImportApp.PostAsync(person, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        var page = await person.GetAsync($"/plans/{plan.Id}");
        page.Texts("main h2").ShouldContain(t => t.StartsWith(was, StringComparison.Ordinal));
        page.Text("main").ShouldNotContain(becomes);
        var agencies = await person.GetAsync(PlanLinks.Agencies(plan.Id) + "?q=thong+tin+thu");
        agencies.Texts("main h2").ShouldHaveSingleItem().ShouldStartWith(was);
        agencies.Text(".lt-agency").ShouldContain($"nay là {becomes}");
    }

    private Task<PlanTask> TaskOfGroupAsync(Guid plan) => app.InScopeAsync(s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        return db.Set<TaskParty>().Where(p => p.PlanId == plan && p.GroupId != null).Join(db.Set<PlanTask>(), p => p.TaskId, t => t.Id, (_, t) => t).AsNoTracking().FirstAsync();
    });
}
