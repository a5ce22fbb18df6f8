using System.Text;
using LanToa.Planning.Obligations;
using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    /// <summary>Files of activities that were looked through and not confirmed, and photos that are alike.</summary>
    private async Task SeedActivityFilesAsync(List<string> logged)
    {
        var unit = People["vanhoa"];
        for (var n = 0; n < 4; n++)
        {
            var file = Encoding.UTF8.GetBytes($"Ngày thực hiện;Sản phẩm;Tên hoạt động;Đường dẫn\n18/11/2026;Tin;Tin từ tệp {n};https://tin.gov.vn/{n}\n32/11/2026;Tin;Sai ngày {n};\n");
            var read = await unit.SubmitAsync(await unit.GetAsync("/activities/import"), "main form[enctype]", file: new TestFile("List", $"tep-{n}.csv", file));
            _hidden["vanhoa"].Add(read.Location ?? throw new InvalidOperationException(read.Text("main")));
        }
        _hidden["cchc"].AddRange(["/activities?state=recorded", "/activities/import"]);
        // More that wait than the forms of one activity decide about, so that the list has something to choose.
        for (var n = 0; n < 8; n++)
            await SubmitAsync(unit, "/activities/log", "main form[enctype]", new() { ["Input.Form"] = "news", ["Input.Title"] = $"Tin chờ chấp nhận {n}", ["Input.Link"] = $"https://tin.gov.vn/cho/{n}" });
        // Standing work of a unit that asks something of itself.
        var standing = await DraftAsync(People["cchc"], "Tuyên truyền thường xuyên");
        foreach (var text in new[] { "Thường xuyên đăng tin trên trang thông tin", "Thường xuyên phát tin trên loa" })
            await AddTaskAsync(People["cchc"], standing, text, "Sở Văn hóa, Thể thao và Du lịch", new() { ["Input.Rule.Kind"] = "Standing" });
        await SubmitAsync(People["cchc"], $"/plans/{standing}", "#recordissued form", []);
        await RunJobsAsync();
        _hidden["vanhoa"].AddRange((await InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Obligation>().Where(o => o.PlanId == standing).Select(o => o.Id).ToListAsync())).Select(o => $"/obligations/duty/{o}"));
        var photo = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "LanToa.Accountability.Tests", "Activities", "Photos", "hall.jpg"));
        foreach (var path in logged.Take(3)) await unit.SubmitAsync(await unit.GetAsync(path + "/edit"), "main form[enctype]", file: new TestFile("Input.Photos", "hoi-truong.jpg", photo));
        foreach (var path in logged.Take(3)) _hidden["cchc"].AddRange((await People["cchc"].OpenAsync(path)).Html.QuerySelectorAll("a[href*='/alike/']").Select(a => a.GetAttribute("href")!));
    }
}
