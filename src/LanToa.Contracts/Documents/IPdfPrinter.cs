namespace LanToa.Contracts.Documents;

/// <summary>A PDF that could not be made; the message says what to do (Vietnamese).</summary>
public sealed class PdfRefusedException(string message) : Exception(message);

/// <summary>Prints documents as PDF, for every room that exports one.</summary>
public interface IPdfPrinter
{
    /// <param name="docx">The document.</param>
    /// <param name="made">The moment that the PDF names as its making: with it one document is printed to the same bytes, however often.</param>
    /// <param name="cancel">Ends the printing.</param>
    /// <exception cref="PdfRefusedException">The printer is absent, too slow or failed, or too many wait.</exception>
    Task<byte[]> PrintAsync(byte[] docx, DateTimeOffset? made = null, CancellationToken cancel = default);
}
