using LanToa.Contracts.Documents;
using LanToa.Reading.Extraction;

namespace LanToa.Planning.Plans;

/// <summary>Prints DOCX as PDF with LibreOffice, one at a time on a node: it takes seconds and hundreds of megabytes.</summary>
public sealed class PdfPrinter : IPdfPrinter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly SemaphoreSlim _turn = new(1);

    /// <exception cref="PdfRefusedException">LibreOffice is absent, too slow or failed, or too many wait.</exception>
    public async Task<byte[]> PrintAsync(byte[] docx, DateTimeOffset? made = null, CancellationToken cancel = default)
    {
        if (!await _turn.WaitAsync(Patience, cancel)) throw new PdfRefusedException("Máy đang tạo nhiều tệp PDF cùng lúc. Hãy thử lại sau một phút, hoặc tải bản Word.");
        try
        {
            return await OfficePrinting.ToPdfAsync(docx, TimeSpan.FromSeconds(90), made, cancel);
        }
        catch (UnreadableFileException e)
        {
            throw new PdfRefusedException(e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }
}
