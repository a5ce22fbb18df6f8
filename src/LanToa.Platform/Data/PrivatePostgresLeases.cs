using System.Text;

namespace LanToa.Platform.Data;

/// <summary>
/// Who is attached to a cluster. Each process holds a locked file (flock): the kernel drops the lock however the process ends, so a crash
/// leaves no lease behind and no process id has to be believed. The content is for people, and tells a process of this machine from one in
/// another container that shares the disk.
/// </summary>
internal sealed class PrivatePostgresLeases(PrivatePostgresHome home)
{
    private static readonly string Here = PidNamespace();

    /// <summary>Takes the lock that lets one process at a time start or stop the cluster.</summary>
    public async Task<FileStream> LockAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        var since = clock.GetTimestamp();
        while (true)
        {
            if (TryHold(home.Lock) is { } held) return held;
            if (clock.GetElapsedTime(since) > timeout)
                throw new PrivatePostgresException(
                    $"Một tiến trình khác ({Reader(home.Lock)}) đang khởi động hoặc dừng PostgreSQL trong {home.Folder} và chưa xong. Chờ rồi chạy lại.",
                    $"Another process ({Reader(home.Lock)}) is starting or stopping PostgreSQL in {home.Folder} and has not finished. Wait and try again.");
            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Attaches this process.</summary>
    public FileStream Take() =>
        TryHold(Path.Combine(home.Leases, Guid.CreateVersion7().ToString("N")))
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

    /// <summary>The holder of a lease taken outside this process namespace (another container on the same disk), or null.</summary>
    public string? Stranger() =>
        Directory.EnumerateFiles(home.Leases).Select(Reader).FirstOrDefault(held => held.Length > 0 && !held.EndsWith(Here, StringComparison.Ordinal));

    public static void Release(FileStream held)
    {
        // Removed while still locked: whoever counts meanwhile sees it living or gone, never dead.
        File.Delete(held.Name);
        held.Dispose();
    }

    private static FileStream? TryHold(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.SetUnixFileMode(file.SafeFileHandle, (UnixFileMode)Convert.ToInt32("666", 8));
        }
        catch (UnauthorizedAccessException) when (file is not null)
        {
            // Another user's file in a folder that both may enter; its owner has set the mode.
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
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes($"pid {Environment.ProcessId} · {Environment.MachineName} · {Here}"));
        file.Flush();
        return file;
    }

    private static string Reader(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static string PidNamespace()
    {
        try
        {
            return new FileInfo("/proc/self/ns/pid").LinkTarget ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
