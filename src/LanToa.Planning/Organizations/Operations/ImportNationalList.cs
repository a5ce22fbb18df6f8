using System.Text.Json;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace LanToa.Planning.Organizations;

/// <summary>The list cannot be imported; the message says what to do (Vietnamese).</summary>
public sealed class ImportRefusedException(string message) : Exception(message);

public sealed record ImportedUnits(int Provinces, int Communes, int AlreadyKnown);

/// <summary>
/// Imports the national list of units: a JSON array of provinces {Code, FullName, Wards: [{Code, FullName, ProvinceCode}]}. Each unit
/// becomes its People's Committee. A province that the arrangement of 2025 left as it was has been there before; its communes have not. Units whose code is known are left as they are, so that it can be run again.
/// </summary>
public sealed class ImportNationalList(LanToaDb db, OrganizationDirectory directory, NpgsqlDataSource database)
{
    /// <summary>The two-tier map begins on 01/07/2025 (Nghị quyết 202/2025/QH15).</summary>
    public static readonly DateOnly TwoTierDay = new(2025, 7, 1);

    private sealed record Province(string? Code, string? FullName, Ward[]? Wards);

    private sealed record Ward(string? Code, string? FullName);

    public async Task<ImportedUnits> HandleAsync(Stream json, DateOnly validFrom, CancellationToken cancel = default)
    {
        var provinces = await ReadAsync(json, cancel);
        var nation = await db.Set<Organization>().FirstAsync(o => o.Level == OrganizationLevel.Nation, cancel);
        var known = await db.Set<Organization>().Where(o => o.ValidTo == null).ToDictionaryAsync(o => o.Code, o => o.Id, cancel);
        var rows = new List<Organization>();
        var already = 0;
        foreach (var province in provinces)
        {
            var provinceId = short.Parse(province.Code!);
            var parent = Take(province.Code!, province.FullName!, OrganizationLevel.Province, nation.Id, provinceId);
            foreach (var ward in province.Wards ?? []) Take(ward.Code!, ward.FullName!, OrganizationLevel.Commune, parent, provinceId);
        }
        await CopyAsync(rows, cancel);
        directory.Forget();
        db.RecordEvent("organization", nation.Id, "organization.import", after: new { Added = rows.Count, Known = already });
        await db.SaveChangesAsync(cancel);
        return new ImportedUnits(rows.Count(r => r.Level == OrganizationLevel.Province), rows.Count(r => r.Level == OrganizationLevel.Commune), already);

        Guid Take(string code, string name, OrganizationLevel level, Guid parent, short provinceId)
        {
            if (known.TryGetValue(code, out var id))
            {
                already++;
                return id;
            }
            var organization = new Organization
            {
                Code = code, ProvinceId = provinceId, Name = "Ủy ban nhân dân " + LowerFirst(name), ShortName = "UBND " + LowerFirst(name), Level = level,
                Kind = OrganizationKind.Committee, ParentId = parent,
                ValidFrom = level == OrganizationLevel.Province && ProvinceCodes.Since2004(name, code) is { } before && before < validFrom ? before : validFrom,
            };
            organization.RefreshSearch();
            rows.Add(organization);
            known[code] = organization.Id;
            return organization.Id;
        }
    }

    private static async Task<Province[]> ReadAsync(Stream json, CancellationToken cancel)
    {
        Province[]? provinces;
        try
        {
            provinces = await JsonSerializer.DeserializeAsync<Province[]>(json, cancellationToken: cancel);
        }
        catch (JsonException e)
        {
            throw new ImportRefusedException($"Tệp không phải danh mục đơn vị hành chính dạng JSON (dòng {e.LineNumber + 1}). Hãy chọn đúng tệp danh mục.");
        }
        if (provinces is null or [] || provinces.Any(p => !short.TryParse(p.Code, out _) || string.IsNullOrWhiteSpace(p.FullName) || (p.Wards ?? []).Any(w => string.IsNullOrWhiteSpace(w.Code) || string.IsNullOrWhiteSpace(w.FullName))))
            throw new ImportRefusedException("Danh mục thiếu mã (Code) hoặc tên (FullName) của tỉnh hay xã. Chưa có gì được nhập; hãy kiểm tra lại tệp.");
        return provinces;
    }

    private async Task CopyAsync(List<Organization> rows, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var writer = await connection.BeginBinaryImportAsync(
            "COPY organization (id, province_id, code, name, short_name, level, kind, parent_id, valid_from, search_text, version) FROM STDIN (FORMAT BINARY)", cancel);
        foreach (var o in rows)
        {
            await writer.StartRowAsync(cancel);
            await writer.WriteAsync(o.Id, NpgsqlDbType.Uuid, cancel);
            await writer.WriteAsync(o.ProvinceId, NpgsqlDbType.Smallint, cancel);
            await writer.WriteAsync(o.Code, NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.Name, NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.ShortName, NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.Level.ToString(), NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.Kind.ToString(), NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.ParentId!.Value, NpgsqlDbType.Uuid, cancel);
            await writer.WriteAsync(o.ValidFrom, NpgsqlDbType.Date, cancel);
            await writer.WriteAsync(o.SearchText, NpgsqlDbType.Text, cancel);
            await writer.WriteAsync(o.Version, NpgsqlDbType.Integer, cancel);
        }
        await writer.CompleteAsync(cancel);
    }

    private static string LowerFirst(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
