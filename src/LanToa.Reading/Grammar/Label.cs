namespace LanToa.Reading.Grammar;

/// <summary>Kinds of numbering, from the widest to the narrowest. The order is the usual order of nesting.</summary>
internal enum LabelClass
{
    None,
    Annex,
    Part,
    Chapter,
    Article,
    UpperLetter,
    Roman,
    Section,
    Number,
    Number2,
    Number3,
    Number4,
    Letter,
    Parenthesis,
    SmallRoman,
    Dash,
    Plus,
    Star,
    Bullet,
}

/// <summary>A printed label: "V", "2.1", "a)", "-". <see cref="Length"/> counts the characters that it takes with what follows it.</summary>
internal readonly record struct Label(LabelClass Class, int Ordinal, string Printed, int Length, int First = 0)
{
    public bool IsNumbered => Class is not (LabelClass.None or LabelClass.Dash or LabelClass.Plus or LabelClass.Star or LabelClass.Bullet);
    public bool IsMark => Class is LabelClass.Dash or LabelClass.Plus or LabelClass.Star or LabelClass.Bullet;
}

/// <summary>Reads the label at the beginning of a line. Hand-written: it runs on each line of the document.</summary>
internal static class LabelReader
{
    // With f, j, w and z: many a typist goes on after e as a keyboard does.
    private const string Letters = "abcdđefghijklmnopqrstuvwxyz";
    private static readonly string[] Ordinals = ["nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"];

    public static Label Read(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        if (text.IsEmpty) return default;
        var c = text[0];
        if (IsBulletMark(c)) return Mark(text, c);
        if (char.IsAsciiDigit(c)) return Number(text);
        if (c == '(') return Parenthesis(text, lower);
        if (c is 'I' or 'V' or 'X' or 'L') return Roman(text) is { Class: not LabelClass.None } roman ? roman : Letter(text, lower);
        if (lower[0] is 'p' or 'c' or 'đ' or 'm' && Named(text, lower) is { Class: not LabelClass.None } named) return named;
        return char.IsLetter(c) ? Letter(text, lower) : c == '.' && text.Length > 2 && char.IsAsciiDigit(text[1]) ? Stray(text) : default;
    }

    /// <summary>A stray point before a number: ".2. Yêu cầu".</summary>
    private static Label Stray(ReadOnlySpan<char> text) => Number(text[1..]) is { Class: LabelClass.Number } label ? label with { Length = label.Length + 1 } : default;

    private static bool IsBulletMark(char c) => c is '-' or '–' or '—' or '−' or '‐' or '+' or '*' or '•' or '●' or '▪' or '■' or '○' or '◦' or '➢' or '►' or '✓' or '·' or '¤' or (>= '\uf000' and <= '\uf0ff');

    private static Label Mark(ReadOnlySpan<char> text, char c)
    {
        var at = 1;
        if (c is '*' && at < text.Length && text[at] == ')') at++;
        var spaced = at < text.Length && Vn.IsSpace(text[at]);
        while (at < text.Length && Vn.IsSpace(text[at])) at++;
        if (at >= text.Length) return default;
        if (!spaced && !(char.IsLetter(text[at]) || text[at] is '“' or '"' or '*' or '[')) return default;
        if (!spaced && c == '*') return default;
        if (text[at] == c && c is '-' or '*') return default;
        var kind = c switch { '+' => LabelClass.Plus, '*' => LabelClass.Star, '-' or '–' or '—' or '−' or '‐' => LabelClass.Dash, _ => LabelClass.Bullet };
        return new Label(kind, 0, c.ToString(), at);
    }

    private static Label Number(ReadOnlySpan<char> text)
    {
        int at = 0, parts = 0, last = 0, first = 0, end;
        while (true)
        {
            var digits = 0;
            var value = 0;
            while (at < text.Length && char.IsAsciiDigit(text[at]) && digits < 3)
            {
                value = value * 10 + (text[at] - '0');
                at++;
                digits++;
            }

            if (digits is 0 or > 2) return default;
            parts++;
            last = value;
            if (parts == 1) first = value;
            end = at;
            var dot = at < text.Length && text[at] == '.' ? 1 : at + 1 < text.Length && text[at] == '\\' && text[at + 1] == '.' ? 2 : 0;
            if (dot > 0 && at + dot < text.Length && char.IsAsciiDigit(text[at + dot]) && parts < 4)
            {
                at += dot;
                continue;
            }

            break;
        }

        var printed = text[..end].ToString().Replace("\\", "", StringComparison.Ordinal);
        var closed = true;
        if (at < text.Length && text[at] == '\\') at++;
        if (at < text.Length && text[at] is '.' or ')' or ':') at++;
        else if (at + 1 < text.Length && text[at] is '/' or '-' or '–' && Vn.IsSpace(text[at + 1])) at++;
        else if (parts == 1 && IsMisreadPoint(text[at..])) at++;
        else closed = false;
        if (at < text.Length && text[at] is ')' or '/' or '-' && closed && at + 1 < text.Length && Vn.IsSpace(text[at + 1])) at++;
        if (!closed && (parts == 1 || at >= text.Length || !Vn.IsSpace(text[at]))) return default;
        var spaced = at >= text.Length || Vn.IsSpace(text[at]) || text[at] == '*';
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] == '*')) at++;
        if (at < text.Length)
        {
            var next = text[at];
            if (!spaced && !char.IsUpper(next)) return default;
            if (!closed && !char.IsUpper(next) && next is not ('“' or '"')) return default;
            if (!(char.IsLetter(next) || next is '“' or '"' or '(' or '[' or '*' or '\'' or '‘' or '”' or '&' or '-' or '«') && !(char.IsAsciiDigit(next) && spaced)) return default;
        }

        var kind = parts switch { 1 => LabelClass.Number, 2 => LabelClass.Number2, 3 => LabelClass.Number3, _ => LabelClass.Number4 };
        return new Label(kind, last, printed, at, first);
    }

    /// <summary>"5, Đề nghị Mặt trận": recognition reads the point of a label as a comma. "5, Điều 6" is the rest of a citation.</summary>
    private static bool IsMisreadPoint(ReadOnlySpan<char> rest) =>
        rest.Length > 3 && rest[0] == ',' && Vn.IsSpace(rest[1]) && char.IsUpper(rest[2]) && !rest[2..].StartsWith("Điều", StringComparison.Ordinal);

    private static Label Roman(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && text[at] is 'I' or 'V' or 'X' or 'L' && at < 7) at++;
        var value = RomanValue(text[..at]);
        if (value == 0 || at >= text.Length) return default;
        var end = at;
        if (text[at] == '\\') at++;
        if (at >= text.Length) return default;
        if (text[at] is '.' or ')' or '/' or ':') at++;
        else if (text[at] is '-' or '–' && at + 1 < text.Length && Vn.IsSpace(text[at + 1])) at++;
        else if (Vn.IsSpace(text[at]) && at + 2 < text.Length && text[at + 1] is '-' or '–' or '.' && Vn.IsSpace(text[at + 2])) at += 2;
        else return default;
        if (at < text.Length && text[at] is '-' or '–' or '/' && at + 1 < text.Length && Vn.IsSpace(text[at + 1])) at++;
        var spaced = at >= text.Length || Vn.IsSpace(text[at]) || text[at] == '*';
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] == '*')) at++;
        if (at < text.Length && !(char.IsUpper(text[at]) || (spaced && (char.IsLetter(text[at]) || text[at] is '“' or '"')))) return default;
        return new Label(LabelClass.Roman, value, text[..end].ToString(), at);
    }

    public static int RomanValue(ReadOnlySpan<char> text)
    {
        int total = 0, before = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var value = text[i] switch { 'I' or 'i' => 1, 'V' or 'v' => 5, 'X' or 'x' => 10, 'L' or 'l' => 50, _ => 0 };
            if (value == 0) return 0;
            total += value < before ? -value : value;
            before = Math.Max(before, value);
        }

        return total;
    }

    public static string ToRoman(int value)
    {
        if (value is < 1 or > 89) return value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string[] tens = ["", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX"], ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
        return tens[value / 10] + ones[value % 10];
    }

    private static Label Letter(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        if (text.Length < 2) return default;
        var ordinal = Letters.IndexOf(lower[0]) + 1;
        if (ordinal == 0) return default;
        var at = text[1] == '\\' ? 2 : 1;
        if (at >= text.Length) return default;
        var upper = char.IsUpper(text[0]);
        var delimiter = text[at];
        if (delimiter is not ('.' or ')' or '/' or ':')) return Bullet(text);
        at++;
        var spaced = at >= text.Length || Vn.IsSpace(text[at]) || text[at] == '*';
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] == '*')) at++;
        if (at >= text.Length) return default;
        if (delimiter == ')') return upper && !spaced ? default : new Label(upper ? LabelClass.UpperLetter : LabelClass.Letter, ordinal, text[..1].ToString(), at);
        if (!spaced || !char.IsUpper(text[at]) && text[at] is not ('“' or '"')) return default;
        if (upper && ordinal > 14) return default;
        // "A. NỘI DUNG" is a heading, "B. Trần" is not: a capital letter as a label wants capitals or a word after it.
        if (upper && at + 2 < text.Length && text[at + 1] == '.') return default;
        return new Label(upper ? LabelClass.UpperLetter : LabelClass.Letter, ordinal, text[..1].ToString(), at);
    }

    /// <summary>The round bullet of Word, which text extraction turns into a letter: "o Tổ chức …".</summary>
    private static Label Bullet(ReadOnlySpan<char> text) =>
        text[0] is 'o' or 'v' or 'q' or 'Ø' && text.Length > 3 && text[1] == ' ' && char.IsUpper(text[2]) ? new Label(LabelClass.Bullet, 0, text[..1].ToString(), 2) : default;

    private static Label Parenthesis(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        var close = text[..Math.Min(6, text.Length)].IndexOf(')');
        if (close < 2) return default;
        var inside = lower[1..close];
        var at = close + 1;
        if (at < text.Length && text[at] is '.' or ':') at++;
        while (at < text.Length && Vn.IsSpace(text[at])) at++;
        if (at >= text.Length || !char.IsLetter(text[at])) return default;
        var printed = text[..(close + 1)].ToString();
        if (int.TryParse(inside, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is > 0 and < 100) return new Label(LabelClass.Parenthesis, number, printed, at);
        if (RomanValue(inside) is > 0 and var roman) return new Label(LabelClass.SmallRoman, roman, printed, at);
        return inside.Length == 1 && Letters.IndexOf(inside[0]) is >= 0 and var letter ? new Label(LabelClass.Parenthesis, letter + 1, printed, at) : default;
    }

    private static Label Named(ReadOnlySpan<char> text, ReadOnlySpan<char> lower)
    {
        if (Word(lower, "phụ lục", out var at)) return Annex(text, lower, at);
        if (Word(lower, "phần", out at)) return Ordered(text, lower, at, LabelClass.Part);
        if (Word(lower, "chương", out at)) return Ordered(text, lower, at, LabelClass.Chapter);
        if (Word(lower, "mục", out at)) return Ordered(text, lower, at, LabelClass.Section);
        return Word(lower, "điều", out at) ? Ordered(text, lower, at, LabelClass.Article) : default;
    }

    private static bool Word(ReadOnlySpan<char> lower, string word, out int at)
    {
        at = word.Length;
        return lower.StartsWith(word, StringComparison.Ordinal) && (lower.Length == at || !char.IsLetterOrDigit(lower[at]));
    }

    private static Label Annex(ReadOnlySpan<char> text, ReadOnlySpan<char> lower, int at)
    {
        var start = at;
        while (at < text.Length && Vn.IsSpace(text[at])) at++;
        if (at >= text.Length) return new Label(LabelClass.Annex, 0, text[..start].ToString(), text.Length);
        if (lower[at..].StartsWith("số", StringComparison.Ordinal)) at += 2;
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] == ':')) at++;
        var from = at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is 'I' or 'V' or 'X') && at - from < 5) at++;
        var ordinal = at == from ? 0 : int.TryParse(text[from..at], System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : RomanValue(text[from..at]);
        if (ordinal > 0 && at < text.Length && char.IsLetter(text[at])) return default;
        if (ordinal == 0 && !(char.IsUpper(text[0]) && Vn.MostlyUpper(text))) return default;
        var end = ordinal == 0 ? start : at;
        at = end;
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] is '.' or ':' or '-' or '–')) at++;
        // "Phụ lục I ban hành kèm theo" inside a sentence is not a heading.
        if (at < text.Length && !char.IsUpper(text[at]) && text[at] is not ('(' or '“' or '"')) return default;
        return new Label(LabelClass.Annex, ordinal, text[..end].ToString(), at);
    }

    private static Label Ordered(ReadOnlySpan<char> text, ReadOnlySpan<char> lower, int at, LabelClass kind)
    {
        if (at >= text.Length || !Vn.IsSpace(text[at])) return default;
        while (at < text.Length && Vn.IsSpace(text[at])) at++;
        var from = at;
        var ordinal = 0;
        if (kind is LabelClass.Part && lower[at..].StartsWith("thứ ", StringComparison.Ordinal))
        {
            at += 4;
            for (var i = 0; i < Ordinals.Length; i++)
                if (lower[at..].StartsWith(Ordinals[i], StringComparison.Ordinal))
                {
                    ordinal = i + 1;
                    at += Ordinals[i].Length;
                    break;
                }
        }
        else
        {
            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]) && at - from < 6) at++;
            var token = text[from..at];
            ordinal = int.TryParse(token, System.Globalization.CultureInfo.InvariantCulture, out var n) ? n : RomanValue(token);
            if (ordinal == 0 && token.Length == 1 && char.IsAsciiLetterUpper(token[0]) && kind == LabelClass.Part) ordinal = token[0] - 'A' + 1;
        }

        if (ordinal is < 1 or > 200) return default;
        var end = at;
        var closed = at >= text.Length || text[at] is '.' or ':' or '\n';
        if (at < text.Length && text[at] == '\\') at++;
        while (at < text.Length && (Vn.IsSpace(text[at]) || text[at] is '.' or ':' or '-' or '–' or '*')) at++;
        if (kind is LabelClass.Article or LabelClass.Section && !closed) return default;
        if (!closed && !(char.IsUpper(text[0]) && at < text.Length && char.IsUpper(text[at]))) return default;
        return new Label(kind, ordinal, text[..end].ToString(), at);
    }
}
