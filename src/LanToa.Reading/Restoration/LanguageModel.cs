using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>Trigram costs (−ln p) over lower-case Vietnamese syllables and punctuation; read-only once loaded. Format: see <see cref="ModelBuilder"/>.</summary>
internal sealed class LanguageModel
{
    /// <summary>Cost of a word that the model has never seen.</summary>
    public const float UnknownCost = 15f;
    public const int Unknown = -1;
    private const int AtOnce = 16;

    private static readonly Lazy<LanguageModel> Shared = new(LoadEmbedded);
    private static readonly float[] Costs = CostTable();

    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly byte[] _p1, _left2, _p2, _left3, _p3;
    private readonly ushort[] _second, _third;
    private readonly int[] _bigramsFrom, _trigramsFrom;

    private LanguageModel(Stream data)
    {
        if (!Bytes(data, ModelBuilder.Magic.Length).AsSpan().SequenceEqual(ModelBuilder.Magic)) throw new InvalidDataException("Not a language model of this version.");
        int words = Int(data), bigrams = Int(data), trigrams = Int(data);
        Words = new string[words];
        _ids = new Dictionary<string, int>(words, StringComparer.Ordinal);
        Span<byte> word = stackalloc byte[byte.MaxValue];
        for (var i = 0; i < words; i++)
        {
            var length = data.ReadByte();
            data.ReadExactly(word[..length]);
            Words[i] = Encoding.UTF8.GetString(word[..length]);
            _ids[Words[i]] = i;
        }
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _p1 = Bytes(data, words);
        _left2 = Bytes(data, words);
        _bigramsFrom = Starts(Shorts(data, words));
        _second = Shorts(data, bigrams);
        _p2 = Bytes(data, bigrams);
        _left3 = Bytes(data, bigrams);
        _trigramsFrom = Starts(Shorts(data, bigrams));
        _third = Shorts(data, trigrams);
        _p3 = Bytes(data, trigrams);
        Number = Id("<n>");
        LineStart = Id("<s>");
        LineEnd = Id("</s>");
    }

    /// <summary>The model that is part of the program; loaded at the first use.</summary>
    public static LanguageModel Default => Shared.Value;

    public string[] Words { get; }
    public int Number { get; }
    public int LineStart { get; }
    public int LineEnd { get; }

    public int Id(ReadOnlySpan<char> word) => _lookup.TryGetValue(word, out var id) ? id : Unknown;

    /// <summary>How rare a word of the model is, from 0, in the steps of its cost.</summary>
    public byte Rarity(int word) => _p1[word];

    public float Unigram(int word) => word < 0 ? UnknownCost : Costs[_p1[word]];

    /// <summary>The place of a pair in the model, or −1.</summary>
    public int Bigram(int first, int second)
    {
        if (first < 0 || second < 0) return -1;
        return Find(_second, _bigramsFrom[first], _bigramsFrom[first + 1], second);
    }

    /// <summary>Cost of <paramref name="second"/> after <paramref name="first"/>; <paramref name="pair"/> is what <see cref="Bigram"/> says of them.</summary>
    public float PairCost(int first, int second, int pair)
    {
        if (pair >= 0) return Costs[_p2[pair]];
        if (second < 0) return UnknownCost;
        return first < 0 ? Costs[_p1[second]] : Costs[_left2[first]] + Costs[_p1[second]];
    }

    /// <summary>Cost of <paramref name="word"/> after the pair <paramref name="context"/>, where <paramref name="pairCost"/> is its cost after the last word alone.</summary>
    public float Cost(int context, int word, float pairCost)
    {
        if (context < 0 || word < 0) return pairCost;
        int from = _trigramsFrom[context], to = _trigramsFrom[context + 1];
        if (from == to) return pairCost;
        var at = Find(_third, from, to, word);
        return at >= 0 ? Costs[_p3[at]] : Costs[_left3[context]] + pairCost;
    }

    /// <summary>Where a value stands in an ordered stretch, or −1. Halved without branches, which no processor could foresee, down to what it compares at once.</summary>
    private static int Find(ushort[] values, int from, int to, int value)
    {
        var stretch = values.AsSpan(from, to - from);
        ref var first = ref MemoryMarshal.GetReference(stretch);
        int at = 0, length = stretch.Length;
        while (length > AtOnce)
        {
            var half = length >>> 1;
            // All ones where the value stands at the middle or behind it.
            at += half & ((Unsafe.Add(ref first, at + half) - value - 1) >> 31);
            length -= half;
        }
        var found = stretch.Slice(at, length).IndexOf((ushort)value);
        return found < 0 ? -1 : from + at + found;
    }

    private static LanguageModel LoadEmbedded()
    {
        using var stream = typeof(LanguageModel).Assembly.GetManifestResourceStream("LanToa.Reading.Restoration.language.bin")
            ?? throw new InvalidOperationException("The language model is not in the assembly.");
        return new LanguageModel(stream);
    }

    private static float[] CostTable()
    {
        var costs = new float[256];
        for (var q = 0; q < costs.Length; q++) costs[q] = q / 16f;
        return costs;
    }

    private static int Int(Stream data)
    {
        Span<byte> value = stackalloc byte[4];
        data.ReadExactly(value);
        return BinaryPrimitives.ReadInt32LittleEndian(value);
    }

    private static byte[] Bytes(Stream data, int count)
    {
        var values = GC.AllocateUninitializedArray<byte>(count);
        data.ReadExactly(values);
        return values;
    }

    private static ushort[] Shorts(Stream data, int count)
    {
        var values = GC.AllocateUninitializedArray<ushort>(count);
        data.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Starts(ushort[] counts)
    {
        var starts = new int[counts.Length + 1];
        for (var i = 0; i < counts.Length; i++) starts[i + 1] = starts[i] + counts[i];
        return starts;
    }
}
