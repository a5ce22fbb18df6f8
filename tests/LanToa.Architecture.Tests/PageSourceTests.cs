using System.Text.RegularExpressions;
using LanToa.Testing;

namespace LanToa.Architecture.Tests;

/// <summary>What every page keeps to: nothing inline, so that the strict Content-Security-Policy holds, and nothing encoded twice.</summary>
public sealed partial class PageSourceTests
{
    [Fact]
    public void Pages_All_HaveNoInlineScriptOrStyle()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories).Where(p => !p.Contains("/bin/") && !p.Contains("/obj/")).ToList();
        pages.ShouldNotBeEmpty();
        pages.SelectMany(p => InlineParts(File.ReadAllText(p)).Select(part => $"{Path.GetRelativePath(Repository.Root, p)}: {part}")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<style>p{}</style>")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<button onclick=\"go()\">")]
    [InlineData("<a href=\"javascript:go()\">")]
    public void Page_InlinePart_IsFound(string html) => InlineParts(html).ShouldNotBeEmpty();

    [Theory]
    [InlineData("<script src=\"/dist/office.js\" defer></script>")]
    [InlineData("<lt-table style-name=\"x\">")]
    [InlineData("<script type=\"application/json\" id=\"data\">{}</script>")]
    public void Page_AllowedPart_IsNotFound(string html) => InlineParts(html).ShouldBeEmpty();

    /// <summary>A tag helper encodes its text attributes itself: written encoded, <c>&amp;amp;dang=csv</c> arrives as a value named "amp;dang".</summary>
    [Fact]
    public void Pages_All_GiveTagHelpersPlainAmpersands() =>
        Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories).Where(p => !p.Contains("/bin/") && !p.Contains("/obj/"))
            .SelectMany(p => EncodedTwice().Matches(File.ReadAllText(p)).Select(part => $"{Path.GetRelativePath(Repository.Root, p)}: {part.Value}")).ShouldBeEmpty();

    [GeneratedRegex("""<lt-[a-z-]+\s[^>]*&amp;""")]
    private static partial Regex EncodedTwice();

    private static IEnumerable<string> InlineParts(string html) => Inline().Matches(html).Select(m => m.Value);

    [GeneratedRegex("""\sstyle\s*=|<style\b|<script(?![^>]*(\bsrc=|type="application/json"))|\son[a-z]+\s*=\s*["']|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
