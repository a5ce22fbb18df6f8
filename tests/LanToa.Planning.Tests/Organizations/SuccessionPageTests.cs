using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Organizations;

/// <summary>Reorganizations: what each form asks for, who carries on whom as of a day, and one that was recorded by mistake.</summary>
public sealed class SuccessionPageTests(TestApp app) : IClassFixture<TestApp>
{
    private static readonly DateOnly Day = new(2025, 7, 1);

    private int _codes;

    [Theory]
    [InlineData(SuccessionKind.Rename, "a>x b>x", "một cơ quan cũ thành một cơ quan mới")]
    [InlineData(SuccessionKind.Rename, "a>b", "đã có từ trước ngày đổi tên")]
    [InlineData(SuccessionKind.Merge, "a>x", "ít nhất hai cơ quan cũ")]
    [InlineData(SuccessionKind.Merge, "a>x b>y", "vào cùng một cơ quan")]
    [InlineData(SuccessionKind.Split, "a>x", "ít nhất hai cơ quan")]
    [InlineData(SuccessionKind.Split, "a>x/0.5 a>y/0.4", "cộng lại bằng 1 (hiện là 0,9)")]
    [InlineData(SuccessionKind.Split, "a>x/0.5 a>x/0.3 a>y/0.2", "cùng một cơ quan kế thừa")]
    [InlineData(SuccessionKind.Merge, "a>a b>a", "không thể kế thừa chính nó")]
    [InlineData(SuccessionKind.Transfer, "a>a", "phải có cơ quan khác nhận")]
    [InlineData(SuccessionKind.Transfer, "a>-", "phải có cơ quan kế thừa")]
    [InlineData(SuccessionKind.Transfer, "a>b b>a", "kế thừa vòng lại")]
    [InlineData(SuccessionKind.Abolish, "a>x", "không có cơ quan kế thừa")]
    [InlineData(SuccessionKind.Rename, "x>y", "chỉ có từ ngày 01/07/2025")]
    [InlineData(SuccessionKind.Transfer, "a>z", "không tồn tại vào ngày 01/07/2025")]
    public async Task WhyNot_DoesNotFitItsForm_SaysWhatToDo(SuccessionKind kind, string lines, string why)
    {
        var world = await WorldAsync();
        var reasons = await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().WhyNotAsync(new(kind, Day, "01/NQ", Read(lines, world))));
        reasons.ShouldHaveSingleItem().ShouldContain(why);
    }

    [Theory]
    [InlineData(SuccessionKind.Rename, "a>x")]
    [InlineData(SuccessionKind.Merge, "a>x b>x")]
    [InlineData(SuccessionKind.Merge, "a>b")]
    [InlineData(SuccessionKind.Split, "a>x/0.7 a>b/0.3")]
    [InlineData(SuccessionKind.Transfer, "a>a/0.6 a>b/0.4")]
    [InlineData(SuccessionKind.Abolish, "a>-")]
    public async Task WhyNot_FitsItsForm_IsEmpty(SuccessionKind kind, string lines)
    {
        var world = await WorldAsync();
        (await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().WhyNotAsync(new(kind, Day, "01/NQ", Read(lines, world))))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Detail_OfOldAndNewBodies_SaysWhoCarriesOnWhomAsOfADay()
    {
        var world = await WorldAsync();
        await RecordAsync(SuccessionKind.Split, "a>x/0.7 a>y/0.3", world);
        using var person = await app.SignInAsync(Role.Viewer);
        (await person.GetAsync($"/organizations/detail/{world["a"]}?ngay=30/06/2025")).Text("#ke-thua").ShouldContain("Đến ngày 30/06/2025 chưa có cơ quan nào kế thừa");
        var later = (await person.GetAsync($"/organizations/detail/{world["a"]}?ngay=01/07/2025")).Text("#ke-thua");
        later.ShouldContain("Đến ngày 01/07/2025 do cơ quan sau kế thừa");
        later.ShouldContain($"{Name("x", world)} (70 %)");
        (await person.GetAsync($"/organizations/detail/{world["y"]}?ngay=02/07/2025")).Text("#ke-thua").ShouldContain($"kế thừa từ: {Name("a", world)} (đến 30/06/2025) (30 %)");
    }

    [Fact]
    public async Task Form_RowsAddedThenLookedAtThenConfirmed_IsRecorded()
    {
        const string form = "main form[method=post]", rows = "main form[method=post] fieldset:has([name$=Weight])";
        var world = await WorldAsync();
        using var person = await app.SignInAsync(Role.Officer);
        var blank = await person.GetAsync("/organizations/succession");
        // What could not be read in another field is not shown as if it were left empty.
        (await person.SubmitAsync(blank, form, new()
        {
            ["Input.Kind"] = nameof(SuccessionKind.Transfer), ["Input.Act"] = "01/NQ", ["Input.EffectiveOn"] = "01/07/2025", ["Input.Lines[0].Weight"] = "0.5x", ["Input.Lines[0].From"] = world["a"].ToString(), ["Input.Lines[0].FindTo"] = Name("x", world),
        })).Html.QuerySelector("button[name=confirmed]").ShouldBeNull();
        var more = await person.SubmitAsync(blank, form, new()
        {
            ["Input.Kind"] = nameof(SuccessionKind.Merge), ["Input.EffectiveOn"] = "01/07/2025", ["Input.Act"] = "01/NQ",
            ["Input.Lines[0].From"] = world["a"].ToString(), ["Input.Lines[0].To"] = world["x"].ToString(), ["Input.Lines[1].From"] = world["b"].ToString(), ["Input.Lines[1].To"] = world["x"].ToString(),
        }, button: "[formaction*=More]");
        more.Html.QuerySelectorAll(rows).Length.ShouldBe(6);

        var seen = await person.SubmitAsync(more, form);
        seen.Text(".lt-errors").ShouldBeEmpty();
        seen.Html.QuerySelectorAll(rows).Length.ShouldBe(6);
        (await person.SubmitAsync(seen, form, button: "button[name=confirmed]")).Location.ShouldBe($"/organizations/detail/{world["x"]}");
        (await FindAsync(world["a"])).ValidTo.ShouldBe(Day.AddDays(-1));
    }

    [Fact]
    public async Task Withdraw_RecordedByMistake_GivesTheOldBodyBackAndStaysToBeRead()
    {
        var world = await WorldAsync();
        var id = await RecordAsync(SuccessionKind.Merge, "a>x b>x", world);
        using var person = await app.SignInAsync(Role.Officer);
        var page = await person.GetAsync($"/organizations/detail/{world["a"]}");
        (await person.SubmitAsync(page, $"#thu-hoi-{id}")).Text(".lt-errors").ShouldContain("Hãy ghi lý do thu hồi");
        var field = $"ly-do-{id:N}";
        (await person.SubmitAsync(page, $"#thu-hoi-{id}", new() { [field] = "Nhập nhầm xã" })).Location.ShouldNotBeNull();
        (await person.SubmitAsync(page, $"#thu-hoi-{id}", new() { [field] = "Nhập nhầm xã" })).Location.ShouldNotBeNull("twice is once");

        (await FindAsync(world["a"])).ValidTo.ShouldBeNull();
        (await app.InScopeAsync(s => s.GetRequiredService<SuccessionReader>().MapAsync())).AsOf(world["a"], Day).ShouldBe([new Share(world["a"], 1m)]);
        foreach (var body in new[] { "a", "x" })
        {
            var after = await person.GetAsync($"/organizations/detail/{world[body]}");
            after.Text("main").ShouldContain("đã thu hồi lúc");
            after.Texts(".lt-timeline > *")[0].ShouldContain("Nhập nhầm xã");
        }
        (await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().WhyNotAsync(new(SuccessionKind.Merge, Day, "01/NQ", Read("a>y b>y", world))))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Withdraw_HeirWasReorganizedSince_SaysWhichComesFirst()
    {
        var world = await WorldAsync();
        var id = await RecordAsync(SuccessionKind.Rename, "a>x", world);
        await app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(SuccessionKind.Merge, Day.AddYears(1), "02/NQ", Read("x>b", world))));
        (await app.InScopeAsync(s => s.GetRequiredService<WithdrawSuccession>().HandleAsync(id, "thử"))).ShouldHaveSingleItem().ShouldContain("đã được sắp xếp tiếp từ ngày 01/07/2026");
        (await FindAsync(world["a"])).ValidTo.ShouldBe(Day.AddDays(-1));
        using var stranger = await app.SignInAsync(Role.Viewer);
        (await stranger.GetAsync($"/organizations/detail/{world["a"]}")).Html.QuerySelector($"#thu-hoi-{id}").ShouldBeNull();
    }

    [Fact]
    public async Task Edit_DaysOnWhichAReorganizationStands_IsRefused()
    {
        var world = await WorldAsync();
        await RecordAsync(SuccessionKind.Merge, "a>x b>x", world);
        using var person = await app.SignInAsync(Role.Administrator);
        async Task<TestPage> EditAsync(string body, string field, string value) => await person.SubmitAsync(await person.GetAsync($"/organizations/edit/{world[body]}"), "main form[method=post]", new() { [field] = value });

        (await EditAsync("a", "Input.ValidTo", "")).Text(".lt-errors").ShouldContain("Cơ quan kết thúc ngày 30/06/2025 theo lần sắp xếp từ ngày 01/07/2025");
        (await EditAsync("x", "Input.ValidFrom", "02/07/2025")).Text(".lt-errors").ShouldContain("nên phải có hiệu lực vào ngày đó");
        (await EditAsync("x", "Input.ValidTo", "30/06/2026")).Location.ShouldNotBeNull();
        (await EditAsync("a", "Input.ShortName", "Xã cũ")).Location.ShouldNotBeNull();
        (await FindAsync(world["a"])).ValidTo.ShouldBe(Day.AddDays(-1));
    }

    /// <summary>a and b from before, x and y from the day on, z ended long ago.</summary>
    private async Task<Dictionary<string, Guid>> WorldAsync()
    {
        var world = new Dictionary<string, Guid>();
        foreach (var name in new[] { "a", "b", "x", "y", "z" })
        {
            var body = await app.AddOrganizationAsync($"Xã {name} {Interlocked.Increment(ref _codes)} {Guid.CreateVersion7():N}"[..24], OrganizationLevel.Commune, OrganizationKind.Committee, app.Province, from: name is "x" or "y" ? Day : null);
            world[name] = body.Id;
        }
        await app.InScopeAsync(async s =>
        {
            await s.GetRequiredService<LanToaDb>().Set<Organization>().Where(o => o.Id == world["z"]).ExecuteUpdateAsync(o => o.SetProperty(x => x.ValidTo, new DateOnly(2010, 1, 1)));
            s.GetRequiredService<OrganizationDirectory>().Forget();
        });
        return world;
    }

    private static List<SuccessionLineInput> Read(string lines, Dictionary<string, Guid> world) =>
        [.. lines.Split(' ').Select(l => l.Split('>', '/')).Select(p => new SuccessionLineInput(world[p[0]], p[1] == "-" ? null : world[p[1]], p.Length > 2 ? decimal.Parse(p[2], System.Globalization.CultureInfo.InvariantCulture) : 1))];

    private Task<Guid> RecordAsync(SuccessionKind kind, string lines, Dictionary<string, Guid> world) =>
        app.InScopeAsync(s => s.GetRequiredService<RecordSuccession>().HandleAsync(new(kind, Day, "01/NQ", Read(lines, world))));

    private string Name(string which, Dictionary<string, Guid> world) => app.App.Services.GetRequiredService<OrganizationDirectory>().Find(world[which])!.Name;

    private Task<Organization> FindAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Organization>().AsNoTracking().FirstAsync(o => o.Id == id));
}
