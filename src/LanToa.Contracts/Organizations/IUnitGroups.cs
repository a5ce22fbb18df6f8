namespace LanToa.Contracts.Organizations;

/// <summary>A group of bodies under the name that documents use ("các sở, ban, ngành"), with its members as of a day.</summary>
public sealed record UnitGroup(Guid Id, string Name, IReadOnlyList<Guid> Members);

/// <summary>The groups by which a body addresses others.</summary>
public interface IUnitGroups
{
    /// <summary>Those that <paramref name="issuer"/> may use and that have members for it on the day, by name.</summary>
    Task<IReadOnlyList<UnitGroup>> OfAsync(Guid issuer, DateOnly day, CancellationToken cancel = default);
}
