using LanToa.Platform.Backups;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Checking;
using LanToa.Platform.Files;
using LanToa.Reading.Extraction;
using LanToa.Web.Hosting;
using Npgsql;

namespace LanToa.Cli;

/// <summary>What a person can do something about is said in a sentence, without a stack trace.</summary>
internal static class Failures
{
    public const int Failed = 1;
    public const int BadUsage = 2;

    /// <summary>As a shell reports a program ended by Ctrl+C.</summary>
    public const int Interrupted = 130;

    public static async Task<int> GuardAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (Exception e) when (Explain(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return Failed;
        }
    }

    private static string? Explain(Exception e) => e switch
    {
        PrivatePostgresException or MigrationException or StartException or BackupException or S3SettingsException or FilesUnavailableException or UnreadableFileException or UncheckableDocumentException or FormatException => e.Message,
        FileNotFoundException or DirectoryNotFoundException => "Không có tệp này: " + ((e as FileNotFoundException)?.FileName ?? e.Message),
        IOException disk => $"Ổ đĩa không đọc hoặc ghi được: {disk.Message.TrimEnd('.')}. Xem lại chỗ trống và quyền ghi (ổ đĩa có đang chỉ cho đọc không) rồi chạy lại.",
        UnauthorizedAccessException => "Không được phép mở: " + e.Message,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } full => $"Ổ đĩa của cơ sở dữ liệu đã đầy: {full.MessageText}. Dọn chỗ hoặc chọn ổ đĩa khác rồi chạy lại.",
        PostgresException refused => $"Máy chủ PostgreSQL từ chối ({refused.SqlState}): {refused.MessageText}. Xem lại --connection.",
        NpgsqlException unreachable => $"Không kết nối được PostgreSQL: {unreachable.Message}. Xem lại --connection và máy chủ có đang chạy không.",
        _ => null,
    };
}
