namespace LanToa.Platform.Data;

/// <summary>The server binaries of one major version of PostgreSQL: <c>initdb</c>, <c>pg_ctl</c>, <c>postgres</c>.</summary>
internal sealed record PrivatePostgresPrograms(string Folder, int Major)
{
    /// <summary>The oldest major version that the migrations are written for.</summary>
    public const int Oldest = 15;

    private const string DebianRoot = "/usr/lib/postgresql";

    public string Path(string program) => System.IO.Path.Combine(Folder, program);

    /// <summary>Debian's versioned folders first, then every folder of PATH; newest first, one per major version.</summary>
    public static async Task<IReadOnlyList<PrivatePostgresPrograms>> FindAsync(CancellationToken cancellation)
    {
        var found = new List<PrivatePostgresPrograms>();
        if (Directory.Exists(DebianRoot))
            foreach (var version in Directory.EnumerateDirectories(DebianRoot))
                if (int.TryParse(System.IO.Path.GetFileName(version), out var major) && IsComplete(System.IO.Path.Combine(version, "bin")))
                    found.Add(new(System.IO.Path.Combine(version, "bin"), major));
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            if (IsComplete(folder) && await MajorOfAsync(folder, cancellation) is { } major && found.TrueForAll(p => p.Major != major))
                found.Add(new(folder, major));
        return [.. found.OrderByDescending(p => p.Major)];
    }

    /// <summary>The binaries for a cluster: those of the version that wrote it, or the newest for a new one (<paramref name="written"/> null).</summary>
    public static PrivatePostgresPrograms Choose(IReadOnlyList<PrivatePostgresPrograms> installed, int? written, string folder)
    {
        if (written is { } major)
        {
            if (installed.FirstOrDefault(p => p.Major == major) is { } same) return same;
            var have = installed.Count == 0 ? "none" : string.Join(", ", installed.Select(p => p.Major));
            throw new PrivatePostgresException(
                $"Dữ liệu ở {folder} do PostgreSQL {major} ghi, máy này không có bản đó (đang có: {have}). Cài đúng bản: apt-get install postgresql-{major}; hoặc chọn thư mục khác bằng --data.",
                $"The data in {folder} was written by PostgreSQL {major}, which is not installed here (installed: {have}). Install postgresql-{major}, or choose another folder with --data.");
        }
        if (installed.FirstOrDefault() is { Major: >= Oldest } newest) return newest;
        throw new PrivatePostgresException(
            $"Không tìm thấy PostgreSQL {Oldest} trở lên trên máy. Chạy: apt-get install --no-install-recommends postgresql; hoặc dùng máy chủ có sẵn bằng --connection.",
            $"No PostgreSQL {Oldest} or newer server binaries found. Run: apt-get install --no-install-recommends postgresql; or use a server with --connection.");
    }

    private static bool IsComplete(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "initdb"))
        && File.Exists(System.IO.Path.Combine(folder, "pg_ctl"))
        && File.Exists(System.IO.Path.Combine(folder, "postgres"));

    private static async Task<int?> MajorOfAsync(string folder, CancellationToken cancellation)
    {
        var printed = await PrivatePostgresAccount.Current.RunAsync(System.IO.Path.Combine(folder, "postgres"), ["--version"], cancellation);
        // "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
        var word = printed.Output.Split(' ').ElementAtOrDefault(2) ?? "";
        return int.TryParse(new string([.. word.TakeWhile(char.IsAsciiDigit)]), out var major) ? major : null;
    }
}
