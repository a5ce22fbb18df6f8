using LanToa.Planning.Organizations;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations;

/// <summary>Who does a unit's work today: its own people; where an ended unit has none left, those of the units that carry it on.</summary>
public sealed class UnitDoers(NoticeBoard board, OrganizationDirectory directory, Clock clock)
{
    public async Task<IReadOnlyList<(Guid Account, Guid Unit)>> OfAsync(Guid unit, CancellationToken cancel = default)
    {
        var people = new List<(Guid, Guid)>();
        foreach (var at in (IEnumerable<Guid>)[unit, .. directory.HeirsOf(unit, clock.Today)])
            if (at == unit || people.All(p => p.Item2 != unit)) people.AddRange((await board.PeopleAtAsync(at, ObligationPermissions.Do, cancel)).Select(a => (a, at)));
        return people;
    }
}
