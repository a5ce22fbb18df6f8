using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>Hôm nay, list and board are of the unit chosen now; what a province only keeps for a document is no part of its figures.</summary>
public sealed class ScopeTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task ChooseAsync(TestBrowser person, Guid unit) => await person.PostAsync("/identity/unit", new()
    {
        ["__RequestVerificationToken"] = (await person.GetAsync("/identity/me")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!, ["unitId"] = unit.ToString(),
    });

    // Figures of the whole province: no other test of this class gives it work.
    [Fact]
    public async Task Figures_OfTheHomeProvince_LeaveOutWhatItOnlyKeeps()
    {
        app.Clock.MoveTo(D("2026-05-20"));
        var (neighbour, department) = await app.KeepAsync("Ủy ban nhân dân tỉnh Nơi Khác");
        await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Chuyên mục của nhà", ObligationsApp.OneEachQuarter, [app.Finance.Id]));
        var plan = await app.IssueAsync(D("2026-01-15"), null, neighbour, new TaskGiven("Chuyên mục của nơi khác", ObligationsApp.OneEachQuarter, [department.Id]));
        using var officer = await app.SignInAsync(Role.Officer);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new Platform.Identity.Membership { AccountId = officer.AccountId, OrganizationId = neighbour.Id, Role = Role.Officer, ValidFrom = D("2000-01-01") });
            await db.SaveChangesAsync();
        });

        var today = (await officer.OpenAsync("/today")).Text("main");
        today.ShouldContain("Trong phạm vi: 1 việc quá hạn, kể cả bị trả lại, ở 1 cơ quan");
        (await officer.OpenAsync("/obligations?state=all")).Text(".lt-table").ShouldNotContain("Chuyên mục của nơi khác");
        (await officer.OpenAsync("/obligations/board")).Text(".lt-matrix").ShouldContain("Tất cả 1 cơ quan");
        // Asked for by its plan it is there, and told apart from the department of the same name at home.
        (await officer.OpenAsync($"/obligations?state=all&plan={plan.Id}")).Text(".lt-table").ShouldContain("Sở Tài chính, Ủy ban nhân dân tỉnh Nơi Khác");
        (await officer.OpenAsync($"/obligations/board?plan={plan.Id}")).Text(".lt-matrix").ShouldContain("Sở Tài chính, Ủy ban nhân dân tỉnh Nơi Khác");
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.OpenAsync("/today")).Text("main").ShouldContain("Trong phạm vi: 1 việc quá hạn, kể cả bị trả lại, ở 1 cơ quan");

        await ChooseAsync(officer, neighbour.Id);
        var there = (await officer.OpenAsync("/obligations?state=all")).Text(".lt-table");
        there.ShouldContain("Chuyên mục của nơi khác");
        there.ShouldNotContain("Chuyên mục của nhà");
        (await officer.OpenAsync("/today")).Text("main").ShouldContain("Trong phạm vi: 1 việc quá hạn, kể cả bị trả lại, ở 1 cơ quan");
    }

    [Fact]
    public async Task DistinctName_OfRepeatedNames_NamesTheBodyAbove()
    {
        var first = await app.AddOrganizationAsync("Phòng Kinh tế", OrganizationLevel.Unit, OrganizationKind.Division, app.Commune);
        var second = await app.AddOrganizationAsync("Phòng Kinh tế", OrganizationLevel.Unit, OrganizationKind.Division, app.OtherCommune);
        await app.InScopeAsync(s =>
        {
            var directory = s.GetRequiredService<IOrganizationDirectory>();
            (directory.DistinctNameOf(first.Id), directory.DistinctNameOf(second.Id)).ShouldBe(("Phòng Kinh tế, Ủy ban nhân dân xã Suối Thử", "Phòng Kinh tế, Ủy ban nhân dân phường Đồi Thử"));
            directory.DistinctNameOf(app.Culture.Id).ShouldBe(app.Culture.Name);
            directory.DistinctNameOf(Guid.Empty).ShouldBeNull();
            return Task.CompletedTask;
        });
    }
}
