namespace LanToa.Contracts.Organizations;

/// <summary>What a room changes when a body becomes of another kind or stands below another, told before it is saved.</summary>
public interface IStandingEffects
{
    /// <param name="changed">The body as it would be.</param>
    /// <param name="cancel">Stops the reading.</param>
    /// <returns>For it and each body below it what would change (Vietnamese, without a full stop); empty where nothing does.</returns>
    Task<IReadOnlyList<BodyHolding>> OfAsync(OrganizationInfo changed, CancellationToken cancel = default);
}
