using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>A list of bodies found in a text: [From, To) in words.</summary>
internal sealed record AgencyList(IReadOnlyList<Actor> Actors, int From, int To);

/// <summary>
/// Reads lists of bodies by the way their names are built: determiner, head, complement in capitals, qualifiers; commas and "và"
/// part bodies only where a new head follows.
/// </summary>
internal static class AgencyGrammar
{
    private const int LongestName = 30;

    /// <summary>The list of bodies that begins at a word; null where none begins there.</summary>
    public static AgencyList? List(Words words, int at, bool whole = false)
    {
        List<Actor>? actors = null;
        var from = at;
        for (var goesOn = true; goesOn;)
        {
            var (start, end) = Next(words, ref at, whole, out goesOn);
            if (end > start) (actors ??= []).Add(ActorOf(words, start, end));
        }

        return actors is null ? null : new AgencyList(actors, from, Math.Max(at, from));
    }

    /// <summary>Where the list of bodies ends that begins at a word; 0 where none begins there.</summary>
    public static int EndOfList(Words words, int at, bool whole = false)
    {
        var from = at;
        var any = false;
        for (var goesOn = true; goesOn;)
        {
            var (start, end) = Next(words, ref at, whole, out goesOn);
            any |= end > start;
        }

        return any ? Math.Max(at, from) : 0;
    }

    /// <summary>The name at a place of a list, empty where none stands there; moves on to the next one, or behind the last.</summary>
    private static (int Start, int End) Next(Words words, ref int at, bool whole, out bool goesOn)
    {
        var start = at = SkipAnnouncement(words, at);
        var end = Name(words, start, whole);
        goesOn = false;
        if (end <= start) return (start, start);
        var next = Separator(words, end);
        goesOn = next == end ? whole && IsNextBody(words, start, end) : Starts(words, next, inList: true);
        at = goesOn ? next : end;
        return (start, end);
    }

    /// <summary>"các cơ quan Báo Bắc Giang": the noun only announces the names.</summary>
    private static int SkipAnnouncement(Words words, int at)
    {
        if (!words.Is(at, "các")) return at;
        var noun = AgencyLexicon.GroupNouns.Match(words, at + 1);
        var next = at + 1 + noun;
        if (words.Mark(next) == ':' && noun > 0 && words.Capital(next + 1) && AgencyLexicon.Head(words, next + 1, determined: false) > 0) return next + 1;
        return noun > 0 && words.Capital(next) && words.LowerRange(at + 1, next) is "cơ quan" or "đơn vị" or "sở" && AgencyLexicon.Head(words, next, determined: false) > 0 ? next : at;
    }

    private static Actor ActorOf(Words words, int from, int to)
    {
        var text = words.Range(from, to).Trim();
        var end = RoleInBrackets(words, from, to);
        var name = end == to ? text : words.Range(from, end).Trim();
        return new Actor(name.Replace(';', ','), IsGroup(words, from) || OfAllPlaces(words, from, to), text);
    }

    private static readonly PhraseSet Roles = new("cơ quan thường trực|cơ quan chủ trì|cơ quan đầu mối|đơn vị chủ trì|đơn vị thường trực|đơn vị đầu mối|thường trực|chủ trì|đầu mối|là cơ quan thường trực|là cơ quan chủ trì|là đơn vị chủ trì|là đầu mối");

    /// <summary>"Phòng Văn hóa - Xã hội (cơ quan thường trực)": where the bracket begins that says what the body does; the end of the name where there is none.</summary>
    private static int RoleInBrackets(Words words, int from, int to)
    {
        if (words.Mark(to - 1) != ')') return to;
        var open = to - 2;
        while (open > from && words.Mark(open) != '(') open--;
        return open > from && Roles.Match(words, open + 1) > 0 ? open : to;
    }

    /// <summary>"Cục Thi hành án dân sự các tỉnh, thành phố": one body in each place.</summary>
    private static bool OfAllPlaces(Words words, int from, int to)
    {
        for (var i = from + 1; i + 1 < to; i++)
            if (words.Is(i, "các") && (words.Is(i + 1, "tỉnh") || words.Is(i + 1, "huyện") || words.Is(i + 1, "quận") || words.Is(i + 1, "xã") || words.Is(i + 1, "phường") || words.Is(i + 1, "thành") && words.Is(i + 2, "phố") || words.Is(i + 1, "địa") && words.Is(i + 2, "phương"))) return true;
        return false;
    }

    /// <summary>"các …", or "UBND các xã": more than one body.</summary>
    private static bool IsGroup(Words words, int from)
    {
        if (AgencyLexicon.Determiners.Match(words, from) > 0) return true;
        var head = AgencyLexicon.Head(words, from, determined: false);
        return head > 0 && words.Is(from + head, "các");
    }

    /// <summary>After what parts two bodies of a list.</summary>
    private static int Separator(Words words, int at)
    {
        var mark = words.Mark(at);
        if (mark is ',' or ';' or '/' or '+' or '&')
        {
            at++;
            if (words.Is(at, "và") || words.Is(at, "cùng")) at++;
            return words.Is(at, "với") ? at + 1 : at;
        }

        if (words.Is(at, "và") || words.Is(at, "hoặc")) return at + 1;
        if (words.Is(at, "cùng") && !words.Is(at + 1, "cấp")) return words.Is(at + 1, "với") ? at + 2 : at + 1;
        return mark is '-' or '–' && Starts(words, at + 1, inList: true) && words.Capital(at + 1) ? at + 1 : at;
    }

    /// <summary>"các cơ quan Bộ Y tế" has a head behind "các cơ quan", "các cơ quan liên quan" behind "các".</summary>
    private static int Determiner(Words words, int at)
    {
        var determiner = AgencyLexicon.Determiners.Match(words, at);
        return determiner > 1 && words.Is(at, "các") && AgencyLexicon.Head(words, at + determiner, determined: true) == 0 ? 1 : determiner;
    }

    /// <summary>True where a new body (not the next noun of a group) begins.</summary>
    public static bool Starts(Words words, int at, bool inList = false)
    {
        var determiner = Determiner(words, at);
        var start = at + determiner;
        var head = AgencyLexicon.Head(words, start, determiner > 0);
        if (head == 0 && inList && !words.Capital(at)) return GroupHead(words, at);
        if (head == 0 || determiner > 0) return head > 0;
        if (!words.Capital(start) && AgencyLexicon.GroupNouns.Match(words, start) >= head) return words.Capital(start + head) || GroupHead(words, at);
        return true;
    }

    /// <summary>A noun in small letters with a complement that makes it a body of its own: "cơ quan, đơn vị liên quan", "tổ chức quốc tế".</summary>
    private static bool GroupHead(Words words, int at) =>
        AgencyLexicon.GroupNouns.Match(words, at) is > 0 and var noun && !AgencyLexicon.Excluded(words, at, noun) && noun >= 2 && (words.Is(at, "cơ") || words.Is(at, "chính") || (words.Is(at, "đơn") && words.Is(at + 1, "vị")));

    /// <summary>End of the name that begins at a word; the same word where none does.</summary>
    private static int Name(Words words, int at, bool whole)
    {
        var determiner = Determiner(words, at);
        var i = at + determiner;
        var head = AgencyLexicon.Head(words, i, determiner > 0 || whole);
        if (head == 0) return GroupHead(words, at) ? Tail(words, at, at + AgencyLexicon.GroupNouns.Match(words, at), group: true, named: false, whole) : at;
        var field = FieldAfterHead(words, i + head);
        // "Văn phòng theo dõi, đôn đốc": an office of this name has no field.
        if (field > 0 && words.Capital(i) && !(words.Is(i + head - 2, "văn") && words.Is(i + head - 1, "phòng"))) return Tail(words, at, i + head + field, determiner > 0, named: true, whole);
        var group = determiner > 0 || words.Is(i + head, "các") || (!words.Capital(i) && AgencyLexicon.GroupNouns.Match(words, i) >= head && !words.Capital(i + head));
        return Tail(words, at, i + head, group, named: false, whole);
    }

    private static int Tail(Words words, int from, int at, bool group, bool named, bool whole)
    {
        var first = at;
        while (at < words.Count && at - from < LongestName)
        {
            var token = words[at];
            if (JoinsCouncils(words, from, at))
            {
                named = true;
                at += 2;
                continue;
            }

            if (whole && at > first && IsNextBody(words, from, at) || IsEachPeriod(words, at)) break;
            if (!token.IsWord)
            {
                var next = AfterMark(words, at, group, named, whole);
                if (next <= at) break;
                at = next;
                continue;
            }

            // Right behind the head, or where a capital opens it, a field of several words is taken whole.
            if ((at == first || words.Capital(at)) && AgencyLexicon.Compounds.Match(words, at) is > 1 and var compound)
            {
                named = true;
                at += compound;
                continue;
            }

            if (words.Is(at, "và") || words.Is(at, "hoặc"))
            {
                if (Starts(words, at + 1, inList: true) && !BareGroupNoun(words, at + 1, group)) break;
                if (IsField(words, at + 1, named || words.Capital(from)) || whole && named && EndsValue(words, at + 1))
                {
                    at += 3;
                    continue;
                }

                if (!words.Capital(at + 1) && WorkVerbs.All.Match(words, at + 1) > 0 && AgencyLexicon.GroupNouns.Match(words, at + 1) == 0) break;
                at++;
                continue;
            }

            if (words.Capital(at) && !(group && at > from + 1 && WorkVerbs.IsStart(words, at) && words.Mark(at - 1) == '.'))
            {
                named = true;
                at++;
                continue;
            }

            var qualifier = AgencyLexicon.Qualifiers.Match(words, at);
            var verb = WorkVerbs.All.Match(words, at);
            if (qualifier > 0 && qualifier >= verb)
            {
                if (words.Is(at, "các") && qualifier == 1 && at > from)
                {
                    if (!GroupAfter(words, at + 1)) break;
                    if (AgencyLexicon.GroupNouns.Match(words, at + 1) is > 0 and var noun && !AgencyLexicon.Excluded(words, at + 1, noun)) at += noun;
                    group = true;
                }

                at += qualifier;
                continue;
            }

            if (verb > 0 && words.Is(at - 1, "đồng") && FieldAfterHead(words, at) is > 0 and var field)
            {
                at += field;
                continue;
            }

            if (verb > 0 && !NounHere(words, at, group)) break;
            // "Các chi bộ lãnh đạo thực hiện …": a verb here, elsewhere "các đồng chí lãnh đạo Sở".
            if (at > first && words.Is(at, "lãnh") && words.Is(at + 1, "đạo") && (words.Mark(at + 2) == ',' ? WorkVerbs.All.Match(words, at + 3) : WorkVerbs.All.Match(words, at + 2)) > 0) break;
            at++;
        }

        // "của", "thuộc", "và" at the end belong to what follows.
        while (at > from + 1 && (words.Is(at - 1, "của") || words.Is(at - 1, "thuộc") && !words.Is(at - 2, "trực") || words.Is(at - 1, "và") || words.Is(at - 1, "các") || words.Mark(at - 1) is ',' or '-' or '–')) at--;
        return at;
    }

    /// <summary>"Phòng Nội vụ mỗi quý biên soạn …": a time parts the body from its work.</summary>
    public static bool IsEachPeriod(Words words, int at) => words.Is(at, "mỗi") && (words.Is(at + 1, "quý") || words.Is(at + 1, "tháng") || words.Is(at + 1, "năm") || words.Is(at + 1, "tuần") || words.Is(at + 1, "ngày"));

    private static readonly PhraseSet Councils = new("ubnd|ủy ban nhân dân|hđnd|hội đồng nhân dân");

    /// <summary>"Văn phòng HĐND và UBND", "Văn phòng Đoàn ĐBQH, HĐND và UBND": one office serves the councils that are named.</summary>
    private static bool JoinsCouncils(Words words, int from, int at)
    {
        var office = words.Is(from, "chánh") ? from + 1 : from;
        if (!words.Is(office, "văn") || !words.Is(office + 1, "phòng") || at <= office + 2 || words.Is(at + 2, "các")) return false;
        if (!(words.Is(at, "và") || words.Mark(at) == '-' || words.Mark(at) == ',' && words.Is(at + 2, "và") && Councils.Match(words, at + 3) > 0)) return false;
        return Councils.Match(words, at + 1) > 0 && (words.Is(at - 1, "hđnd") || words.Is(at - 1, "đbqh") || words.Is(at - 2, "quốc") && words.Is(at - 1, "hội") || words.Is(at - 4, "hội") && words.Is(at - 3, "đồng"));
    }

    /// <summary>Bodies of one cell without a mark between them: "Sở Nội vụ Sở Tài chính" repeats its head, "Công an xã Đoàn Thanh niên" goes on after a level.</summary>
    private static bool IsNextBody(Words words, int from, int at)
    {
        if (at <= from + 1 || words.Upper || !words.Capital(at) || !words[at - 1].IsWord || words.Is(at, "trường")) return false;
        var head = AgencyLexicon.StrongHeads.Match(words, at);
        if (head >= 2 && IsLevel(words, at - 1) && !words.Capital(at - 1)) return true;
        return head > 0 && words.Capital(at + head) && words.Capital(from) && !words.Is(at - 1, "của") && !words.Is(at - 1, "thuộc") && !words.Is(at - 1, "và")
            && AgencyLexicon.StrongHeads.Match(words, from) == head && words.LowerRange(from, from + head).SequenceEqual(words.LowerRange(at, at + head));
    }

    /// <summary>"Cục Tin học và thống kê tài chính phối hợp …": after "và" a word of work is part of the name where work only begins behind it.</summary>
    private static bool IsField(Words words, int at, bool named)
    {
        if (!named || words.Capital(at) || AgencyLexicon.Fields.Match(words, at) != 2) return false;
        for (var i = at + 2; i < words.Count && i <= at + 6; i++)
        {
            if (words.Mark(i) is ',' or ';' or '.' or ':') return true;
            if (AgencyLexicon.Duties.Match(words, i) > 0) return true;
            if (!words[i].IsWord || WorkVerbs.All.Match(words, i) > 0) return false;
        }

        return at + 6 >= words.Count;
    }

    /// <summary>"Phòng Quản lý quy hoạch và xây dựng": a word of work that ends a value gives no work.</summary>
    private static bool EndsValue(Words words, int at) => !words.Capital(at) && WorkVerbs.All.Match(words, at) == 2 && (at + 2 >= words.Count || words.Mark(at + 2) is ',' or ';');

    /// <summary>"Hội đồng phổ biến, giáo dục pháp luật", "Trung tâm kiểm soát bệnh tật tỉnh": words of the field right behind the head.</summary>
    private static int FieldAfterHead(Words words, int at)
    {
        var start = at;
        if (words.Is(at, "phối") && words.Is(at + 1, "hợp"))
        {
            var field = words.Is(at + 2, "công") && words.Is(at + 3, "tác") ? at + 4 : at + 2;
            if (AgencyLexicon.Fields.Match(words, field) == 2) at = field;
        }

        if (!IsField(words, at, named: true)) return 0;
        at += 2;
        while (words.Mark(at) == ',' && AgencyLexicon.Fields.Match(words, at + 1) == 2) at += 3;
        return at - start;
    }

    private static bool GroupAfter(Words words, int at) => AgencyLexicon.GroupNouns.Match(words, at) > 0 || words.Capital(at);

    /// <summary>"tổ chức" and the like are nouns after a comma of a group: "các cơ quan, tổ chức liên quan".</summary>
    private static bool NounHere(Words words, int at, bool group) =>
        (group && at > 0 && (words.Mark(at - 1) == ',' || words.Is(at - 1, "và")) && AgencyLexicon.GroupNouns.Match(words, at) > 0)
        || (words.Is(at, "báo") && words.Is(at + 1, "chí")) || (words.Is(at, "cấp") && !AgencyLexicon.Excluded(words, at, 1));

    private static bool BareGroupNoun(Words words, int at, bool group)
    {
        if (!group || words.Capital(at) && words.Capital(at + 1) || AgencyLexicon.Determiners.Match(words, at) > 0) return false;
        var noun = AgencyLexicon.GroupNouns.Match(words, at);
        return noun > 0 && !words.Capital(at + noun);
    }

    private static int AfterMark(Words words, int at, bool group, bool named, bool whole)
    {
        switch (words.Mark(at))
        {
            case '-' or '–' or '&' or '/' or '\'' or '’' or '“' or '”' or '"':
                if (!(words.Capital(at + 1) || (at > 0 && words[at - 1].IsWord && at + 1 < words.Count && words[at + 1].IsWord && WorkVerbs.All.Match(words, at + 1) == 0))) return at;
                return words.Mark(at) is '-' or '–' && Starts(words, at + 1, inList: true) && AgencyLexicon.StrongHeads.Match(words, at + 1) > 0 && words.Capital(at + 1) && words[at].Start > words[at - 1].End && words.Is(at + 1, "ubnd") ? at : at + 1;
            case ',':
                if (IsLevel(words, at - 1) && IsLevel(words, at + 1) && !words.Capital(at + 2)) return at + 2;
                if (words.Is(at - 1, "bệnh") && words.Is(at + 1, "chữa") && words.Is(at + 2, "bệnh")) return at + 3;
                if (words.Is(at - 2, "phổ") && words.Is(at + 1, "giáo")) return at + 3;
                if (group && words.Is(at - 1, "thuộc") && words.Is(at + 1, "trực") && words.Is(at + 2, "thuộc")) return at + 3;
                if (BareGroupNoun(words, at + 1, group)) return at + 1 + AgencyLexicon.GroupNouns.Match(words, at + 1);
                if (Starts(words, at + 1, inList: true)) return at;
                if (group && AgencyLexicon.GroupNouns.Match(words, at + 1) is > 0 and var noun && !AgencyLexicon.Excluded(words, at + 1, noun)) return at + 1 + noun;
                if (words.Capital(at + 1)) return (named && (WorkVerbs.All.Match(words, at + 1) == 0 || words.Is(at + 1, "truyền"))) || IsProperList(words, at + 1) ? at + 1 : at;
                return named && ContinuesInSmallLetters(words, at + 1) is > 0 and var end ? end : at;
            case ';':
                // "Các sở; ban, ngành": a comma that was misread or mistyped.
                return group && words.Is(at - 1, "sở") && words.Is(at + 1, "ban") && (words.Mark(at + 2) == ',' || words.Is(at + 2, "ngành")) ? at + 2 : at;
            case '.':
                // An abbreviation inside a name: "TP. Hà Nội", "TT. Tỉnh ủy".
                return at > 0 && words[at - 1].IsWord && words[at - 1].End - words[at - 1].Start <= 3 && char.IsUpper(words.Text[words[at - 1].Start]) && words.Capital(at + 1) && words.Range(at - 1, at) is "TP" or "TX" or "TT" or "P" or "Q" or "H" or "Tp" ? at + 1 : at;
            case '(':
                return Parenthesis(words, at);
            case ':':
                return group && words.Capital(at + 1) && WorkVerbs.All.Match(words, at + 1) == 0 ? at + 1 : at;
            default:
                return at;
        }
    }

    /// <summary>"UBND huyện, thị xã, thành phố": levels in small letters without a name.</summary>
    private static bool IsLevel(Words words, int at) => words.Is(at, "huyện") || words.Is(at, "xã") || words.Is(at, "phường") || words.Is(at, "quận") || words.Is(at, "tỉnh") || (words.Is(at, "phố") && !words.Capital(at)) || (words.Is(at, "thị") && (words.Is(at + 1, "xã") || words.Is(at + 1, "trấn"))) || (words.Is(at, "trấn") && words.Is(at - 1, "thị")) || (words.Is(at, "thành") && words.Is(at + 1, "phố"));

    /// <summary>"Hoàn Kiếm, Cửa Nam": a capital after a comma that is a place rather than a verb at the beginning of a clause.</summary>
    private static bool IsProperList(Words words, int at) => words.Capital(at + 1) || words.Mark(at + 1) == ',';

    /// <summary>"Trung tâm Văn hóa, thông tin, thể thao và du lịch": small letters up to the word after an "và" that ends the list; 0 where it is none.</summary>
    private static int ContinuesInSmallLetters(Words words, int at)
    {
        for (var i = at; i < words.Count && i - at < 9; i++)
        {
            if (words.Capital(i)) return 0;
            if (words.Mark(i) is ';' or '.' or ':' or '(') return 0;
            if (words.Is(i, "và")) return i > at && i + 1 < words.Count && !Starts(words, i + 1, inList: true) && (WorkVerbs.All.Match(words, i + 1) == 0 || words.Is(i + 1, "truyền")) ? i + 2 : 0;
            if (words.Mark(i) == ',' ) continue;
            if (WorkVerbs.All.Match(words, i) > 0 && !(words.Is(i, "thông") || words.Is(i, "truyền") || words.Is(i, "phát"))) return 0;
        }

        return 0;
    }

    private static bool IsTime(Words words, int at) => words.Is(at, "hoàn") || words.Is(at, "trước") || words.Is(at, "trong") || words.Is(at, "từ") || words.Is(at, "thời") || words.Is(at, "quý") || words.Is(at, "tháng") || words.Is(at, "định") || words.Is(at, "xong") || words.Is(at, "ngày");

    private static int Parenthesis(Words words, int at)
    {
        if (words.Is(at + 1, "qua") || words.Is(at + 1, "thông") && words.Is(at + 2, "qua") || words.Is(at + 1, "sau") || words.Is(at + 1, "gọi") || words.Is(at + 1, "phối") || IsTime(words, at + 1)) return at;
        for (var i = at + 1; i < words.Count && i - at < 16; i++)
            if (words.Mark(i) == ')')
                return i + 1;
        return at;
    }
}
