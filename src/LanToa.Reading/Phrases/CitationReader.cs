using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>
/// Finds the acts that a text cites: kind, number and symbol, date, issuer and subject, several in one sentence. An act needs a number or a date; a law
/// may be named alone where the text says that it rests on it ("Căn cứ Luật …").
/// </summary>
public static class CitationReader
{
    private static readonly Word Number = new("số"), Day = new("ngày"), Year = new("năm"), Ground = new("căn"), GroundEnd = new("cứ"), Through = new("thông"), ThroughEnd = new("qua");
    private static readonly Word And = new("và"), Signed = new("ký"), Issued = new("ban"), IssuedEnd = new("hành"), Those = new("các");
    private static readonly WordSet NotOfLaw = new("trước", "từ", "đến", "vào", "trong", "sau", "chậm", "nhất", "hết");

    public static IReadOnlyList<FoundCitation> Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = PhraseTokens.Of(text);
        List<FoundCitation>? found = null;
        string? lastKind = null;
        var lastEnd = -1;
        for (var i = 0; i < tokens.Count; i++)
        {
            ref readonly var token = ref tokens[i];
            FoundCitation? citation = null;
            var next = i;
            if (token.Kind == TokenKind.Word)
            {
                if (ActKinds.TryRead(tokens, i, out var kind, out next)) citation = ReadAfterKind(tokens, i, kind, ref next);
            }
            else if (token.Kind == TokenKind.Number && tokens[i].Length <= 6)
            {
                // A number without its kind: "… số 75/2009/NĐ-CP và 20/2008/NĐ-CP".
                var listed = lastKind is not null && i - lastEnd <= 4;
                if (ActNumber.TryRead(tokens, i, listed, out var number, out var symbolKind, out var after) && (symbolKind ?? (listed ? lastKind : null)) is { } known)
                {
                    next = after;
                    citation = Finish(tokens, tokens.Is(i - 1, Number) ? i - 1 : i, known, number, ref next, lawName: null);
                }
            }
            if (citation is null) continue;
            (found ??= []).Add(citation);
            lastKind = citation.Act.Kind;
            lastEnd = next;
            i = next - 1;
        }
        return found ?? (IReadOnlyList<FoundCitation>)[];
    }

    private static FoundCitation? ReadAfterKind(PhraseTokens tokens, int start, string kind, ref int next)
    {
        var law = kind is "Luật" or "Bộ luật" or "Pháp lệnh" or "Hiến pháp";
        var reach = law ? 30 : 14;
        for (var at = next; at < Math.Min(tokens.Count, next + reach); at++)
        {
            ref readonly var token = ref tokens[at];
            if (token.BlankLineBefore && at > next + 1) break;
            if (token.Kind == TokenKind.Mark)
            {
                if (token.First is ',' && law) continue;
                if (token.First is '-' or '–' or '(' or ')' or '“' or '”' or '"' or ':' && (law || at <= next + 1)) continue;
                if (token.First is ':' && tokens.Is(at - 1, Number)) continue;
                break;
            }
            if (token.Kind == TokenKind.Number)
            {
                var announced = at == next || tokens.Is(at - 1, Number) || tokens.IsMark(at - 1, ':');
                if (ActNumber.TryRead(tokens, at, announced, out var number, out var symbolKind, out var after))
                {
                    // "Kế hoạch thực hiện Nghị quyết …": the nearer kind owns the number and is read by itself.
                    next = after;
                    return Finish(tokens, start, Reconcile(kind, symbolKind), number, ref next, law && at > next ? Name(tokens, start, at) : null);
                }
                if (tokens.Is(at - 1, Number) && IsBareNumber(tokens, at, kind))
                {
                    next = at + 1;
                    var digits = tokens.Text.Substring(tokens[at].Start, tokens[at].Length);
                    return Finish(tokens, start, kind, digits, ref next, null);
                }
                // Recognition reads "số" as "s6".
                if (law || (tokens.Touches(at) && tokens[at].Length == 1 && (tokens.Text[tokens[at - 1].Start] | 0x20) == 's')) continue;
                break;
            }
            if (tokens.Is(at, Number) && MissingNumber(tokens, at + 1, out var skipped))
            {
                next = skipped;
                return Finish(tokens, start, kind, null, ref next, null);
            }
            if (law && tokens.Is(at, Day) && NotOfLaw.Has(tokens, at - 1)) break;
            if (tokens.Is(at, Day) && (at == next || law) && VietnameseDate.TryReadParts(tokens, at, out var parts) && parts.Year != 0)
            {
                var subject = law && at > next ? Name(tokens, start, at) : null;
                next = at;
                return Finish(tokens, start, kind, null, ref next, subject);
            }
            if (at > next && ActKinds.TryRead(tokens, at, out var other, out var afterKind) && !(law && other is "Kế hoạch" or "Chương trình" or "Quy hoạch" or "Thông tư" or "Văn bản" or "Hướng dẫn") && char.IsUpper(tokens[at].First))
            {
                if (law && IsPartOfName(tokens, at, afterKind)) continue;
                break;
            }
            if (law && EndsLawName(tokens, at)) break;
        }
        return law && IsGround(tokens, start) ? NamedLaw(tokens, start, kind, ref next) : null;
    }

    /// <summary>Number, then date, issuer and subject as far as they are printed.</summary>
    private static FoundCitation Finish(PhraseTokens tokens, int start, string kind, string? number, ref int next, string? lawName)
    {
        var end = next;
        var at = next;
        DateOnly? date = null;
        var dateAt = FindDate(tokens, at, kind);
        if (dateAt >= 0 && VietnameseDate.TryReadParts(tokens, dateAt, out var parts))
        {
            if (parts.TryResolve(null, out var read)) date = read;
            end = at = parts.Next;
            if (tokens.IsMark(at, ')')) at++;
        }
        var issuer = ActIssuer.Read(tokens, at, kind, out var afterIssuer);
        if (issuer is not null) end = at = afterIssuer;
        var subject = lawName ?? ActSubject.Read(tokens, at);
        next = end;
        var corrected = Corrected(kind, number);
        return new FoundCitation(tokens[start].Start, tokens[end - 1].End, new Citation { Kind = kind, Number = corrected, Date = date, Issuer = issuer, Subject = subject }) { Printed = corrected == number ? null : number };
    }

    /// <summary>The date right after the number, or after "thông qua" within the sentence for a law.</summary>
    private static int FindDate(PhraseTokens tokens, int at, string kind)
    {
        var i = at;
        while (tokens.IsMark(i, ',') || tokens.IsMark(i, '(') || tokens.Is(i, Signed) || tokens.IsMark(i, ';') && tokens.Is(i + 1, Day)) i++;
        if (tokens.Is(i, Issued, IssuedEnd) && tokens.Is(i + 2, Day)) i += 2;
        if (tokens.Is(i, Day)) return VietnameseDate.TryReadParts(tokens, i, out var parts) && parts.Year != 0 ? i : -1;
        if (kind is not ("Luật" or "Bộ luật" or "Pháp lệnh" or "Nghị quyết")) return -1;
        for (var far = i; far < Math.Min(tokens.Count, i + 24) && !tokens.EndsSentence(far); far++)
        {
            if (!tokens.Is(far, Through, ThroughEnd)) continue;
            return tokens.Is(far + 2, Day) && VietnameseDate.TryReadParts(tokens, far + 2, out var passed) && passed.Year != 0 ? far + 2 : -1;
        }
        return -1;
    }

    private static string Reconcile(string kind, string? symbolKind)
    {
        // The printed words win; only generic ones give way to the symbol.
        if (symbolKind is null) return kind;
        return kind is "Văn bản" or "Lệnh" ? symbolKind : kind;
    }

    /// <summary>A decree's symbol can only be NĐ-CP: recognition reads NB-CP, ND-CP, NÐ-CP.</summary>
    private static string? Corrected(string kind, string? number)
    {
        if (number is null) return number;
        if (kind != "Nghị định") return ActNumber.WithStrokes(number);
        var at = number.LastIndexOf("-CP", StringComparison.Ordinal);
        return at >= 3 && number[at - 3] == '/' && number[at - 2] == 'N' && number[at - 1] is 'B' or 'D' or 'Ð' or 'P' or 'Q' ? string.Concat(number.AsSpan(0, at - 1), "Đ-CP") : number;
    }

    /// <summary>"Quyết định số 1001 ngày …", but not "Đề án số 06" and no count of things.</summary>
    private static bool IsBareNumber(PhraseTokens tokens, int at, string kind) =>
        tokens[at].Length <= 5 && kind is not ("Đề án" or "Dự án" or "Văn bản" or "Báo cáo" or "Luật" or "Điều lệ" or "Phương án" or "Quy định") && !tokens.IsMark(at + 1, '/') && !tokens.IsMark(at + 1, '%');

    /// <summary>"số /KH-UBND", "số …/QĐ-UBND": the number is still to be given.</summary>
    private static bool MissingNumber(PhraseTokens tokens, int at, out int next)
    {
        next = at;
        while (tokens.IsMark(next, '.') || tokens.IsMark(next, '…') || tokens.IsMark(next, ':') || tokens.IsMark(next, '_')) next++;
        if (!tokens.IsMark(next, '/') || !tokens.IsWord(next + 1) || !tokens.IsCapital(next + 1) || !tokens.IsDash(next + 2) || !tokens.IsWord(next + 3)) return false;
        next += 4;
        return true;
    }

    private static bool IsGround(PhraseTokens tokens, int start) => tokens.Is(start - 2, Ground, GroundEnd);

    private static FoundCitation? NamedLaw(PhraseTokens tokens, int start, string kind, ref int next)
    {
        var end = next;
        while (end < Math.Min(tokens.Count, next + 30) && !tokens.EndsSentence(end) && !EndsLawName(tokens, end) && !(tokens[end].BlankLineBefore && end > next)) end++;
        if (end == next) return null;
        var name = Name(tokens, start, end);
        next = end;
        return new FoundCitation(tokens[start].Start, tokens[end - 1].End, new Citation { Kind = kind, Subject = name });
    }

    private static bool EndsLawName(PhraseTokens tokens, int at) =>
        tokens.IsMark(at, ';') || tokens.IsMark(at, '.') || (tokens.Is(at, And) && tokens.Is(at + 1, ScheduleWords.Those)) || (tokens.Is(at, And) && (tokens.IsCapital(at + 1) && ActKinds.TryRead(tokens, at + 1, out _, out _)));

    /// <summary>"Luật sửa đổi, bổ sung một số điều của Luật …": the inner law belongs to the name unless a number or date stands between.</summary>
    private static bool IsPartOfName(PhraseTokens tokens, int at, int next) =>
        tokens.Is(at - 1, ScheduleWords.Of) || tokens.Is(at - 1, Those) || (at > 0 && tokens.IsMark(at - 1, ',') && !tokens.IsCapital(at)) || next < 0;

    private static string Name(PhraseTokens tokens, int from, int to)
    {
        var end = to;
        while (end > from + 1 && (tokens.Is(end - 1, Number) || tokens.Is(end - 1, Year) || tokens.IsMark(end - 1, ',') || tokens.IsMark(end - 1, '('))) end--;
        return tokens.Slice(from, end);
    }
}
