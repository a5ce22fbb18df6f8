using LanToa.Platform.Backups;
using LanToa.Platform.Time;

namespace LanToa.Cli.Printing;

/// <summary>How far a backup or restore is, on standard error: one line that changes for somebody who watches, one line per stage in a log.</summary>
internal sealed class BackupProgressLine
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    private BackupStage? _stage;
    private long _shown;

    public void Show(BackupProgress progress)
    {
        var changed = progress.Stage != _stage;
        if (!changed && (Console.IsErrorRedirected || TimeProvider.System.GetElapsedTime(_shown) < Every && progress.Done != progress.Of)) return;
        if (changed && _stage is not null && !Console.IsErrorRedirected) Console.Error.WriteLine();
        (_stage, _shown) = (progress.Stage, TimeProvider.System.GetTimestamp());
        if (Console.IsErrorRedirected) Console.Error.WriteLine(Words(progress.Stage));
        else Console.Error.Write($"\r{Words(progress.Stage)}: {Amount(progress)}   ");
    }

    public void End()
    {
        if (_stage is not null && !Console.IsErrorRedirected) Console.Error.WriteLine();
    }

    private static string Words(BackupStage stage) => stage switch
    {
        BackupStage.Checking => "Kiểm tra bản sao lưu",
        BackupStage.Database => "Cơ sở dữ liệu",
        BackupStage.Files => "Tệp",
        _ => "Dựng chỉ mục",
    };

    private static string Amount(BackupProgress progress) => progress.Stage switch
    {
        BackupStage.Finishing => "…",
        BackupStage.Files => $"{VietnameseFormat.Number(progress.Done)}/{VietnameseFormat.Number(progress.Of ?? 0)}",
        _ => progress.Of is { } of ? $"{VietnameseFormat.Number(progress.Done >> 20)}/{VietnameseFormat.Number(of >> 20)} MB" : $"{VietnameseFormat.Number(progress.Done >> 20)} MB",
    };
}
