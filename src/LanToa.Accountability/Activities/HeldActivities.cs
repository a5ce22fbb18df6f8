using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities;

/// <summary>The activities of a body that ends.</summary>
internal sealed class HeldActivities(LanToaDb db) : IBodyHoldings
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default) =>
        [.. (await db.Set<Activity>().AsNoTracking().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(a => bodies.Contains(a.UnitId) && a.State != ActivityState.Withdrawn).GroupBy(a => a.UnitId)
            .Select(g => new { Body = g.Key, Count = g.Count(), Drafts = g.Count(a => a.State == ActivityState.Draft), Returned = g.Count(a => a.State == ActivityState.Returned) }).ToListAsync(cancel))
            .Select(c => new BodyHolding(c.Body, $"{VietnameseFormat.Number(c.Count)} hoạt động đã ghi, cùng minh chứng: giữ nguyên ở đây{Open(c.Drafts, c.Returned)}"))];

    // What was not sent counts nowhere.
    private static string Open(int drafts, int returned) =>
        (drafts > 0 ? $"; {VietnameseFormat.Number(drafts)} bản nháp: hãy gửi hoặc rút trước ngày sắp xếp" : "") + (returned > 0 ? $"; {VietnameseFormat.Number(returned)} bị trả lại: hãy gửi lại, sau ngày sắp xếp thì cơ quan kế thừa gửi lại" : "");
}
