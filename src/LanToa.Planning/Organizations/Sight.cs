using LanToa.Contracts.Organizations;

namespace LanToa.Planning.Organizations;

/// <summary>Whom the documents of an issuer speak of without saying whose: its own province or ministry, and the provinces and ministries of the nation by their names.</summary>
internal sealed class Sight(OrganizationDirectory directory, Guid issuerId)
{
    private readonly OrganizationInfo? _issuer = directory.Find(issuerId);

    private OrganizationInfo? Top => _issuer is null ? null : directory.TopOf(_issuer);

    /// <summary>Whether the issuer speaks to the whole country: the nation or a ministry, not one that a province keeps.</summary>
    public bool IsOfTheNation => _issuer is { ProvinceId: 0 };

    /// <summary>Whether the body stands in the issuer's province or ministry.</summary>
    public bool IsOfItsTree(Guid body) => Top is { } top && (top.Level == nameof(OrganizationLevel.Nation) ? body == top.Id : directory.IsWithin(body, top.Id));

    /// <summary>
    /// Whether the body is known where the document is: what a province keeps only for documents is known there alone, and there it takes the place of the
    /// body for which it stands.
    /// </summary>
    public bool Sees(OrganizationInfo body) => directory.KeptWith(body.Id) is { } kept ? kept.ProvinceId == _issuer?.ProvinceId : !directory.IsStoodFor(body.Id, _issuer?.ProvinceId ?? 0);

    /// <summary>What is looked through, the nearest first: below the issuer, below each body above it, the provinces and ministries.</summary>
    public IEnumerable<IEnumerable<OrganizationInfo>> Rings()
    {
        foreach (var top in directory.Upwards(issuerId))
            yield return top.Level == nameof(OrganizationLevel.Nation) ? Nation(top) : directory.Subtree(top.Id);
    }

    /// <summary>The province whose name the words end with ("sở nội vụ tỉnh lạng sơn"), and the words before it.</summary>
    public (OrganizationInfo Top, string Before)? NamedTop(string key)
    {
        foreach (var nation in directory.Upwards(issuerId).Where(o => o.Level == nameof(OrganizationLevel.Nation)))
            foreach (var top in Nation(nation))
                if (PrintedNames.TerritoryOf(directory.KeyOf(top.Name)) is { } territory && key.EndsWith(" " + territory, StringComparison.Ordinal)) return (top, key[..^(territory.Length + 1)]);
        return null;
    }

    private IEnumerable<OrganizationInfo> Nation(OrganizationInfo nation) => directory.ChildrenOf(nation.Id).Prepend(nation).Where(Sees);
}
