namespace LanToa.Contracts.Organizations;

/// <summary>What other rooms may know of an organization: a body with a code and a validity interval. Dates are inclusive.</summary>
public sealed record OrganizationInfo(
    Guid Id, string Code, string Name, string ShortName, short ProvinceId, Guid? ParentId, string Level, string Kind, DateOnly ValidFrom, DateOnly? ValidTo)
{
    /// <summary>
    /// Whether its province keeps it, and what stands below it, only because a document names it: it is none of that province's own bodies, and
    /// whoever works for it has no part in the province.
    /// </summary>
    public bool IsKept { get; init; }

    /// <summary>Its identifier on the exchange axis (mã định danh điện tử, Quyết định 20/2020/QĐ-TTg); null where it is not known.</summary>
    public string? ElectronicId { get; init; }

    /// <summary>The body of the national list in whose place its province follows it; null for every other body.</summary>
    public Guid? StandsForId { get; init; }

    /// <summary>
    /// A body of the Party or of a vertical line (ngành dọc) stands outside the tree of whoever is not: it can be asked, and owes that body nothing.
    /// </summary>
    public bool StandsOutside(OrganizationInfo? asking) => Kind is "Party" or "Vertical" && asking?.Kind != Kind;

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

    /// <summary>
    /// The name by which people tell the organization from others: its own, and where its province has more bodies of that name at the same time with the short name of the
    /// body above it ("Phòng Kinh tế, UBND xã Vân Khê"). Null when the id is unknown.
    /// </summary>
    string? DistinctNameOf(Guid id);

    /// <summary>Whether <paramref name="unit"/> is <paramref name="ancestor"/> or stands below it in the tree.</summary>
    bool IsWithin(Guid unit, Guid ancestor);

    /// <summary>Whether the organization, or a body above it, is one that its province keeps only because a document names it.</summary>
    bool IsKept(Guid unit);

    /// <summary>All that a province keeps only because a document names it.</summary>
    IReadOnlyCollection<Guid> KeptIn(short province);

    /// <summary>The organization and all that stand below it, parents first.</summary>
    IReadOnlyList<OrganizationInfo> Subtree(Guid root);
}
