using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    /// <summary>Issued plans with an amendment under way, one of them from a document, and one whose amendment is still to begin.</summary>
    private async Task SeedAmendmentsAsync()
    {
        var officer = People["cchc"];
        for (var n = 0; n < 3; n++)
        {
            var plan = await DraftAsync(officer, $"Tuyên truyền được điều chỉnh {n}");
            await AddTaskAsync(officer, plan, "Treo băng rôn tại cửa ngõ", "Sở Nội vụ", new() { ["Input.Rule.Kind"] = "Counted", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Count"] = "1" });
            await SubmitAsync(officer, $"/plans/{plan}", "#recordissued form", []);
            await RunJobsAsync();
            if (n == 0) await SubmitAsync(officer, $"/plans/{plan}/publication", "main form[method=post]", []);
            _hidden["cchc"].AddRange([$"/plans/{plan}/amend", $"/plans/{plan}/publication"]);
            if (n == 2) continue;
            var amendment = Guid.Parse((await SubmitAsync(officer, $"/plans/{plan}/amend", "main form[method=post]", []))[^36..]);
            await InScopeAsync(async services =>
            {
                var db = services.GetRequiredService<LanToaDb>();
                await db.Set<PlanTask>().Where(t => t.PlanId == amendment).ExecuteUpdateAsync(t => t.SetProperty(x => x.Text, "Treo băng rôn, pa nô tại cửa ngõ"));
                var file = await db.Set<Attachment>().AsNoTracking().OrderBy(a => a.Id).Select(a => (Guid?)a.Id).FirstAsync();
                await db.Set<Plan>().Where(p => p.Id == amendment).ExecuteUpdateAsync(p => p.SetProperty(x => x.SourceFileId, file));
            });
            _hidden["cchc"].Add($"/plans/{amendment}/difference");
        }
    }
}
