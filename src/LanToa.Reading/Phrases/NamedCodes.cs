namespace LanToa.Reading.Phrases;

/// <summary>The codes that a text names: channels, topics and audiences, each in the order of first mention.</summary>
internal sealed record NamedCodes(IReadOnlyList<string> Channels, IReadOnlyList<string> Topics, IReadOnlyList<string> Audiences)
{
    public static NamedCodes Of(string text) => new(CodeReader.Channels(text), CodeReader.Topics(text), CodeReader.Audiences(text));
}
