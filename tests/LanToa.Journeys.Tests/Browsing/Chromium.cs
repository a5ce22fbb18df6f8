using LanToa.Journeys.Tests.Browsing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace LanToa.Journeys.Tests.Browsing;

/// <summary>
/// The one browser process of the run: Debian's Chromium from the PATH, nothing is downloaded; its shell without a window where there is one, which draws
/// the same pages in less time. Where neither is there the journeys are skipped and say so.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program) return;
        // Beside another test program on a small machine a page may take its time; waiting ends with what is waited for.
        Assertions.SetDefaultExpectTimeout(15_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A visitor with a window of this width and nothing remembered.</summary>
    public async Task<Visitor> VisitAsync(Testing.TestApp app, int width, bool script = true, ColorScheme colors = ColorScheme.Light)
    {
        if (_browser is null) Assert.Skip($"The browser journeys did not run: none of {string.Join(", ", Names)} is on the PATH (sudo apt-get install chromium).");
        var phone = width < 768;
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = app.Address.ToString(), ViewportSize = new() { Width = width, Height = phone ? 844 : 900 }, IsMobile = phone, HasTouch = phone,
            Locale = "vi-VN", TimezoneId = "Asia/Ho_Chi_Minh", JavaScriptEnabled = script, ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(15_000);
        return new Visitor(context, await context.NewPageAsync(), width, script);
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
