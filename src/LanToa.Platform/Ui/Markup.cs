using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace LanToa.Platform.Ui;

/// <summary>HTML from interpolated strings: the text is markup, every value is encoded unless it is markup itself.</summary>
internal static class Markup
{
    public static readonly IHtmlContent Nothing = HtmlString.Empty;

    public static IHtmlContent H(MarkupText markup) => markup.Parts;

    /// <summary>An attribute with a leading space, or nothing when the value is null.</summary>
    public static IHtmlContent Attribute(string name, object? value) => value is null ? Nothing : H($" {new HtmlString(name)}=\"{value}\"");

    /// <summary>An attribute without a value, or nothing.</summary>
    public static IHtmlContent Flag(string name, bool on) => on ? new HtmlString(" " + name) : Nothing;

    /// <summary>The markup, which is put together only where the condition holds.</summary>
    public static IHtmlContent When(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] MarkupText markup) => condition ? markup.Parts : Nothing;

    public static IHtmlContent Join(IEnumerable<IHtmlContent> parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts) all.AppendHtml(part);
        return all;
    }

    /// <summary>The name of an enum member as the style sheet writes it: DueSoon is due-soon.</summary>
    public static string Kebab<T>(T value) where T : struct, Enum => Kebabs<T>.Of[value];

    private static class Kebabs<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Of = Enum.GetValues<T>().Distinct().ToDictionary(v => v, v => string.Concat(v.ToString().Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())));
    }
}

/// <summary>An interpolated string on its way to become markup. The compiler calls it; see <see cref="Markup.H"/>.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupText
{
    public MarkupText(int literalLength, int formattedCount) => Parts = new MarkupParts((2 * formattedCount) + 1);

    public MarkupText(int literalLength, int formattedCount, bool condition, out bool isWanted)
    {
        isWanted = condition;
        Parts = condition ? new MarkupParts((2 * formattedCount) + 1) : MarkupParts.None;
    }

    public MarkupParts Parts { get; }

    public void AppendLiteral(string markup) => Parts.Add(markup, isMarkup: true);

    public void AppendFormatted<T>(T value)
    {
        if (value is IHtmlContent html) Parts.Add(html);
        else if (value is IFormattable number) Parts.Add(number.ToString(null, CultureInfo.InvariantCulture), isMarkup: false);
        else if (value?.ToString() is { Length: > 0 } text) Parts.Add(text, isMarkup: false);
    }
}

/// <summary>Markup and values in their order; values are encoded when they are written.</summary>
internal sealed class MarkupParts(int most) : IHtmlContent
{
    public static readonly MarkupParts None = new(0);

    private readonly (string? Text, IHtmlContent? Html, bool IsMarkup)[] _parts = new (string?, IHtmlContent?, bool)[most];
    private int _count;

    public void Add(string text, bool isMarkup) => _parts[_count++] = (text, null, isMarkup);

    public void Add(IHtmlContent html) => _parts[_count++] = (null, html, true);

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        foreach (var (text, html, isMarkup) in _parts.AsSpan(0, _count))
        {
            if (html is not null) html.WriteTo(writer, encoder);
            else if (isMarkup) writer.Write(text);
            else encoder.Encode(writer, text!);
        }
    }
}
