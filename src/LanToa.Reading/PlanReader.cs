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

    /// <summary>Reads a document. Never throws for any text.</summary>
    public static PlanReading Read(ExtractedText source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var text = source.Text;
        var damage = TextDamage.Measure(text);
        var (view, warnings) = Damage.View(text.Length > LongestText ? text[..LongestText] : text, damage);
        if (text.Length > LongestText) warnings.Add("Văn bản quá dài: chỉ đọc cấu trúc của phần đầu.");
        var reading = new DocumentReading(view).Read();
        var statements = reading.Statements;
        if (text.Length > LongestText && statements.Count > 0) statements = [.. statements.Take(statements.Count - 1), statements[^1] with { End = text.Length }];
        return reading with
        {
            Source = new SourceInfo(source.FileName, source.MediaType, source.Sha256, text.Length, damage),
            Statements = statements,
            Warnings = [.. source.Warnings, .. warnings, .. reading.Warnings],
        };
    }
}
