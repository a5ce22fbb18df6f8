using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>Gives a word the case that the printed one shows; digits and signs read for letters show none.</summary>
internal static class LetterCase
{
    public static void Append(StringBuilder to, ReadOnlySpan<char> printed, string word, bool opensLine)
    {
        var (first, all) = Of(printed);
        // I is how l looks; a sign at the beginning of a line stands for a capital.
        if (first && !all && printed[0] == 'I' && word[0] == 'l') first = false;
        first |= opensLine && !char.IsLetter(printed[0]);
        for (var i = 0; i < word.Length; i++) to.Append(all || (i == 0 && first) ? char.ToUpperInvariant(word[i]) : word[i]);
    }

    /// <summary>Is the first letter a capital, and are they all?</summary>
    public static (bool First, bool All) Of(ReadOnlySpan<char> printed)
    {
        int upper = 0, lower = 0;
        foreach (var c in printed)
        {
            if (char.IsUpper(c)) upper++;
            else if (char.IsLower(c)) lower++;
        }
        return (printed.Length > 0 && char.IsUpper(printed[0]), upper > 1 && lower == 0);
    }
}
