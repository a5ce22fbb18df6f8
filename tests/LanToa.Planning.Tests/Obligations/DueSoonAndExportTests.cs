using System.Net;
using System.Text;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Platform.Text;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>"Sắp đến hạn" is one number everywhere; the list as a file.</summary>
public sealed class DueSoonAndExportTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task DueSoon_FortyOneDaysAhead_IsNotNearUntilTheProvinceSaysSo()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var unit = await app.AddOrganizationAsync("Sở Gần hạn", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await app.IssueAsync(D("2026-10-15"), null, new TaskGiven("Chuyên mục quý IV", ObligationsApp.OneEachQuarter, [unit.Id]));
        var o = (await app.OccurrencesAsync(plan.Id)).ShouldHaveSingleItem();
        o.DueOn.ShouldBe(D("2026-12-31"));
        using var officer = await app.SignInAsync(Role.Officer);
        // The board's legend on paper names every state: its table tells the state itself.
        (string Path, string Part)[] pages = [($"/obligations/board?plan={plan.Id}", "main table"), ($"/obligations?plan={plan.Id}", "main"), ($"/obligations/{o.Id}", "main"), ($"/obligations/duty/{o.ObligationId}", "main")];

        foreach (var (path, part) in pages) (await officer.OpenAsync(path)).Text(part).ShouldNotContain("ắp đến hạn");
        (await officer.OpenAsync(pages[0].Path)).Text("main").ShouldContain("0/1 Đang trong kỳ");
        app.Clock.MoveTo(D("2026-12-24"));
        using var later = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        foreach (var (path, part) in pages) (await later.OpenAsync(path)).Text(part).ShouldContain("ắp đến hạn");
        (await focal.OpenAsync("/today")).Text("section[aria-label='Tuần này']").ShouldContain("Sắp đến hạn");

        app.Clock.MoveTo(D("2026-11-20"));
        using var again = await app.SignInAsync(Role.Officer);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var setting = await administrator.OpenAsync("/rules/due-soon");
        (await administrator.SubmitAsync(setting, "#luu", new() { ["Days"] = "61", ["Reason"] = "thử" })).Text("#Days-error").ShouldContain("từ 0 đến 60");
        (await administrator.SubmitAsync(setting, "#luu", new() { ["Days"] = "45", ["Reason"] = "Tỉnh muốn nhắc sớm" })).Location.ShouldBe("/rules/due-soon");
        foreach (var (path, part) in pages) (await again.OpenAsync(path)).Text(part).ShouldContain("ắp đến hạn");
        await administrator.SubmitAsync(await administrator.OpenAsync("/rules/due-soon"), "#luu", new() { ["Days"] = "7", ["Reason"] = "Như cũ" });
        (await again.GetAsync("/rules/due-soon")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
    }

    [Fact]
    public async Task DueSoon_OfEachProvince_IsItsOwn()
    {
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<LanToaDb>().Add(new DueSoonSetting { ProvinceId = 98, Days = 30 });
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        }, province: 98);
        (await DaysAsync(99), await DaysAsync(98), await DaysAsync(0)).ShouldBe((7, 30, 7));

        Task<int> DaysAsync(short province) => app.InScopeAsync(s => s.GetRequiredService<DueSoon>().DaysAsync(), province);
    }

    [Fact]
    public async Task Export_FilteredList_IsHarmlessCsvOfWhatThePersonMaySee()
    {
        app.Clock.MoveTo(D("2026-11-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("=HYPERLINK(\"http://x\"), báo cáo", ObligationsApp.OneEachQuarter, [app.Finance.Id, app.Culture.Id]));
        using var officer = await app.SignInAsync(Role.Officer);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Commune);
        var link = "/obligations" + (await officer.OpenAsync($"/obligations?plan={plan.Id}&state=overdue&unit={app.Finance.Id}")).Html.QuerySelector("a[href*='dang=csv']")!.GetAttribute("href")!;

        var file = await officer.Http.GetByteArrayAsync(link);

        file[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        var lines = Encoding.UTF8.GetString(file[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldStartWith("Việc,Đơn vị,Vai trò,Kế hoạch,Kỳ,");
        lines.Skip(1).ShouldBe(
        [
            "\"'=HYPERLINK(\"\"http://x\"\"), báo cáo\",Sở Tài chính,Chủ trì,10/KH-UBND,quý I/2026,31/03/2026,31/03/2026,1,0,Quá hạn,234,,,,,,",
            "\"'=HYPERLINK(\"\"http://x\"\"), báo cáo\",Sở Tài chính,Chủ trì,10/KH-UBND,quý II/2026,30/06/2026,30/06/2026,1,0,Quá hạn,143,,,,,,",
            "\"'=HYPERLINK(\"\"http://x\"\"), báo cáo\",Sở Tài chính,Chủ trì,10/KH-UBND,quý III/2026,30/09/2026,30/09/2026,1,0,Quá hạn,51,,,,,,",
        ]);
        Encoding.UTF8.GetString(await stranger.Http.GetByteArrayAsync(link)).ShouldNotContain("HYPERLINK");
        using var nobody = app.Anonymous();
        (await nobody.GetAsync(link)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Sở Tài chính", "Sở Tài chính")]
    [InlineData("+84", "'+84")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("=\"x\"", "\"'=\"\"x\"\"\"")]
    public void Cell_Any_IsTextForASpreadsheet(string? given, string expected) => Csv.Cell(given).ShouldBe(expected);
}
