using LanToa.Journeys.Tests.Browsing;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests;

/// <summary>What comes out of the printer: the issuer's head and the table, nothing that only a screen can do.</summary>
public sealed class PrintJourney(TestApp app, Chromium chromium) : IClassFixture<TestApp>
{
    [Fact]
    public async Task PlanAndBoard_OnPaper_CarryTheirHeadAndNoFurniture()
    {
        app.Clock.MoveTo(new DateOnly(2026, 11, 20));
        var unit = await app.AddOrganizationAsync("Sở Thử in", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = new Plan { ProvinceId = 99, IssuerId = app.Province.Id, Title = "Kế hoạch để in", Number = "12", Symbol = "KH-UBND", Date = new DateOnly(2026, 1, 15), CreatedAt = app.Clock.GetUtcNow(), StateAt = app.Clock.GetUtcNow() };
        plan.RefreshSearch(app.Province.Name);
        var task = new PlanTask { ProvinceId = 99, PlanId = plan.Id, Text = "Mỗi quý một chuyên mục", Rule = new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 } };
        task.Describe([unit.Name], []);
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.AddRange(plan, task, new TaskParty { ProvinceId = 99, PlanId = plan.Id, TaskId = task.Id, Printed = unit.Name, OrganizationId = unit.Id });
            await db.SaveChangesAsync();
            await services.GetRequiredService<ChangePlanState>().HandleAsync(new PlanStateInput(plan.Id, 1, PlanVerb.RecordIssued));
        });
        await app.RunJobsAsync();
        await using var desk = await chromium.VisitAsync(app, 1280);
        await desk.SignInAsync(await app.AddPersonAsync(Role.Officer));
        await desk.Page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var (path, title) in new[] { ($"/plans/{plan.Id}", "Kế hoạch để in"), ("/obligations/board", "Việc phải làm theo cơ quan, năm 2026") })
        {
            await desk.OpenAsync(path);
            await Assertions.Expect(desk.Main.Locator(".lt-print-head")).ToContainTextAsync($"{app.Province.Name} In lúc 12:00 20/11/2026");
            await Assertions.Expect(desk.Main.Locator(".lt-print-head")).ToBeVisibleAsync();
            await Assertions.Expect(desk.Title).ToHaveTextAsync(title);
            foreach (var furniture in new[] { ".lt-rail", ".lt-top", ".lt-tabs", ".lt-orders", ".lt-filter", ".lt-actions", ".lt-menu", ".lt-crumbs", "text=Bấm một ô", "text=Câu trong kế hoạch" })
                foreach (var found in await desk.Page.Locator(furniture).AllAsync()) (await found.IsVisibleAsync()).ShouldBeFalse($"{furniture} on {path}");
            (await desk.Page.Locator("main thead").First.EvaluateAsync<string>("e => getComputedStyle(e).display")).ShouldBe("table-header-group");
            (await desk.Page.EvaluateAsync<string>("getComputedStyle(document.body).page")).ShouldBe(path.EndsWith("board", StringComparison.Ordinal) ? "board" : "auto");
        }
    }
}
