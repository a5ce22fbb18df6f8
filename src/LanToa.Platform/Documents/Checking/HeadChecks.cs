using System.Text.RegularExpressions;
using LanToa.Platform.Documents.Writing;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Nation and motto, bodies, number and symbol, place and date.</summary>
internal static partial class HeadChecks
{
    public static IEnumerable<Difference> Of(DocumentMap map) => Nation(map).Concat(Motto(map)).Concat(Issuer(map)).Concat(NumberLine(map)).Concat(PlaceDate(map));

    private static IEnumerable<Difference> Nation(DocumentMap map)
    {
        var rule = map.Form["nation"];
        if (map.Nation is not { } nation) return [new("nation-missing", $"Không có Quốc hiệu “{map.Form.Nation}”.", "Đầu văn bản", rule.Place)];
        var found = Measure.Element(map, "nation", nation);
        if (!string.Equals(nation.Text, map.Form.Nation, StringComparison.OrdinalIgnoreCase)) found = found.Append(new("nation-wording", $"Quốc hiệu phải ghi đúng “{map.Form.Nation}”.", nation.Where, rule.Place));
        if (nation.Cell is not { Column: > 0 }) found = found.Append(new("head-layout", "Quốc hiệu, Tiêu ngữ phải đứng bên phải, ngang với tên cơ quan ban hành (thường là bảng hai cột không kẻ khung).", nation.Where, rule.Place));
        return found;
    }

    private static IEnumerable<Difference> Motto(DocumentMap map)
    {
        var rule = map.Form["motto"];
        if (map.Motto is not { } motto)
        {
            yield return new("motto-missing", $"Không có Tiêu ngữ “{map.Form.Motto}”.", "Đầu văn bản", rule.Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "motto", motto)) yield return d;
        if (motto.Text != map.Form.Motto) yield return new("motto-wording", $"Tiêu ngữ phải ghi đúng “{map.Form.Motto}”: chữ đầu mỗi cụm viết hoa, gạch nối có cách chữ.", motto.Where, rule.Place);
        if (motto.Runs.Any(r => r.Underlined)) yield return new("motto-line", "Dưới Tiêu ngữ là đường kẻ ngang, không gạch chân chữ.", motto.Where, rule.Place);
        else if (map.LinesUnder(motto) is not [_, ..] lines) yield return new("motto-line", "Dưới Tiêu ngữ phải có đường kẻ ngang dài bằng dòng chữ.", motto.Where, rule.Place);
        else if (Share(lines, motto) is { } share && share is < 0.85 or > 1.15) yield return new("motto-line", "Đường kẻ dưới Tiêu ngữ phải dài bằng dòng chữ.", motto.Where, rule.Place);
    }

    private static IEnumerable<Difference> Issuer(DocumentMap map)
    {
        var rule = map.Form["issuer"];
        if (map.Nation?.Cell is not { Column: > 0 }) yield break;
        if (map.IssuerCell.Count == 0)
        {
            yield return new("issuer-missing", "Không có tên cơ quan ban hành ở bên trái Quốc hiệu.", "Đầu văn bản", rule.Place);
            yield break;
        }
        var bold = map.IssuerCell.SkipWhile(p => !p.Runs.Any(r => r.Bold)).ToList();
        if (bold.Count == 0) yield return new("issuer-bold", "Tên cơ quan ban hành phải in đậm; tên cơ quan chủ quản không in đậm.", map.IssuerCell[^1].Where, rule.Place);
        foreach (var d in Measure.Element(map, "issuer", bold).Concat(Measure.Element(map, "superior", map.IssuerCell.Take(map.IssuerCell.Count - bold.Count)))) yield return d;
        var last = map.IssuerCell[^1];
        var lines = map.LinesUnder(last);
        if (last.Runs.Any(r => r.Underlined)) yield return new("issuer-line", "Dưới tên cơ quan ban hành là đường kẻ ngang, không gạch chân chữ.", last.Where, rule.Place);
        else if (lines.Count == 0) yield return new("issuer-line", "Dưới tên cơ quan ban hành phải có đường kẻ ngang dài từ 1/3 đến 1/2 dòng chữ.", last.Where, rule.Place);
        else if (bold.Count > 0 && bold.Min(p => Share(lines, p)) is { } least && bold.Max(p => Share(lines, p)) is { } most && (most < map.Form.Lines.Share[0] - 0.04 || least > map.Form.Lines.Share[^1] + 0.06))
            yield return new("issuer-line", "Đường kẻ dưới tên cơ quan ban hành phải dài từ 1/3 đến 1/2 dòng chữ.", last.Where, rule.Place);
    }

    /// <summary>The line's length as a share of the text; null where one of them cannot be told.</summary>
    internal static double? Share(IReadOnlyList<DrawnLine> lines, WordParagraph text)
    {
        if (lines.FirstOrDefault(l => l.Length is > 0)?.Length is not { } length || text.Runs.Count == 0) return null;
        var width = TextWidth.Of(text.Text, text.Runs[0].Size, text.Runs[0].Bold);
        return width > 0 ? length / width : null;
    }

    private static IEnumerable<Difference> NumberLine(DocumentMap map)
    {
        var rule = map.Form["number"];
        if (map.NumberLine is not { } line)
        {
            yield return new("number-missing", "Không có dòng “Số: …/…” dưới tên cơ quan ban hành.", "Đầu văn bản", rule.Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "number", line)) yield return d;
        if (!line.Text.StartsWith("Số:", StringComparison.Ordinal)) yield return new("number-word", "Phải ghi “Số:”, có dấu hai chấm.", line.Where, rule.Place);
        var number = Number().Match(line.Text);
        if (number.Groups["n"].Value is [>= '1' and <= '9']) yield return new("number-zero", $"Số nhỏ hơn 10 phải thêm số 0 phía trước: 0{number.Groups["n"].Value}.", line.Where, rule.Place);
        if (Spaced().IsMatch(line.Text)) yield return new("number-spaces", "Giữa số, dấu gạch chéo và các nhóm chữ của ký hiệu không có cách chữ.", line.Where, rule.Place);
        var symbol = Symbol().Match(line.Text).Groups[1].Value.Trim();
        if (symbol.Length == 0) yield return new("number-symbol", "Chưa có ký hiệu sau dấu gạch chéo, như /KH-UBND.", line.Where, rule.Place);
        else if (map.Kind is { } kind && map.Form.AbbreviationOf(kind.Text) is { } expected && symbol.Split('-')[0].Trim() != expected)
            yield return new("number-symbol", $"Ký hiệu của {kind.Text.ToLowerInvariant()} phải bắt đầu bằng {expected}-.", line.Where, "Phụ lục III, Mục I");
    }

    private static IEnumerable<Difference> PlaceDate(DocumentMap map)
    {
        var rule = map.Form["place-date"];
        if (map.PlaceDate is not { } line)
        {
            yield return new("date-missing", "Không có địa danh và thời gian ban hành (ngày … tháng … năm …).", "Đầu văn bản", rule.Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "place-date", line)) yield return d;
        var date = Date().Match(line.Text);
        if (!date.Success)
        {
            yield return new("date-form", "Thời gian phải viết đầy đủ: “địa danh, ngày 05 tháng 02 năm 2026”.", line.Where, rule.Place);
            yield break;
        }
        if (!Comma().IsMatch(line.Text)) yield return new("date-comma", "Sau địa danh phải có dấu phẩy.", line.Where, rule.Place);
        if (date.Groups["d"].Value is [>= '1' and <= '9']) yield return new("date-zero", $"Ngày nhỏ hơn 10 phải thêm số 0: ngày 0{date.Groups["d"].Value}.", line.Where, rule.Place);
        if (date.Groups["m"].Value is "1" or "2") yield return new("date-zero", $"Tháng 1, 2 phải thêm số 0: tháng 0{date.Groups["m"].Value}.", line.Where, rule.Place);
        if (char.IsLower(line.Text[0])) yield return new("date-place", "Chữ đầu của địa danh phải viết hoa.", line.Where, rule.Place);
    }

    [GeneratedRegex(@"^S\p{L}\s*:?\s*(?<n>\d*)")]
    private static partial Regex Number();

    // A number to come leaves a gap before the stroke; letters and digits stand close.
    [GeneratedRegex(@"\d\s+/|/\s+\p{L}|\p{L}\s*-\s+\p{L}|\p{L}\s+-\s*\p{L}")]
    private static partial Regex Spaced();

    [GeneratedRegex(@"/\s*([\p{L}\d\s-]+)$")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"ngày\s*(?<d>[\d.…_]*)\s*tháng\s*(?<m>[\d.…_]*)\s*năm\s*(?<y>[\d.…_]*)")]
    private static partial Regex Date();

    [GeneratedRegex(@"^[^,]+,\s*ngày")]
    private static partial Regex Comma();
}
