using LanToa.Reading.Model;
using static LanToa.Reading.Phrases.ScheduleWords;

namespace LanToa.Reading.Phrases;

/// <summary>
/// Reads the most binding wording of time of an item: a day within each period before a dated limit, that before a number per period, then dated spans,
/// plain recurrence, clocks that start with an event, work on request, in batches, standing work, and last what only points to rules.
/// Never throws; linear in the length of the text.
/// </summary>
public static class ScheduleReader
{
    /// <summary>The schedule of an item, or of a cell or line of times. <see cref="Schedule.Text"/> holds the words that it was read from.</summary>
    public static Schedule Read(string text, ScheduleContext context)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(context);
        if (text.Length == 0) return Schedule.Unspecified;
        var tokens = PhraseTokens.Of(text);
        var from = FindContent(tokens, out var label);
        var dedicated = context.Dedicated || label != TimeLabel.None || IsOnlyTime(tokens, from);
        if (!dedicated && !HasTrigger(tokens)) return AtTheEnd(text, tokens, context);

        var scan = new ScheduleScan(tokens, context, from, tokens.Count, dedicated);
        scan.Run();
        if (scan.Features.Count == 0 && !dedicated)
        {
            // "Chuyên mục: mỗi quý …", "Xây dựng trình ban hành: Quý II/2014": what follows the last colon may be nothing but a time.
            var colon = LastColon(tokens);
            if (colon < 0 || tokens.Count - colon > 14) return AtTheEnd(text, tokens, context);
            dedicated = true;
            scan = new ScheduleScan(tokens, context, colon + 1, tokens.Count, true);
            scan.Run();
            if (scan.Features.Count == 0 || scan.Features[0].First > colon + 3) return Schedule.Unspecified;
        }
        var schedule = new ScheduleComposer(tokens, scan.Features, label == TimeLabel.Completion, dedicated).Compose();
        if (dedicated && schedule.Text is null)
        {
            var words = tokens.Slice(from, tokens.Count).TrimEnd('.', ';', ',', ' ', '|');
            schedule = schedule with { Text = words.Length == 0 ? null : words };
        }
        return scan.Tentative || label == TimeLabel.Expected ? schedule with { Tentative = true } : schedule;
    }

    /// <summary>"…; thời gian thực hiện trong năm 2022.": what follows the words "thời gian" speaks of nothing else.</summary>
    private static Schedule AtTheEnd(string text, PhraseTokens tokens, ScheduleContext context)
    {
        for (var i = tokens.Count - 2; i > Math.Max(0, tokens.Count - 24); i--)
            if (tokens.Is(i, Time, TimeEnd) && TimeOf.Has(tokens, i + 2) && tokens.EndsClause(i - 1))
                return Read(text[tokens[i].Start..], context with { Dedicated = true }) is { Kind: not "unspecified" } found ? found : Schedule.Unspecified;
        return Schedule.Unspecified;
    }

    private static readonly PairSet TimeOf = new("thực hiện", "hoàn thành");

    private enum TimeLabel
    {
        None,
        Plain,
        Completion,
        Expected,
    }

    private static bool HasTrigger(PhraseTokens tokens)
    {
        foreach (ref readonly var token in tokens.Span)
        {
            if (token.Kind == TokenKind.Word ? Triggers.Contains(token.Folded) : token.First == '/' || (token.Kind == TokenKind.Number && token.Value is > 0 and < 32)) return true;
        }
        return false;
    }

    /// <summary>Skips a bullet and a label such as "Thời gian thực hiện:".</summary>
    private static int FindContent(PhraseTokens tokens, out TimeLabel label)
    {
        label = TimeLabel.None;
        var at = 0;
        while (at < tokens.Count && tokens[at].Kind == TokenKind.Mark) at++;
        if (at < tokens.Count - 1 && (tokens.IsMark(at + 1, ')') || tokens.IsMark(at + 1, '.')) && tokens[at].Length <= 2 && tokens.IsWord(at)) at += 2;
        if (!tokens.Is(at, Time, TimeEnd) && !tokens.Is(at, Time, Limit) && !tokens.Is(at, Pace, PaceEnd) && !tokens.Is(at, Time, Moment) && !tokens.Is(at, Route, RouteEnd)) return at;
        var completes = tokens.Is(at, Time, Limit);
        var expected = false;
        for (var i = at + 2; i < Math.Min(tokens.Count, at + 12); i++)
        {
            completes |= tokens.Is(i, Complete, CompleteEnd) || tokens.Is(i, Done);
            expected |= tokens.Is(i, Expected, ExpectedEnd);
            if (tokens.EndsSentence(i)) return at;
            if (!tokens.IsMark(i, ':')) continue;
            label = expected ? TimeLabel.Expected : completes ? TimeLabel.Completion : TimeLabel.Plain;
            return i + 1;
        }
        // "Thời gian thực hiện từ ngày … đến ngày …"
        if (tokens.Count - at > 24) return at;
        label = expected ? TimeLabel.Expected : completes ? TimeLabel.Completion : TimeLabel.Plain;
        return at + 2;
    }

    private static readonly WordSet Openers = new("thường", "quý", "tháng", "hằng", "hàng", "mỗi", "định", "đột", "khi", "trước", "xong", "cuối", "giai", "năm", "tuần", "cả", "dự", "trong", "từ", "theo", "hoàn", "chậm", "cùng", "ngày", "đã", "sau", "ngay", "đầu", "giữa", "các", "đến", "suốt", "liên", "chậm", "muộn", "t");

    /// <summary>A short text that opens with a wording of time and holds no verb of work is a cell of times.</summary>
    private static bool IsOnlyTime(PhraseTokens tokens, int from)
    {
        var length = tokens.Count - from;
        if (length is 0 or > 26) return false;
        if (!Openers.Has(tokens, from) && !tokens.IsNumber(from)) return false;
        if (length > 12 && tokens.IsNumber(from)) return false;
        // "Thường xuyên cập nhật …", "Hằng năm tổ chức …" open sentences.
        if (tokens.Is(from, By) && length <= 10) return true;
        var at = tokens.Is(from, Often, Going) ? from + 2 : from;
        for (var i = at; i < Math.Min(tokens.Count, from + 8); i++)
        {
            if (WorkVerbs.Has(tokens, i)) return false;
        }
        return length <= 12 || tokens.Is(from, Often, Going) || tokens.Is(from, From);
    }

    private static readonly PairSet WorkVerbs = new(
        "tổ chức", "xây dựng", "cập nhật", "tuyên truyền", "thông tin", "kiểm tra", "rà soát", "đánh giá", "phối hợp", "chủ trì", "tham mưu", "triển khai", "tăng cường", "nâng cao", "đẩy mạnh", "tiếp tục",
        "tiếp nhận", "duy trì", "biên soạn", "niêm yết", "viết bài", "đăng tải", "đưa tin", "mở lớp", "lập kế", "gửi về", "trình ủy", "trình ubnd", "phổ biến", "quán triệt", "hướng dẫn", "theo dõi", "đôn đốc");

    private static int LastColon(PhraseTokens tokens)
    {
        for (var i = tokens.Count - 1; i >= 0; i--)
        {
            if (tokens.IsMark(i, ':')) return i;
        }
        return -1;
    }
}
