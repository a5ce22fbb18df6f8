using LanToa.Accountability.Reports;
using LanToa.Contracts.Reports;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    /// <summary>Reports of two units: some open, some sent and waiting, some accepted; indicators and forms of the province's own.</summary>
    private async Task SeedReportsAsync(Organization home, Organization culture)
    {
        var (officer, administrator) = (People["cchc"], People["quantri"]);
        foreach (var (unit, form) in new[] { (culture, "tuyen-truyen"), (home, "tuyen-truyen"), (culture, "cchc-bieu-1") })
            await SubmitAsync(officer, $"/reports/routes?form={form}", "#them", new() { ["Input.Units"] = unit.Id.ToString(), ["Input.ToId"] = Province.Id.ToString(), ["Input.ValidFrom"] = "01/01/2026", ["Input.Reason"] = "Theo kế hoạch." });
        _hidden["cchc"].AddRange(["/reports/routes?form=tuyen-truyen", "/reports/received"]);
        _hidden["vanhoa"].Add("/reports");
        await SeedRequestsAsync(culture);
        var number = 0;
        foreach (var unit in new[] { culture, home })
            foreach (var period in await InScopeAsync(s => s.GetRequiredService<IReportingPeriods>().BegunAsync(unit.Id, ["quarter", "half-year", "year"], new DateOnly(2026, 11, 20), 4)))
            {
                var id = await InScopeAsync(async s => (await s.GetRequiredService<WriteReport>().BeginAsync(await s.GetRequiredService<LanToaDb>().Set<ReportRoute>().Where(r => r.UnitId == unit.Id && r.FormCode == "tuyen-truyen").Select(r => r.Id).SingleAsync(), period.Key)).Id!.Value);
                if (++number % 5 > 1)
                {
                    // A number that the year's report, still open, points at.
                    if (number == 2) await InScopeAsync(s => s.GetRequiredService<WriteReport>().SaveFiguresAsync(id, Guid.CreateVersion7(), 1, [new CellInput("tin", 5, null, "Bản tin giấy.")]));
                    await InScopeAsync(s => s.GetRequiredService<SendReport>().HandleAsync(id, Guid.CreateVersion7(), number == 2 ? 2 : 1, unit == home ? null : "Số liệu đã kiểm tra."));
                    if (number % 5 == 4) await InScopeAsync(s => s.GetRequiredService<DecideReport>().AcceptAsync(id, Guid.CreateVersion7(), 2));
                    // Those with a word about their figures are opened one by one, those without are accepted from the list.
                    _hidden["cchc"].AddRange([$"/reports/{id}", $"/reports/{id}/return", $"/reports/received?form=tuyen-truyen&period={period.Key}"]);
                }
                else _hidden["vanhoa"].AddRange([$"/reports/{id}", $"/reports/{id}/figures", $"/reports/{id}/import", $"/reports/{id}/text/1"]);
            }
        for (var n = 0; n < 2; n++)
        {
            await SubmitAsync(administrator, "/reports/indicators/edit", "#luu", new()
            {
                ["Input.Code"] = $"thu_{n}", ["Input.Name"] = $"Chỉ tiêu thử {n}", ["Input.Theme"] = "Thử", ["Input.Unit"] = "lượt", ["Input.Formula"] = "đếm(sản_phẩm = event)", ["Input.Reason"] = "Thử.",
            });
            await SubmitAsync(administrator, "/reports/forms/edit", "#luu", new() { ["Input.Code"] = $"thu-{n}", ["Input.YearFrom"] = "2026", ["Input.Name"] = $"Mẫu thử {n}", ["Input.Periods"] = "quarter", ["Input.Body"] = "# I. Kết quả\n- tin_bai", ["Input.Reason"] = "Thử." });
            _hidden["quantri"].Add($"/reports/indicators/edit?code=thu_{n}");
        }
        await InScopeAsync(async s => _hidden["quantri"].AddRange((await s.GetRequiredService<LanToaDb>().Set<ReportForm>().Where(f => f.ProvinceId == 99).Select(f => f.Id).ToListAsync()).Select(f => $"/reports/forms/edit?id={f}")));
    }

    /// <summary>Requests that the units have not answered, and one that is closed.</summary>
    private async Task SeedRequestsAsync(Organization culture)
    {
        var officer = People["cchc"];
        for (var n = 0; n < 4; n++)
        {
            var path = await SubmitAsync(officer, "/reports/requests/new", "#yeu-cau", new()
            {
                ["Input.Kind"] = "Sudden", ["Input.Number"] = $"{n + 1}/VP-CCHC", ["Input.IssuedOn"] = "18/11/2026", ["Input.Due"] = "30/11/2026", ["Input.Subject"] = $"Việc thử {n}", ["Input.Ask"] = "Báo cáo kết quả.", ["Input.Units"] = culture.Id.ToString(),
            });
            _hidden["cchc"].AddRange([path, $"{path}/units"]);
            _hidden["vanhoa"].Add(path);
            if (n == 0) await SubmitAsync(officer, path, "form[action*='handler=Close']", new() { ["reason"] = "Đã đủ." });
        }
        _hidden["cchc"].Add("/reports/requests/new");
    }
}
