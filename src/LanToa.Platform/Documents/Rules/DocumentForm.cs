using System.Text.Json;

namespace LanToa.Platform.Documents;

/// <summary>Paper size in millimetres and the clause that fixes it.</summary>
public sealed record PaperRule(double WidthMm, double HeightMm, string Place);

/// <summary>Margins in millimetres, each from the least to the most.</summary>
public sealed record MarginRule(double[] Top, double[] Bottom, double[] Left, double[] Right, string Place);

/// <summary>The font and the free fonts of equal metrics that count as it.</summary>
public sealed record FontRule(string Name, string[] Substitutes, string Place);

/// <summary>First-line indents in centimetres, the least gap between paragraphs in points, line spacing in lines.</summary>
public sealed record BodyRule(double[] FirstLineCm, double MinGapPt, double[] LineSpacing);

/// <summary>The share of the text above that a line under it has, from the least to the most.</summary>
public sealed record LineRule(double[] Share);

/// <summary>How one element of a document is set; null: not prescribed. Sizes in points, from the least to the most.</summary>
public sealed record ElementRule(string Name, double[] Sizes, string Place, bool? Bold = null, bool? Italic = null, bool? Caps = null, string? Align = null)
{
    /// <summary>The largest size allowed: the one that the writer sets.</summary>
    public double Size => Sizes[^1];
}

/// <summary>
/// The form of administrative documents as data with its interval of validity (Nghị định 30/2020/NĐ-CP, Phụ lục I and III): the writer sets
/// documents by it, the checker measures them by it.
/// </summary>
public sealed record DocumentForm(
    string Name, DateOnly ValidFrom, DateOnly? ValidTo, string Nation, string Motto, PaperRule Paper, string OrientationPlace, MarginRule Margins, FontRule Font, BodyRule Body, LineRule Lines,
    IReadOnlyDictionary<string, string> Places, IReadOnlyDictionary<string, ElementRule> Elements, IReadOnlyDictionary<string, string> Kinds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The form in force: Nghị định 30/2020/NĐ-CP.</summary>
    public static DocumentForm Current { get; } = Load("nd30-2020.json");

    public ElementRule this[string element] => Elements[element];

    /// <summary>KH for "Kế hoạch"; null for a kind without an abbreviation.</summary>
    public string? AbbreviationOf(string kind) => Kinds.FirstOrDefault(k => string.Equals(k.Value, kind, StringComparison.OrdinalIgnoreCase)).Key;

    private static DocumentForm Load(string file)
    {
        using var data = typeof(DocumentForm).Assembly.GetManifestResourceStream($"LanToa.Platform.Documents.Rules.{file}")!;
        return JsonSerializer.Deserialize<DocumentForm>(data, Json)!;
    }
}
