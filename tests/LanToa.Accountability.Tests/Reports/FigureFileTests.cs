using System.Text;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Accountability.Tests.Reports;

/// <summary>Figures that come from a file: shown line by line first, taken as a whole, and said where they came from.</summary>
public sealed class FigureFileTests(ReportApp app) : IClassFixture<ReportApp>
{
    [Fact]
    public async Task File_WithFaults_SaysThemByLineAndTakesNothingUntilItIsSound()
    {
        var unit = await app.UnitAsync("Sở Lấy Tệp");
        var way = await app.Officer.SubmitAsync(await app.Officer.GetAsync("/reports/routes?form=cchc-bieu-1"), "#them", new() { ["Input.Units"] = unit.Id.ToString(), ["Input.ToId"] = app.Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo kế hoạch." });
        way.Location.ShouldNotBeNull(way.Text(".lt-errors"));
        using var person = await app.SignInAsync(Role.FocalPoint, unit);
        var begin = await person.GetAsync("/reports");
        begin.Html.QuerySelectorAll("tbody tr").First(r => r.TextContent.Contains("quý III/2026", StringComparison.Ordinal)).QuerySelector("form")!.Id = "lap";
        var path = (await person.SubmitAsync(begin, "#lap")).Location!;
        var page = await person.GetAsync($"{path}/import");

        // The template is the report's own, and comes back as it went.
        var template = await person.Http.GetByteArrayAsync($"{path}/import?handler=Template");
        (await person.SubmitAsync(page, "#tep", file: new TestFile("file", "mau.xlsx", template))).Text("main").ShouldContain("Các dòng không có giá trị nào để ghi");
        (await person.SubmitAsync(page, "#tep", file: new TestFile("file", "anh.xlsx", "không phải tệp Excel"u8.ToArray()))).Text("main").ShouldContain("Không thấy hai cột");

        var faulty = Encoding.UTF8.GetBytes("Mã chỉ tiêu;Giá trị\nkt_so;4\nkhong_co;1\nkh_da_xong;3\nkt_xa;chín\nkhao_sat;-1\nkt_so;5\nkt_van_de;=1+1\n");
        var shown = await person.SubmitAsync(page, "#tep", file: new TestFile("file", "so-lieu.csv", faulty));
        var text = shown.Text("main");
        foreach (var says in new[] { "6/7 dòng cần sửa, chưa ghi gì", "mẫu báo cáo không có chỉ tiêu mã khong_co", "chỉ tiêu tính theo công thức", "“chín” không phải là số", "“-1” không phải là có hoặc không", "mã này đã có ở dòng 2", "ô chứa công thức" }) text.ShouldContain(says);
        (await person.SubmitAsync(shown, "#tep", new() { ["confirmed"] = "true" })).Location.ShouldBeNull();

        // Mended in place, looked at, then written with where it came from.
        var mended = await person.SubmitAsync(shown, "#tep", new() { ["Rows"] = "2\tkt_so\t4\n5\tkt_xa\t9" });
        mended.Text("main").ShouldContain("Ghi 2 số liệu");
        (await person.SubmitAsync(mended, "#tep", new() { ["confirmed"] = "true", ["Rows"] = "2\tkt_so\t400" })).Text("main").ShouldContain("Các dòng đã đổi từ lúc bạn xem trước");
        var written = await person.SubmitAsync(mended, "#tep", new() { ["confirmed"] = "true" });
        written.Location.ShouldBe(path, written.Text(".lt-errors"));
        (await person.SubmitAsync(mended, "#tep", new() { ["confirmed"] = "true" })).Location.ShouldBe(path);
        (await person.GetAsync($"{path}/figure/kt_xa")).Text("main").ShouldContain("Nguồn: tệp so-lieu.csv, dòng 5, 16/09/2026.");
    }
}
