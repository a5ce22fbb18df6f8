namespace LanToa.Reading.Grammar;

/// <summary>One document within the text: a decision, the plan that it issues. Line indexes; -1 where there is no such line.</summary>
internal sealed record Part(int From, int KindLine, DocumentKind? Kind, int TailFrom, int TailTo, int To);

/// <summary>Finds where documents begin and where their tails stand.</summary>
internal sealed class PartFinder(TextView view, List<SourceLine> lines)
{
    private (int From, int At) seenTail = (0, -1);
    private (int From, int To) seenEnd = (-1, -1);

    public List<Part> Find()
    {
        var parts = new List<Part>();
        var from = 0;
        while (from < lines.Count)
        {
            var kindLine = KindLine(from);
            var (tail, tailTo) = TailAfter(kindLine < 0 ? from : kindLine + 1);
            var next = NextPart(kindLine < 0 ? from : kindLine, tail, tailTo);
            var kind = kindLine < 0 ? null : KindAt(kindLine);
            if (tail >= next)
            {
                tail = tailTo = next;
            }

            parts.Add(new Part(from, kindLine, kind, tail, Math.Min(tailTo, next), next));
            from = next;
        }

        return parts;
    }

    private DocumentKind? KindAt(int i) => lines[i].Role == LineRole.Text && lines[i].Label.Class == LabelClass.None ? DocumentKinds.Find(lines[i].Of(view.Lower), lines[i].Of(view.Text)) : null;

    /// <summary>The line that names the kind of the document that begins at a line.</summary>
    private int KindLine(int from)
    {
        int seen = 0, found = -1;
        var motto = MottoAfter(from, 80);
        for (var i = from; i < lines.Count && seen < 90; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            seen++;
            if (line.Label.Class is LabelClass.Roman or LabelClass.Article or LabelClass.Part or LabelClass.Chapter && i > motto) break;
            if (KindAt(i) is null) continue;
            if (i > motto) return i;
            if (found < 0) found = i;
        }

        return found;
    }

    /// <summary>The line of the country's motto, -1 where it does not stand within so many lines.</summary>
    private int MottoAfter(int from, int count)
    {
        var seen = 0;
        for (var i = from; i < lines.Count && seen < count; i++)
        {
            if (lines[i].Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            seen++;
            if (IsMotto(lines[i].Of(view.Lower))) return i;
            if (lines[i].Label.Class is LabelClass.Article) return -1;
        }

        return -1;
    }

    public static bool IsMotto(ReadOnlySpan<char> lower) =>
        lower.Contains("độc lập - tự do", StringComparison.Ordinal) || lower.Contains("xã hội chủ nghĩa việt nam", StringComparison.Ordinal) || lower.Contains("độc lập-tự do", StringComparison.Ordinal)
        || lower.Contains("độc lập - tự do", StringComparison.Ordinal) || lower.Contains("đảng cộng sản việt nam", StringComparison.Ordinal) && lower.Length < 90;

    private (int From, int To) TailAfter(int from)
    {
        var started = StartedAt(from);
        for (var i = NextTail(from); i < lines.Count; i = NextTail(i + 1))
            if (i >= started || IsTailStart(i, started: false)) return (i, TailEnd(i));
        return (lines.Count, lines.Count);
    }

    /// <summary>The line by which the text of a document has begun: a numbered or long one, at the latest the fourteenth.</summary>
    private int StartedAt(int from)
    {
        for (var i = from; i < lines.Count && i - from <= 12; i++)
            if (lines[i].Role is not (LineRole.Blank or LineRole.Rule or LineRole.Furniture) && (lines[i].Label.Class != LabelClass.None || lines[i].Length > 120)) return i;
        return from + 13;
    }

    /// <summary>The next line that begins a tail once the text has begun. Documents without a tail of their own ask for the same one again and again.</summary>
    private int NextTail(int from)
    {
        if (seenTail.From <= from && from <= seenTail.At) return seenTail.At;
        var i = from;
        while (i < lines.Count && (lines[i].Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture || !IsTailStart(i, started: true))) i++;
        seenTail = (from, i);
        return i;
    }

    private bool IsTailStart(int i, bool started)
    {
        var line = lines[i];
        var lower = line.Of(view.Lower).TrimStart([' ', '|', '*', '_', '-', '#']);
        if (lower.StartsWith("nơi nhận", StringComparison.Ordinal)) return true;
        if (!started || line.Length > 200) return false;
        if (line.Role == LineRole.TableRow) return lower.Contains("nơi nhận:", StringComparison.Ordinal);
        var text = line.Of(view.Text);
        if (line.Label.Class != LabelClass.None || !Signatures.IsLine(text, lower)) return false;
        var strong = lower.StartsWith("tm.", StringComparison.Ordinal) || lower.StartsWith("kt.", StringComparison.Ordinal) || lower.StartsWith("tl.", StringComparison.Ordinal) || lower.StartsWith("tuq.", StringComparison.Ordinal);
        return NameFollows(i, strong ? 16 : 9);
    }

    /// <summary>A person's name or the list of recipients follows within so many lines, and no sentence before it.</summary>
    private bool NameFollows(int i, int within)
    {
        for (var j = i + 1; j < lines.Count && j - i <= within; j++)
        {
            var line = lines[j];
            if (line.Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            var text = line.Of(view.Text);
            if (Signatures.PersonName(text.ToString()) is not null || line.Of(view.Lower).Contains("nơi nhận", StringComparison.Ordinal)) return true;
            if (line.Length > 90 || line.Label.IsNumbered) return false;
            if (!line.Upper && !line.Of(view.Lower).Contains("ký", StringComparison.Ordinal) && line.Role != LineRole.TableRow && !line.Label.IsMark) return false;
        }

        return false;
    }

    private int TailEnd(int from)
    {
        if (seenEnd.From != from) seenEnd = (from, FindTailEnd(from));
        return seenEnd.To;
    }

    private int FindTailEnd(int from)
    {
        var filed = false;
        for (var i = from; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Role is LineRole.Blank or LineRole.Rule or LineRole.Furniture) continue;
            var lower = line.Of(view.Lower);
            if (i > from)
            {
                if (line.Label.IsNumbered && !Signatures.IsLine(line.Of(view.Text), lower) && line.Label.Class is not (LabelClass.UpperLetter or LabelClass.Letter)) return i;
                if (IsMotto(lower) || KindAt(i) is not null && (line.Upper || lower.Length < 14)) return LetterheadStart(i, from);
                if (filed && (line.Length > 170 || lower.StartsWith("biểu ", StringComparison.Ordinal) || lower.StartsWith("mẫu ", StringComparison.Ordinal) || lower.StartsWith("danh mục", StringComparison.Ordinal) || lower.StartsWith("danh sách", StringComparison.Ordinal) || lower.StartsWith("(kèm theo", StringComparison.Ordinal) || lower.StartsWith("(ban hành", StringComparison.Ordinal))) return i;
                if (line.Role == LineRole.TableRow && TableHeader.Looks(view, line)) return i;
                if (line.Role is LineRole.FlatTable or LineRole.LayoutTable) return i;
                if (!filed && line.Length > 260 && line.Role != LineRole.TableRow) return i;
            }

            filed |= lower.Contains("lưu:", StringComparison.Ordinal) || lower.Contains("lưu ", StringComparison.Ordinal) || Signatures.IsLine(line.Of(view.Text), lower);
        }

        return lines.Count;
    }

    /// <summary>The organ's name may stand above the motto of the next document: go back to the blank space before it.</summary>
    private int LetterheadStart(int at, int floor)
    {
        var i = at;
        for (var back = 0; i - 1 > floor && back < 8; back++)
        {
            var line = lines[i - 1];
            if (line.Role == LineRole.Text && !(line.Upper && !Signatures.IsLine(line.Of(view.Text), line.Of(view.Lower)) && AgencyLexicon.StartsWithHead(line.Of(view.Lower).ToString()))) break;
            if (line.Role is LineRole.Furniture or LineRole.TableRow or LineRole.FlatTable) break;
            i--;
        }

        while (i < at && lines[i].Role is LineRole.Blank) i++;
        return i;
    }

    /// <summary>Where the next document begins: at its letterhead or title after a tail, or at a title that says it is attached.</summary>
    private int NextPart(int from, int tail, int tailTo)
    {
        for (var i = from + 1; i < lines.Count; i++)
        {
            if (i == tail) i = tailTo;
            if (i >= lines.Count) break;
            var line = lines[i];
            if (line.Role is not (LineRole.Text or LineRole.TableRow)) continue;
            if (KindAt(i) is { } kind && line.Upper && (IsAttached(i) || (i >= tailTo && kind.Name is not "Quyết định")) && i - from > 3) return Math.Max(LetterheadOf(i, tailTo), from + 1);
        }

        return lines.Count;
    }

    private int LetterheadOf(int kindLine, int floor)
    {
        var motto = -1;
        for (var i = kindLine - 1; i >= Math.Max(floor, kindLine - 14) && i >= 0; i--)
            if (IsMotto(lines[i].Of(view.Lower)))
                motto = i;
        return motto < 0 ? kindLine : LetterheadStart(motto, floor - 1);
    }

    private bool IsAttached(int kindLine)
    {
        for (var i = kindLine + 1; i < lines.Count && i - kindLine < 9; i++)
        {
            var lower = lines[i].Of(view.Lower);
            if (lower.StartsWith("(kèm theo", StringComparison.Ordinal) || lower.StartsWith("(ban hành", StringComparison.Ordinal) || lower.StartsWith("ban hành kèm theo", StringComparison.Ordinal)
                || lower.StartsWith("kèm theo quyết định", StringComparison.Ordinal)) return true;
            if (lines[i].Label.Class != LabelClass.None) return false;
        }

        return false;
    }
}
