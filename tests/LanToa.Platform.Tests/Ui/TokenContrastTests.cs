using System.Globalization;
using System.Text.RegularExpressions;
using LanToa.Testing;

namespace LanToa.Platform.Tests.Ui;

/// <summary>WCAG 2.2 AA of the tokens themselves, computed from the style sheet's source in both themes.</summary>
public sealed class TokenContrastTests
{
    private static readonly string[] Grounds = ["ground", "surface", "sunken"];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Tokens_EachTheme_TextIsReadableOnItsGrounds(string theme)
    {
        var tokens = Tokens(theme);
        foreach (var text in new[] { "ink", "quiet", "act", "lacquer", "gold", "leaf", "sky" })
            foreach (var ground in Grounds)
                Contrast(tokens[text], tokens[ground]).ShouldBeGreaterThanOrEqualTo(4.5, $"{theme}: {text} on {ground}");
        foreach (var mark in new[] { "act", "lacquer", "gold", "leaf", "sky" })
            Contrast(tokens[mark], tokens[mark + "-ground"]).ShouldBeGreaterThanOrEqualTo(4.5, $"{theme}: {mark} on its own ground");
        Contrast(tokens["on-act"], tokens["act"]).ShouldBeGreaterThanOrEqualTo(4.5, theme);
        Contrast(tokens["on-lacquer"], tokens["lacquer"]).ShouldBeGreaterThanOrEqualTo(4.5, theme);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Tokens_EachTheme_ControlsAndFocusAreVisible(string theme)
    {
        var tokens = Tokens(theme);
        foreach (var ground in Grounds)
            foreach (var line in new[] { "edge", "act" })
                Contrast(tokens[line], tokens[ground]).ShouldBeGreaterThanOrEqualTo(3, $"{theme}: {line} on {ground}");
    }

    private static Dictionary<string, string> Tokens(string theme)
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src/LanToa.Web/assets/scss/_tokens.scss"));
        var block = source[source.IndexOf($"@mixin {theme}", StringComparison.Ordinal)..];
        block = block[..block.IndexOf('}', StringComparison.Ordinal)];
        return Regex.Matches(block, "--([a-z-]+): (#[0-9a-f]{6})").ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
    }

    private static double Contrast(string a, string b)
    {
        var (light, dark) = (Math.Max(Luminance(a), Luminance(b)), Math.Min(Luminance(a), Luminance(b)));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var c = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);
    }
}
