using System.Runtime.InteropServices;

namespace LanToa.Reading.Restoration;

/// <summary>One change: [<paramref name="SourceStart"/>, <paramref name="SourceEnd"/>) of the source reads <paramref name="From"/>;
/// [<paramref name="Start"/>, <paramref name="End"/>) of the restored text reads <paramref name="To"/>. Offsets count UTF-16 code units.</summary>
public sealed record SyllableChange(int SourceStart, int SourceEnd, int Start, int End, string From, string To, double Confidence);

/// <summary>A text as it probably read before it was damaged. Lines are those of the source; the source is never altered.</summary>
public sealed class RestoredText
{
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Span(int Start, int Length, int SourceStart, int SourceLength, float Confidence, bool Doubtful = false);

    private readonly Span[] _spans;
    private readonly int _sourceLength;

    internal RestoredText(string text, int sourceLength, Span[] spans, IReadOnlyList<SyllableChange> changes)
    {
        (Text, _sourceLength, _spans, Changes) = (text, sourceLength, spans, changes);
    }

    public string Text { get; }

    /// <summary>What was changed, in order.</summary>
    public IReadOnlyList<SyllableChange> Changes { get; }

    /// <summary>Places of the source where a blank was put between syllables that are printed together, in order.</summary>
    public IEnumerable<int> AddedBlanks => _spans.Where(s => s.SourceLength == 0).Select(s => s.SourceStart);

    internal static RestoredText Unchanged(string text) => new(text, text.Length, [], []);

    /// <summary>Where in the source the character at <paramref name="index"/> of <see cref="Text"/> comes from. Never falls as the index grows;
    /// the ends of a syllable map to the ends of what was printed for it. An index outside the text is taken as its nearest end.</summary>
    public int SourceIndex(int index)
    {
        index = Math.Clamp(index, 0, Text.Length);
        if (index == Text.Length) return _sourceLength;
        var i = Last(index);
        if (i < 0) return index;
        var s = _spans[i];
        var into = index - s.Start;
        if (into >= s.Length) return Math.Min(_sourceLength, s.SourceStart + s.SourceLength + into - s.Length);
        return s.SourceStart + (s.Length == s.SourceLength ? into : (int)((long)into * s.SourceLength / s.Length));
    }

    /// <summary>How sure the reading of [<paramref name="start"/>, <paramref name="end"/>) is, between 0 and 1; 1 where nothing had to be decided.</summary>
    public double Confidence(int start, int end)
    {
        (start, end) = (Math.Max(0, start), Math.Min(Text.Length, end));
        double weighted = 0;
        var letters = 0;
        for (var i = Math.Max(0, Last(start)); i < _spans.Length && _spans[i].Start < end; i++)
        {
            var s = _spans[i];
            var shared = Math.Min(end, s.Start + s.Length) - Math.Max(start, s.Start);
            if (shared <= 0) continue;
            weighted += shared * s.Confidence;
            letters += shared;
        }
        return letters == 0 ? 1 : Math.Round(weighted / letters, 4);
    }

    /// <summary>Words of [<paramref name="start"/>, <paramref name="end"/>) that a person should compare with the original, in order.</summary>
    public IReadOnlyList<(int Start, int End)> Doubtful(int start, int end)
    {
        var found = new List<(int, int)>();
        for (var i = Math.Max(0, Last(start)); i < _spans.Length && _spans[i].Start < end; i++)
            if (_spans[i] is { Doubtful: true } s && s.Start >= start && s.Start + s.Length <= end) found.Add((s.Start, s.Start + s.Length));
        return found;
    }

    /// <summary>The last span that begins at or before the index, or −1.</summary>
    private int Last(int index)
    {
        int low = 0, high = _spans.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_spans[middle].Start <= index) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }
}
