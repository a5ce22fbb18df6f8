using System.Text.Json;
using System.Text.RegularExpressions;
using LanToa.Testing;

namespace LanToa.Platform.Tests.Ui;

/// <summary>What every page of every room must keep, read from the sources.</summary>
public sealed class PageSourceTests
{
    private static readonly Regex Inline = new("""<style[\s>]|\sstyle="|\son[a-z]+="|<script(?![^>]*\ssrc=)|href="javascript:""", RegexOptions.IgnoreCase);

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<button onclick=\"go()\">")]
    public void Inline_ViolatingMarkup_IsFound(string markup) => Inline.IsMatch(markup).ShouldBeTrue();

    [Fact]
    public void Pages_AllOfThem_HaveNoInlineScriptOrStyle()
    {
        var pages = Sources("*.cshtml").ToList();
        pages.ShouldNotBeEmpty();
        pages.Where(p => Inline.IsMatch(File.ReadAllText(p))).Select(Short).ShouldBeEmpty();
    }

    [Fact]
    public void Icons_UsedInPagesAndMenus_AreInTheSprite()
    {
        var known = JsonSerializer.Deserialize<HashSet<string>>(File.ReadAllText(Path.Combine(Repository.Root, "src/LanToa.Web/assets/icons.json")))!;
        var used = Sources("*.cshtml").SelectMany(p => Regex.Matches(File.ReadAllText(p), """<lt-icon name="([a-z0-9-]+)"|\sicon="([a-z0-9-]+)""").Select(m => m.Groups[1].Value + m.Groups[2].Value))
            .Concat(Sources("*.cs").SelectMany(p => Regex.Matches(File.ReadAllText(p), """new MenuPlace\("[^"]*", "([^"]+)"|Icon\("([a-z0-9-]+)""").Select(m => m.Groups[1].Value + m.Groups[2].Value)));
        used.Distinct().Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources(string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), pattern, SearchOption.AllDirectories)
            .Where(p => !Regex.IsMatch(p, @"[/\\](bin|obj|node_modules)[/\\]"));

    private static string Short(string path) => Path.GetRelativePath(Repository.Root, path);
}
