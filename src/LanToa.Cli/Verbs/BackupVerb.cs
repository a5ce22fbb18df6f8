using System.CommandLine;
using LanToa.Cli.Printing;
using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Time;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa backup FILE</c>: database and files of one moment in one file, while the program works.</summary>
internal static class BackupVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "TỆP", Description = "Bản sao lưu sẽ ghi; không ghi đè tệp đã có." };
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var without = new Option<bool>("--without-missing") { Description = "Vẫn sao lưu khi thư mục dữ liệu thiếu tệp mà cơ sở dữ liệu có ghi." };
        var command = new Command("backup", "Sao lưu cơ sở dữ liệu và tệp vào một tệp, không cần dừng hệ thống.") { file, connection, data, without };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(connection), parsed.GetRequiredValue(data), parsed.GetValue(without), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? connection, string data, bool withoutMissing, CancellationToken cancellation)
    {
        var folder = new DataFolder(Path.GetFullPath(data));
        var files = S3Files.Choose(folder, Environment.GetEnvironmentVariable);
        await using var database = await Database.ExistingAsync(connection, data, cancellation);
        var progress = new BackupProgressLine();
        var manifest = await new BackupWriter(database.Owner, folder, TimeProvider.System) { Files = files, Progress = progress.Show, WithoutMissing = withoutMissing }.WriteAsync(file, cancellation);
        progress.End();
        Console.WriteLine($"Đã sao lưu vào {Path.GetFullPath(file)}: {VietnameseFormat.Number(Math.Round(new FileInfo(file).Length / 1048576m, 1))} MB, {VietnameseFormat.Number(manifest.Files.Count)} tệp, dữ liệu lúc {VietnameseFormat.DateTime(manifest.CreatedAt)}.");
        if (manifest.Missing.Count > 0) Console.WriteLine($"Lưu ý: thiếu {VietnameseFormat.Number(manifest.Missing.Count)} tệp, ghi trong manifest.json.");
        Console.WriteLine("Tệp này chứa mã băm mật khẩu và khóa của hệ thống: giữ nơi chỉ người phụ trách mở được.");
        return 0;
    }
}
