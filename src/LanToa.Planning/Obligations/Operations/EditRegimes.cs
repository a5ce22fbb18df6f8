using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Changes a reporting regime as JSON: the whole set must stay sound. Whoever works for the nation edits the country's, others make or
/// edit their province's own version of the code.
/// </summary>
public sealed class EditRegimes(LanToaDb db, RuleBooks books, Actor actor, Clock clock)
{
    /// <summary>What the text means, or why it means nothing (Vietnamese).</summary>
    public async Task<(RegimeSet? Set, RegimeData? Data, string? Problem)> ReadAsync(string? json, CancellationToken cancel = default)
    {
        RegimeData? data;
        try
        {
            data = JsonSerializer.Deserialize<RegimeData>(json ?? "", RuleJson.Options);
        }
        catch (JsonException e)
        {
            return (null, null, $"Văn bản JSON chưa đúng ở dòng {(e.LineNumber ?? 0) + 1}: kiểm tra dấu phẩy, dấu ngoặc, tên trường và các trường bắt buộc (code, name, source).");
        }
        if (json!.Contains("\\u0000", StringComparison.OrdinalIgnoreCase)) return (null, null, "Văn bản JSON có ký tự \\u0000, là ký tự không hiển thị mà hệ thống không lưu được. Hãy bỏ ký tự đó.");
        if (data is null || string.IsNullOrWhiteSpace(data.Code) || string.IsNullOrWhiteSpace(data.Name)) return (null, null, "Chế độ báo cáo cần có mã (code) và tên (name).");
        if (data.Code.Length > 60 || data.Code.Any(c => !(char.IsAsciiLetterOrDigit(c) || c == '-'))) return (null, null, "Mã chỉ gồm chữ không dấu, số và dấu gạch nối, nhiều nhất 60 ký tự.");
        var others = RuleBooks.InForce(await books.RegimesAsync(db.ProvinceId, cancel)).Where(r => r.Code != data.Code).Select(r => r.Data);
        try
        {
            return (new RegimeSet(others.Append(data)), data, null);
        }
        catch (FormatException e)
        {
            return (null, data, e.Message);
        }
    }

    public async Task<Outcome> SaveAsync(string code, int version, string? json, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được chế độ báo cáo.");
        var (_, data, problem) = await ReadAsync(json, cancel);
        if (problem is not null) return Outcome.Refused(problem);
        if (code.Length > 0 && data!.Code != code) return Outcome.Refused("Không đổi được mã; hãy thêm chế độ mới.");
        if (WhyNot(reason) is { } noReason) return Outcome.Refused(noReason);
        var row = await db.Set<RegimeRow>().FirstOrDefaultAsync(r => r.Code == data!.Code && r.ProvinceId == db.ProvinceId, cancel);
        if (code.Length == 0 && row is not null) return Outcome.Refused($"Đã có chế độ báo cáo mã {data!.Code}.");
        if (row is not null && row.Version != version) return Outcome.Stale;
        if (row is null)
        {
            db.Add(new RegimeRow { ProvinceId = db.ProvinceId, Code = data!.Code, Data = data });
            return await db.SaveOrStaleAsync("reporting-regime.create", reason, cancel);
        }
        (row.Data, row.WithdrawnAt, row.Version) = (data!, null, row.Version + 1);
        return await db.SaveOrStaleAsync("reporting-regime.change", reason, cancel);
    }

    /// <summary>Ends a regime, or a province's own version of one, which then gives way to the country's; or takes it back into force.</summary>
    public async Task<Outcome> WithdrawAsync(string code, int version, bool withdrawn, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được chế độ báo cáo.");
        var row = await db.Set<RegimeRow>().FirstOrDefaultAsync(r => r.Code == code && r.ProvinceId == db.ProvinceId, cancel);
        if (row is null) return Outcome.NotFound;
        if (row.WithdrawnAt is not null == withdrawn) return Outcome.Already;
        if (row.Version != version) return Outcome.Stale;
        if (WhyNot(reason) is { } noReason) return Outcome.Refused(noReason);
        if (await WhyNotAsync(row, withdrawn, cancel) is { } why) return Outcome.Refused(why);
        (row.WithdrawnAt, row.Version) = (withdrawn ? clock.Now : null, row.Version + 1);
        return await db.SaveOrStaleAsync(withdrawn ? "reporting-regime.withdraw" : "reporting-regime.restore", reason, cancel);
    }

    /// <summary>The regime's last day: plans issued after it follow the next that fits.</summary>
    public async Task<Outcome> EndAsync(string code, int version, DateOnly? last, string? reason, CancellationToken cancel = default)
    {
        if (!actor.CanForProvince(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị của tỉnh (hoặc cấp trung ương) sửa được chế độ báo cáo.");
        var row = await db.Set<RegimeRow>().FirstOrDefaultAsync(r => r.Code == code && r.ProvinceId == db.ProvinceId && r.WithdrawnAt == null, cancel);
        if (row is null) return Outcome.NotFound;
        if (row.Version != version) return Outcome.Stale;
        if (last is null) return Outcome.Refused("Hãy chọn ngày cuối còn hiệu lực.");
        if (WhyNot(reason) is { } noReason) return Outcome.Refused(noReason);
        if (last < row.Data.ValidFrom) return Outcome.Refused($"Ngày cuối còn hiệu lực không thể trước ngày có hiệu lực ({VietnameseFormat.Date(row.Data.ValidFrom.Value)}).");
        if (row is { ProvinceId: 0, Code: RegimeSet.GovernmentDefault }) return Outcome.Refused(KeepDefault);
        (row.Data, row.Version) = (row.Data with { ValidTo = last }, row.Version + 1);
        return await db.SaveOrStaleAsync("reporting-regime.end", reason, cancel);
    }

    private const string KeepDefault = "Đây là chế độ chung, dùng khi không có chế độ nào khác; hãy sửa thay vì gỡ hoặc kết thúc.";

    /// <summary>What would no longer hold together, in any province that follows these rules; null when nothing.</summary>
    private async Task<string?> WhyNotAsync(RegimeRow changed, bool withdrawn, CancellationToken cancel)
    {
        if (withdrawn && changed is { ProvinceId: 0, Code: RegimeSet.GovernmentDefault }) return KeepDefault;
        var rows = await db.Set<RegimeRow>().AsNoTracking().Where(r => r.ProvinceId == 0 || changed.ProvinceId == 0 || r.ProvinceId == changed.ProvinceId).ToListAsync(cancel);
        var after = rows.Where(r => r.Id != changed.Id).ToList();
        if (!withdrawn) after.Add(new RegimeRow { ProvinceId = changed.ProvinceId, Code = changed.Code, Data = changed.Data });
        foreach (var province in after.Select(r => r.ProvinceId).Append(changed.ProvinceId).Distinct())
        {
            try
            {
                RuleBooks.RegimesOf(after.Where(r => r.ProvinceId == 0 || r.ProvinceId == province));
            }
            catch (FormatException e)
            {
                return e.Message;
            }
        }
        return null;
    }

    public static string Text(RegimeData data) => JsonSerializer.Serialize(data, new JsonSerializerOptions(RuleJson.Options) { WriteIndented = true });

    private static string? WhyNot(string? reason) => string.IsNullOrWhiteSpace(reason) ? "Hãy ghi lý do." : reason.Length > 2000 ? "Lý do dài quá 2.000 chữ; hãy rút gọn." : null;
}
