namespace LanToa.Platform.Documents.Sheets;

/// <summary>A column of a sheet: its head and its width in characters.</summary>
public sealed record SheetColumn(string Head, double Width = 14);

/// <summary>A cell that the spreadsheet works out itself, written by the program and never from what a person typed: the expression without "=", and its value now.</summary>
public sealed record SheetFormula(string Expression, decimal? Value);

/// <summary>A cell with nothing in it that has the lines of the others.</summary>
public sealed record SheetBlank
{
    public static readonly SheetBlank One = new();

    private SheetBlank() { }
}
