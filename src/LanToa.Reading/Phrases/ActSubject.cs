namespace LanToa.Reading.Phrases;

/// <summary>What an act is about: the words after "về (việc)" or a verb such as "ban hành", up to the end of the mention.</summary>
internal static class ActSubject
{
    private static readonly Word About = new("về"), Matter = new("việc"), Short = new("v");
    private static readonly PairSet Openers = new("ban hành", "phê duyệt", "quy định", "sửa đổi", "hướng dẫn", "công bố", "triển khai", "thực hiện", "điều chỉnh", "tăng cường", "đẩy mạnh", "tiếp tục");

    public static string? Read(PhraseTokens tokens, int at)
    {
        if (tokens.IsMark(at, ',')) at++;
        int from;
        if (tokens.Is(at, About)) from = tokens.Is(at + 1, Matter) ? at + 2 : at + 1;
        else if (tokens.Is(at, Short) && tokens.IsMark(at + 1, '/') && tokens.Is(at + 2, Short)) from = at + 3;
        else if (Openers.Has(tokens, at)) from = at;
        else return null;
        var end = from;
        for (; end < tokens.Count && end < from + 60; end++)
        {
            if (end > from && tokens[end].BlankLineBefore) break;
            if (tokens[end].Kind == TokenKind.Mark && (tokens[end].First is ';' or '|' or ')' or '”' || (tokens[end].First == '.' && !tokens.Touches(end + 1)))) break;
            if (tokens.IsMark(end, ',') && tokens.IsCapital(end + 1)) break;
            if (tokens.IsMark(end, '…')) break;
        }
        var words = tokens.Slice(from, end);
        return words.Length == 0 ? null : words;
    }
}
