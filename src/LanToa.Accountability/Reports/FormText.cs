using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Accountability.Reports;

/// <summary>A line of a table: which indicator, whether it must be filled, and of which other one it is a part.</summary>
public sealed record FormRow(string Code, bool Required, string? PartOf)
{
    /// <summary>Whether it is a part of its whole beside others that share nothing with it; null where they may.</summary>
    public Apart? Apart { get; init; }

    /// <summary>Whether its table stands beside the same period of last year.</summary>
    public bool HasLastYear { get; init; }

    /// <summary>Whether its table asks for an estimate to the end of the year.</summary>
    public bool HasEstimate { get; init; }
}

/// <summary>What parts of a whole that share nothing come to together.</summary>
public enum Apart
{
    /// <summary>No more than the whole: others may be left.</summary>
    AtMost,
    /// <summary>Just the whole.</summary>
    Whole,
}

/// <summary>A table of indicators, or a paragraph with figures bound into it; numbered through the form.</summary>
public sealed record FormBlock(int Number, IReadOnlyList<FormRow> Rows, string? Template, bool Required);

public sealed record FormSection(string Title, IReadOnlyList<FormBlock> Blocks);

/// <summary>
/// A report form as its administrator writes it, line by line:
/// <c># title</c> begins a section; <c>- code</c> is a line of a table, with <c>*</c> required, with <c>&lt; whole</c> a part of another, with <c>&lt;+ whole</c> one of
/// those that are no more than the whole together, with <c>=+ whole</c> one of those that are the whole together; every other line is a paragraph of the narrative with figures as
/// <c>{code}</c>, required when it begins with <c>!</c>; a clause in <c>[ ]</c> is left out where its figures are all 0, and what stands in it behind <c>|</c> said instead. <c>? words [unit]</c> is a line of a table that no dictionary knows: a question, answered by a number of that unit, by <c>[có/không]</c> or <c>[bằng lời]</c>.
/// <c>@ cùng kỳ</c> and <c>@ ước năm</c> ask for the columns of last year's same period and of the estimate to the end of the year: before the first section for all tables, in a section for its tables after them.
/// </summary>
public sealed partial class FormText
{
    /// <summary>Questions have codes of their own, by their place.</summary>
    public const string QuestionCode = "cau_";

    private FormText(IReadOnlyList<FormSection> sections) => Sections = sections;

    public IReadOnlyList<FormSection> Sections { get; }

    /// <summary>The questions, as indicators that only this form has.</summary>
    public IReadOnlyList<Indicator> Questions { get; private init; } = [];

    /// <summary>Whether figures of any table stand beside those of the same period of last year.</summary>
    public bool HasLastYear => Rows.Any(r => r.HasLastYear);

    /// <summary>Whether an estimate to the end of the year is given in any table (ước thực hiện).</summary>
    public bool HasEstimate => Rows.Any(r => r.HasEstimate);

    public IEnumerable<FormRow> Rows => Sections.SelectMany(s => s.Blocks).SelectMany(b => b.Rows);

    /// <summary>The parts that are added up before sending, by their whole.</summary>
    public IEnumerable<(string Whole, Apart How, IReadOnlyList<string> Parts)> Sums =>
        Rows.Where(r => r.Apart is not null).GroupBy(r => (r.PartOf, r.Apart)).Select(g => (g.Key.PartOf!, g.Key.Apart!.Value, (IReadOnlyList<string>)[.. g.Select(r => r.Code)]));

    public IEnumerable<FormBlock> Paragraphs => Sections.SelectMany(s => s.Blocks).Where(b => b.Template is not null);

    /// <summary>Reads the text; what is wrong is said with the number of its line.</summary>
    /// <param name="text">See the class.</param>
    /// <param name="known">Codes that the dictionary has.</param>
    public static (FormText Form, IReadOnlyList<string> Problems) Read(string? text, IReadOnlySet<string> known)
    {
        var problems = new List<string>();
        var sections = new List<FormSection>();
        var (title, blocks, rows, number) = ("", new List<FormBlock>(), new List<FormRow>(), 0);
        var questions = new List<Indicator>();
        // Of the whole form, and of the section being read; the line of a column for which no table has come yet.
        var (whole, here, waiting) = ((LastYear: false, Estimate: false), (LastYear: false, Estimate: false), (string?)null);
        var lines = (text ?? "").ReplaceLineEndings("\n").Split('\n');
        for (var n = 0; n < lines.Length; n++)
        {
            var (line, at) = (lines[n].Trim(), $"Dòng {(n + 1).ToString(CultureInfo.InvariantCulture)}");
            if (line.StartsWith('-')) ReadRow(line[1..].Trim(), at);
            else if (line.StartsWith('?')) ReadQuestion(line[1..].Trim(), at);
            else if (line.StartsWith('@')) ReadColumn(line[1..].Trim(), at);
            else
            {
                EndTable();
                if (line.StartsWith('#')) BeginSection(line.TrimStart('#').Trim(), at);
                else if (line.Length > 0) ReadParagraph(line, at);
            }
        }
        EndSection();
        if (sections.Count == 0) problems.Add("Mẫu chưa có mục nào; bắt đầu một mục bằng dòng “# Tên mục”.");
        var inTable = sections.SelectMany(s => s.Blocks).SelectMany(b => b.Rows).ToList();
        foreach (var twice in inTable.GroupBy(r => r.Code).Where(g => g.Count() > 1)) problems.Add($"Chỉ tiêu {twice.Key} có trong bảng hai lần.");
        foreach (var row in inTable.Where(r => r.PartOf is not null && inTable.All(w => w.Code != r.PartOf))) problems.Add($"Chỉ tiêu {row.Code} là một phần của {row.PartOf}, mà {row.PartOf} không có trong bảng nào.");
        foreach (var both in inTable.Where(r => r.Apart is not null).GroupBy(r => r.PartOf).Where(g => g.Select(r => r.Apart).Distinct().Count() > 1)) problems.Add($"Các phần của {both.Key} có cả dấu “<+” và “=+”; chọn một: “<+” khi cộng lại không quá tổng, “=+” khi cộng lại bằng tổng.");
        foreach (var paragraph in sections.SelectMany(s => s.Blocks).Where(b => b.Template is not null))
            foreach (var code in Narrative.CodesOf(paragraph.Template!).Where(c => known.Contains(c) && inTable.All(r => r.Code != c))) problems.Add($"Lời văn có {{{code}}}, mà {code} không có trong bảng nào nên không có số; thêm dòng “- {code}” vào một bảng.");
        return (new FormText(sections) { Questions = questions }, problems);

        void ReadQuestion(string words, string at)
        {
            var required = words.EndsWith('*');
            words = words.TrimEnd('*').Trim();
            var unit = "bằng lời";
            if (words.EndsWith(']') && words.LastIndexOf('[') is > 0 and var opens) (words, unit) = (words[..opens].Trim(), words[(opens + 1)..^1].Trim().ToLowerInvariant());
            if (words.Length is 0 or > 300) problems.Add($"{at}: câu hỏi có dạng “? Nội dung hỏi [đơn vị tính]”, nhiều nhất 300 chữ; [có/không] hoặc [bằng lời] khi không hỏi số; thêm “*” nếu bắt buộc.");
            var code = QuestionCode + (questions.Count + 1).ToString(CultureInfo.InvariantCulture);
            var how = unit switch { "có/không" => Aggregation.YesNo, "bằng lời" => Aggregation.Text, _ => Aggregation.Sum };
            questions.Add(new Indicator { Code = code, Name = words, Theme = "", Unit = how == Aggregation.Sum ? unit : "", Aggregation = how, Source = IndicatorSource.ByHand, Decimals = 2 });
            AddRow(new FormRow(code, required, null));
        }

        void ReadColumn(string words, string at)
        {
            var inSection = title.Length > 0;
            if (inSection)
            {
                EndTable();
                waiting ??= at;
            }
            switch (words.ToLowerInvariant())
            {
                case "cùng kỳ" when inSection: here.LastYear = true; break;
                case "cùng kỳ": whole.LastYear = true; break;
                case "ước năm" when inSection: here.Estimate = true; break;
                case "ước năm": whole.Estimate = true; break;
                default: problems.Add($"{at}: sau dấu @ chỉ có “cùng kỳ” (số cùng kỳ năm trước) hoặc “ước năm” (ước thực hiện cả năm)."); break;
            }
        }

        void ReadRow(string words, string at)
        {
            var match = RowPattern().Match(words);
            if (!match.Success)
            {
                problems.Add($"{at}: dòng của bảng có dạng “- ma_chi_tieu”, thêm “*” nếu bắt buộc, “< ma_tong” nếu là một phần của chỉ tiêu khác, “<+ ma_tong” nếu các phần cộng lại không quá tổng, “=+ ma_tong” nếu cộng lại bằng tổng.");
                return;
            }
            foreach (var code in new[] { match.Groups["code"].Value, match.Groups["whole"].Value })
                if (code.Length > 0 && !known.Contains(code)) problems.Add($"{at}: danh mục không có chỉ tiêu mã {code}.");
            AddRow(new FormRow(match.Groups["code"].Value, words.Contains('*', StringComparison.Ordinal), match.Groups["whole"] is { Success: true } partOf ? partOf.Value : null)
            {
                Apart = match.Groups["part"].Value switch { "<+" => Apart.AtMost, "=+" => Apart.Whole, _ => null },
            });
        }

        void AddRow(FormRow row)
        {
            waiting = null;
            rows.Add(row with { HasLastYear = whole.LastYear || here.LastYear, HasEstimate = whole.Estimate || here.Estimate });
        }

        void ReadParagraph(string line, string at)
        {
            if (sections.Count == 0 && title.Length == 0) problems.Add($"{at}: trước đoạn văn cần một mục, ghi “# Tên mục”.");
            var required = line.StartsWith('!');
            var words = line.TrimStart('!').Trim();
            foreach (Match placed in Placeholder().Matches(words))
            {
                var (code, part) = Narrative.Parts(placed.Groups[1].Value);
                if (!known.Contains(code) && !Narrative.Words.ContainsKey(placed.Groups[1].Value)) problems.Add($"{at}: không có chỉ tiêu hay từ nào tên {{{placed.Groups[1].Value}}}. Từ dùng được: {string.Join(", ", Narrative.Words.Keys.Select(w => $"{{{w}}}"))}.");
                else if (part is not null && !Narrative.Suffixes.Contains(part)) problems.Add($"{at}: sau dấu chấm của {{{placed.Groups[1].Value}}} chỉ có {string.Join(", ", Narrative.Suffixes)}.");
            }
            if (!Narrative.IsBalanced(words)) problems.Add($"{at}: ngoặc vuông chưa đủ cặp. Vế trong [ ] được bỏ khi mọi số liệu trong vế là 0 hoặc chưa có; hãy thêm “[” hoặc “]” còn thiếu.");
            blocks.Add(new FormBlock(++number, [], words, required));
        }

        void BeginSection(string words, string at)
        {
            EndSection();
            title = words;
            if (words.Length == 0) problems.Add($"{at}: hãy ghi tên mục sau dấu #.");
        }

        void EndTable()
        {
            if (rows.Count == 0) return;
            blocks.Add(new FormBlock(++number, [.. rows], null, rows.Any(r => r.Required)));
            rows = [];
        }

        void EndSection()
        {
            EndTable();
            if (waiting is not null) problems.Add($"{waiting}: sau dòng @ của mục “{title}” không có bảng nào; đặt dòng này ngay trước bảng cần thêm cột, hoặc trước mục đầu tiên cho mọi bảng.");
            if (title.Length > 0) sections.Add(new FormSection(title, [.. blocks]));
            (title, blocks, here, waiting) = ("", [], default, null);
        }
    }

    [GeneratedRegex(@"^(?<code>[a-z][a-z0-9_]*)\s*\*?\s*(?:(?<part><\+?|=\+)\s*(?<whole>[a-z][a-z0-9_]*))?\s*\*?$")]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"\{([^{}]+)\}")]
    internal static partial Regex Placeholder();
}
