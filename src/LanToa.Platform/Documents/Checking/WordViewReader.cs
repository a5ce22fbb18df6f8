using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Reads a .docx into what is seen of it. Nothing outside the file is opened.</summary>
internal sealed class WordViewReader
{
    private readonly MainDocumentPart _main;
    private readonly WordFormats _formats;
    private readonly List<WordParagraph> _paragraphs = [];
    private readonly List<WordSection> _sections = [];
    private int _tables;

    private WordViewReader(MainDocumentPart main) => (_main, _formats) = (main, new WordFormats(main));

    /// <exception cref="UncheckableDocumentException">Not a Word document, or damaged.</exception>
    public static WordView Read(Stream docx)
    {
        try
        {
            PackageGuard.Refuse(docx);
            using var document = WordprocessingDocument.Open(docx, isEditable: false);
            if (document.MainDocumentPart is not { Document.Body: { } body } main) throw new UncheckableDocumentException("Tệp .docx thiếu phần nội dung. Hãy mở bằng Word, lưu lại rồi kiểm tra.");
            var reader = new WordViewReader(main);
            reader.Blocks(body, null, TextWidth(body.Descendants<SectionProperties>().FirstOrDefault()));
            reader.AddSection(body.GetFirstChild<SectionProperties>());
            return new WordView(reader._paragraphs, reader._sections);
        }
        catch (Exception e) when (e is OpenXmlPackageException or InvalidDataException or FileFormatException or XmlException or ArgumentException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new UncheckableDocumentException("Tệp này không phải văn bản Word (.docx) hoặc đã hỏng. Hãy mở bằng Word, lưu thành .docx rồi kiểm tra.", e);
        }
    }

    private void Blocks(OpenXmlElement parent, CellPlace? cell, double? width)
    {
        foreach (var child in parent.ChildElements)
            switch (child)
            {
                case Paragraph paragraph:
                    Add(paragraph, cell, width);
                    if (paragraph.ParagraphProperties?.GetFirstChild<SectionProperties>() is { } section) AddSection(section);
                    break;
                case Table table:
                    Rows(table);
                    break;
                case SdtBlock or CustomXmlBlock or InsertedRun or SdtContentBlock:
                    Blocks(child, cell, width);
                    break;
            }
    }

    private void Rows(Table table)
    {
        var number = ++_tables;
        var row = 0;
        foreach (var line in table.Elements<TableRow>())
        {
            var cells = line.Elements<TableCell>().ToList();
            for (var n = 0; n < cells.Count; n++) Blocks(cells[n], new CellPlace(number, row, n, cells.Count), WidthOf(cells[n]));
            row++;
        }
    }

    private void Add(Paragraph paragraph, CellPlace? cell, double? width)
    {
        var places = _formats.OfParagraph(paragraph);
        var runs = paragraph.Descendants<Run>().Where(r => r.Ancestors<Paragraph>().First() == paragraph && !r.Ancestors<DeletedRun>().Any()).Select(r => RunOf(r, paragraph)).Where(r => r.Text.Length > 0).ToList();
        var spacing = places.Select(p => p.GetFirstChild<SpacingBetweenLines>()).OfType<SpacingBetweenLines>().ToList();
        var line = spacing.FirstOrDefault(s => s.Line is not null);
        var lineValue = double.TryParse(line?.Line?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 240;
        var auto = line?.LineRule is null || line.LineRule.Value == LineSpacingRuleValues.Auto;
        var (format, list) = _formats.NumberOf(places);
        _paragraphs.Add(new WordParagraph
        {
            Number = _paragraphs.Count + 1, Text = Squeeze(string.Concat(runs.Select(r => r.Text))), Runs = runs, Cell = cell, Section = _sections.Count,
            Align = WordFormats.First<Justification>(places)?.Val?.InnerText ?? "left", FirstLine = FirstLine(places),
            Before = Gap(spacing, s => s.BeforeAutoSpacing, s => s.Before), After = Gap(spacing, s => s.AfterAutoSpacing, s => s.After),
            LineSpacing = auto ? lineValue / 240 : null, ExactLine = auto ? null : lineValue / 20, NumberFormat = format, List = list, Lines = [.. DrawnLines.Of(paragraph, places, width)],
        });
    }

    private static double? WidthOf(TableCell cell) =>
        cell.TableCellProperties?.TableCellWidth is { } width && width.Type?.Value == TableWidthUnitValues.Dxa ? WordFormats.Points(width.Width?.Value) : null;

    private static double? TextWidth(SectionProperties? section) => section?.GetFirstChild<PageSize>()?.Width?.Value is { } page && section.GetFirstChild<PageMargin>() is { Left: not null, Right: not null } margin
        ? (page - margin.Left.Value - margin.Right.Value) / 20.0
        : null;

    // Spacing "auto" is Word's 14 points of a web page.
    private static double Gap(List<SpacingBetweenLines> spacing, Func<SpacingBetweenLines, OnOffValue?> auto, Func<SpacingBetweenLines, StringValue?> value) =>
        spacing.Select(auto).FirstOrDefault(a => a is not null) is { Value: true } ? 14 : WordFormats.Points(spacing.Select(value).FirstOrDefault(v => v is not null)?.Value);

    private static double FirstLine(IReadOnlyList<OpenXmlElement> places)
    {
        foreach (var indent in places.Select(p => p.GetFirstChild<Indentation>()).OfType<Indentation>())
        {
            if (indent.Hanging is not null) return -WordFormats.Points(indent.Hanging.Value);
            if (indent.FirstLine is not null) return WordFormats.Points(indent.FirstLine.Value);
        }
        return 0;
    }

    private WordRun RunOf(Run run, Paragraph paragraph)
    {
        var places = _formats.OfRun(run.RunProperties, paragraph);
        var text = string.Concat(run.ChildElements.Select(c => c switch
        {
            DocumentFormat.OpenXml.Wordprocessing.Text t => t.Text,
            TabChar => "\t",
            Break or CarriageReturn => "\n",
            NoBreakHyphen => "-",
            _ => "",
        }));
        if (WordFormats.Is<Caps>(places)) text = text.ToUpper(CultureInfo.InvariantCulture);
        var size = double.TryParse(WordFormats.First<FontSize>(places)?.Val?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var half) ? half / 2 : 10;
        var underline = WordFormats.First<Underline>(places)?.Val;
        return new WordRun(text, size, WordFormats.Is<Bold>(places), WordFormats.Is<Italic>(places), underline is not null && underline.InnerText != "none", _formats.Font(places),
            WordFormats.First<Color>(places)?.Val?.Value ?? "auto");
    }

    private void AddSection(SectionProperties? properties)
    {
        var (size, margin) = (properties?.GetFirstChild<PageSize>(), properties?.GetFirstChild<PageMargin>());
        var previous = _sections.Count > 0 ? _sections[^1] : null;
        WordMargin? Part<TReference>(HeaderFooterValues type) where TReference : HeaderFooterReferenceType =>
            properties?.Elements<TReference>().FirstOrDefault(r => (r.Type?.Value ?? HeaderFooterValues.Default) == type)?.Id?.Value is { } id && _main.TryGetPartById(id, out var part) ? MarginOf(part) : null;
        _sections.Add(new WordSection(
            Millimetres(size?.Width?.Value ?? 11906), Millimetres(size?.Height?.Value ?? 16838), Millimetres(margin?.Top?.Value ?? 1440), Millimetres(margin?.Bottom?.Value ?? 1440),
            Millimetres((margin?.Left?.Value ?? 1440) + (margin?.Gutter?.Value ?? 0)), Millimetres(margin?.Right?.Value ?? 1440),
            properties?.GetFirstChild<TitlePage>() is { } title && (title.Val is null || title.Val.Value), properties?.GetFirstChild<PageNumberType>()?.Start?.Value,
            // A section without a header of its own goes on with the one before.
            Part<HeaderReference>(HeaderFooterValues.Default) ?? previous?.Header, Part<HeaderReference>(HeaderFooterValues.First) ?? previous?.FirstHeader, Part<FooterReference>(HeaderFooterValues.Default) ?? previous?.Footer));
    }

    private WordMargin MarginOf(OpenXmlPart part)
    {
        if (part.RootElement is not { } root) return new WordMargin(false, "left", 0);
        foreach (var paragraph in root.Descendants<Paragraph>())
        {
            var numbered = paragraph.Descendants<FieldCode>().Any(f => IsPage(f.Text)) || paragraph.Descendants<SimpleField>().Any(f => IsPage(f.Instruction?.Value));
            if (!numbered) continue;
            var size = paragraph.Descendants<Run>().Select(r => RunOf(r, paragraph).Size).DefaultIfEmpty(0).Max();
            var framed = paragraph.ParagraphProperties?.GetFirstChild<FrameProperties>()?.XAlign?.InnerText;
            return new WordMargin(true, framed ?? WordFormats.First<Justification>(_formats.OfParagraph(paragraph))?.Val?.InnerText ?? "left", size);
        }
        return new WordMargin(false, "left", 0);
    }

    private static bool IsPage(string? code) => code?.TrimStart().StartsWith("PAGE", StringComparison.OrdinalIgnoreCase) == true && !code.Contains("PAGEREF", StringComparison.OrdinalIgnoreCase);

    private static double Millimetres(double twips) => twips * 25.4 / 1440;

    private static string Squeeze(string text) => string.Join(' ', text.Split([' ', '\n', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries));
}
