using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Reading.Model;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>What a plan's page counts, links and calls things.</summary>
public sealed class PlanPagePartsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Draft_WithGaps_LinksEachToTheFieldThatMendsIt()
    {
        var unit = await app.AddOrganizationAsync("Sở Có lỗ hổng", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).WithoutTime("Việc không rõ hạn", unit).With("Việc không rõ cơ quan", null).BuildAsync();
        var tasks = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync());
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Html.QuerySelectorAll(".lt-gaps a").Select(a => a.GetAttribute("href")).ShouldBe([$"/plans/tasks/edit/{tasks[0].Id}#Input_Rule_Kind", $"/plans/tasks/edit/{tasks[1].Id}#Input_NewLead"]);
        foreach (var task in tasks) (await officer.GetAsync($"/plans/tasks/edit/{task.Id}")).Html.QuerySelector(task == tasks[0] ? "#Input_Rule_Kind" : "#Input_NewLead").ShouldNotBeNull();
        // The button points there and does not repeat it in its narrow column.
        page.Texts(".lt-why__reason").ShouldBe(["Còn 2 điều phải bổ sung, nêu trên trang này."]);
        using var leader = await app.SignInAsync(Role.Leader);
        (await leader.GetAsync($"/plans/{plan.Id}")).Html.QuerySelectorAll(".lt-gaps a").ShouldBeEmpty();
    }

    [Fact]
    public async Task Tasks_WithdrawnOrOfTwoAgencies_AreCountedAlikeEverywhere()
    {
        var (one, two) = (await app.AddOrganizationAsync("Sở Thứ nhất", OrganizationLevel.Province, OrganizationKind.Department, app.Province), await app.AddOrganizationAsync("Sở Thứ hai", OrganizationLevel.Province, OrganizationKind.Department, app.Province));
        var plan = await new PlanBuilder(app, app.Province).With("Việc chung", one).With("Việc riêng", one).With("Việc đã rút", two).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var tasks = await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).OrderBy(t => t.Ordinal).ToListAsync();
            db.Add(new TaskParty { ProvinceId = plan.ProvinceId, PlanId = plan.Id, TaskId = tasks[0].Id, Ordinal = 1, Printed = two.Name, OrganizationId = two.Id });
            tasks[0].Channels = ["portal", "sms"];
            tasks[2].State = TaskState.Withdrawn;
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        foreach (var by in new[] { "Agency", "Section", "Time", "Channel" })
        {
            var page = await officer.GetAsync($"/plans/{plan.Id}?theo={by}");
            page.Text(".lt-figure").ShouldBe("Nhiệm vụ 2", by);
            page.Text(".lt-tabs a[aria-current]").ShouldBe("Nhiệm vụ 2", by);
            page.Html.QuerySelectorAll("main tbody tr").Length.ShouldBe(3, by);
            page.Texts(".lt-card__head h2")[^1].ShouldBe("Nhiệm vụ đã rút1", by);
            page.Texts(".lt-card__count").Take(page.Texts(".lt-card__count").Count - 1).Sum(int.Parse).ShouldBe(2, by);
            // Nothing is followed in a draft: no column that says so in two ways.
            page.Text("main").ShouldNotContain("0/0");
            page.Texts("main th").ShouldNotContain("Tiến độ");
        }
        (await officer.GetAsync($"/plans/{plan.Id}")).Texts(".lt-card__head h2")[0].ShouldBe("Sở Thứ nhất; Sở Thứ hai1");
    }

    [Fact]
    public async Task Links_ToSentences_HaveNamesOfTheirOwn()
    {
        var unit = await app.AddOrganizationAsync("Sở Nhiều câu", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", unit).With("Treo băng rôn", unit).BuildAsync();
        using var officer = await app.SignInAsync(Role.Officer);
        foreach (var part in new[] { "nhiem-vu", "van-ban" })
        {
            var links = (await officer.GetAsync($"/plans/{plan.Id}?phan={part}")).Html.QuerySelectorAll("main a[href*='#cau-'], main a[href*='#viec-']").Select(a => a.TextContent.Trim()).ToList();
            links.Count.ShouldBe(2, part);
            links.ShouldBeUnique(part);
        }
    }

    [Fact]
    public async Task Sentences_OfATask_StandUnderTheWordsOfTheirHeadings()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Province).BuildAsync();
        var task = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            PlanStatement Heading(int ordinal, string label, string text, params string[] path) => new() { ProvinceId = plan.ProvinceId, PlanId = plan.Id, Ordinal = ordinal, Key = $"h{ordinal}", Kind = "heading", Label = label, Text = text, Path = [.. path] };
            (await db.Set<PlanStatement>().FirstAsync(p => p.PlanId == plan.Id)).Path = ["V", "4", "-1"];
            db.AddRange(Heading(-3, "V.", "NHIỆM VỤ", "V"), Heading(-2, "3.", "Phòng Tư pháp", "V", "3"), Heading(-1, "4.", "Trung tâm Văn hóa", "V", "4"));
            await db.SaveChangesAsync();
            return await db.Set<PlanTask>().FirstAsync(t => t.PlanId == plan.Id);
        });
        (await app.InScopeAsync(s => s.GetRequiredService<PlanSentences>().OfTaskAsync(task.Id)))[0].Path.ShouldBe(["V. NHIỆM VỤ", "4. Trung tâm Văn hóa"]);
    }

    [Fact]
    public async Task Plan_WithASymbolAndNoNumber_IsSaidToHaveNone()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Province).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id)).Number = null;
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Text(".lt-crumbs").ShouldEndWith("Kế hoạch chưa có số");
        page.Text("main").ShouldNotContain("…/");
        (await app.InScopeAsync(s => s.GetRequiredService<PlanNames>().OfAsync([plan.Id])))[plan.Id].Short.ShouldBe($"{plan.Title} ({app.Province.Name})");
    }

    [Fact]
    public async Task RestoredWords_ThatAreDoubtful_StayMarkedUntilAPersonHasComparedThem()
    {
        var unit = await app.AddOrganizationAsync("Sở Chữ mờ", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var plan = await new PlanBuilder(app, app.Province).With("Lồng ghép trong các cuộc giá bán của cơ quan", unit).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanStatement>().FirstAsync(p => p.PlanId == plan.Id)).Doubts = [new DoubtfulWord(25, 3), new DoubtfulWord(29, 3)];
            await db.SaveChangesAsync();
        });
        using var viewer = await app.SignInAsync(Role.Leader, unit);
        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.GetAsync($"/plans/{plan.Id}");
        page.Texts("main th .lt-unsure-word").ShouldBe(["giá (chữ chưa chắc)", "bán (chữ chưa chắc)"]);
        page.Text("main").ShouldContain("2 chữ khôi phục chưa chắc");
        (await officer.GetAsync($"/plans/{plan.Id}?phan=van-ban")).Texts("main .lt-prose .lt-unsure-word").Count.ShouldBe(2);
        (await viewer.PostAsync($"/plans/{plan.Id}?handler=Words", [])).Status.ShouldNotBe(System.Net.HttpStatusCode.Redirect);

        var after = await officer.SubmitAsync(page, "#da-so-chu form");

        (await officer.GetAsync($"/plans/{plan.Id}")).Html.QuerySelectorAll("main .lt-unsure-word").ShouldBeEmpty();
        after.Text().ShouldNotContain("chữ khôi phục chưa chắc,");
        (await officer.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text("main").ShouldContain("2 chữ khôi phục chưa chắc trong 1 câu");
        // A second press finds nothing to do and adds no line.
        await officer.SubmitAsync(page, "#da-so-chu form");
        (await officer.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Texts("main .lt-timeline > li").Count(t => t.Contains("so chữ khôi phục", StringComparison.Ordinal)).ShouldBe(1);
    }
}
