using System.Text.RegularExpressions;
using LanToa.Platform.Text;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Who signs and who receives.</summary>
internal static partial class ClosingChecks
{
    public static IEnumerable<Difference> Of(DocumentMap map) => Signature(map).Concat(Recipients(map));

    private static IEnumerable<Difference> Signature(DocumentMap map)
    {
        var rule = map.Form["authority"];
        if (map.Authority is not [_, ..] lines)
        {
            yield return new("signature-missing", "Không có quyền hạn, chức vụ của người ký (in hoa, đậm).", "Cuối văn bản", rule.Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "authority", lines)) yield return d;
        foreach (var line in lines.Where(l => Abbreviated().IsMatch(l.Text)))
            yield return new("signature-abbreviation", "Chữ viết tắt quyền hạn ghi TM., KT., TL., TUQ., Q. (có dấu chấm, cách chữ sau).", line.Where, rule.Place);
        if (lines.FirstOrDefault(l => l.Text.StartsWith("KT.", StringComparison.Ordinal)) is { } acting && !lines.Any(l => l.Number > acting.Number))
            yield return new("signature-deputy", "Sau “KT.” phải có dòng chức vụ của cấp phó ký thay.", acting.Where, rule.Place);
        if (map.Signer is not { } signer) yield break;
        foreach (var d in Measure.Element(map, "signer", signer)) yield return d;
        if (Degree().IsMatch(signer.Text)) yield return new("signer-degree", "Trước họ tên người ký không ghi học hàm, học vị, danh hiệu.", signer.Where, map.Form["signer"].Place);
    }

    private static IEnumerable<Difference> Recipients(DocumentMap map)
    {
        var rule = map.Form["recipient"];
        if (map.Recipients is not { } word)
        {
            yield return new("recipients-missing", "Không có “Nơi nhận:”.", "Cuối văn bản", map.Form["recipients"].Place);
            yield break;
        }
        foreach (var d in Measure.Element(map, "recipients", word)) yield return d;
        if (word.Text != "Nơi nhận:") yield return new("recipients-word", "Phải ghi “Nơi nhận:” trên một dòng riêng, có dấu hai chấm.", word.Where, map.Form["recipients"].Place);
        foreach (var d in Measure.Element(map, "recipient", map.RecipientList)) yield return d;
        if (map.RecipientList is not [.., var last])
        {
            yield return new("recipient-missing", "Dưới “Nơi nhận:” chưa có nơi nào.", word.Where, rule.Place);
            yield break;
        }
        foreach (var line in map.RecipientList)
        {
            if (!line.Text.StartsWith('-') && line.NumberFormat != "bullet") yield return new("recipient-dash", "Mỗi nơi nhận một dòng, đầu dòng có gạch đầu dòng (-).", line.Where, rule.Place);
            if (line != last && !line.Text.EndsWith(';')) yield return new("recipient-mark", "Cuối mỗi dòng nơi nhận là dấu chấm phẩy (;).", line.Where, rule.Place);
        }
        if (!Folding.Fold(last.Text).Contains("luu:", StringComparison.Ordinal)) yield return new("recipient-file", "Dòng cuối phải là “- Lưu: VT, …”.", last.Where, rule.Place);
        else if (!last.Text.EndsWith('.')) yield return new("recipient-last-mark", "Dòng “Lưu” kết thúc bằng dấu chấm (.).", last.Where, rule.Place);
    }

    [GeneratedRegex(@"^(T/M|K/T|T/L|TUQ |TM |KT |TL |TM:|(TM|KT|TL|TUQ)\.\S)")]
    private static partial Regex Abbreviated();

    [GeneratedRegex(@"^(PGS|GS|TS|ThS|Ths|BS|KS|CN|NGƯT|NSƯT|Bác sĩ|Tiến sĩ|Thạc sĩ)\b")]
    private static partial Regex Degree();
}
