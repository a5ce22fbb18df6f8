using System.Net;
using LanToa.Planning.Plans;
using LanToa.Planning.Tests.Plans.Import;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Acts;

public sealed class ActRegisterPageTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task List_WhatIsDelivered_IsFoundFilteredAndPaged()
    {
        using var viewer = await app.SignInAsync(Role.Viewer);
        var page = await viewer.GetAsync("/plans/acts?q=he+thong+thong+tin+nguon");
        page.Text("tbody").ShouldContain("24/2025/TT-BVHTTDL");
        page.Text().ShouldNotContain("Thêm văn bản");
        (await viewer.GetAsync("/plans/acts?hieuluc=Ended&q=42/2022")).Text("tbody").ShouldContain("thay bằng 224/2026/NĐ-CP");
        (await viewer.GetAsync("/plans/acts?hieuluc=InForce&q=30c/nq-cp")).Text().ShouldContain("Không có văn bản nào khớp");
        (await viewer.GetAsync("/plans/acts?q=khong+co+gi")).Text().ShouldContain("Không có văn bản nào khớp");
    }

    [Fact]
    public async Task Act_NotAdministrator_ReadsAndCannotWrite()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var act = await DeliveredAsync("76/NQ-CP");
        (await officer.GetAsync($"/plans/acts/{act.Id}")).Text().ShouldContain("Nghị quyết số 76/NQ-CP");
        (await officer.GetAsync($"/plans/acts/edit?id={act.Id}")).Location!.ShouldContain("/identity/denied");
        (await ImportApp.PostAsync(officer, $"/plans/acts/edit?id={act.Id}", "Withdraw", new() { ["version"] = "1", ["why"] = "thử" })).Status.ShouldNotBe(HttpStatusCode.OK);
        (await DeliveredAsync("76/NQ-CP")).WithdrawnAt.ShouldBeNull();
    }

    [Fact]
    public async Task Add_WholeNumberPasted_IsSplitAndListedOnceHoweverOftenPressed()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var form = await administrator.GetAsync("/plans/acts/edit");
        var values = Values("501/2019/NĐ-CP", "");
        var first = await administrator.SubmitAsync(form, "main form", new(values));
        var again = await administrator.SubmitAsync(form, "main form", new(values));
        first.Location.ShouldNotBeNull(first.Text(".lt-errors"));
        again.Location.ShouldBe(first.Location);
        var page = await administrator.OpenAsync(first.Location);
        page.Text("h1").ShouldContain("Nghị định số 501/2019/NĐ-CP");
        page.Text(".lt-timeline").ShouldContain("Thêm văn bản vào sổ");
        var act = await ActAsync("501/2019/NĐ-CP");
        (act.Number, act.Symbol, act.ProvinceId).ShouldBe(("501", "2019/NĐ-CP", (short)99));
    }

    [Fact]
    public async Task Add_TheSameActTwice_IsToldWhichRowStands()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await AddAsync(administrator, "502", "QĐ-UBND", new() { ["Input.Date"] = "03/02/2020" })).Location.ShouldNotBeNull();
        var twice = await AddAsync(administrator, "0502", "QĐ-UBND", new() { ["Input.Date"] = "05/08/2020", ["Input.Title"] = "Đã gõ" });
        twice.Text(".lt-errors").ShouldContain("502/QĐ-UBND đã có trong sổ");
        twice.Text("textarea[name='Input.Title']").ShouldBe("Đã gõ");
        // The numbers begin anew each year.
        (await AddAsync(administrator, "502", "QĐ-UBND", new() { ["Input.Date"] = "05/08/2021" })).Location.ShouldNotBeNull();
    }

    [Fact]
    public async Task Save_DatesBackwards_IsRefusedAndKept()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var wrong = await AddAsync(administrator, "503", "2019/NĐ-CP", new() { ["Input.ValidFrom"] = "01/07/2026", ["Input.ValidTo"] = "30/06/2026" });
        wrong.Text(".lt-errors").ShouldContain("trước ngày có hiệu lực");
        wrong.Html.QuerySelector("input[name='Input.ValidFrom']")!.GetAttribute("value").ShouldBe("01/07/2026");
        (await AddAsync(administrator, "503", "2019/NĐ-CP", new() { ["Input.ValidFrom"] = "01/07/1900" })).Text(".lt-errors").ShouldContain("01/07/1900");
        (await ActsAsync()).ShouldNotContain(a => a.Code == "503/2019/NĐ-CP");
    }

    [Fact]
    public async Task Save_ReplacedByItselfUnknownOrInACircle_IsRefused()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await AddAsync(administrator, "504", "2019/NĐ-CP", new() { ["Input.ReplacedBy"] = "504/2019/NĐ-CP", ["Input.ValidTo"] = "01/01/2024" })).Text(".lt-errors").ShouldContain("không tự thay thế");
        (await AddAsync(administrator, "504", "2019/NĐ-CP", new() { ["Input.ReplacedBy"] = "999/2031/NĐ-CP", ["Input.ValidTo"] = "01/01/2024" })).Text(".lt-errors").ShouldContain("Chưa có 999/2031/NĐ-CP trong sổ");
        await AddAsync(administrator, "504", "2019/NĐ-CP");
        (await AddAsync(administrator, "505", "2020/NĐ-CP", new() { ["Input.ReplacedBy"] = "504/2019/nđ-cp" })).Text(".lt-errors").ShouldContain("ngày cuối còn hiệu lực");
        (await AddAsync(administrator, "505", "2020/NĐ-CP", new() { ["Input.ReplacedBy"] = "504/2019/nđ-cp", ["Input.ValidTo"] = "01/01/2024" })).Location.ShouldNotBeNull();
        (await ActAsync("505/2020/NĐ-CP")).ReplacedBy.ShouldBe("504/2019/NĐ-CP");

        var first = await ActAsync("504/2019/NĐ-CP");
        var form = await administrator.GetAsync($"/plans/acts/edit?id={first.Id}");
        var circle = await administrator.SubmitAsync(form, "main form", new() { ["Input.ReplacedBy"] = "505/2020/NĐ-CP", ["Input.ValidTo"] = "01/01/2023", ["Input.Reason"] = "thử vòng tròn" });
        circle.Text(".lt-errors").ShouldContain("vòng tròn: 504/2019/NĐ-CP thay bằng 505/2020/NĐ-CP, 505/2020/NĐ-CP thay bằng 504/2019/NĐ-CP");
        (await ActAsync("504/2019/NĐ-CP")).ReplacedBy.ShouldBeNull();
    }

    [Fact]
    public async Task Change_ByTwo_SecondIsToldAndOverwritesNothing()
    {
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        await AddAsync(first, "506", "2019/NĐ-CP");
        var act = await ActAsync("506/2019/NĐ-CP");
        var forms = (await first.GetAsync($"/plans/acts/edit?id={act.Id}"), await second.GetAsync($"/plans/acts/edit?id={act.Id}"));
        (await first.SubmitAsync(forms.Item1, "main form", new() { ["Input.Title"] = "Của người thứ nhất", ["Input.Reason"] = "sửa" })).Location.ShouldBe($"/plans/acts/{act.Id}");
        var told = await second.SubmitAsync(forms.Item2, "main form", new() { ["Input.Title"] = "Của người thứ hai", ["Input.Reason"] = "sửa" });
        told.Texts(".lt-clash li").ShouldHaveSingleItem().ShouldContain("Của người thứ nhất");
        told.Html.QuerySelector("input[name='Input.Reason'], textarea[name='Input.Reason']")!.TextContent.Trim().ShouldBe("sửa");
        told.Text("textarea[name='Input.Title']").ShouldBe("Của người thứ hai");
        (await ActAsync("506/2019/NĐ-CP")).Title.ShouldBe("Của người thứ nhất");
        (await second.SubmitAsync(told, "main form")).Location.ShouldBe($"/plans/acts/{act.Id}");
    }

    [Fact]
    public async Task Change_OfADeliveredActInAProvince_MakesTheProvincesOwnAndStays()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var delivered = await DeliveredAsync("31/2021/QĐ-TTg");
        var form = await administrator.GetAsync($"/plans/acts/edit?id={delivered.Id}");
        (await administrator.SubmitAsync(form, "main form", new() { ["Input.ValidTo"] = "31/12/2024", ["Input.Reason"] = "" })).Text(".lt-errors").ShouldContain("lý do");
        var saved = await administrator.SubmitAsync(form, "main form", new() { ["Input.ValidTo"] = "31/12/2024", ["Input.Reason"] = "theo công báo" });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        (await administrator.GetAsync($"/plans/acts/{delivered.Id}")).Location.ShouldBe(saved.Location);
        (await DeliveredAsync("31/2021/QĐ-TTg")).ValidTo.ShouldBeNull();
        (await administrator.GetAsync("/plans/acts?q=31/2021")).Texts("tbody tr").ShouldHaveSingleItem().ShouldContain("31/12/2024");
    }

    [Fact]
    public async Task Change_OfTheCountrysRowASecondTime_EditsTheProvincesOwn()
    {
        using var first = await app.SignInAsync(Role.Administrator);
        using var second = await app.SignInAsync(Role.Administrator);
        var delivered = await DeliveredAsync("63/2010/NĐ-CP");
        var path = $"/plans/acts/edit?id={delivered.Id}";
        var forms = (await first.GetAsync(path), await second.GetAsync(path));
        var saved = await first.SubmitAsync(forms.Item1, "main form", new() { ["Input.Title"] = "Trích yếu của tỉnh", ["Input.Reason"] = "lần một" });
        saved.Location.ShouldNotBeNull(saved.Text(".lt-errors"));
        // The same press again is the same change.
        (await first.SubmitAsync(forms.Item1, "main form", new() { ["Input.Title"] = "Trích yếu của tỉnh", ["Input.Reason"] = "lần một" })).Location.ShouldBe(saved.Location);
        // Whoever still has the country's row before them is shown the province's own, and both changes stay.
        var told = await second.SubmitAsync(forms.Item2, "main form", new() { ["Input.SourceNote"] = "Nguồn của người thứ hai", ["Input.Reason"] = "lần hai" });
        told.Text(".lt-clash").ShouldContain("Trích yếu của tỉnh");
        (await second.SubmitAsync(told, "main form")).Location.ShouldBe(saved.Location);
        // The old address still leads to it.
        (await first.SubmitAsync(await first.GetAsync(path), "main form", new() { ["Input.ValidTo"] = "31/12/2030", ["Input.Reason"] = "lần ba" })).Location.ShouldBe(saved.Location);
        var own = await ActAsync("63/2010/NĐ-CP");
        (own.Title, own.SourceNote, own.ValidTo).ShouldBe(("Trích yếu của tỉnh", "Nguồn của người thứ hai", new DateOnly(2030, 12, 31)));
    }

    [Fact]
    public async Task History_OfACountrysAct_IsReadInTheProvinceBeforeAndAfterItsOwnRow()
    {
        var delivered = await DeliveredAsync("61/2018/NĐ-CP");
        await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var act = await db.Set<LegalAct>().FirstAsync(a => a.Id == delivered.Id);
            (act.SourceNote, act.Version) = ("Công báo", act.Version + 1);
            act.Refresh();
            await db.Because("legal-act.change", "trung ương sửa nguồn").SaveChangesAsync();
        }, province: 0);
        using var viewer = await app.SignInAsync(Role.Viewer);
        using var administrator = await app.SignInAsync(Role.Administrator);
        (await viewer.GetAsync($"/plans/acts/{delivered.Id}")).Text(".lt-timeline").ShouldContain("trung ương sửa nguồn");
        var saved = await administrator.SubmitAsync(await administrator.GetAsync($"/plans/acts/edit?id={delivered.Id}"), "main form", new() { ["Input.Title"] = "Của tỉnh", ["Input.Reason"] = "tỉnh sửa trích yếu" });
        var page = await viewer.GetAsync(saved.Location!);
        page.Text(".lt-timeline").ShouldContain("trung ương sửa nguồn");
        page.Text(".lt-timeline").ShouldContain("tỉnh sửa trích yếu");
        page.Text("main").ShouldContain("dùng thay dòng chung cả nước");
    }

    [Fact]
    public async Task Delivered_AgainAfterAnEdit_OverwritesNothing()
    {
        await DeliveredAsync("142/2026/NĐ-CP");
        var rows = await app.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            // The nation's administrator wrote in one row; another stands as an older program delivered it; a third is missing.
            await db.Database.ExecuteSqlAsync($"UPDATE legal_act SET title = 'Sửa tay', version = 2 WHERE delivered_as = '142/2026/NĐ-CP'");
            await db.Database.ExecuteSqlAsync($"UPDATE legal_act SET title = 'Bản cũ' WHERE delivered_as = '91/2025/QH15'");
            await db.Database.ExecuteSqlAsync($"DELETE FROM legal_act WHERE delivered_as = '35/2024/QH15'");
            return await services.GetRequiredService<ActBooks>().RowsAsync(99);
        });
        rows.Single(a => a.DeliveredAs == "142/2026/NĐ-CP").Title.ShouldBe("Sửa tay");
        rows.Single(a => a.DeliveredAs == "91/2025/QH15").Title.ShouldBe("Bảo vệ dữ liệu cá nhân");
        rows.Single(a => a.DeliveredAs == "35/2024/QH15").Title.ShouldBe("Đường bộ");
    }

    [Fact]
    public async Task DeadLaw_CitedByAPlan_IsFlaggedInReviewAndOnThePlanUntilWithdrawn()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        using var officer = await app.OfficerAsync();
        await AddAsync(administrator, "508", "2025/NĐ-CP");
        (await AddAsync(administrator, "507", "2015/NĐ-CP", new() { ["Input.ValidTo"] = "31/12/2025", ["Input.ReplacedBy"] = "508/2025/NĐ-CP" })).Location.ShouldNotBeNull();
        var act = await ActAsync("507/2015/NĐ-CP");
        var id = await app.ReadAsync(officer, ImportApp.PlanText.Replace("Căn cứ Nghị quyết số 76/NQ-CP", "Căn cứ Nghị định số 507/2015/NĐ-CP của Chính phủ;\nCăn cứ Nghị quyết số 76/NQ-CP", StringComparison.Ordinal));
        var review = await officer.GetAsync($"/plans/import/review/{id}");
        review.Text(".lt-remarks").ShouldContain("Nghị định số 507/2015/NĐ-CP hết hiệu lực từ ngày 01/01/2026, thay bằng Nghị định số 508/2025/NĐ-CP");
        review.Html.QuerySelector($".lt-remarks a[href='/plans/acts/{act.Id}']").ShouldNotBeNull();

        await app.CheckAllAsync(officer, id);
        await ImportApp.PostAsync(officer, $"/plans/import/review/{id}", "Create", []);
        var plan = (await app.PlansOfAsync(id)).ShouldHaveSingleItem();
        (await officer.GetAsync($"/plans/{plan.Id}")).Text("main").ShouldContain("hết hiệu lực từ ngày 01/01/2026");
        var facts = await officer.GetAsync($"/plans/{plan.Id}?phan=thong-tin");
        facts.Html.QuerySelector($"table a[href='/plans/acts/{act.Id}']").ShouldNotBeNull();
        facts.Text("main").ShouldContain("Nghị quyết số 76/NQ-CP");

        var page = await administrator.GetAsync($"/plans/acts/{act.Id}");
        await administrator.SubmitAsync(page, "#go form", new() { ["why"] = "" });
        (await ActAsync("507/2015/NĐ-CP")).WithdrawnAt.ShouldBeNull();
        (await administrator.SubmitAsync(page, "#go form", new() { ["why"] = "nhập nhầm" })).Location.ShouldBe($"/plans/acts/{act.Id}");
        (await officer.GetAsync($"/plans/acts/{act.Id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await officer.GetAsync($"/plans/{plan.Id}")).Text().ShouldNotContain("hết hiệu lực từ ngày 01/01/2026");
        page = await administrator.GetAsync($"/plans/acts/{act.Id}");
        page.Text(".lt-timeline").ShouldContain("nhập nhầm");
        (await administrator.SubmitAsync(page, "#go form", new() { ["why"] = "lấy lại" })).Location.ShouldBe($"/plans/acts/{act.Id}");
        (await officer.GetAsync($"/plans/acts/{act.Id}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Dictionary<string, string> Values(string number, string symbol) =>
        new() { ["Input.Kind"] = symbol.Contains("QĐ", StringComparison.Ordinal) ? "Quyết định" : "Nghị định", ["Input.Number"] = number, ["Input.Symbol"] = symbol, ["Input.Issuer"] = "Chính phủ" };

    private static async Task<TestPage> AddAsync(TestBrowser person, string number, string symbol, Dictionary<string, string>? more = null)
    {
        var values = Values(number, symbol);
        foreach (var (name, value) in more ?? []) values[name] = value;
        return await person.SubmitAsync(await person.GetAsync("/plans/acts/edit"), "main form", values);
    }

    private Task<List<LegalAct>> ActsAsync() => app.InScopeAsync(s => s.GetRequiredService<ActBooks>().RowsAsync(99));

    private async Task<LegalAct> ActAsync(string code) => (await ActsAsync()).Single(a => a.Code == code && a.ProvinceId == 99);

    private async Task<LegalAct> DeliveredAsync(string code) => (await ActsAsync()).Single(a => a.DeliveredAs == code);
}
