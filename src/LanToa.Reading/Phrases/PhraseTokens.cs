using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;

namespace LanToa.Reading.Phrases;

internal enum TokenKind : byte
{
    Word,
    Number,
    Mark,
}

/// <summary>A syllable, a run of digits or one other character. Hashes are 0 except for words.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct Token
{
    public int Start;
    public int End;
    public ulong Exact;
    public ulong Folded;
    /// <summary>The value of a number of at most nine digits, otherwise -1.</summary>
    public int Value;
    public TokenKind Kind;
    public char First;
    public bool Marked;
    public bool BlankLineBefore;

    public readonly int Length => End - Start;
}

/// <summary>A word to look for: with its marks, and without them where the text has lost them.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct Word
{
    public readonly ulong Exact;
    public readonly ulong Folded;
    /// <summary>Whether the spelling without marks is no word of its own, so that one token without marks is believed.</summary>
    public readonly bool Loose;

    public Word(string text, bool loose = false)
    {
        (Exact, Folded) = PhraseTokens.Hash(text);
        Loose = loose;
    }
}

/// <summary>Several words of which any will do.</summary>
internal sealed class WordSet(params string[] words)
{
    private readonly FrozenSet<ulong> exact = words.Select(w => PhraseTokens.Hash(w).Exact).ToFrozenSet();
    private readonly FrozenSet<ulong> folded = words.Select(w => PhraseTokens.Hash(w).Folded).ToFrozenSet();

    public bool Has(PhraseTokens tokens, int index) =>
        (uint)index < (uint)tokens.Count && (exact.Contains(tokens[index].Exact) || (!tokens.Strict && folded.Contains(tokens[index].Folded)));
}

/// <summary>Several words of two syllables of which any will do.</summary>
internal sealed class PairSet
{
    private readonly FrozenSet<ulong> exact;
    private readonly FrozenSet<ulong> folded;

    public PairSet(params string[] pairs)
    {
        var words = Array.ConvertAll(pairs, p => (First: PhraseTokens.Hash(p.Split(' ')[0]), Second: PhraseTokens.Hash(p.Split(' ')[1])));
        exact = words.Select(w => Mix(w.First.Exact, w.Second.Exact)).ToFrozenSet();
        folded = words.Select(w => Mix(w.First.Folded, w.Second.Folded)).ToFrozenSet();
    }

    public bool Has(PhraseTokens tokens, int index)
    {
        if (index < 0 || index + 1 >= tokens.Count || tokens[index].Kind != TokenKind.Word || tokens[index + 1].Kind != TokenKind.Word) return false;
        return exact.Contains(Mix(tokens[index].Exact, tokens[index + 1].Exact)) || (!tokens.Strict && folded.Contains(Mix(tokens[index].Folded, tokens[index + 1].Folded)));
    }

    private static ulong Mix(ulong first, ulong second) => (first * 0x9E3779B97F4A7C15) ^ System.Numerics.BitOperations.RotateLeft(second, 23);
}

/// <summary>
/// A text as syllables, numbers and marks, in one pass. White space, line breaks and marks of Markdown are left out; offsets are kept.
/// The buffer of a thread is used again for its next text, and reading the same string twice costs nothing.
/// </summary>
internal sealed class PhraseTokens
{
    private const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    [ThreadStatic] private static PhraseTokens? shared;

    private Token[] items = new Token[256];

    public string Text { get; private set; } = "";
    public int Count { get; private set; }

    /// <summary>Whether the text carries its marks; otherwise words are compared without them.</summary>
    public bool Strict { get; private set; }

    public ReadOnlySpan<Token> Span => items.AsSpan(0, Count);

    public ref readonly Token this[int index] => ref items[index];

    /// <summary>The tokens of a text, valid until the same thread asks for those of another.</summary>
    public static PhraseTokens Of(string text)
    {
        var tokens = shared ??= new PhraseTokens();
        if (!ReferenceEquals(tokens.Text, text)) tokens.Read(text);
        return tokens;
    }

    public bool Is(int index, in Word word)
    {
        if ((uint)index >= (uint)Count) return false;
        ref readonly var token = ref items[index];
        if (token.Exact == word.Exact) return true;
        return token.Folded == word.Folded && (!Strict || (word.Loose && !token.Marked));
    }

    public bool Is(int index, in Word first, in Word second) => Is(index, first) && Is(index + 1, second);

    public bool IsMark(int index, char mark) => (uint)index < (uint)Count && items[index].Kind == TokenKind.Mark && items[index].First == mark;

    public bool IsDash(int index) => (uint)index < (uint)Count && items[index].Kind == TokenKind.Mark && items[index].First is '-' or '–' or '—' or '−' or '‑';

    public bool IsNumber(int index) => (uint)index < (uint)Count && items[index].Kind == TokenKind.Number && items[index].Value >= 0;

    public bool IsWord(int index) => (uint)index < (uint)Count && items[index].Kind == TokenKind.Word;

    /// <summary>Whether the token begins with a capital letter.</summary>
    public bool IsCapital(int index) => IsWord(index) && char.IsUpper(items[index].First);

    /// <summary>Whether nothing stands between the token and the one before it.</summary>
    public bool Touches(int index) => index > 0 && index < Count && items[index].Start == items[index - 1].End;

    public bool EndsClause(int index) => index >= Count || (items[index].Kind == TokenKind.Mark && items[index].First is '.' or ';' or ',' or ')' or ':' or '|' or '(');

    public bool EndsSentence(int index) => index >= Count || (items[index].Kind == TokenKind.Mark && items[index].First is '.' or ';');

    /// <summary>The printed words from one token up to another, with white space joined.</summary>
    public string Slice(int from, int to)
    {
        if (from >= to || to > Count) return "";
        return Joined(Text.AsSpan(items[from].Start, items[to - 1].End - items[from].Start));
    }

    public static string Joined(ReadOnlySpan<char> span)
    {
        var clean = new StringBuilder(span.Length);
        foreach (var c in span)
        {
            if (char.IsWhiteSpace(c) || c == '*')
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else
            {
                clean.Append(c);
            }
        }
        return clean.ToString().TrimEnd();
    }

    public static (ulong Exact, ulong Folded) Hash(string word)
    {
        var composed = word.Normalize(NormalizationForm.FormC);
        var (exact, folded, _) = Hash(composed.AsSpan());
        return (exact, folded);
    }

    private static (ulong Exact, ulong Folded, bool Marked) Hash(ReadOnlySpan<char> word)
    {
        ulong exact = Seed, folded = Seed;
        byte tone = 0, previous = 0;
        var marked = false;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            var letter = VietnameseLetters.Of(c);
            var (bare, quality) = (letter.Base, letter.Quality);
            if (bare == 0)
            {
                // A letter of another alphabet: counts as itself.
                exact = (exact ^ c) * Prime;
                folded = (folded ^ c) * Prime;
                continue;
            }
            if (letter.Tone != 0) tone = letter.Tone;
            marked |= letter.IsMarked;
            // "kỳ" and "kì", "quý" and "quí" are one word.
            if (bare == 'y' && i == word.Length - 1 && IsLikeI(word, i, previous)) bare = quality = (byte)'i';
            exact = (exact ^ quality) * Prime;
            folded = (folded ^ bare) * Prime;
            previous = bare;
        }
        return ((exact ^ (ulong)(200 + tone)) * Prime, (folded ^ 199) * Prime, marked);
    }

    /// <summary>Whether the "y" that ends a word is also written "i".</summary>
    private static bool IsLikeI(ReadOnlySpan<char> word, int last, byte previous) => IsBeforeLastY(previous) || (last == 2 && previous == 'u' && (word[0] | 0x20) == 'q');

    private static bool IsBeforeLastY(byte letter) => letter is (byte)'k' or (byte)'l' or (byte)'m' or (byte)'t' or (byte)'h' or (byte)'s' or (byte)'v';

    private void Read(string text)
    {
        Text = text;
        Count = 0;
        int words = 0, marked = 0, vietnamese = 0, breaks = 0;
        var position = 0;
        while (position < text.Length)
        {
            var c = text[position];
            var kind = Classes[c];
            if (kind == CharClass.Blank)
            {
                if (c == '\n') breaks++;
                position++;
                continue;
            }
            if (Count == items.Length) Array.Resize(ref items, items.Length * 2);
            ref var token = ref items[Count++];
            token = new Token { Start = position, First = c, Value = -1, BlankLineBefore = breaks > 1 };
            breaks = 0;
            if (kind == CharClass.Digit)
            {
                position = ReadNumber(text, position, ref token);
            }
            else if (kind == CharClass.Letter)
            {
                position = ReadWord(text, position, ref token, ref vietnamese);
                words++;
                if (token.Marked) marked++;
            }
            else
            {
                token.Kind = TokenKind.Mark;
                position++;
            }
            token.End = position;
        }
        // In a longer text at least one syllable in eight has a letter that only Vietnamese writes; recognition in a wrong language leaves far fewer.
        Strict = words >= 12 ? vietnamese * 8 >= words : marked > 0;
    }

    private enum CharClass : byte
    {
        Mark,
        Blank,
        Digit,
        Letter,
    }

    private static readonly CharClass[] Classes = [.. Enumerable.Range(0, char.MaxValue + 1).Select(c => ClassOf((char)c))];

    private static CharClass ClassOf(char c)
    {
        if (c is '*' or '\u200B' or '\uFEFF' or '\u00AD' || char.IsWhiteSpace(c)) return CharClass.Blank;
        if (char.IsAsciiDigit(c)) return CharClass.Digit;
        return VietnameseLetters.Base(c) != 0 || char.IsLetter(c) ? CharClass.Letter : CharClass.Mark;
    }

    private static int ReadNumber(string text, int position, ref Token token)
    {
        token.Kind = TokenKind.Number;
        var value = 0;
        var start = position;
        for (; position < text.Length && text[position] is >= '0' and <= '9'; position++)
        {
            if (position - start < 9) value = value * 10 + (text[position] - '0');
        }
        token.Value = position - start <= 9 ? value : -1;
        return position;
    }

    /// <summary>Reads and hashes in one pass; <see cref="Hash(ReadOnlySpan{char})"/> says what the hashes are.</summary>
    private static int ReadWord(string text, int position, ref Token token, ref int vietnamese)
    {
        var start = position;
        var composed = true;
        ulong exact = Seed, folded = Seed;
        uint all = 0;
        var tone = 0;
        for (; position < text.Length; position++)
        {
            var c = text[position];
            var letter = VietnameseLetters.Of(c);
            if (letter.Base == 0)
            {
                if (c is >= '\u0300' and <= '\u036F') composed = false;
                else if (!char.IsLetter(c)) break;
                exact = (exact ^ c) * Prime;
                folded = (folded ^ c) * Prime;
                continue;
            }

            all |= letter.Bits;
            // The last tone that is one, without a branch: which letter bears it cannot be foretold.
            tone = letter.Tone + (tone & (letter.Tone - 1 >> 31));
            exact = (exact ^ letter.Quality) * Prime;
            folded = (folded ^ letter.Base) * Prime;
        }

        token.Kind = TokenKind.Word;
        var seen = new VietnameseLetter(all);
        if (seen.OnlyVietnamese || !composed) vietnamese++;
        var word = text.AsSpan(start, position - start);
        if (!composed) (token.Exact, token.Folded, token.Marked) = Hash(word.ToString().Normalize(NormalizationForm.FormC).AsSpan());
        else if (word.Length > 1 && VietnameseLetters.Base(word[^1]) == 'y' && VietnameseLetters.Base(word[^2]) is var before && (before == 0 || IsLikeI(word, word.Length - 1, before))) (token.Exact, token.Folded, token.Marked) = Hash(word);
        else (token.Exact, token.Folded, token.Marked) = ((exact ^ (ulong)(200 + tone)) * Prime, (folded ^ 199) * Prime, seen.IsMarked);
        return position;
    }
}
