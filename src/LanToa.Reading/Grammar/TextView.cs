using System.Text;
using LanToa.Reading.Restoration;

namespace LanToa.Reading.Grammar;

/// <summary>
/// The text that the grammar reads (composed Unicode, or the restored text of a damaged source) and the way back to the source.
/// </summary>
internal sealed class TextView
{
    private readonly Func<int, int> sourceIndex;

    private readonly RestoredText? restored;
    private IReadOnlyList<int> openedGaps = [];

    private TextView(string source, string text, Func<int, int> sourceIndex, RestoredText? restored = null)
    {
        Source = source;
        Text = text;
        Lower = Vn.Lower(text);
        this.restored = restored;
        this.sourceIndex = sourceIndex;
    }

    public string Source { get; }
    public string Text { get; }

    /// <summary><see cref="Text"/> in canonical lower case, letter for letter.</summary>
    public string Lower { get; }

    /// <summary>Blanks of the source that stood inside syllables and are not in <see cref="Text"/>.</summary>
    public IEnumerable<int> ClosedGaps
    {
        get
        {
            if (IsRestored || Source.Length == Text.Length) yield break;
            for (var i = 1; i < Text.Length; i++)
                if (sourceIndex(i) - 1 is var gap && gap > sourceIndex(i - 1) && Source[gap] == ' ') yield return gap;
        }
    }

    /// <summary>Places of the source where <see cref="Text"/> parts what is printed together.</summary>
    public IEnumerable<int> OpenedGaps => restored?.AddedBlanks ?? openedGaps;

    /// <summary>Places of the source where the restored text gives letters of a symbol their stroke back, and the letter.</summary>
    public IEnumerable<(int At, string Letter)> Strokes =>
        from change in restored?.Changes ?? []
        where change.From.Length == change.To.Length && change.From.All(char.IsAsciiLetterUpper) && (change.SourceStart > 0 && Source[change.SourceStart - 1] is '/' or '-' || change.SourceEnd < Source.Length && Source[change.SourceEnd] == '-')
        from i in Enumerable.Range(0, change.From.Length)
        where change.From[i] == 'D' && change.To[i] == 'Đ'
        select (change.SourceStart + i, change.To[i..(i + 1)]);

    public bool IsRestored => restored is not null;

    /// <summary>How sure the words of a range are: 1 where the source is read as it stands.</summary>
    public double Confidence(int start, int end) => restored?.Confidence(start, end) ?? 1;

    /// <summary>Restored words of a range that may be wrong; none where the source is read as it stands.</summary>
    public IReadOnlyList<(int Start, int End)> Doubtful(int start, int end) => restored?.Doubtful(start, end) ?? [];

    public int ToSource(int index) => index >= Text.Length ? Source.Length : index <= 0 ? 0 : Math.Clamp(sourceIndex(index), 0, Source.Length);

    public static TextView Of(string source)
    {
        var (text, map) = IsComposed(source) ? (source, null) : Compose(source);
        if (SplitSyllables.Joined(text) is var (joined, at)) (text, map) = (joined, Through(map, at));
        List<int> opened = [];
        if (GluedSyllables.Parted(text) is var (parted, places, blanks))
        {
            opened = map is null ? blanks : blanks.ConvertAll(b => map[b]);
            (text, map) = (parted, Through(map, places));
        }

        return new TextView(source, WrappedHead.Closed(text), map is null ? i => i : i => map[i]) { openedGaps = opened };
    }

    /// <summary>The way of a second change through that of a first.</summary>
    private static int[] Through(int[]? first, int[] second) => first is null ? second : Array.ConvertAll(second, i => first[i]);

    public static TextView OfRestored(string source, RestoredText restored) => new(source, restored.Text, restored.SourceIndex, restored);

    private static bool IsComposed(string text) => !text.AsSpan().ContainsAnyInRange('\u0300', '\u036f');

    /// <summary>Composes letter by letter (a base with its marks), so that broken surrogates and other noise pass through untouched.</summary>
    private static (string Text, int[]? Map) Compose(string source)
    {
        var to = new StringBuilder(source.Length);
        var map = new List<int>(source.Length);
        for (var i = 0; i < source.Length;)
        {
            var end = i + 1;
            while (end < source.Length && source[end] is >= '\u0300' and <= '\u036f' && end - i < 8) end++;
            if (end == i + 1 || char.IsSurrogate(source[i]))
            {
                to.Append(source[i]);
                map.Add(i);
                i++;
                continue;
            }

            foreach (var c in source[i..end].Normalize(NormalizationForm.FormC))
            {
                to.Append(c);
                map.Add(i);
            }

            i = end;
        }

        return (to.ToString(), map.ToArray());
    }
}
