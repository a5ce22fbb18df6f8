using System.CommandLine;
using LanToa.Platform.Data;

namespace LanToa.Cli;

/// <summary>Options that several verbs have, with one meaning.</summary>
internal static class CommonOptions
{
    public static Option<string?> Connection() => new("--connection")
    {
        Description = "Dùng máy chủ PostgreSQL có sẵn thay cho PostgreSQL riêng.",
        HelpName = "\"Host=…;Database=…;Username=…\"",
    };

    public static Option<string> Data() => new("--data")
    {
        Description = "Thư mục giữ cơ sở dữ liệu và tệp (mặc định: var trong thư mục mã nguồn).",
        HelpName = "THƯ_MỤC",
        DefaultValueFactory = _ => DefaultDataFolder(),
    };

    public static PrivatePostgresOptions Postgres(string data) => new(Path.Combine(Path.GetFullPath(data), "postgres"));

    /// <summary><c>var</c> of the checkout that the program was built in; of the current folder when it was installed elsewhere.</summary>
    private static string DefaultDataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LanToa.slnx")))
                return Path.Combine(folder.FullName, "var");
        return Path.GetFullPath("var");
    }
}
