using System.Text.Json;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>A form as it comes with the program.</summary>
internal sealed record DeliveredForm(string Code, int YearFrom, string Name, List<string> Periods, IReadOnlyList<string> Body)
{
    public string Text => string.Join('\n', Body);

    /// <summary>Whether the row says what is delivered.</summary>
    public bool Is(ReportForm row) => row.Body == Text && row.Name == Name && row.Periods.SequenceEqual(Periods);
}

/// <summary>The forms of a province: the country's, each replaced by the province's own of the same code and year.</summary>
public sealed class ReportForms(LanToaDb db)
{
    /// <summary>Every row of the country and of the province, withdrawn ones too; not those made for one request, which have no periods.</summary>
    public async Task<List<ReportForm>> RowsAsync(CancellationToken cancel = default)
    {
        var rows = await ReadAsync();
        var missing = Delivered.Where(d => !rows.Any(f => f.ProvinceId == 0 && f.Code == d.Code && f.YearFrom == d.YearFrom)).ToList();
        if (missing.Count == 0) return rows;
        foreach (var d in missing)
            await db.Database.ExecuteSqlAsync($"""
                INSERT INTO report_form (id, province_id, code, year_from, name, periods, body, version)
                VALUES ({Guid.CreateVersion7()}, 0, {d.Code}, {d.YearFrom}, {d.Name}, {d.Periods}, {d.Text}, 1) ON CONFLICT DO NOTHING
                """, cancel);
        return await ReadAsync();

        Task<List<ReportForm>> ReadAsync() => db.Set<ReportForm>().AsNoTracking().Where(f => (f.ProvinceId == 0 || f.ProvinceId == db.ProvinceId) && f.Periods.Any()).OrderBy(f => f.Code).ThenByDescending(f => f.YearFrom).ThenBy(f => f.ProvinceId).ToListAsync(cancel);
    }

    /// <summary>Of each code the form for periods of the year.</summary>
    public static IEnumerable<ReportForm> InForce(IEnumerable<ReportForm> rows, int year) => rows.Where(f => f.WithdrawnAt is null && f.YearFrom <= year).GroupBy(f => f.Code).Select(g => g.MaxBy(f => (f.YearFrom, f.ProvinceId))!).OrderBy(f => f.Code);

    internal static IReadOnlyList<DeliveredForm> Delivered { get; } = JsonSerializer.Deserialize<List<DeliveredForm>>(ReportData.Open("forms.json"), new JsonSerializerOptions(JsonSerializerDefaults.Web))!;
}
