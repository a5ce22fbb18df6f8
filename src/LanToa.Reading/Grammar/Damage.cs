using LanToa.Reading.Restoration;

namespace LanToa.Reading.Grammar;

/// <summary>Chooses the view that the grammar reads: the text itself, or what a damaged text probably said.</summary>
internal static class Damage
{
    /// <summary>Longer texts are read as they are: the search for the lost marks is far slower than the grammar.</summary>
    private const int LongestRestored = 2 * 1024 * 1024;

    public static (TextView View, List<string> Warnings) View(string text, string damage)
    {
        if (damage == TextDamage.None) return (TextView.Of(text), []);
        if (text.Length > LongestRestored) return (TextView.Of(text), ["Văn bản bị mất dấu và quá dài để khôi phục: đọc như đang có."]);
        var restored = Restorer.Default.RestoreDamaged(text);
        return (TextView.OfRestored(text, restored), [Warning(damage)]);
    }

    private static string Warning(string damage) => damage == TextDamage.Heavy
        ? "Văn bản mất dấu tiếng Việt ở phần lớn nội dung: chữ đã khôi phục là đề xuất, cần đối chiếu với bản gốc."
        : "Một phần văn bản mất dấu tiếng Việt: chữ đã khôi phục là đề xuất, cần đối chiếu với bản gốc.";
}
