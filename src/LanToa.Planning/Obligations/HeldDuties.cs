using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations;

/// <summary>The duties of a body that ends: what it has reported, what it owes from before, and what passes to others.</summary>
internal sealed class HeldDuties(LanToaDb db) : IBodyHoldings
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default)
    {
        var all = db.Set<Occurrence>().AsNoTracking().IgnoreQueryFilters([LanToaDb.ProvinceFilter]).Where(o => bodies.Contains(o.UnitId) && o.NotApplicableOn == null);
        var counts = await all.GroupBy(o => o.UnitId).Select(g => new
        {
            Body = g.Key,
            Reported = g.Count(o => o.ClaimedOn != null || o.ConfirmedOn != null || o.NothingAroseOn != null),
            Debts = g.Count(o => o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.DueOn < day),
            Later = g.Count(o => o.ClaimedOn == null && o.ConfirmedOn == null && o.NothingAroseOn == null && o.DueOn >= day),
        }).ToListAsync(cancel);
        var held = new List<BodyHolding>();
        foreach (var c in counts)
        {
            if (c.Reported > 0) held.Add(new(c.Body, $"{VietnameseFormat.Number(c.Reported)} kỳ đã báo kết quả: giữ nguyên ở đây"));
            if (c.Debts > 0) held.Add(new(c.Body, $"{VietnameseFormat.Number(c.Debts)} kỳ có hạn trước {VietnameseFormat.Date(day)} chưa báo: vẫn ghi ở cơ quan này; cơ quan kế thừa, nếu có, thấy và báo kết quả thay"));
            if (c.Later > 0) held.Add(new(c.Body, $"{VietnameseFormat.Number(c.Later)} kỳ có hạn từ {VietnameseFormat.Date(day)}: không còn phải làm ở đây; cơ quan kế thừa, nếu có, làm"));
        }
        return held;
    }
}
