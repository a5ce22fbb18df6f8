namespace LanToa.Contracts.Organizations;

/// <summary>A reorganization was recorded, or taken back as recorded by mistake. Published in the transaction that writes it.</summary>
public sealed record SuccessionChanged(Guid SuccessionId);
