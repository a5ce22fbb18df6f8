using System.Net;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Obligations;

/// <summary>Two people change one rule: neither undoes the other without having seen it.</summary>
public sealed class TwoEditorsTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static DateOnly D(string iso) => DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private Task<Holiday> HolidayAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Holiday>().AsNoTracking().FirstAsync(h => h.Id == id));

    private Task<RegimeData> RegimeAsync(string code) => app.InScopeAsync(async s => (await s.GetRequiredService<LanToaDb>().Set<RegimeRow>().AsNoTracking().FirstAsync(r => r.Code == code && r.ProvinceId == 99)).Data);

    /// <summary>A day of the province's own, and its form in the hands of two administrators.</summary>
    private async Task<(Guid Id, TestBrowser First, TestPage FirstForm, TestBrowser Second, TestPage SecondForm)> HolidayOpenedTwiceAsync(string date)
    {
        var day = new Holiday { ProvinceId = 99, Date = D(date), Name = "Ngày hội", Kind = HolidayKind.Holiday, Source = HolidaySource.Official, Basis = "Quyết định 1" };
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.Add(day);
            await db.SaveChangesAsync();
        });
        var (first, second) = (await app.SignInAsync(Role.Administrator), await app.SignInAsync(Role.Administrator));
        var form = $"/rules/holidays/edit?id={day.Id}";
        return (day.Id, first, await first.GetAsync(form), second, await second.GetAsync(form));
    }

    [Fact]
    public async Task Holiday_SecondEditorChangesAnotherField_KeepsBothAfterSeeingIt()
    {
        var (id, first, firstForm, second, secondForm) = await HolidayOpenedTwiceAsync("2026-08-10");
        await first.SubmitAsync(firstForm, "#luu", new() { ["Input.Name"] = "Ngày hội sông nước", ["Input.Reason"] = "Đổi tên" });

        var clash = await second.SubmitAsync(secondForm, "#luu", new() { ["Input.Basis"] = "Quyết định 2", ["Input.Reason"] = "Căn cứ mới" });

        clash.Text("#lt-clash").ShouldContain("Ngày hội sông nước");
        clash.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Ngày hội sông nước");
        clash.Text("[name='Input.Basis']").ShouldBe("Quyết định 2");
        (await HolidayAsync(id)).Basis.ShouldBe("Quyết định 1");
        (await second.SubmitAsync(clash, "#luu")).Status.ShouldBe(HttpStatusCode.Redirect);
        var saved = await HolidayAsync(id);
        (saved.Name, saved.Basis).ShouldBe(("Ngày hội sông nước", "Quyết định 2"));
    }

    [Theory]
    [InlineData(false, "Ngày hội của tôi")]
    [InlineData(true, "Ngày hội sông nước")]
    public async Task Holiday_SameFieldTwice_SecondChoosesKnowingly(bool takesTheirs, string name)
    {
        var (id, first, firstForm, second, secondForm) = await HolidayOpenedTwiceAsync(takesTheirs ? "2026-08-11" : "2026-08-12");
        await first.SubmitAsync(firstForm, "#luu", new() { ["Input.Name"] = "Ngày hội sông nước", ["Input.Reason"] = "Đổi tên" });

        var clash = await second.SubmitAsync(secondForm, "#luu", new() { ["Input.Name"] = "Ngày hội của tôi", ["Input.Reason"] = "Đổi tên" });

        clash.Texts("#lt-clash dd").ShouldBe(["Ngày hội sông nước", "Ngày hội của tôi"]);
        (await HolidayAsync(id)).Name.ShouldBe("Ngày hội sông nước");
        await second.SubmitAsync(clash, "#luu", takesTheirs ? new() { ["Input.Take"] = "Name", ["Input.Basis"] = "Quyết định 3" } : null);
        (await HolidayAsync(id)).Name.ShouldBe(name);
    }

    [Fact]
    public async Task Holiday_WithdrawnAfterAnotherChangedIt_AsksOnceAndKeepsTheFormWhole()
    {
        var (id, first, firstForm, second, secondForm) = await HolidayOpenedTwiceAsync("2026-08-13");
        await first.SubmitAsync(firstForm, "#luu", new() { ["Input.Name"] = "Ngày hội sông nước", ["Input.Reason"] = "Đổi tên" });

        var told = await second.SubmitAsync(secondForm, "#go", new() { ["why"] = "Thôi tổ chức" });

        told.Text(".lt-errors").ShouldContain("sau khi bạn mở trang này");
        told.Html.QuerySelector("[name='Input.Name']")!.GetAttribute("value").ShouldBe("Ngày hội sông nước");
        told.Text("textarea[name=why]").ShouldBe("Thôi tổ chức");
        (await HolidayAsync(id)).WithdrawnAt.ShouldBeNull();
        (await second.SubmitAsync(told, "#go")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await HolidayAsync(id)).WithdrawnAt.ShouldNotBeNull();
    }

    /// <summary>A regime of the province's own in the hands of two administrators.</summary>
    private async Task<(TestBrowser First, TestPage FirstForm, TestBrowser Second, TestPage SecondForm)> RegimeOpenedTwiceAsync(string code)
    {
        var (first, second) = (await app.SignInAsync(Role.Administrator), await app.SignInAsync(Role.Administrator));
        var made = await first.SubmitAsync(await first.OpenAsync("/rules/regimes/terms"), "#luu", RegimeTermsTests.New(code, "Chế độ thử"));
        made.Status.ShouldBe(HttpStatusCode.Redirect, made.Text(".lt-errors"));
        // A topic of its own: this regime is nobody's beside the test's.
        (await first.SubmitAsync(await first.OpenAsync($"/rules/regimes/edit?code={code}"), "#luu", new() { ["Json"] = Json(code), ["Reason"] = "Thử" })).Status.ShouldBe(HttpStatusCode.Redirect);
        var form = $"/rules/regimes/edit?code={code}";
        return (first, await first.OpenAsync(form), second, await second.OpenAsync(form));
    }

    private static string Json(string code, string name = "Chế độ thử", string note = "ghi chú") =>
        $$"""{"code":"{{code}}","name":"{{name}}","source":"Quyết định thử","note":"{{note}}","basedOn":"nd09-2019","scope":{"topic":"{{code}}"} }""";

    [Fact]
    public async Task Regime_TextOfOneAndChoicesOfAnother_BothAreKept()
    {
        var (first, firstForm, second, secondForm) = await RegimeOpenedTwiceAsync("thu-hai-cho");
        (await first.SubmitAsync(firstForm, "#luu", new() { ["Json"] = Json("thu-hai-cho", "Chế độ đổi tên"), ["Reason"] = "Đổi tên" })).Status.ShouldBe(HttpStatusCode.Redirect);

        (await second.SubmitAsync(secondForm, "#chon", new() { ["Shift"] = "After", ["whyChoices"] = "Quyết định" })).Status.ShouldBe(HttpStatusCode.Redirect);

        var saved = await RegimeAsync("thu-hai-cho");
        (saved.Name, saved.Shift).ShouldBe(("Chế độ đổi tên", ShiftRule.After));
    }

    [Fact]
    public async Task Regime_TextChangedByBoth_IsComparedFieldByField()
    {
        var (first, firstForm, second, secondForm) = await RegimeOpenedTwiceAsync("thu-van-ban");
        await first.SubmitAsync(firstForm, "#luu", new() { ["Json"] = Json("thu-van-ban", "Tên của người thứ nhất", "ghi chú một"), ["Reason"] = "Đổi" });

        var clash = await second.SubmitAsync(secondForm, "#luu", new() { ["Json"] = Json("thu-van-ban", note: "ghi chú hai"), ["Reason"] = "Đổi" });

        clash.Texts("#lt-clash dd").ShouldBe(["Tên của người thứ nhất", "Chế độ thử", "ghi chú một", "ghi chú hai"]);
        clash.Text("#Json").ShouldContain("Tên của người thứ nhất");
        clash.Text("#Json").ShouldContain("ghi chú hai");
        (await RegimeAsync("thu-van-ban")).Note.ShouldBe("ghi chú một");
        (await second.SubmitAsync(clash, "#luu")).Status.ShouldBe(HttpStatusCode.Redirect);
        var saved = await RegimeAsync("thu-van-ban");
        (saved.Name, saved.Note).ShouldBe(("Tên của người thứ nhất", "ghi chú hai"));
    }

    [Fact]
    public async Task Regime_LastDayChangedByBoth_SecondSeesTheFirstOnes()
    {
        var (first, firstForm, second, secondForm) = await RegimeOpenedTwiceAsync("thu-ngay-cuoi");
        await first.SubmitAsync(firstForm, "#ket-thuc", new() { ["Last"] = "31/12/2027", ["because"] = "Hết hiệu lực" });

        var clash = await second.SubmitAsync(secondForm, "#ket-thuc", new() { ["Last"] = "30/06/2028", ["because"] = "Gia hạn" });

        clash.Texts("#ket-thuc #lt-clash dd").ShouldBe(["31/12/2027", "30/06/2028"]);
        (await RegimeAsync("thu-ngay-cuoi")).ValidTo.ShouldBe(D("2027-12-31"));
        await second.SubmitAsync(clash, "#ket-thuc");
        (await RegimeAsync("thu-ngay-cuoi")).ValidTo.ShouldBe(D("2028-06-30"));
    }

    [Fact]
    public async Task Confirmation_ChangedMeanwhile_IsToldBeforeItIsUndone()
    {
        app.Clock.MoveTo(D("2026-09-20"));
        var plan = await app.IssueAsync(D("2026-01-15"), null, new TaskGiven("Việc thứ nhất", ObligationsApp.OneEachQuarter, [app.Culture.Id]), new TaskGiven("Việc thứ hai", ObligationsApp.OneEachQuarter, [app.Culture.Id]));
        var duty = (await app.ObligationsAsync(plan.Id))[0];
        using var first = await app.SignInAsync(Role.Officer);
        using var second = await app.SignInAsync(Role.Officer);
        var form = await second.GetAsync($"/obligations/duty/{duty.Id}");
        await first.SubmitAsync(await first.GetAsync($"/obligations/duty/{duty.Id}"), "#xac-nhan", new() { ["ConfirmsItself"] = "True", ["Scope"] = "Duty" });

        var told = await second.SubmitAsync(form, "#xac-nhan", new() { ["ConfirmsItself"] = "False", ["Scope"] = "Unit" });

        told.Text(".lt-errors").ShouldContain("nay 1/2 việc của đơn vị không cần xác nhận");
        (await app.ObligationsAsync(plan.Id)).Count(o => o.ConfirmsItself).ShouldBe(1);
        (await second.SubmitAsync(told, "#xac-nhan")).Location.ShouldBe($"/obligations/duty/{duty.Id}");
        (await app.ObligationsAsync(plan.Id)).Count(o => o.ConfirmsItself).ShouldBe(0);
    }
}
