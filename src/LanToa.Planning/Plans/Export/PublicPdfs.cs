using LanToa.Contracts.Documents;
using System.Security.Cryptography;

namespace LanToa.Planning.Plans;

/// <summary>
/// Public plans as PDF for people who have not signed in. A document is printed once and kept by its bytes; only so many are printed in a while on a node, one at a
/// time, so that nobody outside can keep the printing busy.
/// </summary>
/// <param name="print">Prints a DOCX: <see cref="PdfPrinter.PrintAsync"/>.</param>
/// <param name="time">Tells how long ago something was printed.</param>
public sealed class PublicPdfs(Func<byte[], CancellationToken, Task<byte[]>> print, TimeProvider time)
{
    /// <summary>Printed within <see cref="Window"/>, kept, and waiting at most.</summary>
    public const int MostPrinted = 20, MostKept = 40, MostWaiting = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Queue<DateTimeOffset> _printed = new();
    private readonly Dictionary<string, byte[]> _kept = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private int _waiting;

    /// <param name="docx">The same document has the same bytes (see the writer).</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="PdfRefusedException">It could not be printed, or not now.</exception>
    public async Task<byte[]> OfAsync(byte[] docx, CancellationToken cancel = default)
    {
        var key = Convert.ToHexString(SHA256.HashData(docx));
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting) throw Busy();
            await _turn.WaitAsync(cancel);
        }
        catch
        {
            Interlocked.Decrement(ref _waiting);
            throw;
        }
        try
        {
            if (_kept.TryGetValue(key, out var known)) return known;
            var now = time.GetUtcNow();
            while (_printed.TryPeek(out var first) && now - first > Window) _printed.Dequeue();
            if (_printed.Count >= MostPrinted) throw Busy();
            _printed.Enqueue(now);
            var pdf = await print(docx, cancel);
            _kept[key] = pdf;
            _order.Enqueue(key);
            if (_order.Count > MostKept) _kept.Remove(_order.Dequeue());
            return pdf;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            _turn.Release();
        }
    }

    private static PdfRefusedException Busy() => new("Máy chủ đang tạo nhiều tệp PDF. Hãy thử lại sau ít phút, hoặc tải bản Word.");
}
