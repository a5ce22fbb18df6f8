using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>The plans of a body that ends.</summary>
internal sealed class HeldPlans(LanToaDb db) : IBodyHoldings
{
    private static readonly PlanState[] Over = [PlanState.Closed, PlanState.Withdrawn];

    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default) =>
        [.. (await db.Set<Plan>().AsNoTracking().Where(p => bodies.Contains(p.IssuerId) && !Over.Contains(p.State)).GroupBy(p => p.IssuerId).Select(g => new { Body = g.Key, Count = g.Count() }).ToListAsync(cancel))
            .Select(c => new BodyHolding(c.Body, $"{VietnameseFormat.Number(c.Count)} kế hoạch chưa kết thúc: vẫn đứng tên cơ quan này, cơ quan cấp trên theo dõi tiếp"))];
}
