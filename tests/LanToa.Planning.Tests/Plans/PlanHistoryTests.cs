using LanToa.Planning.Plans;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans;

/// <summary>The history is read by officers: sentences, words, the reason once.</summary>
public sealed class PlanHistoryTests(ByHandApp app) : IClassFixture<ByHandApp>
{
    [Fact]
    public async Task TaskChanged_ReadsAsASentenceWithOldAndNewInWords()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var id = await ByHandApp.DraftAsync(officer);
        await ByHandApp.AddAsync(officer, id, "Phát tờ rơi", "Sở Tài chính", new() { ["Input.Rule.Kind"] = "", ["Input.Rule.Every"] = "", ["Input.Rule.Count"] = "" });
        var task = (await app.TasksAsync(id))[0];
        var form = await officer.GetAsync($"/plans/tasks/edit/{task.Id}");
        (await officer.SubmitAsync(form, "main form[method=post]", new() { ["Input.Channels"] = "leaflet", ["Input.Rule.Kind"] = "Once", ["Input.Rule.Dates"] = "30/11/2026" })).Location.ShouldNotBeNull();

        var page = await officer.GetAsync($"/plans/{id}?phan=lich-su");
        var newest = page.Text(".lt-timeline > li");
        newest.ShouldStartWith($"{await NameAsync(officer)} sửa nhiệm vụ “Phát tờ rơi”");
        page.Texts(".lt-timeline > li:first-child li").ShouldBe(["Thời hạn: (trống) → trước hoặc vào ngày 30/11/2026", "Kênh: (trống) → Tờ rơi, tờ gấp"], ignoreOrder: true);
        page.Text(".lt-timeline").ShouldNotContain("leaflet");
    }

    [Fact]
    public async Task Withdrawn_TellsTheReasonOnceAndTheStateInWords()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).In(PlanState.Issued).BuildAsync();
        using var leader = await app.SignInAsync(Role.Leader);
        var page = await leader.GetAsync($"/plans/{plan.Id}");
        (await leader.SubmitAsync(page, "#withdraw form[method=post]", new() { ["Reason"] = "Ban hành nhầm" })).Location.ShouldNotBeNull();
        var newest = (await leader.GetAsync($"/plans/{plan.Id}?phan=lich-su")).Text(".lt-timeline > li");
        newest.ShouldContain($"{await NameAsync(leader)} thu hồi");
        newest.ShouldContain("Trạng thái: Đã ban hành → Thu hồi");
        newest.ShouldContain("Lý do: Ban hành nhầm");
        newest.Split("Ban hành nhầm").Length.ShouldBe(2);
        newest.Split("Lý do").Length.ShouldBe(2);
    }

    [Fact]
    public async Task OneSave_OfARecordAndItsParts_IsOneLineThatNamesThem()
    {
        var plan = await new PlanBuilder(app, app.Province).With("Viết bài", app.Culture).With("Treo băng rôn", app.Finance).BuildAsync();
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            (await db.Set<Plan>().FirstAsync(p => p.Id == plan.Id)).Place = "Nơi mới";
            foreach (var task in await db.Set<PlanTask>().Where(t => t.PlanId == plan.Id).ToListAsync()) task.Section = "II. NỘI DUNG";
            await db.Because("plan.change").SaveChangesAsync();
        });
        var line = (await app.InScopeAsync(s => s.GetRequiredService<History>().OfAsync(plan.Id)))[0];
        line.What.ShouldBe("Sửa kế hoạch");
        line.Differences.ShouldBe([new HistoryDifference("Địa danh", null, "Nơi mới")]);
        line.Parts.Select(p => (p.Noun, p.Name)).ShouldBe([("nhiệm vụ", "Viết bài"), ("nhiệm vụ", "Treo băng rôn")], ignoreOrder: true);
        line.Parts[0].Differences.ShouldBe([new HistoryDifference("Mục", "V. TỔ CHỨC THỰC HIỆN", "II. NỘI DUNG")]);
        var cut = (await app.InScopeAsync(s => s.GetRequiredService<History>().OfAsync(plan.Id, most: 2))).ShouldHaveSingleItem();
        (cut.Differences.Count, cut.Parts.Count).ShouldBe((1, 2), "a limit does not cut what was saved together");
    }

    [Fact]
    public async Task EveryKind_HasANounAndEveryVerbWords()
    {
        var (words, names) = await app.InScopeAsync(s => Task.FromResult((s.GetRequiredService<HistoryWords>(), s.GetRequiredService<ModuleList>().VerbNames)));
        var kinds = await app.ReadAsync(db => Task.FromResult(db.Model.GetEntityTypes().Select(t => t.ClrType).SelectMany(t => t.GetCustomAttributes(typeof(RecordedAttribute), false).Cast<RecordedAttribute>()).Select(r => r.Kind).ToList()));
        kinds.Count.ShouldBeGreaterThan(10);
        foreach (var kind in kinds)
        {
            words.Noun(kind).ShouldNotBe(kind);
            foreach (var verb in new[] { $"{kind}.create", $"{kind}.change", $"{kind}.delete" })
                (names.GetValueOrDefault(verb) ?? words.Verb(new HistoryEvent { ActorName = "", Process = "", SubjectKind = kind, Verb = verb })).ShouldNotContain(".");
        }
    }

    private Task<string> NameAsync(TestBrowser person) => app.ReadAsync(db => db.Set<LanToa.Platform.Identity.Account>().Where(a => a.Id == person.AccountId).Select(a => a.DisplayName).FirstAsync());
}
