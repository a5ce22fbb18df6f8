using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LanToa.Accountability.Activities.Links;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Web;
using LanToa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace LanToa.Testing;

/// <summary>
/// The whole program on a migrated database of its own and a free port, for one test class (<c>IClassFixture&lt;TestApp&gt;</c>). It
/// begins with the nation only; tests make what they need through builders and the product's own operations.
/// </summary>
public class TestApp : IAsyncLifetime
{
    /// <summary>The password of every person that a test adds.</summary>
    public const string Password = "mật khẩu kiểm thử";

    // A thousand sign-ins at the product's strength would be a minute of every run.
    private const int Rounds = 1000;

    private static readonly string PasswordHash = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = Rounds })).HashPassword(new Account(), Password);

    private readonly TestDatabase _database = new();
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"lantoa-test-{Guid.CreateVersion7():N}");
    private WebApplication? _app;
    private int _people;
    private int _visitors;

    public TestClock Clock { get; } = new();

    public Uri Address => new(App.Urls.First());

    public WebApplication App => _app ?? throw new InvalidOperationException("Not initialised.");

    public PostgresConnections Connections => _database.Connections;

    /// <summary>The folder of the files.</summary>
    public string FilesFolder => Path.Combine(_folder, "files");

    /// <summary>Takes the database away from the running program, and gives it back.</summary>
    public Task AllowConnectionsAsync(bool allowed) => _database.AllowConnectionsAsync(allowed);

    /// <summary>Lets the program only read from its database; and again write.</summary>
    public async Task ReadOnlyAsync(bool only)
    {
        await _database.ReadOnlyAsync(only);
        App.Services.GetRequiredService<NpgsqlDataSource>().Clear();
    }

    /// <summary>A province made for these tests, with the made-up code 99.</summary>
    public Organization Province { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        var connection = new NpgsqlConnectionStringBuilder(_database.Connections.App) { MaxPoolSize = Pool }.ConnectionString;
        _app = LanToaHost.Build(Configure(new HostOptions { Urls = ["http://127.0.0.1:0"], DataFolder = _folder, Log = LogForm.Quiet }), connection, runJobs: false, services =>
        {
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
            // No test asks anything of the Internet; those that look at links bring a net of their own.
            services.Replace(ServiceDescriptor.Singleton(new LinkSettings { Fetches = false }));
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = Rounds);
            Configure(services);
        });
        await _app.StartAsync();
        Province = await AddOrganizationAsync("Ủy ban nhân dân tỉnh Thử Nghiệm", OrganizationLevel.Province, OrganizationKind.Committee, null, "99");
    }

    /// <summary>So many connections at most for pages, as many for what keeps them long, and as many to count.</summary>
    protected virtual int Pool => 20;

    /// <summary>What a test class wants otherwise.</summary>
    protected virtual HostOptions Configure(HostOptions options) => options;

    protected virtual void Configure(IServiceCollection services) { }

    public virtual async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        await _database.DisposeAsync();
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Works in a scope of the program as the system of a province.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work, short province = 99)
    {
        await using var scope = App.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().BecomeSystem("test", province);
        return await work(scope.ServiceProvider);
    }

    public Task InScopeAsync(Func<IServiceProvider, Task> work, short province = 99) =>
        InScopeAsync(async services => { await work(services); return 0; }, province);

    /// <summary>Uploads that were not finished, in the folder of the files.</summary>
    public IReadOnlyList<string> TemporaryFiles() => Directory.Exists(FilesFolder) ? Directory.GetFiles(FilesFolder, "tmp-*") : [];

    /// <summary>The files of a folder of the data folder.</summary>
    public IReadOnlyList<string> FilesIn(string name) => Directory.Exists(Path.Combine(_folder, name)) ? Directory.GetFiles(Path.Combine(_folder, name)) : [];

    /// <summary>Runs every job that is due.</summary>
    public Task RunJobsAsync() => App.Services.GetRequiredService<JobWorker>().DrainAsync();

    public async Task<Organization> AddOrganizationAsync(
        string name, OrganizationLevel level, OrganizationKind kind, Organization? parent, string? code = null, DateOnly? from = null, short province = 99)
    {
        var organization = new Organization
        {
            Code = code ?? $"T{Guid.CreateVersion7():N}"[..20], ProvinceId = province, Name = name, Level = level, Kind = kind, ParentId = parent?.Id, ValidFrom = from ?? new DateOnly(2000, 1, 1),
        };
        organization.RefreshSearch();
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.Add(organization);
            await db.SaveChangesAsync();
            services.GetRequiredService<OrganizationDirectory>().Forget();
        }, province);
        return organization;
    }

    /// <summary>A browser of nobody.</summary>
    public TestBrowser Anonymous() => Browser(IPAddress.Loopback);

    /// <summary>A browser of nobody, from an address of its own.</summary>
    public TestBrowser Elsewhere()
    {
        var number = Interlocked.Increment(ref _visitors);
        return Browser(new IPAddress([127, 2, (byte)(number / 200), (byte)((number % 200) + 1)]));
    }

    // Each person comes from an address of their own, as in life: what is limited per address is not shared by a test's whole cast.
    private TestBrowser Browser(IPAddress from)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
        handler.ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(from.MapToIPv6(), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return new(new HttpClient(handler) { BaseAddress = Address }) { Cookies = handler.CookieContainer };
    }

    /// <summary>A new person with a role for an organization, the test province by default.</summary>
    public async Task<Account> AddPersonAsync(Role role, Organization? organization = null)
    {
        var number = Interlocked.Increment(ref _people);
        var account = new Account
        {
            UserName = $"nguoi{number}", NormalizedUserName = $"NGUOI{number}", DisplayName = $"{role.Name()} {number}", PasswordHash = PasswordHash,
            SecurityStamp = Guid.CreateVersion7().ToString(), CreatedAt = Clock.GetUtcNow(), LockoutEnabled = true,
        };
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.Add(account);
            db.Add(new Membership { AccountId = account.Id, OrganizationId = (organization ?? Province).Id, Role = role, ValidFrom = new DateOnly(2000, 1, 1) });
            await db.SaveChangesAsync();
        });
        return account;
    }

    /// <summary>A browser of a new person, signed in through the form.</summary>
    public async Task<TestBrowser> SignInAsync(Role role, Organization? organization = null)
    {
        var account = await AddPersonAsync(role, organization);
        var number = int.Parse(account.UserName!["nguoi".Length..], CultureInfo.InvariantCulture);
        var browser = Browser(new IPAddress([127, 1, (byte)(number / 200), (byte)((number % 200) + 1)]));
        browser.AccountId = account.Id;
        var page = await browser.GetAsync("/identity/signin");
        var signedIn = await browser.SubmitAsync(page, "form[method=post]", new() { ["UserName"] = account.UserName, ["Password"] = Password });
        if (signedIn.Status != HttpStatusCode.Redirect) throw new InvalidOperationException($"Sign-in answered {signedIn.Status}.");
        return browser;
    }
}
