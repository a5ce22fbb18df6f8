namespace LanToa.Platform.Data;

/// <summary>The folder that holds what is not in the database: files by hash. Outside the web root.</summary>
public sealed record DataFolder(string Root)
{
    public string Files => Path.Combine(Root, "files");
}
