using System.Text;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;

namespace LanToa.Reading.Tests.Grammar;

internal static class Readings
{
    public static PlanReading Of(string text) => PlanReader.Read(new ExtractedText { FileName = "plan.txt", MediaType = "text/plain", Sha256 = new string('0', 64), Text = text });

    /// <summary>Statements follow each other without a gap from the first character to the last, and say nothing that the source does not.</summary>
    public static void ShouldCover(this PlanReading reading, string text)
    {
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

    /// <summary>Letters and digits in lower case, as the contract compares them.</summary>
    private static string Bare(string text) => string.Concat(Composed(text).ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static string Composed(string text) => text.Any(char.IsSurrogate) ? text : text.Normalize(NormalizationForm.FormC);
}
