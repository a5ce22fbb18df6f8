using System.IO.Compression;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Reports;
using LanToa.Contracts.Activities;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>What changes after a report was accepted is added to it in the open; what a year will come to and what it was is said beside the figures.</summary>
public sealed class AddendumTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string News = "Tin, bài tuyên truyền", Differs = "Số tính từ bản ghi của đơn vị nay khác lúc gửi";

    [Fact]
    public async Task Report_OpenedAgain_CountsAsItWasAcceptedUntilTheAddendumIs()
    {
        var top = await app.UnitAsync("Sở Đang Tổng Hợp");
        var (child, late) = (await app.UnitAsync("Chi cục Mở Lại", top), await app.UnitAsync("Chi cục Gửi Sau", top));
        await app.RouteAsync(child, top);
        await app.RouteAsync(late, top);
        await app.RouteAsync(top, app.Province);
        await app.ActivityAsync(child, "news", 10);
        await app.ActivityAsync(late, "news", 100);
        using var atTop = await app.SignInAsync(Role.Officer, top);
        using var atChild = await app.SignInAsync(Role.FocalPoint, child);
        using var atLate = await app.SignInAsync(Role.FocalPoint, late);
        var below = await ReportApp.BeginAsync(atChild, "Sở Đang Tổng Hợp");
        await ReportApp.DoAsync(atChild, below, "Send");
        var whole = await ReportApp.BeginAsync(atTop, "tỉnh Thử Nghiệm");
        (await atTop.GetAsync(whole)).Text("main").ShouldContain("Chi cục Mở Lại: Đã gửi, chờ tiếp nhận");
        await ReportApp.DoAsync(atTop, below, "Accept");
        await SaysAsync("10", null);

        await ReportApp.DoAsync(atTop, below, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Thiếu ba tin." });
        await SaysAsync("10", "đang mở lại để sửa");
        await app.ActivityAsync(child, "news", 3);
        await ReportApp.DoAsync(atChild, below, "Send");
        await SaysAsync("10", "bản bổ sung chờ chấp nhận");
        await atTop.SubmitAsync(await atTop.GetAsync($"{below}/return"), "main form[method=post]", new() { ["Reason"] = "Ghi rõ hơn." });
        await SaysAsync("10", "bản bổ sung bị trả lại");
        await ReportApp.DoAsync(atChild, below, "Send");

        // Sent in between, it keeps what had been accepted, and says what has changed since: of one that it counts, and of one that it did not.
        await ReportApp.DoAsync(atTop, whole, "Send");
        await ReportApp.DoAsync(atTop, below, "Accept");
        var second = await ReportApp.BeginAsync(atLate, "Sở Đang Tổng Hợp");
        await ReportApp.DoAsync(atLate, second, "Send");
        await ReportApp.DoAsync(atTop, second, "Accept");
        var page = await atTop.GetAsync(whole);
        ReportApp.Cell(page, News, 4).ShouldBe("10");
        page.Text("main").ShouldContain($"Chi cục Mở Lại: {News} về cải cách hành chính 10 → 13");
        page.Text("main").ShouldContain("Chi cục Gửi Sau: nay đã được chấp nhận, chưa tính ở đây");
        await ReportApp.DoAsync(app.Officer, whole, "Accept");
        await ReportApp.DoAsync(app.Officer, whole, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Cấp dưới bổ sung." });
        await SaysAsync("113", null);

        async Task SaysAsync(string figure, string? changing)
        {
            var now = await atTop.GetAsync(whole);
            ReportApp.Cell(now, News, 4).ShouldBe(figure);
            if (changing is null) now.Text("main").ShouldNotContain("Tính theo bản đã chấp nhận trước");
            else now.Text("main").ShouldContain($"Chi cục Mở Lại: {changing}");
        }
    }

    [Fact]
    public async Task Addendum_CountsAUnitByAnotherWay_WhatWasAcceptedStandsAboveUntilItIs()
    {
        var top = await app.UnitAsync("Sở Đứng Trên");
        var middle = await app.UnitAsync("Chi cục Đứng Giữa", top);
        var (sub, leaf) = (await app.UnitAsync("Trung tâm Chuyển Tiếp", middle), await app.UnitAsync("Trạm Gửi Hai Nơi", middle));
        foreach (var (from, to) in new[] { (leaf, sub), (leaf, middle), (sub, middle), (middle, top), (top, app.Province) }) await app.RouteAsync(from, to);
        foreach (var (unit, count) in new[] { (leaf, 10), (sub, 4), (middle, 1) }) await app.ActivityAsync(unit, "news", count);
        var (reason, none) = ("Thiếu tin.", new Dictionary<string, string>());
        await AcceptAsync(await SendAsync(await BeginAsync(leaf, sub)));
        // Returned once and sent again it adds to nothing: nothing was accepted.
        var ofSub = await SendAsync(await BeginAsync(sub, middle));
        await DoAsync(ofSub, (s, r) => s.GetRequiredService<DecideReport>().ReturnAsync(r.Id, Guid.CreateVersion7(), r.Version, reason, none));
        (await ReportAsync(await SendAsync(ofSub))).AddsTo.ShouldBeNull();
        await AcceptAsync(ofSub);
        var ofMiddle = await AcceptAsync(await SendAsync(await BeginAsync(middle, top)));
        var whole = await BeginAsync(top, app.Province);
        await CountsAsync(15, [middle, sub, leaf]);

        // The unit now comes directly too, and with more: the addendum counts that report of it, and not the one that was accepted here.
        await app.ActivityAsync(leaf, "news", 100);
        await AcceptAsync(await SendAsync(await BeginAsync(leaf, middle)));
        await DoAsync(ofMiddle, (s, r) => s.GetRequiredService<DecideReport>().ReopenAsync(r.Id, Guid.CreateVersion7(), r.Version, new DateOnly(2026, 9, 30), reason));
        (await ReportAsync(await SendAsync(ofMiddle))).AddsTo.ShouldBe(1);
        await CountsAsync(15, [middle, sub, leaf]);
        await DoAsync(ofMiddle, (s, r) => s.GetRequiredService<DecideReport>().ReturnAsync(r.Id, Guid.CreateVersion7(), r.Version, reason, none));
        (await ReportAsync(await SendAsync(ofMiddle))).AddsTo.ShouldBe(1);
        await CountsAsync(15, [middle, sub, leaf]);
        (await ReportAsync(await AcceptAsync(ofMiddle))).AddsTo.ShouldBeNull();
        await CountsAsync(115, [middle, sub, leaf]);

        async Task CountsAsync(decimal figure, Organization[] units)
        {
            var said = await app.InScopeAsync(async s => await s.GetRequiredService<ReportBuilder>().LiveAsync(await ReportAsync(whole)));
            said.Rows.First(r => r.Code == "tin_bai").Total.Number.ShouldBe(figure);
            said.Parts.Select(p => p.UnitId).ShouldBe(units.Select(u => u.Id), ignoreOrder: true);
        }

        Task<Guid> BeginAsync(Organization from, Organization to) => app.InScopeAsync(async s =>
        {
            var way = await s.GetRequiredService<LanToaDb>().Set<ReportRoute>().SingleAsync(r => r.UnitId == from.Id && r.ToId == to.Id);
            return (await s.GetRequiredService<WriteReport>().BeginAsync(way.Id, "2026-Q3")).Id!.Value;
        });

        Task<Report> ReportAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().SingleAsync(r => r.Id == id));

        Task<Guid> SendAsync(Guid id) => DoAsync(id, (s, r) => s.GetRequiredService<SendReport>().HandleAsync(r.Id, Guid.CreateVersion7(), r.Version, null));

        Task<Guid> AcceptAsync(Guid id) => DoAsync(id, (s, r) => s.GetRequiredService<DecideReport>().AcceptAsync(r.Id, Guid.CreateVersion7(), r.Version));

        async Task<Guid> DoAsync(Guid id, Func<IServiceProvider, Report, Task<Outcome>> act)
        {
            var report = await ReportAsync(id);
            (await app.InScopeAsync(s => act(s, report))).Problems.ShouldBeEmpty();
            return id;
        }
    }

    [Fact]
    public async Task Addendum_Waiting_ThePeriodAfterAndTheListsStandOnWhatWasAccepted()
    {
        var (unit, code) = (await app.UnitAsync("Sở Kỳ Sau"), "ky-sau");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new ReportForm { ProvinceId = 99, Code = code, YearFrom = 2026, Name = "Báo cáo kỳ sau", Periods = ["quarter"], Body = "# I. Văn bản\n@ cùng kỳ\n- van_ban_chi_dao" });
            await db.SaveChangesAsync();
            (await s.GetRequiredService<EditRoutes>().AddAsync(new RouteInput(Guid.CreateVersion7(), code, [unit.Id], app.Province.Id, null, null, new DateOnly(2026, 1, 1), "Thử."))).Outcome.Problems.ShouldBeEmpty();
        });
        var (second, third) = (await BeginAsync("2026-Q2"), await BeginAsync("2026-Q3"));
        await GiveAsync(second, 40);
        await DoAsync(second, (s, r) => s.GetRequiredService<SendReport>().HandleAsync(r.Id, Guid.CreateVersion7(), r.Version, null));
        await DoAsync(second, (s, r) => s.GetRequiredService<DecideReport>().AcceptAsync(r.Id, Guid.CreateVersion7(), r.Version));
        await DoAsync(second, (s, r) => s.GetRequiredService<DecideReport>().ReopenAsync(r.Id, Guid.CreateVersion7(), r.Version, new DateOnly(2026, 9, 30), "Thiếu văn bản."));
        await CountsAsync();
        await GiveAsync(second, 50);
        await DoAsync(second, (s, r) => s.GetRequiredService<SendReport>().HandleAsync(r.Id, Guid.CreateVersion7(), r.Version, null));
        await GiveAsync(third, 5);

        await SaysAsync(40);
        await CountsAsync();
        // Of the same period last year, too.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE report SET period_key = '2025-Q3' WHERE id = {second}"));
        (await RowAsync()).LastYear.ShouldBe(40);
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE report SET period_key = '2026-Q2' WHERE id = {second}"));
        await DoAsync(second, (s, r) => s.GetRequiredService<DecideReport>().AcceptAsync(r.Id, Guid.CreateVersion7(), r.Version));
        await SaysAsync(50);

        async Task SaysAsync(decimal accepted)
        {
            var row = await RowAsync();
            (row.Previous, row.OwnCumulative!.Number).ShouldBe((accepted, accepted + 5));
        }

        // Opened again or with an addendum that waits, it counts as accepted in the list, and is evidence that it was sent.
        async Task CountsAsync()
        {
            var list = await app.Officer.GetAsync($"/reports/received?form={code}&period=2026-Q2");
            string.Concat(list.Texts(".lt-figure").First(f => f.Contains("Đã chấp nhận", StringComparison.Ordinal)).Where(c => !char.IsWhiteSpace(c))).ShouldContain("1/1");
            (await app.InScopeAsync(s => s.GetServices<ISystemRecords>().Single(r => r.Kind == "report").FindAsync(unit.Id, second))).ShouldNotBeNull();
        }

        async Task<ContentRow> RowAsync() => (await app.InScopeAsync(async s => await s.GetRequiredService<ReportBuilder>().LiveAsync(await s.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().SingleAsync(r => r.Id == third)))).Rows.Single();

        Task<Guid> BeginAsync(string period) => app.InScopeAsync(async s =>
        {
            var way = await s.GetRequiredService<LanToaDb>().Set<ReportRoute>().Where(r => r.UnitId == unit.Id).Select(r => r.Id).SingleAsync();
            return (await s.GetRequiredService<WriteReport>().BeginAsync(way, period)).Id!.Value;
        });

        Task GiveAsync(Guid id, decimal number) => DoAsync(id, (s, r) => s.GetRequiredService<WriteReport>().SaveFiguresAsync(r.Id, Guid.CreateVersion7(), r.Version, [new CellInput("van_ban_chi_dao", number, null, null)]));

        Task DoAsync(Guid id, Func<IServiceProvider, Report, Task<Outcome>> act) => app.InScopeAsync(async s =>
            (await act(s, await s.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().SingleAsync(r => r.Id == id))).Problems.ShouldBeEmpty());
    }

    [Fact]
    public async Task Records_ThatChangeAfterTheReportWasSent_AreSaidBesideItsFiguresUntilTheAddendum()
    {
        var top = await app.UnitAsync("Sở Đã Nhận");
        var child = await app.UnitAsync("Chi cục Rút Tin", top);
        await app.RouteAsync(child, top);
        await app.ActivityAsync(child, "news", 5);
        using var atTop = await app.SignInAsync(Role.Officer, top);
        using var atChild = await app.SignInAsync(Role.FocalPoint, child);
        var report = await ReportApp.BeginAsync(atChild, "Sở Đã Nhận");
        await ReportApp.DoAsync(atChild, report, "Send");
        (await atChild.GetAsync(report)).Text("main").ShouldNotContain(Differs);

        await app.ActivityAsync(child, "news", 3);
        (await atTop.GetAsync(report)).Text("main").ShouldContain($"{News} về cải cách hành chính: gửi 5, nay bản ghi là 8");
        await ReportApp.DoAsync(atTop, report, "Accept");
        var page = await atChild.GetAsync(report);
        ReportApp.Cell(page, News, 4).ShouldBe("5");
        page.Text("main").ShouldContain("đề nghị Sở Đã Nhận mở lại, rồi gửi bản bổ sung");
        await ReportApp.DoAsync(atTop, report, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Thiếu ba tin." });
        await ReportApp.DoAsync(atChild, report, "Send");
        (await atChild.GetAsync(report)).Text("main").ShouldNotContain(Differs);
    }

    [Fact]
    public async Task Records_OfANumberWrittenByHand_AreComparedWithWhatWasCountedWhenItWasSent()
    {
        var top = await app.UnitAsync("Sở Nhận Số Tay");
        var child = await app.UnitAsync("Chi cục Số Tay", top);
        await app.RouteAsync(child, top);
        await app.ActivityAsync(child, "news", 5);
        using var atChild = await app.SignInAsync(Role.FocalPoint, child);
        var report = await ReportApp.BeginAsync(atChild, "Sở Nhận Số Tay");
        var id = Guid.Parse(report.Split('/')[^1]);
        await app.InScopeAsync(async s =>
        {
            var begun = await s.GetRequiredService<LanToaDb>().Set<Report>().AsNoTracking().SingleAsync(r => r.Id == id);
            (await s.GetRequiredService<WriteReport>().SaveFiguresAsync(id, Guid.CreateVersion7(), begun.Version, [new CellInput("tin", 9.5m, null, "Kể cả tin ở bảng tin")])).Problems.ShouldHaveSingleItem().ShouldContain("“9,5” có phần lẻ");
            (await s.GetRequiredService<WriteReport>().SaveFiguresAsync(id, Guid.CreateVersion7(), begun.Version, [new CellInput("tin", 9, null, "Kể cả tin ở bảng tin")])).Problems.ShouldBeEmpty();
        });
        // What it is a part of is worked out with it, and says so.
        (await atChild.GetAsync($"{report}/figure/tin_bai")).Text("main").ShouldSatisfyAllConditions(t => t.ShouldContain("“Tin” = 9"), t => t.ShouldNotContain("“Tin” = 5"));
        await ReportApp.DoAsync(atChild, report, "Send");
        // The nine of a person's hand differ from the five counted; of the records nothing has changed, and of what is made up from them neither.
        (await atChild.GetAsync(report)).Text("main").ShouldNotContain(Differs);

        await app.ActivityAsync(child, "news", 3);
        (await atChild.GetAsync(report)).Text("main").ShouldContain("Tin: khi gửi tính được 5, nay bản ghi là 8");
    }

    [Fact]
    public async Task Pdf_OfOneSending_IsTheSameBytesEachTime()
    {
        if (!LanToa.Reading.Extraction.ExternalProgram.LibreOffice.IsAvailable)
        {
            Console.WriteLine("NOT RUN: LibreOffice is absent, no report was made into PDF");
            return;
        }
        var unit = await app.UnitAsync("Sở In Hai Lần");
        await app.RouteAsync(unit, app.Province);
        await app.ActivityAsync(unit, "news", 7);
        using var person = await app.SignInAsync(Role.Officer, unit);
        var path = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        await ReportApp.DoAsync(person, path, "Send");

        // Each making takes longer than the second that its date is told in.
        var first = await person.Http.GetByteArrayAsync($"{path}?handler=Pdf");
        var again = await person.Http.GetByteArrayAsync($"{path}?handler=Pdf&sending=1");

        System.Text.Encoding.Latin1.GetString(first).ShouldStartWith("%PDF-");
        System.Text.Encoding.Latin1.GetString(first).ShouldContain("/CreationDate(D:20260916");
        again.ShouldBe(first);
    }

    [Fact]
    public async Task Report_OpenedAgainAfterTheParentWasSent_IsAddedToAndNothingChangesInSilence()
    {
        var top = await app.UnitAsync("Sở Cấp Trên");
        var child = await app.UnitAsync("Chi cục Bổ Sung", top);
        await app.RouteAsync(child, top);
        await app.RouteAsync(top, app.Province);
        await app.ActivityAsync(child, "news", 12);
        using var atTop = await app.SignInAsync(Role.Officer, top);
        using var atChild = await app.SignInAsync(Role.FocalPoint, child);
        var below = await ReportApp.BeginAsync(atChild, "Sở Cấp Trên");
        await ReportApp.DoAsync(atChild, below, "Send");
        await ReportApp.DoAsync(atTop, below, "Accept");
        var whole = await ReportApp.BeginAsync(atTop, "tỉnh Thử Nghiệm");
        await ReportApp.DoAsync(atTop, whole, "Send");

        // Accepted while being edited: what was typed is refused, and says why.
        await ReportApp.DoAsync(atTop, below, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Thiếu hai tin." });
        var figures = await atChild.GetAsync($"{below}/figures");
        await ReportApp.DoAsync(atTop, below, "Accept");
        (await atChild.SubmitAsync(figures, "main form[method=post]", new() { ["Cells[0].Number"] = "14", ["Cells[0].Reason"] = "Thêm hai tin." })).Text("main").ShouldContain("Báo cáo đã được chấp nhận và khóa");

        await ReportApp.DoAsync(atTop, below, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Thiếu hai tin." });
        await app.ActivityAsync(child, "news", 2);
        await ReportApp.DoAsync(atChild, below, "Send");
        var page = await atChild.GetAsync(below);
        page.Text("main").ShouldContain("Bản bổ sung lần 1, khác bản gửi lần 1: Thiếu hai tin.");
        page.Text("main").ShouldContain($"{News} về cải cách hành chính: 12 → 14");
        var annex = Word(await atChild.Http.GetByteArrayAsync($"{below}?handler=Word"));
        annex.ShouldContain("Phụ lục bổ sung lần 1");
        annex.ShouldContain("Nay báo cáo");
        Word(await atChild.Http.GetByteArrayAsync($"{below}?handler=Word&sending=1")).ShouldNotContain("Phụ lục bổ sung");

        // Until it is accepted the parent says nothing; then it keeps its figures and says what changed below.
        (await atTop.GetAsync(whole)).Text("main").ShouldNotContain("đã được bổ sung sau khi báo cáo này gửi");
        // Returned and sent again it is the same addendum, against what had been accepted.
        var back = await atTop.GetAsync($"{below}/return");
        await atTop.SubmitAsync(back, "main form[method=post]", new() { ["Reason"] = "Ghi rõ hơn." });
        await app.ActivityAsync(child, "news", 1);
        await ReportApp.DoAsync(atChild, below, "Send");
        (await atChild.GetAsync(below)).Text("main").ShouldContain($"{News} về cải cách hành chính: 12 → 15");
        await ReportApp.DoAsync(atTop, below, "Accept");
        page = await atTop.GetAsync(whole);
        ReportApp.Cell(page, News, 4).ShouldBe("12");
        page.Text("main").ShouldContain("Số liệu cấp dưới đã được bổ sung sau khi báo cáo này gửi");
        page.Text("main").ShouldContain("12 → 15");
        var figure = await atTop.GetAsync($"{whole}/figure/tin_bai");
        figure.Text("main tbody").ShouldContain("theo bản gửi lần 1 của đơn vị, nay là 15");
        figure.Html.QuerySelector($"main tbody a[href='{below}?handler=Word&sending=1']").ShouldNotBeNull();

        // Opened above too, it takes the new figures up, as an addendum of its own.
        await ReportApp.DoAsync(app.Officer, whole, "Accept");
        await ReportApp.DoAsync(app.Officer, whole, "Reopen", new() { ["until"] = "30/09/2026", ["reason"] = "Cấp dưới bổ sung." });
        await ReportApp.DoAsync(atTop, whole, "Send");
        page = await atTop.GetAsync(whole);
        ReportApp.Cell(page, News, 4).ShouldBe("15");
        (await atTop.GetAsync($"{whole}/figure/tin_bai")).Text("main tbody").ShouldNotContain("bản gửi lần");
        page.Text("main").ShouldContain("Bản bổ sung lần 1");
        page.Text("main").ShouldNotContain("đã được bổ sung sau khi báo cáo này gửi");
    }

    [Fact]
    public async Task YearColumns_AskedForByTheForm_ShowLastYearAndTheEstimateWithItsRule()
    {
        var unit = await app.UnitAsync("Sở Ước Năm");
        await app.RouteAsync(unit, app.Province);
        await app.ActivityAsync(unit, "news", 30);
        await app.ActivityAsync(unit, "news", 16, new DateOnly(2026, 2, 1));
        await app.ActivityAsync(unit, "article", 1, new DateOnly(2026, 2, 1));
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        // The year that still runs has been counted for nine months and two days.
        var running = (await person.GetAsync($"{await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "năm 2026")}/figure/tin")).Text("main");
        running.ShouldContain("lũy kế 46 ÷ 9,1 tháng × 12 = 61");
        running.ShouldNotContain("đủ năm");
        var path = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        // Nine months of the reporting year (15/12 to 14/9) came to 46 and 1; their sum is that of what they show.
        var page = await person.GetAsync(path);
        ReportApp.Cell(page, News, 7).ShouldBe("62");
        (await person.GetAsync($"{path}/figure/tin")).Text("main").ShouldContain("lũy kế 46 ÷ 9 tháng × 12 = 61");
        (await person.GetAsync($"{path}/figure/tin_bai")).Text("main").ShouldContain("theo ước của Tin, Bài viết: 61 + 1 = 62");
        page.Text("main").ShouldContain("nhân 12; chỉ tiêu là tổng của các chỉ tiêu khác thì cộng ước của chúng; chỗ nào");
        ReportApp.Cell(page, News, 6).ShouldBe("");
        // A share of nothing has no value, and says why.
        ReportApp.Cell(page, "Số người dự bình quân", 3).ShouldBe("–");
        (await person.GetAsync($"{path}/figure/nguoi_mot_cuoc")).Text("main").ShouldContain("Không tính được: mẫu số (đếm(sản phẩm: “");
        // Nothing was reported last year: a person gives the figure; the estimate by hand keeps the computed one beside it.
        var figures = await person.GetAsync($"{path}/figures");
        (await person.SubmitAsync(figures, "main form[method=post]", new() { ["Cells[0].LastYear"] = "24", ["Cells[0].Estimate"] = "-1" })).Text("main").ShouldContain("“-1” là số âm");
        var saved = await person.SubmitAsync(figures, "main form[method=post]", new() { ["Cells[0].LastYear"] = "24", ["Cells[0].Estimate"] = "70" });
        saved.Location.ShouldBe(path, saved.Text(".lt-errors"));
        // Less than what is reached already is no estimate.
        await person.SubmitAsync(await person.GetAsync($"{path}/figures"), "main form[method=post]", new() { ["Cells[0].Estimate"] = "40" });
        (await person.GetAsync(path)).Text("main").ShouldContain("Ước cả năm nhỏ hơn số đã đạt");
        await person.SubmitAsync(await person.GetAsync($"{path}/figures"), "main form[method=post]", new() { ["Cells[0].Estimate"] = "70" });
        page = await person.GetAsync(path);
        ReportApp.Cell(page, News, 6).ShouldBe("24+6 (25%), nhập tay");
        page.Html.QuerySelector("main .lt-table-wrap--cards td[data-label='Cùng kỳ năm trước']").ShouldNotBeNull("on a phone each figure stands under the other with its name");
        ReportApp.Cell(page, News, 7).ShouldBe("70nhập tay, tính được 62");
        var sheet = Sheet(await person.Http.GetByteArrayAsync($"{path}?handler=Excel"));
        sheet.ShouldContain("Cùng kỳ năm trước");
        sheet.ShouldContain("D7-F7");
        var word = Word(await person.Http.GetByteArrayAsync($"{path}?handler=Word"));
        word.ShouldContain("Ước cả năm: số lũy kế chia cho số tháng đã qua, nhân 12");
        word.ShouldContain("+6 (25%)");

        // A year later what was sent stands beside the figures, and is not typed.
        await ReportApp.DoAsync(person, path, "Send");
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE report SET period_key = '2025-Q3' WHERE id = {Guid.Parse(path[^36..])}"));
        var next = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        ReportApp.Cell(await person.GetAsync(next), News, 6).ShouldBe("300");
        (await person.GetAsync($"{next}/figures")).Html.QuerySelector("input[name='Cells[0].LastYear']").ShouldBeNull();
    }

    [Fact]
    public void Estimates_ThatMovedWithTheDayAlone_AreNoDifference()
    {
        var (sum, part) = (Row("tin_bai", 46, 62) with { Expression = "[tin] + [bai]" }, Row("tin", 46, 61));
        Between(part with { Estimate = 58 }, sum with { Estimate = 59 }).ShouldBeEmpty();
        Between(Row("tin", 48, 64), sum with { Estimate = 65 }).ShouldBe(["tin 46 → 48", "tin (lũy kế) 46 → 48", "tin (ước cả năm) 61 → 64", "tin_bai (ước cả năm) 62 → 65"]);
        Between(part with { Estimate = 70, IsEstimateGiven = true }, sum with { Estimate = 71 }).ShouldBe(["tin (ước cả năm) 61 → 70", "tin_bai (ước cả năm) 62 → 71"]);

        // After the end of the period the day moves nothing: the program estimates otherwise now, and that is said.
        Of(new DateOnly(2026, 12, 14), part with { Estimate = 58 }, sum with { Estimate = 59 }).ShouldBe(["tin (ước cả năm) 61 → 58", "tin_bai (ước cả năm) 62 → 59"]);

        IEnumerable<string> Between(params ContentRow[] now) => Of(new DateOnly(2026, 12, 13), now);

        IEnumerable<string> Of(DateOnly sentOn, params ContentRow[] now) => Addendum.Differences(Content(part, sum), sentOn, Content(now)).Select(l => $"{l.Name} {l.Before} → {l.After}");

        static ContentRow Row(string code, decimal number, decimal estimate) =>
            new() { Code = code, Name = code, Unit = "tin", Own = Figure.None, Total = new Figure { Number = number }, Cumulative = new Figure { Number = number }, Estimate = estimate };

        static ReportContent Content(params ContentRow[] rows) => new()
        {
            FormCode = "thu", FormName = "Báo cáo thử", UnitName = "Sở Thử", Addressee = "UBND tỉnh", PeriodKey = "2026", PeriodName = "năm 2026", To = new DateOnly(2026, 12, 14), HasEstimate = true, Sections = [new("I. Kết quả", [new(rows, null)])],
        };
    }

    [Fact]
    public async Task YearColumns_AskedForInOneSection_StandInItsTablesAlone()
    {
        var (unit, code) = (await app.UnitAsync("Sở Ước Một Phần"), "uoc-mot-phan");
        const string Body = "# I. Tin, bài\n- tin_bai\n# II. Hội nghị\nTrong kỳ có {hoi_nghi} hội nghị.\n- hoi_nghi\n@ ước năm\n- video";
        FormText.Read(Body, new HashSet<string> { "tin_bai", "hoi_nghi", "video" }).Form.Rows.Select(r => (r.Code, r.HasEstimate, r.HasLastYear)).ShouldBe([("tin_bai", false, false), ("hoi_nghi", false, false), ("video", true, false)]);
        FormText.Read("@ cùng kỳ\n" + Body, new HashSet<string> { "tin_bai", "hoi_nghi", "video" }).Form.Rows.ShouldAllBe(r => r.HasLastYear);
        FormText.Read(Body + "\n@ cùng kỳ", new HashSet<string> { "tin_bai", "hoi_nghi", "video" }).Problems.ShouldHaveSingleItem().ShouldContain("Dòng 8: sau dòng @ của mục “II. Hội nghị” không có bảng nào");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new ReportForm { ProvinceId = 99, Code = code, YearFrom = 2026, Name = "Báo cáo ước một phần", Periods = ["quarter"], Body = Body });
            await db.SaveChangesAsync();
            (await s.GetRequiredService<EditRoutes>().AddAsync(new RouteInput(Guid.CreateVersion7(), code, [unit.Id], app.Province.Id, null, null, new DateOnly(2026, 1, 1), "Thử."))).Outcome.Problems.ShouldBeEmpty();
        });
        await app.ActivityAsync(unit, "news", 30);
        await app.ActivityAsync(unit, "video", 9);
        var way = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ReportRoute>().Where(r => r.UnitId == unit.Id).Select(r => r.Id).SingleAsync());
        var path = $"/reports/{await app.InScopeAsync(async s => (await s.GetRequiredService<WriteReport>().BeginAsync(way, "2026-Q3")).Id)}";
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var page = await person.GetAsync(path);
        page.Texts("thead").Take(3).Select(t => t.Contains("Ước cả năm", StringComparison.Ordinal)).ShouldBe([false, false, true]);
        ReportApp.Cell(page, "Video", 6).ShouldBe("12");
        // Typed where the form does not ask it is not taken; where it asks it stands.
        var figures = await person.GetAsync($"{path}/figures");
        figures.Html.QuerySelector("input[name='Cells[0].Estimate']").ShouldBeNull();
        (await person.SubmitAsync(figures, "main form[method=post]", new() { ["Cells[2].Estimate"] = "15" })).Location.ShouldBe(path);
        (await ReportApp.DoAsync(person, path, "Send")).Location.ShouldBe(path);
        page = await person.GetAsync(path);
        ReportApp.Cell(page, "Video", 6).ShouldBe("15nhập tay, tính được 12");
        page.Texts("thead").Take(3).Select(t => t.Contains("Ước cả năm", StringComparison.Ordinal)).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task NumberByHand_InAnEarlierReport_IsPointedAtAndTakenOverByAPress()
    {
        const string Articles = "Bài viết", Said = "Báo cáo quý I/2026 đã ghi 15 thay cho 12 (lý do: Bản tin giấy)";
        var unit = await app.UnitAsync("Sở Phần Chênh");
        await app.RouteAsync(unit, app.Province);
        foreach (var (count, day) in new[] { (12, new DateOnly(2026, 2, 1)), (4, new DateOnly(2026, 4, 20)), (10, new DateOnly(2026, 7, 1)) }) await app.ActivityAsync(unit, "article", count, day);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var first = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "quý I/2026");
        (await app.InScopeAsync(s => s.GetRequiredService<WriteReport>().SaveFiguresAsync(Guid.Parse(first[^36..]), Guid.CreateVersion7(), 1, [new CellInput("bai", 15, null, "Bản tin giấy.")]))).Problems.ShouldBeEmpty();
        (await ReportApp.DoAsync(person, first, "Send")).Location.ShouldBe(first);

        // Before the period: its own figure is right, the cumulative one is what the records say until a person takes the difference over, and again when they take it back.
        var third = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        await StandsAsync(third, "10", $"26 {Said}. Cộng phần chênh 3", "26");
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        await StandsAsync(third, "10", $"29 {Said}. Đã cộng 3. Thôi cộng", "29");
        (await person.GetAsync(third)).Text(".lt-timeline").ShouldContain("cộng phần chênh của báo cáo trước");
        (await person.GetAsync($"{third}/figure/bai")).Text("main").ShouldContain($"Đã cộng 3 vào số lũy kế. Lý do: {Said}.");
        // What is made of it and written by hand begins from the sum of the year with the difference in it.
        await WriteAsync(third, new CellInput("tin_bai", 12, null, "Hai tin giấy."));
        await StandsAsync(third, "10", $"29 {Said}. Đã cộng 3. Thôi cộng", "31");
        await WriteAsync(third, new CellInput("tin_bai", null, null, null));
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        await StandsAsync(third, "10", $"26 {Said}. Cộng phần chênh 3", "26");

        // Corrected after it was taken over: what was decided was about another number.
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        await CorrectAsync(new CellInput("bai", 16, null, "Bản tin giấy."));
        await StandsAsync(third, "10", "29 Báo cáo quý I/2026 đã ghi 16 thay cho 12 (lý do: Bản tin giấy). Đã cộng 3, nay phần chênh là 4. Cộng phần chênh 4 thay số cũ Thôi cộng", "29");
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        (await person.GetAsync(third)).Text("main").ShouldContain("Đã cộng 4. Thôi cộng");
        await CorrectAsync(new CellInput("bai", null, null, null));
        (await ReportApp.DoAsync(person, third, "Send")).Text(".lt-errors").ShouldContain($"{Articles}: lũy kế đã cộng 4, nay báo cáo trước không còn phần chênh. Hãy bấm “Thôi cộng” hoặc giải thích.");
        (await person.GetAsync($"{third}/figure/bai")).Text("main").ShouldContain("Đã cộng 4 vào số lũy kế, nay báo cáo trước không còn phần chênh. Lý do: Báo cáo quý I/2026 đã ghi 16 thay cho 12");
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        await StandsAsync(third, "10", "26", "26");
        await CorrectAsync(new CellInput("bai", 15, null, "Bản tin giấy."));

        // Inside the period: the figure of the period lacks it. Nothing is sent without a word while nobody has decided.
        var half = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "6 tháng đầu năm 2026");
        await StandsAsync(half, $"16 {Said}. Cộng phần chênh 3", "16", "16");
        (await ReportApp.DoAsync(person, half, "Send")).Text("main").ShouldContain($"{Articles}: {Said}; số của kỳ này còn thiếu 3 so với số đã báo cáo. Hãy bấm “Cộng phần chênh 3” ngay dưới số của kỳ này của chỉ tiêu này trong bảng, hoặc giải thích.");
        (await ReportApp.DoAsync(person, half, "Carry")).Location.ShouldBe(half);
        await StandsAsync(half, $"19tính được 16; {Said}.", "19", "19");
        (await ReportApp.DoAsync(person, half, "Send")).Location.ShouldBe(half);

        // The half-year's report decided about its quarter; the third quarter points at it alone.
        (await person.GetAsync(third)).Text("main").ShouldContain("Báo cáo 6 tháng đầu năm 2026 đã ghi 19 thay cho 16");
        ReportApp.Cell(await person.GetAsync(third), Articles, 4).ShouldContain("Cộng phần chênh 3");

        async Task StandsAsync(string path, string period, string cumulative, string news)
        {
            var page = await person.GetAsync(path);
            (ReportApp.Cell(page, Articles, 2), ReportApp.Cell(page, Articles, 4)).ShouldBe((period, cumulative));
            ReportApp.Cell(page, News, 4).ShouldBe(news);
        }
        Task WriteAsync(string path, CellInput cell) => app.InScopeAsync(async s =>
        {
            var (id, db) = (Guid.Parse(path[^36..]), s.GetRequiredService<LanToaDb>());
            var version = await db.Set<Report>().Where(r => r.Id == id).Select(r => r.Version).SingleAsync();
            (await s.GetRequiredService<WriteReport>().SaveFiguresAsync(id, Guid.CreateVersion7(), version, [cell])).Problems.ShouldBeEmpty();
        });
        async Task CorrectAsync(CellInput cell)
        {
            (await app.Officer.SubmitAsync(await app.Officer.GetAsync($"{first}/return"), "main form[method=post]", new() { ["Reason"] = "Xem lại số bài." })).Location.ShouldBe(first);
            var stood = ReportApp.Cell(await person.GetAsync(third), Articles, 4);
            await WriteAsync(first, cell);
            ReportApp.Cell(await person.GetAsync(third), Articles, 4).ShouldBe(stood, "what was sent stands until it is sent again");
            (await ReportApp.DoAsync(person, first, "Send")).Location.ShouldBe(first);
        }
    }

    [Fact]
    public async Task NumberByHand_WhoseActivitiesWereLoggedSince_LeavesWhatIsStillLacking()
    {
        const string Articles = "Bài viết", Why = "(lý do: Bản tin giấy)", Was = "Báo cáo quý I/2026 đã ghi 15; khi gửi tính được 12, nay tính được";
        var unit = await app.UnitAsync("Sở Ghi Sau");
        await app.RouteAsync(unit, app.Province);
        foreach (var (count, day) in new[] { (12, Winter), (4, new DateOnly(2026, 4, 20)), (10, new DateOnly(2026, 7, 1)) }) await app.ActivityAsync(unit, "article", count, day);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var first = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "quý I/2026");
        (await app.InScopeAsync(s => s.GetRequiredService<WriteReport>().SaveFiguresAsync(Guid.Parse(first[^36..]), Guid.CreateVersion7(), 1, [new CellInput("bai", 15, null, "Bản tin giấy.")]))).Problems.ShouldBeEmpty();
        (await ReportApp.DoAsync(person, first, "Send")).Location.ShouldBe(first);
        var third = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        var seen = await person.GetAsync(third);
        ReportApp.Cell(seen, Articles, 4).ShouldBe($"26 Báo cáo quý I/2026 đã ghi 15 thay cho 12 {Why}. Cộng phần chênh 3");
        (await person.GetAsync($"{third}/figure/bai")).Text("main").ShouldContain("số lũy kế còn thiếu 3 so với số đã báo cáo");

        // Two of the three are logged late: one is lacking. Who still sees the three is shown what there is before anything is added.
        await app.ActivityAsync(unit, "article", 2, Winter);
        await StandsAsync($"28 {Was} 14 {Why}. Cộng phần chênh còn lại 1");
        (await ReportApp.DoAsync(person, third, "Send")).Text(".lt-errors").ShouldContain($"{Articles}: {Was} 14 {Why}; số lũy kế còn thiếu 1 so với số đã báo cáo. Hãy bấm “Cộng phần chênh còn lại 1” ngay dưới số lũy kế của chỉ tiêu này trong bảng, hoặc giải thích.");
        var refused = await person.SubmitAsync(seen, "form[action*='handler=Carry']");
        refused.Text(".lt-errors").ShouldContain("phần chênh nay là 1. Số ở dưới là số mới, hãy xem lại.");
        ReportApp.Cell(refused, Articles, 4).ShouldEndWith("Cộng phần chênh còn lại 1");
        (await person.SubmitAsync(refused, "form[action*='handler=Carry']")).Location.ShouldBe(third);
        // The same press again takes over nothing more.
        (await person.SubmitAsync(refused, "form[action*='handler=Carry']")).Location.ShouldBe(third);
        await StandsAsync($"29 {Was} 14 {Why}. Đã cộng 1. Thôi cộng");
        (await person.GetAsync($"{third}/figure/bai")).Text("main").ShouldContain("Đã cộng 1 vào số lũy kế. Lý do: Báo cáo quý I/2026 đã ghi 15; khi gửi tính được 12, đến 16/09/2026 tính được 14 (lý do: Bản tin giấy).");

        // The last one, too: nothing is lacking, and what was taken over is left.
        await app.ActivityAsync(unit, "article", 1, Winter, a => a.Title = "Bản tin cuối");
        await StandsAsync($"30 {Was} 15 {Why}. Đã cộng 1, nay không còn phần chênh. Thôi cộng");
        (await ReportApp.DoAsync(person, third, "Carry")).Location.ShouldBe(third);
        await StandsAsync($"29 {Was} 15 {Why}. Không còn phần chênh.");
        (await person.GetAsync($"{third}/figure/bai")).Text("main").ShouldContain("Hoạt động được ghi hoặc rút sau khi gửi đã bù phần chênh, nên không còn gì để cộng.");
        (await person.GetAsync(third)).Html.QuerySelector("form[action*='handler=Carry']").ShouldBeNull();
        (await person.SubmitAsync(refused, "form[action*='handler=Carry']")).Text(".lt-errors").ShouldContain("người khác đã thay đổi");

        // Inside a longer period the same holds for its own figure.
        var half = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "6 tháng đầu năm 2026");
        ReportApp.Cell(await person.GetAsync(half), Articles, 2).ShouldBe($"19 {Was} 15 {Why}. Không còn phần chênh.");
        // More than was written, and then less than at the sending: what is offered brings the sum to the number that was reported.
        await app.ActivityAsync(unit, "article", 3, Winter);
        await StandsAsync($"32 {Was} 18 {Why}. Trừ phần chênh 3");
        await WithdrawAsync(Winter, 12);
        await StandsAsync($"20 {Was} 6 {Why}. Cộng phần chênh còn lại 9");
        ReportApp.Cell(await person.GetAsync(half), Articles, 2).ShouldBe($"10 {Was} 6 {Why}. Cộng phần chênh còn lại 9");
        (await ReportApp.DoAsync(person, half, "Carry")).Location.ShouldBe(half);
        ReportApp.Cell(await person.GetAsync(half), Articles, 3).ShouldBe("19");
        ReportApp.Cell(await person.GetAsync(half), Articles, 4).ShouldBe("19");

        // A sent report keeps what was found when it was sent.
        (await ReportApp.DoAsync(person, third, "Send", new() { ["note"] = "Bản tin giấy không đếm được nữa." })).Location.ShouldBe(third);
        await app.ActivityAsync(unit, "article", 5, Winter);
        await StandsAsync($"20 Báo cáo quý I/2026 đã ghi 15; khi gửi tính được 12, khi gửi báo cáo này tính được 6 {Why}.");

        async Task StandsAsync(string cumulative) => ReportApp.Cell(await person.GetAsync(third), Articles, 4).ShouldBe(cumulative);
        Task WithdrawAsync(DateOnly day, decimal quantity) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Activity>().Where(a => a.UnitId == unit.Id && a.HappenedOn == day && a.Quantity == quantity).ExecuteUpdateAsync(u => u.SetProperty(a => a.State, ActivityState.Withdrawn)));
    }

    private static readonly DateOnly Winter = new(2026, 2, 1);

    /// <summary>Whatever is logged, withdrawn or moved after the earlier report was sent: taken over, the cumulative figure is the number that was reported, and the records of the rest.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task TakenOver_AfterAnyChangeOfTheRecords_IsTheReportedNumberAndTheRest(int seed)
    {
        const string Articles = "Bài viết";
        var random = new Random(seed);
        var unit = await app.UnitAsync($"Sở Ghi Sau {seed}");
        await app.RouteAsync(unit, app.Province);
        DateOnly[] rest = [new(2026, 3, 15), new(2026, 4, 20), new(2026, 6, 15), new(2026, 9, 14)];
        for (var i = random.Next(1, 5); i > 0; i--) await app.ActivityAsync(unit, "article", random.Next(1, 20), Winter);
        await app.ActivityAsync(unit, "article", random.Next(1, 20), rest[random.Next(rest.Length)]);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var first = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm", "quý I/2026");
        var written = (await SumAsync(true)) + random.Next(1, 30) * (random.Next(3) == 0 ? 0 : 1) + 1;
        (await app.InScopeAsync(s => s.GetRequiredService<WriteReport>().SaveFiguresAsync(Guid.Parse(first[^36..]), Guid.CreateVersion7(), 1, [new CellInput("bai", written, null, "Bản tin giấy.")]))).Problems.ShouldBeEmpty();
        (await ReportApp.DoAsync(person, first, "Send")).Location.ShouldBe(first);
        var third = await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        for (var round = 0; round < 4; round++)
        {
            await app.InScopeAsync(async s =>
            {
                var db = s.GetRequiredService<LanToaDb>();
                var all = await db.Set<Activity>().Where(a => a.UnitId == unit.Id).OrderBy(a => a.Id).ToListAsync();
                var one = all[random.Next(all.Count)];
                switch (random.Next(4))
                {
                    case 0: one.State = one.State == ActivityState.Accepted ? ActivityState.Withdrawn : ActivityState.Accepted; break;
                    case 1: one.HappenedOn = random.Next(2) == 0 ? Winter : rest[random.Next(rest.Length)]; break;
                    case 2: one.Quantity = random.Next(1, 20); break;
                }
                await db.SaveChangesAsync();
            });
            if (random.Next(2) == 0) await app.ActivityAsync(unit, "article", random.Next(1, 20), random.Next(3) > 0 ? Winter : rest[random.Next(rest.Length)]);
            // A take-over that is no longer true is replaced, or left where nothing is lacking any more.
            var page = await person.GetAsync(third);
            if (page.Html.QuerySelector("form[action*='handler=Carry']") is { } press && (!press.TextContent.Contains("Thôi cộng", StringComparison.Ordinal) || page.Text("main").Contains("nay không còn phần chênh", StringComparison.Ordinal)))
                (await person.SubmitAsync(page, "form[action*='handler=Carry']")).Location.ShouldBe(third);
            var stands = ReportApp.Cell(await person.GetAsync(third), Articles, 4);
            stands.Split(' ')[0].ShouldBe($"{written + await SumAsync(false)}", $"round {round}: {stands}");
        }

        Task<int> SumAsync(bool winter) => app.InScopeAsync(async s => (int)(await s.GetRequiredService<LanToaDb>().Set<Activity>().Where(a => a.UnitId == unit.Id && a.State == ActivityState.Accepted && (a.HappenedOn == Winter) == winter).SumAsync(a => a.Quantity))!);
    }

    [Fact]
    public async Task Differences_InsideThePeriodAndBeforeIt_AreTakenOverEachByItsOwnPress()
    {
        const string Articles = "Bài viết", Before = "Báo cáo quý I/2026 đã ghi 15 thay cho 12 (lý do: Bản tin giấy)", Inside = "Báo cáo tháng 4/2026 đã ghi 5 thay cho 4 (lý do: Bản tin giấy)";
        var (unit, code) = (await app.UnitAsync("Sở Hai Phần Chênh"), "hai-phan-chenh");
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(new ReportForm { ProvinceId = 99, Code = code, YearFrom = 2026, Name = "Báo cáo hai phần chênh", Periods = ["month", "quarter"], Body = "# I. Bài viết\n- bai" });
            await db.SaveChangesAsync();
            (await s.GetRequiredService<EditRoutes>().AddAsync(new RouteInput(Guid.CreateVersion7(), code, [unit.Id], app.Province.Id, null, null, new DateOnly(2026, 1, 1), "Thử."))).Outcome.Problems.ShouldBeEmpty();
        });
        await app.ActivityAsync(unit, "article", 12, new DateOnly(2026, 2, 1));
        await app.ActivityAsync(unit, "article", 4, new DateOnly(2026, 4, 1));
        var way = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ReportRoute>().Where(r => r.UnitId == unit.Id).Select(r => r.Id).SingleAsync());
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        foreach (var (period, number) in new[] { ("2026-Q1", 15), ("2026-04", 5) })
        {
            var sent = await BeginAsync(period);
            (await app.InScopeAsync(s => s.GetRequiredService<WriteReport>().SaveFiguresAsync(Guid.Parse(sent[^36..]), Guid.CreateVersion7(), 1, [new CellInput("bai", number, null, "Bản tin giấy.")]))).Problems.ShouldBeEmpty();
            (await ReportApp.DoAsync(person, sent, "Send", new() { ["note"] = "Đã xem." })).Location.ShouldBe(sent);
        }
        var second = await BeginAsync("2026-Q2");
        await StandsAsync($"4 {Inside}. Cộng phần chênh 1", $"16 {Before}. Cộng phần chênh 3");

        (await ReportApp.DoAsync(person, second, "Carry")).Location.ShouldBe(second);
        await StandsAsync($"5tính được 4; {Inside}.", $"17 {Before}. Cộng phần chênh 3");
        (await ReportApp.DoAsync(person, second, "Carry")).Location.ShouldBe(second);
        await StandsAsync($"5tính được 4; {Inside}.", $"20 {Before}. Đã cộng 3. Thôi cộng");

        async Task<string> BeginAsync(string period) => $"/reports/{await app.InScopeAsync(async s => (await s.GetRequiredService<WriteReport>().BeginAsync(way, period)).Id)}";
        async Task StandsAsync(string period, string cumulative)
        {
            var page = await person.GetAsync(second);
            (ReportApp.Cell(page, Articles, 2), ReportApp.Cell(page, Articles, 4)).ShouldBe((period, cumulative));
        }
    }

    [Fact]
    public void Differences_ThatCancelEachOther_LackNothing()
    {
        var row = new ContentRow { Code = "a", Name = "a", Unit = "tin", Own = Figure.None, Total = Figure.None, Earlier = [new("quý I/2026", 15, 12, null, false), new("quý II/2026", 9, 12, null, false), new("tháng 7/2026", 4, 3, null, true)] };
        row.Open.ShouldHaveSingleItem().Inside.ShouldBeTrue();
        (row with { Carried = 3 }).IsCarryStale.ShouldBeTrue();
        row.IsCarryStale.ShouldBeFalse();
        // Of many earlier reports one line is said, since one press takes them all over.
        CarryWords.Warning(row, [.. Enumerable.Range(7, 4).Select(m => new EarlierDifference($"tháng {m}/2026", m, 1, null, false) { Now = 1 })]).ShouldBe(
            "a: Báo cáo tháng 7/2026 đã ghi 7 thay cho 1; Báo cáo tháng 8/2026 đã ghi 8 thay cho 1; và 2 báo cáo khác trong năm; số lũy kế còn thiếu 30 so với số đã báo cáo. Hãy bấm “Cộng phần chênh 30” ngay dưới số lũy kế của chỉ tiêu này trong bảng, hoặc giải thích.");
    }

    [Theory]
    [InlineData("2025-12-15", "2026-03-14", 30, 120)]
    [InlineData("2025-12-15", "2026-12-14", 30, 30)]
    [InlineData("2026-01-01", "2026-06-30", 7, 14)]
    [InlineData("2026-01-01", "2026-03-14", 73, 365)]
    public void Estimate_AtTheSamePace_GoesByMonthsElseByDays(string from, string to, int sum, int whole)
    {
        var row = new ContentRow { Code = "a", Name = "a", Unit = "tin", Own = Figure.None, Total = new Figure { Number = 1 }, Cumulative = new Figure { Number = sum } };
        YearColumns.Estimate(row, DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture)).Number.ShouldBe(whole);
        YearColumns.Estimate(row with { Aggregation = Aggregation.Text, Cumulative = null }, new DateOnly(2026, 1, 1), new DateOnly(2026, 6, 30)).Number.ShouldBeNull();
    }

    private static string Word(byte[] file) => Read(file, "word/document.xml");

    private static string Sheet(byte[] file) => Read(file, "xl/worksheets/");

    private static string Read(byte[] file, string path)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(zip.Entries.First(e => e.FullName.StartsWith(path, StringComparison.Ordinal)).Open());
        return reader.ReadToEnd();
    }
}
