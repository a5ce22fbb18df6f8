namespace LanToa.Contracts.Organizations;

/// <summary>A reorganization was recorded, or taken back as recorded by mistake. Published in the transaction that writes it.</summary>
public sealed record SuccessionChanged(Guid SuccessionId);

/// <summary>A body became of another kind, or stands below another: it may stand outside now, or no longer (<see cref="OutsideBodies"/>). Published in the transaction that writes it.</summary>
public sealed record StandingChanged(Guid OrganizationId);
