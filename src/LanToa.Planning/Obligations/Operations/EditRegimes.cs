using System.Text.Json;
using LanToa.Planning.Obligations.Rules;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>
/// Changes a reporting regime as JSON: the whole set must stay sound. Whoever works for the nation edits the country's, others make or
/// edit their province's own version of the code.
/// </summary>
public sealed class EditRegimes(LanToaDb db, RuleBooks books, Actor actor)
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
        if (!actor.Holds(ObligationPermissions.ManageRules)) return Outcome.Denied("Chỉ quản trị sửa được chế độ báo cáo.");
        var (_, data, problem) = await ReadAsync(json, cancel);
        if (problem is not null) return Outcome.Refused(problem);
        if (code.Length > 0 && data!.Code != code) return Outcome.Refused("Không đổi được mã; hãy thêm chế độ mới.");
        if (string.IsNullOrWhiteSpace(reason)) return Outcome.Refused("Hãy ghi lý do.");
        var row = await db.Set<RegimeRow>().FirstOrDefaultAsync(r => r.Code == data!.Code && r.ProvinceId == db.ProvinceId, cancel);
        if (code.Length == 0 && row is not null) return Outcome.Refused($"Đã có chế độ báo cáo mã {data!.Code}.");
        if (row is not null && row.Version != version) return Outcome.Stale;
        if (row is null)
        {
            db.Add(new RegimeRow { ProvinceId = db.ProvinceId, Code = data!.Code, Data = data });
            db.Because("reporting-regime.create", reason);
        }
        else
        {
            (row.Data, row.Version) = (data!, row.Version + 1);
            db.Because("reporting-regime.change", reason);
        }
        try
        {
            await db.SaveChangesAsync(cancel);
            return Outcome.Done;
        }
        catch (DbUpdateException)
        {
            return Outcome.Stale;
        }
    }

    public static string Text(RegimeData data) => JsonSerializer.Serialize(data, new JsonSerializerOptions(RuleJson.Options) { WriteIndented = true });
}
