namespace LanToa.Reading.Grammar;

/// <summary>Annexes that hold a table of work from which no task came: the person is told where to look.</summary>
internal static class LostTables
{
    private static readonly string[] Numbers = ["tt", "stt", "số tt"];
    private static readonly string[] Works = ["nội dung", "nhiệm vụ", "công việc", "hoạt động"];

    /// <summary>What annexes with figures or forms to fill in name.</summary>
    private static readonly string[] Others = ["số liệu", "đơn vị tính", "điểm", "biểu mẫu", "số lượng"];

    public static IEnumerable<string> Of(TextView view, List<SourceLine> lines, List<TaskDraft> drafts)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (!IsAnnex(view, lines[i])) continue;
            var end = i + 1;
            while (end < lines.Count && !IsAnnex(view, lines[end])) end++;
            if (HasHead(view, lines, i + 1, end) && !drafts.Exists(d => d.Blocks.Exists(b => b.Line > i && b.Line < end)))
                yield return $"“{lines[i].Of(view.Text).Trim([' ', '*', '#'])}” có bảng công việc nhưng không đọc được nhiệm vụ nào trong bảng. Hãy đối chiếu với bản gốc và thêm những nhiệm vụ còn thiếu.";
            i = end - 1;
        }
    }

    private static bool IsAnnex(TextView view, SourceLine line) =>
        line.Length is > 0 and < 30 && line.Role != LineRole.TableRow && line.Of(view.Lower).TrimStart("*# ").StartsWith("phụ lục", StringComparison.Ordinal);

    /// <summary>"TT … Nội dung …", on one line or on the next few.</summary>
    private static bool HasHead(TextView view, List<SourceLine> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var first = lines[i].Of(view.Lower).TrimStart("|*# ");
            if (!IsNumberTitle(first.ToString())) continue;
            var (work, other) = (false, false);
            for (var j = Math.Max(from, i - 2); j < Math.Min(to, i + 4); j++)
            {
                var lower = lines[j].Of(view.Lower).ToString();
                work |= Array.Exists(Works, w => lower.Contains(w, StringComparison.Ordinal));
                other |= Array.Exists(Others, w => lower.Contains(w, StringComparison.Ordinal));
            }

            if (work && !other) return true;
        }

        return false;
    }

    private static bool IsNumberTitle(string text) => Array.Exists(Numbers, n => Begins(text, n));

    private static bool Begins(string text, string word) => text.StartsWith(word, StringComparison.Ordinal) && (text.Length == word.Length || !char.IsLetterOrDigit(text[word.Length]));
}
