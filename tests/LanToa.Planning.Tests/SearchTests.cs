using System.Net;
using LanToa.Contracts.Plans;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Permissions;
using LanToa.Platform.Search;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LanToa.Planning.Tests;

/// <summary>One box for everything: what it finds, how it is typed, and what stays hidden.</summary>
public sealed class SearchTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static int _attached;

    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Plan> IssueAsync(string text, params Guid[] leads) => app.IssueAsync(D("2026-01-15"), null, new TaskGiven(text, ObligationsApp.OneEachQuarter, leads));

    private static IReadOnlyList<string> Found(TestPage page, string group) => page.Texts($"section[aria-label='{group}'] .lt-found > li");

    [Theory]
    [InlineData("10/KH-UBND", "10 kh ubnd")]
    [InlineData("  Đề án   06, “một cửa”!", "de an 06 mot cua")]
    [InlineData("TH\u1EE6 T\u1EE4C", "thu tuc")]
    [InlineData("'; DROP TABLE plan; --:*&|", "drop table plan")]
    [InlineData("…", "")]
    [InlineData("một hai ba bốn năm sáu bảy tám chín", "mot hai ba bon nam sau bay tam")]
    public void Query_Typed_BecomesBareWords(string typed, string words) => string.Join(' ', new SearchQuery(typed).Words).ShouldBe(words);

    [Fact]
    public async Task Words_AnyVietnameseText_AreCutAlikeByProgramAndDatabase()
    {
        await using var connection = new NpgsqlConnection(app.Connections.App);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var text in new[]
        {
            "Ủy ban nhân dân xã Đắk Ơ", "KẾ HOẠCH SỐ 10/KH-UBND", "ngày 02/01/2026", "Nghỉ Tết, lễ: “Quốc khánh” (2/9)", "ăâđêôơư ĂÂĐÊÔƠƯ", "U\u031B\u0309y ban de\u0302\u0300 a\u0301n", "ỷ Ỷ ỹ Ỹ ỵ Ỵ ẵ Ẵ", "ộ Ộ ợ Ợ ữ Ữ",
        })
        {
            await using var command = new NpgsqlCommand("SELECT tsvector_to_array(search_words($1))", connection) { Parameters = { new() { Value = text } } };
            var there = (string[])(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
            there.Order(StringComparer.Ordinal).ShouldBe(new SearchQuery(text).Words.Distinct().Order(StringComparer.Ordinal), text);
        }
    }

    [Fact]
    public async Task Search_WithOrWithoutMarks_FindsPlanTaskDutyAndUnit()
    {
        var unit = await app.AddOrganizationAsync("Ủy ban nhân dân xã Lũng Vài Thử", OrganizationLevel.Commune, OrganizationKind.Committee, app.Province);
        await IssueAsync("Tổ chức phiên chợ tuyên truyền dịch vụ công", unit.Id, app.Commune.Id);
        using var officer = await app.SignInAsync(Role.Officer);

        foreach (var typed in new[] { "phien cho dich vu", "Phiên chợ dịch vụ", "PHIEN CH dich" })
        {
            var page = await officer.OpenAsync($"/search?q={Uri.EscapeDataString(typed)}");
            Found(page, "Nhiệm vụ của kế hoạch").ShouldHaveSingleItem().ShouldStartWith("Tổ chức phiên chợ");
            Found(page, "Việc phải làm").Count.ShouldBe(2);
        }
        // Words of the task and words of the unit together name one duty.
        var one = await officer.OpenAsync("/search?q=phien+cho+lung+vai");
        Found(one, "Việc phải làm").ShouldHaveSingleItem().ShouldContain("xã Lũng Vài Thử");
        (await officer.OpenAsync(one.Html.QuerySelector("section[aria-label='Việc phải làm'] a")!.GetAttribute("href")!)).Text("h1").ShouldContain("phiên chợ");
        Found(await officer.OpenAsync("/search?q=lung+vai"), "Cơ quan, đơn vị").ShouldHaveSingleItem().ShouldContain("Lũng Vài Thử");
    }

    [Fact]
    public async Task Search_NumberOfAPlan_FindsThatPlan()
    {
        var plan = new Plan { ProvinceId = 99, IssuerId = app.Province.Id, Number = "4711", Symbol = "KH-UBND", Title = "Kế hoạch có số riêng", Date = D("2026-01-15"), State = PlanState.Issued };
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            plan.RefreshSearch(app.Province.Name);
            db.Add(plan);
            await db.SaveChangesAsync();
        });
        using var officer = await app.SignInAsync(Role.Officer);

        foreach (var typed in new[] { "4711/KH-UBND", "số riêng; 4711" })
        {
            var page = await officer.OpenAsync($"/search?q={Uri.EscapeDataString(typed)}");
            Found(page, "Kế hoạch").ShouldHaveSingleItem().ShouldContain("4711/KH-UBND");
            page.Html.QuerySelector("section[aria-label='Kế hoạch'] .lt-found a")!.GetAttribute("href").ShouldBe($"/plans/{plan.Id}");
        }
    }

    [Theory]
    [InlineData("9", "9/kh-ubnd ke hoach so nho 2026")]
    [InlineData("09", "09/kh-ubnd ke hoach so nho 2026")]
    public async Task Search_NumberUnderTen_FindsThatPlanFirst_AlsoOneKeptFromBefore(string number, string before)
    {
        Plan Numbered(string n, string day) => new() { ProvinceId = 99, IssuerId = app.Province.Id, Number = n, Symbol = "KH-UBND", Title = "Số nhỏ", Date = D(day), State = PlanState.Issued };
        var plan = Numbered(number, "2026-01-05");
        using var script = new StreamReader(typeof(Plan).Assembly.GetManifestResourceStream(typeof(Plan).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("0100_numbers_under_ten.sql", StringComparison.Ordinal)))!);
        var sql = await script.ReadToEndAsync(TestContext.Current.CancellationToken);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            foreach (var one in Enumerable.Range(90, 10).Select(n => Numbered($"{n}", "2026-03-05")).Append(plan))
            {
                one.RefreshSearch("");
                db.Add(one);
            }
            await db.SaveChangesAsync();
            Task<string> WordsAsync() => db.Set<Plan>().Where(p => p.Id == plan.Id).Select(p => p.SearchText).SingleAsync();
            var words = await WordsAsync();
            await db.Set<Plan>().Where(p => p.Id == plan.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.SearchText, before));
            // Once more does nothing.
            foreach (var time in new[] { 1, 2 })
            {
                await db.Database.ExecuteSqlRawAsync(sql);
                (await WordsAsync()).ShouldBe(words, $"{time}");
            }
        });
        using var officer = await app.SignInAsync(Role.Officer);

        foreach (var typed in new[] { "9/KH-UBND", "09/KH-UBND" }) Found(await officer.OpenAsync($"/search?q={Uri.EscapeDataString(typed)}"), "Kế hoạch")[0].ShouldContain("09/KH-UBND");
    }

    [Fact]
    public async Task Search_PunctuationBetweenWords_DoesNotCountForAnyKind()
    {
        var unit = await app.AddOrganizationAsync("Trung tâm Phục vụ hành chính công Khe Thử", OrganizationLevel.Province, OrganizationKind.PublicService, app.Province);
        await IssueAsync("Mở quầy lưu động vùng cao", unit.Id);
        using var officer = await app.SignInAsync(Role.Officer);

        Found(await officer.OpenAsync($"/search?q={Uri.EscapeDataString("“Khe Thử”, phục vụ!")}"), "Cơ quan, đơn vị").ShouldHaveSingleItem();
        var page = await officer.OpenAsync($"/search?q={Uri.EscapeDataString("quầy-lưu động; (vùng cao)")}");
        Found(page, "Việc phải làm").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Search_HalfOfACharacterAtTheEnd_IsCutWhole()
    {
        new SearchQuery(new string('a', 199) + "😀").Text.ShouldBe(new string('a', 199));
        using var viewer = await app.SignInAsync(Role.Viewer);

        (await viewer.GetAsync($"/search?q={new string('a', 199)}%F0%9F%98%80")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Search_MoreWordsThanAreLookedFor_SaysWhichCount()
    {
        using var viewer = await app.SignInAsync(Role.Viewer);

        (await viewer.OpenAsync("/search?q=mot+hai+ba+bon+nam+sau+bay+tam+chin")).Text("main").ShouldContain("Chỉ tìm theo 8 chữ đầu: “mot hai ba bon nam sau bay tam”");
        (await viewer.OpenAsync("/search?q=mot+hai+ba+bon+nam+sau+bay+tam")).Text("main").ShouldNotContain("chữ đầu:");
    }

    [Fact]
    public async Task Search_FilesBehindManyThatAreClosed_AreFoundAndTheLimitIsSaid()
    {
        var culture = (await app.OccurrencesAsync((await IssueAsync("Kỳ có tệp mở", app.Culture.Id)).Id))[0];
        var finance = (await app.OccurrencesAsync((await IssueAsync("Kỳ có tệp kín", app.Finance.Id)).Id))[0];
        using var own = await app.SignInAsync(Role.FocalPoint, app.Culture);
        using var colleague = await app.SignInAsync(Role.FocalPoint, app.Culture);
        await AttachAsync("Ảnh phiên họp tổ công tác.txt", culture.Id, own.AccountId, 1);
        await AttachAsync("Ảnh phiên họp tổ công tác kín.txt", finance.Id, null, 60);
        foreach (var browser in new[] { own, colleague }) Found(await browser.OpenAsync("/search?q=anh+phien+hop"), "Tệp").ShouldHaveSingleItem();

        await AttachAsync("Ảnh phiên họp tổ công tác kín.txt", finance.Id, null, FileSearch.MostTried);

        var first = await own.OpenAsync("/search?q=anh+phien+hop");
        Found(first, "Tệp").ShouldHaveSingleItem("one's own upload comes first");
        first.Text("section[aria-label='Tệp']").ShouldContain("Còn nữa");
        var none = await colleague.OpenAsync("/search?q=anh+phien+hop");
        Found(none, "Tệp").ShouldBeEmpty();
        none.Text("section[aria-label='Tệp']").ShouldContain("Hãy gõ thêm chữ");
    }

    private Task AttachAsync(string name, Guid occurrence, Guid? by, int times) => app.InScopeAsync(async s =>
    {
        var (db, files) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<FileStore>());
        var kept = await files.KeepAsync(new MemoryStream("nội dung"u8.ToArray()), FileLimits.Attachment);
        var now = DateTimeOffset.UnixEpoch.AddYears(56).AddSeconds(Interlocked.Increment(ref _attached));
        for (var i = 0; i < times; i++)
            db.Add(new Attachment { ProvinceId = 99, SubjectKind = "occurrence", SubjectId = occurrence, Sha256 = kept.Sha256, FileName = name, AddedAt = now, AddedBy = by, AddedByName = "Người thử" });
        await db.SaveChangesAsync();
    });

    [Fact]
    public async Task Search_DutyOfAnotherUnit_IsNotShown()
    {
        await IssueAsync("Soạn cẩm nang lưu trữ điện tử", app.Culture.Id);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);
        using var own = await app.SignInAsync(Role.FocalPoint, app.Culture);

        Found(await stranger.OpenAsync("/search?q=cam+nang+luu+tru"), "Việc phải làm").ShouldBeEmpty();
        Found(await own.OpenAsync("/search?q=cam+nang+luu+tru"), "Việc phải làm").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(98)]
    [InlineData(99)]
    [InlineData(0)]
    public async Task Search_OwnDutyBehindMoreTasksOfOthersThanAreLookedThrough_IsFound(short province)
    {
        await IssueAsync($"Chăm sóc vườn ươm {province}", app.Culture.Id);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var plan = new Plan { ProvinceId = province, IssuerId = app.Finance.Id, Title = "Kế hoạch của nơi khác", State = PlanState.Issued };
            plan.RefreshSearch("");
            db.Add(plan);
            for (var i = 0; i <= TasksFound.Most; i++) db.Add(new PlanTask { ProvinceId = province, PlanId = plan.Id, Ordinal = i, Text = $"Chăm sóc vườn ươm {province} nơi khác" });
            await db.SaveChangesAsync();
        }, province);
        using var own = await app.SignInAsync(Role.FocalPoint, app.Culture);

        Found(await own.OpenAsync($"/search?q=vuon+uom+{province}"), "Việc phải làm").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Search_DutyOfTheNationsPlan_IsFound()
    {
        var ministry = await app.AddOrganizationAsync("Bộ giao việc tìm thấy", OrganizationLevel.Nation, OrganizationKind.Department, null, province: 0);
        await app.IssueAsync(D("2026-01-15"), null, ministry, new TaskGiven("Kết nối kho hồ sơ trung ương", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        using var own = await app.SignInAsync(Role.FocalPoint, app.Culture);

        Found(await own.OpenAsync("/search?q=kho+ho+so+trung+uong"), "Việc phải làm").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Search_DraftOfAnotherUnit_IsNotShown()
    {
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var plan = new Plan { ProvinceId = 99, IssuerId = app.Culture.Id, Title = "Dự thảo giữ kín về lễ hội", State = PlanState.Drafted };
            plan.RefreshSearch("");
            db.Add(plan);
            db.Add(new PlanTask { ProvinceId = 99, PlanId = plan.Id, Ordinal = 0, Text = "Bài viết giữ kín về lễ hội" });
            await db.SaveChangesAsync();
        });
        using var stranger = await app.SignInAsync(Role.Officer, app.Finance);
        using var author = await app.SignInAsync(Role.Officer, app.Culture);

        var hidden = await stranger.OpenAsync("/search?q=giu+kin+le+hoi");
        hidden.Text("main").ShouldContain("Không thấy gì có “giu kin le hoi”");
        var seen = await author.OpenAsync("/search?q=giu+kin+le+hoi");
        (Found(seen, "Kế hoạch").Count, Found(seen, "Nhiệm vụ của kế hoạch").Count).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Search_NothingTyped_SaysHowToType()
    {
        using var viewer = await app.SignInAsync(Role.Viewer);

        (await viewer.OpenAsync("/search")).Text("main").ShouldContain("Gõ vài chữ để tìm");
        (await viewer.OpenAsync("/search?q=%21%21")).Text("main").ShouldContain("ít nhất một chữ hoặc số");
        var long_ = await viewer.GetAsync($"/search?q={new string('a', 3000)}");
        long_.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Search_ManyOfAKind_ShowsSomeAndLeadsToAll()
    {
        for (var i = 1; i <= 8; i++) await app.AddOrganizationAsync($"Trường Tiểu học Nà Thử {i}", OrganizationLevel.Commune, OrganizationKind.PublicService, app.Province);
        using var viewer = await app.SignInAsync(Role.Viewer);

        var page = await viewer.OpenAsync("/search?q=tieu+hoc+na+thu");

        Found(page, "Cơ quan, đơn vị").Count.ShouldBe(6);
        var all = page.Html.QuerySelector("section[aria-label='Cơ quan, đơn vị'] .lt-card__head a")!.GetAttribute("href")!;
        (await viewer.OpenAsync(all)).Text(".lt-paging").ShouldContain("trong 8");
    }

    [Fact]
    public async Task TopLine_OnEveryOfficePage_SearchesWithoutScript()
    {
        using var viewer = await app.SignInAsync(Role.Viewer);
        var page = await viewer.OpenAsync("/plans");

        var answer = await viewer.SubmitAsync(page, "header form[role=search]", new() { ["q"] = "Suối Thử" });

        answer.Text("main").ShouldContain("xã Suối Thử");
    }

    [Fact]
    public async Task Words_OfPlansAndTasks_AreFoundThroughAnIndex()
    {
        await using var connection = new NpgsqlConnection(app.Connections.Owner);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var (table, column) in new[] { ("plan", "search_text"), ("plan_task", "text"), ("attachment", "file_name") })
        {
            await using var command = new NpgsqlCommand($"SET enable_seqscan = off; EXPLAIN SELECT * FROM {table} WHERE search_matches({column}, 'phien:* & cho:*')", connection);
            await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var lines = new List<string>();
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) lines.Add(reader.GetString(0));
            string.Join('\n', lines).ShouldContain($"ix_{table}_words");
        }
    }
}
