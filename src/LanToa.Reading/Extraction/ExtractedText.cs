namespace LanToa.Reading.Extraction;

/// <summary>
/// The text of a document as one string in reading order, and where it came from. Everything the grammar needs stands in the
/// text itself: lines end with \n, a page break is \f, a table row is one line "| cell | cell |" with U+2028 between paragraphs
/// of a cell (a cell continued by a merge is empty), Word's automatic numbers are written out.
/// </summary>
public sealed record ExtractedText
{
    public required string FileName { get; init; }
    public required string MediaType { get; init; }
    /// <summary>SHA-256 of the original bytes, 64 lower-case hex digits.</summary>
    public required string Sha256 { get; init; }
    public required string Text { get; init; }
    /// <summary>What could not be read, in Vietnamese, for the person.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
