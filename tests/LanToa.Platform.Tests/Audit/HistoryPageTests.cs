using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Audit;

public sealed class HistoryPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Verify_ByTheProvincesInspector_RunsAsAJobAndShowsTheResult()
    {
        using var inspector = await app.SignInAsync(Role.Inspector);
        var page = await inspector.GetAsync("/audit");
        page.Text().ShouldContain("Kiểm tra ngay");
        var started = await inspector.SubmitAsync(page, "form[action*='handler=Verify']");
        var again = await inspector.SubmitAsync(page, "form[action*='handler=Verify']");
        again.Location.ShouldBe(started.Location, "the same form sent twice is one verification");
        (await inspector.OpenAsync(started.Location!)).Text(".lt-job").ShouldContain("Đang chờ");
        await app.RunJobsAsync();
        var done = await inspector.OpenAsync(started.Location!);
        done.Text(".lt-job").ShouldContain("Lịch sử nguyên vẹn");
        done.Text("table").ShouldContain("Nguyên vẹn");
        done.Text().ShouldContain("Đã niêm phong đến");
    }

    [Fact]
    public async Task Page_AfterACheckThatMetBackdatedChanges_CountsThem()
    {
        using var inspector = await app.SignInAsync(Role.Inspector);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await s.GetRequiredService<HistorySealer>().SealAsync();
            db.Add(new HistoryEvent { ProvinceId = db.ProvinceId, At = new(2020, 1, 2, 0, 0, 0, TimeSpan.Zero), ActorName = "Lê Văn Dũng", Process = "cli", SubjectKind = "test", SubjectId = Guid.CreateVersion7(), Verb = "test.create" });
            await db.SaveChangesAsync();
        });
        await inspector.SubmitAsync(await inspector.GetAsync("/audit"), "form[action*='handler=Verify']");
        await app.RunJobsAsync();
        var page = await inspector.GetAsync("/audit");
        page.Text().ShouldContain("1 thay đổi ghi lùi giờ");
        page.Text().ShouldContain("(07:00 02/01/2020, Lê Văn Dũng, test.create");
        page.Html.QuerySelectorAll("table tbody tr")[0].Children[4].TextContent.Trim().ShouldBe("1");
    }

    [Fact]
    public async Task Export_OfARange_StreamsBothForms()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        await app.InScopeAsync(s => s.GetRequiredService<HistorySealer>().SealAsync());
        var csv = await administrator.GetAsync("/audit?handler=Export&dang=csv");
        csv.Body.ShouldStartWith("Tỉnh,Số,Lúc,Ai");
        csv.Body.ShouldContain("Giao vai trò");
        var lines = await administrator.GetAsync("/audit?handler=Export&dang=jsonl");
        lines.Body.ShouldContain("\"hash\":\"");
        lines.Body.ShouldContain("\"verb\":\"membership.create\"");
        (await administrator.GetAsync("/audit?handler=Export&dang=jsonl&den=01/01/2001")).Body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Export_DaysTheWrongWayRound_SaysSoAndKeepsThem()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync("/audit?handler=Export&tu=20/11/2026&den=01/11/2026");
        page.Text("[role=alert]").ShouldContain("Ngày cuối đứng trước ngày đầu");
        page.Html.QuerySelector("input[name=tu]")!.GetAttribute("value").ShouldBe("20/11/2026");
        (await administrator.GetAsync("/audit?handler=Export&tu=32/13/2026")).Text("[role=alert]").ShouldContain("32/13/2026");
    }

    [Fact]
    public async Task Page_OfAUnitsAdministrator_ShowsTheStateAndRefusesTheRest()
    {
        var unit = await app.AddOrganizationAsync("Sở Thử Lịch Sử", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        using var person = await app.SignInAsync(Role.Administrator, unit);
        var page = await person.GetAsync("/audit");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text().ShouldContain("Chỉ quản trị hoặc thanh tra của cả tỉnh");
        (await person.GetAsync("/audit?handler=Export")).Location!.ShouldContain("/identity/denied");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var refused = await person.PostAsync("/audit?handler=Verify", new() { ["__RequestVerificationToken"] = token, ["formKey"] = Guid.CreateVersion7().ToString() });
        refused.Location.ShouldBe("/audit");
    }
}
