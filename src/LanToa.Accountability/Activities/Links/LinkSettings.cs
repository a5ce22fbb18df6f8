namespace LanToa.Accountability.Activities.Links;

/// <summary>Whether and how addresses given as evidence are looked at. From the environment: LANTOA_LINKS, "on" or "off".</summary>
public sealed record LinkSettings
{
    public bool Fetches { get; init; } = true;

    /// <summary>Between two requests to one host, whichever node makes them.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>For one address, redirects and all.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Of an answer no more is read.</summary>
    public int MostBytes { get; init; } = 2 << 20;

    public int MostRedirects { get; init; } = 5;

    /// <summary>What is neither leaves the network alone: a typing error must not open it.</summary>
    public static LinkSettings Load(Func<string, string?> environment) => new() { Fetches = environment("LANTOA_LINKS")?.Trim().ToLowerInvariant() is null or "" or "on" };
}
