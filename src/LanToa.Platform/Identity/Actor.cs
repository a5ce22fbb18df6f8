using LanToa.Contracts.Organizations;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Permissions;

namespace LanToa.Platform.Identity;

/// <summary>Who is acting in this request, job or command, for which province and unit, and what they may do.</summary>
public sealed class Actor(IOrganizationDirectory organizations)
{
    public Guid? AccountId { get; private set; }
    public string Name { get; private set; } = "Hệ thống";
    /// <summary>web, api, job:KIND or cli.</summary>
    public string Process { get; private set; } = "web";
    public string? RequestId { get; private set; }
    /// <summary>The tenant whose records this scope reads and writes; 0 is the nation.</summary>
    public short ProvinceId { get; private set; }
    /// <summary>The unit the person works for now (they may hold roles in several).</summary>
    public Guid? UnitId { get; private set; }
    public IReadOnlyList<Membership> Memberships { get; private set; } = [];
    /// <summary>True for jobs and commands of the installation, which act without a person.</summary>
    public bool IsSystem { get; private set; }

    /// <summary>Who is away, while the person acts by a role lent to them; null when they act by their own.</summary>
    public string? OnBehalfOf { get; private set; }
    public Guid? DelegationId { get; private set; }

    /// <summary>Whether any role may be lent to the person today, so that most need not be asked for; true where nobody has looked.</summary>
    public bool IsDeputy { get; internal set; } = true;

    // Codes of the permissions that a program was given; null: all that the roles hold.
    private IReadOnlyCollection<string>? _granted;

    public OrganizationInfo? Unit => UnitId is { } id ? organizations.Find(id) : null;

    public void BecomePerson(Account account, IReadOnlyList<Membership> memberships, Guid? unitId, string? requestId)
    {
        (AccountId, Name, Memberships, RequestId, IsSystem) = (account.Id, account.DisplayName, memberships, requestId, false);
        UnitId = memberships.Any(m => m.OrganizationId == unitId) ? unitId : memberships.FirstOrDefault()?.OrganizationId;
        ProvinceId = Unit?.ProvinceId ?? 0;
    }

    /// <summary>Another system acts by a token, in the name of whoever issued it: by these roles, and by no more than the permissions that it was given.</summary>
    public void BecomeProgram(Account account, IReadOnlyList<Membership> memberships, Guid unitId, string program, IReadOnlyCollection<string> granted, string? requestId)
    {
        BecomePerson(account, memberships, unitId, requestId);
        (Name, Process, _granted) = ($"{account.DisplayName} (qua {program})", "api", granted);
    }

    /// <summary>Acts as another does, in a scope of its own.</summary>
    public void BecomeLike(Actor other)
    {
        (AccountId, Name, Process, RequestId, ProvinceId, UnitId) = (other.AccountId, other.Name, other.Process, other.RequestId, other.ProvinceId, other.UnitId);
        (Memberships, IsSystem, OnBehalfOf, DelegationId, _granted) = (other.Memberships, other.IsSystem, other.OnBehalfOf, other.DelegationId, other._granted);
    }

    private bool IsGranted(Permission permission) => _granted is null || _granted.Contains(permission.Code);

    /// <summary>Acts by the one role that is lent, and by none of their own: what is done so bears both names.</summary>
    public void BecomeDeputy(Account account, LentRole lent, string? requestId)
    {
        BecomePerson(account, [lent.Membership], lent.Membership.OrganizationId, requestId);
        (Name, OnBehalfOf, DelegationId) = ($"{account.DisplayName} (thay {lent.FromName})", lent.FromName, lent.Delegation.Id);
    }

    /// <summary>Acts for the installation itself, in the name of the person who asked for it if there is one.</summary>
    public void BecomeSystem(string process, short provinceId, Guid? accountId = null, string? name = null)
    {
        (Process, ProvinceId, AccountId, Name, IsSystem) = (process, provinceId, accountId, name ?? "Hệ thống", true);
    }

    /// <summary>
    /// Reads and writes the records of another province until it is disposed: for a person of the nation, when a record that a province keeps is opened by who may read it. The caller has
    /// found that record and asked whether this person may; <see cref="ProvinceVisits"/> are those callers.
    /// </summary>
    public IDisposable Visit(short provinceId)
    {
        var left = new Left(this, ProvinceId);
        ProvinceId = provinceId;
        return left;
    }

    private sealed class Left(Actor actor, short provinceId) : IDisposable
    {
        public void Dispose() => actor.ProvinceId = provinceId;
    }

    /// <summary>Whether the person works for the whole country now: above every province.</summary>
    public bool ActsForNation => Unit is { } unit && IsNation(unit);

    public void Note(string? requestId) => RequestId = requestId;

    /// <summary>Whether the person holds the permission for any unit: enough to enter a page, not to act on a record.</summary>
    public bool Holds(Permission permission) =>
        permission == Permission.Public || IsSystem
        || (AccountId is not null && (permission == Permission.SignedIn || (IsGranted(permission) && Memberships.Any(m => permission.Roles.Contains(m.Role)))));

    /// <summary>Whether the person holds the permission for <paramref name="unit"/>, by a role there or above it.</summary>
    public bool Can(Permission permission, Guid unit) =>
        IsSystem || (IsGranted(permission) && Memberships.Any(m => permission.Roles.Contains(m.Role) && organizations.IsWithin(unit, m.OrganizationId)));

    /// <summary>Whether the person holds the permission by a role at <paramref name="unit"/> itself, not by one above it.</summary>
    public bool HoldsAt(Permission permission, Guid unit) =>
        IsSystem || (IsGranted(permission) && Memberships.Any(m => m.OrganizationId == unit && permission.Roles.Contains(m.Role)));

    /// <summary>
    /// Whether the person holds the permission for the whole province acted in, by a role at its first body or for the nation: for rules and
    /// registers that all its units share. Any unit's administrator may enter such pages; this is who may change them.
    /// </summary>
    public bool CanForProvince(Permission permission) =>
        IsSystem || (IsGranted(permission) && Memberships.Any(m => permission.Roles.Contains(m.Role) && organizations.Find(m.OrganizationId) is { } unit && (IsNation(unit) || (unit.ProvinceId == ProvinceId && IsFirstOfProvince(unit)))));

    /// <summary>Whether the person administers the installation: the administrator of the nation.</summary>
    public bool AdministersInstallation =>
        IsSystem || (_granted is null && Memberships.Any(m => m.Role == Role.Administrator && organizations.Find(m.OrganizationId) is { } unit && IsNation(unit)));

    private static bool IsNation(OrganizationInfo unit) => unit is { ProvinceId: 0, ParentId: null };

    /// <summary>Whether the unit is the first body of its province: nothing of the province stands above it, and it is not one that the province only keeps for a document.</summary>
    public bool IsFirstOfProvince(OrganizationInfo unit) => !unit.IsKept && (unit.ParentId is not { } above || organizations.Find(above)?.ProvinceId != unit.ProvinceId);

    /// <summary>The tops of the subtrees for which the person holds the permission.</summary>
    public IReadOnlyList<Guid> ScopesOf(Permission permission) =>
        IsGranted(permission) ? [.. Memberships.Where(m => permission.Roles.Contains(m.Role)).Select(m => m.OrganizationId).Distinct()] : [];

    /// <summary>Every unit for which the person holds the permission.</summary>
    public HashSet<Guid> UnitsOf(Permission permission) =>
        [.. ScopesOf(permission).SelectMany(organizations.Subtree).Select(o => o.Id)];
}
