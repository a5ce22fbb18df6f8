namespace LanToa.Platform.Text;

/// <summary>Long text in a small place.</summary>
public static class Beginnings
{
    /// <summary>The text, or as many whole words of it as fit and "…".</summary>
    /// <param name="most">So many characters at most stand before the "…".</param>
    public static string Beginning(this string text, int most) =>
        text.Length <= most ? text : $"{text[..(text.LastIndexOf(' ', most) is > 0 and var word ? word : most)].TrimEnd(',', ';', '.', ' ')}…";
}
