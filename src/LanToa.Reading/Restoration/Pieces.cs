using System.Globalization;
using System.Runtime.InteropServices;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Restoration;

internal enum PieceKind
{
    /// <summary>A syllable (or several run together) that may be restored.</summary>
    Word,
    /// <summary>Numbers, punctuation, symbols of documents, addresses: copied, and context for their neighbours.</summary>
    Fixed,
    /// <summary>A paragraph ends before <see cref="Piece.Start"/>; has no length.</summary>
    Break,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Piece(PieceKind Kind, int Start, int Length, bool UpperLine = false, string? Symbol = null);

/// <summary>
/// Cuts text into pieces in order. What must never change (numbers, dates, "76/NQ-CP", "2.56", e-mail, web addresses) is cut as fixed pieces;
/// a line that only wraps is no break, so that the sentence goes on over it.
/// </summary>
internal static class Pieces
{
    // What an English reader prints for a Vietnamese letter: kept inside a word when letters stand around it.
    private const string Glyphs = "&§@€¢£'’‘`|!$©®°<>~^*«»¥Øø";
    private const string Opening = "([{\"“”‘'`*«<>|•·–—-+=_~";
    private const string Closing = ")]}\"”“’'`*»<>|.,;:!?…-–—=_~";

    public static List<Piece> Cut(string text, bool glyphs)
    {
        var pieces = new List<Piece>((text.Length / 4) + 8) { new(PieceKind.Break, 0, 0) };
        var at = 0;
        var previous = ReadOnlySpan<char>.Empty;
        while (at < text.Length)
        {
            var end = text.AsSpan(at).IndexOfAny('\n', '\f', '\u2028');
            end = end < 0 ? text.Length : at + end;
            var line = text.AsSpan(at, end - at);
            if (at > 0 && IsBreak(previous, line)) pieces.Add(new Piece(PieceKind.Break, at, 0));
            Line(text, at, end, glyphs, pieces);
            previous = line;
            at = end + 1;
        }
        return pieces;
    }

    /// <summary>Letters and digits as a reader of documents writes a symbol or an address; these are copied.</summary>
    public static bool IsProtected(ReadOnlySpan<char> chunk)
    {
        bool digit = false, slash = false, hyphen = false, lower = false;
        int run = 0, longest = 0;
        foreach (var c in chunk)
        {
            digit |= char.IsAsciiDigit(c);
            slash |= c == '/';
            hyphen |= c == '-';
            lower |= char.IsLower(c);
            run = char.IsLetter(c) ? run + 1 : 0;
            longest = Math.Max(longest, run);
            if (c == '@' && chunk.IndexOf('.') > 0 && chunk.Length > 5 && chunk[^1] != '@') return true;
        }
        if (digit && slash && !EndsAsWord(chunk)) return true;
        if (hyphen && !lower && longest is > 0 and <= 4) return true;
        return chunk.Contains("://", StringComparison.Ordinal) || chunk.StartsWith("www.", StringComparison.OrdinalIgnoreCase)
            || chunk.Contains(".vn", StringComparison.OrdinalIgnoreCase) || chunk.Contains(".com", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>"286/Ngay": a word stands behind the slash, not the letters of a symbol.</summary>
    private static bool EndsAsWord(ReadOnlySpan<char> chunk)
    {
        var from = chunk.LastIndexOf('/') + 1;
        if (chunk.Length - from < 4 || !char.IsUpper(chunk[from])) return false;
        foreach (var c in chunk[(from + 1)..])
            if (!char.IsLower(c)) return false;
        return true;
    }

    /// <summary>Does nothing but a label stand before the word on its line?</summary>
    public static bool Opens(string text, int at)
    {
        for (var i = at - 1; i >= 0 && text[i] is not ('\n' or '\f'); i--)
            if (char.IsLetter(text[i]) || at - i > 12) return false;
        return true;
    }

    /// <summary>Do small letters stand before and behind the word in its sentence? A line that wraps may stand between.</summary>
    public static bool IsWithin(string text, int start, int end)
    {
        if (start < 2 || text[start - 1] is not (' ' or '\n')) return false;
        var before = text[start - 2];
        if (text[start - 1] == '\n' && start - 2 - text.LastIndexOf('\n', start - 2) < 50) return false;
        if (!char.IsLower(before) && !(text[start - 1] == '\n' && before == ',')) return false;
        // "Sở Xây dựng": the word before begins a name.
        var word = start - 2;
        while (word > 0 && char.IsLetterOrDigit(text[word - 1])) word--;
        if (char.IsUpper(text[word])) return false;
        return end >= text.Length || !(text[end] == ' ' && end + 1 < text.Length && char.IsUpper(text[end + 1]));
    }

    /// <summary>Does the next word of the line hold a small letter?</summary>
    public static bool IsBeforeSmall(string text, int end)
    {
        for (var i = end + 1; i < text.Length && i < end + 8 && !char.IsWhiteSpace(text[i]); i++)
            if (char.IsLower(text[i])) return true;
        return false;
    }

    private static bool IsBreak(ReadOnlySpan<char> previous, ReadOnlySpan<char> line)
    {
        var before = previous.Trim();
        var after = line.Trim();
        if (before.IsEmpty || after.IsEmpty) return true;
        if (char.IsLower(after[0])) return false;
        if (before[^1] is ',' or '-' or '–' && char.IsLetter(after[0])) return false;
        if (before[^1] is '.' or ';' or ':' or '|' || !char.IsLetterOrDigit(after[0])) return true;
        return before.Length < 50 || IsLabel(after);
    }

    private static bool IsLabel(ReadOnlySpan<char> line)
    {
        var i = 0;
        while (i < line.Length && i < 8 && (char.IsAsciiDigit(line[i]) || line[i] is 'I' or 'V' or 'X')) i++;
        return i > 0 && i < line.Length && line[i] is '.' or ')';
    }

    /// <summary>"f) Tổ chức …": the letter of a list is a number of its kind.</summary>
    private static bool IsLetteredLabel(string text, int start, int end) =>
        end - start == 1 && char.IsAsciiLetterLower(text[start]) && end < text.Length && text[end] == ')' && Opens(text, start);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Romans =
        "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".Split(' ').ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    // Bare last syllables of what is counted in Roman numbers: quý, phần, chương, mục, học kỳ, phụ lục, khu vực, loại, hạng, đợt, cấp, khối, giai đoạn, vòng, bảng.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Counted =
        "quy phan chuong muc ky luc vuc loai hang dot cap khoi doan vong bang".Split(' ').ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>"I. MUC DICH", "quy IV", "muc VI": a Roman number is no syllable that lost its mark. "I" alone is none either where only marks were lost; a misreader prints it for other letters.</summary>
    private static bool IsRomanNumber(string text, int start, int end, bool glyphs)
    {
        if (end - start > 5 || text[start] is not ('I' or 'V' or 'X') || !Romans.Contains(text.AsSpan(start, end - start))) return false;
        if (!glyphs && end - start == 1 && text[start] == 'I') return true;
        if (end < text.Length && text[end] is '.' or ')' or '/' or ':' && Opens(text, start)) return true;
        var to = start - 1;
        if (to < 1 || text[to] != ' ') return false;
        var from = to;
        while (from > 0 && char.IsLetter(text[from - 1])) from--;
        if (to - from is 0 or > 6) return false;
        Span<char> bare = stackalloc char[to - from];
        for (var i = 0; i < bare.Length; i++) bare[i] = char.ToLowerInvariant(Syllable.BareLetter(text[from + i]));
        return Counted.Contains(bare);
    }

    private static void Line(string text, int start, int end, bool glyphs, List<Piece> pieces)
    {
        int upper = 0, lower = 0;
        for (var i = start; i < end; i++)
        {
            if (char.IsUpper(text[i])) upper++;
            else if (char.IsLower(text[i])) lower++;
        }
        var upperLine = upper >= 6 && upper > 3 * lower;
        for (var at = start; at < end;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var from = at;
            while (at < end && !char.IsWhiteSpace(text[at])) at++;
            Chunk(text, from, at, glyphs, upperLine, pieces);
        }
    }

    private static void Chunk(string text, int from, int to, bool glyphs, bool upperLine, List<Piece> pieces)
    {
        int start = from, end = to;
        while (start < end && Opening.Contains(text[start])) start++;
        while (end > start && Closing.Contains(text[end - 1])) end--;
        // "S6' Thong tin": the hook of a letter, where no quotation is open.
        if (glyphs && end < to && end > start && text[end] is '\'' or '’' && char.IsLetterOrDigit(text[end - 1]) && !HasOpenQuote(text, start)) end++;
        Marks(text, from, start, pieces);
        if (IsProtected(text.AsSpan(start, end - start))) Symbol(text, start, end, pieces);
        else if (IsLetteredLabel(text, start, end) || start < end && IsRomanNumber(text, start, end, glyphs)) Copy(text, start, end, pieces);
        else
            for (var at = start; at < end;)
            {
                if (!IsInside(text, at, glyphs))
                {
                    Marks(text, at, at + 1, pieces);
                    at++;
                    continue;
                }
                var part = at;
                while (at < end && IsInside(text, at, glyphs)) at++;
                Part(text, part, at, glyphs, upperLine, pieces);
            }
        Marks(text, end, to, pieces);
    }

    private static bool HasOpenQuote(string text, int at)
    {
        for (var i = at - 1; i >= 0 && text[i] is not ('\n' or '\f'); i--)
            if (text[i] is '\'' or '’' or '‘' && (i == 0 || !char.IsLetterOrDigit(text[i - 1]))) return true;
        return false;
    }

    private static bool IsInside(string text, int at, bool glyphs)
    {
        var c = text[at];
        if (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) return true;
        if (!glyphs) return false;
        var (before, after) = (at > 0 ? text[at - 1] : ' ', at + 1 < text.Length ? text[at + 1] : ' ');
        // "PT&TH" joins capitals; "S&Noi" is a misread "Sở" run into the next word.
        if (c == '&' && char.IsUpper(before) && char.IsUpper(after)) return (at < 2 || !char.IsLetter(text[at - 2])) && at + 2 < text.Length && char.IsLower(text[at + 2]);
        return Glyphs.Contains(c) || (c is ')' or ']' or '}' && at > 1 && char.IsLower(before) && char.IsLower(text[at - 2]) && char.IsLower(after));
    }

    private static void Part(string text, int from, int to, bool glyphs, bool upperLine, List<Piece> pieces)
    {
        var part = text.AsSpan(from, to - from);
        int letters = 0, leading = 0, trailing = 0;
        foreach (var c in part)
            if (char.IsLetter(c)) letters++;
        if (letters == 0 && !(glyphs && part.Length <= 3 && part.IndexOfAny("&@§€¢£¥$©®") >= 0 && text.AsSpan(from, to - from).IndexOfAnyExcept("&@§€¢£¥$©®0123456789") < 0))
        {
            Copy(text, from, to, pieces);
            return;
        }
        while (leading < part.Length && char.IsAsciiDigit(part[leading])) leading++;
        while (trailing < part.Length && char.IsAsciiDigit(part[^(trailing + 1)])) trailing++;
        // "doan2021" is a word and a year; one digit at the end ("co6") is a letter misread. Without misreadings every digit is a number.
        if (trailing > 0 && (!glyphs || (trailing >= 2 && letters >= 2)))
        {
            Part(text, from, to - trailing, glyphs, upperLine, pieces);
            Copy(text, to - trailing, to, pieces);
        }
        else if (leading > 0 && (!glyphs || leading > 2))
        {
            Copy(text, from, from + leading, pieces);
            Part(text, from + leading, to, glyphs, upperLine, pieces);
        }
        else pieces.Add(new Piece(PieceKind.Word, from, to - from, upperLine));
    }

    /// <summary>Copies a symbol; letters that have no other reading get their stroke back ("QD-UBND", "ND-CP"), as a change that is listed.</summary>
    private static void Symbol(string text, int from, int to, List<Piece> pieces)
    {
        for (var at = from; at < to;)
        {
            var part = at++;
            var kind = Class(text[part]);
            while (kind > 0 && at < to && Class(text[at]) == kind) at++;
            var stroked = kind == 2 && (part > from && text[part - 1] is '/' or '-' || at < to && text[at] == '-') ? ActNumber.Stroked(text.AsSpan(part, at - part), text.AsSpan(at, to - at)) : null;
            pieces.Add(stroked is null ? new Piece(PieceKind.Fixed, part, at - part) : new Piece(PieceKind.Word, part, at - part, Symbol: stroked));
        }
    }

    private static void Copy(string text, int from, int to, List<Piece> pieces)
    {
        for (var at = from; at < to;)
        {
            var part = at++;
            var kind = Class(text[part]);
            while (kind > 0 && at < to && Class(text[at]) == kind) at++;
            pieces.Add(new Piece(PieceKind.Fixed, part, at - part));
        }
    }

    private static void Marks(string text, int from, int to, List<Piece> pieces)
    {
        for (; from < to; from++) pieces.Add(new Piece(PieceKind.Fixed, from, 1));
    }

    private static int Class(char c) => char.IsAsciiDigit(c) ? 1 : char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark ? 2 : 0;
}
