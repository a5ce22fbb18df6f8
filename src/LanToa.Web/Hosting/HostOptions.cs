using LanToa.Web.Hosting;

namespace LanToa.Web;

/// <summary>How the program is started: <c>lantoa run</c> fills it from its options.</summary>
public sealed record HostOptions
{
    /// <summary>A PostgreSQL server to use instead of the private one.</summary>
    public string? Connection { get; init; }

    /// <summary>Do not load the demonstration into an empty database.</summary>
    public bool Empty { get; init; }

    public string[] Urls { get; init; } = ["http://localhost:5080"];

    /// <summary>The folder of the private database and of the files.</summary>
    public string DataFolder { get; init; } = "var";

    public LogForm Log { get; init; } = LogForm.Auto;

    /// <summary>Addresses of reverse proxies whose word about the visitor's address and scheme is believed; nobody's otherwise.</summary>
    public IReadOnlyList<System.Net.IPAddress> Proxies { get; init; } = [];

    /// <summary>Settings of OpenTelemetry (OTEL_…) that prevail over those of the environment.</summary>
    public IReadOnlyDictionary<string, string?> Telemetry { get; init; } = new Dictionary<string, string?>();
}
