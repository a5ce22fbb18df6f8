using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Modules;
using LanToa.Platform.Time;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LanToa.Web.Hosting;

/// <summary>
/// Traces, metrics and logs over OTLP, when OTEL_EXPORTER_OTLP_ENDPOINT is set and not otherwise; the other OTEL_ settings are the exporter's own. Spans name
/// routes and statements, never the address that was typed, nor parameters.
/// </summary>
internal static class Telemetry
{
    public const string Switch = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string MeterName = "LanToa";

    private static readonly string[] Meters = [MeterName, "Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime"];

    public static bool IsOn(IConfiguration settings) => settings[Switch] is { Length: > 0 };

    /// <exception cref="StartException">The address is none.</exception>
    public static void Configure(WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        if (!IsOn(settings)) return;
        if (!Uri.TryCreate(settings[Switch], UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new StartException($"{Switch} \"{settings[Switch]}\" phải là địa chỉ dạng http://máy:cổng của nơi nhận OTLP.");
        builder.Logging.AddOpenTelemetry(logs =>
        {
            // Without scopes: the framework's carry the address that was asked for. The trace's id joins a line to its request.
            logs.IncludeFormattedMessage = true;
            logs.SetResourceBuilder(Resource());
            logs.AddOtlpExporter();
        });
        builder.Services.AddSingleton(s => Sdk.CreateTracerProviderBuilder().ConfigureServices(own => own.AddSingleton<IConfiguration>(settings))
            .SetResourceBuilder(Resource()).AddSource("Microsoft.AspNetCore", "Npgsql", JobWorker.SourceName).AddOtlpExporter().Build());
        builder.Services.AddSingleton(s => new Meter(MeterName));
        builder.Services.AddSingleton(s =>
        {
            Measured(s);
            return Sdk.CreateMeterProviderBuilder().ConfigureServices(own => own.AddSingleton<IConfiguration>(settings))
                .SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
        });
    }

    /// <summary>Begins to listen; both are flushed and closed with the program's services.</summary>
    public static void Start(IServiceProvider services)
    {
        services.GetService<TracerProvider>();
        services.GetService<MeterProvider>();
    }

    /// <summary>The statements of a request or a job, not the questions that the program asks itself each second.</summary>
    public static void Trace(NpgsqlTracingOptionsBuilder tracing) => tracing.ConfigureCommandFilter(_ => Activity.Current is not null).ConfigureBatchFilter(_ => Activity.Current is not null).EnableFirstResponseEvent(false);

    /// <summary>What the span of a request says: the page's route, the answer, and the number that log, history and error page share. Probes and style sheets are not kept.</summary>
    public static void Tell(HttpContext http, string? route, int status)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpActivityFeature>()?.Activity is not { } span) return;
        if (route is null && status < 400)
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            return;
        }
        span.DisplayName = $"{http.Request.Method} {route ?? "-"}";
        span.SetTag("http.request.method", http.Request.Method).SetTag("http.route", route).SetTag("http.response.status_code", status).SetTag("lantoa.request", http.TraceIdentifier);
        if (status >= 500) span.SetStatus(ActivityStatusCode.Error);
    }

    private static ResourceBuilder Resource() =>
        ResourceBuilder.CreateEmpty().AddService("lantoa", serviceVersion: typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion)
            .AddTelemetrySdk().AddEnvironmentVariableDetector();

    private static void Measured(IServiceProvider services)
    {
        var (meter, database, clock) = (services.GetRequiredService<Meter>(), services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<Clock>());
        foreach (var measure in services.GetServices<Measure>())
            meter.CreateObservableGauge(measure.Name, () => Ask(database, clock, measure), measure.Unit, measure.Description);
    }

    // On the exporter's own thread. Without the database nothing is told, rather than a wrong number.
    private static double Ask(NpgsqlDataSource database, Clock clock, Measure measure)
    {
        using var command = database.Command(measure.Sql, clock.Today, clock.Now);
        return Convert.ToDouble(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
