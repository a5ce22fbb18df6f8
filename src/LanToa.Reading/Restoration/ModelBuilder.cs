using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace LanToa.Reading.Restoration;

/// <summary>
/// Builds the compact language model from counts of syllables (<c>unigrams.tsv.gz</c>, <c>bigrams.tsv.gz</c>, <c>trigrams.tsv.gz</c>: n-gram, tab, count).
/// Probabilities are interpolated with absolute discounting; the mass of n-grams left out of the counts goes to the shorter context.
/// Wordings of the field (<c>phrases.tsv</c> beside the model: words, tab, count) are counted with them. The same input gives the same bytes.
/// <para>Format (little endian): "LTLM2\0\0\0"; int32 words, bigrams, trigrams; words in ordinal order as byte length + UTF-8; per word byte cost,
/// byte back-off, uint16 count of bigrams that begin with it; per bigram (ordered) uint16 second word; then byte cost; byte back-off; uint16
/// count of trigrams; per trigram (ordered) uint16 third word; then byte cost. A cost is −ln p in steps of 1/16, at most 255.</para>
/// <para>Beside it goes <c>syllables.txt</c>: the bare letters of every syllable of the model, one on a line, in ordinal order. A text is judged by them
/// without the model.</para>
/// </summary>
public static class ModelBuilder
{
    private const double Discount = 0.75;

    /// <summary>How often a name of the list of units counts.</summary>
    private const long TimesOfAName = 20;

    internal static ReadOnlySpan<byte> Magic => "LTLM2\0\0\0"u8;

    /// <summary>Reads the counts in <paramref name="inputFolder"/> and writes the model to <paramref name="output"/>, and the syllables to the folder of it.</summary>
    /// <exception cref="FileNotFoundException">A file of counts is missing.</exception>
    /// <param name="inputFolder">The folder of the counts.</param>
    /// <param name="output">The file of the model.</param>
    /// <param name="units">A list of provinces and communes ("FullName", "Wards"), whose names are counted as well; null for none.</param>
    public static void Build(string inputFolder, string output, string? units = null)
    {
        var unigrams = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (gram, count) in Read(inputFolder, "unigrams"))
            Add(unigrams, Syllable.Canonical(gram), count);
        var phrases = Phrases(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, "phrases.tsv"));
        if (units is not null) foreach (var name in UnitNames(units)) AddGrams(phrases, name, TimesOfAName);
        foreach (var (gram, count) in phrases.Where(p => !p.Gram.Contains(' '))) Add(unigrams, gram, count);
        var words = unigrams.Keys.ToArray();
        if (words.Length > ushort.MaxValue) throw new InvalidDataException($"{words.Length} words; the format holds {ushort.MaxValue}.");
        var id = words.Select((w, i) => (w, i)).ToDictionary(p => p.w, p => p.i, StringComparer.Ordinal);

        var bigrams = Keyed([.. Read(inputFolder, "bigrams"), .. phrases], 2, id);
        var trigrams = Keyed([.. Read(inputFolder, "trigrams"), .. phrases], 3, id);
        var total = (double)unigrams.Where(p => p.Key != "<s>").Sum(p => p.Value);
        var p1 = words.Select(w => unigrams[w] / total).ToArray();

        var (p2, left2) = Interpolate(bigrams, k => (int)(k >> 16), (context, _) => unigrams[words[context]], (k, _) => p1[k & 0xFFFF], words.Length);
        var bigramAt = new Dictionary<long, int>(bigrams.Count);
        for (var i = 0; i < bigrams.Count; i++) bigramAt[bigrams[i].Key] = i;
        var (p3, left3) = Interpolate(trigrams, k => bigramAt.GetValueOrDefault(k >> 16, -1), (context, sum) => Math.Max(sum, bigrams[context].Value),
            (k, _) => bigramAt.TryGetValue(k & 0xFFFFFFFF, out var b) ? p2[b] : left2[(int)((k >> 16) & 0xFFFF)] * p1[k & 0xFFFF], bigrams.Count);

        File.WriteAllLines(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, "syllables.txt"), BareSyllables.Of(words));
        Write(output, words, p1, left2, bigrams, p2, left3, trigrams, p3, bigramAt);
    }

    private static (double[] P, double[] Left) Interpolate(List<KeyValuePair<long, long>> grams, Func<long, int> contextOf, Func<int, long, long> contextCount,
        Func<long, int, double> lower, int contexts)
    {
        var sum = new long[contexts];
        var kinds = new int[contexts];
        foreach (var (k, c) in grams)
        {
            var x = contextOf(k);
            if (x < 0) continue;
            sum[x] += c;
            kinds[x]++;
        }
        var left = new double[contexts];
        for (var x = 0; x < contexts; x++)
        {
            var of = sum[x] == 0 ? 0 : Math.Max(sum[x], contextCount(x, sum[x]));
            left[x] = of == 0 ? 1 : 1 - ((sum[x] - (Discount * kinds[x])) / of);
        }
        var p = new double[grams.Count];
        for (var i = 0; i < p.Length; i++)
        {
            var (k, c) = grams[i];
            var x = contextOf(k);
            if (x < 0) continue;
            p[i] = ((c - Discount) / Math.Max(sum[x], contextCount(x, sum[x]))) + (left[x] * lower(k, i));
        }
        return (p, left);
    }

    private static void Write(string output, string[] words, double[] p1, double[] left2, List<KeyValuePair<long, long>> bigrams, double[] p2, double[] left3,
        List<KeyValuePair<long, long>> trigrams, double[] p3, Dictionary<long, int> bigramAt)
    {
        var perWord = new int[words.Length];
        foreach (var (k, _) in bigrams) perWord[k >> 16]++;
        var perBigram = new int[bigrams.Count];
        var kept = Enumerable.Range(0, trigrams.Count).Where(i => bigramAt.ContainsKey(trigrams[i].Key >> 16)).ToArray();
        foreach (var i in kept) perBigram[bigramAt[trigrams[i].Key >> 16]]++;

        using var file = File.Create(output);
        using var to = new BinaryWriter(file, Encoding.UTF8);
        to.Write(Magic);
        to.Write(words.Length);
        to.Write(bigrams.Count);
        to.Write(kept.Length);
        foreach (var w in words)
        {
            var bytes = Encoding.UTF8.GetBytes(w);
            to.Write(checked((byte)bytes.Length));
            to.Write(bytes);
        }
        foreach (var p in p1) to.Write(Cost(p));
        foreach (var b in left2) to.Write(Cost(b));
        foreach (var n in perWord) to.Write(checked((ushort)n));
        foreach (var (k, _) in bigrams) to.Write((ushort)(k & 0xFFFF));
        foreach (var p in p2) to.Write(Cost(p));
        foreach (var b in left3) to.Write(Cost(b));
        foreach (var n in perBigram) to.Write(checked((ushort)n));
        foreach (var i in kept) to.Write((ushort)(trigrams[i].Key & 0xFFFF));
        foreach (var i in kept) to.Write(Cost(p3[i]));
    }

    private static byte Cost(double p) => p <= 0 ? (byte)255 : (byte)Math.Clamp(Math.Round(-Math.Log(p) * 16), 0, 255);

    private static List<KeyValuePair<long, long>> Keyed(IEnumerable<(string Gram, long Count)> grams, int length, Dictionary<string, int> id)
    {
        var counts = new SortedDictionary<long, long>();
        foreach (var (gram, count) in grams)
        {
            var parts = gram.Split(' ');
            if (parts.Length != length) continue;
            long key = 0;
            foreach (var part in parts)
                key = key >= 0 && id.TryGetValue(Syllable.Canonical(part), out var i) ? (key << 16) | (uint)i : -1;
            if (key >= 0) Add(counts, key, count);
        }
        return [.. counts];
    }

    private static void Add<TKey>(IDictionary<TKey, long> counts, TKey key, long count)
    {
        counts.TryGetValue(key, out var was);
        counts[key] = was + count;
    }

    /// <summary>All n-grams of the wordings, each as often as its wording counts.</summary>
    private static List<(string Gram, long Count)> Phrases(string file)
    {
        var grams = new List<(string, long)>();
        if (!File.Exists(file)) return grams;
        foreach (var line in File.ReadLines(file, Encoding.UTF8).Where(l => !l.StartsWith('#')))
        {
            var tab = line.LastIndexOf('\t');
            AddGrams(grams, line[..tab], long.Parse(line.AsSpan(tab + 1), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return grams;
    }

    private static void AddGrams(List<(string Gram, long Count)> grams, string wording, long count)
    {
        var words = Array.ConvertAll(wording.Split(' ', StringSplitOptions.RemoveEmptyEntries), Syllable.Canonical);
        for (var length = 1; length <= 3; length++)
            for (var at = 0; at + length <= words.Length; at++) grams.Add((string.Join(' ', words[at..(at + length)]), count));
    }

    private static IEnumerable<string> UnitNames(string file)
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var province in list.RootElement.EnumerateArray())
        {
            yield return Name(province);
            foreach (var ward in province.GetProperty("Wards").EnumerateArray()) yield return Name(ward);
        }

        static string Name(JsonElement unit) => unit.GetProperty("FullName").GetString()!.Replace('-', ' ').Replace('’', ' ').Replace('\'', ' ');
    }

    private static IEnumerable<(string Gram, long Count)> Read(string folder, string name)
    {
        using var file = File.OpenRead(Path.Combine(folder, name + ".tsv.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress), Encoding.UTF8);
        while (lines.ReadLine() is { } line)
        {
            var tab = line.LastIndexOf('\t');
            if (tab > 0 && long.TryParse(line.AsSpan(tab + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) yield return (line[..tab], count);
        }
    }
}
