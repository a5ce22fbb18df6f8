namespace LanToa.Contracts.Organizations;

/// <summary>What other rooms may know of an organization: a body with a code and a validity interval. Dates are inclusive.</summary>
public sealed record OrganizationInfo(
    Guid Id, string Code, string Name, string ShortName, short ProvinceId, Guid? ParentId, string Level, string Kind, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>Whether the organization exists on <paramref name="day"/>.</summary>
    public bool ExistsOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);
}

/// <summary>
/// Read access to the tree of organizations, from a snapshot in memory that is refreshed when the tree changes (so calls are cheap).
/// </summary>
public interface IOrganizationDirectory
{
    /// <summary>The organization, or null when the id is unknown.</summary>
    OrganizationInfo? Find(Guid id);

    /// <summary>Whether <paramref name="unit"/> is <paramref name="ancestor"/> or stands below it in the tree.</summary>
    bool IsWithin(Guid unit, Guid ancestor);

    /// <summary>The organization and all that stand below it, parents first.</summary>
    IReadOnlyList<OrganizationInfo> Subtree(Guid root);
}
