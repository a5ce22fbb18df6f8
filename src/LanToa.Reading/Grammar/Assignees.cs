using LanToa.Reading.Model;

namespace LanToa.Reading.Grammar;

/// <summary>Who is given work by the words of a text.</summary>
internal sealed record Assignment(IReadOnlyList<Actor> Lead, bool IsRequest, int From, int To);

/// <summary>Finds the bodies that lead, and those that they work with.</summary>
internal static class Assignees
{
    private static readonly string[][] Commands = [["giao", "cho"], ["giao"], ["phân", "công"], ["yêu", "cầu"], ["đối", "với"], ["trách", "nhiệm", "của"], ["nhiệm", "vụ", "của"], ["trách", "nhiệm"], ["nhiệm", "vụ"]];
    private static readonly string[][] Requests = [["kính", "đề", "nghị"], ["trân", "trọng", "đề", "nghị"], ["đề", "nghị"], ["kính", "mời"], ["mời"], ["kính", "mong"]];
    private static readonly string[] Adverbials = ["đối", "trên", "căn", "để", "định", "hằng", "hàng", "trước", "trong", "sau", "nhằm", "theo", "từ", "chậm", "khi", "thông", "qua", "với", "vào", "kịp", "sau", "ngoài", "bên", "ngay", "nếu", "trường", "tùy"];

    /// <summary>After "đối với" those whom the work is for, not those who do it.</summary>
    private static readonly PhraseSet Persons = new("cán bộ|công chức|viên chức|đảng viên|đoàn viên|hội viên|nhân dân|người dân|doanh nghiệp|học sinh|sinh viên|tổ chức|cá nhân|giáo viên|người lao động|đội ngũ|thanh niên|phụ nữ|nông dân|đồng bào|hộ gia đình|tổ chức, cá nhân|báo cáo viên|tuyên truyền viên");

    /// <summary>A heading that is a list of bodies and nothing else, with what may stand before it: "Đề nghị Đài Truyền hình Việt Nam".</summary>
    public static Assignment? OfHeading(Words words)
    {
        var at = Skip(words, 0);
        var (start, request) = Prefix(words, at);
        if (IsForPersons(words, at, start)) return null;
        if (AgencyGrammar.List(words, start, whole: start > at) is not { } list)
        {
            // After a request the rest names the bodies even where the grammar does not know their heads: "Mời tỉnh …".
            return request && words.Count - start is > 0 and < 40 ? Named(words, start) : null;
        }

        var end = list.To;
        while (end < words.Count && (words.Mark(end) is '.' or ':' or ';' or ',' or '*')) end++;
        if (end < words.Count)
        {
            if (request && WorkVerbs.All.Match(words, end) == 0) return Named(words, start);
            return start == at && list.Actors is [{ Group: true }] && GoesOnAsName(words, list.To) ? Named(words, start) with { IsRequest = false } : null;
        }

        if (list.Actors.Count == 1 && IsBare(words, start, list)) return null;
        // "CƠ QUAN CHỈ ĐẠO VÀ TỔ CHỨC THỰC HIỆN" names a section.
        if (words.Upper && start == at && words.Is(start, "cơ") && words.LowerRange(start, list.To).Contains("thực hiện", StringComparison.Ordinal)) return null;
        return new Assignment(list.Actors, request, start, list.To);
    }

    private static Assignment Named(Words words, int start)
    {
        var name = words.Range(start, End(words)).Trim();
        return new Assignment([new Actor(name, AgencyLexicon.Determiners.Match(words, start) > 0, name)], true, start, words.Count);
    }

    /// <summary>"Các khoa lâm sàng, cận lâm sàng": the kinds of a group go on in small letters, without a word of work.</summary>
    private static bool GoesOnAsName(Words words, int at)
    {
        var end = End(words);
        if (words.Mark(at) != ',' || end - at > 10) return false;
        for (var i = at + 1; i < end; i++)
            if (words.Capital(i) || WorkVerbs.All.Match(words, i) > 0 || !words[i].IsWord && words.Mark(i) is not (',' or '-'))
                return false;
        return true;
    }

    private static int End(Words words)
    {
        var end = words.Count;
        while (end > 0 && !words[end - 1].IsWord && words.Mark(end - 1) != ')') end--;
        return end;
    }

    /// <summary>Only the noun, no name: "Báo", "Thanh tra" may be anything.</summary>
    private static bool IsBare(Words words, int from, AgencyList list)
    {
        if (AgencyLexicon.Determiners.Match(words, from) > 0) return false;
        var head = AgencyLexicon.Head(words, from, determined: false);
        return head > 0 && list.To - from <= head && head == 1 && !words.Is(from, "vpub");
    }

    private static int Skip(Words words, int at)
    {
        while (at < words.Count && !words[at].IsWord) at++;
        return at;
    }

    private static (int At, bool Request) Prefix(Words words, int at)
    {
        foreach (var prefix in Requests)
            if (Matches(words, at, prefix))
                return (Skip(words, at + prefix.Length), true);
        foreach (var prefix in Commands)
            if (Matches(words, at, prefix))
                return (Skip(words, at + prefix.Length), false);
        return (at, false);
    }

    private static bool Matches(Words words, int at, string[] prefix)
    {
        for (var i = 0; i < prefix.Length; i++)
            if (!words.Is(at + i, prefix[i]))
                return false;
        return true;
    }

    /// <summary>The bodies that the sentence gives work to, by name; null where it names none.</summary>
    public static Assignment? Subject(Words words, int from = 0, bool clauses = true)
    {
        var at = Skip(words, from);
        var (start, request) = Prefix(words, at);
        if (IsForPersons(words, at, start)) return null;
        if (AgencyGrammar.List(words, start) is { } list && !(list.Actors.Count == 1 && IsBare(words, start, list)))
        {
            if (start > at && !words.Is(at, "đối") && list.To < words.Count && words.Mark(list.To) != '.') return new Assignment(list.Actors, request, start, list.To);
            if (IsGivenWork(words, list.To)) return new Assignment(list.Actors, request, start, list.To);
        }

        return clauses ? AfterClause(words, at) : null;
    }

    /// <summary>The bodies named after a first clause: "Trên cơ sở kế hoạch này, giao Sở Nội vụ …".</summary>
    public static Assignment? AfterClause(Words words, int from = 0)
    {
        var at = Skip(words, from);
        if (IsForPersons(words, at, Prefix(words, at).At) || !Array.Exists(Adverbials, w => words.Is(at, w))) return null;
        for (var i = at + 2; i < words.Count && i < at + 90; i++)
        {
            if (words.Mark(i) is '.' or ';') break;
            if (words.Mark(i) is not ',') continue;
            var (clause, asked) = Prefix(words, i + 1);
            if (!AgencyGrammar.Starts(words, clause)) continue;
            if (AgencyGrammar.List(words, clause) is not { } found || !IsGivenWork(words, found.To) || (found.Actors.Count == 1 && IsBare(words, clause, found))) continue;
            return new Assignment(found.Actors, asked, clause, found.To);
        }

        return null;
    }

    private static bool IsForPersons(Words words, int at, int start) => words.Is(at, "đối") && Persons.Match(words, start + AgencyLexicon.Determiners.Match(words, start)) > 0;

    /// <summary>"Cấp tỉnh: Sở Tư pháp chủ trì …", "Ở cấp huyện: UBND các huyện": who does the work above at a level.</summary>
    public static Assignment? OfLevel(Words words)
    {
        var at = Skip(words, 0);
        if (words.Is(at, "ở") || words.Is(at, "tại")) at++;
        if (!(words.Is(at, "cấp") || words.Is(at, "trung") && words.Is(at + 1, "ương") || words.Is(at, "địa") && words.Is(at + 1, "phương"))) return null;
        var colon = at + 1;
        while (colon < words.Count && colon < at + 6 && words.Mark(colon) != ':') colon++;
        if (words.Mark(colon) != ':' || AgencyGrammar.List(words, colon + 1) is not { } list) return null;
        var end = list.To;
        return end >= words.Count - 1 || IsGivenWork(words, end) ? new Assignment(list.Actors, false, colon + 1, end) : null;
    }

    /// <summary>Work whose body stands behind it: "… (Sở Nội vụ chủ trì, phối hợp với …)", "… do Sở Nội vụ chủ trì".</summary>
    public static Assignment? InBrackets(Words words)
    {
        for (var i = 3; i + 2 < words.Count; i++)
        {
            if (words.Mark(i) != '(' && !words.Is(i, "do")) continue;
            if (words.Mark(i) == '(' && InLabelledBrackets(words, i) is { } labelled) return labelled;
            var (start, request) = Prefix(words, i + 1);
            if (AgencyGrammar.List(words, start) is not { } list || list.Actors.Count == 1 && IsBare(words, start, list)) continue;
            // "(Đoàn Thanh niên phụ trách)": the words may pass for a part of the last name.
            if (words.Mark(list.To) == ')' && words.Is(list.To - 2, "phụ") && words.Is(list.To - 1, "trách") && list.To - 2 > start)
                return new Assignment([.. list.Actors.SkipLast(1), Shortened(list.Actors[^1], " phụ trách")], request, start, list.To);
            var end = list.To;
            var done = words.Is(end, "chủ") && words.Is(end + 1, "trì") || words.Is(end, "thực") && words.Is(end + 1, "hiện") || words.Is(end, "phụ") && words.Is(end + 1, "trách") || words.Is(end, "tham") && words.Is(end + 1, "mưu") || words.Is(end, "làm") && words.Is(end + 1, "đầu");
            if (done && !(words.Is(i, "do") && !(words.Is(end, "chủ") || words.Is(end, "phụ") || words.Count - end < 4)) || words.Mark(i) == '(' && start > i + 1 && words.Mark(end) == ')') return new Assignment(list.Actors, request, start, end);
        }

        return null;
    }

    private static Actor Shortened(Actor actor, string end) => actor with { Name = actor.Name[..^end.Length], Text = actor.Text?[..^end.Length] };

    /// <summary>Work whose body is named by a later sentence, or behind a colon: "Triển khai bệnh án điện tử. Phòng Kế hoạch chủ trì, …".</summary>
    public static Assignment? Behind(Words words)
    {
        for (var i = 3; i + 3 < words.Count; i++)
        {
            if (words.Mark(i) is not ('.' or ':') || !words.Capital(i + 1)) continue;
            if (AgencyGrammar.List(words, i + 1) is { } list && words.Is(list.To, "chủ") && words.Is(list.To + 1, "trì") && !(list.Actors.Count == 1 && IsBare(words, i + 1, list))) return new Assignment(list.Actors, false, i + 1, list.To);
        }

        return null;
    }

    /// <summary>"(Chủ trì: UBND cấp xã; phối hợp: Sở Nội vụ; thời gian: hằng ngày)".</summary>
    private static Assignment? InLabelledBrackets(Words words, int at)
    {
        var colon = at + 1;
        while (colon < words.Count && colon < at + 7 && words[colon].IsWord) colon++;
        if (words.Mark(colon) != ':' || colon == at + 1 || FieldLabels.Of(Vn.Lower(words.Range(at + 1, colon))) != Field.Lead) return null;
        return AgencyGrammar.List(words, colon + 1, whole: true) is { } list ? new Assignment(list.Actors, false, colon + 1, list.To) : null;
    }

    /// <summary>Work that a later sentence gives away: "In 5.000 tờ rơi. Giao Sở Nội vụ thực hiện trước ngày …".</summary>
    public static Assignment? Given(Words words)
    {
        for (var i = 3; i + 3 < words.Count; i++)
            if (words.Mark(i) is '.' or ';' && words.Is(i + 1, "giao") && words.Capital(i + 1))
                return Subject(words, i + 1, clauses: false);
        return null;
    }

    /// <summary>A verb of work follows, perhaps after a comma or a colon.</summary>
    private static bool IsGivenWork(Words words, int at)
    {
        if (words.Mark(at) is ':') return at + 1 < words.Count;
        if (words.Is(at, "lãnh") && words.Is(at + 1, "đạo") || AgencyGrammar.IsEachPeriod(words, at)) at += 2;
        var comma = words.Mark(at) is ',';
        if (comma) at++;
        if (words.Mark(at) == '(')
        {
            while (at < words.Count && words.Mark(at) != ')') at++;
            at++;
        }

        var verb = WorkVerbs.All.Match(words, at);
        if (verb == 0 || words.Capital(at)) return false;
        if (words.Is(at, "trong") || words.Is(at, "theo") || words.Is(at, "căn") || words.Is(at, "tùy") || words.Is(at, "ngoài")) return true;
        if (words.Is(at, "là")) return words.Is(at + 1, "cơ") && words.Is(at + 2, "quan") || words.Is(at + 1, "đầu") && words.Is(at + 2, "mối") || words.Is(at + 1, "đơn") && words.Is(at + 2, "vị");
        if (words.Is(at, "có")) return words.Is(at + 1, "trách") || words.Is(at + 1, "nhiệm") || words.Is(at + 1, "kế") || words.Is(at + 1, "văn");
        return WorkVerbs.Telling.Match(words, at) < verb || words.Is(at, "thực");
    }

    /// <summary>"phối hợp (chặt chẽ) (với) …": all bodies that are worked with, once each.</summary>
    public static List<Actor> Coordinating(Words words, int from, int to, IReadOnlyList<Actor> lead)
    {
        var found = new List<Actor>();
        to = Math.Min(to, words.Count);
        for (var i = from; i + 1 < to; i++)
        {
            if (!words.Is(i, "phối") || !words.Is(i + 1, "hợp")) continue;
            var at = i + 2;
            for (var guard = 0; guard < 6 && at < to; guard++)
            {
                if (words.Is(at, "với") || words.Is(at, "cùng") || words.Is(at, "của") || words.Is(at, "giữa") || words.Mark(at) == ':') at++;
                else if (words.Is(at, "chặt") || words.Is(at, "thực") && words.Is(at + 1, "hiện") && words.Is(at + 2, "với") || words.Is(at, "tốt") || words.Is(at, "triển") && words.Is(at + 2, "với") || words.Is(at, "công") && words.Is(at + 2, "với")) at += words.Is(at, "tốt") ? 1 : 2;
                else break;
            }

            if (AgencyGrammar.List(words, at, whole: !words.Is(at, "thực")) is not { } list) continue;
            foreach (var actor in list.Actors)
                if (!found.Exists(a => Same(a, actor)) && !lead.Any(a => Same(a, actor)))
                    found.Add(actor);
            i = Math.Max(i, list.To - 1);
        }

        return found;
    }

    /// <summary>In a value that only names bodies a word of work belongs to the name: "Phòng Nghiệp vụ quản lý". Stops at what is a duty or a sentence.</summary>
    private static int EndOfName(Words words, int at)
    {
        var end = at;
        while (end < words.Count && words[end].IsWord && !words.Is(end, "và")) end++;
        if (end - at > 4 || end - at > 2 && Services.Match(words, at) > 0 || AgencyLexicon.Duties.Match(words, at) > 0 || WorkVerbs.Telling.Match(words, at) > 0) return at;
        for (var i = at; i < end; i++)
            if (words.Capital(i) || AgencyLexicon.Duties.Match(words, i) > 0 || words.Is(i, "thực") && words.Is(i + 1, "hiện") || words.Is(i, "theo"))
                return at;
        return end;
    }

    /// <summary>What a second body does for the first: "Đài Phát thanh; Sở Nội vụ cung cấp nội dung".</summary>
    private static readonly PhraseSet Services = new("cung cấp|hỗ trợ|tham gia|góp ý|đôn đốc|kiểm tra|bố trí|hướng dẫn|theo dõi");

    private static Actor Widened(Words words, Actor actor, int end)
    {
        var from = words.Text.LastIndexOf(actor.Name, words[end - 1].End - 1, StringComparison.Ordinal);
        if (from < 0) return actor;
        var name = words.Text[from..words[end - 1].End];
        return actor with { Name = name, Text = name };
    }

    public static bool Same(Actor a, Actor b) => a.Name.Length == b.Name.Length && (string.Equals(a.Name, b.Name, StringComparison.Ordinal) || string.Equals(Vn.Lower(a.Name), Vn.Lower(b.Name), StringComparison.Ordinal));

    /// <summary>Bodies of a field or a cell: "Sở Nội vụ; các sở, ban, ngành; UBND các huyện". What follows with a verb is not read.</summary>
    public static List<Actor> OfValue(string value)
    {
        var actors = new List<Actor>();
        var text = value.Trim().Trim('.', ';', ',', ' ', '-', '*', '+');
        if (text.Length is 0 or > 1500) return actors;
        var lower = Vn.Lower(text);
        if (lower is "không" or "nt" or "như trên" or "x") return actors;
        var words = new Words(text, lower);
        var at = Skip(words, 0);
        while (at < words.Count)
        {
            var list = AgencyGrammar.List(words, at, whole: true);
            if (list is not null && list.To > at)
            {
                actors.AddRange(list.Actors);
                at = list.To;
                if (at < words.Count && words[at].IsWord && WorkVerbs.All.Match(words, at) > 0)
                {
                    var end = EndOfName(words, at);
                    if (end == at) break;
                    actors[^1] = Widened(words, actors[^1], end);
                    at = end;
                }
            }
            else
            {
                var start = at;
                while (at < words.Count && words.Mark(at) is not (',' or ';' or '\n')) at++;
                var name = words.Range(start, at).Trim();
                // "Phòng Tổ chức, biên chế": what goes on in small letters is no body of its own.
                if (actors.Count > 0 && start > 0 && words.Mark(start - 1) == ',' && !actors[^1].Group && (name.Length is > 1 and < 30 && char.IsLower(name[0]) && !words.Is(start, "toàn") || AgencyLexicon.Fields.Match(words, start) > 0)) actors[^1] = Widened(words, actors[^1], at);
                else if (name.Length > 1) actors.Add(new Actor(name, AgencyLexicon.Determiners.Match(words, start) > 0, name));
            }

            while (at < words.Count && (!words[at].IsWord || words.Is(at, "và"))) at++;
        }

        return actors;
    }
}
