using System.Net;
using LanToa.Accountability.Activities;
using LanToa.Contracts.Activities;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>What a superior confirmed and nothing proves any more is told, once, whichever way the proof went; and no longer when something proves it again.</summary>
public sealed class ProofTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Act = "main form[method=post]", Form = "main form[enctype]";

    private static readonly DateOnly Today = new(2026, 8, 20);

    [Fact]
    public async Task Evidence_UsedAgainAtTheActivity_ProvesThePeriodAgain()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Nhắn tin cho người dân");
        var (activity, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/mot");
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, evidence);
        (await UnreadAsync(period)).ShouldBeGreaterThan(0);
        var (_, other) = await LogAsync(focal, null, "https://tin.gov.vn/khac");

        (await focal.SubmitAsync(await focal.GetAsync($"{activity}/evidence"), "main form:has(table)", new() { ["Chosen"] = other[^36..] })).Location.ShouldBe(activity);

        (await UnreadAsync(period)).ShouldBe(0);
    }

    [Fact]
    public async Task Evidence_ThatWasRefusedAndIsCorrected_ProvesNothingUntilSomebodyAcceptsIt()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Dán tờ rơi ở trụ sở");
        var (activity, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/to-roi");
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, evidence);
        var told = await UnreadAsync(period);
        told.ShouldBeGreaterThan(0);

        // A comma, another address, the activity corrected beside it.
        (await EditAsync(focal, evidence, new() { ["Input.Title"] = "Tờ rơi, ở trụ sở" })).Location.ShouldBe(evidence);
        (await UnreadAsync(period)).ShouldBe(told);
        (await EditAsync(focal, evidence, new() { ["Input.Link"] = "https://tin.gov.vn/to-roi-2", ["Input.Note"] = "Đường dẫn mới." })).Location.ShouldBe(evidence);
        (await focal.SubmitAsync(await focal.GetAsync($"{activity}/edit"), Form, new() { ["Input.Title"] = "Dán tờ rơi ở trụ sở xã" })).Location.ShouldBe(activity);
        (await UnreadAsync(period)).ShouldBe(told);

        var page = await officer.OpenAsync(evidence);
        page.Text("main").ShouldContain("Chờ xem lại");
        page.Text("main").ShouldContain("Trước đó không được chấp nhận: Không mở được.");
        page.Text(".lt-timeline").ShouldContain("Không được chấp nhận → Chờ xem lại");
        // Nor by what proves until a day, nor for another activity.
        (await focal.GetAsync($"{evidence}/expire")).Text("main").ShouldContain("đang chờ xem lại");
        var (next, _) = await LogAsync(focal, null, "https://tin.gov.vn/khac");
        (await focal.OpenAsync($"{next}/evidence")).Text("main").ShouldNotContain("Tờ rơi, ở trụ sở");
        var again = await focal.SubmitAsync(await focal.GetAsync("/activities/log"), Form, new() { ["Input.Form"] = "news", ["Input.Title"] = "Dùng lại", ["Input.HappenedOn"] = "20/08/2026", ["Input.Reused"] = evidence[^36..] });
        again.Text(".lt-errors").ShouldContain("chưa được xem lại");

        // Refused again, corrected again, accepted with its activity.
        await RefuseAsync(officer, evidence);
        (await EditAsync(focal, evidence, new() { ["Input.Link"] = "https://tin.gov.vn/to-roi-3" })).Location.ShouldBe(evidence);
        (await UnreadAsync(period)).ShouldBe(told);
        (await officer.SubmitAsync(await officer.GetAsync($"{activity}/accept"), Act)).Location.ShouldBe(activity);
        (await UnreadAsync(period)).ShouldBe(0);
        (await officer.OpenAsync(evidence)).Text(".lt-note").ShouldNotContain("Không mở được");
    }

    [Fact]
    public async Task Evidence_ThatWasRefusedAndIsCorrected_ProvesAgainWhenItIsAcceptedByItself()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Phát thanh trên xe");
        var (_, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/xe");
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, evidence);
        (await EditAsync(focal, evidence, new() { ["Input.Link"] = "https://tin.gov.vn/xe-2" })).Location.ShouldBe(evidence);
        (await UnreadAsync(period)).ShouldBeGreaterThan(0);

        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldBe(evidence);

        (await UnreadAsync(period)).ShouldBe(0);
    }

    [Fact]
    public async Task Evidence_ThatWasRefusedAndIsCorrected_IsNotAcceptedWithItsActivityFromAList()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var (activity, evidence) = await LogAsync(focal, null, "https://tin.gov.vn/danh-sach");
        var list = await officer.OpenAsync("/activities?state=recorded");
        list.Html.QuerySelectorAll("input[name=ids]").Select(i => i.GetAttribute("value")![..36]).ShouldContain(activity[^36..]);
        await RefuseAsync(officer, evidence);
        (await EditAsync(focal, evidence, new() { ["Input.Title"] = "Tin đã sửa" })).Location.ShouldBe(evidence);
        var chosen = list.Html.QuerySelectorAll("input[name=ids]").Select(i => i.GetAttribute("value")!).Single(v => v.StartsWith(activity[^36..], StringComparison.Ordinal));
        (await officer.OpenAsync("/activities?state=recorded")).Html.QuerySelector($"input[name=ids][value^='{activity[^36..]}']").ShouldBeNull();

        var fields = TestBrowser.FieldsOf((AngleSharp.Html.Dom.IHtmlFormElement)list.Html.QuerySelector(Act)!).Where(f => f.Key != "ids");
        var answer = await officer.SendAsync(list.Address, [.. fields, new("ids", chosen)]);

        (await officer.OpenAsync(answer.Location!)).Text().ShouldContain("Để lại “Một tin”: có minh chứng từng không được chấp nhận, đơn vị đã sửa.");
        var page = await officer.GetAsync($"{activity}/accept");
        page.Text(".lt-note").ShouldContain("Xem lại minh chứng “Tin đã sửa”");
        page.Text(".lt-note").ShouldContain("Trước đó không được chấp nhận: Không mở được.");
        (await officer.OpenAsync($"{evidence}/accept")).Text("main").ShouldContain("Chờ xem lại");
        (await officer.SubmitAsync(page, Act)).Location.ShouldBe(activity);
    }

    [Fact]
    public async Task Evidence_CorrectedByADeputy_IsNotAcceptedByThemInThePlaceOfTheSuperior()
    {
        app.Clock.MoveTo(Today);
        var owner = await app.AddPersonAsync(Role.Officer);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var deputy = await app.SignInAsync(Role.FocalPoint, app.Finance);
        var (activity, evidence) = await LogAsync(focal, null, "https://tin.gov.vn/thay");
        await RefuseAsync(officer, evidence);
        (await EditAsync(deputy, evidence, new() { ["Input.Title"] = "Tin đã sửa" })).Location.ShouldBe(evidence);
        var lent = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var lent = new Delegation { MembershipId = await db.Set<Membership>().Where(m => m.AccountId == owner.Id).Select(m => m.Id).SingleAsync(), FromId = owner.Id, ToId = deputy.AccountId, ValidFrom = Today, ValidTo = Today.AddDays(9), CreatedAt = app.Clock.GetUtcNow() };
            db.Add(lent);
            await db.SaveChangesAsync();
            return lent;
        });
        deputy.Cookies.Add(app.Address, new Cookie(ActorMiddleware.UnitCookie, lent.Id.ToString()));

        (await deputy.OpenAsync($"{activity}/accept")).Text("main").ShouldContain("Minh chứng “Tin đã sửa” do chính bạn đưa lên hoặc đã sửa nên không chấp nhận thay được");
        (await deputy.OpenAsync($"{evidence}/accept")).Text("main").ShouldContain("do chính bạn đưa lên hoặc đã sửa");
        // Whoever else stands in for them may.
        (await officer.SubmitAsync(await officer.GetAsync($"{activity}/accept"), Act)).Location.ShouldBe(activity);
    }

    [Fact]
    public async Task Evidence_OfTwoActivities_AcceptedWithOneOfThem_ProvesThePeriodOfTheOther()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var (period, other) = (await PeriodAsync("Phát tờ gấp"), await PeriodAsync("Gửi tờ gấp đến thôn"));
        var (activity, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/to-gap");
        (await focal.SubmitAsync(await focal.GetAsync($"/activities/log?duty={other.Id}"), Form, new() { ["Input.Form"] = "news", ["Input.Title"] = "Gửi tờ gấp", ["Input.HappenedOn"] = "20/08/2026", ["Input.Reused"] = evidence[^36..], ["Input.Claims"] = "false" })).Location.ShouldNotBeNull();
        foreach (var o in new[] { period, other }) await ConfirmAsync(focal, officer, o);
        await RefuseAsync(officer, evidence);
        (await EditAsync(focal, evidence, new() { ["Input.Link"] = "https://tin.gov.vn/to-gap-2" })).Location.ShouldBe(evidence);
        foreach (var o in new[] { period, other }) (await UnreadAsync(o)).ShouldBeGreaterThan(0);

        (await officer.SubmitAsync(await officer.GetAsync($"{activity}/accept"), Act)).Location.ShouldBe(activity);

        foreach (var o in new[] { period, other }) (await UnreadAsync(o)).ShouldBe(0);
    }

    [Fact]
    public async Task Proved_InTheDatabase_IsWhatTheEvidenceSays()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        var period = await PeriodAsync("Viết bài");
        var (_, link) = await LogAsync(focal, period, "https://tin.gov.vn/bai");
        var id = Guid.Parse(link[^36..]);
        foreach (var state in Enum.GetValues<EvidenceState>())
            foreach (var expires in new DateOnly?[] { null, Today.AddDays(-1), Today })
                foreach (var reason in new[] { null, "Không mở được." })
                {
                    var (says, reads) = await app.InScopeAsync(async s =>
                    {
                        var evidence = s.GetRequiredService<LanToaDb>().Set<Evidence>();
                        await evidence.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.State, state).SetProperty(e => e.ExpiresOn, expires).SetProperty(e => e.DecisionReason, reason));
                        return ((await evidence.AsNoTracking().SingleAsync(e => e.Id == id)).Proves(Today), (await s.GetRequiredService<IActivityCounts>().ProvedAsync([period.Id])).Contains(period.Id));
                    });
                    reads.ShouldBe(says, $"{state}, {expires}, {reason}");
                }
    }

    [Fact]
    public async Task Activity_CorrectedSoThatItsEvidenceProvesItNoMore_IsNotTaken()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Treo băng rôn");
        var (activity, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/bang-ron", "18/08/2026");
        (await EditAsync(focal, evidence, new() { ["Input.ExpiresOn"] = "18/08/2026" })).Location.ShouldBe(evidence);
        await ConfirmAsync(focal, officer, period);

        (await CorrectAsync(new() { ["Input.HappenedOn"] = "19/08/2026" })).Text(".lt-errors").ShouldContain("Hãy thêm, hoặc ghi vì sao không có");
        (await CorrectAsync(new() { ["Input.NoEvidenceReason"] = "Băng rôn đã gỡ." })).Location.ShouldBe(activity);
        await RefuseAsync(officer, evidence);
        (await UnreadAsync(period)).ShouldBe(0, "the reason stands");
        (await CorrectAsync(new() { ["Input.NoEvidenceReason"] = "" })).Text(".lt-errors").ShouldContain("Hãy thêm, hoặc ghi vì sao không có");
        (await CorrectAsync(new() { ["Input.NoEvidenceReason"] = "", ["Input.Link"] = "https://tin.gov.vn/bang-ron-2" })).Location.ShouldBe(activity);

        async Task<TestPage> CorrectAsync(Dictionary<string, string> said) => await focal.SubmitAsync(await focal.GetAsync($"{activity}/edit"), Form, said);
    }

    [Fact]
    public async Task Confirmed_WhoseProvedActivityGoesWhileTheOtherProvesNothing_IsToldOnce()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Đăng tin lên nhóm dân cư");
        var ((proved, _), (other, refused)) = (await LogAsync(focal, period, "https://tin.gov.vn/nhom"), await LogAsync(focal, period, "https://tin.gov.vn/nhom-2"));
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, refused);
        (await UnreadAsync(period)).ShouldBe(0, "the other activity proves it");

        (await focal.SubmitAsync(await focal.GetAsync($"{proved}/withdraw"), Act, new() { ["Reason"] = "Ghi nhầm." })).Location.ShouldBe(proved);

        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("đã xác nhận, nay minh chứng của các hoạt động còn lại không được chấp nhận hoặc đã hết giá trị");
        (await focal.OpenAsync($"/obligations/{period.Id}")).Text(".lt-timeline").ShouldContain("minh chứng của các hoạt động còn lại không được chấp nhận hoặc đã hết giá trị");
        // Read; the last of it goes, and comes back with evidence; and goes again.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().Where(n => n.Key == $"occurrence.unproved:{period.Id}").ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, x => x.At)));
        (await officer.SubmitAsync(await officer.GetAsync($"{other}/return"), Act, new() { ["Reason"] = "Không mở được." })).Location.ShouldBe(other);
        (await UnreadAsync(period)).ShouldBe(0, "it was told");
        (await focal.SubmitAsync(await focal.GetAsync($"{other}/edit"), Form, new() { ["Input.Link"] = "https://tin.gov.vn/nhom-3" })).Location.ShouldBe(other);
        (await UnreadAsync(period)).ShouldBe(0);
        (await officer.SubmitAsync(await officer.GetAsync($"{other}/return"), Act, new() { ["Reason"] = "Vẫn không mở được." })).Location.ShouldBe(other);
        (await UnreadAsync(period)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task SelfConfirmed_WhoseEvidenceIsRefused_WaitsForTheSuperiorUntilSomethingProvesItAgain()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Treo băng rôn ở chợ");
        await ConfirmsItselfAsync(officer, period);
        var (activity, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/bang-ron");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
        (await app.OccurrenceAsync(period.Id)).ConfirmedOn.ShouldBe(Today);

        await RefuseAsync(officer, evidence);

        await WaitsAsync();
        var page = await focal.OpenAsync($"/obligations/{period.Id}");
        page.Text(".lt-timeline").ShouldContain("khiến kỳ không còn minh chứng Thiếu minh chứng: không → có");
        page.Text(".lt-timeline").ShouldContain("minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị; kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận");
        page.Text(".lt-facts").ShouldContain("Minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị; cấp trên xem rồi mới xác nhận");
        (await focal.OpenAsync("/notices")).Text("main").ShouldContain("Trở lại chờ xác nhận: Treo băng rôn ở chợ");
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Chờ xác nhận: Treo băng rôn ở chợ");
        var today = await officer.OpenAsync("/today");
        today.Html.QuerySelector($"a[href='/obligations/{period.Id}/confirm']").ShouldNotBeNull();
        today.Html.QuerySelectorAll($"form[action='/today?handler=Confirm'] input[value='{period.Id}']").ShouldBeEmpty("not unseen");
        (await officer.OpenAsync($"/obligations/{period.Id}/confirm")).Text(".lt-note--due-soon").ShouldContain("Minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị.");

        // Neither a correction of the piece nor a word changed in the activity makes it stand; a yes to the piece does.
        (await EditAsync(focal, evidence, new() { ["Input.Link"] = "https://tin.gov.vn/bang-ron-2" })).Location.ShouldBe(evidence);
        await WaitsAsync();
        (await focal.SubmitAsync(await focal.GetAsync($"{activity}/edit"), Form, new() { ["Input.Title"] = "Treo băng rôn ở chợ huyện" })).Location.ShouldBe(activity);
        await WaitsAsync();
        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldBe(evidence);
        await StandsAsync();
        (await UnreadAsync(period)).ShouldBe(0);
        (await focal.OpenAsync($"/obligations/{period.Id}")).Text(".lt-timeline").ShouldContain("Kỳ lại có minh chứng; kết quả đơn vị tự xác nhận được tính lại");

        // Lost again, found again by new work; lost with that, too.
        await RefuseAsync(officer, evidence);
        await WaitsAsync();
        var (_, other) = await LogAsync(focal, period, "https://tin.gov.vn/bang-ron-3");
        await StandsAsync();
        await RefuseAsync(officer, other);
        await WaitsAsync();

        // The superior's yes stands whatever becomes of the proof.
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{period.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        (await UnreadAsync(period)).ShouldBe(0);
        (await officer.SubmitAsync(await officer.GetAsync($"{other}/accept"), Act)).Location.ShouldBe(other);
        await RefuseAsync(officer, other);
        (await app.OccurrenceAsync(period.Id)).ConfirmedOn.ShouldBe(Today);
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Treo băng rôn ở chợ");

        async Task WaitsAsync()
        {
            var waiting = await app.OccurrenceAsync(period.Id);
            (waiting.StateOn(Today), waiting.ConfirmedOn, waiting.Unproved).ShouldBe((OccurrenceState.AwaitingConfirmation, null, true));
        }

        async Task StandsAsync()
        {
            var stands = await app.OccurrenceAsync(period.Id);
            (stands.ConfirmedOn, stands.ConfirmedByName, stands.Unproved).ShouldBe((Today, null, false));
        }
    }

    [Fact]
    public async Task SelfConfirmed_WhoseEvidenceIsRefusedAndIsSentBack_StaysSentBack_AndIsNotClosedByRefusedEvidence()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Phát thanh ở chợ");
        await ConfirmsItselfAsync(officer, period);
        var (_, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/cho");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
        await RefuseAsync(officer, evidence);

        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{period.Id}/return"), Act, new() { ["Input.Reason"] = "Bổ sung minh chứng." })).Location.ShouldNotBeNull();
        // What was refused proves nothing when it is claimed anew: a reason, and the superior's yes.
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Text(".lt-errors").ShouldContain("chưa có hoạt động hay tệp nào làm minh chứng");
        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldBe(evidence);
        (await app.OccurrenceAsync(period.Id)).StateOn(Today).ShouldBe(OccurrenceState.Returned);
        await RefuseAsync(officer, evidence);
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "Đường dẫn đã gỡ." })).Location.ShouldNotBeNull();
        (await app.OccurrenceAsync(period.Id)).StateOn(Today).ShouldBe(OccurrenceState.AwaitingConfirmation);

        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldBe(evidence);
        ((await app.OccurrenceAsync(period.Id)).ConfirmedOn, (await app.OccurrenceAsync(period.Id)).Unproved).ShouldBe((Today, false));
    }

    [Fact]
    public async Task Confirmed_WhoseLastPieceThatProvesIsTakenOff_IsTold()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Chiếu phim ở nhà văn hóa");
        var (activity, refused) = await LogAsync(focal, period, "https://tin.gov.vn/chieu-phim");
        var (_, other) = await LogAsync(focal, null, "https://tin.gov.vn/chieu-phim-2");
        (await focal.SubmitAsync(await focal.GetAsync($"{activity}/evidence"), "main form:has(table)", new() { ["Chosen"] = other[^36..] })).Location.ShouldBe(activity);
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, refused);
        (await EditAsync(focal, refused, new() { ["Input.Title"] = "Phim đã sửa" })).Location.ShouldBe(refused);
        (await UnreadAsync(period)).ShouldBe(0, "the other piece proves it");

        (await focal.SubmitAsync(await focal.GetAsync($"{activity}/evidence"), $"main form[action*=Remove]:has(input[value='{other[^36..]}'])")).Location.ShouldBe(activity);

        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Chiếu phim ở nhà văn hóa");
    }

    [Fact]
    public async Task Waiting_WhoseEvidenceIsRefusedBeforeItIsConfirmed_IsSaidToWhoeverConfirms_AndALaterLossIsTold()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        using var colleague = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Nói chuyện ở trường học");
        var (_, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/truong");
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();

        await RefuseAsync(officer, evidence);
        var form = await officer.OpenAsync($"/obligations/{period.Id}/confirm");
        form.Text(".lt-note--due-soon").ShouldContain("Minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị");
        (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/accept"), Act)).Location.ShouldBe(evidence);
        (await app.OccurrenceAsync(period.Id)).Unproved.ShouldBeFalse();
        await RefuseAsync(officer, evidence);
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{period.Id}/confirm"), Act)).Location.ShouldNotBeNull();
        (await UnreadAsync(period)).ShouldBe(0, "whoever confirmed it saw that nothing proves it");

        var (_, again) = await LogAsync(focal, period, "https://tin.gov.vn/truong-2");
        await RefuseAsync(officer, again);
        (await colleague.OpenAsync("/notices")).Text("main").ShouldContain("Mất minh chứng: Nói chuyện ở trường học");
    }

    [Fact]
    public async Task Evidence_UsedAgainWhileItIsRefused_LeavesThePeriodTold()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Chiếu phim lưu động");
        var (_, refused) = await LogAsync(focal, period, "https://tin.gov.vn/phim");
        await ConfirmAsync(focal, officer, period);
        await RefuseAsync(officer, refused);
        var (_, other) = await LogAsync(focal, null, "https://tin.gov.vn/phim-2");
        var (told, refusal, log) = (await UnreadAsync(period), await officer.GetAsync($"{other}/reject"), await focal.GetAsync($"/activities/log?duty={period.Id}"));

        // The officer's refusal has been read and checked, and waits for the row; meanwhile the unit logs work with the same piece.
        await using var holder = await app.InScopeAsync(s => s.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync().AsTask());
        await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(holder, $"SELECT FROM evidence WHERE id = '{other[^36..]}' FOR NO KEY UPDATE");
        var refusing = officer.SubmitAsync(refusal, Act, new() { ["Reason"] = "Không mở được." });
        await WaitersAsync(holder, 1);
        var logging = focal.SubmitAsync(log, Form, new() { ["Input.Form"] = "news", ["Input.Title"] = "Chiếu phim", ["Input.HappenedOn"] = "20/08/2026", ["Input.Reused"] = other[^36..], ["Input.Claims"] = "false" });
        await Task.WhenAny(logging, WaitersAsync(holder, 2));
        await held.CommitAsync(TestContext.Current.CancellationToken);

        (await refusing).Location.ShouldBe(other);
        var logged = await logging;
        logged.Location.ShouldNotBeNull(logged.Text(".lt-errors"));
        (await UnreadAsync(period)).ShouldBe(told);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Claim_WhileItsLastEvidenceIsRefused_IsNotTakenForProved(bool confirmsItself)
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync($"Họp tổ dân phố {confirmsItself}");
        if (confirmsItself) await ConfirmsItselfAsync(officer, period);
        var (_, evidence) = await LogAsync(focal, period, $"https://tin.gov.vn/to-dan-pho-{confirmsItself}");
        var (refusal, claim) = (await officer.GetAsync($"{evidence}/reject"), await focal.GetAsync($"/obligations/{period.Id}/claim-done"));

        // The refusal is written and waits for the period, which is not reported yet; the claim has seen the evidence as it was and waits behind it.
        await using var holder = await app.InScopeAsync(s => s.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync().AsTask());
        await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(holder, $"SELECT FROM occurrence WHERE id = '{period.Id}' FOR UPDATE");
        var refusing = officer.SubmitAsync(refusal, Act, new() { ["Reason"] = "Không mở được." });
        await WaitersAsync(holder, 1);
        var claiming = focal.SubmitAsync(claim, Act, new() { ["Input.Note"] = "" });
        await WaitersAsync(holder, 2);
        await held.CommitAsync(TestContext.Current.CancellationToken);

        (await refusing).Location.ShouldBe(evidence);
        (await claiming).Location.ShouldNotBeNull();
        var now = await app.OccurrenceAsync(period.Id);
        (now.DoneOn, now.ConfirmedOn, now.Unproved).ShouldBe((Today, null, true));
        (await focal.OpenAsync($"/obligations/{period.Id}")).Text(".lt-timeline").ShouldContain("khiến kỳ không còn minh chứng");
        (await officer.OpenAsync($"/obligations/{period.Id}/confirm")).Text(".lt-note--due-soon").ShouldContain("Minh chứng của các hoạt động không được chấp nhận hoặc đã hết giá trị.");
        (await officer.OpenAsync("/notices")).Text("main").ShouldContain($"Chờ xác nhận: Họp tổ dân phố {confirmsItself}");
    }

    [Fact]
    public async Task Waiting_MarkedFromBeforeItWasProved_IsClearedByTheMigrationWhereSomethingProvesIt()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var (proved, refused) = (await PeriodAsync("Kể chuyện ở chợ"), await PeriodAsync("Kể chuyện ở bến xe"));
        foreach (var period in new[] { proved, refused })
        {
            var (_, evidence) = await LogAsync(focal, period, $"https://tin.gov.vn/ke-{period.Id}");
            (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{period.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
            if (period == refused) await RefuseAsync(officer, evidence);
        }
        using var script = new StreamReader(typeof(Activity).Assembly.GetManifestResourceStream(typeof(Activity).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("0098_proved_since.sql", StringComparison.Ordinal)))!);
        var sql = await script.ReadToEndAsync(TestContext.Current.CancellationToken);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<Occurrence>().Where(o => o.Id == proved.Id).ExecuteUpdateAsync(o => o.SetProperty(x => x.Unproved, true));
            await db.Database.ExecuteSqlRawAsync(sql);
        });

        (await app.OccurrenceAsync(proved.Id)).Unproved.ShouldBeFalse();
        (await app.OccurrenceAsync(refused.Id)).Unproved.ShouldBeTrue();
    }

    [Fact]
    public async Task Refusal_ThatBlocksAnotherChangeForGood_IsAskedForAgain()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var officer = await app.SignInAsync(Role.Officer);
        var period = await PeriodAsync("Gửi thư ngỏ");
        var (_, evidence) = await LogAsync(focal, period, "https://tin.gov.vn/thu-ngo");
        await ConfirmAsync(focal, officer, period);
        var form = await officer.GetAsync($"{evidence}/reject");

        await using var holder = await app.InScopeAsync(s => s.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync().AsTask());
        await using var held = await holder.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await RunAsync(holder, $"SELECT FROM occurrence WHERE id = '{period.Id}' FOR UPDATE");
        var refusing = officer.SubmitAsync(form, Act, new() { ["Reason"] = "Không mở được." });
        await WaitersAsync(holder, 1);
        // Whoever has waited for a second looks whether two wait for each other: the refusal is first.
        await RunAsync(holder, $"SELECT FROM evidence WHERE id = '{evidence[^36..]}' FOR UPDATE");
        await held.RollbackAsync(TestContext.Current.CancellationToken);

        (await refusing).Text(".lt-errors").ShouldContain("người khác đã thay đổi minh chứng này");
        (await UnreadAsync(period)).ShouldBe(0);
        await RefuseAsync(officer, evidence);
        (await UnreadAsync(period)).ShouldBeGreaterThan(0);
    }

    private static async Task ConfirmsItselfAsync(TestBrowser officer, Occurrence o) =>
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/duty/{o.ObligationId}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" })).Location.ShouldNotBeNull();

    private async Task<Occurrence> PeriodAsync(string task)
    {
        app.Clock.MoveTo(Today);
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven(task, new DutyRule { Kind = DutyKind.Standing, Every = [PeriodKind.Quarter] }, [app.Finance.Id]));
        return (await app.OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
    }

    /// <summary>Where the activity and its evidence are read.</summary>
    private static async Task<(string Activity, string Evidence)> LogAsync(TestBrowser focal, Occurrence? o, string link, string day = "20/08/2026")
    {
        var answer = await focal.SubmitAsync(await focal.GetAsync(o is null ? "/activities/log" : $"/activities/log?duty={o.Id}"), Form, new() { ["Input.Form"] = "news", ["Input.Title"] = "Một tin", ["Input.HappenedOn"] = day, ["Input.Link"] = link, ["Input.Claims"] = "false" });
        var activity = answer.Location ?? throw new InvalidOperationException(answer.Text(".lt-errors"));
        return (activity, (await focal.OpenAsync(activity)).Html.QuerySelector("main a[href^='/activities/evidence/']")!.GetAttribute("href")!);
    }

    private static async Task ConfirmAsync(TestBrowser focal, TestBrowser officer, Occurrence o)
    {
        (await focal.SubmitAsync(await focal.GetAsync($"/obligations/{o.Id}/claim-done"), Act, new() { ["Input.Note"] = "" })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"/obligations/{o.Id}/confirm"), Act)).Location.ShouldNotBeNull();
    }

    private static async Task RefuseAsync(TestBrowser officer, string evidence) => (await officer.SubmitAsync(await officer.GetAsync($"{evidence}/reject"), Act, new() { ["Reason"] = "Không mở được." })).Location.ShouldBe(evidence);

    private static async Task<TestPage> EditAsync(TestBrowser focal, string evidence, Dictionary<string, string> said) => await focal.SubmitAsync(await focal.GetAsync($"{evidence}/edit"), Form, said);

    private Task<int> UnreadAsync(Occurrence o) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().CountAsync(n => n.Key == $"occurrence.unproved:{o.Id}" && n.ReadAt == null));

    private static async Task<object?> RunAsync(NpgsqlConnection at, string sql)
    {
        await using var command = new NpgsqlCommand(sql, at);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Returns when so many wait for this connection or for each other behind it.</summary>
    private static async Task WaitersAsync(NpgsqlConnection holder, int count)
    {
        for (var i = 0; i < 1200; i++)
        {
            if ((long)(await RunAsync(holder, "SELECT count(DISTINCT w.pid) FROM pg_locks w JOIN pg_locks h ON h.pid = w.pid AND h.locktype = 'relation' JOIN pg_database d ON d.oid = h.database WHERE NOT w.granted AND d.datname = current_database()"))! >= count) return;
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("Nobody waits.");
    }
}
