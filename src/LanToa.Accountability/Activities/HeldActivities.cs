using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>The activities of a body that ends.</summary>
internal sealed class HeldActivities(LanToaDb db) : IBodyHoldings
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default) =>
        [.. (await db.Set<Activity>().AsNoTracking().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(a => bodies.Contains(a.UnitId) && a.State != ActivityState.Withdrawn).GroupBy(a => a.UnitId).Select(g => new { Body = g.Key, Count = g.Count() }).ToListAsync(cancel))
            .Select(c => new BodyHolding(c.Body, $"{VietnameseFormat.Number(c.Count)} hoạt động đã ghi, cùng minh chứng: giữ nguyên ở đây"))];
}
