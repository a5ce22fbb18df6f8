namespace LanToa.Platform.Documents.Sheets;

/// <summary>A column of a sheet: its head and its usual width in characters. Of words that stand in it the first rows say how wide it is (<see cref="SheetWidths"/>).</summary>
public sealed record SheetColumn(string Head, double Width = 14)
{
    /// <summary>People write in it: as wide as it is said, whatever stands in it now.</summary>
    public bool IsToFill { get; init; }
}

/// <summary>A cell of a row that heads those below it: words in bold.</summary>
public sealed record SheetHeading(string Text);

/// <summary>A cell that the spreadsheet works out itself, written by the program and never from what a person typed: the expression without "=", and its value now.</summary>
public sealed record SheetFormula(string Expression, decimal? Value);
