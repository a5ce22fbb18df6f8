using LanToa.Reading.Extraction;
using LanToa.Reading.Grammar;
using LanToa.Reading.Model;
using LanToa.Reading.Restoration;

namespace LanToa.Reading;

/// <summary>
/// Reads the text of a plan document into its structure. Pure and deterministic: the same text gives the same reading; any text is
/// read, however broken, in time that grows with its length; offsets count UTF-16 code units of <see cref="ExtractedText.Text"/>.
/// </summary>
public static class PlanReader
{
    /// <summary>Longer texts are read up to here; what follows is one statement without structure.</summary>
    private const int LongestText = 8 * 1024 * 1024;

    /// <summary>How long the structure of one text may take; an honest plan of 2 MB takes a second.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Where the structure of a text could not be built; the text is one statement then.</summary>
    public const string Unstructured = "Không dựng được cấu trúc của văn bản này; toàn văn được giữ nguyên.";

    private static int abandoned;

    /// <summary>
    /// Reads a document beside its caller. The grammar works in memory and cannot be interrupted: beyond its time, or when the caller stops, it is left
    /// to itself; what still works on strange texts is counted, so that they cannot take every processor.
    /// </summary>
    /// <exception cref="UnreadableFileException">It took longer than <paramref name="patience"/>, or too many others do (message in Vietnamese).</exception>
    public static async Task<PlanReading> ReadAsync(ExtractedText source, TimeSpan patience, CancellationToken cancel = default)
    {
        if (Volatile.Read(ref abandoned) >= Math.Max(2, Environment.ProcessorCount))
            throw new UnreadableFileException(UnreadableCodes.TimedOut, "Máy đang bận với những văn bản bất thường khác. Hãy bấm đọc lại sau ít phút.");
        var reading = Task.Run(() => Read(source), CancellationToken.None);
        try
        {
            return await reading.WaitAsync(patience, cancel);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Interlocked.Increment(ref abandoned);
            _ = reading.ContinueWith(_ => Interlocked.Decrement(ref abandoned), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            if (e is OperationCanceledException) throw;
            throw new UnreadableFileException(UnreadableCodes.TimedOut, "Văn bản có cấu trúc bất thường, đọc quá lâu nên đã dừng. Hãy kiểm tra lại văn bản, hoặc tách thành nhiều tệp rồi tải lên.");
        }
    }

    /// <summary>Reads a document. Never throws for any text; <see cref="PlanReading.Fault"/> holds what went wrong, if anything did.</summary>
    public static PlanReading Read(ExtractedText source) => Read(source, static view => new DocumentReading(view).Read());

    internal static PlanReading Read(ExtractedText source, Func<TextView, PlanReading> grammar)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = source.Text;
        var damage = TextDamage.Measure(text);
        var (view, warnings) = Damage.View(text.Length > LongestText ? text[..LongestText] : text, damage);
        if (text.Length > LongestText) warnings.Add("Văn bản quá dài: chỉ đọc cấu trúc của phần đầu.");
        var reading = Structure(view, grammar);
        var statements = reading.Statements;
        if (text.Length > LongestText && statements.Count > 0) statements = [.. statements.Take(statements.Count - 1), statements[^1] with { End = text.Length }];
        return reading with
        {
            Source = new SourceInfo(source.FileName, source.MediaType, source.Sha256, text.Length, damage),
            Statements = statements,
            Warnings = [.. source.Warnings, .. warnings, .. reading.Warnings],
        };
    }

    /// <summary>A fault of the grammar costs the structure of one text, never its words: tests hold that no text is known that meets one.</summary>
    private static PlanReading Structure(TextView view, Func<TextView, PlanReading> grammar)
    {
        try
        {
            return grammar(view);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException or FormatException or OverflowException or KeyNotFoundException)
        {
            return new PlanReading { Source = new SourceInfo("", "", "", 0, ""), Document = new DocumentInfo(), Statements = Statements.Build(view, []), Warnings = [Unstructured], Fault = e };
        }
    }
}
