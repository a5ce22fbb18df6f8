using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Obligations.Outside;

/// <summary>The tree as it would be if one body were of another kind or stood below another.</summary>
internal sealed class ChangedBody(IOrganizationDirectory now, OrganizationInfo changed) : IOrganizationDirectory
{
    // Bounds the walk upwards, so that a ring in what was typed cannot hang the program.
    private const int Deepest = 20;

    public OrganizationInfo? Find(Guid id) => id == changed.Id ? changed : now.Find(id);

    public string? DistinctNameOf(Guid id) => now.DistinctNameOf(id);

    public bool IsWithin(Guid unit, Guid ancestor)
    {
        var body = Find(unit);
        for (var depth = 0; body is not null && depth < Deepest; depth++)
        {
            if (body.Id == ancestor) return true;
            body = body.ParentId is { } above ? Find(above) : null;
        }
        return false;
    }

    public bool IsKept(Guid unit) => now.IsKept(unit);

    public IReadOnlyCollection<Guid> KeptIn(short province) => now.KeptIn(province);

    public IReadOnlyList<OrganizationInfo> Subtree(Guid root) => [.. now.Subtree(root).Select(o => o.Id == changed.Id ? changed : o)];
}
