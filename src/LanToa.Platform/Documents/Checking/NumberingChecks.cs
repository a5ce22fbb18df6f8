using System.Text.RegularExpressions;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Labels in their order: Roman for parts, Arabic for items, Vietnamese letters for points (đ after d, no f j w z).</summary>
internal static partial class NumberingChecks
{
    public static IEnumerable<Difference> Of(DocumentMap map) => Typed(map).Concat(Automatic(map));

    private static IEnumerable<Difference> Typed(DocumentMap map)
    {
        var place = map.Form.Places["numbering"];
        var (roman, digit, letter) = (0, 0, -1);
        foreach (var paragraph in map.Body)
        {
            var match = Label().Match(paragraph.Text);
            if (!match.Success) continue;
            if (match.Groups["r"].Value is { Length: > 0 } r && (r.Length > 1 || r is "I" or "V" or "X"))
            {
                if (r != "I" && r != OfficialText.Roman(roman + 1)) yield return new("numbering", $"Số thứ tự {r} không nối tiếp: sau {(roman == 0 ? "đầu văn bản" : OfficialText.Roman(roman))} phải là {OfficialText.Roman(roman + 1)}.", paragraph.Where, place);
                roman = Value(r);
                (digit, letter) = (0, -1);
            }
            else if (match.Groups["n"].Value is { Length: > 0 } n && int.TryParse(n, out var value))
            {
                if (value != 1 && value != digit + 1) yield return new("numbering", $"Số thứ tự {value} không nối tiếp: sau {digit} phải là {digit + 1}.", paragraph.Where, place);
                (digit, letter) = (value, -1);
            }
            else if (match.Groups["a"].Value is { Length: > 0 } a)
            {
                var at = OfficialText.PointLetters.IndexOf(a, StringComparison.Ordinal);
                if (at < 0) yield return new("point-letter", $"Điểm “{a})”: thứ tự các điểm dùng bảng chữ cái tiếng Việt, không có f, j, w, z.", paragraph.Where, map.Form.Places["points"]);
                else if (at != 0 && at != letter + 1)
                    yield return new("point-letter", $"Điểm “{a})” không nối tiếp: sau {(letter < 0 ? "phần mở đầu" : OfficialText.PointLetters[letter] + ")")} phải là {OfficialText.Point(letter + 1)}).", paragraph.Where, map.Form.Places["points"]);
                letter = at < 0 ? letter + 1 : at;
            }
        }
    }

    // Word's own letters are English: its fifth is e, where a Vietnamese list has đ.
    private static IEnumerable<Difference> Automatic(DocumentMap map) => map.Body.Where(p => p.NumberFormat == "lowerLetter" && p.List is not null).GroupBy(p => p.List).Where(list => list.Count() > 4)
        .Select(list => new Difference("point-letter", "Danh sách đánh chữ tự động của Word bỏ qua chữ đ (a, b, c, d, e); hãy gõ a) b) c) d) đ) bằng tay.", list.ElementAt(4).Where, map.Form.Places["points"]));

    private static int Value(string roman) => Enumerable.Range(1, 400).FirstOrDefault(n => OfficialText.Roman(n) == roman);

    [GeneratedRegex(@"^(?:(?<r>[IVXLC]+)[.)]\s|Điều (?<n>\d+)\.|(?<n>\d+)[.)]\s(?!\d)|(?<a>[a-zđ])\)\s)")]
    private static partial Regex Label();
}
