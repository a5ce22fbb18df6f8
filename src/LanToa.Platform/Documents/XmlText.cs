using System.Text;
using System.Xml;

namespace LanToa.Platform.Documents;

/// <summary>Text as XML can carry it.</summary>
internal static class XmlText
{
    /// <summary>Without control characters and halves of surrogate pairs, which come from old files and from copying.</summary>
    public static string Clean(string text)
    {
        var bad = 0;
        while (bad < text.Length && text[bad] >= ' ' && text[bad] < '\ud800') bad++;
        if (bad == text.Length) return text;
        var clean = new StringBuilder(text, 0, bad, text.Length);
        for (var i = bad; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i])) clean.Append(text[i]);
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i])) clean.Append(text[i]).Append(text[++i]);
        }
        return clean.ToString();
    }
}
