using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using LanToa.Platform.Identity;
using LanToa.Testing;
using Microsoft.Playwright;

namespace LanToa.Journeys.Tests.Browsing;

/// <summary>
/// One person before one screen. Whatever the page writes to the console as an error is held against it: a blocked style or script, a
/// missing file, an exception.
/// </summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly AxeRunOptions Wcag22AA = new() { RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };

    private readonly IBrowserContext _context;
    private readonly int _width;
    private readonly bool _script;
    private readonly List<string> _errors = [];

    internal Visitor(IBrowserContext context, IPage page, int width, bool script)
    {
        (_context, Page, _width, _script) = (context, page, width, script);
        // A page that is itself an error (404 and the like) is reported by the browser as a failed resource; that one is meant.
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !(message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && message.Location.StartsWith(page.Url, StringComparison.Ordinal)))
                _errors.Add($"{page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _errors.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    public bool OnPhone => _width < 768;

    public ILocator Title => Page.Locator("h1");

    public ILocator Main => Page.Locator("main");

    /// <summary>The menu that this width shows: the rail, or the bar at the bottom.</summary>
    public ILocator Menu => Page.Locator(OnPhone ? "nav.lt-bottom" : "nav.lt-rail");

    public async Task OpenAsync(string path) => await Page.GotoAsync(path);

    /// <summary>Signs in at the form, and stands where that leads.</summary>
    public async Task SignInAsync(Account account, string? password = null)
    {
        if (!Page.Url.Contains("/identity/signin", StringComparison.Ordinal)) await OpenAsync("/identity/signin");
        await Page.GetByLabel("Tên đăng nhập").FillAsync(account.UserName!);
        await Page.GetByLabel("Mật khẩu", new() { Exact = true }).FillAsync(password ?? TestApp.Password);
        await PressAsync("Đăng nhập");
    }

    /// <summary>Presses the button or link of the content with exactly this name.</summary>
    public async Task PressAsync(string name) =>
        await Main.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Or(Main.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).First.ClickAsync();

    public async Task SeeAsync(string text) => await Assertions.Expect(Main.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>Waits until the page has asked again and shows no work under way: a look meanwhile would be cut off by its going on.</summary>
    public async Task SeeWorkDoneAsync() => await Assertions.Expect(Main.Locator("[hx-trigger^=every]")).ToHaveCountAsync(0);

    public async Task SeeTitleAsync(string title) => await Assertions.Expect(Title).ToHaveTextAsync(title);

    /// <summary>
    /// Looks at the page as it stands: no error in the console, nothing wider than the screen, no violation of WCAG 2.2 AA that axe can find; and
    /// leaves a picture in <c>var/screenshots</c> for people.
    /// </summary>
    public async Task LookAsync(string name)
    {
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "var", "screenshots", $"{name}-{_width}.png"), FullPage = true });
        _errors.ShouldBeEmpty($"{name} at {_width}: errors in the console");
        // What follows asks by script.
        if (!_script) return;
        var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        wide.ShouldBeLessThanOrEqualTo(_width, $"{name} at {_width}: wider than the screen");
        // A field that happens to lie half under a bar at the foot of the screen is no smaller for it: one scrolls.
        await LayBarsAsync("static");
        var found = await Page.RunAxe(Wcag22AA);
        await LayBarsAsync("");
        found.Violations.SelectMany(v => v.Nodes.Select(n => $"{v.Id} ({v.Impact}): {v.Help}: {n.Html}")).ShouldBeEmpty($"{name} at {_width}: accessibility");
    }

    private Task LayBarsAsync(string position) =>
        Page.EvaluateAsync("position => { for (const bar of document.querySelectorAll('.lt-bottom, .lt-form-actions--stick, .lt-sticky-foot')) bar.style.position = position; }", position);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
