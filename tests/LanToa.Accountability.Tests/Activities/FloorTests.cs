using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Standing work: what the unit asks of itself, the last sign of life, and closing a period that nothing proves.</summary>
public sealed class FloorTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Floor = "#muc-tu-dat", Act = "main form[method=post]";

    [Fact]
    public async Task Floor_SetByTheUnit_CountsInOpenPeriodsAndAShortfallNeedsAWord()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên tuyên truyền trên trang thông tin", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Culture.Id]));
        var periods = await app.OccurrencesAsync(plan.Id);
        var (second, third) = (periods.Single(o => o.PeriodKey == "2026-Q2"), periods.Single(o => o.PeriodKey == "2026-Q3"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var duty = $"/obligations/duty/{third.ObligationId}";
        using (var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance)) (await stranger.GetAsync(duty)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        var page = await focal.OpenAsync(duty);
        page.Text("main").ShouldContain("Chưa ghi hoạt động nào");
        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "5000" })).Text(".lt-errors").ShouldContain("từ 1 đến 1.000");

        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "2" })).Location.ShouldBe(duty);
        // An older form of the same page overwrites nothing.
        (await focal.SubmitAsync(page, Floor, new() { ["Floor"] = "7" })).Text(".lt-errors").ShouldContain("người khác đã thay đổi");

        ((await app.OccurrenceAsync(second.Id)).OwnFloor, (await app.OccurrenceAsync(third.Id)).OwnFloor, (await app.OccurrenceAsync(third.Id)).Target).ShouldBe((null, 2, null));
        await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={third.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.Link"] = "https://tin.gov.vn/mot", ["Input.Claims"] = "false" });
        (await focal.OpenAsync(duty)).Text("main").ShouldContain("20/08/2026");
        (await focal.OpenAsync($"/obligations/{third.Id}")).Text("main").ShouldContain("1/2");
        (await focal.OpenAsync($"/obligations/{second.Id}")).Text("main").ShouldContain("Kỳ này chưa ghi hoạt động nào; ở các kỳ khác gần nhất là 20/08/2026");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("Mới được 1/2 so với mức đơn vị tự đặt");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "Trang thông tin bảo trì." })).Location.ShouldNotBeNull();
        var claimed = await app.OccurrenceAsync(third.Id);
        (claimed.Progress, claimed.OwnFloor, claimed.ConfirmedOn).ShouldBe((1, 2, null));
    }

    [Fact]
    public async Task Log_OfAProductThatTheTaskDoesNotAskFor_DoesNotReportItAsDone()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Phát thanh về dịch vụ công", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var period = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanTask>().SingleAsync(t => t.PlanId == plan.Id)).Products = [new TaskProduct("broadcast", null, "buổi phát thanh")];
            await db.SaveChangesAsync();
        });
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);

        var news = await focal.OpenAsync((await LogAsync("news")).Location!);
        news.Text().ShouldContain("chưa báo hoàn thành quý III/2026 vì việc này cần");
        // No number is asked for: it is not said that something is no part of it.
        news.Text("main").ShouldContain("khác sản phẩm việc yêu cầu");
        news.Text("main").ShouldNotContain("số lượng: khác sản phẩm");
        (await focal.OpenAsync($"/obligations/{period.Id}")).Text("main").ShouldContain("· khác sản phẩm việc yêu cầu");
        (await app.OccurrenceAsync(period.Id)).ClaimedOn.ShouldBeNull();
        (await focal.OpenAsync((await LogAsync("broadcast")).Location!)).Text().ShouldContain("đã báo hoàn thành quý III/2026");
        (await app.OccurrenceAsync(period.Id)).ClaimedOn.ShouldNotBeNull();

        async Task<TestPage> LogAsync(string form) => await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={period.Id}"), "main form[enctype]", new() { ["Input.Form"] = form, ["Input.Title"] = "Một buổi", ["Input.Link"] = "https://tin.gov.vn/buoi", ["Input.Claims"] = "true" });
    }

    [Fact]
    public async Task Log_OfAnotherProductThanACountedTaskAsksFor_IsNoPartOfItsNumber()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Phát thanh về thủ tục hành chính", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 2 }, [app.Finance.Id]));
        var period = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<PlanTask>().SingleAsync(t => t.PlanId == plan.Id)).Products = [new TaskProduct("broadcast", 2, "buổi phát thanh")];
            await db.SaveChangesAsync();
        });
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);

        var meeting = await focal.OpenAsync((await LogAsync("event")).Location!);
        meeting.Text().ShouldContain("hoạt động này không tính vào số lượng");
        meeting.Text("main").ShouldContain("không tính vào số lượng: khác sản phẩm việc yêu cầu");
        (await app.OccurrenceAsync(period.Id)).Progress.ShouldBe(0);
        using (var officer = await app.SignInAsync(Role.Officer)) (await officer.OpenAsync($"/obligations/{period.Id}")).Text("main").ShouldContain("1 hội nghị, hội thảo, tọa đàm · không tính vào số lượng: khác sản phẩm việc yêu cầu");

        // One broadcast is one of the two: the period is not reported by it.
        (await LogAsync("broadcast")).Location.ShouldNotBeNull();
        var half = await app.OccurrenceAsync(period.Id);
        (half.Progress, half.ClaimedOn).ShouldBe((1, null));
        (await LogAsync("broadcast")).Location.ShouldNotBeNull();
        var whole = await app.OccurrenceAsync(period.Id);
        (whole.Progress, whole.ClaimedOn).ShouldBe((2, new DateOnly(2026, 8, 20)));

        async Task<TestPage> LogAsync(string form) => await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={period.Id}"), "main form[enctype]",
            new() { ["Input.Form"] = form, ["Input.Title"] = "Một buổi", ["Input.Link"] = "https://tin.gov.vn/buoi", ["Input.Claims"] = "true", ["Input.NoEvidenceReason"] = "Ảnh ở đơn vị." });
    }

    [Fact]
    public async Task Claim_OfStandingWorkThatNothingProves_NeedsAReasonAndTheSuperiorsYes()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên phổ biến tại giao ban", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        // The duty confirms itself, but not what nothing proves.
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{third.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();

        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("chưa có hoạt động hay tệp nào làm minh chứng");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "Lồng ghép giao ban hằng tuần, không chụp ảnh." })).Location.ShouldNotBeNull();
        var waiting = await app.OccurrenceAsync(third.Id);
        (waiting.ClaimedOn, waiting.ConfirmedOn).ShouldBe((new DateOnly(2026, 8, 20), null));
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{third.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        (await app.OccurrenceAsync(third.Id)).ConfirmedOn.ShouldNotBeNull();
    }

    [Fact]
    public async Task Claim_WhoseLastFileTheSuperiorTakesAway_WaitsAgainAndEverybodyConcernedIsTold()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên nhắc tại giao ban", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{third.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" }, new TestFile("Input.Files", "bien-ban.txt", "Biên bản giao ban"u8.ToArray()))).Location.ShouldNotBeNull();
        (await app.OccurrenceAsync(third.Id)).ConfirmedOn.ShouldBe(new DateOnly(2026, 8, 20));

        var withdrawal = (await officer.OpenAsync($"/obligations/{third.Id}")).Html.QuerySelector($"main a[href^='/obligations/{third.Id}/files/']")!.GetAttribute("href")!;
        (await officer.SubmitAsync(await officer.GetAsync(withdrawal), Act, new() { ["Reason"] = "Biên bản của cuộc khác." })).Location.ShouldBe($"/obligations/{third.Id}");

        (await officer.OpenAsync($"/obligations/{third.Id}")).Text().ShouldContain("Không còn minh chứng nào nên kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận");
        (await app.OccurrenceAsync(third.Id)).StateOn(new DateOnly(2026, 8, 20)).ShouldBe(OccurrenceState.AwaitingConfirmation);
        (await focal.OpenAsync("/notices")).Text("main").ShouldContain("tệp cuối cùng làm minh chứng đã bị gỡ (Biên bản của cuộc khác.)");
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("không còn hoạt động hay tệp nào làm minh chứng");
        (await ProofAsync(focal, third)).ShouldBe(["khiến kỳ không còn minh chứng: Không còn hoạt động hay tệp nào làm minh chứng; kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận"]);

        // What stands for it by the superior's own word lost its last proof, too, where the activities beside the file are proved by nothing.
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{third.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        await LogAsync(focal, third, "20/08/2026", "https://tin.gov.vn/giao-ban");
        (await ProofAsync(focal, third)).ShouldBe(["khiến kỳ lại có minh chứng: có hoạt động làm minh chứng cho kỳ", "khiến kỳ không còn minh chứng: Không còn hoạt động hay tệp nào làm minh chứng; kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận"]);
    }

    [Fact]
    public async Task Confirmed_WhoseLastFileGoesWhileTheActivitiesProveNothing_LosesItsProof()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên phát loa", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var third = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        var evidence = (await focal.OpenAsync(await LogAsync(focal, third, "20/08/2026", "https://tin.gov.vn/loa"))).Html.QuerySelector("main a[href^='/activities/evidence/']")!.GetAttribute("href")!;
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{third.Id}/claim-done"), Act, new() { ["Input.Note"] = "" }, new TestFile("Input.Files", "bien-ban.txt", "Nhật ký phát loa"u8.ToArray()))).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{third.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/reject"), Act, new() { ["Reason"] = "Không mở được." })).Location.ShouldNotBeNull();
        (await ProofAsync(focal, third)).ShouldBeEmpty("the file still proves it");

        var withdrawal = (await officer.OpenAsync($"/obligations/{third.Id}")).Html.QuerySelector($"main a[href^='/obligations/{third.Id}/files/']")!.GetAttribute("href")!;
        (await officer.SubmitAsync(await officer.GetAsync(withdrawal), Act, new() { ["Reason"] = "Nhật ký của xã khác." })).Location.ShouldNotBeNull();

        (await ProofAsync(focal, third)).ShouldBe(["khiến kỳ không còn minh chứng: tệp cuối cùng đã gỡ, minh chứng của các hoạt động còn lại không được chấp nhận hoặc đã hết giá trị"]);
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Thường xuyên phát loa");
        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldNotBeNull();
        (await ProofAsync(focal, third)).Count.ShouldBe(2);
        (await colleague.OpenAsync("/notices?chon=chua-doc")).Text("main").ShouldNotContain("Mất minh chứng: Thường xuyên phát loa");
    }

    private static async Task<string> LogAsync(TestBrowser focal, Occurrence o, string day, string link) =>
        (await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={o.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.HappenedOn"] = day, ["Input.Link"] = link, ["Input.Claims"] = "false" })).Location.ShouldNotBeNull();

    /// <summary>What the history of a period says of its proof, the newest first.</summary>
    private static async Task<IReadOnlyList<string>> ProofAsync(TestBrowser person, Occurrence o) =>
        [.. (await person.OpenAsync($"/obligations/{o.Id}")).Texts(".lt-timeline > li").Where(l => l.Contains("khiến kỳ", StringComparison.Ordinal)).Select(l => l[l.IndexOf("khiến kỳ", StringComparison.Ordinal)..^" 12:00 20/08/2026".Length])];

    [Fact]
    public async Task Claim_WhoseActivityIsTakenBack_WaitsForTheSuperiorAgain()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên đăng tin", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var periods = await app.OccurrencesAsync(plan.Id);
        var (second, third) = (periods.Single(o => o.PeriodKey == "2026-Q2"), periods.Single(o => o.PeriodKey == "2026-Q3"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        async Task<string> LogAsync(Occurrence o, string day) =>
            (await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={o.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.HappenedOn"] = day, ["Input.Link"] = "https://tin.gov.vn/hai", ["Input.Claims"] = "false" })).Location.ShouldNotBeNull();
        async Task ClaimAsync(Occurrence o) => (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldBe($"/obligations/{o.Id}");
        async Task TakeBackAsync(string activity)
        {
            var form = await focal.OpenAsync($"{activity}/withdraw");
            form.Text("main").ShouldContain("cấp trên phải xem và xác nhận");
            (await focal.SubmitAsync(form, Act, new() { ["Reason"] = "Ghi nhầm." })).Location.ShouldBe(activity);
        }

        // One waits already; of the other the unit's own word was enough.
        var one = await LogAsync(second, "10/05/2026");
        await ClaimAsync(second);
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{third.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();
        var other = await LogAsync(third, "20/08/2026");
        await ClaimAsync(third);
        ((await app.OccurrenceAsync(second.Id)).ConfirmedOn, (await app.OccurrenceAsync(third.Id)).ConfirmedOn).ShouldBe((null, new DateOnly(2026, 8, 20)));

        await TakeBackAsync(one);
        await TakeBackAsync(other);

        foreach (var period in new[] { second, third })
        {
            var waiting = await app.OccurrenceAsync(period.Id);
            (waiting.StateOn(new DateOnly(2026, 8, 20)), waiting.LacksProof).ShouldBe((OccurrenceState.AwaitingConfirmation, true));
            var today = await officer.OpenAsync("/today");
            today.Html.QuerySelector($"a[href='/obligations/{period.Id}/confirm']").ShouldNotBeNull();
            today.Html.QuerySelectorAll($"form[action='/today?handler=Confirm'] input[value='{period.Id}']").ShouldBeEmpty();
        }
        (await officer.OpenAsync("/notices")).Text("main").ShouldContain("không còn hoạt động hay tệp nào làm minh chứng");
        var unproved = await focal.OpenAsync($"/obligations/{third.Id}");
        unproved.Text(".lt-timeline").ShouldContain("khiến kỳ không còn minh chứng");
        unproved.Text(".lt-timeline").ShouldContain("trở lại chờ cấp trên xác nhận");
        unproved.Text(".lt-facts").ShouldContain("Không có hoạt động hay tệp nào làm minh chứng; cấp trên xem rồi mới xác nhận");
        var confirm = await officer.OpenAsync($"/obligations/{third.Id}/confirm");
        confirm.Text(".lt-note--due-soon").ShouldContain("Không có hoạt động hay tệp nào làm minh chứng");
        (await officer.SubmitAsync(confirm, Act)).Location.ShouldNotBeNull();

        // What the superior confirmed stays confirmed.
        await TakeBackAsync(await LogAsync(third, "19/08/2026"));
        (await app.OccurrenceAsync(third.Id)).ConfirmedOn.ShouldBe(new DateOnly(2026, 8, 20));
        // Who confirmed it is told; until something proves it again.
        (await officer.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Thường xuyên đăng tin");
        await LogAsync(third, "18/08/2026");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AnyAsync(n => n.Key == $"occurrence.unproved:{third.Id}" && n.ReadAt == null))).ShouldBeFalse();
        // The history says each loss and each return, whatever was read of them: the first result's, and the confirmed one's.
        var again = await LogAsync(third, "17/08/2026");
        await TakeBackAsync(again);
        await TakeAllBackAsync();
        (await officer.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Thường xuyên đăng tin");
        (await officer.SubmitAsync(await officer.GetAsync("/notices"), "main form:has(input[name=until])")).Location.ShouldNotBeNull();
        await LogAsync(third, "16/08/2026");
        (await ProofAsync(focal, third)).Select(l => l[..(l.IndexOf("minh chứng", StringComparison.Ordinal) - 1)]).ShouldBe(["khiến kỳ lại có", "khiến kỳ không còn", "khiến kỳ lại có", "khiến kỳ không còn", "khiến kỳ lại có", "khiến kỳ không còn"]);

        async Task TakeAllBackAsync()
        {
            foreach (var activity in (await focal.OpenAsync($"/obligations/{third.Id}")).Html.QuerySelectorAll("main a[href^='/activities/']").Select(a => a.GetAttribute("href")!).Where(h => Guid.TryParse(h["/activities/".Length..], out _)).Distinct().ToList())
                if ((await focal.GetAsync($"{activity}/withdraw")).Html.QuerySelector(Act) is not null) await TakeBackAsync(activity);
        }
    }

    [Fact]
    public async Task Confirmed_WhoseEvidenceIsRefused_IsToldOnceInTheBellAndTheDigest()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Thường xuyên nhắn tin cho người dân", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var period = (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        async Task<string> LogAsync(string link)
        {
            var activity = (await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={period.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin nhắn", ["Input.HappenedOn"] = "20/08/2026", ["Input.Link"] = link, ["Input.Claims"] = "false" })).Location.ShouldNotBeNull();
            return (await focal.OpenAsync(activity)).Html.QuerySelector("main a[href^='/activities/evidence/']")!.GetAttribute("href")!;
        }
        async Task RefuseAsync(string evidence) => (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/reject"), Act, new() { ["Reason"] = "Không mở được." })).Location.ShouldNotBeNull();
        var (one, other) = (await LogAsync("https://tin.gov.vn/tin-nhan-1"), await LogAsync("https://tin.gov.vn/tin-nhan-2"));
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{period.Id}/confirm"), Act)).Location.ShouldNotBeNull();

        await RefuseAsync(one);
        (await ToldAsync()).ShouldBeEmpty("the other activity is still proved");
        await RefuseAsync(other);

        var told = await ToldAsync();
        new[] { focal, colleague, officer }.Select(p => told.Count(t => t == p.AccountId)).ShouldBe([1, 1, 0]);
        (await app.OccurrenceAsync(period.Id)).ConfirmedOn.ShouldNotBeNull();
        var page = await colleague.OpenAsync("/notices");
        page.Text("main").ShouldContain("đã xác nhận, nay minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị");
        const string LostToRefusal = "khiến kỳ không còn minh chứng: minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị", Again = "khiến kỳ lại có minh chứng: minh chứng của hoạt động lại có giá trị";
        (await ProofAsync(colleague, period)).ShouldBe([LostToRefusal]);
        // Proved again: nobody needs to look; until the unit dates it so that it proves the day no more, and until new work is proved.
        (await colleague.SubmitAsync(await colleague.GetAsync($"{other}/accept"), Act)).Location.ShouldNotBeNull();
        (await UnreadAsync()).ShouldBe(0);
        (await ProofAsync(colleague, period)).ShouldBe([Again, LostToRefusal]);
        (await DateAsync(other, "19/08/2026")).Location.ShouldNotBeNull();
        (await UnreadAsync()).ShouldBeGreaterThan(0);
        var again = await LogAsync("https://tin.gov.vn/tin-nhan-3");
        (await UnreadAsync()).ShouldBe(0);
        (await ProofAsync(colleague, period)).ShouldBe(["khiến kỳ lại có minh chứng: có hoạt động làm minh chứng cho kỳ", LostToRefusal, Again, LostToRefusal]);
        (await DateAsync(again, "19/08/2026")).Location.ShouldNotBeNull();
        (await UnreadAsync()).ShouldBeGreaterThan(0);
        (await ProofAsync(colleague, period)).Count.ShouldBe(5);

        (await DigestAsync(21)).ShouldBe(1);
        // Saturday and Sunday are quiet; on Monday it has been said.
        (await DigestAsync(24)).ShouldBe(0);

        // Confirmed no more.
        using var later = await app.SignInAsync(Role.Officer);
        (await later.SubmitAsync(await later.GetAsync($"/obligations/{period.Id}/reopen"), Act, new() { ["Input.Reason"] = "Làm lại." })).Location.ShouldNotBeNull();
        (await UnreadAsync()).ShouldBe(0);

        async Task<TestPage> DateAsync(string evidence, string day) => await focal.SubmitAsync(await focal.GetAsync($"{evidence}/edit"), "main form[enctype]", new() { ["Input.EffectiveOn"] = day, ["Input.ExpiresOn"] = day });

        Task<int> UnreadAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.Key == $"occurrence.unproved:{period.Id}" && n.ReadAt == null));

        Task<List<Guid>> ToldAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.Key == $"occurrence.unproved:{period.Id}").Select(n => n.AccountId).ToListAsync());

        async Task<int> DigestAsync(int day)
        {
            var on = new DateOnly(2026, 8, day);
            app.Clock.MoveTo(on);
            await app.InScopeAsync(s => s.GetRequiredService<MakeDigests>().RunAsync(new MakeDigestsPayload(on), new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default));
            return await app.InScopeAsync(async s => (await s.GetRequiredService<LanToaDb>().Set<Digest>().AsNoTracking().FirstOrDefaultAsync(d => d.AccountId == colleague.AccountId && d.Day == on))?.Content.CountOf(DigestPart.Unproved) ?? 0);
        }
    }

    [Fact]
    public async Task Claim_WhoseOnlyActivityTheSuperiorReturns_StandsAgainWhenItIsCorrected()
    {
        app.Clock.MoveTo(new DateOnly(2026, 8, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Đăng tin về dịch vụ công", new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        var periods = await app.OccurrencesAsync(plan.Id);
        var (second, third) = (periods.Single(o => o.PeriodKey == "2026-Q2"), periods.Single(o => o.PeriodKey == "2026-Q3"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        async Task ConfirmsItselfAsync(bool itself) =>
            (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{third.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = itself ? "True" : "False", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();
        async Task<string> ReturnedAsync(Occurrence o, string day)
        {
            var activity = (await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={o.Id}"), "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.HappenedOn"] = day, ["Input.Link"] = "https://tin.gov.vn/ba", ["Input.Claims"] = "false" })).Location.ShouldNotBeNull();
            (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
            (await officer.SubmitAsync(await officer.GetAsync($"{activity}/return"), Act, new() { ["Reason"] = "Đường dẫn không mở được." })).Location.ShouldBe(activity);
            (await app.OccurrenceAsync(o.Id)).StateOn(new DateOnly(2026, 8, 20)).ShouldBe(OccurrenceState.AwaitingConfirmation);
            return activity;
        }
        async Task CorrectAsync(string activity) => (await focal.SubmitAsync(await focal.GetAsync($"{activity}/edit"), "main form[enctype]", new() { ["Input.Link"] = "https://tin.gov.vn/bon" })).Location.ShouldBe(activity);
        await ConfirmsItselfAsync(true);
        var (one, other) = (await ReturnedAsync(third, "20/08/2026"), await ReturnedAsync(second, "10/05/2026"));

        await CorrectAsync(one);

        var stands = await app.OccurrenceAsync(third.Id);
        (stands.ConfirmedOn, stands.DoneOn, stands.Unproved).ShouldBe((new DateOnly(2026, 8, 20), new DateOnly(2026, 8, 20), false));
        (await focal.OpenAsync($"/obligations/{third.Id}")).Text(".lt-timeline").ShouldContain("khiến kỳ lại có minh chứng");
        (await officer.OpenAsync("/today")).Html.QuerySelector($"a[href='/obligations/{third.Id}/confirm']").ShouldBeNull();
        // Where the superior has confirmed every result since, this one waits too.
        await ConfirmsItselfAsync(false);
        await CorrectAsync(other);
        (await app.OccurrenceAsync(second.Id)).ConfirmedOn.ShouldBeNull();
    }
}
