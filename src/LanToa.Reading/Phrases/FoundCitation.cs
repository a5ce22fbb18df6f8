using LanToa.Reading.Model;

namespace LanToa.Reading.Phrases;

/// <summary>A mention of an act at [Start, End) of the text, in UTF-16 code units: from its kind to its issuer or date.</summary>
public sealed record FoundCitation(int Start, int End, Citation Act)
{
    /// <summary>The number as it stands in the text, where the act's differs from it: a letter got back the stroke that recognition lost.</summary>
    public string? Printed { get; init; }
}
