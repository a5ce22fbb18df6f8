using System.Text.RegularExpressions;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Kind and subject, legal grounds, the text.</summary>
internal static partial class TextChecks
{
    private const double PointsPerCm = 72 / 2.54;

    // Shorter ones end before the margin, whatever their alignment.
    private const int OneLine = 90;

    public static IEnumerable<Difference> Of(DocumentMap map) => Title(map).Concat(Bases(map)).Concat(Body(map)).Concat(End(map));

    private static IEnumerable<Difference> Title(DocumentMap map)
    {
        if (map.Kind is not { } kind)
        {
            if (map.LetterSubject is { } letter)
                foreach (var d in Measure.Element(map, "letter-subject", letter)) yield return d;
            else yield return new("kind-missing", "Không có tên loại văn bản (KẾ HOẠCH, BÁO CÁO…) và cũng không có trích yếu công văn (V/v …).", "Dưới phần đầu văn bản", map.Form["kind"].Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "kind", kind)) yield return d;
        if (map.Subject is not [.., var last])
        {
            yield return new("subject-missing", "Dưới tên loại phải có trích yếu nội dung.", kind.Where, map.Form["subject"].Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "subject", map.Subject)) yield return d;
        var lines = map.LinesUnder(last);
        if (last.Runs.Any(r => r.Underlined)) yield return new("subject-line", "Dưới trích yếu là đường kẻ ngang, không gạch chân chữ.", last.Where, map.Form["subject"].Place);
        else if (lines.Count == 0) yield return new("subject-line", "Dưới trích yếu phải có đường kẻ ngang dài từ 1/3 đến 1/2 dòng chữ.", last.Where, map.Form["subject"].Place);
    }

    private static IEnumerable<Difference> Bases(DocumentMap map)
    {
        var rule = map.Form["basis"];
        foreach (var d in Measure.Element(map, "basis", map.Bases)) yield return d;
        for (var n = 0; n < map.Bases.Count; n++)
        {
            var (basis, last) = (map.Bases[n], n == map.Bases.Count - 1);
            if (!last && !basis.Text.EndsWith(';')) yield return new("basis-mark", "Mỗi căn cứ kết thúc bằng dấu chấm phẩy (;).", basis.Where, rule.Place);
            else if (last && !basis.Text.EndsWith('.')) yield return new("basis-last-mark", "Căn cứ cuối cùng kết thúc bằng dấu chấm (.).", basis.Where, rule.Place);
        }
    }

    private static IEnumerable<Difference> Body(DocumentMap map)
    {
        var (rule, body) = (map.Form["body"], map.Form.Body);
        // The end of a decision's opening ("QUYẾT ĐỊNH:") and headings over the middle are set apart.
        var text = map.Body.Where(p => p.Align != "center").ToList();
        foreach (var paragraph in text)
        {
            var runs = paragraph.Runs.Where(r => r.Text.Any(char.IsLetterOrDigit)).ToList();
            if (runs.Exists(r => r.Size < rule.Sizes[0] - 0.26 || r.Size > rule.Sizes[^1] + 0.26))
                yield return new("body-size", $"Nội dung: cỡ chữ phải từ {Measure.Range(rule.Sizes)}.", paragraph.Where, rule.Place);
            if (paragraph.Text.Length > OneLine && paragraph.Align is not ("both" or "distribute")) yield return new("body-align", "Nội dung phải canh đều cả hai lề.", paragraph.Where, rule.Place);
            if (paragraph.Text.Length > OneLine && !paragraph.Text.StartsWith("Kính gửi", StringComparison.Ordinal) && !body.FirstLineCm.Any(cm => Math.Abs(paragraph.FirstLine - (cm * PointsPerCm)) < 1))
                yield return new("body-indent", $"Đầu đoạn phải lùi vào {string.Join(" hoặc ", body.FirstLineCm.Select(Measure.Number))} cm.", paragraph.Where, rule.Place);
            if (paragraph.Before + paragraph.After < body.MinGapPt - 0.1 && Gap(map, paragraph) < body.MinGapPt - 0.1)
                yield return new("body-gap", $"Khoảng cách giữa các đoạn phải từ {Measure.Number(body.MinGapPt)} pt trở lên.", paragraph.Where, rule.Place);
            if (IsTight(paragraph, runs, body)) yield return new("body-line-spacing", "Khoảng cách dòng phải từ dòng đơn đến 1,5 dòng.", paragraph.Where, rule.Place);
        }
    }

    private static double Gap(DocumentMap map, WordParagraph paragraph) => map.View.Paragraphs.ElementAtOrDefault(paragraph.Number) is { } next ? paragraph.After + next.Before : double.MaxValue;

    private static bool IsTight(WordParagraph paragraph, List<WordRun> runs, BodyRule body)
    {
        if (paragraph.LineSpacing is { } lines) return lines < body.LineSpacing[0] - 0.01 || lines > body.LineSpacing[^1] + 0.01;
        var size = runs.Select(r => r.Size).DefaultIfEmpty(0).Max();
        // A single line of this font is 1.15 times its size.
        return paragraph.ExactLine is { } exact && (exact < size || exact > size * 1.15 * (body.LineSpacing[^1] + 0.05));
    }

    private static IEnumerable<Difference> End(DocumentMap map)
    {
        if (map.Body.Count == 0 || map.Body[^1] is not { } last || map.Recipients is null && map.Authority.Count == 0) yield break;
        if (map.Body.FirstOrDefault(p => p != last && Ended().IsMatch(p.Text)) is { } early) yield return new("end-mark-early", "Dấu “./.” chỉ đặt ở cuối nội dung; sau đó văn bản còn nội dung khác.", early.Where, map.Form.Places["end"]);
        if (!Ended().IsMatch(last.Text)) yield return new("end-mark", "Nội dung kết thúc bằng dấu “./.”.", last.Where, map.Form.Places["end"]);
    }

    [GeneratedRegex(@"\./\.\s*$")]
    private static partial Regex Ended();
}
