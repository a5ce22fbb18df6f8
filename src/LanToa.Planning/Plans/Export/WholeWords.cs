using System.Text.RegularExpressions;
using LanToa.Platform.Text;

namespace LanToa.Planning.Plans;

/// <summary>Whether a text says some words whole: "quý I" does not stand in "quý II", nor "ngày 5/1" in "ngày 5/10". Case, marks and punctuation do not count. Pure.</summary>
internal static partial class WholeWords
{
    public static bool Say(string text, string words) => Of(text, words).Count > 0;

    /// <summary>Whether a text names a body, and not a longer name that begins like it ("xã Tân An" in "xã Tân An Đông").</summary>
    public static bool Name(string text, string name)
    {
        var inCapitals = !text.Any(char.IsLower);
        return Of(text, name).Exists(end => inCapitals || !GoesOn().Match(text, end).Success);
    }

    /// <summary>Where the words end in the text, each time that they stand there.</summary>
    private static List<int> Of(string text, string words)
    {
        var (said, asked) = (Tokens(text), Tokens(words).ConvertAll(t => t.Word));
        return asked.Count == 0 ? [] : [.. Enumerable.Range(0, Math.Max(0, said.Count - asked.Count + 1)).Where(n => said.Skip(n).Take(asked.Count).Select(t => t.Word).SequenceEqual(asked)).Select(n => said[n + asked.Count - 1].End)];
    }

    private static List<(string Word, int End)> Tokens(string text) => [.. Token().Matches(text).Select(m => (Folding.Fold(m.Value), m.Index + m.Length))];

    // A date is one word.
    [GeneratedRegex(@"[\p{L}\p{M}]+|\d+(?:[./–-]\d+)*")]
    private static partial Regex Token();

    [GeneratedRegex(@"\G\s+\p{Lu}")]
    private static partial Regex GoesOn();
}
