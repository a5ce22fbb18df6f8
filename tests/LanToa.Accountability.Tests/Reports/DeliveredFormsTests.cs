using LanToa.Accountability.Reports;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>A newer program brings newer texts of the forms that come with it.</summary>
public sealed class DeliveredFormsTests(ReportApp app) : IClassFixture<ReportApp>
{
    private const string Code = "tuyen-truyen", Old = "# I. Kết quả\n- tin_bai *";

    private Task<List<ReportForm>> RowsAsync() => app.InScopeAsync(async s => (await s.GetRequiredService<ReportForms>().RowsAsync()).Where(f => f.Code == Code).OrderBy(f => f.ProvinceId).ThenBy(f => f.YearFrom).ToList());

    // As a program before this one left it: nobody wrote it, so the history says nothing of it.
    private Task MakeOlderAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE report_form SET body = {Old} WHERE province_id = 0 AND code = {Code}"));

    private Task FollowAsync() => app.InScopeAsync(async s =>
    {
        await s.GetRequiredService<FollowDeliveredForms>().RunAsync(null, new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default);
        return true;
    }, 0);

    [Fact]
    public async Task Follow_NewerText_IsTakenWhereNobodyChangedItAndToldWhereSomebodyDid()
    {
        using var manager = await app.SignInAsync(Role.Administrator);
        var delivered = (await RowsAsync()).ShouldHaveSingleItem();
        await MakeOlderAsync();
        await FollowAsync();
        await FollowAsync();
        var followed = (await RowsAsync()).ShouldHaveSingleItem();
        (followed.Body, followed.Version).ShouldBe((delivered.Body, 2));
        (await manager.OpenAsync($"/reports/forms/edit?id={followed.Id}")).Text(".lt-timeline").ShouldContain("cập nhật mẫu theo bản mới của chương trình");

        // A report was begun on it: it keeps its form, the newer text is the next year's.
        var unit = await app.UnitAsync("Sở Giữ Mẫu");
        await app.RouteAsync(unit, app.Province);
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        await MakeOlderAsync();
        await ReportApp.BeginAsync(person, "tỉnh Thử Nghiệm");
        await FollowAsync();
        await FollowAsync();
        var two = await RowsAsync();
        two.Select(f => (f.YearFrom, f.Body == delivered.Body)).ShouldBe([(delivered.YearFrom, false), (2027, true)]);

        // The province wrote its own: it stays, and who wrote it may look at what is new.
        var page = await manager.OpenAsync($"/reports/forms/edit?id={two[1].Id}");
        (await manager.SubmitAsync(page, "#luu", button: "[formaction*=Preview]")).Text("thead").ShouldContain("Kỳ này");
        (await manager.SubmitAsync(page, "#luu", new() { ["Input.Body"] = "# I\n- tin_bai\n- tin =+ tin_bai\n- bai =+ tin_bai" }, button: "[formaction*=Preview]")).Text("main")
            .ShouldContain("Trước khi gửi kiểm tra: “Tin” + “Bài viết” cộng lại bằng “Tin, bài tuyên truyền về cải cách hành chính”.");
        (await manager.SubmitAsync(page, "#luu", new() { ["Input.Body"] = Old + "\n- tin", ["Input.Reason"] = "Tỉnh dùng bản gọn." })).Location.ShouldBe("/reports/forms");
        await MakeOlderAsync();
        await FollowAsync();
        await FollowAsync();
        var own = (await RowsAsync()).Single(f => f.ProvinceId == 99);
        own.Body.ShouldBe(Old + "\n- tin");
        (await manager.OpenAsync("/notices")).Texts("main").Count(t => t.Contains("Chương trình có bản mới của mẫu", StringComparison.Ordinal)).ShouldBe(1);
        (await manager.OpenAsync($"/reports/forms/edit?id={own.Id}")).Text("main").ShouldContain("khác bản đi cùng chương trình");
    }

    [Fact]
    public async Task Follow_NewerIndicator_IsTakenWhereNobodyChangedItAndToldWhereSomebodyDid()
    {
        const string Share = "kh_ty_le", Before = "việc(xong) / việc(phải_làm) * 100";
        Task MakeOlderIndicatorAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Database.ExecuteSqlAsync($"UPDATE indicator SET formula = {Before} WHERE province_id = 0 AND code = {Share}"));
        Task<List<Indicator>> SharesAsync() => app.InScopeAsync(async s => (await s.GetRequiredService<Indicators>().RowsAsync()).Where(i => i.Code == Share).ToList());
        using var manager = await app.SignInAsync(Role.Administrator);
        var delivered = (await SharesAsync()).ShouldHaveSingleItem();
        await MakeOlderIndicatorAsync();
        await FollowAsync();
        await FollowAsync();
        var followed = (await SharesAsync()).ShouldHaveSingleItem();
        (followed.Formula, followed.Version).ShouldBe((delivered.Formula, delivered.Version + 1));
        var page = await manager.OpenAsync($"/reports/indicators/edit?code={Share}");
        page.Text(".lt-timeline").ShouldContain("cập nhật chỉ tiêu theo bản mới của chương trình");

        // The province made its own of it: that one stays, its keepers are told once, and the country's follows.
        (await manager.SubmitAsync(page, "#luu", new() { ["Input.Formula"] = "[kh_da_xong] / [kh_nhiem_vu] * 1000", ["Input.Reason"] = "Tỉnh tính theo phần nghìn." })).Location.ShouldBe("/reports/indicators");
        await MakeOlderIndicatorAsync();
        await FollowAsync();
        await FollowAsync();
        (await SharesAsync()).Select(i => i.Formula).ShouldBe([delivered.Formula, "[kh_da_xong] / [kh_nhiem_vu] * 1000"]);
        (await manager.OpenAsync("/notices")).Texts("main").Count(t => t.Contains("Chương trình có bản mới của chỉ tiêu", StringComparison.Ordinal)).ShouldBe(1);
    }
}
