using System.CommandLine;
using LanToa.Cli.Printing;
using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using LanToa.Web;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa restore FILE</c>: a backup into an empty data folder, or an empty database of a server.</summary>
internal static class RestoreVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "TỆP", Description = "Bản sao lưu do lantoa backup ghi." };
        var connection = CommonOptions.Connection();
        var data = CommonOptions.Data();
        var command = new Command("restore", "Khôi phục một bản sao lưu vào nơi trống (thư mục dữ liệu, hoặc cơ sở dữ liệu của --connection).") { file, connection, data };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(connection), parsed.GetRequiredValue(data), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string? connection, string data, CancellationToken cancellation)
    {
        var folder = new DataFolder(Path.GetFullPath(data));
        var files = S3Files.Choose(folder, Environment.GetEnvironmentVariable);
        var progress = new BackupProgressLine();
        var backup = await BackupFile.OpenAsync(file, progress.Show, cancellation);
        // Only now: a backup that cannot be used leaves not even an empty database behind.
        await using var database = await Database.OpenAsync(connection, data, cancellation);
        var added = await new BackupRestore(database.Owner, folder, LanToaHost.Migrator(), TimeProvider.System) { Files = files, Progress = progress.Show }.RestoreAsync(backup, cancellation);
        progress.End();
        Console.WriteLine($"Đã khôi phục dữ liệu lúc {VietnameseFormat.DateTime(backup.Manifest.CreatedAt)}: {VietnameseFormat.Number(backup.Manifest.Files.Count)} tệp{(added > 0 ? $", nâng cấp thêm {added} bước" : "")}.");
        if (backup.Manifest.Missing.Count > 0) Console.WriteLine($"Lưu ý: khi sao lưu đã thiếu {VietnameseFormat.Number(backup.Manifest.Missing.Count)} tệp; mở các tài liệu đó sẽ báo không có.");
        Console.WriteLine($"Kiểm tra: ./lantoa verify-history{(connection is null ? $" --data {Path.GetFullPath(data)}" : " --connection …")}");
        return 0;
    }
}
