using System.Text;
using System.Text.RegularExpressions;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

internal static partial class Readings
{
    public static PlanReading Of(string text) => PlanReader.Read(new ExtractedText { FileName = "plan.txt", MediaType = "text/plain", Sha256 = new string('0', 64), Text = text });

    /// <summary>Statements follow each other without a gap from the first character to the last, and say nothing that the source does not.</summary>
    public static void ShouldCover(this PlanReading reading, string text)
    {
        reading.Warnings.ShouldNotContain(PlanReader.Unstructured);
        var at = 0;
        foreach (var statement in reading.Statements)
        {
            statement.Start.ShouldBe(at);
            statement.End.ShouldBeGreaterThan(at);
            Bare(text[statement.Start..statement.End]).ShouldContain(Bare(statement.Text), Case.Sensitive);
            at = statement.End;
        }

        at.ShouldBe(text.Length);
        reading.Statements.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(reading.Statements.Count);
    }

    [GeneratedRegex("<br[ /]*>", RegexOptions.IgnoreCase)]
    private static partial Regex LineBreak();

    /// <summary>Letters and digits in lower case, as the contract compares them; a break within a line is markup, which a zone may keep or drop.</summary>
    private static string Bare(string text) => string.Concat(Composed(LineBreak().Replace(text, " ")).ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static string Composed(string text) => text.Any(char.IsSurrogate) ? text : text.Normalize(NormalizationForm.FormC);
}
