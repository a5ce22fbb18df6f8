using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Checking;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Reading.Extraction;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations.Urgings;

/// <summary>Late units are urged with one press: who may, what they are told, the record and the letter.</summary>
public sealed class UrgingTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Today = new(2026, 3, 30);

    private async Task<(Organization Top, Organization[] Units, Guid Plan)> GivenAsync(string name)
    {
        app.Clock.MoveTo(new DateOnly(2026, 3, 2));
        var top = await app.AddOrganizationAsync($"Sở {name}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        Organization[] units = [await app.AddOrganizationAsync($"Chi cục Một {name}", OrganizationLevel.Province, OrganizationKind.Division, top), await app.AddOrganizationAsync($"Chi cục Hai {name}", OrganizationLevel.Province, OrganizationKind.Division, top)];
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, top, new TaskGiven("Xây dựng chuyên mục cải cách hành chính", new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 3, 10)] }, [.. units.Select(u => u.Id)]));
        app.Clock.MoveTo(Today);
        return (top, units, plan.Id);
    }

    private Task<List<Urging>> UrgingsAsync(Organization top) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Urging>().AsNoTracking().Where(u => u.UrgerId == top.Id).OrderBy(u => u.At).ToListAsync());

    [Fact]
    public async Task Urge_PressedTwice_TellsEachUnitOnceAndKeepsOneRecord()
    {
        var (top, units, plan) = await GivenAsync("Đôn Đốc");
        using var focal = await app.SignInAsync(Role.FocalPoint, units[0]);
        using var head = await app.SignInAsync(Role.Leader, units[0]);
        using var officer = await app.SignInAsync(Role.Officer, top);
        var list = await officer.OpenAsync($"/obligations?plan={plan}&state=late");
        var page = await officer.OpenAsync(list.Html.QuerySelector("main a[href^='/obligations/urge?']")!.GetAttribute("href")!);
        page.Html.QuerySelectorAll("input[name=Units][checked]").Length.ShouldBe(2);
        page.Text("main tbody").ShouldContain("trễ 20 ngày");

        var sent = await officer.SubmitAsync(page, "main form[method=post]", new() { ["Words"] = "Còn việc quá hạn (danh sách kèm theo).\nĐề nghị các đơn vị khẩn trương thực hiện." });
        (await officer.SubmitAsync(page, "main form[method=post]")).Location.ShouldBe(sent.Location);

        var urging = (await UrgingsAsync(top)).ShouldHaveSingleItem();
        (urging.Units, urging.Occurrences).ShouldBe((2, 2));
        foreach (var told in new[] { focal, head })
            (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == told.AccountId).ToListAsync())).ShouldHaveSingleItem().Title.ShouldBe("Đôn đốc: 1 việc quá hạn của Chi cục Một Đôn Đốc");
    }

    [Fact]
    public async Task Urge_AllUnits_GivesNoticesHistoryAndALetterAfterTheForm()
    {
        var (top, units, plan) = await GivenAsync("Công Văn");
        using var focal = await app.SignInAsync(Role.FocalPoint, units[0]);
        using var head = await app.SignInAsync(Role.Leader, units[1]);
        using var officer = await app.SignInAsync(Role.Officer, top);
        var page = await officer.OpenAsync($"/obligations/urge?plan={plan}");

        var record = (await officer.SubmitAsync(page, "main form[method=post]")).Location!;

        foreach (var told in new[] { focal, head })
            (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == told.AccountId).CountAsync())).ShouldBe(1);
        var late = (await app.OccurrencesAsync(plan, units[0].Id))[0];
        var seen = await focal.OpenAsync($"/obligations/{late.Id}");
        seen.Text("main").ShouldContain("Đã đôn đốc");
        seen.Text(".lt-timeline").ShouldContain("Sở Công Văn đôn đốc khi đã trễ 20 ngày");
        seen.Html.QuerySelector($"a[href='{record}']").ShouldBeNull("the record is its makers'");
        (await focal.GetAsync(record)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.OpenAsync(record)).Text("main").ShouldContain("ký hiệu đơn vị soạn thảo");
        (await officer.OpenAsync("/obligations/urgings")).Html.QuerySelector($"a[href='{record}']").ShouldNotBeNull();

        var bytes = await officer.Http.GetByteArrayAsync($"{record}?handler=Letter");
        FormChecker.Check(new MemoryStream(bytes)).Differences.ShouldBeEmpty();
        (await officer.Http.GetByteArrayAsync($"{record}?handler=Letter")).ShouldBe(bytes);
        var text = (await DocumentReader.ReadAsync(bytes, "cong-van.docx")).Text;
        foreach (var words in new[] { "V/v đôn đốc thực hiện nhiệm vụ quá hạn", "Kính gửi:", "Chi cục Hai Công Văn", "GIÁM ĐỐC", "Nơi nhận:", "Phụ lục", "DANH SÁCH VIỆC CHẬM", "Xây dựng chuyên mục cải cách hành chính" }) text.ShouldContain(words);
    }

    [Fact]
    public async Task Urge_UnitThatHasEnded_AddressesAndTellsWhoCarriesItOn()
    {
        var (top, units, plan) = await GivenAsync("Đã Hết");
        var heir = await app.AddOrganizationAsync("Chi cục Kế Thừa", OrganizationLevel.Province, OrganizationKind.Division, top, from: new DateOnly(2026, 3, 20));
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Rename, new DateOnly(2026, 3, 20), "Quyết định đổi tên chi cục", [new(units[0].Id, heir.Id, 1)])));
        await app.RunJobsAsync();
        using var old = await app.SignInAsync(Role.FocalPoint, units[0]);
        using var focal = await app.SignInAsync(Role.FocalPoint, heir);
        using var officer = await app.SignInAsync(Role.Officer, top);
        var page = await officer.OpenAsync($"/obligations/urge?plan={plan}");
        page.Text("main tbody").ShouldContain("đã kết thúc, nay Chi cục Kế Thừa làm tiếp");

        var record = (await officer.SubmitAsync(page, "main form[method=post]")).Location!;

        foreach (var told in new[] { old, focal })
            (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == told.AccountId && n.Title.StartsWith("Đôn đốc")).CountAsync())).ShouldBe(1);
        var text = (await DocumentReader.ReadAsync(await officer.Http.GetByteArrayAsync($"{record}?handler=Letter"), "cong-van.docx")).Text;
        text.ShouldContain("- Chi cục Kế Thừa");
        text.ShouldNotContain("- Chi cục Một Đã Hết");
        text.ShouldContain("Chi cục Một Đã Hết (nay Chi cục Kế Thừa làm tiếp)");
    }

    [Fact]
    public async Task Urge_WorkThatABodyBetweenAsksOfItsOwnUnit_IsNotChosenBeforehand()
    {
        var (top, units, _) = await GivenAsync("Qua Mặt");
        app.Clock.MoveTo(new DateOnly(2026, 3, 2));
        var office = await app.AddOrganizationAsync("Phòng Trong Qua Mặt", OrganizationLevel.Province, OrganizationKind.Division, units[0]);
        await app.IssueAsync(new DateOnly(2026, 1, 15), null, units[0], new TaskGiven("Niêm yết tại phòng", new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 3, 10)] }, [office.Id]));
        app.Clock.MoveTo(Today);
        using var officer = await app.SignInAsync(Role.Officer, top);
        var page = await officer.OpenAsync("/obligations/urge");

        page.Html.QuerySelectorAll("input[name=Units][checked]").Select(i => i.GetAttribute("value")).ShouldBe(units.Select(u => u.Id.ToString()), ignoreOrder: true);
        page.Texts("main tbody tr").Single(t => t.Contains("Phòng Trong Qua Mặt", StringComparison.Ordinal)).ShouldContain("việc do Chi cục Một Qua Mặt giao");
        using var nearer = await app.SignInAsync(Role.Officer, units[0]);
        (await nearer.OpenAsync("/obligations/urge")).Html.QuerySelectorAll("input[name=Units][checked]").Select(i => i.GetAttribute("value")).ShouldBe([office.Id.ToString()]);
    }

    [Fact]
    public async Task Urge_DebtOfATaskNoLongerAskedFor_StaysInTheListMarked_AndNobodyIsUrgedOrRemindedOfIt()
    {
        app.Clock.MoveTo(new DateOnly(2026, 3, 2));
        var top = await app.AddOrganizationAsync("Sở Đã Rút", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var unit = await app.AddOrganizationAsync("Chi cục Đã Rút", OrganizationLevel.Province, OrganizationKind.Division, top);
        var rule = new DutyRule { Kind = DutyKind.Once, Dates = [new DateOnly(2026, 3, 10)] };
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, top, new TaskGiven("Bài viết còn giao", rule, [unit.Id]), new TaskGiven("Bài viết đã rút", rule, [unit.Id]));
        app.Clock.MoveTo(Today);
        var gone = (await app.ObligationsAsync(plan.Id)).Single(o => o.Text == "Bài viết đã rút").TaskId;
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<JobQueue>().Enqueue(EndObligations.Job, new EndPayload(plan.Id, gone, "Rút nhiệm vụ: thử"));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        using var officer = await app.SignInAsync(Role.Officer, top);

        var page = await officer.OpenAsync($"/obligations/urge?plan={plan.Id}");
        page.Text("main tbody").ShouldContain("Bài viết còn giao");
        page.Text("main tbody").ShouldNotContain("Bài viết đã rút");
        await officer.SubmitAsync(page, "main form[method=post]");
        (await UrgingsAsync(top)).ShouldHaveSingleItem().Occurrences.ShouldBe(1);
        (await officer.OpenAsync($"/obligations?plan={plan.Id}&state=late")).Texts("main tbody tr").OrderBy(t => t, StringComparer.Ordinal).Select(t => t.Contains("nhiệm vụ thôi hiệu lực từ 30/03/2026", StringComparison.Ordinal)).ShouldBe([false, true]);
        (await focal.OpenAsync("/today")).Text("main").ShouldContain("nhiệm vụ thôi hiệu lực từ 30/03/2026");
        await app.InScopeAsync(s => s.GetRequiredService<MakeDigests>().RunAsync(new MakeDigestsPayload(Today), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Digest>().SingleAsync(d => d.AccountId == focal.AccountId))).Content.CountOf(DigestPart.Overdue).ShouldBe(1);
    }

    [Fact]
    public async Task Urge_SecondTimeOnADay_SaysSoFirst()
    {
        var (top, units, plan) = await GivenAsync("Hai Lần");
        using var officer = await app.SignInAsync(Role.Officer, top);
        var path = $"/obligations/urge?plan={plan}";
        await officer.SubmitAsync(await officer.OpenAsync(path), "main form[method=post]");

        var page = await officer.OpenAsync(path);
        page.Html.QuerySelectorAll("input[name=Units][checked]").ShouldBeEmpty();
        (await officer.SubmitAsync(page, "main form[method=post]")).Text("main").ShouldContain("Hãy chọn ít nhất một đơn vị");
        var again = await officer.SubmitAsync(page, "main form[method=post]", new() { ["Units"] = units[0].Id.ToString() });
        again.Text("main").ShouldContain("Hôm nay đã đôn đốc Chi cục Một Hai Lần");
        (await UrgingsAsync(top)).Count.ShouldBe(1);
        (await officer.SubmitAsync(again, "main form[method=post]", new() { ["Units"] = units[0].Id.ToString(), ["Again"] = "true" })).Location.ShouldNotBeNull();
        (await UrgingsAsync(top)).Count.ShouldBe(2);
        app.Clock.MoveTo(Today.AddDays(1));
        using var another = await app.SignInAsync(Role.Officer, top);
        (await another.OpenAsync(path)).Html.QuerySelectorAll("input[name=Units][checked]").Length.ShouldBe(2, "a new day");
    }

    [Fact]
    public async Task Urge_ByWhoDoesNotJudgeTheUnit_IsNotPossible()
    {
        var (_, units, plan) = await GivenAsync("Vai Trò");
        using var focal = await app.SignInAsync(Role.FocalPoint, units[0]);
        using var own = await app.SignInAsync(Role.Officer, units[0]);
        using var stranger = await app.SignInAsync(Role.Officer, app.Finance);
        (await focal.GetAsync("/obligations/urge")).Location.ShouldNotBeNull().ShouldContain("/identity/denied");
        foreach (var person in new[] { own, stranger })
        {
            var page = await person.OpenAsync($"/obligations/urge?plan={plan}");
            page.Text("main").ShouldContain("Không có đơn vị nào đang chậm");
            // Made by hand.
            var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            (await person.PostAsync("/obligations/urge", new() { ["__RequestVerificationToken"] = token, ["FormKey"] = Guid.CreateVersion7().ToString(), ["Units"] = units[1].Id.ToString(), ["Words"] = "x" })).Text("main").ShouldContain("không còn việc nào quá hạn");
        }
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<UrgedWork>().AnyAsync(w => w.UnitId == units[1].Id))).ShouldBeFalse();
    }
}
