using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>What a reorganization does to duties and figures: work goes on at the heirs, records stay, totals are the same.</summary>
public sealed class SuccessionTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static readonly DateOnly Day = new(2026, 7, 1);

    private int _names;

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Organization> BodyAsync(string name, bool isNew = false) =>
        app.AddOrganizationAsync($"Ủy ban nhân dân xã {name} {++_names}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: isNew ? Day : null);

    private async Task<Guid> RecordAsync(SuccessionKind kind, params (Organization From, Organization? To, decimal Weight)[] lines)
    {
        var id = await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(kind, Day, $"Nghị quyết {++_names}", [.. lines.Select(l => new SuccessionLineInput(l.From.Id, l.To?.Id, l.Weight))])));
        await app.RunJobsAsync();
        return id;
    }

    private async Task<Plan> QuartersAsync(params Organization[] leads)
    {
        app.Clock.MoveTo(D("2026-05-05"));
        return await app.IssueAsync(D("2026-01-15"), null, new TaskGiven($"Mỗi quý một chuyên mục {++_names}", ObligationsApp.OneEachQuarter, [.. leads.Select(l => l.Id)]));
    }

    [Fact]
    public async Task Merge_FiveCommunesIntoOne_LeavesWhatWasDoneAndGivesTheRestToTheHeirOnce()
    {
        var old = new List<Organization>();
        for (var n = 0; n < 5; n++) old.Add(await BodyAsync("Cũ"));
        var heir = await BodyAsync("Mới", isNew: true);
        var plan = await QuartersAsync([.. old]);
        var done = (await app.OccurrencesAsync(plan.Id, old[0].Id))[0];
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.Id == done.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, D("2026-03-30")).SetProperty(o => o.DoneOn, D("2026-03-30")).SetProperty(o => o.ConfirmedOn, D("2026-03-31"))));

        await RecordAsync(SuccessionKind.Merge, [.. old.Select(o => (o, (Organization?)heir, 1m))]);

        var first = await app.OccurrencesAsync(plan.Id, old[0].Id);
        first.Select(o => (o.PeriodKey, Ended: o.NotApplicableOn is not null)).ShouldBe([("2026-Q1", false), ("2026-Q2", false), ("2026-Q3", true), ("2026-Q4", true)]);
        first[0].ConfirmedOn.ShouldBe(D("2026-03-31"));
        first[2].Reason.ShouldNotBeNull().ShouldContain("Hợp nhất, sáp nhập từ ngày 01/07/2026");
        (await app.OccurrencesAsync(plan.Id, heir.Id)).Select(o => (o.PeriodKey, o.StateOn(D("2026-07-01")) is OccurrenceState.NotApplicable)).ShouldBe([("2026-Q3", false), ("2026-Q4", false)]);
    }

    [Fact]
    public async Task Merge_RecordedLate_AsksTheHeirOnlyForWhatSomebodyOfBeforeLeftOpen()
    {
        var (one, two, heir) = (await BodyAsync("Báo muộn"), await BodyAsync("Báo muộn"), await BodyAsync("Ghi muộn", isNew: true));
        var plan = await QuartersAsync(one, two);
        async Task ReportAsync(Organization by, string period) => await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.PlanId == plan.Id && o.UnitId == by.Id && o.PeriodKey == period)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, D("2026-09-28")).SetProperty(o => o.DoneOn, D("2026-09-28"))));
        await ReportAsync(one, "2026-Q3");
        await ReportAsync(two, "2026-Q3");
        await ReportAsync(one, "2026-Q4");
        app.Clock.MoveTo(D("2026-11-20"));

        await RecordAsync(SuccessionKind.Merge, (one, heir, 1), (two, heir, 1));
        await app.RunJobsAsync();

        var periods = await app.OccurrencesAsync(plan.Id, heir.Id);
        periods.Select(o => (o.PeriodKey, Settled: o.NotApplicableOn is not null)).ShouldBe([("2026-Q3", true), ("2026-Q4", false)]);
        periods[0].Reason.ShouldNotBeNull().ShouldContain($"Đã báo kết quả trước khi sắp xếp, ở {one.Name}, {two.Name}");
        (await app.OccurrencesAsync(plan.Id, one.Id)).Where(o => o.ClaimedOn is not null).ShouldAllBe(o => o.NotApplicableOn == null);
    }

    [Fact]
    public async Task Split_ItsPeopleAndThoseWhoCarryOnAreTold_UntilItIsTakenBack()
    {
        var (old, left, right, other) = (await BodyAsync("Chia"), await BodyAsync("Nửa", isNew: true), await BodyAsync("Nửa kia", isNew: true), await BodyAsync("Ngoài cuộc"));
        app.Clock.MoveTo(D("2026-07-10"));
        using var before = await app.SignInAsync(Role.FocalPoint, old);
        using var after = await app.SignInAsync(Role.Officer, left);
        using var stranger = await app.SignInAsync(Role.FocalPoint, other);
        Task<string[]> ToldAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == person.AccountId && n.ReadAt == null).Select(n => n.Title + " · " + n.Detail).ToArrayAsync());

        var id = await RecordAsync(SuccessionKind.Split, (old, left, 0.6m), (old, right, 0.4m));

        (await ToldAsync(before)).ShouldHaveSingleItem().ShouldStartWith($"Đơn vị bạn kết thúc từ 01/07/2026: {old.Name} · {left.Name}, {right.Name} làm tiếp. ");
        (await ToldAsync(after)).ShouldHaveSingleItem().ShouldStartWith($"{left.Name} làm tiếp từ 01/07/2026: {old.Name} · ");
        (await ToldAsync(stranger)).ShouldBeEmpty();
        (await before.OpenAsync("/today")).Text(".lt-note").ShouldSatisfyAllConditions(t => t.ShouldContain($"{old.Name} đã kết thúc, ngày cuối 30/06/2026"), t => t.ShouldContain($"Nay {left.Name}, {right.Name} làm tiếp."));
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "Ghi nhầm"))).ShouldBeEmpty();
        await app.RunJobsAsync();
        (await ToldAsync(before)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rename_ItsPeopleAreToldTheNewName_NotThatTheUnitEnds()
    {
        var (old, named) = (await BodyAsync("Tên cũ"), await BodyAsync("Tên mới", isNew: true));
        app.Clock.MoveTo(D("2026-07-10"));
        using var before = await app.SignInAsync(Role.FocalPoint, old);
        using var after = await app.SignInAsync(Role.Officer, named);
        Task<string[]> ToldAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.AccountId == person.AccountId).Select(n => n.Title + " · " + n.Detail).ToArrayAsync());

        await RecordAsync(SuccessionKind.Rename, (old, named, 1));

        (await ToldAsync(before)).ShouldHaveSingleItem().ShouldStartWith($"Đơn vị bạn đổi tên từ 01/07/2026: {old.Name} · Tên mới: {named.Name}. ");
        (await ToldAsync(after)).ShouldHaveSingleItem().ShouldStartWith($"{named.Name} là tên mới từ 01/07/2026 của {old.Name} · ");

        // What goes by that name ends in its turn: who carries it on is no new name.
        (await before.OpenAsync("/today")).Text(".lt-note").ShouldContain($"Nay là {named.Name}.");
        var heir = await BodyAsync("Kế thừa");
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, D("2026-08-01"), "Nghị quyết về sáp nhập", [new(named.Id, heir.Id, 1)])));
        app.Clock.MoveTo(D("2026-08-10"));
        using var later = await app.SignInAsync(Role.FocalPoint, old);
        (await later.OpenAsync("/today")).Text(".lt-note").ShouldSatisfyAllConditions(t => t.ShouldContain($"{old.Name} đã kết thúc"), t => t.ShouldContain($"Nay {heir.Name} làm tiếp."));
    }

    [Fact]
    public async Task Rename_TwiceAndRecordedLate_WhatTheBodyInBetweenReportedIsNotAskedAgain()
    {
        var (first, between, last) = (await BodyAsync("Đầu"), await BodyAsync("Giữa", isNew: true), await app.AddOrganizationAsync($"Ủy ban nhân dân xã Cuối {++_names}", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: D("2026-09-15")));
        var plan = await QuartersAsync(first);
        await RecordAsync(SuccessionKind.Rename, (first, between, 1));
        await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.PlanId == plan.Id && o.UnitId == between.Id && o.PeriodKey == "2026-Q3")
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, D("2026-09-28")).SetProperty(o => o.DoneOn, D("2026-09-28"))));
        app.Clock.MoveTo(D("2026-10-20"));

        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Rename, D("2026-09-15"), $"Nghị quyết {++_names}", [new(between.Id, last.Id, 1)])));
        await app.RunJobsAsync();

        var periods = await app.OccurrencesAsync(plan.Id, last.Id);
        periods.Select(o => (o.PeriodKey, Owed: o.NotApplicableOn is null)).ShouldBe([("2026-Q3", false), ("2026-Q4", true)]);
        periods[0].Reason.ShouldBe($"Đã báo kết quả trước khi sắp xếp, ở {between.Name}");
    }

    [Fact]
    public async Task Merge_DebtOfTheEndedBody_IsSeenAndReportedByTheHeirAndStaysWithTheOldBody()
    {
        var (old, other, heir) = (await BodyAsync("Nợ"), await BodyAsync("Khác"), await BodyAsync("Nhận nợ", isNew: true));
        var plan = await QuartersAsync(old, other);
        await RecordAsync(SuccessionKind.Rename, (old, heir, 1));
        app.Clock.MoveTo(D("2026-07-10"));
        var debt = (await app.OccurrencesAsync(plan.Id, old.Id)).Single(o => o.PeriodKey == "2026-Q2");
        using var focal = await app.SignInAsync(Role.FocalPoint, heir);
        using var stranger = await app.SignInAsync(Role.FocalPoint, other);
        using var leader = await app.SignInAsync(Role.Leader);

        using var before = await app.SignInAsync(Role.FocalPoint, old);
        (await before.OpenAsync("/today")).Text(".lt-note").ShouldSatisfyAllConditions(t => t.ShouldContain($"{old.Name} đổi tên từ 01/07/2026"), t => t.ShouldContain($"Nay là {heir.Name}."));
        (await focal.OpenAsync("/today")).Text("main").ShouldNotContain($"{old.Name} đổi tên");

        (await stranger.GetAsync($"/obligations/{debt.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await stranger.GetAsync("/today")).Text("main").ShouldNotContain("đã sắp xếp vào đơn vị bạn");
        var today = await focal.GetAsync("/today");
        today.Text("main").ShouldContain("Còn lại từ đơn vị đã sắp xếp vào đơn vị bạn");
        today.Html.QuerySelector($"a[href='/obligations/{debt.Id}']").ShouldNotBeNull();
        // On the calendar of the heir, on the screen and for programs, as what it is.
        var month = await focal.GetAsync("/obligations/calendar?thang=2026-06");
        month.Html.QuerySelector($".lt-month a[href='/obligations/{debt.Id}']").ShouldNotBeNull().TextContent.ShouldContain($"còn lại từ {old.Name}");
        (await stranger.GetAsync("/obligations/calendar?thang=2026-06")).Html.QuerySelector($".lt-month a[href='/obligations/{debt.Id}']").ShouldBeNull();
        // Of every unit in the scope, too, where the heir has units below it.
        await app.AddOrganizationAsync($"Phòng Kinh tế {++_names}", OrganizationLevel.Unit, OrganizationKind.Division, heir);
        var scope = await focal.GetAsync("/obligations/calendar?thang=2026-06&gom=tat-ca");
        scope.Text(".lt-month").ShouldContain($"1 việc còn lại từ {old.Name}");
        (await focal.GetAsync(scope.Html.QuerySelector($".lt-month a[href*='{old.Id}']")!.GetAttribute("href")!)).Html.QuerySelector($"a[href='/obligations/{debt.Id}']").ShouldNotBeNull();
        await focal.SubmitAsync(await focal.GetAsync("/obligations/calendar/links"), "form:has(input[value=Unit])");
        var feed = new Uri((await focal.GetAsync("/obligations/calendar/links")).Texts("code")[^1]).AbsolutePath;
        using var program = app.Anonymous();
        (await program.Http.GetStringAsync(feed)).Replace("\r\n ", "", StringComparison.Ordinal).ShouldContain($"Còn lại từ {old.Name}\\, nay {heir.Name} làm tiếp");
        (await focal.SubmitAsync(today, $"form[action*=Take]:has(input[value='{debt.ObligationId}'])")).Status.ShouldBe(System.Net.HttpStatusCode.Redirect);
        (await app.ObligationsAsync(plan.Id)).Single(o => o.UnitId == old.Id).AssigneeId.ShouldBe(focal.AccountId);
        (await focal.GetAsync($"/obligations?unit={old.Id}")).Text("main").ShouldContain("Mỗi quý một chuyên mục");
        var page = await focal.GetAsync($"/obligations/{debt.Id}");
        page.Text("main").ShouldContain($"{old.Name} đã kết thúc");
        page.Text("main").ShouldContain($"do {heir.Name} làm tiếp");
        // Whoever stands above need not write it down: somebody can report it.
        (await leader.GetAsync($"/obligations/{debt.Id}")).Text("main").ShouldNotContain("Ghi nhận thay đơn vị");

        var form = await focal.GetAsync($"/obligations/{debt.Id}/claim-done");
        (await focal.SubmitAsync(form, "main form[method=post]", new() { ["Input.Note"] = "Chuyên mục số 2" })).Status.ShouldBe(System.Net.HttpStatusCode.Redirect, form.Text("main"));
        var after = (await app.OccurrencesAsync(plan.Id, old.Id)).Single(o => o.Id == debt.Id);
        (after.UnitId, after.ClaimedOn, after.ConfirmedOn).ShouldBe((old.Id, D("2026-07-10"), null));
        (await leader.GetAsync($"/obligations/{debt.Id}")).Text(".lt-timeline").ShouldContain($"{heir.Name} làm tiếp việc của {old.Name} đã kết thúc");
        // What is returned is told to those who can do something about it.
        (await leader.SubmitAsync(await leader.GetAsync($"/obligations/{debt.Id}/return"), "main form[method=post]", new() { ["Input.Reason"] = "Thiếu ảnh" })).Status.ShouldBe(System.Net.HttpStatusCode.Redirect);
        (await focal.GetAsync("/notices")).Text("main").ShouldContain("Bị trả lại");
    }

    [Fact]
    public async Task Merge_IntoABodyThatHasTheDuty_AddsNothing()
    {
        var (absorbed, goesOn) = (await BodyAsync("Nhập"), await BodyAsync("Còn"));
        var plan = await QuartersAsync(absorbed, goesOn);
        await RecordAsync(SuccessionKind.Merge, (absorbed, goesOn, 1));
        (await app.OccurrencesAsync(plan.Id, goesOn.Id)).Count.ShouldBe(4);
        (await app.OccurrencesAsync(plan.Id, absorbed.Id)).Count(o => o.NotApplicableOn is null).ShouldBe(2);
    }

    [Fact]
    public async Task Record_SecondRunOfItsJobs_ChangesNothing()
    {
        var (old, heir) = (await BodyAsync("Tên cũ"), await BodyAsync("Tên mới", isNew: true));
        var plan = await QuartersAsync(old);
        var id = await RecordAsync(SuccessionKind.Rename, (old, heir, 1));
        var before = (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.Version)).ToList();
        await app.InScopeAsync(async s =>
        {
            s.GetRequiredService<LanToa.Platform.Jobs.JobQueue>().Enqueue(FollowSuccession.Job, new FollowSuccessionPayload(id));
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        });
        await app.RunJobsAsync();
        (await app.OccurrencesAsync(plan.Id)).Select(o => (o.Id, o.Version)).ShouldBe(before);
    }

    [Fact]
    public async Task Withdraw_RecordedByMistake_GivesTheDutiesBackAndRecordingAgainTakesThemUpAgain()
    {
        var (old, heir) = (await BodyAsync("Nhầm"), await BodyAsync("Không phải", isNew: true));
        var plan = await QuartersAsync(old);
        var id = await RecordAsync(SuccessionKind.Rename, (old, heir, 1));

        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "Ghi nhầm xã"))).ShouldBeEmpty();
        await app.RunJobsAsync();
        (await app.OccurrencesAsync(plan.Id, old.Id)).ShouldAllBe(o => o.NotApplicableOn == null);
        (await app.OccurrencesAsync(plan.Id, heir.Id)).ShouldAllBe(o => o.NotApplicableOn != null);

        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Rename, Day, "Nghị quyết đúng", [new(old.Id, heir.Id, 1)])));
        await app.RunJobsAsync();
        (await app.OccurrencesAsync(plan.Id, heir.Id)).Count.ShouldBe(2);
        (await app.OccurrencesAsync(plan.Id, old.Id)).Count(o => o.NotApplicableOn is null).ShouldBe(2);
    }

    [Fact]
    public async Task Withdraw_WhatWasSentBackOrWaitedForMoreTime_IsSoAgain_AtTheHeirsTooWhenItIsRecordedAgain()
    {
        var (one, two, heir) = (await BodyAsync("Bị trả"), await BodyAsync("Xin lùi"), await BodyAsync("Gánh tiếp", isNew: true));
        var plan = await QuartersAsync(one, two);
        var task = (await app.ObligationsAsync(plan.Id))[0].TaskId;
        using var officer = await app.SignInAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, two);
        async Task<Occurrence> OfAsync(Organization unit, string quarter) => (await app.OccurrencesAsync(plan.Id, unit.Id)).Single(o => o.PeriodKey == $"2026-{quarter}");
        async Task SaysAsync(Organization unit, string quarter, (DateOnly? On, string? Why, DateOnly? Until, string? For) said) =>
            (await OfAsync(unit, quarter)).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldBeNull(), o => (o.ReturnedOn, o.Reason, o.ExtensionTo, o.ExtensionReason).ShouldBe(said));
        async Task SendBackAsync(Occurrence o, string why) => await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(x => x.Id == o.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.ReturnedOn, D("2026-05-04")).SetProperty(x => x.Reason, why)));
        async Task WithdrawAsync(Guid id)
        {
            (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "Ghi nhầm"))).ShouldBeEmpty();
            await app.RunJobsAsync();
        }
        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Notices.Notice>().AnyAsync(n => n.AccountId == officer.AccountId && n.Key == $"occurrence.extension:{task}" && n.ReadAt == null));
        Task<int> LinesAsync(Guid period) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Audit.HistoryEvent>().CountAsync(e => e.SubjectId == period && e.Verb == FollowSuccession.Job));
        // One was sent back; one asks for a day that will be to come, one for a day that will have passed.
        await SendBackAsync(await OfAsync(one, "Q3"), "Thiếu số liệu");
        foreach (var (quarter, until) in new[] { ("Q3", "05/10/2026"), ("Q4", "15/02/2027") })
            (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{(await OfAsync(two, quarter)).Id}/ask-extension"), "main form[enctype]", new() { ["Input.NewDue"] = until, ["Input.Reason"] = "Chờ kinh phí" })).Location.ShouldNotBeNull();
        (await IsToldAsync()).ShouldBeTrue();

        var id = await RecordAsync(SuccessionKind.Merge, (one, heir, 1), (two, heir, 1));
        (await OfAsync(one, "Q3")).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldNotBeNull(), o => o.ReturnedOn.ShouldBeNull());
        (await OfAsync(two, "Q4")).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldNotBeNull(), o => o.ExtensionTo.ShouldBeNull());
        (await IsToldAsync()).ShouldBeFalse("nobody asks any more");
        (await officer.GetAsync($"/obligations/{(await OfAsync(one, "Q3")).Id}")).Text(".lt-timeline").ShouldSatisfyAllConditions(t => t.ShouldContain("Việc phải làm theo sắp xếp tổ chức"), t => t.ShouldContain("Trả lại ngày: 04/05/2026"));
        // The heir's own work comes to say something, too.
        await SendBackAsync(await OfAsync(heir, "Q3"), "Thiếu ảnh");
        await app.InScopeAsync(async s =>
        {
            var period = await OfAsync(heir, "Q4");
            (await s.GetRequiredService<SmallActs>().AskExtensionAsync(period.Id, Guid.CreateVersion7(), period.Version, D("2027-03-01"), "Mới sáp nhập")).Problems.ShouldBeEmpty();
        });

        app.Clock.MoveTo(D("2026-10-12"));
        using var later = await app.SignInAsync(Role.Officer);
        await WithdrawAsync(id);
        await SaysAsync(one, "Q3", (D("2026-05-04"), "Thiếu số liệu", null, null));
        await SaysAsync(one, "Q4", (null, null, null, null));
        await SaysAsync(two, "Q3", (null, null, null, null));
        await SaysAsync(two, "Q4", (null, null, D("2027-02-15"), "Chờ kinh phí"));
        (await app.OccurrencesAsync(plan.Id, heir.Id)).ShouldAllBe(o => o.NotApplicableOn != null && o.ReturnedOn == null && o.ExtensionTo == null);
        (await IsToldAsync()).ShouldBeTrue("it waits for the answer again");
        (await later.GetAsync($"/obligations/{(await OfAsync(two, "Q4")).Id}")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("Đơn vị xin lùi hạn đến 15/02/2027"), t => t.ShouldContain("Thu hồi ghi nhận sắp xếp: "));
        (await later.GetAsync($"/obligations/{(await OfAsync(one, "Q3")).Id}")).Text("main").ShouldContain("Trả lại ngày 04/05/2026");
        // What said nothing is told of at the body alone.
        (await LinesAsync((await OfAsync(one, "Q4")).Id), await LinesAsync((await OfAsync(one, "Q3")).Id), await LinesAsync((await OfAsync(two, "Q3")).Id)).ShouldBe((0, 2, 2));

        // Recorded again, by another act: the heir's as it was. Of the old body's the officer has refused the time meanwhile.
        (await later.SubmitAsync(await later.GetAsync($"/obligations/{(await OfAsync(two, "Q4")).Id}/refuse-extension"), "main form[enctype]", new() { ["Input.Reason"] = "Đã có kinh phí" })).Location.ShouldNotBeNull();
        id = await RecordAsync(SuccessionKind.Merge, (one, heir, 1), (two, heir, 1));
        await SaysAsync(heir, "Q3", (D("2026-05-04"), "Thiếu ảnh", null, null));
        await SaysAsync(heir, "Q4", (null, null, D("2027-03-01"), "Mới sáp nhập"));
        (await IsToldAsync()).ShouldBeTrue();
        await WithdrawAsync(id);
        await SaysAsync(one, "Q3", (D("2026-05-04"), "Thiếu số liệu", null, null));
        await SaysAsync(two, "Q4", (null, null, null, null));
    }

    [Fact]
    public async Task Withdraw_RecordedAgainFromALaterDay_LeavesTheHeirNothingThatIsDueBeforeIt()
    {
        var (old, other, heir) = (await BodyAsync("Sai ngày"), await BodyAsync("Bên cạnh"), await BodyAsync("Nhận thêm"));
        var plan = await QuartersAsync(old, other);
        async Task<Guid> MergeAsync(Organization from, DateOnly on)
        {
            var id = await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, on, $"Nghị quyết {++_names}", [new(from.Id, heir.Id, 1)])));
            await app.RunJobsAsync();
            return id;
        }
        async Task WithdrawAsync(Guid id)
        {
            (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "Ghi nhầm ngày"))).ShouldBeEmpty();
            await app.RunJobsAsync();
        }
        async Task<string> OwedAsync(Organization unit) => string.Join(" ", (await app.OccurrencesAsync(plan.Id, unit.Id)).Where(o => o.NotApplicableOn is null).Select(o => o.PeriodKey[^2..]));

        await WithdrawAsync(await MergeAsync(old, Day));
        await MergeAsync(old, D("2026-10-01"));
        (await OwedAsync(old), await OwedAsync(heir)).ShouldBe(("Q1 Q2 Q3", "Q4"), "quarter III is a debt of the body of before");

        // Another body gives the heir quarter III, and takes it back while the first one still counts.
        var second = await MergeAsync(other, Day);
        (await OwedAsync(other), await OwedAsync(heir)).ShouldBe(("Q1 Q2", "Q3 Q4"));
        await WithdrawAsync(second);
        (await OwedAsync(other), await OwedAsync(heir)).ShouldBe(("Q1 Q2 Q3 Q4", "Q4"));
    }

    [Fact]
    public async Task Withdraw_WhatWasSettledForTheHeir_IsLookedAtAnewWhenItIsRecordedAgain()
    {
        var (one, two, heir) = (await BodyAsync("Một"), await BodyAsync("Hai"), await BodyAsync("Gộp", isNew: true));
        var plan = await QuartersAsync(one, two);
        async Task ReportAsync(Organization by, string period, DateOnly? on) => await app.InScopeAsync(async s => await s.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.PlanId == plan.Id && o.UnitId == by.Id && o.PeriodKey == period)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedOn, on).SetProperty(o => o.DoneOn, on)));
        async Task<List<(string, bool)>> OfHeirAsync() => (await app.OccurrencesAsync(plan.Id, heir.Id)).ConvertAll(o => (o.PeriodKey, Owed: o.NotApplicableOn is null));
        foreach (var body in new[] { one, two }) foreach (var period in new[] { "2026-Q3", "2026-Q4" }) await ReportAsync(body, period, D("2026-09-28"));
        app.Clock.MoveTo(D("2026-11-20"));
        var id = await RecordAsync(SuccessionKind.Merge, (one, heir, 1), (two, heir, 1));
        (await OfHeirAsync()).ShouldBe([("2026-Q3", false), ("2026-Q4", false)], "all of before have reported both");

        // What one of them said is taken back while nothing counts: recorded again, by another act, the heir owes it.
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "Ghi nhầm ngày"))).ShouldBeEmpty();
        await app.RunJobsAsync();
        var taken = await app.OccurrencesAsync(plan.Id, heir.Id);
        taken.ShouldAllBe(o => o.NotApplicableOn != null && o.Reason!.StartsWith("Thu hồi ghi nhận sắp xếp: ", StringComparison.Ordinal));
        await ReportAsync(two, "2026-Q4", null);
        await RecordAsync(SuccessionKind.Merge, (one, heir, 1), (two, heir, 1));
        await app.RunJobsAsync();
        (await OfHeirAsync()).ShouldBe([("2026-Q3", false), ("2026-Q4", true)]);
        (await app.OccurrencesAsync(plan.Id, heir.Id))[0].Reason.ShouldNotBeNull().ShouldContain("Đã báo kết quả trước khi sắp xếp");
        (await app.ObligationsAsync(plan.Id)).Single(o => o.UnitId == heir.Id).EndedOn.ShouldBeNull();
        // Who asked for more time for what is settled need not be answered; put back it asks again.
        var task = (await app.ObligationsAsync(plan.Id))[0].TaskId;
        using var officer = await app.SignInAsync(Role.Officer);
        Task<bool> IsToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Platform.Notices.Notice>().AnyAsync(n => n.AccountId == officer.AccountId && n.Key == $"occurrence.extension:{task}" && n.ReadAt == null));
        Task<Occurrence> LastAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Occurrence>().AsNoTracking().SingleAsync(o => o.PlanId == plan.Id && o.UnitId == heir.Id && o.PeriodKey == "2026-Q4"));
        async Task LookAsync()
        {
            await app.InScopeAsync(async s =>
            {
                s.GetRequiredService<LanToa.Platform.Jobs.JobQueue>().Enqueue(SettleHeirs.Job, new SettleHeirsPayload(plan.Id, [heir.Id]), province: app.Province.ProvinceId);
                await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            });
            await app.RunJobsAsync();
        }
        await app.InScopeAsync(async s => (await s.GetRequiredService<SmallActs>().AskExtensionAsync((await LastAsync()).Id, Guid.CreateVersion7(), (await LastAsync()).Version, D("2027-02-15"), "Mới sáp nhập")).Problems.ShouldBeEmpty());
        (await IsToldAsync()).ShouldBeTrue();
        await ReportAsync(two, "2026-Q4", D("2026-09-28"));
        await LookAsync();
        (await LastAsync()).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldNotBeNull(), o => (o.ExtensionTo, o.ExtensionReason).ShouldBe((null, null)));
        (await IsToldAsync()).ShouldBeFalse();
        await ReportAsync(two, "2026-Q4", null);
        await LookAsync();
        (await LastAsync()).ShouldSatisfyAllConditions(o => o.NotApplicableOn.ShouldBeNull(), o => (o.ExtensionTo, o.ExtensionReason).ShouldBe((D("2027-02-15"), "Mới sáp nhập")));
        (await IsToldAsync()).ShouldBeTrue();
        // Nor does what is taken back afterwards stay settled when it is looked at again.
        await ReportAsync(one, "2026-Q3", null);
        await LookAsync();
        (await OfHeirAsync()).ShouldBe([("2026-Q3", true), ("2026-Q4", true)]);
    }

    [Fact]
    public async Task Successors_SplitWithWeights_ShowsBothViewsWithOneTotal()
    {
        var (old, larger, smaller) = (await BodyAsync("Chia"), await BodyAsync("Phần lớn", isNew: true), await BodyAsync("Phần nhỏ", isNew: true));
        var plan = await QuartersAsync(old);
        using var person = await app.SignInAsync(Role.Leader);
        string Page(string day) => $"/obligations/successors?plan={plan.Id}&year=2026&ngay={day}&all=true";
        var before = (await person.GetAsync(Page("30/06/2026"))).Text("main");
        var file = (await person.GetAsync(Page("30/06/2026") + "&handler=Export&dang=csv")).Body;
        await RecordAsync(SuccessionKind.Split, (old, larger, 0.75m), (old, smaller, 0.25m));

        // As of the day before the act everything stands as it stood: the same bodies, one row each.
        before.ShouldContain($"{old.Name}");
        var then = await person.GetAsync(Page("30/06/2026"));
        then.Text("main").ShouldContain(old.Name);
        (await person.GetAsync(Page("30/06/2026") + "&handler=Export&dang=csv")).Body.ShouldBe(file);
        var now = await person.GetAsync(Page("01/07/2026"));
        var rows = now.Html.QuerySelectorAll("tbody tr").Select(r => string.Join(" ", r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        rows.ShouldContain(r => r.StartsWith($"từ {old.Name} đến hết 30/06/2026 75 % 0/2 ", StringComparison.Ordinal) && r.Contains("0/1,5", StringComparison.Ordinal));
        rows.ShouldContain(r => r.StartsWith($"từ {old.Name} đến hết 30/06/2026 25 % 0/2 ", StringComparison.Ordinal) && r.Contains("0/0,5", StringComparison.Ordinal));
        // Two quarters of the old body and two of each heir, however they are attributed.
        now.Html.QuerySelectorAll(".lt-facts dd").Select(d => d.TextContent.Trim()).ShouldAllBe(words => words.StartsWith("0/6 kỳ", StringComparison.Ordinal));
        (await person.GetAsync(Page("01/07/2026") + "&handler=Export&dang=csv")).Body.ShouldContain($",{old.Name},0.75,0,2,");
    }

    [Fact]
    public async Task Successors_OfADayBefore_StayTheSameWhereTheHeirHadTheTaskByThePlanOfTheNationOrByAnEarlierAct()
    {
        using var person = await app.SignInAsync(Role.Leader);
        async Task<string> FileAsync(Plan plan) => (await person.GetAsync($"/obligations/successors?plan={plan.Id}&year=2026&ngay=30/06/2026&all=true&handler=Export&dang=csv")).Body;
        async Task MergeAsync(Organization from, Organization into, DateOnly on)
        {
            await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, on, $"Nghị quyết {++_names}", [new(from.Id, into.Id, 1)])));
            await app.RunJobsAsync();
        }

        // A plan of the nation asks both of the province.
        var nation = await app.AddOrganizationAsync("Cơ quan trung ương thử", OrganizationLevel.Nation, OrganizationKind.Committee, null, province: 0);
        var (absorbed, goesOn) = (await BodyAsync("Trung ương giao"), await BodyAsync("Trung ương cũng giao"));
        app.Clock.MoveTo(D("2026-05-05"));
        var national = await app.IssueAsync(D("2026-01-15"), null, nation, new TaskGiven("Mỗi quý một chuyên mục", ObligationsApp.OneEachQuarter, [absorbed.Id, goesOn.Id]));
        var before = await FileAsync(national);
        before.ShouldContain(goesOn.Name);
        await MergeAsync(absorbed, goesOn, Day);
        (await FileAsync(national)).ShouldBe(before);

        // An heir that an earlier act gave the task.
        var (first, second, heir) = (await BodyAsync("Nhập trước"), await BodyAsync("Nhập sau"), await BodyAsync("Nhận hai lần"));
        var plan = await QuartersAsync(first, second);
        await MergeAsync(first, heir, D("2026-03-01"));
        before = await FileAsync(plan);
        before.ShouldContain(heir.Name);
        await MergeAsync(second, heir, Day);
        (await FileAsync(plan)).ShouldBe(before);
    }
}
