using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Spreadsheet;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Platform.Documents.Sheets;

/// <summary>
/// Writes a workbook of one sheet (or of several, one after the other) row by row, so that a list of any length needs the memory of one row. A cell is typed by its value: text, a
/// number, a <see cref="DateOnly"/>, a <see cref="DateTime"/>, a moment (in Vietnamese time) or true and false; null is empty. The first rows say how wide the columns are
/// (<see cref="SheetWidths"/>). Text is written as text and never as a formula, as it is: where it begins as one would (<see cref="Csv.MayRun"/>) its cell says that it is text
/// ("quotePrefix", what Excel keeps of an apostrophe typed first), so that opening the cell and leaving it again makes no formula of it either.
/// </summary>
public sealed class XlsxWriter : IDisposable
{
    /// <summary>The most rows of a sheet, the head among them.</summary>
    public const int MaxRows = 1_048_576;

    private const int MaxText = 32_767;
    /// <summary>Points of one line of text, and of the highest row that Excel knows.</summary>
    private const double LineHeight = 15.75, MaxHeight = 409;

    /// <summary>So many characters side by side can still be read on a page; a wider sheet is printed on several, each with the first two columns.</summary>
    private const double PageWidth = 230;

    private const uint PlainStyle = 0, TextStyle = 1, HeadStyle = 2, DateStyle = 3, TimeStyle = 4, WholeStyle = 5, FractionStyle = 6, HeadingStyle = 7, TitleStyle = 8;

    /// <summary>So far behind each style stands the same one for text that begins like a formula.</summary>
    private const uint AsText = SheetParts.StyleCount;

    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip;
    private readonly List<string> _names;
    private readonly List<object?[]> _first = [];
    private IReadOnlyList<SheetColumn> _columns;
    private Stream? _sheet;
    private OpenXmlWriter? _writer;
    private int _rows, _at = 1;

    /// <param name="output">Is left open; it need not seek.</param>
    /// <param name="name">The sheet's name: what a sheet may not be called is replaced, 31 characters are kept.</param>
    /// <param name="columns">At least one.</param>
    /// <param name="further">Names of the sheets after it, each begun by <see cref="Next"/>.</param>
    public XlsxWriter(Stream output, string name, IReadOnlyList<SheetColumn> columns, params IReadOnlyList<string> further)
    {
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        _zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        _names = [.. further.Prepend(name).Select(SafeName)];
        _columns = columns;
    }

    /// <summary>Lines above the head of the first sheet, the first in bold: what the table is, whose and of when. With them it is a paper to print, without the arrows of a list.</summary>
    public IReadOnlyList<string> Above { get; init; } = [];

    // The row of the head of the sheet that is written.
    private int Head => _at == 1 ? Above.Count + 1 : 1;

    /// <summary>Ends the sheet and begins the next of those that were named.</summary>
    /// <exception cref="InvalidOperationException">No further one was named.</exception>
    public void Next(IReadOnlyList<SheetColumn> columns)
    {
        if (_at == _names.Count) throw new InvalidOperationException("No further sheet was named.");
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count);
        End();
        (_at, _rows, _columns) = (_at + 1, 0, columns);
    }

    /// <summary>No further row has a place.</summary>
    public bool IsFull => _rows == MaxRows;

    /// <summary>One row; cells beyond the columns are left out.</summary>
    /// <exception cref="InvalidOperationException">The sheet is full: <see cref="MaxRows"/>.</exception>
    public void Row(params IEnumerable<object?> cells)
    {
        if (IsFull) throw new InvalidOperationException($"A sheet holds {MaxRows} rows.");
        object?[] row = [.. cells.Take(_columns.Count)];
        if (_writer is { } writer) WriteRow(writer, row, null);
        else if (_first.Count < SheetWidths.RowsLooked) _first.Add(row);
        else WriteRow(Open(areAll: false), row, null);
    }

    public void Dispose()
    {
        End();
        _zip.Dispose();
    }

    /// <summary>Begins the sheet with its head and the rows that were kept to choose its widths.</summary>
    private OpenXmlWriter Open(bool areAll)
    {
        _columns = SheetWidths.Of(_columns, _first, areAll);
        if (_at == 1)
            foreach (var (path, xml) in SheetParts.Around(_names, isWide: PagesOf(_columns) > 1, Head)) Write(path, xml);
        _sheet = Entry($"xl/worksheets/sheet{_at.ToString(CultureInfo.InvariantCulture)}.xml");
        _writer = OpenXmlWriter.Create(_sheet);
        Begin(_writer);
        for (var n = 1; n < Head; n++)
        {
            _writer.WriteElement(new Row(CellOf(Above[n - 1], n == 1 ? TitleStyle : PlainStyle, $"A{n.ToString(CultureInfo.InvariantCulture)}")) { RowIndex = (uint)n });
            _rows++;
        }
        WriteRow(_writer, [.. _columns.Select(c => (object?)c.Head)], HeadStyle);
        foreach (var row in _first) WriteRow(_writer, row, null);
        _first.Clear();
        return _writer;
    }

    private void End()
    {
        var writer = _writer ?? Open(areAll: true);
        writer.WriteEndElement();
        if (Head == 1) writer.WriteElement(new AutoFilter { Reference = $"A1:{Letter(_columns.Count - 1)}{_rows.ToString(CultureInfo.InvariantCulture)}" });
        writer.WriteElement(new PageMargins { Left = 0.5, Right = 0.5, Top = 0.6, Bottom = 0.6, Header = 0.3, Footer = 0.3 });
        writer.WriteElement(new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = PagesOf(_columns), FitToHeight = 0 });
        writer.WriteEndElement();
        writer.Dispose();
        _sheet!.Dispose();
        (_writer, _sheet) = (null, null);
    }

    private void Begin(OpenXmlWriter writer)
    {
        writer.WriteStartDocument();
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetProperties(new PageSetupProperties { FitToPage = true }));
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = Head, TopLeftCell = $"A{(Head + 1).ToString(CultureInfo.InvariantCulture)}", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        // Else some programs take rows of one line for lower than the text is.
        writer.WriteElement(new SheetFormatProperties { DefaultRowHeight = LineHeight, CustomHeight = true });
        writer.WriteElement(new Columns(_columns.Select((c, n) => new Column { Min = (uint)n + 1, Max = (uint)n + 1, Width = c.Width, CustomWidth = true })));
        writer.WriteStartElement(new SheetData());
    }

    private void WriteRow(OpenXmlWriter writer, object?[] cells, uint? style)
    {
        _rows++;
        var lines = cells.Select((value, n) => value switch { string text => SheetWidths.LinesOf(text, _columns[n].Width, isBold: style is not null), SheetHeading heading => SheetWidths.LinesOf(heading.Text, _columns[n].Width, isBold: true), _ => 1 }).DefaultIfEmpty(1).Max();
        writer.WriteStartElement(lines == 1 ? new Row { RowIndex = (uint)_rows } : new Row { RowIndex = (uint)_rows, Height = Math.Min(lines * LineHeight, MaxHeight) });
        // An empty cell has its lines, too: the table has no holes.
        for (var column = 0; column < _columns.Count; column++)
            writer.WriteElement(CellOf(column < cells.Length ? cells[column] : null, style, Letter(column) + _rows.ToString(CultureInfo.InvariantCulture)));
        writer.WriteEndElement();
    }

    private static uint PagesOf(IReadOnlyList<SheetColumn> columns) => (uint)Math.Ceiling(columns.Sum(c => c.Width) / PageWidth);

    private static Cell CellOf(object? value, uint? style, string at) => value switch
    {
        DateOnly day => Number(day.ToDateTime(TimeOnly.MinValue).ToOADate(), DateStyle, at),
        DateTimeOffset moment => Number(Clock.LocalOf(moment).ToOADate(), TimeStyle, at),
        DateTime time => Number(time.ToOADate(), TimeStyle, at),
        bool yes => new Cell { CellReference = at, StyleIndex = TextStyle, DataType = CellValues.Boolean, CellValue = new CellValue(yes ? "1" : "0") },
        int or long or short => new Cell { CellReference = at, StyleIndex = WholeStyle, CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!) },
        decimal number => new Cell { CellReference = at, StyleIndex = number == decimal.Truncate(number) ? WholeStyle : FractionStyle, CellValue = new CellValue(number.ToString(CultureInfo.InvariantCulture)) },
        null => new Cell { CellReference = at, StyleIndex = TextStyle },
        SheetHeading heading => CellOf(heading.Text, HeadingStyle, at),
        SheetFormula formula => new Cell { CellReference = at, StyleIndex = formula.Value is { } shown && shown != decimal.Truncate(shown) ? FractionStyle : WholeStyle, CellFormula = new CellFormula(formula.Expression), CellValue = formula.Value is { } now ? new CellValue(now.ToString(CultureInfo.InvariantCulture)) : null },
        double number when double.IsFinite(number) => Number(number, FractionStyle, at),
        _ => TextCell(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", style ?? TextStyle, at),
    };

    private static Cell TextCell(string text, uint style, string at)
    {
        text = XmlText.Clean(text);
        if (text.Length > MaxText) text = text[..(MaxText - 1)] + "…";
        return new Cell
        {
            CellReference = at, StyleIndex = Csv.MayRun(text) ? style + AsText : style, DataType = CellValues.InlineString,
            InlineString = new InlineString(new DocumentFormat.OpenXml.Spreadsheet.Text(text) { Space = SpaceProcessingModeValues.Preserve }),
        };
    }

    private static Cell Number(double value, uint style, string at) =>
        new() { CellReference = at, StyleIndex = style, CellValue = new CellValue(value.ToString("R", CultureInfo.InvariantCulture)) };

    /// <summary>The letters of a column, counted from 0: A, Z, AA.</summary>
    public static string LetterOf(int column) => Letter(column);

    private static string Letter(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letter((column / 26) - 1) + (char)('A' + (column % 26));

    private static string SafeName(string name)
    {
        var safe = new string([.. XmlText.Clean(name).Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\'' ? ' ' : c)]).Trim();
        return safe.Length == 0 ? "Danh sách" : safe.Length <= 31 ? safe : safe[..31];
    }

    private Stream Entry(string path)
    {
        var entry = _zip.CreateEntry(path, CompressionLevel.Fastest);
        entry.LastWriteTime = Stamp;
        return entry.Open();
    }

    private void Write(string path, string xml)
    {
        using var stream = Entry(path);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(xml));
    }
}
