using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A report form as an administrator fills it in.</summary>
public sealed record FormInput(string Code, int YearFrom, string? Name, IReadOnlyList<string> Periods, string? Body, string? Reason);

/// <summary>Adds, changes, withdraws report forms: the country's by whoever works for the nation, a province's own by its administrator. A form that reports were begun on is not changed under them: its next year's is another row.</summary>
public sealed class EditForms(LanToaDb db, ReportForms forms, Indicators indicators, Actor actor, Clock clock)
{
    public const string Denied = "Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được mẫu báo cáo.";

    public static IReadOnlyList<(string Code, string Name)> Periods { get; } = [("month", "Tháng"), ("quarter", "Quý"), ("half-year", "6 tháng"), ("nine-months", "9 tháng"), ("year", "Năm")];

    public async Task<Outcome> SaveAsync(Guid? id, int version, FormInput input, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ReportPermissions.Manage)) return Outcome.Denied(Denied);
        var rows = await forms.RowsAsync(cancel);
        var problems = await ProblemsAsync(input, cancel);
        var opened = id is { } known ? rows.FirstOrDefault(f => f.Id == known) : null;
        if (id is not null && opened is null) return Outcome.NotFound;
        // A province's change of the country's form, and a change for a later year, are rows of their own.
        var mine = rows.FirstOrDefault(f => f.ProvinceId == db.ProvinceId && f.Code == input.Code && f.YearFrom == input.YearFrom);
        if (opened is null && rows.Any(f => f.Code == input.Code)) problems.Add($"Đã có mẫu mã {input.Code}; hãy mở mẫu đó để sửa hoặc lập bản cho năm khác.");
        if (opened is not null && opened.Code != input.Code) problems.Add("Không đổi được mã của mẫu; hãy thêm mẫu mới.");
        if (mine is not null && mine.Id != opened?.Id && opened is not null && opened.ProvinceId == db.ProvinceId) problems.Add($"Đã có bản dùng từ năm {input.YearFrom}; hãy mở bản đó để sửa.");
        if (mine is not null && mine.Body != Clean(input.Body) && await db.Set<Report>().AnyAsync(r => r.FormId == mine.Id && r.Sendings > 0, cancel)) problems.Add("Đã có báo cáo gửi theo bản này; hãy lập bản dùng từ năm sau để không đổi mẫu của báo cáo đã gửi.");
        if (problems.Count > 0) return Outcome.Refused(problems);
        if (mine is null)
        {
            if (version != 0 && opened?.ProvinceId == db.ProvinceId && opened.Version != version) return Outcome.Stale;
            db.Add(new ReportForm { ProvinceId = db.ProvinceId, Code = input.Code, YearFrom = input.YearFrom, Name = input.Name!.Trim(), Periods = [.. input.Periods], Body = Clean(input.Body) });
            return await db.SaveOrStaleAsync("report-form.create", input.Reason, cancel);
        }
        if (mine.Id == opened?.Id && mine.Version != version) return Outcome.Stale;
        var row = await db.Set<ReportForm>().FirstAsync(f => f.Id == mine.Id, cancel);
        (row.Name, row.Periods, row.Body, row.WithdrawnAt) = (input.Name!.Trim(), [.. input.Periods], Clean(input.Body), null);
        row.Version++;
        return await db.SaveOrStaleAsync("report-form.change", input.Reason, cancel);
    }

    public async Task<Outcome> WithdrawAsync(Guid id, int version, bool withdrawn, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ReportPermissions.Manage)) return Outcome.Denied(Denied);
        var row = await db.Set<ReportForm>().FirstOrDefaultAsync(f => f.Id == id && f.ProvinceId == db.ProvinceId, cancel);
        if (row is null) return Outcome.NotFound;
        if (row.WithdrawnAt is not null == withdrawn) return Outcome.Already;
        if (row.Version != version) return Outcome.Stale;
        if (Saving.WhyNotReason(reason) is { } why) return Outcome.Refused(why);
        (row.WithdrawnAt, row.Version) = (withdrawn ? clock.Now : null, row.Version + 1);
        return await db.SaveOrStaleAsync(withdrawn ? "report-form.withdraw" : "report-form.restore", reason, cancel);
    }

    public async Task<(FormText Text, IReadOnlyList<string> Problems)> ReadAsync(string? body, CancellationToken cancel = default) => FormText.Read(body, (await indicators.InForceAsync(cancel)).Keys.ToHashSet());

    private static string Clean(string? body) => (body ?? "").ReplaceLineEndings("\n").Trim();

    private async Task<List<string>> ProblemsAsync(FormInput input, CancellationToken cancel)
    {
        var problems = new List<string>();
        if (input.Code.Length is 0 or > 40 || input.Code.Any(c => !(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))) problems.Add("Mã gồm chữ thường không dấu, số và dấu gạch nối, nhiều nhất 40 ký tự.");
        if (input.YearFrom is < 2015 or > 2100) problems.Add("Năm bắt đầu dùng là từ 2015 đến 2100.");
        if (string.IsNullOrWhiteSpace(input.Name)) problems.Add("Hãy ghi tên mẫu báo cáo.");
        if (input.Name?.Length > 300) problems.Add("Tên mẫu dài quá 300 chữ; hãy rút gọn.");
        if (input.Periods.Count == 0 || input.Periods.Any(p => Periods.All(k => k.Code != p))) problems.Add("Hãy chọn ít nhất một kỳ báo cáo.");
        if (input.Body?.Length > 50_000) problems.Add("Mẫu dài quá 50.000 chữ.");
        else problems.AddRange((await ReadAsync(input.Body, cancel)).Problems);
        if (Saving.WhyNotReason(input.Reason) is { } why) problems.Add(why);
        return problems;
    }
}
