using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans;

/// <summary>Who may see which plans and read their files: the issuer's people always, others of the province once it has been issued.</summary>
public sealed class PlanAccess(LanToaDb db, Actor actor) : IAttachmentGuard
{
    public string SubjectKind => "plan";

    public async Task<bool> MayReadAsync(Guid subjectId, CancellationToken cancel) => await Visible().AnyAsync(p => p.Id == subjectId, cancel);

    /// <summary>The plans that this person may read.</summary>
    public IQueryable<Plan> Visible()
    {
        if (!actor.Holds(PlanPermissions.Read)) return db.Set<Plan>().Where(_ => false);
        if (actor.IsSystem) return db.Set<Plan>();
        var mine = actor.UnitsOf(PlanPermissions.Read);
        return db.Set<Plan>().Where(p => mine.Contains(p.IssuerId) || p.CreatedBy == actor.AccountId || p.State == PlanState.Issued || p.State == PlanState.InProgress || p.State == PlanState.Closed);
    }
}
