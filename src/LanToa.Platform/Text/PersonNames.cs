using System.Globalization;
using System.Text;

namespace LanToa.Platform.Text;

/// <summary>The name of a person as it is kept.</summary>
public static class PersonNames
{
    /// <summary>
    /// Composed (NFC), without blanks around it and without what cannot be seen: control and format characters. Marks of writing direction (U+202E and its like) would turn the words
    /// around the name, too (Unicode Technical Report 36). No name in Vietnamese needs any of them.
    /// </summary>
    public static string Clean(string? name)
    {
        if (name is null) return "";
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    clean.Append(' ');
                    break;
                case UnicodeCategory.Format or UnicodeCategory.Surrogate:
                    break;
                default:
                    clean.Append(rune);
                    break;
            }
        return clean.ToString().Trim().Normalize(NormalizationForm.FormC);
    }
}
