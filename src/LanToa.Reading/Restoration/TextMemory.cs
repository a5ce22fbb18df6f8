using System.Runtime.InteropServices;

namespace LanToa.Reading.Restoration;

/// <summary>Pairs of words that a text was read to hold with certainty, and what they gain where the same text is in doubt: a document repeats its names and terms.</summary>
internal sealed class TextMemory
{
    /// <summary>The most that a pair gains.</summary>
    public const float Most = 4;

    private const float Once = 2.8f, PerDoubling = 0.7f, Certain = 0.97f;

    private readonly Dictionary<long, int> _pairs = [];

    /// <summary>Takes in the choices of one sentence: neighbours that are both certain.</summary>
    public void Learn(ReadOnlySpan<Choice> sentence)
    {
        for (var i = 1; i < sentence.Length; i++)
        {
            var (before, choice) = (sentence[i - 1], sentence[i]);
            if (before.Word < 0 || choice.Word < 0 || Math.Min(before.Confidence, choice.Confidence) < Certain) continue;
            if (choice.Start - before.End <= 1) CollectionsMarshal.GetValueRefOrAddDefault(_pairs, Key(before.Word, choice.Word), out _)++;
        }
    }

    public float Gain(int first, int second) =>
        first >= 0 && second >= 0 && _pairs.TryGetValue(Key(first, second), out var times) ? Math.Min(Most, Once + PerDoubling * MathF.Log2(times)) : 0;

    private static long Key(int first, int second) => (long)first << 32 | (uint)second;
}
