using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports;

/// <summary>The reports of a body that ends, and the ways by which it was to send more.</summary>
internal sealed class HeldReports(LanToaDb db) : IBodyHoldings
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default)
    {
        var reports = await db.Set<Report>().AsNoTracking().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(r => bodies.Contains(r.UnitId))
            .GroupBy(r => r.UnitId).Select(g => new { Body = g.Key, Count = g.Count() }).ToListAsync(cancel);
        var ways = await db.Set<ReportRoute>().AsNoTracking().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(r => bodies.Contains(r.UnitId) && (r.ValidTo == null || r.ValidTo >= day))
            .GroupBy(r => r.UnitId).Select(g => new { Body = g.Key, Count = g.Count() }).ToListAsync(cancel);
        return
        [
            .. reports.Select(r => new BodyHolding(r.Body, $"{VietnameseFormat.Number(r.Count)} báo cáo đã lập: giữ nguyên ở đây")),
            .. ways.Select(w => new BodyHolding(w.Body, $"{VietnameseFormat.Number(w.Count)} đường gửi báo cáo: kỳ kết thúc sau ngày sắp xếp không phải gửi ở đây nữa; cơ quan kế thừa chưa có đường gửi thì hãy đặt tại Báo cáo, Đường gửi")),
        ];
    }
}
