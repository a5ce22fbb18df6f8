using System.Text.RegularExpressions;
using LanToa.Platform.Documents;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>A report as a document to sign (Nghị định 30/2020/NĐ-CP), with its tables as a landscape annex. Made from what was frozen alone: the same sending gives the same bytes.</summary>
public static partial class ReportDocument
{
    public static OfficialDocument Of(ReportContent content, DateOnly day)
    {
        var head = content.Head;
        var rows = content.Rows.Where(r => !IsWords(r)).ToList();
        var body = new List<DocumentBlock>();
        // A section of figures alone stands in the annex; the others keep their numbers where none is left out.
        var worded = content.Sections.Where(s => !IsFigures(s)).ToList();
        foreach (var section in worded)
        {
            var (label, title) = Label(section.Title);
            body.Add(new HeadingBlock(1, worded.Count == content.Sections.Count ? label : null, title));
            var begun = body.Count;
            foreach (var paragraph in section.Blocks.Select(b => b.Paragraph).OfType<ContentParagraph>()) body.AddRange(Lines(paragraph.Text).Select(p => new ParagraphBlock(p)));
            foreach (var row in section.Blocks.SelectMany(b => b.Rows).Where(IsWords)) body.AddRange(Answers(content, row));
            if (body.Count == begun && section.Blocks.Any(b => b.Rows.Count > 0)) body.Add(new ParagraphBlock("Chưa có nội dung báo cáo."));
        }
        body.Insert(0, new ParagraphBlock($"{head?.Name ?? content.UnitName} báo cáo {Subject(content)}{(rows.Count == 0 ? " như sau:" : worded.Count == 0 ? "; số liệu chi tiết tại phụ lục kèm theo." : " như sau (số liệu chi tiết tại phụ lục kèm theo):")}"));
        if (content.Missing.Count > 0) body.Add(new ParagraphBlock($"Số liệu tổng hợp từ {VietnameseFormat.Number(content.Parts.Count)}/{VietnameseFormat.Number(content.Parts.Count + content.Missing.Count)} đơn vị đã được chấp nhận báo cáo."));
        return new OfficialDocument
        {
            Superior = head?.Superior ?? [], Issuer = head?.Issuer ?? [content.UnitName], IssuerName = head?.Name ?? content.UnitName, Symbol = $"BC-{head?.Letters ?? "…"}", Place = head?.Place ?? "…", Year = day.Year,
            Kind = "Báo cáo", Subject = Capital(Subject(content)) + (content.Addendum is { } added ? $" (bổ sung lần {VietnameseFormat.Number(added.Number)})" : ""), Addressees = content.OnlyParts ? [] : [content.Addressee], Body = body,
            Signature = new DocumentSignature(head?.Authority ?? [], head?.Position ?? "Thủ trưởng đơn vị", null), Recipients = [.. content.OnlyParts ? (string[])[] : ["Như trên"], .. content.Final is { } final ? [final] : (string[])[], "Lưu: VT"],
            Annexes = [.. rows.Count == 0 ? (DocumentAnnex[])[] : [new DocumentAnnex($"Số liệu {content.PeriodName}", [.. Estimates(content), Table(content)], Landscape: true)], .. content.Addendum is { } addendum ? (DocumentAnnex[])[Added(addendum)] : []],
        };

        bool IsFigures(ContentSection section) => section.Blocks.Any(b => b.Rows.Any(r => !IsWords(r))) && section.Blocks.All(b => b.Paragraph is null && b.Rows.Where(IsWords).All(r => !Answers(content, r).Any()));
    }

    private static bool IsWords(ContentRow row) => row.Aggregation == Aggregation.Text;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>
    /// What is answered in words stands in the text, unit by unit where it comes from several: a column of numbers is too narrow for it. What nobody answered is left out: that there is nothing is theirs to say.
    /// </summary>
    private static IEnumerable<DocumentBlock> Answers(ReportContent content, ContentRow row)
    {
        var said = content.Parts.Zip(row.Parts, (p, f) => (p.Unit, f.Text)).Prepend((content.UnitName, row.Own.Text)).Select(s => (Unit: s.Item1, Lines: Lines(s.Item2 ?? ""))).Where(s => s.Lines.Length > 0).ToList();
        return said switch
        {
            [] => [],
            [(_, [var only])] when content.Parts.Count == 0 => [new ParagraphBlock($"{row.Name}: {Ended(only)}")],
            [(_, var lines)] when content.Parts.Count == 0 => [new ParagraphBlock($"{row.Name}:"), .. lines.Select(l => new ParagraphBlock(l))],
            _ => [new ParagraphBlock($"{row.Name}:"), .. said.SelectMany(s => s.Lines is [var line] ? [$"- {s.Unit}: {Ended(line)}"] : (IEnumerable<string>)[$"- {s.Unit}:", .. s.Lines.Select(l => $"+ {l.TrimStart('-', '–', '+', '•', ' ')}")]).Select(l => new ParagraphBlock(l))],
        };
    }

    private static string Ended(string line) => line.TrimEnd('.', ';') + ".";

    /// <summary>What the sending says otherwise than the one that was accepted before.</summary>
    private static DocumentAnnex Added(ContentAddendum addendum) => new($"Phụ lục bổ sung lần {VietnameseFormat.Number(addendum.Number)}",
    [
        new ParagraphBlock($"Báo cáo được mở lại để bổ sung, điều chỉnh. Lý do: {addendum.Reason.TrimEnd('.')}. Các nội dung khác với bản gửi lần {VietnameseFormat.Number(addendum.Of)} như sau:"),
        addendum.Lines.Count == 0 ? new ParagraphBlock("Không có số liệu thay đổi.")
            : new TableBlock([new("TT", 6, Centred: true), new("Chỉ tiêu", 46), new("Đơn vị tính", 14, Centred: true), new("Đã báo cáo", 17, Centred: true), new("Nay báo cáo", 17, Centred: true)],
                [.. addendum.Lines.Select((l, n) => (IReadOnlyList<string>)[VietnameseFormat.Number(n + 1), l.Name, l.Unit, l.Before, l.After])]),
        .. addendum.Paragraphs.Count == 0 ? (DocumentBlock[])[] : [new ParagraphBlock($"Lời báo cáo thay đổi ở {VietnameseFormat.Number(addendum.Paragraphs.Count)} đoạn, xem trong báo cáo.")],
    ]);

    /// <summary>By which rule each estimate stands, so that a reader need not ask.</summary>
    private static IEnumerable<DocumentBlock> Estimates(ReportContent content)
    {
        if (!content.HasEstimate) return [];
        if (content.OnlyParts) return [new ParagraphBlock("Cùng kỳ năm trước, ước cả năm: cộng số của các đơn vị đã được chấp nhận; để trống ở chỉ tiêu mà còn đơn vị chưa có số.")];
        var byHand = content.Rows.Where(r => r.IsEstimateGiven).Select(r => r.Name).ToList();
        return [new ParagraphBlock($"Ước cả năm: số lũy kế chia cho số tháng đã qua, nhân 12{YearColumns.HowSums(content)}{(byHand.Count > 0 ? $"; riêng {string.Join(", ", byHand)} do đơn vị ước" : "")}.")];
    }

    private static string Subject(ReportContent content)
    {
        const string Report = "Báo cáo ";
        // "Biểu 1. Công tác chỉ đạo": what it is, and the number of the form behind it.
        var (form, title) = Numbered().Match(content.FormName) is { Success: true } numbered ? (numbered.Groups[1].Value, numbered.Groups[2].Value) : (null, content.FormName);
        var name = title.StartsWith(Report, StringComparison.Ordinal) ? title[Report.Length..] : SendReport.Lowered(title);
        return $"{name} {content.PeriodName}{(form is null ? "" : $" ({form})")}";
    }

    // "Biểu 1", "Mẫu số 01/BC-CCHC", "Phụ lục IIa"; no point in a free subject ("tại TP. Huế") parts it.
    [GeneratedRegex(@"^((?:Biểu(?: mẫu)?|Mẫu(?: biểu)?|Phụ lục)(?: số)? (?:[0-9]+[0-9A-Za-zĐđ./-]*|[IVX]+[a-z]?))\. (.+)$")]
    private static partial Regex Numbered();

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    internal static (string? Label, string Title) Label(string title) => title.Split(' ', 2) is [var label, var rest] && label.EndsWith('.') ? (label, rest) : (null, title);

    private static TableBlock Table(ReportContent content)
    {
        var below = content.Parts.Count > 0;
        DocumentColumn?[] columns =
        [
            new("TT", 5, Centred: true), new("Chỉ tiêu", 40), new("Đơn vị tính", 12, Centred: true), below && !content.OnlyParts ? new("Của đơn vị", 10, Centred: true) : null, new(content.OnlyParts ? "Cộng các đơn vị" : "Kỳ này", 11, Centred: true), content.HasCumulative ? new("Lũy kế từ đầu năm", 11, Centred: true) : null, content.OnlyParts ? null : new("Kỳ trước", 11, Centred: true),
            content.HasLastYear ? new("Cùng kỳ năm trước", 11, Centred: true) : null, content.HasLastYear ? new("So với cùng kỳ", 13, Centred: true) : null, content.HasEstimate ? new("Ước cả năm", 11, Centred: true) : null,
        ];
        var (lines, headings, n) = (new List<IReadOnlyList<string>>(), new List<int>(), 0);
        foreach (var section in content.Sections)
        {
            var here = section.Blocks.SelectMany(b => b.Rows).Where(r => !IsWords(r)).ToList();
            if (here.Count == 0) continue;
            if (content.Sections.Count > 1)
            {
                var (label, title) = Label(section.Title);
                headings.Add(lines.Count);
                lines.Add([label?.TrimEnd('.') ?? "", title]);
            }
            lines.AddRange(here.Select(r => Cells(r, ++n)));
        }
        return new TableBlock([.. columns.OfType<DocumentColumn>()], lines) { Headings = headings };

        IReadOnlyList<string> Cells(ContentRow r, int at) =>
        [
            .. ((string?[])
            [
                VietnameseFormat.Number(at), r.PartOf is null ? r.Name : $"– {r.Name}", r.Unit, below && !content.OnlyParts ? r.OwnWords : null, r.TotalWords, content.HasCumulative ? r.CumulativeWords : null,
                content.OnlyParts ? null : r.PreviousWords,
                content.HasLastYear ? r.LastYearWords : null, content.HasLastYear ? Narrative.Change(r) : null, content.HasEstimate ? r.EstimateWords : null,
            ]).OfType<string>(),
        ];
    }
}
