using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Evidence that is no file of its own: documents, records of other rooms, what is used again; and its versions and states.</summary>
public sealed class EvidenceTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]", Decision = "main form[method=post]";

    private static TestFile Text(string field, string name, string content) => new(field, name, Encoding.UTF8.GetBytes(content));

    private async Task<string> LogAsync(TestBrowser person, string title, Dictionary<string, string>? more = null, TestFile? file = null)
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var said = new Dictionary<string, string> { ["Input.Form"] = "event", ["Input.Title"] = title };
        foreach (var (key, value) in more ?? []) said[key] = value;
        var answer = await person.SubmitAsync(await person.GetAsync("/activities/log"), Form, said, file);
        return answer.Location ?? throw new InvalidOperationException(answer.Text(".lt-errors"));
    }

    private Task<List<(Evidence Evidence, EvidenceVersion Version)>> EvidenceAsync(string activity) => app.InScopeAsync(async s =>
        (await s.GetRequiredService<LanToaDb>().EvidenceOfAsync(Guid.Parse(activity[^36..]), TestContext.Current.CancellationToken)).Select(e => (e.Evidence, e.Version)).ToList());

    /// <summary>The activities at which the page of a piece of evidence says that it is used.</summary>
    private static List<string> Uses(TestPage page) => [.. page.Html.QuerySelectorAll("main li > a").Select(a => a.GetAttribute("href")!).Where(h => h.StartsWith("/activities/", StringComparison.Ordinal) && h.Length == "/activities/".Length + 36)];

    private static async Task<TestPage> ActAsync(TestBrowser person, Guid evidence, string verb, Dictionary<string, string>? said = null) =>
        await person.SubmitAsync(await person.GetAsync($"/activities/evidence/{evidence}/{verb}"), Decision, said);

    [Fact]
    public async Task Document_WithOrWithoutAFile_IsEvidenceOfItsOwnDay()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var document = new Dictionary<string, string> { ["Input.Form"] = "guidance", ["Input.DocumentNumber"] = "12/HD-SVHTT", ["Input.DocumentOn"] = "05/03/2026", ["Input.Signer"] = "Nguyễn Văn An", ["Input.Pointer"] = "trang 3, mục II.1" };

        var logged = await LogAsync(focal, "Hướng dẫn tuyên truyền", document);

        var (evidence, version) = (await EvidenceAsync(logged)).ShouldHaveSingleItem();
        (evidence.Kind, evidence.EffectiveOn, evidence.DocumentWords(), version.AttachmentId).ShouldBe((EvidenceKind.IssuedDocument, new DateOnly(2026, 3, 5), "số 12/HD-SVHTT ngày 05/03/2026, Nguyễn Văn An ký; trang 3, mục II.1", null));
        (await focal.OpenAsync(logged)).Text().ShouldContain($"Minh chứng của hoạt động “{evidence.Title}”", customMessage: "its history tells one piece from another");
        (await focal.OpenAsync(logged)).Text().ShouldContain("Văn bản số 12/HD-SVHTT ngày 05/03/2026, Nguyễn Văn An ký; trang 3, mục II.1");
        var withFile = await LogAsync(focal, "Hướng dẫn có tệp", document, Text("Input.DocumentFile", "hd.txt", "Hướng dẫn"));
        (await EvidenceAsync(withFile)).ShouldHaveSingleItem().Version.FileName.ShouldBe("hd.txt");

        foreach (var (field, value, why) in new[] { ("Input.DocumentNumber", "", "Hãy ghi số, ký hiệu"), ("Input.DocumentOn", "", "Hãy ghi ngày văn bản"), ("Input.DocumentOn", "01/10/2026", "còn ở tương lai") })
            (await focal.SubmitAsync(await focal.GetAsync("/activities/log"), Form, new(document) { ["Input.Title"] = "Sai", [field] = value })).Text(".lt-errors").ShouldContain(why);
    }

    [Fact]
    public async Task Record_OfTheUnit_IsOnePieceForAllItsActivities_AndNoOtherUnits()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var plan = await app.IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven("Rà soát thủ tục niêm yết", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 1 }, [app.Finance.Id]));
        var period = (await app.OccurrencesAsync(plan.Id)).First(o => o.PeriodKey == "2026-Q2").Id;
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<LanToa.Planning.Obligations.Occurrence>().Where(o => o.Id == period).ExecuteUpdateAsync(o => o.SetProperty(x => x.ConfirmedOn, new DateOnly(2026, 7, 1)).SetProperty(x => x.DoneOn, new DateOnly(2026, 6, 28))));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await focal.GetAsync("/activities/log")).Text().ShouldContain("Rà soát thủ tục niêm yết (Quý II/2026, đã xác nhận)", Case.Insensitive);
        var said = new Dictionary<string, string> { ["Input.Form"] = "other", ["Input.Records"] = $"occurrence:{period}" };

        var first = await LogAsync(focal, "Tổng hợp kết quả", said);
        var second = await LogAsync(focal, "Báo cáo lại kết quả", said);

        var (evidence, _) = (await EvidenceAsync(first)).ShouldHaveSingleItem();
        (evidence.Kind, evidence.EffectiveOn, evidence.RecordHref()).ShouldBe((EvidenceKind.SystemRecord, new DateOnly(2026, 6, 28), $"/obligations/{period}"));
        (await EvidenceAsync(second)).ShouldHaveSingleItem().Evidence.Id.ShouldBe(evidence.Id);
        Uses(await focal.OpenAsync($"/activities/evidence/{evidence.Id}")).ShouldBe([first, second], ignoreOrder: true);
        using var other = await app.SignInAsync(Role.FocalPoint, app.Culture);
        (await other.SubmitAsync(await other.GetAsync("/activities/log"), Form, new(said) { ["Input.Title"] = "Của người khác" })).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        (await other.GetAsync($"/activities/evidence/{evidence.Id}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        await using var owner = NpgsqlDataSource.Create(app.Connections.Owner);
        foreach (var reference in LooseAnswers.All) (await reference.CheckAsync(owner, 1)).Missing.Total.ShouldBe(0, reference.Name);
    }

    [Fact]
    public async Task Evidence_UsedAgain_IsNotCopied_AndIsTakenOffWithItsRules()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Commune);
        var first = await LogAsync(focal, "Hội nghị thứ nhất", file: Text("Input.Files", "danh sách chung.txt", "A\nB"));
        var evidence = (await EvidenceAsync(first)).Single().Evidence.Id;
        // On the form itself, and on the activity's page of evidence.
        var second = await LogAsync(focal, "Hội nghị thứ hai", new() { ["Input.Reused"] = evidence.ToString() });
        var third = await LogAsync(focal, "Hội nghị thứ ba", new() { ["Input.NoEvidenceReason"] = "Gửi sau." });
        var page = await focal.GetAsync($"{third}/evidence?q=danh+sach");
        page.Text().ShouldContain("danh sách chung.txt");
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => focal.SubmitAsync(page, "main form:has(table)", new() { ["Chosen"] = evidence.ToString() })));
        answers.ShouldAllBe(a => a.Location == third);

        foreach (var activity in new[] { first, second, third }) (await EvidenceAsync(activity)).ShouldHaveSingleItem().Evidence.Id.ShouldBe(evidence);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<EvidenceVersion>().CountAsync(v => v.EvidenceId == evidence))).ShouldBe(1);
        Uses(await focal.OpenAsync($"/activities/evidence/{evidence}")).ShouldBe([first, second, third], ignoreOrder: true);

        // The second has nothing else and gave no reason; the third gave one.
        (await focal.SubmitAsync(await focal.GetAsync($"{second}/evidence"), "main form[action*=Remove]")).Text(".lt-errors").ShouldContain("Hãy thêm, hoặc ghi vì sao không có");
        (await focal.SubmitAsync(await focal.GetAsync($"{third}/evidence"), "main form[action*=Remove]")).Location.ShouldBe(third);
        (await EvidenceAsync(third)).ShouldBeEmpty();
        (await focal.OpenAsync(third)).Text().ShouldContain("Gỡ minh chứng", Case.Insensitive);

        using var stranger = await app.SignInAsync(Role.FocalPoint, app.OtherCommune);
        (await stranger.SubmitAsync(await stranger.GetAsync("/activities/log"), Form, new() { ["Input.Form"] = "event", ["Input.Title"] = "Của người khác", ["Input.Reused"] = evidence.ToString() })).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        (await stranger.OpenAsync("/activities/evidence")).Text().ShouldNotContain("danh sách chung.txt");
    }

    [Fact]
    public async Task Version_New_KeepsTheOldReadable_AndIsJudgedAnew()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var logged = await LogAsync(focal, "Tập huấn", file: Text("Input.Files", "bản một.txt", "một"));
        await officer.SubmitAsync(await officer.GetAsync($"{logged}/accept"), Decision);
        var (evidence, first) = (await EvidenceAsync(logged)).Single();
        evidence.State.ShouldBe(EvidenceState.Accepted);

        var form = await focal.GetAsync($"/activities/evidence/{evidence.Id}/edit");
        var answer = await focal.SubmitAsync(form, Form, new() { ["Input.EffectiveOn"] = "18/09/2026", ["Input.Note"] = "Thêm chữ ký." }, Text("Input.File", "bản hai.txt", "hai"));
        answer.Location.ShouldBe($"/activities/evidence/{evidence.Id}");
        // The same form once more changes nothing; another one from before is told of the change.
        (await focal.SubmitAsync(form, Form, new() { ["Input.Note"] = "Thêm chữ ký." }, Text("Input.File", "bản hai.txt", "hai"))).Location.ShouldNotBeNull();

        var (now, second) = (await EvidenceAsync(logged)).Single();
        (now.Number, now.State, now.EffectiveOn, second.FileName).ShouldBe((2, EvidenceState.InReview, new DateOnly(2026, 9, 18), "bản hai.txt"));
        var page = await officer.OpenAsync($"/activities/evidence/{evidence.Id}");
        foreach (var words in new[] { "bản một.txt", "bản hai.txt", "Thêm chữ ký.", "Phiên bản 2" }) page.Text().ShouldContain(words);
        foreach (var version in new[] { first, second }) (await officer.GetAsync($"/files/{version.AttachmentId}")).Status.ShouldBe(System.Net.HttpStatusCode.OK);
        (await ActAsync(officer, evidence.Id, "accept")).Location.ShouldNotBeNull();
        (await EvidenceAsync(logged)).Single().Evidence.State.ShouldBe(EvidenceState.Accepted);
    }

    [Fact]
    public async Task Judged_ByItself_StaysSo_AndWithoutOtherProofTheActivityIsNotAccepted()
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var logged = await LogAsync(focal, "Tọa đàm", file: Text("Input.Files", "không rõ.txt", "mờ"));
        var evidence = (await EvidenceAsync(logged)).Single().Evidence.Id;

        (await ActAsync(officer, evidence, "reject")).Text(".lt-errors").ShouldContain("Hãy ghi vì sao không chấp nhận");
        (await focal.GetAsync($"/activities/evidence/{evidence}/reject")).Text("main").ShouldContain("cơ quan cấp trên");
        (await ActAsync(officer, evidence, "reject", new() { ["Reason"] = "Không đọc được." })).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"{logged}/accept"), Decision)).Text(".lt-errors").ShouldContain("Minh chứng còn lại chưa đủ");
        (await focal.OpenAsync($"/activities/evidence/{evidence}")).Text().ShouldContain("Không đọc được.");

        // A better version goes back to the superior; accepted, the activity can be.
        (await focal.SubmitAsync(await focal.GetAsync($"/activities/evidence/{evidence}/edit"), Form, [], Text("Input.File", "rõ.txt", "rõ"))).Location.ShouldNotBeNull();
        (await officer.SubmitAsync(await officer.GetAsync($"{logged}/accept"), Decision)).Location.ShouldBe(logged);
        (await EvidenceAsync(logged)).Single().Evidence.State.ShouldBe(EvidenceState.Accepted);

        // Expired from a day on: it still proves what was before, and nothing after.
        (await ActAsync(focal, evidence, "expire", new() { ["LastDay"] = "25/09/2026", ["Reason"] = "x" })).Text(".lt-errors").ShouldContain("đến hôm nay");
        // On its last day it still holds.
        var other = (await EvidenceAsync(await LogAsync(focal, "Tọa đàm hai", file: Text("Input.Files", "hai.txt", "hai")))).Single().Evidence.Id;
        (await ActAsync(focal, other, "expire", new() { ["LastDay"] = "20/09/2026", ["Reason"] = "Có văn bản thay thế." })).Location.ShouldNotBeNull();
        (await focal.OpenAsync($"/activities/evidence/{other}")).Text("main").ShouldContain("Còn giá trị đến hết 20/09/2026");
        app.Clock.MoveTo(new DateOnly(2026, 9, 30));
        using var later = await app.SignInAsync(Role.FocalPoint, app.Culture);
        (await ActAsync(later, evidence, "expire", new() { ["LastDay"] = "25/09/2026", ["Reason"] = "Có văn bản thay thế." })).Location.ShouldNotBeNull();
        async Task<TestPage> UseAsync(string day) => await later.SubmitAsync(await later.GetAsync("/activities/log"), Form, new() { ["Input.Form"] = "event", ["Input.Title"] = "Dùng lại", ["Input.HappenedOn"] = day, ["Input.Reused"] = evidence.ToString() });
        (await UseAsync("28/09/2026")).Text(".lt-errors").ShouldContain("đã hết giá trị trước ngày thực hiện");
        (await UseAsync("24/09/2026")).Location.ShouldNotBeNull();
    }
}
