using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>The syllables of the language without their marks: enough to judge a text by, so that only a damaged one loads the model.</summary>
internal static class BareSyllables
{
    private const int MaxLength = 12;
    private static readonly Lazy<HashSet<ulong>> Known = new(Load);

    public static int Count => Known.Value.Count;

    /// <summary>Is this, marks aside, a syllable of the language? Any case.</summary>
    public static bool Has(ReadOnlySpan<char> printed) => printed.Length is > 0 and <= MaxLength && Packed(printed) is > 0 and var packed && Known.Value.Contains(packed);

    /// <summary>The bare letters of the syllables among the words of a model, in ordinal order, each once.</summary>
    public static IEnumerable<string> Of(IEnumerable<string> words) =>
        words.Where(w => Syllable.IsWellFormed(w)).Select(w => Syllable.Fold(w)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Five bits a letter; 0 where a letter is none of a–z.</summary>
    private static ulong Packed(ReadOnlySpan<char> printed)
    {
        ulong packed = 0;
        foreach (var c in printed)
        {
            var letter = char.ToLowerInvariant(Syllable.BareLetter(c));
            if (!char.IsAsciiLetterLower(letter)) return 0;
            packed = packed << 5 | (uint)(letter - 'a' + 1);
        }

        return packed;
    }

    private static HashSet<ulong> Load()
    {
        using var stream = typeof(BareSyllables).Assembly.GetManifestResourceStream("LanToa.Reading.Restoration.syllables.txt")
            ?? throw new InvalidOperationException("The list of syllables is not in the assembly.");
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var known = new HashSet<ulong>(4096);
        while (lines.ReadLine() is { } line) known.Add(Packed(line));
        return known;
    }
}
