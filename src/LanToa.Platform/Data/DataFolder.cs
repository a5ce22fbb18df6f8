namespace LanToa.Platform.Data;

/// <summary>The folder that holds what is not in the database: files by hash. Outside the web root.</summary>
public sealed record DataFolder(string Root)
{
    public string Files => Path.Combine(Root, "files");

    /// <summary>Where the bytes with a SHA-256 (64 lower-case hex digits) stand.</summary>
    public string PathOf(string sha256) => Path.Combine(Files, sha256[..2], sha256[2..4], sha256);
}
