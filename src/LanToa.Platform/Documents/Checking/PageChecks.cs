namespace LanToa.Platform.Documents.Checking;

/// <summary>Paper, margins, font and colour, page numbers.</summary>
internal static class PageChecks
{
    private const double Millimetre = 1, Half = 0.5;

    // About what a page of a document holds: a shorter one may well have a single page and no number on it.
    private const int OnePage = 1500;

    public static IEnumerable<Difference> Of(DocumentMap map) =>
        map.View.Sections.SelectMany((s, n) => Paper(map, s, n).Concat(Margins(map, s, n))).Concat(Fonts(map)).Concat(PageNumbers(map));

    private static string Name(DocumentMap map, int section) => map.View.Sections.Count == 1 ? "Toàn văn bản" : $"Phần {section + 1} của văn bản";

    private static IEnumerable<Difference> Paper(DocumentMap map, WordSection section, int n)
    {
        var paper = map.Form.Paper;
        var (small, large) = (Math.Min(section.Width, section.Height), Math.Max(section.Width, section.Height));
        if (Math.Abs(small - paper.WidthMm) > Millimetre || Math.Abs(large - paper.HeightMm) > Millimetre)
            yield return new("page-size", $"Khổ giấy {Measure.Number(section.Width)} × {Measure.Number(section.Height)} mm; phải là A4 (210 × 297 mm).", Name(map, n), paper.Place);
        else if (section.Landscape && n == 0 && !map.IsAnnexAlone && !map.Main.Any(p => p.Section == 0 && p.Cell is { Columns: > 3 }))
            yield return new("orientation", "Trang nằm ngang; văn bản phải trình bày theo chiều dài của khổ A4, chỉ bảng biểu mới theo chiều rộng.", Name(map, n), map.Form.OrientationPlace);
    }

    private static IEnumerable<Difference> Margins(DocumentMap map, WordSection section, int n)
    {
        var rule = map.Form.Margins;
        // A page on its side is a page turned to the left or to the right: its margins turn with it.
        (double Value, double[] Range, string Name)[] upright = [(section.Top, rule.Top, "trên"), (section.Bottom, rule.Bottom, "dưới"), (section.Left, rule.Left, "trái"), (section.Right, rule.Right, "phải")];
        (double Value, double[] Range, string Name)[] turned = [(section.Top, rule.Left, "trên"), (section.Bottom, rule.Right, "dưới"), (section.Left, rule.Bottom, "trái"), (section.Right, rule.Top, "phải")];
        static bool Fits((double Value, double[] Range, string Name) m) => m.Value >= m.Range[0] - Half && m.Value <= m.Range[^1] + Half;
        if (section.Landscape && turned.All(Fits)) yield break;
        foreach (var margin in upright.Where(m => !Fits(m)))
            yield return new("margin", $"Lề {margin.Name} {Measure.Number(margin.Value)} mm; phải từ {Measure.Range(margin.Range)} mm.", Name(map, n), rule.Place);
    }

    private static IEnumerable<Difference> Fonts(DocumentMap map)
    {
        var font = map.Form.Font;
        var allowed = new HashSet<string>([font.Name, .. font.Substitutes], StringComparer.OrdinalIgnoreCase);
        foreach (var paragraph in map.Seen)
        {
            var runs = paragraph.Runs.Where(r => r.Text.Any(char.IsLetterOrDigit)).ToList();
            if (runs.Find(r => !allowed.Contains(r.Font)) is { } strange) yield return new("font", $"Phông chữ {strange.Font}; phải là {font.Name}.", paragraph.Where, font.Place);
            if (runs.Exists(r => r.Color is not ("auto" or "000000"))) yield return new("color", "Chữ có màu; văn bản phải in màu đen.", paragraph.Where, font.Place);
            if (runs.Exists(r => r.Text.Any(IsLegacy))) yield return new("encoding", "Chữ không phải Unicode dựng sẵn (TCVN 6909:2001); hãy chuyển mã rồi kiểm tra lại.", paragraph.Where, font.Place);
        }
    }

    // Marks typed apart from their letters (decomposed), or the private signs of old fonts.
    private static bool IsLegacy(char c) => c is >= '\u0300' and <= '\u0323' or >= '\ue000' and <= '\uf8ff';

    private static IEnumerable<Difference> PageNumbers(DocumentMap map)
    {
        var rule = map.Form["page-number"];
        for (var n = 0; n < map.View.Sections.Count; n++)
        {
            var section = map.View.Sections[n];
            var where = Name(map, n);
            if (section.Header is not { HasPageNumber: true } header)
            {
                if (section.Footer is { HasPageNumber: true }) yield return new("page-number-place", "Số trang đặt ở chân trang; phải canh giữa trong lề trên.", where, rule.Place);
                else if (map.Seen.Where(p => p.Section == n).Sum(p => p.Text.Length) > OnePage) yield return new("page-number-missing", "Chưa có số trang ở giữa lề trên, từ trang thứ hai.", where, rule.Place);
                continue;
            }
            if (header.Align != "center") yield return new("page-number-align", "Số trang phải canh giữa.", where, rule.Place);
            if (header.Size < rule.Sizes[0] || header.Size > rule.Sizes[^1]) yield return new("page-number-size", $"Số trang cỡ {Measure.Number(header.Size)}; phải là cỡ {Measure.Range(rule.Sizes)}.", where, rule.Place);
            // A later section that goes on counting has no first page of its own.
            if ((n == 0 || section.PageStart is not null) && (!section.FirstPageApart || section.FirstHeader is { HasPageNumber: true }))
                yield return new("page-number-first", "Trang thứ nhất hiện số trang; phải để trang thứ nhất không có số.", where, rule.Place);
        }
    }
}
