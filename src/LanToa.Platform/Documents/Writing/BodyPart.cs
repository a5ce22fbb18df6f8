using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace LanToa.Platform.Documents.Writing;

/// <summary>The text itself, and what closes it: recipients and signature.</summary>
internal static class BodyPart
{
    /// <summary>The blocks; <paramref name="ended"/>: the last words end "./." and stay with what follows.</summary>
    public static IEnumerable<OpenXmlElement> Of(IReadOnlyList<DocumentBlock> blocks, Page page, bool ended)
    {
        for (var n = 0; n < blocks.Count; n++)
        {
            var last = ended && n == blocks.Count - 1;
            yield return blocks[n] switch
            {
                HeadingBlock heading => Pieces.Text(Styles.HeadingId(heading.Level), Labelled(heading.Label, heading.Text)),
                ParagraphBlock paragraph => Pieces.Text(Styles.IdOf("body"), Labelled(paragraph.Label, last ? OfficialText.Ended(paragraph.Text) : OfficialText.GoingOn(paragraph.Text)), keepNext: last),
                TableBlock table => Ruled(table, page),
                _ => throw new NotSupportedException($"No way to write a {blocks[n].GetType().Name}."),
            };
            if (blocks[n] is TableBlock) yield return Pieces.Text(Styles.Line, "");
        }
    }

    /// <summary>Recipients on the left, signature on the right, never on two pages.</summary>
    public static IEnumerable<OpenXmlElement> Closing(OfficialDocument document, Page page)
    {
        if (document.Signature is null && document.Recipients.Count == 0) yield break;
        List<OpenXmlElement> left = [];
        if (document.Recipients.Count > 0) left.Add(Pieces.Element("recipients", "Nơi nhận:"));
        foreach (var (recipient, n) in document.Recipients.Select((r, n) => (r, n)))
            left.Add(Pieces.Text(Styles.IdOf("recipient"), $"- {OfficialText.WithoutEnd(recipient)}{(n == document.Recipients.Count - 1 ? "." : ";")}", new Indentation { Right = "120" }));
        List<OpenXmlElement> right = [];
        if (document.Signature is { } signature)
        {
            foreach (var line in signature.Authority) right.Add(Pieces.Element("authority", line.ToUpperInvariant()));
            right.Add(Pieces.Element("authority", signature.Position.ToUpperInvariant()));
            var name = Pieces.Element("signer", signature.Name ?? "");
            // Room for the signature and the seal.
            name.ParagraphProperties!.Append(new SpacingBetweenLines { Before = "1500" });
            right.Add(name);
        }
        if (left.Count == 0) left.Add(Pieces.Element("recipient", ""));
        if (right.Count == 0) right.Add(Pieces.Element("signer", ""));
        yield return Pieces.Text(Styles.Line, "", keepNext: true);
        var width = page.TextWidth * 9 / 20;
        yield return Pieces.Frame([width, page.TextWidth - width], [[.. left], [.. right]]);
    }

    private static string Labelled(string? label, string text) => string.IsNullOrEmpty(label) ? text : text.Length == 0 ? label : $"{label} {text}";

    private static Table Ruled(TableBlock block, Page page)
    {
        var shares = block.Columns.Sum(c => c.Share);
        var widths = block.Columns.Select(c => (int)(page.TextWidth * c.Share / shares)).ToArray();
        widths[^1] += page.TextWidth - widths.Sum();
        var table = new Table(
            new TableProperties(
                new TableWidth { Width = Pieces.Number(page.TextWidth), Type = TableWidthUnitValues.Dxa }, new TableIndentation { Width = 0, Type = TableWidthUnitValues.Dxa },
                new TableBorders(Line<TopBorder>(), Line<LeftBorder>(), Line<BottomBorder>(), Line<RightBorder>(), Line<InsideHorizontalBorder>(), Line<InsideVerticalBorder>()),
                new TableLayout { Type = TableLayoutValues.Fixed },
                new TableCellMarginDefault(new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa })),
            new TableGrid(widths.Select(w => new GridColumn { Width = Pieces.Number(w) })));
        table.Append(Row(block.Columns.Select((c, n) => Cell(c.Head, widths[n], Styles.CellHead, centred: true)), head: true));
        foreach (var (row, at) in block.Rows.Select((r, n) => (r, n)))
            table.Append(Row(block.Columns.Select((c, n) => Cell(n < row.Count ? row[n] : "", widths[n], block.Headings.Contains(at) ? Styles.CellBold : Styles.Cell, c.Centred)), head: false));
        return table;
    }

    private static TBorder Line<TBorder>() where TBorder : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };

    private static TableRow Row(IEnumerable<TableCell> cells, bool head)
    {
        var properties = new TableRowProperties(new CantSplit());
        if (head) properties.Append(new TableHeader());
        return new TableRow([properties, .. cells]);
    }

    private static TableCell Cell(string text, int width, string style, bool centred)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = Pieces.Number(width), Type = TableWidthUnitValues.Dxa });
        if (centred) properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        var cell = new TableCell(properties);
        foreach (var line in text.Split('\n'))
        {
            var paragraph = Pieces.Text(style, line);
            if (centred && style != Styles.CellHead) paragraph.ParagraphProperties!.Append(new Justification { Val = JustificationValues.Center });
            cell.Append(paragraph);
        }
        return cell;
    }
}
