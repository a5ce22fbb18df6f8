namespace LanToa.Contracts.Organizations;

/// <summary>Something that hangs on a body that ends, and what becomes of it (Vietnamese).</summary>
public sealed record BodyHolding(Guid Body, string Words);

/// <summary>What a room keeps of bodies, told before a reorganization is recorded.</summary>
public interface IBodyHoldings
{
    /// <param name="bodies">Bodies that end.</param>
    /// <param name="day">The first day on which they are no more.</param>
    /// <param name="cancel">Stops the reading.</param>
    Task<IReadOnlyList<BodyHolding>> OfAsync(IReadOnlyCollection<Guid> bodies, DateOnly day, CancellationToken cancel = default);
}
