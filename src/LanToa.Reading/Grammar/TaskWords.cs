namespace LanToa.Reading.Grammar;

/// <summary>The wordings that tell what an item of the tasks part is: the end of it, a lead-in, a bare assignment, the issuer's own work.</summary>
internal static class TaskWords
{
    private static readonly string[] Closers = ["trên đây là", "trong quá trình", "ghi chú", "trường hợp", "nếu có khó khăn", "quá trình thực hiện", "quá trình triển khai", "kế hoạch này có hiệu lực", "kế hoạch này thay thế", "(ban hành", "(kèm theo", "nhận được kế hoạch"];
    private static readonly string[] Urging = ["nghiêm túc", "triển khai thực hiện", "tổ chức thực hiện", "kế hoạch này"];
    private static readonly string[] OpenLeadIns = ["sau:", "sau đây:", "trách nhiệm:", "nhiệm vụ:", "công việc:", "cụ thể:", "có nhiệm vụ:", "thực hiện:", "chủ trì:", "phối hợp:"];

    public static bool IsCloser(Block block)
    {
        var lower = block.Lower;
        foreach (var closer in Closers)
            if (lower.StartsWith(closer, StringComparison.Ordinal))
                return true;
        if (lower.Contains("hiện quyết định này", StringComparison.Ordinal) || lower.Contains("hành quyết định này", StringComparison.Ordinal)) return true;
        if (block.Label.Class != LabelClass.None) return false;
        // "UBND tỉnh yêu cầu các sở, ban, ngành … triển khai": the issuer speaks of the whole plan.
        var asks = lower.IndexOf("yêu cầu", StringComparison.Ordinal);
        if (asks < 0) asks = lower.IndexOf("đề nghị", StringComparison.Ordinal);
        if (asks is < 0 or > 60) return false;
        if (asks == 0) return Array.Exists(Urging, u => lower.Contains(u, StringComparison.Ordinal)) && lower.StartsWith("yêu cầu", StringComparison.Ordinal);
        var words = new Words(block.Text, lower);
        return AgencyGrammar.List(words, 0) is { Actors.Count: 1 } list && list.To < words.Count && (words.Is(list.To, "yêu") || words.Is(list.To, "đề"));
    }

    /// <summary>In a part that organizes the work an item that begins with a verb is the issuer's own.</summary>
    public static bool IsImplicit(Node node) =>
        node.Section == SectionKind.Implementation && WorkVerbs.IsStart(node.Words, 0) && !node.Words.Is(0, "căn") && !node.Words.Is(0, "trên") && TitleOfSection(node).Contains("tổ chức thực hiện", StringComparison.Ordinal) && !node.Block!.Text.EndsWith(':');

    /// <summary>"Quý I: tổ chức 01 lớp tập huấn …": work of the issuer under its time.</summary>
    public static bool IsDated(Node node) =>
        node.Section is SectionKind.Implementation or SectionKind.Content && TimeKey(node.Words) is > 0 and var at && WorkVerbs.IsStart(node.Words, at);

    /// <summary>The word after "Quý I:", "Tháng 3/2024:"; 0 where no time opens the item.</summary>
    public static int TimeKey(Words words)
    {
        if (!(words.Is(0, "quý") || words.Is(0, "tháng") || words.Is(0, "từ") && words.Is(1, "tháng"))) return 0;
        for (var i = 1; i < words.Count && i < 9; i++)
            if (words.Mark(i) == ':')
                return i + 1;
        return 0;
    }

    private static string TitleOfSection(Node node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent)
            if (at.IsHeading && at.Parent?.Parent is null)
                return at.Block!.Lower;
        return "";
    }

    /// <summary>"Vụ Pháp chế chủ trì, phối hợp với … thực hiện (trong tháng 1).": who does what stands above.</summary>
    public static bool IsBareAssignment(Words words, Assignment subject)
    {
        var i = subject.To;
        if (i >= words.Count || !(words.Is(i, "chủ") || words.Is(i, "phối") || words.Is(i, "thực"))) return false;
        for (var guard = 0; guard < 8 && i < words.Count; guard++)
        {
            if (words.Is(i, "thực") && words.Is(i + 1, "hiện"))
            {
                var rest = words.Count - i - 2;
                return rest <= 1 || (rest <= 9 && (words.Is(i + 2, "trong") || words.Is(i + 2, "xong") || words.Is(i + 2, "từ") || words.Is(i + 2, "quý") || words.Is(i + 2, "trước") || words.Mark(i + 2) is '.' or '(' or ','));
            }

            if (words.Is(i, "chủ") && words.Is(i + 1, "trì")) i += 2;
            else if (words.Is(i, "phối") && words.Is(i + 1, "hợp"))
            {
                i += 2;
                if (words.Is(i, "với") || words.Is(i, "cùng")) i++;
                if (AgencyGrammar.List(words, i, whole: true) is not { } list) return false;
                i = list.To;
            }
            else if (words.Mark(i) is ',' || words.Is(i, "và")) i++;
            else return false;
        }

        return false;
    }

    /// <summary>A lead-in that only announces the items below it.</summary>
    public static bool IsOpenLeadIn(Node node)
    {
        var block = node.Block!;
        if (!block.WholeText.EndsWith(':') || node.Children.Count < 1) return false;
        var lower = Vn.Lower(block.WholeText);
        if (!Array.Exists(OpenLeadIns, e => lower.EndsWith(e, StringComparison.Ordinal))) return node.Children.Count > 1 && node.Children[0].Block?.Label.IsNumbered == true || Assignees.OfHeading(node.Words) is not null;
        return node.Children.Count > 1 || lower.EndsWith("trách nhiệm:", StringComparison.Ordinal) || lower.EndsWith("nhiệm vụ:", StringComparison.Ordinal);
    }

    /// <summary>"Phối hợp với …" at the beginning: the section's body only takes part.</summary>
    public static bool IsCoordination(Words words) =>
        (words.Is(0, "phối") && words.Is(1, "hợp")) || (words.Is(0, "tham") && words.Is(1, "gia") && words.Is(2, "phối")) || (words.Is(0, "hỗ") && words.Is(1, "trợ") && words.Is(2, ",") && words.Is(3, "phối"));

    public static bool IsStrong(Words words, int at) => words.Is(at, "chủ") || (words.Is(at, "có") && words.Is(at + 1, "trách")) || words.Is(at, "chịu") || words.Is(at, "phối");
}
