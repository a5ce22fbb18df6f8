using LanToa.Contracts.Organizations;

namespace LanToa.Accountability.Reports;

/// <summary>Units each with the province that keeps their records.</summary>
internal sealed class UnitScope
{
    public UnitScope(IReadOnlyCollection<Guid> units, IOrganizationDirectory directory)
    {
        var known = units.Distinct().Select(directory.Find).OfType<OrganizationInfo>().ToList();
        (Units, Places) = ([.. known.Select(o => o.Id)], [.. known.Select(o => o.ProvinceId)]);
        Provinces = [.. Places.Distinct().Order()];
    }

    private UnitScope(Guid[] units, short[] places, IReadOnlyList<short> provinces) => (Units, Places, Provinces) = (units, places, provinces);

    public UnitScope Without(IReadOnlyList<Guid> some)
    {
        var gone = some.ToHashSet();
        var left = Enumerable.Range(0, Units.Length).Where(i => !gone.Contains(Units[i])).ToList();
        return new UnitScope([.. left.Select(i => Units[i])], [.. left.Select(i => Places[i])], Provinces);
    }

    public Guid[] Units { get; }
    public short[] Places { get; }
    public IReadOnlyList<short> Provinces { get; }
}
