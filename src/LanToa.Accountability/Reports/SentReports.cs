using LanToa.Contracts.Activities;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>Reports that were sent, as evidence of what their unit did.</summary>
internal sealed class SentReports(LanToaDb db) : ISystemRecords
{
    public string Kind => "report";

    public Task<IReadOnlyList<SystemRecord>> NewestAsync(Guid unit, int most, CancellationToken cancel = default) => ReadAsync(Of(unit).OrderByDescending(r => r.SentAt).ThenByDescending(r => r.Id).Take(most), cancel);

    public async Task<SystemRecord?> FindAsync(Guid unit, Guid id, CancellationToken cancel = default) => (await ReadAsync(Of(unit).Where(r => r.Id == id), cancel)).FirstOrDefault();

    private IQueryable<Report> Of(Guid unit) => db.Set<Report>().AsNoTracking().Where(r => r.UnitId == unit && r.FirstSentOn != null && (r.State == ReportState.Sent || r.State == ReportState.Accepted || r.State == ReportState.Reopened || r.AddsTo != null));

    private async Task<IReadOnlyList<SystemRecord>> ReadAsync(IQueryable<Report> some, CancellationToken cancel)
    {
        var found = await some.Select(r => new { r.Id, r.FormId, r.PeriodName, r.FirstSentOn }).ToListAsync(cancel);
        var names = await db.Set<ReportForm>().AsNoTracking().Where(f => found.Select(r => r.FormId).Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, cancel);
        return [.. found.Select(r => new SystemRecord(Kind, r.Id, $"{names.GetValueOrDefault(r.FormId) ?? "Báo cáo"}, {r.PeriodName} (đã gửi)", r.FirstSentOn!.Value))];
    }
}
