using System.CommandLine;
using System.Globalization;
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

    public static Option<short?> Province()
    {
        var option = new Option<short?>("--province") { Description = "Chỉ một tỉnh, theo mã của tỉnh (0 là trung ương); không ghi: mọi tỉnh.", HelpName = "MÃ" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!short.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out _)) result.AddError($"--province: \"{token.Value}\" không phải mã tỉnh (một số, ví dụ 1).");
        });
        return option;
    }

    public static PrivatePostgresOptions Postgres(string data) => new(Path.Combine(Path.GetFullPath(data), "postgres"));

    /// <summary>The checkout that the program was built in; the current folder when it was installed elsewhere.</summary>
    public static string Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LanToa.slnx")))
                return folder.FullName;
        return Path.GetFullPath(".");
    }

    private static string DefaultDataFolder() => Path.Combine(Checkout(), "var");
}
