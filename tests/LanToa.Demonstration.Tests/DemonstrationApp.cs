using System.Net;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Testing;
using LanToa.Web;
using LanToa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Demonstration.Tests;

/// <summary>The program as after its first start on an empty database, with the demonstration loaded.</summary>
public sealed class DemonstrationApp : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"lantoa-test-{Guid.CreateVersion7():N}");
    private WebApplication? _app;

    public TestClock Clock { get; } = new();

    public IServiceProvider Services => _app!.Services;

    public string FirstOutput { get; private set; } = "";

    private HostOptions Options => new() { Urls = ["http://127.0.0.1:0"], DataFolder = _folder, Log = LogForm.Quiet };

    public async ValueTask InitializeAsync()
    {
        Clock.MoveTo(new DateOnly(2026, 11, 20));
        await _database.InitializeAsync();
        _app = LanToaHost.Build(Options, _database.Connections.App, runJobs: false, services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        FirstOutput = await StartAgainAsync();
        await _app.StartAsync();
        await RunJobsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await _database.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }

    /// <summary>What a start does with the database; returns what it prints.</summary>
    public async Task<string> StartAgainAsync()
    {
        var output = new StringWriter();
        if (!await FirstStart.PrepareAsync(Services, Options, output, default)) await FirstStart.AnnounceAsync(Services, output, default);
        return output.ToString();
    }

    public Task RunJobsAsync() => Services.GetRequiredService<JobWorker>().DrainAsync();

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("test", Samples.ProvinceId);
        return await work(scope.ServiceProvider);
    }

    public Task<T> FromDbAsync<T>(Func<LanToaDb, Task<T>> read) => InScopeAsync(s => read(s.GetRequiredService<LanToaDb>()));

    public async Task<TestBrowser> SignInAsync(string userName, string password = DemonstrationAccounts.Password)
    {
        var browser = new TestBrowser(new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(_app!.Urls.First()) });
        var page = await browser.GetAsync("/identity/signin");
        var signedIn = await browser.SubmitAsync(page, "form[method=post]", new() { ["UserName"] = userName, ["Password"] = password });
        signedIn.Status.ShouldBe(HttpStatusCode.Redirect, userName);
        return browser;
    }
}
