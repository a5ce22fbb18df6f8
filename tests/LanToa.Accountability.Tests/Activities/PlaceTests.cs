using LanToa.Accountability.Activities;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Where it was, and of what it was a part.</summary>
public sealed class PlaceTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]";

    [Fact]
    public async Task Log_WithPlaceAndHost_ShowsBothAndIsFoundFromTheHost()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        async Task<TestPage> Log(string title, params (string Field, string Value)[] more)
        {
            var said = new Dictionary<string, string> { ["Input.Form"] = "event", ["Input.Title"] = title, ["Input.NoEvidenceReason"] = "Ảnh gửi sau." };
            foreach (var (field, value) in more) said[$"Input.{field}"] = value;
            return await focal.SubmitAsync(await focal.GetAsync("/activities/log"), Form, said);
        }
        var host = (await Log("Họp giao ban quý ba")).Location!;
        using (var other = await app.SignInAsync(Role.FocalPoint, app.Finance))
            (await other.OpenAsync("/activities/log")).Text("main").ShouldNotContain("Họp giao ban quý ba");
        (await focal.OpenAsync("/activities/log")).Texts("#Input_PlaceUnitId option").ShouldContain(app.Commune.Name);

        (await Log("Sai nơi", ("PlaceUnitId", Guid.CreateVersion7().ToString()))).Text(".lt-errors").ShouldContain("Nơi đã chọn không có trong tỉnh");
        (await Log("Sai chủ", ("HostActivityId", Guid.CreateVersion7().ToString()))).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        (await Log("Sai vị trí", ("Latitude", "95"), ("Longitude", "105"))).Text(".lt-errors").ShouldContain("Tọa độ không hợp lệ");
        var part = (await Log("Phổ biến dịch vụ công", ("PlaceUnitId", app.Commune.Id.ToString()), ("Place", "Nhà văn hóa"), ("Latitude", "22,8233"), ("Longitude", "105,123"), ("Accuracy", "12"), ("HostActivityId", host[^36..]), ("HostMinutes", "25"))).Location!;

        var page = await focal.OpenAsync(part);
        page.Text("main").ShouldContain($"{app.Commune.Name} · Nhà văn hóa · 22,8233; 105,123 (sai số khoảng 12 m)");
        page.Text("main").ShouldContain("Họp giao ban quý ba, 25 phút");
        page.Html.QuerySelectorAll("main a[href^='http'], main a[href^='geo']").Length.ShouldBe(0);
        (await focal.OpenAsync(host)).Text("main").ShouldContain("Phổ biến dịch vụ công, 25 phút");
        // Corrected, what was there comes back as it was, "105,123" too; and the host becomes nobody's part.
        (await focal.SubmitAsync(await focal.GetAsync($"{part}/edit"), Form, new() { ["Input.Attendance"] = "30" })).Location.ShouldBe(part);
        (await focal.SubmitAsync(await focal.GetAsync($"{host}/edit"), Form, new() { ["Input.HostActivityId"] = part[^36..] })).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        var id = Guid.Parse(part[^36..]);
        var kept = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AsNoTracking().FirstAsync(a => a.Id == id));
        (kept.Latitude, kept.Longitude, kept.Accuracy, kept.HostMinutes, kept.Attendance).ShouldBe((22.8233, 105.123, 12, 25, 30));
    }

    [Fact]
    public async Task Log_PartOfAnEventOfTheProvince_CountsOnceWithItsMinutesAndItsProof()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        async Task<Guid> HeldAsync(LanToa.Planning.Organizations.Organization unit, string title, string form = "event", bool draft = false)
        {
            var input = new ActivityInput { HappenedOn = new DateOnly(2026, 9, 18), Form = form, Title = title, Minutes = 90, NoEvidenceReason = "Biên bản lưu." };
            return (await app.InScopeAsync(s => s.GetRequiredService<LogActivity>().HandleAsync(Guid.CreateVersion7(), unit.Id, input, draft))).Id;
        }
        var conference = await HeldAsync(app.Province, "Hội nghị toàn tỉnh về chuyển đổi số");
        await HeldAsync(app.Province, "Họp kín chưa gửi", draft: true);
        await HeldAsync(app.Province, "Tin của tỉnh", "news");
        var elsewhere = await HeldAsync(app.Finance, "Hội nghị của Sở Tài chính");
        using var commune = await app.SignInAsync(Role.FocalPoint, app.Commune);
        Task<TestPage> LogAsync(Guid host, string? minutes, string day = "18/09/2026") => LogAtAsync(commune, host, minutes, day);

        var offered = (await commune.OpenAsync("/activities/log")).Texts("#Input_HostActivityId optgroup[label='Của cơ quan khác'] option").ToList();
        offered.ShouldContain($"18/09/2026: Hội nghị toàn tỉnh về chuyển đổi số ({app.Province.Name})");
        foreach (var not in new[] { "Họp kín", "Tin của tỉnh", "Sở Tài chính" }) offered.ShouldNotContain(o => o.Contains(not, StringComparison.Ordinal));
        (await LogAsync(elsewhere, "20")).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        (await LogAsync(conference, null)).Text(".lt-errors").ShouldContain("đã lồng ghép bao nhiêu phút");
        (await LogAsync(conference, "200")).Text(".lt-errors").ShouldContain("chỉ dài 90 phút");
        (await LogAsync(conference, "20", "19/09/2026")).Text(".lt-errors").ShouldContain("phải cùng ngày");
        var part = (await LogAsync(conference, "20")).Location.ShouldNotBeNull();

        // The commune knows the event by its name; the province finds the part from its own event.
        var page = await commune.OpenAsync(part);
        page.Text("main").ShouldContain($"Hội nghị toàn tỉnh về chuyển đổi số, 20 phút (18/09/2026, {app.Province.Name})");
        page.Html.QuerySelector($"main a[href='/activities/{conference}']").ShouldBeNull();
        page.Text("main").ShouldContain("phieu-trinh-bay.txt");
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync($"/activities/{conference}")).Text("main").ShouldContain($"Phần của xã, 20 phút ({app.Commune.Name})");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().CountAsync(a => a.UnitId == app.Commune.Id && a.HostActivityId == conference))).ShouldBe(1);
    }

    [Fact]
    public async Task Edit_OfAPartOfAnOldEvent_StillOffersThatEvent()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        Task<Guid> HeldAsync(string title, DateOnly day, Guid? host = null) => app.InScopeAsync(async s =>
            (await s.GetRequiredService<LogActivity>().HandleAsync(Guid.CreateVersion7(), app.Office.Id, new ActivityInput { HappenedOn = day, Form = "event", Title = title, NoEvidenceReason = "Biên bản lưu.", HostActivityId = host })).Id);
        var old = await HeldAsync("Hội nghị đầu năm", new DateOnly(2026, 1, 8));
        var part = await HeldAsync("Phần trong hội nghị đầu năm", new DateOnly(2026, 1, 8), old);
        for (var n = 0; n < 41; n++) await HeldAsync($"Họp tuần thứ {n}", new DateOnly(2026, 9, 10));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Office);

        var page = await focal.OpenAsync($"/activities/{part}/edit");
        page.Html.QuerySelector($"#Input_HostActivityId option[value='{old}']").ShouldNotBeNull();
        (await focal.SubmitAsync(page, Form, new() { ["Input.Attendance"] = "30" })).Location.ShouldNotBeNull();
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().Where(a => a.Id == part).Select(a => a.HostActivityId).SingleAsync())).ShouldBe(old);
    }

    [Fact]
    public async Task Parts_OfAHostEvent_AreEachReadByTheirOwnTasks()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var host = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var gathering = Add(app.Finance, "Hội nghị có phần lồng ghép", null);
            Add(app.Commune, "Phần riêng của xã", gathering.Id);
            var asked = Add(app.OtherCommune, "Phần theo nhiệm vụ", gathering.Id);
            foreach (var one in new[] { gathering, asked }) db.Add(new ActivityAnswer { ProvinceId = one.ProvinceId, ActivityId = one.Id, TaskProvinceId = one.ProvinceId, TaskId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), AssignerId = app.Culture.Id, Counted = 1, TaskText = "Tổ chức tuyên truyền." });
            await db.SaveChangesAsync();
            return gathering.Id;

            Activity Add(LanToa.Planning.Organizations.Organization unit, string title, Guid? of)
            {
                var activity = new Activity { ProvinceId = unit.ProvinceId, UnitId = unit.Id, State = ActivityState.Recorded, HappenedOn = new DateOnly(2026, 9, 18), Form = "event", Quantity = 1, Title = title, HostActivityId = of, HostMinutes = of is null ? null : 20, RecordedByName = "Thử", RecordedAt = app.Clock.GetUtcNow(), SendKey = Guid.CreateVersion7() };
                db.Add(activity);
                return activity;
            }
        });

        // The body whose task the event answers reads the event, and of its parts those that answer it as well.
        using var assigner = await app.SignInAsync(Role.Officer, app.Culture);
        var page = (await assigner.OpenAsync($"/activities/{host}")).Text("main");
        page.ShouldContain("Phần theo nhiệm vụ, 20 phút");
        page.ShouldNotContain("Phần riêng của xã");
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync($"/activities/{host}")).Text("main").ShouldContain("Phần riêng của xã, 20 phút");
    }

    [Fact]
    public async Task Host_OfAPart_IsOpenedByItsOwnRuleAndPartsStandNewestFirst()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var (host, part) = await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            // One after another, as people write: within one moment ids have no order.
            var written = 0;
            var gathering = Add("Hội nghị nội bộ của Sở", null, 17);
            Add("Buổi ra quân của Sở", null, 19);
            Add("Phần đầu", gathering.Id, 17);
            var asked = Add("Phần theo nhiệm vụ được giao", gathering.Id, 18);
            db.Add(new ActivityAnswer { ProvinceId = asked.ProvinceId, ActivityId = asked.Id, TaskProvinceId = asked.ProvinceId, TaskId = Guid.CreateVersion7(), PlanId = Guid.CreateVersion7(), AssignerId = app.Culture.Id, Counted = 1, TaskText = "Tổ chức tuyên truyền." });
            Add("Phần ghi sau", gathering.Id, 17);
            await db.SaveChangesAsync();
            return (gathering.Id, asked.Id);

            Activity Add(string title, Guid? of, int day)
            {
                var activity = new Activity { Id = Guid.CreateVersion7(app.Clock.GetUtcNow().AddSeconds(written++)), ProvinceId = 99, UnitId = app.Finance.Id, State = ActivityState.Recorded, HappenedOn = new DateOnly(2026, 9, day), EndedOn = of is null && day < 18 ? new DateOnly(2026, 9, 18) : null, Form = "event", Quantity = 1, Title = title, HostActivityId = of, HostMinutes = of is null ? null : 20, RecordedByName = "Thử", RecordedAt = app.Clock.GetUtcNow(), SendKey = Guid.CreateVersion7() };
                db.Add(activity);
                return activity;
            }
        });

        // The body whose task the part answers reads the part; of the event, which answers nothing of it, it knows the name.
        using var assigner = await app.SignInAsync(Role.Officer, app.Culture);
        var page = await assigner.OpenAsync($"/activities/{part}");
        page.Text("main").ShouldContain("Hội nghị nội bộ của Sở, 20 phút");
        page.Html.QuerySelector($"main a[href='/activities/{host}']").ShouldBeNull();
        (await assigner.GetAsync($"/activities/{host}")).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        using var own = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await own.OpenAsync($"/activities/{part}")).Html.QuerySelector($"main a[href='/activities/{host}']").ShouldNotBeNull();
        var parts = (await own.OpenAsync($"/activities/{host}")).Html.QuerySelectorAll("main a[href^='/activities/']").Select(a => a.TextContent).Where(t => t.StartsWith("Phần", StringComparison.Ordinal));
        parts.ShouldBe(["Phần theo nhiệm vụ được giao", "Phần ghi sau", "Phần đầu"]);
        (await own.OpenAsync("/activities/log")).Texts("#Input_HostActivityId optgroup[label='Của đơn vị'] option").Where(o => o.EndsWith("của Sở", StringComparison.Ordinal)).ShouldBe(["19/09/2026: Buổi ra quân của Sở", "17/09/2026: Hội nghị nội bộ của Sở"]);
    }

    private static async Task<TestPage> LogAtAsync(TestBrowser person, Guid host, string? minutes, string day)
    {
        var said = new Dictionary<string, string> { ["Input.Form"] = "event", ["Input.Title"] = "Phần của xã", ["Input.HappenedOn"] = day, ["Input.HostActivityId"] = host.ToString() };
        if (minutes is not null) said["Input.HostMinutes"] = minutes;
        return await person.SubmitAsync(await person.GetAsync("/activities/log"), Form, said, new TestFile("Input.Files", "phieu-trinh-bay.txt", "Bài trình bày của xã, 20 phút."u8.ToArray()));
    }
}
