using System.Text;

namespace LanToa.Reading.Restoration;

/// <summary>Gives a word the case that the printed one shows; digits and signs read for letters show none.</summary>
internal static class LetterCase
{
    /// <summary>Words that no name begins with within a sentence, of those whose first letter looks the same in both cases.</summary>
    private static readonly HashSet<string> Small = [.. "có cho chưa cung cùng của các còn cũng cần sau sẽ so ở vị với về và vào việc viên vẫn vì vận xem xã xây xử xác".Split(' ')];

    /// <param name="to">Where the word goes.</param>
    /// <param name="printed">What stands for it.</param>
    /// <param name="word">The word in small letters.</param>
    /// <param name="opensLine">Nothing but a label stands before it on its line.</param>
    /// <param name="within">It stands between small letters of its sentence, and what is printed was misread.</param>
    /// <param name="capitalO">What is printed was misread, and a capital O in it may be a small letter: the next word is none of capitals.</param>
    public static void Append(StringBuilder to, ReadOnlySpan<char> printed, string word, bool opensLine, bool within, bool capitalO = false)
    {
        var (first, all) = Of(printed);
        // I is how l looks, V how v does; a sign at the beginning of a line stands for a capital.
        if (first && !all && (printed[0] == 'I' && word[0] == 'l' || within && Small.Contains(word))) first = false;
        // "SO NOi vu": the second letter is how ở was read.
        if (all && capitalO && printed.Length == 2 && printed[1] == 'O') all = false;
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
