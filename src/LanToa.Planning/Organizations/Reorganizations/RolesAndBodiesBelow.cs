using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Organizations;

/// <summary>The people and the bodies of a body that ends.</summary>
internal sealed class RolesAndBodiesBelow(LanToaDb db, OrganizationDirectory directory) : IBodyHoldings
{
    public async Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default)
    {
        var roles = await db.Set<Membership>().AsNoTracking().Where(m => bodies.Contains(m.OrganizationId) && (m.ValidTo == null || m.ValidTo >= day))
            .GroupBy(m => m.OrganizationId).Select(g => new { Body = g.Key, People = g.Select(m => m.AccountId).Distinct().Count() }).ToListAsync(cancel);
        return
        [
            .. roles.Select(r => new BodyHolding(r.Body, $"{VietnameseFormat.Number(r.People)} tài khoản có vai trò: giữ vai trò ở đây để làm nốt việc cũ; giao vai trò ở cơ quan kế thừa tại Tài khoản")),
            .. bodies.Select(b => (Body: b, Below: directory.ChildrenOf(b).Count(c => c.ExistsOn(day) && !bodies.Contains(c.Id)))).Where(b => b.Below > 0)
                .Select(b => new BodyHolding(b.Body, $"{VietnameseFormat.Number(b.Below)} cơ quan trực thuộc còn hiệu lực: hãy sắp xếp tiếp hoặc đổi cơ quan cấp trên")),
        ];
    }
}
