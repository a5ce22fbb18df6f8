using System.Text.Encodings.Web;
using System.Text.Unicode;
using LanToa.Accountability;
using LanToa.Demonstration;
using LanToa.Planning;
using LanToa.Platform;
using LanToa.Platform.Api;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.Razor;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.WebEncoders;
using Npgsql;

namespace LanToa.Web;

/// <summary>The composition of the program: which rooms there are, and the pipeline in front of them.</summary>
public static class LanToaHost
{
    /// <summary>Every room, in the order of the menu.</summary>
    public static ModuleList Modules() => new([new PlatformModule(), new WebModule(), .. PlanningWing.Modules(), .. AccountabilityWing.Modules(), new DemonstrationModule()]);

    /// <summary>The migrations of every wing, in one series.</summary>
    public static Migrator Migrator() => new(Modules().All.Select(m => m.GetType().Assembly).Distinct());

    /// <summary>Builds the program on a database that is already migrated. Jobs run only when <paramref name="runJobs"/>.</summary>
    public static WebApplication Build(HostOptions options, string connection, bool runJobs = true, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [], ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(LanToaHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = RequestSize.Most;
        });
        LogSetup.Configure(builder.Logging, options.Log);
        builder.Configuration.AddInMemoryCollection(options.Telemetry);
        Telemetry.Configure(builder);
        AddServices(builder.Services, options, connection);
        if (runJobs) builder.Services.AddHostedService(s => s.GetRequiredService<JobWorker>()).AddHostedService<HistorySealing>();
        configure?.Invoke(builder.Services);

        var app = builder.Build();
        UsePipeline(app);
        Telemetry.Start(app.Services);
        return app;
    }

    private static void AddServices(IServiceCollection services, HostOptions options, string connection)
    {
        var modules = Modules();
        services.AddSingleton(modules);
        services.AddSingleton(new DataFolder(options.DataFolder));
        services.AddSingleton<IHostLifetime, TokenLifetime>();
        // What does not end in this time is taken up again by the next start: jobs by their lease, forms by the browser.
        services.Configure<Microsoft.Extensions.Hosting.HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(10));
        services.Configure<ForwardedHeadersOptions>(f => TrustedProxies.Configure(f, options.Proxies));
        // Nothing here leaves a state in its session (PoolerTests looks for it): cleaning it between any two statements would cost more than most of them.
        services.AddSingleton(s =>
        {
            var pages = Connections.OfPages(connection);
            Connections.ForgetWithNew(pages, s.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Long), s.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Counting), s.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseHealth.Key));
            return Build(pages);
        });
        services.AddKeyedSingleton(Connections.Long, (_, _) => Build(Connections.OfLong(connection)));
        services.AddKeyedSingleton(Connections.Counting, (_, _) => Build(Connections.OfCounting(connection)));
        services.AddKeyedSingleton(DatabaseHealth.Key, (_, _) => Build(DatabaseHealth.Source(connection)));
        services.AddKeyedSingleton(SpareConnections.Key, (_, _) => SpareConnections.Source(connection));
        // By a connection of the source, not by the source: EF keeps its model and compiled queries for each source apart, and tests run many programs in one process.
        services.AddDbContext<LanToaDb>((scope, db) => db.UseNpgsql(Connections.For(scope).CreateConnection(), contextOwnsConnection: true));
        services.AddSingleton<DatabaseHealth>();
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]).AddCheck<FilesHealth>("files", tags: ["ready"]);
        services.AddRateLimiter(RateLimits.Configure);
        services.AddAntiforgery(a =>
        {
            a.HeaderName = "X-CSRF-TOKEN";
            a.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.Configure<CookieTempDataProviderOptions>(t => t.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        var razor = services.AddRazorPages(pages =>
        {
            pages.RootDirectory = "/";
            var access = new PageAccessConvention(modules.Access);
            pages.Conventions.Add((IPageRouteModelConvention)access);
            pages.Conventions.Add((IPageApplicationModelConvention)access);
        });
        foreach (var assembly in modules.All.Select(m => m.GetType().Assembly).Distinct()) razor.AddApplicationPart(assembly);
        services.Configure<RazorViewEngineOptions>(v => v.PageViewLocationFormats.Add("/Pages/Shared/{0}.cshtml"));
        services.Configure<MvcOptions>(m =>
        {
            m.Filters.Add(new KnownHandler());
            m.Filters.Add<UploadSpace>();
            m.Filters.Add<TypedForm>();
            m.Filters.Add<WrittenAtOnce>();
        });
        services.Configure<RouteOptions>(r => r.LowercaseUrls = true);
        services.Configure<WebEncoderOptions>(w => w.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        foreach (var module in modules.All) module.Services(services);

        static NpgsqlDataSource Build(NpgsqlDataSourceBuilder source)
        {
            source.ConnectionStringBuilder.NoResetOnClose = true;
            return source.ConfigureTracing(Telemetry.Trace).Build();
        }
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", StatusCodeSelector = e => Outages.Of(e) switch { null => StatusCodes.Status500InternalServerError, Outage.Sending => StatusCodes.Status507InsufficientStorage, _ => StatusCodes.Status503ServiceUnavailable } });
        app.UseStatusCodePagesWithReExecute("/error/{0}");
        app.UseMiddleware<SoundAddress>();
        app.UseStaticFiles(StaticFiles.Options);
        app.MapHealth();
        app.UseRouting();
        app.Use(RequestLog.NoteRoute);
        app.UseMiddleware<RequestSize>();
        app.Use(ZeroFreeBody.UseAsync);
        app.UseAuthentication();
        app.UseMiddleware<StandstillGate>();
        app.UseMiddleware<ApiGate>();
        // Who acts through the API its gate has said.
        app.UseWhen(http => http.Features.Get<ApiCaller>() is null, pages => pages.UseMiddleware<ActorMiddleware>());
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapRazorPages();
        foreach (var module in app.Services.GetRequiredService<ModuleList>().All) module.Endpoints(app);
        // Without this an unknown address would ask strangers to sign in instead of saying that there is nothing; also one that looks like a file.
        app.MapFallback("{*path}", http => { http.Response.StatusCode = StatusCodes.Status404NotFound; return Task.CompletedTask; }).Requires(Permission.Public);
    }
}
