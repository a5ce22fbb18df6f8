using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Plans.Import;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>What is remembered of words has a page, a history and people who may change it.</summary>
public sealed class WordsPageTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task List_WordsSaidInAReview_StandWithWhoDecidedAndTheirDocument()
    {
        const string printed = "Các hội đoàn Bản Thử";
        using var person = await app.OfficerAsync();
        var (import, id) = await SayNobodyAsync(person, printed);
        var list = await person.OpenAsync($"{WordsLinks.List}?q=hoi+doan+ban+thu");
        var row = list.Texts("tbody tr").ShouldHaveSingleItem();
        foreach (var words in new[] { printed, "Không ràng buộc ai", "Ủy ban nhân dân tỉnh Thử Nghiệm", "Kế hoạch số 15/KH-UBND" }) row.ShouldContain(words);
        list.Html.QuerySelector($"tbody a[href='/plans/import/review/{import}']").ShouldNotBeNull();
        list.Html.QuerySelector($"tbody a[href='{WordsLinks.Of(id)}']").ShouldNotBeNull();
        (await person.OpenAsync($"{WordsLinks.List}?q=khong+co+chu+nay")).Text("main").ShouldContain("Không có chữ nào khớp");
        (await person.OpenAsync($"{WordsLinks.List}?q=hoi+doan+ban+thu&nghia=don-vi")).Text("main").ShouldContain("Không có chữ nào khớp");

        var page = await person.OpenAsync(WordsLinks.Of(id));
        page.Text("main").ShouldContain("không ràng buộc ai");
        page.Text(".lt-timeline").ShouldContain("nói rõ chữ trong văn bản là đơn vị nào");
        page.Text(".lt-timeline").ShouldContain("Từ văn bản: Kế hoạch số 15/KH-UBND");
        (await person.OpenAsync("/organizations/groups")).Html.QuerySelector($"main a[href='{WordsLinks.List}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Save_OtherUnits_HoldsForTheNextDocumentAndIsInTheHistory()
    {
        const string printed = "Các hội nghề Bản Thử";
        using var person = await app.OfficerAsync();
        var (_, id) = await SayNobodyAsync(person, printed);
        var found = await person.OpenAsync($"{WordsLinks.Of(id)}?q=so+noi+vu");
        found.Texts("#sua form[method=post] label").ShouldContain(t => t.Contains("Sở Nội vụ", StringComparison.Ordinal));
        var values = new Dictionary<string, string> { ["Input.Units"] = app.Home.Id.ToString() };
        var refused = await person.SubmitAsync(found, "#sua form[method=post]", values);
        refused.Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        refused.Html.QuerySelector($"#sua input[value='{app.Home.Id}'][checked]").ShouldNotBeNull("what was chosen stays");

        var saved = await person.SubmitAsync(found, "#sua form[method=post]", new(values) { ["Input.Reason"] = "Theo quy chế phối hợp" });
        saved.Location.ShouldBe(WordsLinks.Of(id), saved.Text("main"));
        var page = await person.OpenAsync(WordsLinks.Of(id));
        page.Text(".lt-timeline").ShouldContain("Các đơn vị: (trống) → Sở Nội vụ");
        page.Text(".lt-timeline").ShouldContain("Theo quy chế phối hợp");
        (await LeadsAsync(await ReadAsync(person, printed))).ShouldHaveSingleItem().OrganizationId.ShouldBe(app.Home.Id);

        // Opened before that: nothing is overwritten, and what the other changed is shown.
        var late = await person.SubmitAsync(found, "#sua form[method=post]", new() { ["Input.Units"] = app.Finance.Id.ToString(), ["Input.Reason"] = "Ý khác" });
        late.Location.ShouldBeNull();
        late.Text("main").ShouldContain("Thay đổi sau khi bạn mở trang");
        (await MeaningAsync(printed)).Units.ShouldBe([app.Home.Id]);
        // Sent again it is a decision about the newest.
        (await person.SubmitAsync(late, "#sua form[method=post]")).Location.ShouldNotBeNull();
        (await MeaningAsync(printed)).Units.ShouldBe([app.Finance.Id]);
    }

    [Fact]
    public async Task Forget_Words_AreAskedAgainUntilTheyAreTakenUpAgain()
    {
        const string printed = "Các quỹ Bản Thử";
        using var person = await app.OfficerAsync();
        var (_, id) = await SayNobodyAsync(person, printed);
        var page = await person.OpenAsync(WordsLinks.Of(id));
        (await person.SubmitAsync(page, "#bo form")).Text(".lt-errors").ShouldContain("Hãy ghi lý do");
        for (var press = 1; press <= 2; press++) (await person.SubmitAsync(page, "#bo form", new() { ["why"] = "Nay đã có danh sách" })).Location.ShouldBe(WordsLinks.Of(id));
        var asked = await ReadAsync(person, printed);
        (await LeadsAsync(asked)).ShouldHaveSingleItem().IsSettled.ShouldBeFalse();
        (await person.OpenAsync($"{WordsLinks.List}?q=quy+ban+thu")).Texts("tbody tr").ShouldBeEmpty();
        (await person.OpenAsync($"{WordsLinks.List}?q=quy+ban+thu&nghia=da-bo")).Texts("tbody tr").ShouldHaveSingleItem();

        page = await person.OpenAsync(WordsLinks.Of(id));
        page.Text(".lt-timeline").ShouldContain("bỏ điều đã nhớ");
        (await person.SubmitAsync(page, "#bo form", new() { ["why"] = "Vẫn như cũ" })).Location.ShouldBe(WordsLinks.Of(id));
        (await person.GetAsync($"/plans/import/review/{asked}")).Text("main").ShouldContain("đã nhớ từ Kế hoạch số 15/KH-UBND");
        (await LeadsAsync(asked)).ShouldHaveSingleItem().AsPrinted.ShouldBeTrue();
    }

    [Fact]
    public async Task Change_ByADepartmentOfTheIssuer_IsRefusedWithTheReason()
    {
        const string printed = "Các chi hội Bản Thử";
        using var officer = await app.OfficerAsync();
        var (_, id) = await SayNobodyAsync(officer, printed);
        using var department = await app.SignInAsync(Role.Officer, app.Home);
        var page = await department.OpenAsync(WordsLinks.Of(id));
        page.Html.QuerySelector("main form[method=post]").ShouldBeNull();
        page.Text("main").ShouldContain("mới sửa hoặc bỏ điều đã nhớ được");
        var answer = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            s.GetRequiredService<LanToa.Platform.Identity.Actor>().BecomePerson(await db.Users.FirstAsync(a => a.Id == department.AccountId), await db.Set<LanToa.Platform.Identity.Membership>().Where(m => m.AccountId == department.AccountId).ToListAsync(), app.Home.Id, null);
            var version = (await db.Set<WordsMeaning>().AsNoTracking().FirstAsync(m => m.Id == id)).Version;
            return await s.GetRequiredService<EditWords>().SaveAsync(new WordsInput(id, version, [app.Home.Id], "Thử"));
        });
        answer.WhyNot.ShouldHaveSingleItem().Message.ShouldContain("mới sửa hoặc bỏ điều đã nhớ được");
        (await MeaningAsync(printed)).Units.ShouldBeEmpty();
    }

    private async Task<(Guid Import, Guid Words)> SayNobodyAsync(TestBrowser person, string printed)
    {
        var import = await ReadAsync(person, printed);
        (await ImportApp.PostAsync(person, $"/plans/import/review/{import}", "Party", new() { ["printed"] = printed, ["means"] = "words" })).Location.ShouldNotBeNull();
        return (import, (await MeaningAsync(printed)).Id);
    }

    private Task<Guid> ReadAsync(TestBrowser person, string printed) => app.ReadAsync(person, ImportApp.PlanText.Replace(ImportApp.UnknownCentre, printed, StringComparison.Ordinal));

    private async Task<List<ItemParty>> LeadsAsync(Guid id) => (await app.ItemsAsync(id)).First(i => i.Text.Contains("loa truyền thanh", StringComparison.Ordinal)).Leads;

    private Task<WordsMeaning> MeaningAsync(string printed) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<WordsMeaning>().AsNoTracking().FirstAsync(m => m.Text == printed));
}
