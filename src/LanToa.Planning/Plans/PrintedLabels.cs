using LanToa.Reading.Model;

namespace LanToa.Planning.Plans;

/// <summary>A statement's label as the document prints it, with the sign behind it: "a)" and "1." where the reading keeps "a" and "1".</summary>
public static class PrintedLabels
{
    private const int Reach = 40;

    public static string? Of(string text, Statement statement)
    {
        if (statement.Label is not { Length: > 0 } label || !char.IsLetterOrDigit(label[^1])) return statement.Label;
        var from = Math.Clamp(statement.Start, 0, text.Length);
        var at = text.IndexOf(label, from, Math.Min(text.Length - from, label.Length + Reach), StringComparison.Ordinal);
        var behind = at < 0 ? text.Length : at + label.Length;
        return behind < text.Length && text[behind] is (')' or '.' or ':' or '/') ? label + text[behind] : label;
    }

    /// <summary>The reading with its labels as printed in the text that it was read from.</summary>
    public static PlanReading WithPrintedLabels(this PlanReading reading, string text) =>
        reading with { Statements = [.. reading.Statements.Select(s => s with { Label = Of(text, s) })] };
}
