using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities;

/// <summary>
/// Who may see, log and judge activities. The unit and the bodies whose tasks they answer see them; the unit logs them; they are judged from above: by an
/// officer or leader of a unit that stands over it, or of a body whose task it answers. A draft is its unit's own. What an ended body left is corrected and sent by whoever carries it on: the record stays with the old
/// body, and names both.
/// </summary>
public sealed class ActivityAccess(Actor actor, IOrganizationDirectory directory, ISuccessions successions, Clock clock)
{
    public bool MayRead(Activity activity, IEnumerable<Guid> assigners) =>
        activity.State == ActivityState.Draft ? MayFinish(activity.UnitId) : MayReadOf(activity.UnitId) || assigners.Any(a => actor.Can(ActivityPermissions.Read, a));

    /// <summary>Whether this person reads what the unit sent: of one that has ended, whoever carries it on, too.</summary>
    public bool MayReadOf(Guid unit) => actor.Can(ActivityPermissions.Read, unit) || HeirsOf(unit).Any(heir => actor.Can(ActivityPermissions.Read, heir));

    public bool MayDo(Guid unit) => actor.Can(ActivityPermissions.Do, unit);

    /// <summary>Whether this person goes on with what the unit has begun: the unit, and whoever carries it on once it has ended.</summary>
    public bool MayFinish(Guid unit) => MayDo(unit) || HeirsOf(unit).Any(MayDo);

    private IReadOnlyList<Guid> HeirsOf(Guid unit) => successions.HeirsOf(unit, clock.Today);

    public bool MayJudge(Guid unit, IEnumerable<Guid> assigners) =>
        assigners.Any(a => a != unit && actor.Can(ActivityPermissions.Confirm, a)) || actor.ScopesOf(ActivityPermissions.Confirm).Any(scope => scope != unit && directory.IsWithin(unit, scope))
        // A body with nobody above it here judges itself.
        || (directory.Find(unit) is { } top && actor.IsFirstOfProvince(top) && actor.Can(ActivityPermissions.Confirm, unit));

    public string? WhyNotDo(Guid unit) => MayDo(unit) ? null : NotTheirs(unit);

    public string? WhyNotFinish(Guid unit) => MayFinish(unit) ? null : NotTheirs(unit);

    private string NotTheirs(Guid unit) => $"Hoạt động này của {Name(unit)}; bạn không có vai trò ghi hoạt động ở đơn vị đó.";

    public string? WhyNotJudge(Guid unit, IEnumerable<Guid> assigners) => MayJudge(unit, assigners) ? null : "Chỉ công chức phụ trách hoặc lãnh đạo của cơ quan cấp trên, hoặc của cơ quan giao việc, mới làm được.";

    /// <summary>The unit chosen now with what stands below it; null for the whole province.</summary>
    public IReadOnlySet<Guid>? Scope
    {
        get
        {
            if (actor.Unit is not { } unit || IsTop(unit)) return null;
            // What is gathered is checked for one unit after another.
            if (_scope is not { } known || known.Unit != unit.Id) _scope = known = (unit.Id, directory.Subtree(unit.Id).Select(o => o.Id).ToHashSet());
            return known.Units;
        }
    }

    private (Guid Unit, HashSet<Guid> Units)? _scope;

    private bool IsTop(OrganizationInfo unit) => actor.IsFirstOfProvince(unit) && unit.ProvinceId == actor.ProvinceId;

    private string Name(Guid unit) => directory.DistinctNameOf(unit) ?? "đơn vị khác";
}
