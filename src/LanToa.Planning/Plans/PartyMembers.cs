using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;

namespace LanToa.Planning.Plans;

/// <summary>The units that a party stands for as of a date: itself, or the members of its group. Remembers groups within one request.</summary>
public sealed class PartyMembers(IOrganizationDirectory directory, GroupMembers groups)
{
    private readonly Dictionary<(Guid Group, Guid Issuer, DateOnly Day), IReadOnlyList<OrganizationInfo>> _known = [];

    public async Task<IReadOnlyList<OrganizationInfo>> OfAsync(Guid? organizationId, Guid? groupId, Guid issuerId, DateOnly asOf, CancellationToken cancel = default)
    {
        if (organizationId is { } unit) return directory.Find(unit) is { } found ? [found] : [];
        if (groupId is not { } group) return [];
        if (!_known.TryGetValue((group, issuerId, asOf), out var members))
            _known[(group, issuerId, asOf)] = members = await groups.OfAsync(group, issuerId, asOf, cancel);
        return members;
    }
}
