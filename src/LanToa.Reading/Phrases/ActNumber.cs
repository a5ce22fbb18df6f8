using System.Text;

namespace LanToa.Reading.Phrases;

/// <summary>The number and symbol of an act: 76/NQ-CP, 32/2017/TT-BTTTT, 202/2025/QH15, 49-KL/TW, 581/BNV-CCHC, with stray spaces and line breaks taken out.</summary>
internal static class ActNumber
{
    /// <summary>
    /// Reads a number with a symbol at a token. <paramref name="announced"/>: a kind or the word "số" stands before it, so that an unknown symbol is believed.
    /// </summary>
    public static bool TryRead(PhraseTokens tokens, int index, bool announced, out string number, out string? kind, out int next)
    {
        (number, kind, next) = ("", null, index);
        if (!tokens.IsNumber(index) || tokens[index].Length > 6) return false;
        var at = index + 1;
        var text = new StringBuilder(24).Append(tokens.Text.AsSpan(tokens[index].Start, tokens[index].Length));
        // 30c/NQ-CP, 896a/QĐ-TTg
        if (tokens.IsWord(at) && tokens.Touches(at) && tokens[at].Length == 1)
        {
            text.Append(tokens[at].First);
            at++;
        }
        if (!IsSlash(tokens, at) && !tokens.IsDash(at)) return false;
        if (IsSlash(tokens, at) && VietnameseDate.IsYear(tokens, at + 1))
        {
            if (!IsSlash(tokens, at + 2) && !(tokens.IsDash(at + 2) && tokens.Touches(at + 2))) return false;
            text.Append('/').Append(tokens[at + 1].Value);
            at += 2;
        }
        var slash = IsSlash(tokens, at);
        var symbolAt = at + 1;
        if (!IsSymbolWord(tokens, symbolAt)) return false;
        // "12 - Tổ chức …" is an item, not a symbol.
        if (!slash && !tokens.Touches(symbolAt) && !(tokens.Touches(at) && tokens.IsMark(symbolAt + 1, '/') && ActKinds.FromSymbol(Letters(tokens, symbolAt)) is not null)) return false;
        text.Append(slash ? '/' : '-');
        var letters = Letters(tokens, symbolAt);
        kind = ActKinds.FromSymbol(letters);
        text.Append(letters);
        at = symbolAt + 1;
        var parts = 1;
        if (tokens.IsNumber(at) && tokens.Touches(at) && tokens[at].Length <= 2)
        {
            // QH15
            text.Append(tokens.Text.AsSpan(tokens[at].Start, tokens[at].Length));
            at++;
        }
        while (parts < 6 && (tokens.IsDash(at) || IsSlash(tokens, at)) && IsSymbolWord(tokens, at + 1))
        {
            // A dash with a space on both sides ends the symbol, unless the kind's letters still lack their owner.
            if (!tokens.Touches(at) && !tokens.Touches(at + 1) && parts > 1) break;
            if (!tokens.Touches(at + 1) && !CanFollow(tokens, at + 1)) break;
            text.Append(IsSlash(tokens, at) ? '/' : '-').Append(Letters(tokens, at + 1));
            at += 2;
            parts++;
            if (tokens.IsNumber(at) && tokens.Touches(at) && tokens[at].Length <= 2)
            {
                text.Append(tokens.Text.AsSpan(tokens[at].Start, tokens[at].Length));
                at++;
            }
            // SNV-CCHC&PC
            if (tokens.IsMark(at, '&') && tokens.Touches(at) && tokens.Touches(at + 1) && IsSymbolWord(tokens, at + 1))
            {
                text.Append('&').Append(Letters(tokens, at + 1));
                at += 2;
            }
        }
        if (!announced && kind is null && !IsLegislature(letters)) return false;
        if (parts == 1 && kind is null && letters.Length < 2) return false;
        (number, next) = (text.ToString(), at);
        return true;
    }

    /// <summary>The same act's number compared: capitals, no spaces, Đ for D where recognition lost the stroke.</summary>
    public static string Key(string number)
    {
        var key = new StringBuilder(number.Length);
        foreach (var c in number)
        {
            if (char.IsWhiteSpace(c)) continue;
            key.Append(c is '–' or '—' ? '-' : c is 'Đ' or 'Ð' or 'đ' or 'ð' ? 'D' : char.ToUpperInvariant(c));
        }
        // 03/CT-TTg and 3/CT-TTg are one number.
        var zeros = 0;
        while (zeros + 1 < key.Length && key[zeros] == '0' && char.IsAsciiDigit(key[zeros + 1])) zeros++;
        return key.ToString(zeros, key.Length - zeros);
    }

    /// <summary>Letters of symbols that have no other reading with Đ: QD-UBND can only be QĐ-UBND, NQ-HDND only NQ-HĐND.</summary>
    private static readonly Dictionary<string, string> Strokes = new(StringComparer.Ordinal)
    {
        ["QD"] = "QĐ", ["QÐ"] = "QĐ", ["HDND"] = "HĐND", ["HÐND"] = "HĐND", ["BGDDT"] = "BGDĐT", ["SGDDT"] = "SGDĐT", ["BLDTBXH"] = "BLĐTBXH", ["SLDTBXH"] = "SLĐTBXH", ["LDTBXH"] = "LĐTBXH", ["GDDT"] = "GDĐT",
    };

    /// <summary>The number or symbol with the stroke that recognition lost from letters which need it.</summary>
    public static string WithStrokes(string number)
    {
        if (!number.AsSpan().ContainsAny('D', 'Ð')) return number;
        var parts = number.Split('-');
        for (var i = 0; i < parts.Length; i++)
        {
            var slash = parts[i].LastIndexOf('/') + 1;
            if (Strokes.TryGetValue(parts[i][slash..], out var whole)) parts[i] = parts[i][..slash] + whole;
        }

        return string.Join('-', parts);
    }

    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> StrokesOf = Strokes.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>One part of a symbol with its stroke, where it lost one; null elsewhere. "ND" is "NĐ" where the Government follows.</summary>
    public static string? Stroked(ReadOnlySpan<char> letters, ReadOnlySpan<char> behind)
    {
        if (letters is "ND") return behind.StartsWith("-CP", StringComparison.Ordinal) ? "NĐ" : null;
        return StrokesOf.TryGetValue(letters, out var whole) ? whole : null;
    }

    private static bool IsLegislature(ReadOnlySpan<char> letters) => letters is "QH" or "UBTVQH" or "PL";

    private static bool IsSlash(PhraseTokens tokens, int index) => tokens.IsMark(index, '/');

    private static ReadOnlySpan<char> Letters(PhraseTokens tokens, int index) => tokens.Text.AsSpan(tokens[index].Start, tokens[index].Length);

    /// <summary>Two capitals at least (CTr, TTg, NĐ, QH), no lower-case word.</summary>
    private static bool IsSymbolWord(PhraseTokens tokens, int index)
    {
        if (!tokens.IsWord(index) || tokens[index].Length > 12) return false;
        var letters = Letters(tokens, index);
        if (!char.IsUpper(letters[0])) return false;
        if (letters.Length == 1) return true;
        var lower = 0;
        foreach (var c in letters)
        {
            if (char.IsLower(c)) lower++;
        }
        return lower <= letters.Length / 2 && char.IsUpper(letters[1]);
    }

    private static bool CanFollow(PhraseTokens tokens, int index) => tokens[index].Length is >= 2 and <= 10;
}
