namespace LanToa.Platform.Documents.Checking;

/// <summary>A stretch of text with the formatting that a reader sees; size in points, colour as RRGGBB or "auto".</summary>
internal sealed record WordRun(string Text, double Size, bool Bold, bool Italic, bool Underlined, string Font, string Color);

/// <summary>A line drawn under text: its length in points where it can be told.</summary>
internal sealed record DrawnLine(double? Length);

/// <summary>Where a paragraph stands in a table.</summary>
internal sealed record CellPlace(int Table, int Row, int Column, int Columns);

/// <summary>A paragraph as it is seen. Lengths in points; <see cref="LineSpacing"/> in lines, <see cref="ExactLine"/> in points.</summary>
internal sealed record WordParagraph
{
    /// <summary>From 1, empty ones counted.</summary>
    public required int Number { get; init; }
    public required string Text { get; init; }
    public required IReadOnlyList<WordRun> Runs { get; init; }
    public CellPlace? Cell { get; init; }
    public int Section { get; init; }
    public string Align { get; init; } = "left";
    public double FirstLine { get; init; }
    public double Before { get; init; }
    public double After { get; init; }
    public double? LineSpacing { get; init; }
    public double? ExactLine { get; init; }
    /// <summary>The format of Word's own numbering ("lowerLetter"), and the list that it belongs to.</summary>
    public string? NumberFormat { get; init; }
    public string? List { get; init; }
    public IReadOnlyList<DrawnLine> Lines { get; init; } = [];

    public bool IsEmpty => Text.Length == 0;

    public string Where => $"Đoạn {Number}{(Cell is null ? "" : " (trong bảng)")}: “{Excerpt}”";

    private string Excerpt => Text.Length <= 60 ? Text : Text[..60].TrimEnd() + "…";
}

/// <summary>A header or footer: whether it prints the page number, and how.</summary>
internal sealed record WordMargin(bool HasPageNumber, string Align, double Size);

/// <summary>Pages of one kind. Lengths in millimetres.</summary>
internal sealed record WordSection(
    double Width, double Height, double Top, double Bottom, double Left, double Right, bool FirstPageApart, int? PageStart, WordMargin? Header, WordMargin? FirstHeader, WordMargin? Footer)
{
    public bool Landscape => Width > Height;
}

/// <summary>A Word document as it is seen: paragraphs in order with their effective formatting, and sections.</summary>
internal sealed record WordView(IReadOnlyList<WordParagraph> Paragraphs, IReadOnlyList<WordSection> Sections);
