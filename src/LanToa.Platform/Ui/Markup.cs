using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace LanToa.Platform.Ui;

/// <summary>HTML from interpolated strings: the text is markup, every value is encoded unless it is markup itself.</summary>
internal static class Markup
{
    public static readonly IHtmlContent Nothing = HtmlString.Empty;

    public static IHtmlContent H(FormattableString markup) => new HtmlFormattableString(CultureInfo.InvariantCulture, markup.Format, markup.GetArguments());

    /// <summary>An attribute with a leading space, or nothing when the value is null.</summary>
    public static IHtmlContent Attribute(string name, object? value) => value is null ? Nothing : H($" {new HtmlString(name)}=\"{value}\"");

    /// <summary>An attribute without a value, or nothing.</summary>
    public static IHtmlContent Flag(string name, bool on) => on ? new HtmlString(" " + name) : Nothing;

    public static IHtmlContent When(bool condition, FormattableString markup) => condition ? H(markup) : Nothing;

    public static IHtmlContent Join(IEnumerable<IHtmlContent> parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts) all.AppendHtml(part);
        return all;
    }

    /// <summary>The name of an enum member as the style sheet writes it: DueSoon is due-soon.</summary>
    public static string Kebab(Enum value) =>
        string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
