namespace LanToa.Reading.Grammar;

/// <summary>A heading only names what follows: not a sentence, not a lead-in that ends in "sau:".</summary>
internal static class HeadingRule
{
    private static readonly string[] LeadIns = ["sau:", "sau đây:", "gồm:", "bao gồm:", "trách nhiệm:", "như:", "là:", "cụ thể:", "có nhiệm vụ:", "thực hiện:", "trong đó:", "các nội dung:", "các nhiệm vụ:"];
    private static readonly string[] Sections = ["tổ chức thực hiện", "biện pháp", "phân công", "kinh phí", "giải pháp", "nội dung", "hình thức", "phương pháp", "thời gian", "trách nhiệm", "nhiệm vụ", "tiến độ"];
    private static readonly string[] Closers = ["trên đây là", "trong quá trình", "yêu cầu các", "nơi nhận", "đề nghị các", "căn cứ ", "thực hiện ", "ghi chú"];

    public static bool IsHeading(Block block, object? next)
    {
        var label = block.Label;
        var text = block.WholeText;
        if (block.IsKey) return true;
        if (text.Length == 0) return label.Class is LabelClass.Annex or LabelClass.Chapter or LabelClass.Part;
        switch (label.Class)
        {
            case LabelClass.Annex or LabelClass.Part or LabelClass.Chapter or LabelClass.Section:
                return text.Length < 500;
            case LabelClass.Roman or LabelClass.UpperLetter:
                return text.Length < 420 && !HasInnerSentence(text) && (block.Upper || IsSection(block.Lower) || !EndsWithLeadIn(block.Lower, text));
            case LabelClass.Number or LabelClass.Number2 or LabelClass.Number3 or LabelClass.Number4 or LabelClass.Letter or LabelClass.Parenthesis or LabelClass.SmallRoman:
                return IsNumberedHeading(block, text, next);
            default:
                return false;
        }
    }

    /// <summary>"Tổ chức thực hiện:", "Biện pháp thực hiện:": a section's name, though sentences end so as well.</summary>
    private static bool IsSection(string lower)
    {
        foreach (var name in Sections)
            if (lower.StartsWith(name, StringComparison.Ordinal) && lower.Length < 34)
                return true;
        return false;
    }

    private static bool IsNumberedHeading(Block block, string text, object? next)
    {
        if (text.Length > 480 || FieldLabels.Read(block.Text) is { Value.Length: > 0 }) return false;
        var words = CountWords(text);
        var last = LastMark(text);
        var inner = HasInnerSentence(text);
        if (inner) return false;
        if (last == ':') return words <= 16 && (IsSection(block.Lower) || !EndsWithLeadIn(block.Lower, text)) && !HasSubject(block.Words);
        var child = HasChild(block, next);
        if (last is '.' or ';')
        {
            if (IsAgencyOnly(block.Words)) return child || last == '.';
            if (!child || last == ';') return false;
            if (words > 80 || HasSubject(block.Words)) return false;
            return next is Block { Label.IsNumbered: true } || (!text.Contains(';') && block.Label.Class < LabelClass.Letter);
        }

        if (!child) return block.Marked && words <= 40;
        return words <= 80 && !HasSubject(block.Words);
    }

    /// <summary>What follows is deeper than the block: a narrower label, a paragraph, a table.</summary>
    private static bool HasChild(Block block, object? next) => next switch
    {
        PlanTable => true,
        Block { Label.Class: LabelClass.None } following => !StartsWithCloser(following.Lower),
        Block { Label: var label } => label.Class > block.Label.Class,
        _ => false,
    };

    private static bool StartsWithCloser(string lower)
    {
        foreach (var closer in Closers)
            if (closer[^1] != ' ' && lower.StartsWith(closer, StringComparison.Ordinal))
                return true;
        return false;
    }

    public static bool IsUnlabelledHeading(Block block, object? next)
    {
        var text = block.WholeText;
        var last = LastMark(text);
        if (text.Length is < 4 or > 300 || last is '.' or ';' || next is null) return false;
        if (text[0] is '(' or '“' or '"' || StartsWithCloser(block.Lower)) return false;
        if (block.Upper) return CountWords(text) >= 2 && text.Length < 250 && !Signatures.IsLine(text, block.Lower) && !text.Contains('…');
        if (!block.Marked) return false;
        return FieldLabels.Read(text) is null && CountWords(text) <= 40 && !HasInnerSentence(text) && !HasSubject(block.Words) && !EndsWithLeadIn(block.Lower, text);
    }

    public static int CountWords(string text) => text.AsSpan().Count(' ') + 1;

    private static char LastMark(string text)
    {
        for (var i = text.Length - 1; i >= 0; i--)
            if (text[i] is not (' ' or '*' or '"' or '”' or '’' or '_'))
                return text[i];
        return '\0';
    }

    public static bool EndsWithLeadIn(string lower, string text)
    {
        if (text.Length == 0 || text[^1] != ':') return false;
        foreach (var end in LeadIns)
            if (lower.EndsWith(end, StringComparison.Ordinal) && (lower.Length > end.Length + 4))
                return true;
        return false;
    }

    /// <summary>A full stop inside, with a new sentence after it.</summary>
    public static bool HasInnerSentence(string text)
    {
        for (var i = 8; i + 3 < text.Length; i++)
        {
            if (text[i] is not ('.' or ';') || text[i + 1] != ' ' || !char.IsUpper(text[i + 2])) continue;
            if (text[i] == ';' || !char.IsLetter(text[i - 1])) continue;
            var word = i;
            while (word > 0 && char.IsLetter(text[word - 1])) word--;
            if (i - word > 2 || !char.IsUpper(text[word])) return true;
        }

        return false;
    }

    /// <summary>A body followed by a verb: an assignment, not a name.</summary>
    private static bool HasSubject(Words words)
    {
        var at = 0;
        while (at < words.Count && !words[at].IsWord) at++;
        if (words.Is(at, "giao") && Assignees.OfHeading(words) is null) return true;
        return AgencyGrammar.EndOfList(words, at) is > 0 and var end && end < words.Count && WorkVerbs.All.Match(words, end) > 0 && WorkVerbs.Telling.Match(words, end) == 0;
    }

    private static bool IsAgencyOnly(Words words) => Assignees.OfHeading(words) is not null;
}
