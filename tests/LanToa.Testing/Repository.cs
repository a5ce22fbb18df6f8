namespace LanToa.Testing;

/// <summary>The checkout that the tests were built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LanToa.slnx")))
                return folder.FullName;
        throw new DirectoryNotFoundException("LanToa.slnx is not above " + AppContext.BaseDirectory);
    }
}
