using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace LanToa.Accountability.Activities.Links;

/// <summary>The title and the words of a page, without its markup. Nothing of it is ever shown as anything but text.</summary>
public static partial class PageText
{
    public const int MostText = 100_000, MostTitle = 300;

    /// <param name="bytes">The page, or the beginning of a long one.</param>
    /// <param name="charset">As the server names it; else what the page says of itself, else UTF-8.</param>
    /// <param name="plain">It is text and no page.</param>
    public static (string? Title, string Text) Read(byte[] bytes, string? charset, bool plain)
    {
        var text = Decode(bytes, charset);
        if (plain) return (null, Limit(Fold(text), MostText));
        var title = Title().Match(text) is { Success: true } t ? Limit(OneLine(WebUtility.HtmlDecode(t.Groups[1].Value)), MostTitle) : "";
        var words = Tag().Replace(Ends().Replace(Unseen().Replace(Comment().Replace(text, " "), " "), "\n"), "");
        return (title.Length > 0 ? title : null, Limit(Fold(WebUtility.HtmlDecode(words)), MostText));
    }

    public static string Short(string text) => Limit(OneLine(text), 60);

    private static string Decode(byte[] bytes, string? charset)
    {
        var head = Encoding.Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 2048));
        var named = charset?.Trim('"', '\'', ' ') is { Length: > 0 } said ? said : Meta().Match(head) is { Success: true } meta ? meta.Groups[1].Value : "utf-8";
        using var reader = new StreamReader(new MemoryStream(bytes), Find(named), detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static Encoding Find(string name)
    {
        try
        {
            // Old pages name encodings that the runtime keeps apart. UTF-7 is none of those: it hides markup.
            return name.Equals("utf-7", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }

    /// <summary>White space folded, one line for each block, nothing that a database or a screen cannot hold.</summary>
    private static string Fold(string text) => string.Join('\n', text.Split('\n').Select(OneLine).Where(line => line.Length > 0));

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) { if (line.Length > 0 && line[^1] != ' ') line.Append(' '); }
            else if (!Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.Format && rune != Rune.ReplacementChar) line.Append(rune.ToString());
        }
        return line.ToString().TrimEnd();
    }

    private static string Limit(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = most - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…";
    }

    // Linear in the length of the page, whatever stands in it.
    private const RegexOptions Safe = RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    [GeneratedRegex("<title[^>]*>(.*?)</title", Safe)]
    private static partial Regex Title();

    [GeneratedRegex("<!--.*?-->", Safe)]
    private static partial Regex Comment();

    [GeneratedRegex("<script.*?</script[^>]*>|<style.*?</style[^>]*>|<noscript.*?</noscript[^>]*>|<template.*?</template[^>]*>|<svg.*?</svg[^>]*>|<title.*?</title[^>]*>", Safe)]
    private static partial Regex Unseen();

    [GeneratedRegex("<(br|/?p|/?div|/?li|/?ul|/?ol|/?h[1-6]|/?tr|/?td|/?th|/?table|/?section|/?article|/?header|/?footer|/?nav|/?main|/?blockquote|hr)([ \\t\\r\\n/][^>]*)?>", Safe)]
    private static partial Regex Ends();

    [GeneratedRegex("<[a-z/!?][^>]*>", Safe)]
    private static partial Regex Tag();

    [GeneratedRegex("<meta[^>]*charset=[\"' ]?([a-z0-9_-]+)", Safe)]
    private static partial Regex Meta();
}
