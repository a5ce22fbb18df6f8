using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Html;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui;

/// <summary>The addresses of the bundled files, whose names carry a hash of their content, as the bundler listed them in dist/manifest.json.</summary>
public sealed class UiAssets(IWebHostEnvironment environment)
{
    private sealed record Manifest(Dictionary<string, string> Files, HashSet<string> Icons);

    private readonly ConcurrentDictionary<(string Name, string? Size), IHtmlContent> _icons = new();

    private readonly Lazy<Manifest?> _manifest = new(() => Read(environment));

    /// <summary>The path of a bundled file, such as <c>app.css</c>; the plain name where nothing has been bundled.</summary>
    public string Path(string name) => "/dist/" + (_manifest.Value?.Files.GetValueOrDefault(name) ?? name);

    /// <summary>Whether the sprite has the icon; true when nothing has been bundled, since then nothing can be known.</summary>
    public bool HasIcon(string name) => _manifest.Value?.Icons.Contains(name) ?? true;

    /// <summary>An icon of the sprite; decorative unless it has a label. Names: <c>assets/icons.json</c> (Tabler, outline).</summary>
    public IHtmlContent Icon(string name, string? size = null, string? label = null)
    {
        var (css, use) = (size is null ? "lt-icon" : $"lt-icon lt-icon--{size}", $"{Path("icons.svg")}#{name}");
        if (label is not null) return H($"<svg class=\"{css}\" focusable=\"false\" role=\"img\" aria-label=\"{label}\"><use href=\"{use}\"></use></svg>");
        // Dozens of the same on every page.
        return _icons.GetOrAdd((name, size), _ => new HtmlString($"<svg class=\"{Encoded(css)}\" focusable=\"false\" aria-hidden=\"true\"><use href=\"{Encoded(use)}\"></use></svg>"));
    }

    private static string Encoded(string value) => HtmlEncoder.Default.Encode(value);

    private static Manifest? Read(IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("dist/manifest.json");
        if (!file.Exists) return null;
        using var stream = file.CreateReadStream();
        return JsonSerializer.Deserialize<Manifest>(stream, JsonSerializerOptions.Web);
    }
}
