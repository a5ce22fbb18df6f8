using System.Globalization;
using LanToa.Contracts.Documents;
using LanToa.Reading.Extraction;

namespace LanToa.Planning.Plans;

/// <summary>Reads pictures with programs of the system, each run by itself within bounds: what strangers send may be made to do harm.</summary>
public sealed class PictureConverter : IPictureConverter
{
    // The largest WebP (16383 × 16383) without loss would take more: it is not looked at.
    private static readonly ProgramLimits Limits = new() { Time = TimeSpan.FromSeconds(20), MemoryBytes = 768L * 1024 * 1024, FileBytes = 8L * 1024 * 1024, OutputBytes = 64 * 1024 };

    public string? WhyNot => ExternalProgram.WebPToImage.IsAvailable ? null : ExternalProgram.WebPToImage.MissingMessage;

    public async Task<byte[]?> WebPToPngAsync(byte[] webp, int width, int height, CancellationToken cancel = default)
    {
        using var folder = new TemporaryFolder();
        var (from, to) = (folder.File("in.webp"), folder.File("out.png"));
        await File.WriteAllBytesAsync(from, webp, cancel);
        var run = await ExternalProgram.WebPToImage.RunAsync([from, "-quiet", "-scale", width.ToString(CultureInfo.InvariantCulture), height.ToString(CultureInfo.InvariantCulture), "-o", to], Limits, folder: folder.Path, cancellation: cancel);
        return run.Succeeded && File.Exists(to) ? await File.ReadAllBytesAsync(to, cancel) : null;
    }
}
