using System.Globalization;
using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>
/// Access by local name: the transitional and the strict namespaces of WordprocessingML mean the same here.
/// </summary>
internal static class Ooxml
{
    public static XElement? Child(this XElement? element, string name)
    {
        if (element == null) return null;
        for (var node = element.FirstNode; node != null; node = node.NextNode)
            if (node is XElement e && e.Name.LocalName == name) return e;
        return null;
    }

    public static string? Attr(this XElement? element, string name)
    {
        for (var a = element?.FirstAttribute; a != null; a = a.NextAttribute)
            if (a.Name.LocalName == name) return a.Value;
        return null;
    }

    /// <summary>The w:val of a child.</summary>
    public static string? Value(this XElement? element, string child) => element.Child(child).Attr("val");

    public static int? Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;

    /// <summary>A toggle property: present without a value is on.</summary>
    public static bool? Toggle(this XElement? properties, string name)
    {
        var element = properties.Child(name);
        return element == null ? null : element.Attr("val") is not ("0" or "false" or "off" or "none");
    }
}
