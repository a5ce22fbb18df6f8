using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>A plan asks for a report that the unit sends here.</summary>
public sealed class ReportDutyTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Task = "Báo cáo kết quả tuyên truyền hằng quý", Log = "a[href^='/activities/log?duty=']";

    [Fact]
    public async Task Report_OfAPeriodForWhichAPlanAsksOne_IsLoggedForItWithTheReportAsItsEvidence()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 16));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven(Task, new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        var way = new Dictionary<string, string> { ["Input.Units"] = app.Finance.Id.ToString(), ["Input.ToId"] = app.Province.Id.ToString(), ["Input.ViaId"] = "", ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo kế hoạch." };
        (await officer.SubmitAsync(await officer.GetAsync("/reports/routes?form=tuyen-truyen"), "#them", way)).Location.ShouldNotBeNull();
        var report = await ReportApp.BeginAsync(focal, "tỉnh Thử Nghiệm");
        (await focal.OpenAsync(report)).Html.QuerySelector(Log).ShouldBeNull("it is not sent yet");
        await ReportApp.DoAsync(focal, report, "Send");

        var page = await focal.OpenAsync(report);
        var log = page.Html.QuerySelector(Log)!.GetAttribute("href")!;
        page.Text("main").ShouldContain($"{Task} (quý III/2026)");
        (await officer.OpenAsync(report)).Html.QuerySelector(Log).ShouldBeNull("only who writes the report logs for it");
        var logged = await focal.SubmitAsync(await focal.GetAsync(log), "main form[enctype]", new() { ["Input.Form"] = "report" });
        (await focal.OpenAsync(logged.Location.ShouldNotBeNull(logged.Text(".lt-errors")))).Html.QuerySelector($"main a[href='{report}']").ShouldNotBeNull();

        var period = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        period.ClaimedOn.ShouldNotBeNull();
        (period.LacksProof, period.Unproved).ShouldBe((false, false));
        (await focal.OpenAsync(report)).Html.QuerySelector(Log).ShouldBeNull("it is reported as done");
    }
}
