using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Organizations;

/// <summary>The map of successions for rooms that keep figures of units.</summary>
internal sealed class Successions(OrganizationDirectory directory) : ISuccessions
{
    public IReadOnlyList<SuccessorShare> Attribute(IReadOnlyCollection<Guid> units, DateOnly day) => [.. directory.Attribute(units, day).Select(a => new SuccessorShare(a.From, a.To, a.Weight))];

    public IReadOnlyList<Guid> EndedInto(Guid heir, DateOnly day) => directory.EndedInto(heir, day);

    public IReadOnlyList<Guid> HeirsOf(Guid body, DateOnly day) => directory.HeirsOf(body, day);
}
