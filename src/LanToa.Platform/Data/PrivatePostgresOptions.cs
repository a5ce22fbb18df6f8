namespace LanToa.Platform.Data;

/// <summary>Where and how a private PostgreSQL cluster runs.</summary>
/// <param name="Folder">
/// The cluster's home, normally <c>var/postgres</c> in the checkout. Started by root, where the unprivileged user cannot cross into it, the
/// cluster lives in <c>/var/lib/lantoa/&lt;hash&gt;</c> instead.
/// </param>
public sealed record PrivatePostgresOptions(string Folder)
{
    /// <summary>False for tests: no fsync, and the cluster is thrown away after a reboot because its files may then be torn.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The database to create beside the roles; null creates none (tests make their own).</summary>
    public string? Database { get; init; } = "lantoa";

    /// <summary>How long to wait for another process that is starting or stopping the same cluster.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>
/// The two roles of one database: <paramref name="Owner"/> (<c>lantoa_owner</c>) owns the tables and migrates,
/// <paramref name="App"/> (<c>lantoa_app</c>) is what the program works as and holds only what the migrations grant it.
/// </summary>
public sealed record PostgresConnections(string Owner, string App);
