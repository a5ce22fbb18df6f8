using System.Net;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Organizations;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>Logging, correcting and deciding through the forms, by right and wrong people, on the real database.</summary>
public sealed class ActivityTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private const string Form = "main form[enctype]", Decision = "main form[method=post]";

    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 1, 0xFF, 0xDA, 0, 2, 1, 2, 3, 0xFF, 0xD9];

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<List<Occurrence>> GivenAsync(string today, int count = 1)
    {
        app.Clock.MoveTo(D(today));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Chuyên mục cải cách hành chính", new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = count }, [app.Culture.Id]));
        return await app.OccurrencesAsync(plan.Id);
    }

    private static Occurrence Quarter(IEnumerable<Occurrence> all, int number) => all.Single(o => o.PeriodKey == $"2026-Q{number}");

    private static Dictionary<string, string> Said(Dictionary<string, string>? more = null)
    {
        var said = new Dictionary<string, string> { ["Input.Form"] = "event", ["Input.Title"] = "Hội nghị tại thôn Nà Lốc", ["Input.Attendance"] = "45" };
        foreach (var (key, value) in more ?? []) said[key] = value;
        return said;
    }

    private static async Task<TestPage> LogAsync(TestBrowser person, Guid? duty, Dictionary<string, string>? more = null, TestFile? file = null, string? button = null) =>
        await person.SubmitAsync(await person.GetAsync("/activities/log" + (duty is { } id ? $"?duty={id}" : "")), Form, Said(more), file ?? new TestFile("Input.Photos", "ảnh.jpg", Jpeg), button);

    private static async Task<TestPage> DecideAsync(TestBrowser person, string activity, string verb, string? reason = null) =>
        await person.SubmitAsync(await person.GetAsync($"{activity}/{verb}"), Decision, reason is null ? [] : new() { ["Reason"] = reason });

    private Task<Activity> ActivityAsync(string path)
    {
        var id = Guid.Parse(path[^36..]);
        return app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AsNoTracking().FirstAsync(a => a.Id == id));
    }

    [Fact]
    public async Task Log_WithWhatNobodyTypes_KeepsTheRest()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var logged = await LogAsync(focal, null, new() { ["Input.Title"] = "Hội nghị\0 ở thôn\u001b Nà Lốc", ["Input.Attendance"] = " 1.200 ", ["Input.Views"] = "1.284", ["Input.Partners"] = "Hội\0 Nông dân", ["Input.Link"] = "https://xa.gov.vn/a\0b" });
        var path = logged.Location.ShouldNotBeNull(logged.Text(".lt-errors"));
        var kept = await ActivityAsync(path);
        // Thousands are parted as the program itself writes them.
        (kept.Title, kept.Attendance, kept.Views).ShouldBe(("Hội nghị ở thôn Nà Lốc", 1200, 1284));
        var page = (await focal.OpenAsync(path)).Text("main");
        page.ShouldContain("Hội Nông dân");
        page.ShouldContain("xa.gov.vn/ab");
    }

    [Fact]
    public async Task Log_FromADutyWithAPhoto_CountsAtOnceAndAsAcceptedAfterTheYes()
    {
        var duty = Quarter(await GivenAsync("2026-09-20"), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await focal.OpenAsync($"/activities/log?duty={duty.Id}");
        form.Html.QuerySelector("#Input_Title")!.GetAttribute("value").ShouldBe("Chuyên mục cải cách hành chính");
        form.Html.QuerySelector("#Input_HappenedOn")!.GetAttribute("value").ShouldBe("20/09/2026");
        form.Html.QuerySelector("#Input_Photos")!.GetAttribute("capture").ShouldBe("environment");

        var logged = (await LogAsync(focal, duty.Id, new() { ["Input.Claims"] = "false", ["Input.Title"] = "Hội nghị của riêng Sở Văn hóa" })).Location.ShouldNotBeNull();

        var waiting = await app.OccurrenceAsync(duty.Id);
        (waiting.Progress, waiting.Recorded, waiting.Accepted, waiting.LastActivityOn, waiting.ClaimedOn).ShouldBe((1, 1, 0, D("2026-09-20"), null));
        var page = await focal.OpenAsync($"/obligations/{duty.Id}");
        page.Text().ShouldContain("1/1, trong đó 1 theo hoạt động chờ chấp nhận");
        page.Text().ShouldContain("Hội nghị của riêng Sở Văn hóa");
        var picture = (await focal.OpenAsync(logged)).Html.QuerySelector("main img")!.GetAttribute("src")!;
        (await focal.GetAsync(picture)).Status.ShouldBe(HttpStatusCode.OK);
        using (var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance))
        {
            (await stranger.GetAsync(picture)).Status.ShouldBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync(logged)).Status.ShouldBe(HttpStatusCode.NotFound);
            (await stranger.GetAsync($"/activities/log?duty={duty.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
            (await stranger.OpenAsync("/activities")).Text().ShouldNotContain("của riêng Sở Văn hóa");
        }

        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.OpenAsync("/today")).Text().ShouldContain("Hoạt động chờ chấp nhận");
        (await DecideAsync(officer, logged, "accept")).Location.ShouldBe(logged);

        var accepted = await app.OccurrenceAsync(duty.Id);
        (accepted.Progress, accepted.Recorded, accepted.Accepted).ShouldBe((1, 0, 1));
        (await ActivityAsync(logged)).AcceptedOn.ShouldNotBeNull();
        (await focal.OpenAsync(logged)).Text().ShouldContain("chấp nhận hoạt động");
        (await focal.GetAsync($"{logged}/edit")).Text().ShouldContain("đã được chấp nhận");
        var file = await officer.GetAsync("/activities?handler=Export&dang=csv");
        file.Body.Split("\r\n").Single(l => l.Contains("Hội nghị của riêng Sở Văn hóa", StringComparison.Ordinal)).ShouldMatch("Chuyên mục cải cách hành chính\"?,1$");
        var evidence = (await officer.GetAsync("/activities/evidence?handler=Export&dang=csv")).Body.Split("\r\n");
        evidence[0].ShouldContain("Minh chứng,Loại,Phiên bản");
        evidence[1..].ShouldContain(l => l.Contains(app.Culture.Name, StringComparison.Ordinal) && l.Contains(",1,0,", StringComparison.Ordinal), "a picture that one activity uses");
    }

    [Fact]
    public async Task Log_ThatReachesTheTarget_ClaimsThePeriodWithIt()
    {
        var duty = Quarter(await GivenAsync("2026-09-20"), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        await LogAsync(focal, duty.Id);

        var claimed = await app.OccurrenceAsync(duty.Id);
        (claimed.ClaimedOn, claimed.DoneOn, claimed.Progress).ShouldBe((D("2026-09-20"), D("2026-09-20"), 1));
    }

    [Fact]
    public async Task Log_SentTwiceAtOnce_IsOneActivity()
    {
        var duty = Quarter(await GivenAsync("2026-09-20", count: 3), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var form = await focal.GetAsync($"/activities/log?duty={duty.Id}");

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => focal.SubmitAsync(form, Form, Said(), new TestFile("Input.Photos", "ảnh.jpg", Jpeg))));

        answers.Select(a => a.Location).Distinct().Count().ShouldBe(1);
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(1);
    }

    [Fact]
    public async Task Log_ByDate_CountsInThePeriodOfTheDayUnlessItPaysADebt()
    {
        var all = await GivenAsync("2026-10-10", count: 2);
        var (third, fourth) = (Quarter(all, 3), Quarter(all, 4));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);

        // Opened from the overdue quarter: a day of that quarter counts in it, today's pays its debt, and unticked it counts in its own.
        await LogAsync(focal, third.Id, new() { ["Input.HappenedOn"] = "28/09/2026" });
        await LogAsync(focal, third.Id);
        await LogAsync(focal, third.Id, new() { ["Input.MakesUp"] = "false" });
        var early = await LogAsync(focal, third.Id, new() { ["Input.HappenedOn"] = "28/12/2025", ["Input.MakesUp"] = "false" });

        (await app.OccurrenceAsync(third.Id)).Progress.ShouldBe(2);
        (await app.OccurrenceAsync(fourth.Id)).Progress.ShouldBe(1);
        early.Text(".lt-errors").ShouldContain("trước Quý III");
    }

    [Fact]
    public async Task Edit_AcceptedMeanwhile_KeepsWhatWasTypedAndSaysWhatToDo()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var logged = (await LogAsync(focal, null)).Location!;
        var open = await focal.GetAsync($"{logged}/edit");
        await DecideAsync(officer, logged, "accept");

        var typed = new Dictionary<string, string> { ["Input.Title"] = "Hội nghị, tên sửa lại" };
        var answer = await focal.SubmitAsync(open, Form, typed);
        answer.Text("main").ShouldContain("cấp trên trả lại trước");
        answer.Text("main").ShouldContain("chép lại phần cần giữ");
        answer.Html.QuerySelector("[name='Input.Title']")!.GetAttribute("value").ShouldBe(typed["Input.Title"]);
        // Pressed again it says the same and writes nothing.
        (await focal.SubmitAsync(answer, Form)).Text(".lt-errors").ShouldContain("cấp trên trả lại trước");
        (await ActivityAsync(logged)).Title.ShouldBe("Hội nghị tại thôn Nà Lốc");
        (await focal.GetAsync($"{logged}/edit")).Html.QuerySelector(Form).ShouldBeNull();

        // Sent back as was asked, the next press saves what was typed.
        await DecideAsync(officer, logged, "return", "Đơn vị xin sửa tên.");
        (await focal.SubmitAsync(answer, Form, typed)).Location.ShouldBe(logged);
        var saved = await ActivityAsync(logged);
        (saved.Title, saved.State).ShouldBe((typed["Input.Title"], ActivityState.Recorded));

        // Sent back without having been asked, the reason is read first.
        var late = await focal.GetAsync($"{logged}/edit");
        await DecideAsync(officer, logged, "return", "Ghi rõ địa điểm.");
        var stale = await focal.SubmitAsync(late, Form);
        stale.Text(".lt-errors").ShouldContain("người khác");
        stale.Text("main").ShouldContain("Ghi rõ địa điểm.");
    }

    [Fact]
    public async Task Edit_ByWhoeverStandsAbove_ShowsBothNamesUntilTheUnitChangesItAgain()
    {
        await GivenAsync("2026-09-20");
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var logged = (await LogAsync(focal, null)).Location!;
        await DecideAsync(officer, logged, "return", "Ghi lại tên.");

        (await officer.SubmitAsync(await officer.GetAsync($"{logged}/edit"), Form, new() { ["Input.Title"] = "Tên do tỉnh sửa" })).Location.ShouldBe(logged);
        var changed = await ActivityAsync(logged);
        (changed.State, changed.Title).ShouldBe((ActivityState.Recorded, "Tên do tỉnh sửa"));
        changed.ChangedForUnitBy.ShouldNotBeNull().ShouldEndWith($"({app.Province.Name})");
        var page = (await focal.OpenAsync(logged)).Text("main");
        page.ShouldContain(changed.RecordedByName);
        page.ShouldContain($"{changed.ChangedForUnitBy} sửa thay đơn vị");

        (await focal.SubmitAsync(await focal.GetAsync($"{logged}/edit"), Form, new() { ["Input.Title"] = "Tên của đơn vị" })).Location.ShouldBe(logged);
        (await ActivityAsync(logged)).ChangedForUnitBy.ShouldBeNull();
    }

    [Fact]
    public async Task Return_ThenSentAgainThenWithdrawn_MovesTheProgressEachTime()
    {
        var duty = Quarter(await GivenAsync("2026-09-20", count: 3), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var officer = await app.SignInAsync(Role.Officer);
        var logged = (await LogAsync(focal, duty.Id, new() { ["Input.Quantity"] = "2" })).Location!;
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(2);

        (await DecideAsync(officer, logged, "return")).Text(".lt-errors").ShouldContain("Hãy ghi lý do trả lại");
        await DecideAsync(officer, logged, "return", "Thiếu danh sách người dự.");
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(0);
        (await focal.OpenAsync(logged)).Text("main").ShouldContain("Thiếu danh sách người dự.");
        var today = await focal.OpenAsync("/today");
        today.Html.QuerySelector($"main a[href='{logged}/edit']").ShouldNotBeNull();
        today.Text("main").ShouldContain("Thiếu danh sách người dự.");

        var edited = await focal.SubmitAsync(await focal.GetAsync($"{logged}/edit"), Form, new() { ["Input.Quantity"] = "3" }, new TestFile("Input.Files", "danh sách.txt", Encoding.UTF8.GetBytes("Nguyễn Văn A")));
        edited.Location.ShouldBe(logged);
        (await focal.OpenAsync("/today")).Html.QuerySelector($"main a[href='{logged}/edit']").ShouldBeNull();
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(3);
        (await focal.OpenAsync(logged)).Text().ShouldContain("danh sách.txt");

        // Everything that was logged, counted anew, gives what the periods keep; a figure that was tampered with is named.
        await using (var owner = NpgsqlDataSource.Create(app.Connections.Owner))
        {
            var (periods, wrong, _) = await LoggedProgress.CheckAsync(owner, ActivityCounts.Sql, 20);
            (periods > 0, wrong).ShouldBe((true, 0));
            await using (var tamper = owner.CreateCommand($"UPDATE occurrence SET accepted = accepted + 1 WHERE id = '{duty.Id}'")) await tamper.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            (await LoggedProgress.CheckAsync(owner, ActivityCounts.Sql, 20)).Shown.ShouldHaveSingleItem().Occurrence.ShouldBe(duty.Id);
            await using (var back = owner.CreateCommand($"UPDATE occurrence SET accepted = accepted - 1 WHERE id = '{duty.Id}'")) await back.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            foreach (var reference in LooseAnswers.All) (await reference.CheckAsync(owner, 1)).Missing.Total.ShouldBe(0, reference.Name);
        }

        await DecideAsync(focal, logged, "withdraw", "Ghi nhầm.");
        var gone = await app.OccurrenceAsync(duty.Id);
        (gone.Progress, gone.Accepted, gone.Recorded).ShouldBe((0, null, null));
        (await officer.OpenAsync("/activities?occurrence=" + duty.Id)).Text().ShouldContain("Không có hoạt động nào như vậy");
    }

    [Fact]
    public async Task Accept_ByTheUnitItself_IsDenied()
    {
        var duty = Quarter(await GivenAsync("2026-09-20"), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var logged = (await LogAsync(focal, duty.Id)).Location!;
        using var head = await app.SignInAsync(Role.Leader, app.Culture);

        foreach (var person in new[] { focal, head })
        {
            (await person.GetAsync($"{logged}/accept")).Text().ShouldContain("cơ quan cấp trên");
            (await ActivityAsync(logged)).State.ShouldBe(ActivityState.Recorded);
        }
    }

    [Fact]
    public async Task Draft_Saved_CountsNowhereAndIsItsUnitsOwn()
    {
        var duty = Quarter(await GivenAsync("2026-09-20"), 3);
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Culture);
        var logged = (await LogAsync(focal, duty.Id, button: "button[name=save]")).Location!;

        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(0);
        using var viewer = await app.SignInAsync(Role.Viewer, app.Culture);
        (await viewer.GetAsync(logged)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await focal.SubmitAsync(await focal.GetAsync($"{logged}/edit"), Form)).Location.ShouldBe(logged);
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(1);
    }

    [Theory]
    [InlineData("Input.HappenedOn", "25/09/2026", "còn ở tương lai")]
    [InlineData("Input.HappenedOn", "19/09/2025", "đã hơn một năm")]
    [InlineData("Input.Quantity", "-1", "là số âm")]
    [InlineData("Input.Quantity", "0", "Số lượng phải lớn hơn 0")]
    [InlineData("Input.Attendance", "3000000", "nhiều hơn mức có thể có ở đơn vị này")]
    [InlineData("Input.Attendance", "-5", "không thể là số âm")]
    [InlineData("Input.Attendance", "1,5", "có phần lẻ")]
    [InlineData("Input.Title", " ", "Hãy đặt tên hoạt động")]
    [InlineData("Input.Form", "", "Hãy chọn đã làm sản phẩm gì")]
    [InlineData("Input.EndedOn", "01/09/2026", "trước ngày bắt đầu")]
    [InlineData("Input.Link", "http://192.168.1.1/tin", "địa chỉ nội bộ")]
    [InlineData("Input.Link", "javascript:alert(1)", "không phải là một đường dẫn")]
    public async Task Log_WhatCannotBeRight_IsSaidAndNothingIsKept(string field, string value, string why)
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Commune);

        var answer = await LogAsync(focal, null, new() { [field] = value });

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain(why);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AnyAsync(a => a.UnitId == app.Commune.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task Log_ForTheDutyOfAnotherUnit_IsRefused()
    {
        var duty = Quarter(await GivenAsync("2026-09-20"), 3);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);

        (await LogAsync(stranger, null, new() { ["Input.Duties"] = duty.Id.ToString() })).Text(".lt-errors").ShouldContain("không phải của đơn vị này");
        (await app.OccurrenceAsync(duty.Id)).Progress.ShouldBe(0);
    }

    [Fact]
    public async Task Log_FilesThatAreNoPhotos_AreRefusedWhole()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.OtherCommune);

        (await LogAsync(focal, null, file: new TestFile("Input.Photos", "anh.jpg", "<html>không phải ảnh</html>"u8.ToArray()))).Text(".lt-errors").ShouldContain("không phải là ảnh");
        (await LogAsync(focal, null, file: new TestFile("Input.Photos", "to.jpg", [.. Jpeg, .. new byte[40 * 1024 * 1024]]))).Text(".lt-errors").ShouldContain("Tệp nặng 40 MB");
        (await LogAsync(focal, null, file: new TestFile("Input.Files", "cai-dat.pdf", [0x7F, 0x45, 0x4C, 0x46, 1, 2]))).Text(".lt-errors").ShouldContain("Loại tệp này không được nhận");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().AnyAsync(a => a.UnitId == app.OtherCommune.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task Log_WithoutTheExpectedEvidence_NeedsAReason()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);
        var form = await focal.GetAsync("/activities/log");

        var refused = await focal.SubmitAsync(form, Form, Said(new() { ["Input.Form"] = "panel", ["Input.Link"] = "https://sotaichinh.bacthu.gov.vn/tin" }));
        refused.Text(".lt-errors").ShouldContain("Với “Pa nô” cần ảnh chụp tại nơi lắp");
        (await focal.SubmitAsync(refused, Form, new() { ["Input.NoEvidenceReason"] = "Máy ảnh hỏng." })).Location.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Log_PhotoWithPlace_KeepsItOnlyWhenThePersonAgrees(bool agrees)
    {
        app.Clock.MoveTo(D("2026-09-20"));
        using var focal = await app.SignInAsync(Role.FocalPoint, app.Finance);

        var logged = (await LogAsync(focal, null, new() { ["Input.KeepsPhotoData"] = agrees ? "true" : "false" }, new TestFile("Input.Photos", "nơi chụp.jpg", TestPhotos.WithPlace(Jpeg)))).Location!;

        var version = await app.InScopeAsync(s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var id = Guid.Parse(logged[^36..]);
            return db.Set<ActivityEvidence>().Where(e => e.ActivityId == id).Join(db.Set<EvidenceVersion>(), e => e.EvidenceId, v => v.EvidenceId, (_, v) => v).SingleAsync();
        });
        (version.TakenAt, version.Latitude).ShouldBe(agrees ? (new DateTimeOffset(2026, 9, 19, 1, 30, 0, TimeSpan.Zero), 21.5) : (null, null));
        await using var content = await app.InScopeAsync(s => s.GetRequiredService<FileStore>().OpenAsync(version.Sha256!));
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes);
        Encoding.Latin1.GetString(bytes.ToArray()).Contains("2026:09:19", StringComparison.Ordinal).ShouldBe(agrees);
    }
}
