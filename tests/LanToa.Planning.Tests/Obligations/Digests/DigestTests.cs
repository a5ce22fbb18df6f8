using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Modules;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations.Digests;

/// <summary>One digest a day: who gets it, that it comes once, and what people choose of it.</summary>
public sealed class DigestTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private static DutyRule On(string day) => new() { Kind = DutyKind.Once, Dates = [D(day)] };

    /// <summary>A department with a division that owes one thing since 10 March and one on 1 April.</summary>
    private async Task<(Organization Top, Organization Unit)> GivenAsync(string name, string day = "2026-03-02")
    {
        app.Clock.MoveTo(D("2026-03-02"));
        var top = await app.AddOrganizationAsync($"Sở {name}", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var unit = await app.AddOrganizationAsync($"Chi cục {name}", OrganizationLevel.Province, OrganizationKind.Division, top);
        await app.IssueAsync(D("2026-01-15"), null, top, new TaskGiven($"Bài viết {name}", On("2026-03-10"), [unit.Id]), new TaskGiven($"Tin ngắn {name}", On("2026-04-01"), [unit.Id]));
        app.Clock.MoveTo(D(day));
        return (top, unit);
    }

    private async Task<TestBrowser> PersonAsync(Role role, Organization unit)
    {
        var person = await app.SignInAsync(role, unit);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == person.AccountId).ExecuteUpdateAsync(a => a.SetProperty(x => x.Email, $"{person.AccountId:N}@xa.example")));
        return person;
    }

    private Task MakeAsync(string day)
    {
        app.Clock.MoveTo(D(day));
        return app.InScopeAsync(s => s.GetRequiredService<MakeDigests>().RunAsync(new MakeDigestsPayload(D(day)), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
    }

    private Task<List<Digest>> ToldAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Digest>().AsNoTracking().Where(d => d.AccountId == person.AccountId).OrderBy(d => d.Day).ToListAsync());

    private Task<List<OutgoingMail>> LettersAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().AsNoTracking().Where(m => m.AccountId == person.AccountId && m.Kind == DigestLetter.Kind).OrderBy(m => m.CreatedAt).ToListAsync());

    [Fact]
    public async Task Digest_MadeByTwoAtOnceAndAgain_TellsEachPersonOnce()
    {
        var (top, unit) = await GivenAsync("Một Lần", "2026-03-26");
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        using var leader = await PersonAsync(Role.Leader, top);
        using var viewer = await PersonAsync(Role.Viewer, unit);

        await Task.WhenAll(MakeAsync("2026-03-26"), MakeAsync("2026-03-26"));
        await MakeAsync("2026-03-26");

        var content = (await ToldAsync(focal)).ShouldHaveSingleItem().Content;
        content.Groups.Select(g => (g.Part, g.Count)).ShouldBe([(DigestPart.Overdue, 1), (DigestPart.Soon, 1)]);
        content.Summary.ShouldBeNull();
        var letter = (await LettersAsync(focal)).ShouldHaveSingleItem();
        letter.Subject.ShouldBe("Việc 26/03/2026: 1 quá hạn, 1 sắp đến hạn");
        letter.Text.ShouldContain("Bài viết Một Lần");
        letter.Text.ShouldContain("trễ 16 ngày");
        letter.Unsubscribe.ShouldNotBeNull().ShouldContain("/digest/one-click/");
        var summary = (await ToldAsync(leader)).ShouldHaveSingleItem().Content.Summary.ShouldNotBeNull();
        (summary.Overdue, summary.Open, summary.LateUnits, summary.Units).ShouldBe((1, 2, 1, 1));
        (await LettersAsync(leader)).ShouldHaveSingleItem().Text.ShouldContain("Quá hạn 1/2 việc đang phải làm, ở 1/1 đơn vị có việc.");
        (await ToldAsync(viewer)).ShouldBeEmpty("who only reads has no duty");
        (await focal.OpenAsync("/notices")).Texts(".lt-notices > li").ShouldHaveSingleItem().ShouldContain("Bản tổng hợp việc 26/03/2026");
        (await focal.OpenAsync("/today")).Text("main").ShouldContain("Bản tổng hợp hôm nay: 1 quá hạn, 1 sắp đến hạn");
        var page = await focal.OpenAsync("/digest");
        page.Text("main").ShouldContain("Bài viết Một Lần");
        (await focal.OpenAsync(page.Html.QuerySelector("main .lt-work__title a")!.GetAttribute("href")!)).Text("main").ShouldContain("Bài viết Một Lần");
        (await leader.OpenAsync("/digest")).Text("main").ShouldContain("Chi cục Một Lần: 1/2 việc quá hạn");

        await MakeAsync("2026-03-27");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.AccountId == focal.AccountId && n.ReadAt == null))).ShouldBe(1, "today's stands in the place of yesterday's");
    }

    [Fact]
    public async Task Digest_WorkGivenToAPerson_GoesToThemAndNotToTheOthers()
    {
        var (_, unit) = await GivenAsync("Giao Người");
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        using var colleague = await PersonAsync(Role.FocalPoint, unit);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var duty in await db.Set<Obligation>().Where(o => o.UnitId == unit.Id).ToListAsync()) (duty.AssigneeId, duty.AssigneeName) = (colleague.AccountId, "Người được giao");
            await db.SaveChangesAsync();
        });

        await MakeAsync("2026-03-25");

        (await ToldAsync(colleague)).ShouldHaveSingleItem().Content.CountOf(DigestPart.Overdue).ShouldBe(1);
        (await ToldAsync(focal)).ShouldBeEmpty("nothing to say, nothing sent");
        (await LettersAsync(focal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Digest_OfADeputy_HasTheWorkAndTheFiguresOfWhoIsAwayUnderTheirName()
    {
        var (top, unit) = await GivenAsync("Vắng Mặt", "2026-03-26");
        using var leader = await PersonAsync(Role.Leader, top);
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        using var deputy = await PersonAsync(Role.Viewer, top);
        foreach (var away in new[] { leader, focal }) await LendAsync(away, deputy, "2026-03-26", "2026-03-30");

        await MakeAsync("2026-03-26");

        var content = (await ToldAsync(deputy)).ShouldHaveSingleItem().Content;
        content.Groups.ShouldBeEmpty("they have no duty of their own");
        content.Summary.ShouldBeNull();
        content.Lent.ShouldNotBeNull().Count.ShouldBe(2);
        content.Lent.Single(l => l.UnitId == top.Id).Summary.ShouldNotBeNull().Overdue.ShouldBe(1);
        content.Lent.Single(l => l.UnitId == unit.Id).Groups.Select(g => (g.Part, g.Count)).ShouldBe([(DigestPart.Overdue, 1), (DigestPart.Soon, 1)]);
        var letter = (await LettersAsync(deputy)).ShouldHaveSingleItem();
        var (leaderName, focalName) = (await NameAsync(leader), await NameAsync(focal));
        letter.Subject.ShouldContain($"thay {focalName}: 1 quá hạn, 1 sắp đến hạn");
        letter.Text.ShouldContain($"BẠN LÀM THAY {leaderName.ToUpperInvariant()} (LÃNH ĐẠO · SỞ VẮNG MẶT)");
        letter.Text.ShouldContain("Chi cục Vắng Mặt: 1/2 việc quá hạn");
        // Who is away is told as well: it stays their duty.
        (await ToldAsync(focal)).ShouldHaveSingleItem();

        var page = await deputy.OpenAsync("/digest");
        page.Text("main").ShouldContain($"Bạn làm thay {focalName}");
        (await deputy.SubmitAsync(page, $"form:has(input[name=unitId][value='{content.Lent.Single(l => l.UnitId == unit.Id).DelegationId}'])")).Location.ShouldBe("/today");
        (await deputy.OpenAsync("/today")).Text(".lt-acting").ShouldContain("Bạn đang làm thay");

        await MakeAsync("2026-04-01");
        (await ToldAsync(deputy)).ShouldHaveSingleItem("the leave is over");
    }

    private Task<string> NameAsync(TestBrowser person) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(a => a.Id == person.AccountId).Select(a => a.DisplayName).SingleAsync());

    private Task LendAsync(TestBrowser from, TestBrowser to, string first, string last) => app.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var role = await db.Set<Membership>().SingleAsync(m => m.AccountId == from.AccountId);
        db.Add(new Delegation { MembershipId = role.Id, FromId = from.AccountId, ToId = to.AccountId, ValidFrom = D(first), ValidTo = D(last), CreatedAt = app.Clock.GetUtcNow() });
        await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Digest_QuietDay_TellsNobody()
    {
        var (_, unit) = await GivenAsync("Ngày Nghỉ");
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        using var rests = await PersonAsync(Role.FocalPoint, unit);
        var page = await rests.OpenAsync("/digest/choices");
        (await rests.SubmitAsync(page, "main form[method=post]", new() { ["Quiet"] = "2" })).Status.ShouldBe(HttpStatusCode.Redirect);

        await MakeAsync("2026-03-28"); // Saturday
        await MakeAsync("2026-04-30"); // the day of reunification
        (await ToldAsync(focal)).ShouldBeEmpty();
        await MakeAsync("2026-03-31"); // Tuesday, on which one of them wants none
        (await ToldAsync(focal)).Count.ShouldBe(1);
        (await ToldAsync(rests)).ShouldBeEmpty();
        (await LettersAsync(rests)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unsubscribing_ByLinkOrButton_LeavesOutOnlyWhatIsNoDuty()
    {
        var (top, unit) = await GivenAsync("Thôi Nhận", "2026-03-27");
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        using var leader = await PersonAsync(Role.Leader, top);
        await MakeAsync("2026-03-24");
        await MakeAsync("2026-03-26");
        using var nobody = app.Anonymous();
        var link = new Uri((await LettersAsync(leader))[^1].Unsubscribe!).AbsolutePath;
        (await nobody.GetAsync(link)).Location.ShouldBe(link.Replace("one-click", "off", StringComparison.Ordinal));
        (await nobody.OpenAsync(link)).Text("main").ShouldContain("Thôi nhận");
        foreach (var _ in new[] { 1, 2 }) (await nobody.PostAsync(link, new() { ["List-Unsubscribe"] = "One-Click" })).Status.ShouldBe(HttpStatusCode.OK);
        (await nobody.PostAsync("/digest/one-click/bia", new())).Status.ShouldBe(HttpStatusCode.NotFound);
        var asked = await nobody.OpenAsync(new Uri((await LettersAsync(focal))[^1].Unsubscribe!).AbsolutePath);
        (await nobody.OpenAsync((await nobody.SubmitAsync(asked, "main form[method=post]")).Location!)).Text("main").ShouldContain("Đã thôi nhận");

        await MakeAsync("2026-03-27");

        (await ToldAsync(leader)).ShouldNotContain(d => d.Day == D("2026-03-27"), "the summary was all there was");
        (await ToldAsync(focal))[^1].Content.Groups.Select(g => g.Part).ShouldBe([DigestPart.Overdue], "the duty itself stays");
        (await LettersAsync(focal))[^1].Unsubscribe.ShouldBeNull();
        var mine = await leader.OpenAsync("/digest/choices");
        mine.Html.QuerySelector("input[type=checkbox][name=Summary]")!.HasAttribute("checked").ShouldBeFalse();
        mine.Text("main").ShouldContain("bằng liên kết trong thư");
        (await leader.OpenAsync("/identity/me")).Text("main").ShouldContain("Bản tổng hợp việc hằng ngày");
    }

    [Fact]
    public async Task Choices_EveryWorkingDayQuiet_AreRefused()
    {
        using var focal = await PersonAsync(Role.FocalPoint, app.Finance);
        var refused = await app.InScopeAsync(async s => await s.GetRequiredService<DigestChoices>().SaveAsync(true, true, [1, 2, 3, 4, 5], 0));
        refused.Kind.ShouldBe(OutcomeKind.Denied, "the system chooses for nobody");
        var page = await focal.OpenAsync("/digest/choices");
        var fields = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)page.Html.QuerySelector("main form[method=post]")!);
        fields.AddRange(Enumerable.Range(1, 5).Select(d => new KeyValuePair<string, string>("Quiet", $"{d}")));
        (await focal.SendAsync(page.Address, fields)).Text("main").ShouldContain("Hãy để ít nhất một ngày từ thứ Hai đến thứ Sáu");
    }

    [Fact]
    public async Task Begin_HourComeOnTwoPrograms_MakesOneJobAndAfterAStandstillStillTheSameDay()
    {
        var (_, unit) = await GivenAsync("Đến Giờ");
        using var focal = await PersonAsync(Role.FocalPoint, unit);
        app.Clock.MoveTo(D("2026-04-07"));
        using var administrator = await app.SignInAsync(Role.Administrator);
        // At noon: an hour that has not come.
        await SetHourAsync("15");
        await BeginAsync();
        (await JobsAsync()).ShouldBe(0);
        await SetHourAsync("8");
        await Task.WhenAll(BeginAsync(), BeginAsync());
        await BeginAsync();

        (await JobsAsync()).ShouldBe(1);
        await app.RunJobsAsync();
        (await ToldAsync(focal)).ShouldHaveSingleItem().Day.ShouldBe(D("2026-04-07"));
        (await administrator.OpenAsync("/rules/digest")).Text("main").ShouldContain("Đổi giờ gửi bản tổng hợp việc");
        (await administrator.OpenAsync("/jobs")).Text("main").ShouldContain("Bắt đầu gửi bản tổng hợp việc");
        // A run that comes after midnight leaves the day alone.
        app.Clock.MoveTo(D("2026-04-08"));
        await app.InScopeAsync(s => s.GetRequiredService<MakeDigests>().RunAsync(new MakeDigestsPayload(D("2026-04-07")), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
        (await ToldAsync(focal)).Count.ShouldBe(1);

        async Task SetHourAsync(string hour) => (await administrator.SubmitAsync(await administrator.OpenAsync("/rules/digest"), "#luu", new() { ["Hour"] = hour, ["Reason"] = "Theo giờ làm việc." })).Status.ShouldBe(HttpStatusCode.Redirect);

        Task BeginAsync() => app.InScopeAsync(s => s.GetRequiredService<BeginDigests>().RunAsync(null, new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default), 0);

        Task<int> JobsAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().CountAsync(j => j.Key == "digest.make:99:2026-04-07"));
    }
}
