using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Organizations;

/// <summary>A line of the tree: a body, how deep it stands, how many stand directly below it and how many in its area outside the tree, and whether they follow.</summary>
public sealed record TreeLine(OrganizationInfo Body, int Depth, int Below, int Outside, bool IsOpen);

/// <summary>
/// The tree of the bodies that exist on a day, as one province sees it: its own and the country's; for the nation all. One way down is open at a time, so
/// that a page stays short when there are 3,000 communes.
/// </summary>
public sealed class OrganizationTree(OrganizationDirectory directory, short province, DateOnly day)
{
    /// <summary>
    /// The lines with the way down to <paramref name="open"/> and what stands below it; apart from them the bodies of the Party and of vertical lines in the areas that are open, who
    /// stand below no committee.
    /// </summary>
    public (IReadOnlyList<TreeLine> Tree, IReadOnlyList<TreeLine> Outside) Lines(Guid? open)
    {
        var way = open is { } body ? directory.Upwards(body).Select(b => b.Id).ToHashSet() : [];
        var lines = new List<TreeLine>();
        Add(Ordered(directory.All.Where(o => IsSeen(o) && !HasSeenParent(o))), 0);
        var tree = lines;
        lines = [];
        Add(tree.Where(l => l.IsOpen).SelectMany(l => Ordered(InArea(l.Body))), 0);
        return (tree, lines);

        void Add(IEnumerable<OrganizationInfo> bodies, int depth)
        {
            foreach (var one in bodies)
            {
                var below = Ordered(Below(one));
                var outside = InArea(one).Count();
                var isOpen = below.Count + outside > 0 && way.Contains(one.Id);
                lines.Add(new(one, depth, below.Count, outside, isOpen));
                if (isOpen) Add(below, depth + 1);
            }
        }
    }

    private bool IsSeen(OrganizationInfo body) => body.ExistsOn(day) && (province == 0 || body.ProvinceId == province || body.ProvinceId == 0);

    private bool HasSeenParent(OrganizationInfo body) => body.ParentId is { } id && directory.Find(id) is { } parent && IsSeen(parent);

    private IEnumerable<OrganizationInfo> Below(OrganizationInfo body) => directory.ChildrenOf(body.Id).Where(o => IsSeen(o) && directory.AreaOf(o) is null);

    private IEnumerable<OrganizationInfo> InArea(OrganizationInfo body) => directory.ChildrenOf(body.Id).Where(o => IsSeen(o) && directory.AreaOf(o) is not null);

    /// <summary>The province's own before what it only keeps; then by level, kind and code.</summary>
    private static List<OrganizationInfo> Ordered(IEnumerable<OrganizationInfo> bodies) =>
        [.. bodies.OrderBy(b => b.IsKept).ThenBy(b => Enum.Parse<OrganizationLevel>(b.Level)).ThenBy(b => Enum.Parse<OrganizationKind>(b.Kind)).ThenBy(b => b.Code, StringComparer.Ordinal)];
}
