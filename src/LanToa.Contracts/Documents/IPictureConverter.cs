namespace LanToa.Contracts.Documents;

/// <summary>Pictures of formats that the program does not read itself, for rooms that look at what is in them.</summary>
public interface IPictureConverter
{
    /// <summary>Why this server cannot (Vietnamese, with what to install); null when it can.</summary>
    string? WhyNot { get; }

    /// <summary>A WebP drawn to this size, whatever its shape, as PNG; null where it is broken, moving or beyond measure, or the server cannot (<see cref="WhyNot"/>).</summary>
    Task<byte[]?> WebPToPngAsync(byte[] webp, int width, int height, CancellationToken cancel = default);
}
