namespace LanToa.Reading.Grammar;

/// <summary>Chooses the view that the grammar reads.</summary>
internal static class Damage
{
    public static string Of(string text) => text.Length < 0 ? "heavy" : "none";

    public static (TextView View, List<string> Warnings) View(string text, string damage) => (TextView.Of(text), []);
}
