using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>Two people at one body or group, and two provinces at one history.</summary>
public sealed class SharedOrganizationTests(KeptWorld world) : IClassFixture<KeptWorld>
{
    [Fact]
    public async Task Edit_TwoEditors_SecondIsToldFieldByFieldAndUndoesNothing()
    {
        var body = await world.AddOrganizationAsync("Sở Hai Người", OrganizationLevel.Province, OrganizationKind.Department, world.Home, "98.HN", province: 98);
        using var first = await world.SignInAsync(Role.Officer, world.Home);
        using var second = await world.SignInAsync(Role.Officer, world.Home);
        var form = await second.GetAsync($"/organizations/edit/{body.Id}");
        (await first.SubmitAsync(await first.GetAsync($"/organizations/edit/{body.Id}"), "main form[method=post]", new() { ["Input.ShortName"] = "SHN", ["Input.ElectronicId"] = "H98.01" })).Location.ShouldNotBeNull();

        var told = await second.SubmitAsync(form, "main form[method=post]", new() { ["Input.Name"] = "Sở Của Hai Người", ["Input.ElectronicId"] = "H98.02" });
        told.Texts(".lt-clash li strong").ShouldBe(["Tên ngắn", "Mã định danh điện tử"], ignoreOrder: true);
        told.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Sở Của Hai Người");
        told.Html.QuerySelector("[name='Input.ShortName']")!.GetAttribute("value").ShouldBe("SHN", "only the first editor changed it");
        (await second.SubmitAsync(told, "main form[method=post]")).Location.ShouldNotBeNull();
        var saved = await FindAsync(body.Id);
        (saved.Name, saved.ShortName, saved.ElectronicId).ShouldBe(("Sở Của Hai Người", "SHN", "H98.02"));
    }

    [Fact]
    public async Task Edit_SameFormTwice_AddsOne()
    {
        using var person = await world.SignInAsync(Role.Officer, world.Home);
        var form = await person.GetAsync($"/organizations/edit?parent={world.Home.Id}");
        var values = new Dictionary<string, string> { ["Input.Name"] = "Phòng Bấm Hai Lần", ["Input.ValidFrom"] = "01/01/2025" };
        var once = await person.SubmitAsync(form, "main form[method=post]", values);
        (await person.SubmitAsync(form, "main form[method=post]", values)).Location.ShouldBe(once.Location);
        (await world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().CountAsync(o => o.Name == "Phòng Bấm Hai Lần"))).ShouldBe(1);
    }

    [Fact]
    public async Task Alias_AddedAndTakenOffTwice_IsOneAndThenNone()
    {
        var body = await world.AddOrganizationAsync("Sở Nhiều Tên", OrganizationLevel.Province, OrganizationKind.Department, world.Home, "98.NT", province: 98);
        using var person = await world.SignInAsync(Role.Officer, world.Home);
        var page = await person.GetAsync($"/organizations/detail/{body.Id}");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => person.SubmitAsync(page, "form[action*=Alias]", new() { ["text"] = "Sở NT của tỉnh" })));
        (await AliasesAsync()).ShouldBe(1);
        var named = await person.GetAsync($"/organizations/detail/{body.Id}");
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => (await person.SubmitAsync(named, "form[action*=Forget]")).Location.ShouldNotBeNull()));
        (await AliasesAsync()).ShouldBe(0);

        Task<int> AliasesAsync() => world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OrganizationAlias>().CountAsync(a => a.OrganizationId == body.Id));
    }

    [Fact]
    public async Task Group_ChangedMeanwhile_IsShownBeforeTheSecondDecides()
    {
        var group = new OrganizationGroup { Name = "Nhóm hai người", Levels = [], Kinds = [] };
        await world.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(group);
            await db.SaveChangesAsync();
        });
        var (mine, theirs) = (await AddAsync("Sở Thứ Nhất", "98.N1"), await AddAsync("Sở Thứ Hai", "98.N2"));
        using var first = await world.SignInAsync(Role.Administrator, world.Home);
        using var second = await world.SignInAsync(Role.Administrator, world.Home);
        var page = await second.GetAsync($"/organizations/group/{group.Id}");
        (await PutAsync(first, await first.GetAsync($"/organizations/group/{group.Id}"), theirs)).Location.ShouldNotBeNull();

        var told = await PutAsync(second, page, mine);
        told.Text(".lt-errors").ShouldContain("Người khác đã sửa nhóm này");
        told.Text("main").ShouldContain("Thay đổi sau khi bạn mở trang");
        told.Html.QuerySelector("[name=reason]")!.GetAttribute("value").ShouldBe("Theo quyết định");
        (await IncludedAsync()).ShouldBe([theirs]);
        (await PutAsync(second, told, mine)).Location.ShouldNotBeNull();
        (await PutAsync(second, told, mine)).Location.ShouldNotBeNull("the same press twice is one decision");
        (await IncludedAsync()).ShouldBe([mine, theirs], ignoreOrder: true);

        async Task<Guid> AddAsync(string name, string code) => (await world.AddOrganizationAsync(name, OrganizationLevel.Province, OrganizationKind.Department, world.Home, code, province: 98)).Id;
        Task<TestPage> PutAsync(TestBrowser person, TestPage from, Guid body) =>
            person.SubmitAsync(from, "#thanh-vien", new() { ["organization"] = body.ToString(), ["included"] = "true", ["reason"] = "Theo quyết định" });
        Task<List<Guid>> IncludedAsync() => world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OrganizationGroupMember>().Where(m => m.GroupId == group.Id && m.Included).Select(m => m.OrganizationId).ToListAsync());
    }

    [Fact]
    public async Task History_OfABody_IsReadByTheProvinceAndTheNationAlike()
    {
        var commune = await world.AddOrganizationAsync("Ủy ban nhân dân xã Hai Cấp", OrganizationLevel.Commune, OrganizationKind.Committee, world.Home, "98001", province: 98);
        using var nation = await world.SignInAsync(Role.Administrator, world.Nation);
        using var province = await world.SignInAsync(Role.Officer, world.Home);
        await ChangeAsync(nation, "Xã Trung ương ghi");
        await ChangeAsync(province, "Xã tỉnh ghi");
        foreach (var reader in new[] { nation, province })
        {
            var history = (await reader.GetAsync($"/organizations/detail/{commune.Id}")).Text("main");
            history.ShouldContain("Xã Trung ương ghi");
            history.ShouldContain("Xã tỉnh ghi");
        }
        var elsewhere = await world.AddOrganizationAsync("Ủy ban nhân dân tỉnh Bên", OrganizationLevel.Province, OrganizationKind.Committee, world.Nation, "97", province: 97);
        using var neighbour = await world.SignInAsync(Role.Administrator, elsewhere);
        ((int)(await neighbour.GetAsync($"/organizations/detail/{commune.Id}")).Status).ShouldBe(404);

        async Task ChangeAsync(TestBrowser person, string shortName) =>
            (await person.SubmitAsync(await person.GetAsync($"/organizations/edit/{commune.Id}"), "main form[method=post]", new() { ["Input.ShortName"] = shortName })).Location.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("0,25", "0,75")]
    [InlineData("0.25", "0.75")]
    [InlineData("0.250", "0,75")]
    public async Task Split_WeightsAsPeopleWriteThem_AreRecordedAndToldToBothBodies(string one, string other)
    {
        var name = Guid.CreateVersion7().ToString("N")[^8..];
        var old = await world.AddOrganizationAsync($"Sở Gốc {name}", OrganizationLevel.Province, OrganizationKind.Department, world.Home, $"G{name}", province: 98);
        var (a, b) = (await HeirAsync("Một"), await HeirAsync("Hai"));
        using var person = await world.SignInAsync(Role.Officer, world.Home);
        await world.AddPersonAsync(Role.FocalPoint, old);
        var answer = await person.SubmitAsync(await person.GetAsync("/organizations/succession"), "main form[method=post]", new()
        {
            ["Input.Kind"] = "Split", ["Input.EffectiveOn"] = "01/07/2025", ["Input.Act"] = "08/NQ-HĐND", ["Input.Lines[0].From"] = old.Id.ToString(), ["Input.Lines[0].To"] = a.Id.ToString(), ["Input.Lines[0].Weight"] = one,
            ["Input.Lines[1].From"] = old.Id.ToString(), ["Input.Lines[1].To"] = b.Id.ToString(), ["Input.Lines[1].Weight"] = other,
        });
        // First what it would change, and nothing is written.
        answer.Location.ShouldBeNull();
        answer.Text("#xem-truoc").ShouldContain($"{old.Name} → {b.Name}");
        answer.Text("#xem-truoc").ShouldContain("1 tài khoản có vai trò");
        (await FindAsync(old.Id)).ValidTo.ShouldBeNull();
        // Something else is typed meanwhile: what was seen is not what would be recorded.
        (await person.SubmitAsync(answer, "main form[method=post]", new() { ["Input.Act"] = "09/NQ-HĐND" }, button: "button[name=confirmed]")).Text(".lt-errors").ShouldContain("chưa ghi gì");
        answer = await person.SubmitAsync(answer, "main form[method=post]", button: "button[name=confirmed]");
        answer.Location.ShouldNotBeNull(answer.Text(".lt-errors"));
        (await world.InScopeAsync(s => s.GetRequiredService<SuccessionReader>().MapAsync())).AsOf(old.Id, new DateOnly(2025, 7, 1)).ShouldBe([new Share(a.Id, 0.25m), new Share(b.Id, 0.75m)], ignoreOrder: true);
        var history = (await person.GetAsync($"/organizations/detail/{a.Id}")).Texts(".lt-timeline > *")[0];
        history.ShouldContain("08/NQ-HĐND");
        history.ShouldContain(old.Name);
        history.ShouldContain("0,25");
        (await person.GetAsync($"/organizations/detail/{old.Id}")).Texts(".lt-timeline > *")[0].ShouldContain(b.Name);

        Task<Organization> HeirAsync(string which) => world.AddOrganizationAsync($"Sở Mới {which} {name}", OrganizationLevel.Province, OrganizationKind.Department, world.Home, $"M{which[0]}{name}", new DateOnly(2025, 7, 1), 98);
    }

    [Fact]
    public async Task Split_WeightIsNoNumber_IsRefusedAndKept()
    {
        using var person = await world.SignInAsync(Role.Officer, world.Home);
        var answer = await person.SubmitAsync(await person.GetAsync("/organizations/succession"), "main form[method=post]", new() { ["Input.Lines[0].Weight"] = "một nửa" });
        answer.Text(".lt-errors").ShouldContain("“một nửa” không phải một số");
        answer.Html.QuerySelector("[name='Input.Lines[0].Weight']")!.GetAttribute("value").ShouldBe("một nửa");
    }

    private Task<Organization> FindAsync(Guid id) => world.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id));
}
