using System.Text;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Reports;

/// <summary>What a paragraph of the narrative may bind into its text, and how it is written.</summary>
public static class Narrative
{
    /// <summary>{code.lũy_kế}, {code.kỳ_trước}, {code.so_sánh}; {code.cùng_kỳ}, {code.so_cùng_kỳ} of last year; {code.ước_năm}.</summary>
    public static IReadOnlyList<string> Suffixes { get; } = ["lũy_kế", "kỳ_trước", "so_sánh", "cùng_kỳ", "so_cùng_kỳ", "ước_năm"];

    /// <summary>Words that are no indicator, and what they stand for.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["kỳ"] = "tên kỳ báo cáo", ["đơn_vị"] = "tên đơn vị báo cáo", ["từ"] = "ngày đầu của số liệu", ["đến"] = "ngày chốt số liệu", ["nổi_bật"] = "các hoạt động nổi bật trong kỳ, kèm đơn vị, ngày, số người", ["việc_trễ"] = "các việc quá hạn, kèm hạn, đơn vị, nguyên nhân đã giải trình",
        ["số_đơn_vị_gửi"] = "số đơn vị đã gửi trên số phải gửi",
    };

    /// <summary>What a word that names things stands for where there is none of them.</summary>
    public const string NothingNamed = "không có";

    /// <summary>What stands for a figure that nobody has given, as in a form that is filled in by hand.</summary>
    public const string Blank = "……";

    private static readonly string[] Naming = ["nổi_bật", "việc_trễ"];

    public static (string Code, string? Part) Parts(string placed) => placed.Split('.', 2) is [var code, var part] ? (code, part) : (placed, null);

    /// <summary>The codes of the indicators whose figures the text has.</summary>
    public static IReadOnlyList<string> CodesOf(string template) => [.. FormText.Placeholder().Matches(template).Select(m => m.Groups[1].Value).Where(p => !Words.ContainsKey(p)).Select(p => Parts(p).Code).Distinct()];

    /// <summary>
    /// The paragraph with figures and words in their places. A clause in brackets, [; mở {tap_huan} lớp tập huấn], is left out where every figure in it is 0 or missing and everything that it would name is
    /// none; what stands behind a bar, [đã mở {tap_huan} lớp|chưa mở lớp nào], is said instead, but where all are missing nobody knows that yet. One may stand in another, and brackets without a figure are brackets.
    /// </summary>
    /// <param name="template">As the form has it.</param>
    /// <param name="rows">The rows of the report, by code.</param>
    /// <param name="words">What the words stand for now.</param>
    public static string Write(string template, IReadOnlyDictionary<string, ContentRow> rows, IReadOnlyDictionary<string, string> words) => new Writer(template, rows, words).Write();

    /// <summary>How the paragraph of an empty form will read: with figures ("…" in their places), and where all of them are 0.</summary>
    public static (string Full, string None) Sample(string template)
    {
        var rows = new Dictionary<string, ContentRow>();
        var words = Words.Keys.ToDictionary(w => w, w => w switch { "kỳ" => "kỳ báo cáo", "đơn_vị" => "đơn vị", _ => "…" });
        return (new Writer(template, rows, words) { All = "…" }.Write(), new Writer(template, rows, words.ToDictionary(w => w.Key, w => Naming.Contains(w.Key) ? NothingNamed : w.Value)) { All = "0" }.Write());
    }

    /// <summary>Whether every bracket that opens closes.</summary>
    public static bool IsBalanced(string template)
    {
        var open = 0;
        foreach (var letter in template)
            if (letter == '[') open++;
            else if (letter == ']' && --open < 0) return false;
        return open == 0;
    }

    private sealed class Writer(string template, IReadOnlyDictionary<string, ContentRow> rows, IReadOnlyDictionary<string, string> words)
    {
        private int _at;

        /// <summary>What every figure reads as, where there are none yet.</summary>
        public string? All { get; init; }

        public string Write() => Part(inside: false).Text;

        /// <summary>Up to the bracket that ends it, or its bar: the text, whether figures are in it, whether any of them says something, and whether one says that there is nothing.</summary>
        private (string Text, bool HasFigures, bool Says, bool SaysNone) Part(bool inside, bool toBar = true)
        {
            var (text, figures, says, none) = (new StringBuilder(), false, false, false);
            for (; _at < template.Length && !(inside && (template[_at] == ']' || (toBar && template[_at] == '|'))); _at++)
                if (template[_at] == '[')
                {
                    _at++;
                    var inner = Part(inside: true);
                    string? instead = null;
                    if (_at < template.Length && template[_at] == '|')
                    {
                        _at++;
                        instead = Part(inside: true, toBar: false).Text;
                    }
                    var closed = _at < template.Length;
                    if (!inner.HasFigures || !closed) text.Append('[').Append(inner.Text).Append(instead is null ? "" : $"|{instead}").Append(closed ? "]" : "");
                    else text.Append(inner.Says || (instead is not null && !inner.SaysNone) ? inner.Text : instead);
                    (figures, says, none) = (figures || inner.HasFigures, says || inner.Says, none || inner.SaysNone);
                }
                else if (template[_at] == '{' && FormText.Placeholder().Match(template, _at) is { Success: true } placed && placed.Index == _at)
                {
                    var name = placed.Groups[1].Value;
                    _at += placed.Length - 1;
                    if (words.TryGetValue(name, out var word))
                    {
                        text.Append(word);
                        if (Naming.Contains(name)) (figures, says, none) = (true, says || word != NothingNamed, none || word == NothingNamed);
                        continue;
                    }
                    var said = Said(name);
                    text.Append(said.Length > 0 ? said : Blank);
                    // A comparison says something only where there is what is compared, and with what.
                    var (code, part) = Parts(name);
                    var figure = part switch { "so_sánh" => HasBefore(code, r => r.Previous) ? Said(code) : "", "so_cùng_kỳ" => HasBefore(code, r => r.LastYear) ? Said(code) : "", _ => said };
                    (figures, says, none) = (true, says || figure is not ("" or "0"), none || figure == "0");
                }
                else text.Append(template[_at]);
            return (text.ToString(), figures, says, none);
        }

        private bool HasBefore(string code, Func<ContentRow, decimal?> then) => All is not (null or "0") || (rows.TryGetValue(code, out var row) && then(row) is not null);

        private string Said(string name)
        {
            var (code, part) = Parts(name);
            if (All is not null) return part switch { "so_sánh" => "tăng … so với kỳ trước", "so_cùng_kỳ" => "tăng … so với cùng kỳ năm trước", _ => All };
            return !rows.TryGetValue(code, out var row) ? "" : part switch
            {
                "lũy_kế" => row.CumulativeWords,
                "kỳ_trước" => row.Previous is { } before ? Number(before, row) : "",
                "so_sánh" => Comparison(row),
                "cùng_kỳ" => row.LastYear is { } last ? Number(last, row) : "",
                "so_cùng_kỳ" => Comparison(row, row.LastYear, "cùng kỳ năm trước"),
                "ước_năm" => row.EstimateWords,
                _ => row.TotalWords,
            };
        }
    }

    /// <summary>"tăng 12 (15%) so với kỳ trước"; the percentage only where there is something to compare with.</summary>
    public static string Comparison(ContentRow row) => Comparison(row, row.Previous, "kỳ trước");

    /// <summary>The same beside any figure of then, called by <paramref name="then"/>: "kỳ trước", "cùng kỳ năm trước".</summary>
    public static string Comparison(ContentRow row, decimal? before, string then)
    {
        if (before is not { } was) return $"chưa có số {then} để so sánh";
        if (row.Total.Number is not { } now) return "";
        var change = now - was;
        if (change == 0) return $"bằng {then}";
        var share = was == 0 ? "" : $" ({VietnameseFormat.Number(Math.Round(100 * Math.Abs(change) / was, 1, MidpointRounding.AwayFromZero))}%)";
        return $"{(change > 0 ? "tăng" : "giảm")} {Number(Math.Abs(change), row)}{share} so với {then}";
    }

    /// <summary>For a column: "+12 (15%)".</summary>
    public static string Change(ContentRow row)
    {
        if (row.LastYear is not { } was || row.Total.Number is not { } now || row.Aggregation == Aggregation.YesNo) return "";
        var change = now - was;
        var share = was == 0 ? "" : $" ({VietnameseFormat.Number(Math.Round(100 * Math.Abs(change) / Math.Abs(was), 1, MidpointRounding.AwayFromZero))}%)";
        return change == 0 ? "0" : $"{(change > 0 ? "+" : "−")}{Number(Math.Abs(change), row)}{share}";
    }

    private static string Number(decimal value, ContentRow row) => VietnameseFormat.Number(Math.Round(value, row.Decimals, MidpointRounding.AwayFromZero));
}
