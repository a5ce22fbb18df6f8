using System.Globalization;
using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>
/// How often syllables stand in names of places and people (<c>names.tsv</c> says whence): beside another capital "Loc" is rather "Lộc" than "lọc".
/// </summary>
internal static class Names
{
    /// <summary>The most that a syllable costs which no name holds, and what stands for one that none was seen to hold.</summary>
    private const float Most = 4, Unseen = 0.02f;

    private static readonly Lazy<Dictionary<string, int>> Counts = new(Load);

    /// <summary>What each of the candidates for a word of a name costs more: −ln of its share among those of the same bare letters; nothing where no name holds any of them.</summary>
    public static Candidate[] Weighed(LanguageModel model, Candidate[] candidates)
    {
        var all = 0;
        foreach (var c in candidates) all += Of(model, c);
        if (all == 0) return candidates;
        var weighed = new Candidate[candidates.Length];
        for (var i = 0; i < weighed.Length; i++)
            weighed[i] = candidates[i] with { Cost = candidates[i].Cost + Math.Min(Most, -MathF.Log((Of(model, candidates[i]) + Unseen) / (all + Unseen * weighed.Length))) };
        return weighed;
    }

    private static int Of(LanguageModel model, Candidate candidate) => candidate.Word < 0 ? 0 : Counts.Value.GetValueOrDefault(model.Words[candidate.Word]);

    private static Dictionary<string, int> Load()
    {
        using var stream = typeof(Names).Assembly.GetManifestResourceStream("LanToa.Reading.Restoration.names.tsv")
            ?? throw new InvalidOperationException("The syllables of names are not in the assembly.");
        using var lines = new StreamReader(stream, Encoding.UTF8);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            counts[line[..tab]] = int.Parse(line.AsSpan(tab + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        return counts;
    }
}
