using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;

namespace LanToa.Planning.Plans;

/// <summary>Who decides for a unit what becomes of the tasks that an upper plan asks of it: its own officers and leaders, never who issued that plan.</summary>
public sealed class CascadeRights(Actor actor, IOrganizationDirectory directory)
{
    /// <summary>The unit for which this person decides: the one they work for now, else the first for which they may; null when there is none.</summary>
    public Guid? Unit => actor.UnitId is { } unit && actor.Can(PlanPermissions.Cascade, unit) ? unit : actor.ScopesOf(PlanPermissions.Cascade) is [var first, ..] ? first : null;

    /// <summary>Empty when the person may; otherwise one sentence. A role above the unit counts, but not one from which the upper plan itself was issued.</summary>
    public IReadOnlyList<string> WhyNot(Guid unit, Guid issuer)
    {
        if (actor.IsSystem || actor.Memberships.Any(m => PlanPermissions.Cascade.Roles.Contains(m.Role) && directory.IsWithin(unit, m.OrganizationId) && !directory.IsWithin(issuer, m.OrganizationId))) return [];
        return [$"Chỉ công chức phụ trách CCHC hoặc lãnh đạo của {directory.Find(unit)?.Name ?? "đơn vị được giao"} mới quyết định việc này; cơ quan giao việc theo dõi ở bảng đối chiếu."];
    }

    /// <summary>Whether the person reads how the units answer a plan of this issuer.</summary>
    public bool ReadsCoverage(Guid issuer) => actor.Can(PlanPermissions.Read, issuer);
}
