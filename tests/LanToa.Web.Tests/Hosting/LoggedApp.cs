using System.Collections.Concurrent;
using System.Text.Json;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LanToa.Web.Tests.Hosting;

/// <summary>The program with its JSON lines caught, and two addresses that fail.</summary>
public class LoggedApp : TestApp
{
    public const string FailingPath = "/kiem-thu/hong";

    /// <summary>Fails for a person whose sign-in was read, and with it the request's database.</summary>
    public const string LosingDatabasePath = "/kiem-thu/mat-co-so-du-lieu";

    private readonly LineKeeper _lines = new();

    public IReadOnlyList<JsonElement> Lines => [.. _lines.All.Select(line => JsonDocument.Parse(line).RootElement)];

    public IReadOnlyList<string> RawLines => [.. _lines.All];

    /// <summary>The lines of one request; waits for the one that ends it, which is written after the answer has been sent.</summary>
    public async Task<IReadOnlyList<JsonElement>> LinesOfAsync(string request)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var lines = Lines.Where(l => l.TryGetProperty("request", out var id) && id.GetString() == request).ToList();
            if (lines.Exists(l => l.TryGetProperty("status", out _))) return lines;
            await Task.Delay(25);
        }
        throw new TimeoutException("No line ends the request " + request);
    }

    protected override HostOptions Configure(HostOptions options) => options with { Log = LogForm.Json };

    protected override void Configure(IServiceCollection services)
    {
        services.RemoveAll<ILoggerProvider>();
        services.AddSingleton<ILoggerProvider>(_lines);
        services.AddSingleton<IStartupFilter, FailingAddress>();
    }

    private sealed class FailingAddress : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            next(app);
            var endpoints = (IEndpointRouteBuilder)app.Properties["__EndpointRouteBuilder"]!;
            endpoints.MapGet(FailingPath, Fail).Requires(Permission.Public);
            endpoints.MapGet(LosingDatabasePath, LoseDatabaseAsync).Requires(Permission.SignedIn);
        };

        private static Task Fail(HttpContext http) => throw new InvalidOperationException("hỏng để thử");

        private static async Task LoseDatabaseAsync(HttpContext http)
        {
            var db = http.RequestServices.GetRequiredService<LanToaDb>();
            await db.DisposeAsync();
            await db.Users.AnyAsync();
        }
    }

    private sealed class LineKeeper : ILoggerProvider, ISupportExternalScope
    {
        private IExternalScopeProvider? _scopes;

        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Keeper(this, categoryName);

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

        public void Dispose() { }

        private sealed class Keeper(LineKeeper keeper, string category) : ILogger
        {
            private readonly JsonLines _form = new(TimeProvider.System);

            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                using var line = new StringWriter();
                _form.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), keeper._scopes, line);
                keeper.All.Enqueue(line.ToString());
            }
        }
    }
}
