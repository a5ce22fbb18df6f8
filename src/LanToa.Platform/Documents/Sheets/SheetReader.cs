using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using LanToa.Platform.Files;
using LanToa.Platform.Text;
using LanToa.Platform.Time;

namespace LanToa.Platform.Documents.Sheets;

/// <summary>A file that is not read as a sheet, and what to do (Vietnamese).</summary>
public sealed class SheetRefusedException(string message) : Exception(message);

/// <summary>A cell as the file holds it. Of a formula only the value that its program last worked out is taken: nothing is ever evaluated here.</summary>
/// <param name="Text">As text; of a number in plain digits with a point.</param>
/// <param name="Number">What it is, where the file says that it is a number; a day is one too (<see cref="SheetReader.DayOf"/>).</param>
/// <param name="IsFormula">A formula stands in it.</param>
public readonly record struct SheetCell(string Text, decimal? Number = null, bool IsFormula = false)
{
    public static readonly SheetCell Empty = new("");

    public bool IsEmpty => string.IsNullOrWhiteSpace(Text) && !IsFormula;
}

/// <summary>A row by its number in the spreadsheet, from 1.</summary>
public sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells)
{
    public SheetCell this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : SheetCell.Empty;
}

/// <summary>How much of a sheet is taken.</summary>
/// <param name="MaxBytes">Of the file.</param>
/// <param name="MaxRows">Rows with something in them.</param>
public sealed record SheetLimits(long MaxBytes, int MaxRows)
{
    /// <summary>More columns than this are no form of ours.</summary>
    public int MaxColumns { get; init; } = 100;

    /// <summary>Rows of heads and examples that are taken besides.</summary>
    public int Besides { get; init; }
}

/// <summary>
/// Reads the first sheet of a workbook (XLSX) or a file of separated values (UTF-8 or UTF-16; comma, semicolon or tab) of a stranger: the size is counted while it is unpacked,
/// no DTD, no formula evaluated, no link followed.
/// </summary>
public static class SheetReader
{
    private const long MaxUnpacked = 32L * 1024 * 1024;
    private const int MaxShared = 200_000, MaxCell = 32_767, MaxDepth = 32, MaxWidth = 16_384;

    private static readonly XmlReaderSettings Xml = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = false };

    /// <summary>Malformed bytes are an error, so that a file of another encoding does not lose its names.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The rows that hold something.</summary>
    /// <param name="content">Can seek.</param>
    /// <param name="limits">What is more is refused, never cut off.</param>
    /// <exception cref="SheetRefusedException">No sheet, damaged, or too large.</exception>
    public static IReadOnlyList<SheetRow> Read(Stream content, SheetLimits limits)
    {
        if (content.Length == 0) throw new SheetRefusedException("Tệp rỗng. Hãy chọn lại tệp.");
        if (content.Length > limits.MaxBytes) throw new SheetRefusedException($"Tệp nặng hơn {limits.MaxBytes / FileLimits.Megabyte} MB. Hãy chia thành nhiều tệp.");
        try
        {
            return FileTypes.Detect(content) switch
            {
                FileTypes.Xlsx => OfWorkbook(content, limits),
                "text/plain" => OfText(content, limits),
                "application/msword" => throw new SheetRefusedException("Tệp Excel kiểu cũ (.xls), hoặc có mật khẩu. Hãy mở bằng Excel, lưu thành .xlsx không mật khẩu rồi gửi lại."),
                _ => throw new SheetRefusedException("Tệp không phải là Excel (.xlsx) hay CSV, dù tên có thể ghi như vậy. Hãy dùng tệp mẫu."),
            };
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or EndOfStreamException)
        {
            throw new SheetRefusedException("Tệp Excel bị hỏng, không mở được. Hãy mở bằng Excel, lưu thành tệp mới rồi gửi lại.");
        }
    }

    /// <summary>The day of a number as spreadsheets count them, from 1900; null for what is none between 1945 and 2100.</summary>
    public static DateOnly? DayOf(decimal number) => number is >= 16438 and < 73415 ? DateOnly.FromDateTime(DateTime.FromOADate((double)decimal.Truncate(number))) : null;

    private static List<SheetRow> OfText(Stream content, SheetLimits limits)
    {
        string text;
        try
        {
            using var reader = new StreamReader(content, Utf8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
            text = reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new SheetRefusedException("Tệp CSV không ở dạng UTF-8 nên chữ có dấu sẽ hỏng. Trong Excel hãy chọn Lưu thành → “CSV UTF-8”, hoặc gửi tệp .xlsx.");
        }
        var rows = new List<SheetRow>();
        foreach (var (number, cells) in Csv.Read(text, MaxWidth))
        {
            if (cells.Count > MaxWidth) throw TooWide(number, MaxWidth);
            Add(rows, new SheetRow(number, [.. cells.Select(c => new SheetCell(XmlText.Clean(c)))]), limits);
        }
        return rows;
    }

    private static void Add(List<SheetRow> rows, SheetRow row, SheetLimits limits)
    {
        if (row.Cells.All(c => c.IsEmpty)) return;
        if (row.Cells.Count > limits.MaxColumns && row.Cells.Skip(limits.MaxColumns).Any(c => !c.IsEmpty)) throw TooWide(row.Number, limits.MaxColumns);
        if (row.Cells.Any(c => c.Text.Length > MaxCell)) throw new SheetRefusedException($"Dòng {VietnameseFormat.Number(row.Number)} có ô dài quá {VietnameseFormat.Number(MaxCell)} chữ.");
        if (rows.Count == limits.MaxRows + limits.Besides) throw new SheetRefusedException($"Tệp có hơn {VietnameseFormat.Number(limits.MaxRows)} dòng. Hãy chia thành nhiều tệp.");
        // Nothing stands behind the last column that is taken: what is empty there is not kept.
        rows.Add(row.Cells.Count > limits.MaxColumns ? row with { Cells = [.. row.Cells.Take(limits.MaxColumns)] } : row);
    }

    private static List<SheetRow> OfWorkbook(Stream content, SheetLimits limits)
    {
        using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        var (left, rows) = (MaxUnpacked, new List<SheetRow>());
        var (sheet, from1904) = FirstSheet(zip, ref left);
        var shared = new List<string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is { } strings)
            Walk(strings, ref left, reader =>
            {
                if (reader is not { NodeType: XmlNodeType.Element, LocalName: "si" }) return;
                if (shared.Count == MaxShared) throw TooMuch();
                shared.Add(reader.IsEmptyElement ? "" : Words(reader, "si"));
            });
        var (at, cells) = (0, new List<SheetCell>());
        Walk(zip.GetEntry(sheet) ?? throw new InvalidDataException(), ref left, reader =>
        {
            if (reader.LocalName == "row" && reader.NodeType == XmlNodeType.Element)
            {
                at = int.TryParse(reader.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : at + 1;
                cells = [];
                if (reader.IsEmptyElement) return;
            }
            else if (reader.LocalName == "row") Add(rows, new SheetRow(at, cells), limits);
            else if (reader is { LocalName: "c", NodeType: XmlNodeType.Element })
            {
                var column = ColumnOf(reader.GetAttribute("r")) ?? cells.Count;
                var cell = CellOf(reader, shared, from1904);
                if (cell.IsEmpty) return;
                if (column >= MaxWidth) throw TooMuch();
                while (cells.Count < column) cells.Add(SheetCell.Empty);
                if (cells.Count == column) cells.Add(cell);
            }
        });
        return rows;
    }

    private static (string Path, bool From1904) FirstSheet(ZipArchive zip, ref long left)
    {
        var (id, from1904) = ((string?)null, false);
        Walk(zip.GetEntry("xl/workbook.xml") ?? throw new InvalidDataException(), ref left, reader =>
        {
            if (reader.NodeType != XmlNodeType.Element) return;
            if (reader.LocalName == "workbookPr") from1904 = reader.GetAttribute("date1904") is "1" or "true";
            if (reader.LocalName == "sheet" && reader.GetAttribute("state") is null or "visible") id ??= reader.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
        });
        string? target = null;
        if (zip.GetEntry("xl/_rels/workbook.xml.rels") is { } relations)
            Walk(relations, ref left, reader =>
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && reader.GetAttribute("Id") == id) target = reader.GetAttribute("Target");
            });
        return (target is null ? "xl/worksheets/sheet1.xml" : target.StartsWith('/') ? target[1..] : "xl/" + target, from1904);
    }

    // The reader stands on <c>, and afterwards on its end.
    private static SheetCell CellOf(XmlReader reader, List<string> shared, bool from1904)
    {
        var (type, value, formula) = (reader.GetAttribute("t"), (string?)null, false);
        if (reader.IsEmptyElement) return SheetCell.Empty;
        while (reader.Read() && !(reader is { NodeType: XmlNodeType.EndElement, LocalName: "c" }))
        {
            if (reader.NodeType != XmlNodeType.Element) continue;
            if (reader.LocalName == "f") formula = true;
            if (reader.IsEmptyElement) continue;
            if (reader.LocalName == "v") value = Words(reader, "v");
            else if (reader.LocalName == "is") value = Words(reader, "is");
        }
        if (value is null) return new SheetCell("", null, formula);
        switch (type)
        {
            case "s":
                return new SheetCell(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n < shared.Count ? shared[n] : "", null, formula);
            case "inlineStr" or "str":
                return new SheetCell(value, null, formula);
            case "b":
                return new SheetCell(value == "1" ? "có" : "không", null, formula);
            case "e":
                return new SheetCell(value, null, formula);
            case "d":
                return new SheetCell(value.Length >= 10 ? value[..10] : value, null, formula);
            default:
                if (!decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new SheetCell(value, null, formula);
                // What binary arithmetic adds behind the fifteenth digit was never typed.
                number = decimal.Round(number, 10);
                return new SheetCell(number.ToString("0.##########", CultureInfo.InvariantCulture), from1904 && number > 14_000 ? number + 1462 : number, formula);
        }
    }

    // All text inside, without what is only how to say it (rPh); the reader stands on the end of the element afterwards.
    private static string Words(XmlReader reader, string element)
    {
        var (words, depth) = (new StringBuilder(), reader.Depth);
        while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.LocalName == element && reader.Depth == depth))
        {
            if (reader.Depth > MaxDepth) throw TooMuch();
            if (reader is { NodeType: XmlNodeType.Element, LocalName: "rPh", IsEmptyElement: false })
            {
                var inner = reader.Depth;
                while (reader.Read() && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == inner)) { }
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA) words.Append(reader.Value);
            if (words.Length > MaxCell + 1) throw TooMuch();
        }
        return XmlText.Clean(words.ToString());
    }

    private static void Walk(ZipArchiveEntry entry, ref long left, Action<XmlReader> each)
    {
        using var counted = new CountedStream(entry.Open(), left, TooMuch);
        using (var reader = XmlReader.Create(counted, Xml))
            while (reader.Read())
            {
                if (reader.Depth > MaxDepth) throw TooMuch();
                each(reader);
            }
        left -= counted.Count;
    }

    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(4)) column = (column * 26) + (letter - 'A' + 1);
        return column == 0 ? null : column - 1;
    }

    private static SheetRefusedException TooWide(int row, int most) => new($"Dòng {VietnameseFormat.Number(row)} có hơn {VietnameseFormat.Number(most)} cột. Hãy dùng tệp mẫu.");

    private static SheetRefusedException TooMuch() => new("Tệp Excel chứa nhiều dữ liệu hơn mức được nhận hoặc có cấu trúc bất thường. Hãy chép các dòng sang tệp mẫu rồi gửi lại.");
}
