using LanToa.Planning.Organizations;
using LanToa.Platform.Notices;
using LanToa.Platform.Time;

namespace LanToa.Planning.Obligations;

/// <summary>Who does a unit's work today: its own people, and where it has ended those of the units that carry it on.</summary>
public sealed class UnitDoers(NoticeBoard board, OrganizationDirectory directory, Clock clock)
{
    public async Task<IReadOnlyList<(Guid Account, Guid Unit)>> OfAsync(Guid unit, CancellationToken cancel = default)
    {
        var people = new List<(Guid, Guid)>();
        foreach (var at in (IEnumerable<Guid>)[unit, .. directory.HeirsOf(unit, clock.Today)])
            people.AddRange((await board.PeopleAtAsync(at, ObligationPermissions.Do, cancel)).Select(a => (a, at)));
        return [.. people.DistinctBy(p => p.Item1)];
    }

    /// <summary>For which unit the person does this one's work: for itself, or for one that carries it on; null when they do not.</summary>
    public async Task<Guid?> WhereAsync(Guid person, Guid unit, CancellationToken cancel = default)
    {
        foreach (var at in (IEnumerable<Guid>)[unit, .. directory.HeirsOf(unit, clock.Today)])
            if (await board.WorksForAsync(person, at, ObligationPermissions.Do, cancel)) return at;
        return null;
    }
}
