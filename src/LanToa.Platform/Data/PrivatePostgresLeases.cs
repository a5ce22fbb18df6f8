namespace LanToa.Platform.Data;

/// <summary>
/// Who is attached to a cluster. Each process holds a locked file (flock): the kernel drops the lock however the process ends, so a crash
/// leaves no lease behind and no process id has to be believed. The file's name is for people, and tells a process of this machine from one
/// in another container that shares the disk: id, machine, process namespace.
/// </summary>
internal sealed class PrivatePostgresLeases(PrivatePostgresHome home)
{
    private static readonly string Namespace = PidNamespace();
    private static readonly string Here = $"{Environment.ProcessId}@{Environment.MachineName}@{Namespace}";

    /// <summary>Takes the lock that lets one process at a time start or stop the cluster.</summary>
    public async Task<FileStream> LockAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var since = clock.GetTimestamp();
        while (true)
        {
            if (TryHold(home.Lock) is { } held)
            {
                await File.WriteAllTextAsync(home.LockHolder, Here, cancellation);
                AllowOthers(home.LockHolder);
                return held;
            }
            if (clock.GetElapsedTime(since) > timeout)
            {
                var holder = File.Exists(home.LockHolder) ? await File.ReadAllTextAsync(home.LockHolder, cancellation) : "?";
                throw new PrivatePostgresException(
                    $"Một tiến trình khác ({holder}) đang khởi động hoặc dừng PostgreSQL trong {home.Folder} và chưa xong. Chờ rồi chạy lại.",
                    $"Another process ({holder}) is starting or stopping PostgreSQL in {home.Folder} and has not finished. Wait and try again.");
            }
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Attaches this process.</summary>
    public FileStream Take() =>
        TryHold(Path.Combine(home.Leases, $"{Here}@{Guid.CreateVersion7():N}"))
        ?? throw new IOException($"A new lease in {home.Leases} could not be locked.");

    /// <summary>Removes what dead processes left, and says how many are attached.</summary>
    public int Count()
    {
        var living = 0;
        foreach (var lease in Directory.EnumerateFiles(home.Leases))
        {
            using var free = TryHold(lease);
            if (free is null) living++;
            else File.Delete(lease);
        }
        return living;
    }

    /// <summary>After <see cref="Count"/>: a holder from another process namespace (another container or machine on the same disk), or null.</summary>
    public string? Stranger() =>
        Directory.EnumerateFiles(home.Leases).Select(l => Path.GetFileName(l)).FirstOrDefault(l => l.Split('@') is [_, _, var space, ..] && space != Namespace);

    public static void Release(FileStream held)
    {
        // Removed while still locked: whoever counts meanwhile sees it living or gone, never dead.
        File.Delete(held.Name);
        held.Dispose();
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            AllowOthers(path);
            return file;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PrivatePostgresException(
                $"Không dùng được {path}: thuộc người dùng khác. Chạy lại như lần trước, hoặc chọn thư mục khác bằng --data.",
                $"{path} belongs to another user. Start it as before, or choose another folder with --data.",
                e);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>A file made by root in a user's cluster must not lock that user out; the folder (0700) is what keeps strangers away.</summary>
    private static void AllowOthers(string path)
    {
        try
        {
            File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("666", 8));
        }
        catch (UnauthorizedAccessException)
        {
            // Root's file: root has set the mode already.
        }
    }

    /// <summary>"pid:[4026531836]" as a number; empty where the kernel does not tell.</summary>
    private static string PidNamespace()
    {
        try
        {
            return new string([.. (new FileInfo("/proc/self/ns/pid").LinkTarget ?? "").Where(char.IsAsciiDigit)]);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
