namespace LanToa.Reading.Phrases;

/// <summary>The codes that a text names: channels, topics and audiences, each in the order of first mention.</summary>
internal sealed record NamedCodes(IReadOnlyList<string> Channels, IReadOnlyList<string> Topics, IReadOnlyList<string> Audiences)
{
    private static readonly NamedCodes None = new([], [], []);

    /// <summary>Most texts name none: they share one answer.</summary>
    public static NamedCodes Of(string text)
    {
        var (channels, topics, audiences) = (CodeReader.Channels(text), CodeReader.Topics(text), CodeReader.Audiences(text));
        return channels.Count + topics.Count + audiences.Count == 0 ? None : new NamedCodes(channels, topics, audiences);
    }
}
