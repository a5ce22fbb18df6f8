using System.CommandLine;
using LanToa.Cli.Printing;
using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Mail;
using LanToa.Platform.Time;
using LanToa.Web;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa restore FILE</c>: a backup into an empty data folder, or an empty database of a server.</summary>
internal static class RestoreVerb
{
    // What an installation has in its folder beside its files and its database: settings and letters that stood there before, what a disk, a checkout, its tests and its benchmarks (bench-NAME) leave. Names with a point in front are nobody's.
    private static readonly HashSet<string> Own = ["files", "postgres", "mail", MailSettings.FileName, SignInProviders.FileName, "lost+found", "optional-asked", "screenshots", "tests", "test-postgres", "test-s3"];

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
        RefuseForeign(folder.Root, Path.GetFullPath(file));
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

    private static void RefuseForeign(string root, string backup)
    {
        if (!Directory.Exists(root)) return;
        var foreign = Directory.EnumerateFileSystemEntries(root).Where(e => e != backup).Select(e => Path.GetFileName(e)!).Where(n => !n.StartsWith('.') && !n.StartsWith("bench-", StringComparison.Ordinal) && !Own.Contains(n)).Order(StringComparer.Ordinal).ToList();
        if (foreign.Count == 0) return;
        throw new BackupException($"{root} đã có thứ không phải của LanToa: {string.Join(", ", foreign.Take(3))}{(foreign.Count > 3 ? $" và {VietnameseFormat.Number(foreign.Count - 3)} thứ khác" : "")}. Khôi phục chỉ vào nơi trống: chọn thư mục khác bằng --data, hoặc dời chúng đi. Chưa có gì bị thay đổi.");
    }
}
