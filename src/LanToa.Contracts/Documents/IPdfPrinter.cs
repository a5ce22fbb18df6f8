namespace LanToa.Contracts.Documents;

/// <summary>A PDF that could not be made; the message says what to do (Vietnamese).</summary>
public sealed class PdfRefusedException(string message) : Exception(message);

/// <summary>Prints documents as PDF, for every room that exports one.</summary>
public interface IPdfPrinter
{
    /// <exception cref="PdfRefusedException">The printer is absent, too slow or failed, or too many wait.</exception>
    Task<byte[]> PrintAsync(byte[] docx, CancellationToken cancel = default);
}
