namespace LanToa.Reading.Grammar;

/// <summary>Tables of work, in annexes and elsewhere, from which no task came: the person is told where to look.</summary>
internal static class LostTables
{
    private static readonly string[] Numbers = ["tt", "stt", "số tt"];
    private static readonly string[] Works = ["nội dung", "nhiệm vụ", "công việc", "hoạt động"];
    private static readonly string[] Duties = ["chủ trì", "thực hiện", "phối hợp", "thời gian", "hoàn thành"];

    /// <summary>What tables of figures and forms to fill in name.</summary>
    private static readonly string[] Others = ["số liệu", "đơn vị tính", "điểm", "biểu mẫu", "số lượng"];

    public static IEnumerable<string> Of(TextView view, List<SourceLine> lines, List<TaskDraft> drafts)
    {
        int[]? read = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var annex = IsAnnex(view, lines[i]);
            if (!annex && !(IsHead(view, lines, i, i, i + 1) && Names(view, lines[i], Duties))) continue;
            var end = i + 1;
            while (end < lines.Count && !(annex ? IsAnnex(view, lines[end]) : lines[end].Label.Class is LabelClass.Roman or LabelClass.Annex or LabelClass.Article)) end++;
            if ((!annex || HasHead(view, lines, i + 1, end)) && (read ??= ReadBefore(lines.Count, drafts)) is var before && before[end] == before[i + 1])
                yield return $"“{Shown(view, lines[i])}” có bảng công việc nhưng không đọc được nhiệm vụ nào trong bảng. Hãy đối chiếu với bản gốc và thêm những nhiệm vụ còn thiếu.";
            i = end - 1;
        }
    }

    /// <summary>For each line the number of blocks of tasks that begin before it.</summary>
    private static int[] ReadBefore(int lines, List<TaskDraft> drafts)
    {
        var before = new int[lines + 1];
        foreach (var draft in drafts)
            foreach (var block in draft.Blocks) before[block.Line + 1]++;
        for (var i = 1; i < before.Length; i++) before[i] += before[i - 1];
        return before;
    }

    private static string Shown(TextView view, SourceLine line)
    {
        var text = Cleaner.Join(view.Text, new Piece(line.ContentStart, line.ContentEnd)).Trim(' ', '*', '#', '|');
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private static bool IsAnnex(TextView view, SourceLine line) =>
        line.Length is > 0 and < 30 && line.Role != LineRole.TableRow && line.Of(view.Lower).TrimStart("*# ").StartsWith("phụ lục", StringComparison.Ordinal);

    private static bool HasHead(TextView view, List<SourceLine> lines, int from, int to)
    {
        for (var i = from; i < to; i++)
            if (IsHead(view, lines, i, from, to))
                return true;
        return false;
    }

    /// <summary>"TT … Nội dung …", on one line or on those around it.</summary>
    private static bool IsHead(TextView view, List<SourceLine> lines, int at, int from, int to)
    {
        if (lines[at].Length < 2 || !IsNumberTitle(lines[at].Of(view.Lower).TrimStart("|*# "))) return false;
        var work = false;
        for (var i = Math.Max(from, at - 2); i < Math.Min(to, at + 4); i++)
        {
            if (Names(view, lines[i], Others)) return false;
            work |= Names(view, lines[i], Works);
        }

        return work;
    }

    private static bool Names(TextView view, SourceLine line, string[] words)
    {
        foreach (var word in words)
            if (line.Of(view.Lower).Contains(word, StringComparison.Ordinal))
                return true;
        return false;
    }

    private static bool IsNumberTitle(ReadOnlySpan<char> text)
    {
        foreach (var number in Numbers)
            if (text.StartsWith(number, StringComparison.Ordinal) && (text.Length == number.Length || !char.IsLetterOrDigit(text[number.Length])))
                return true;
        return false;
    }
}
