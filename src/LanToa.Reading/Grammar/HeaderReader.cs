using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>What the letterhead says.</summary>
internal sealed class Header
{
    public string? Number { get; set; }
    public string? Symbol { get; set; }
    /// <summary>The symbol as printed, where <see cref="Symbol"/> differs from it.</summary>
    public string? PrintedSymbol { get; set; }
    public string? Place { get; set; }
    public DateOnly? Date { get; set; }
    public List<string> Bodies { get; } = [];
    public string? Subject { get; set; }
    public List<Block> Blocks { get; } = [];
}

/// <summary>Reads a letterhead: one column after the other, side by side in a table, or in columns of blanks.</summary>
internal sealed class HeaderReader(TextView view, List<SourceLine> lines)
{
    private readonly Header header = new();
    private bool numberSeen;
    /// <summary>"Sơn La, ngày 21", whose month stands on the next line.</summary>
    private string? openDate;

    public Header Read(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            var line = lines[i];
            if (line.Role == LineRole.Blank) continue;
            var furniture = line.Role is LineRole.Furniture;
            var block = new Block(view) { Start = line.ContentStart, Kind = furniture ? BlockKind.Furniture : BlockKind.Header, Line = i, LastLine = i };
            block.Pieces.Add(new Piece(line.ContentStart, line.ContentEnd));
            header.Blocks.Add(block);
            if (furniture || line.Role == LineRole.Rule || IsCatalogue(line.Of(view.Lower)) || IsGround(line)) continue;
            if (line.Role == LineRole.TableRow)
            {
                foreach (var cell in TableRows.Cells(view.Text, line))
                    foreach (var paragraph in TableRows.Paragraphs(view, cell))
                        Segment(Cleaner.Join(view.Text, paragraph));
            }
            else
            {
                foreach (var segment in Segments(line)) Segment(segment);
            }
        }

        return header;
    }

    /// <summary>What a collection of law says of the act above its text: "Cơ quan ban hành: …".</summary>
    private static bool IsCatalogue(ReadOnlySpan<char> lower)
    {
        var text = lower.TrimStart([' ', '|', '*', '-', '+']);
        foreach (var key in (ReadOnlySpan<string>)["số hiệu", "số kí hiệu", "số ký hiệu", "thể loại", "ngày bắt đầu", "nơi ban hành", "cơ quan ban hành", "loại văn bản", "ngày ban hành", "ngày hiệu lực", "ngày có hiệu lực", "ngày hết hiệu lực", "ngày công báo", "số công báo", "người ký", "lĩnh vực", "tình trạng", "ngày đăng", "trích yếu"])
            if (text.StartsWith(key, StringComparison.Ordinal))
                return true;
        return false;
    }

    /// <summary>What a site quotes of the act above its text: the numbers of its grounds are not its own.</summary>
    private bool IsGround(SourceLine line) => line.Length > 60 && line.Of(view.Lower) is var lower && (lower.StartsWith("căn cứ ", StringComparison.Ordinal) || lower.StartsWith("thực hiện ", StringComparison.Ordinal));

    /// <summary>Text without a letterhead may still hold "Số: …" and the date in its first lines.</summary>
    private IEnumerable<string> Segments(SourceLine line)
    {
        var text = view.Text;
        // "Số:       /KH-UBND        Hà Nội, ngày   tháng   năm 2026": blanks inside a number or a date part nothing.
        var content = line.Of(text).ToString();
        var lower = line.Of(view.Lower).ToString();
        if (DateOf(lower, content) is { } dated)
        {
            var place = dated.PlaceStart;
            if (place > 0 && content[..place].Trim().Length > 0)
            {
                yield return content[..place];
                yield return content[place..];
                yield break;
            }

            if (dated.Place is not null)
            {
                yield return content;
                yield break;
            }
        }

        if (lower.StartsWith("số", StringComparison.Ordinal) || lower.StartsWith("s6", StringComparison.Ordinal))
        {
            yield return content;
            yield break;
        }

        var start = 0;
        for (var i = 0; i < content.Length; i++)
        {
            if (!Vn.IsSpace(content[i])) continue;
            var end = i;
            while (end < content.Length && Vn.IsSpace(content[end])) end++;
            if (end - i >= 3)
            {
                yield return content[start..i];
                start = end;
            }

            i = end;
        }

        if (start < content.Length) yield return content[start..];
    }

    private void Segment(string raw)
    {
        var text = Cleaner.Join(raw, new Piece(0, raw.Length)).Trim('-', '_', '*', ' ', '–', '—', '|', '─');
        if (text.Length < 2) return;
        var lower = Vn.Lower(text);
        if (openDate is { } begun)
        {
            openDate = null;
            var whole = begun + " " + text;
            if (DateOf(Vn.Lower(whole), whole) is { Date: not null }) (text, lower) = (whole, Vn.Lower(whole));
        }

        if (ReadNumber(text, lower)) return;
        if (DateOf(lower, text) is { } dated)
        {
            header.Date ??= dated.Date;
            header.Place ??= dated.Place;
            if (dated.PlaceStart > 8) Segment(text[..dated.PlaceStart]);
            return;
        }

        if (lower.Contains(", ngày", StringComparison.Ordinal) && text.Length < 60)
        {
            openDate = text;
            return;
        }

        if (lower.StartsWith("cộng hòa x", StringComparison.Ordinal)) return;
        if (lower.StartsWith("v/v", StringComparison.Ordinal) || lower.StartsWith("về việc", StringComparison.Ordinal))
        {
            header.Subject ??= text[(lower.StartsWith("v/v", StringComparison.Ordinal) ? 3 : 7)..].Trim(' ', ':', '.');
            return;
        }

        var motto = lower.IndexOf("cộng h", StringComparison.Ordinal);
        if (motto > 3 && PartFinder.IsMotto(lower)) (text, lower) = (text[..motto].Trim(), lower[..motto].Trim());
        else if (PartFinder.IsMotto(lower) || lower.Contains("hạnh phúc", StringComparison.Ordinal) || lower.Contains("chủ nghĩa việt nam", StringComparison.Ordinal))
        {
            // OCR may run the left column into the motto: "TỈNH TUYÊN QUANG Độc lập - Tự do".
            var at = lower.IndexOf("độc lập", StringComparison.Ordinal);
            if (at <= 3 || motto is >= 0 and <= 3) return;
            (text, lower) = (text[..at].Trim(), lower[..at].Trim());
        }

        if (text.Length is < 3 or > 90 || numberSeen && !Vn.MostlyUpper(text) || !Vn.MostlyUpper(text) && !AgencyLexicon.StartsWithHead(lower)) return;
        if (text.Any(char.IsAsciiDigit) && !lower.Contains("trường", StringComparison.Ordinal) && !lower.Contains("số", StringComparison.Ordinal)) return;
        if (DocumentKinds.Find(lower, text) is not null || lower is "dự thảo" or "hỏa tốc" or "khẩn" or "mật") return;
        // Specks of a scan are read as points.
        text = text.TrimEnd('.', ',', ' ');
        if (IssuerNames.SecondBody(lower) is > 0 and var second && second < text.Length)
        {
            header.Bodies.Add(text[..second].TrimEnd());
            text = text[second..];
        }

        header.Bodies.Add(text);
    }

    private bool ReadNumber(string text, string lower)
    {
        var at = NumberAt(lower);
        if (at < 0) return false;
        if (at > 2 && !numberSeen) Segment(text[..at]);
        var i = at + 2;
        while (i < text.Length && (text[i] is ':' or '.' or ' ' or '…' or '_' or '\u00a0')) i++;
        var from = i;
        while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        var number = text[from..i];
        while (i < text.Length && (text[i] is ' ' or '.' or '…' or '_' or '\u00a0')) i++;
        var letter = i;
        // "30c/NQ-CP" has a letter after the digits.
        if (letter < text.Length && char.IsAsciiLetterLower(text[letter]) && letter + 1 < text.Length && text[letter + 1] == '/') i++;
        if (i >= text.Length || text[i] is not ('/' or '-' or '–')) return false;
        i++;
        while (i < text.Length && text[i] is ' ' or '\u00a0') i++;
        var symbol = i;
        while (i < text.Length && (char.IsLetterOrDigit(text[i]) || text[i] is '-' or '/' or '&' or '–' or '.' || (text[i] == ' ' && i + 1 < text.Length && text[i - 1] is '-' && char.IsUpper(text[i + 1])))) i++;
        var found = text[symbol..i].Replace(" ", "", StringComparison.Ordinal).Replace('–', '-').Trim('-', '/', '.');
        if (found.Length < 2 || !found.Any(char.IsUpper)) return false;
        numberSeen = true;
        header.Number ??= number.Length == 0 ? null : number;
        if (header.Symbol is null)
        {
            header.Symbol = Phrases.ActNumber.WithStrokes(found);
            if (header.Symbol != found) header.PrintedSymbol = found;
        }

        if (i < text.Length - 4) Segment(text[i..]);
        return true;
    }

    private static int NumberAt(string lower)
    {
        foreach (var word in (ReadOnlySpan<string>)["số", "s6", "so:", "sé:", "s0"])
        {
            var from = 0;
            while (from < lower.Length)
            {
                var at = lower.IndexOf(word, from, StringComparison.Ordinal);
                if (at < 0) break;
                var next = at + word.Length;
                if ((at == 0 || !char.IsLetter(lower[at - 1])) && next < lower.Length && (lower[next] is ':' or ' ' or '.' or '/' or '…' || char.IsAsciiDigit(lower[next]) || word.EndsWith(':'))) return at;
                from = at + 1;
            }
        }

        return -1;
    }

    public static (DateOnly? Date, string? Place, int PlaceStart)? DateOf(string lower, string text)
    {
        var at = lower.IndexOf("ngày", StringComparison.Ordinal);
        if (at < 0) return null;
        var month = lower.IndexOf("th", at + 4, StringComparison.Ordinal);
        var year = lower.IndexOf("năm", at + 4, StringComparison.Ordinal);
        if (year < 0) year = lower.IndexOf("nam", at + 4, StringComparison.Ordinal);
        if (month < 0 || year < month) return null;
        int? day = Digits(lower, at + 4, month), m = Digits(lower, month, year), y = Digits(lower, year, lower.Length);
        var comma = lower.LastIndexOf(',', at);
        var placeEnd = comma < 0 ? at : comma;
        var start = placeEnd;
        // The place: words with capitals before the comma, not beyond the motto or a wide gap.
        while (start > 0)
        {
            var word = start;
            while (word > 0 && Vn.IsSpace(text[word - 1])) word--;
            if (start - word >= 3 && start != placeEnd) break;
            var end = word;
            while (word > 0 && !Vn.IsSpace(text[word - 1])) word--;
            if (word == end || !char.IsUpper(text[word]) && text[word] is not ('-' or '–' or '.') && !(char.IsDigit(text[word]) && IsNumberedUnit(lower, word)) || text[word..end].Any(char.IsDigit) && !IsNumberedUnit(lower, word)) break;
            if (lower[word..end] is "phúc" or "nam" or "nhân" || (Vn.MostlyUpper(text.AsSpan(word, end - word)) && end - word > 3)) break;
            start = word;
        }

        var place = text[start..placeEnd].Trim(' ', '-', '–', ',');
        DateOnly? date = day is { } dd && m is >= 1 and <= 12 and { } mm && y is >= 1945 and <= 2100 and { } yy && dd >= 1 && dd <= DateTime.DaysInMonth(yy, mm) ? new DateOnly(yy, mm, dd) : null;
        if (y is null && date is null) return null;
        return (date, place.Length is > 1 and < 40 ? place : null, start);
    }

    /// <summary>"Quận 5", "Phường 12".</summary>
    private static bool IsNumberedUnit(string lower, int at) => lower.AsSpan(0, at).TrimEnd() is var before && (before.EndsWith("quận", StringComparison.Ordinal) || before.EndsWith("phường", StringComparison.Ordinal));

    private static int? Digits(string text, int from, int to)
    {
        int? value = null;
        for (var i = from; i < to && i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i])) value = (value ?? 0) * 10 + (text[i] - '0');
            else if (value is not null) break;
            if (value > 9999) return null;
        }

        return value;
    }
}
