using System.Security.Cryptography;
using System.Text;

namespace LanToa.Platform.Data;

/// <summary>
/// The folder of one cluster, readable by its owner only (0700), which is what guards the socket: the server trusts whoever reaches it.
/// <code>
/// data/     the cluster            run/      the Unix socket (in /tmp when the path would be too long)
/// log/      a log per weekday      leases/   one locked file per attached process       lock  held while starting or stopping
/// </code>
/// </summary>
internal sealed record PrivatePostgresHome(string Folder, PrivatePostgresAccount Account)
{
    private const string SocketName = "/.s.PGSQL.5432";
    private const int LongestSocketPath = 107;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Data => Path.Combine(Folder, "data");

    public string Log => Path.Combine(Folder, "log");

    public string Leases => Path.Combine(Folder, "leases");

    public string Lock => Path.Combine(Folder, "lock");

    public string LockHolder => Path.Combine(Folder, "lock.holder");

    public string BootId => Path.Combine(Folder, "boot");

    /// <summary>sockaddr_un holds 107 bytes; a deep checkout needs a shorter place.</summary>
    public string Socket
    {
        get
        {
            var inside = Path.Combine(Folder, "run");
            return Encoding.UTF8.GetByteCount(inside + SocketName) <= LongestSocketPath ? inside : "/tmp/lantoa-" + HashOf(Folder);
        }
    }

    /// <summary>Whether there is a cluster for the folder, in it or where root puts it.</summary>
    public static bool Exists(string wanted)
    {
        wanted = Path.GetFullPath(wanted);
        return Directory.Exists(Path.Combine(wanted, "data")) || (Environment.IsPrivilegedProcess && Directory.Exists(Path.Combine(Elsewhere(wanted), "data")));
    }

    /// <summary>Chooses the folder and the user, and makes what is missing.</summary>
    public static async Task<PrivatePostgresHome> OpenAsync(string wanted, CancellationToken cancellation)
    {
        wanted = Path.GetFullPath(wanted);
        var elsewhere = Elsewhere(wanted);
        var folder = Environment.IsPrivilegedProcess && !Directory.Exists(Path.Combine(wanted, "data")) && Directory.Exists(Path.Combine(elsewhere, "data"))
            ? elsewhere
            : wanted;
        var account = await PrivatePostgresAccount.ForAsync(folder, cancellation);
        var home = await PrepareAsync(folder, account, cancellation);
        if (home is null)
        {
            if (Directory.EnumerateFileSystemEntries(wanted).Any())
                throw new PrivatePostgresException(
                    $"Người dùng {account.Name} không còn vào được {wanted}. Mở quyền đi qua (chmod o+x) cho các thư mục phía trên.",
                    $"The user {account.Name} can no longer enter {wanted}. Give the folders above it the right to be crossed (chmod o+x).");
            Directory.Delete(wanted);
            home = await PrepareAsync(elsewhere, account, cancellation);
        }
        return home ?? throw new PrivatePostgresException(
            $"Người dùng {account.Name} không vào được {elsewhere}. Kiểm tra quyền của /var/lib.",
            $"The user {account.Name} cannot enter {elsewhere}. Check the permissions of /var/lib.");
    }

    /// <summary>Null when the unprivileged user cannot cross into the folder.</summary>
    private static async Task<PrivatePostgresHome?> PrepareAsync(string folder, PrivatePostgresAccount account, CancellationToken cancellation)
    {
        var home = new PrivatePostgresHome(folder, account);
        try
        {
            if (Directory.Exists(folder) && !Directory.Exists(home.Leases) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new PrivatePostgresException(
                    $"Thư mục {folder} đã có tệp khác, không phải của LanToa. Chọn thư mục khác bằng --data, hoặc chuyển các tệp đó đi.",
                    $"The folder {folder} holds other files. Choose another with --data, or move them away.");
            await home.MakeAsync(folder, cancellation);
            // Made or restored by root: everything in it is the server's.
            if ((await account.RunAsync("test", ["-O", folder], cancellation)).Code != 0) await account.OwnAsync(folder, cancellation);
            if (account.Switches && (await account.RunAsync("test", ["-w", folder], cancellation)).Code != 0) return null;
            foreach (var part in (string[])[home.Leases, home.Log, home.Socket]) await home.MakeAsync(part, cancellation);
            if ((await account.RunAsync("test", ["-O", home.Socket], cancellation)).Code != 0)
                throw new PrivatePostgresException(
                    $"Thư mục {home.Socket} thuộc người dùng khác. Xóa nó, hoặc chọn thư mục khác bằng --data.",
                    $"The folder {home.Socket} belongs to another user. Remove it, or choose another folder with --data.");
            File.SetUnixFileMode(home.Socket, OwnerOnly);
            return home;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PrivatePostgresException(
                $"Không dùng được thư mục {folder}: thuộc người dùng khác (có thể lần trước chạy bằng root hoặc sudo). Chạy lại như lần trước, hoặc chọn thư mục khác bằng --data. {e.Message}",
                $"The folder {folder} belongs to another user (perhaps it was started by root or sudo before). Start it as before, or choose another folder with --data.",
                e);
        }
    }

    private async Task MakeAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
        {
            // Root's own folder is one that another process made a moment ago and has not given away yet.
            if (!Account.Switches || !await IsRootsAsync(folder, cancellation)) return;
        }
        else
        {
            if (Path.GetDirectoryName(folder) is { } parent) Directory.CreateDirectory(parent);
            Directory.CreateDirectory(folder, OwnerOnly);
        }
        await Account.OwnAsync(folder, cancellation);
    }

    private static async Task<bool> IsRootsAsync(string folder, CancellationToken cancellation) =>
        await PrivatePostgresAccount.Current.RunAsync("stat", ["-c", "%u", folder], cancellation) is { Code: 0 } owner && owner.Output.Trim() == "0";

    private static string Elsewhere(string wanted) => "/var/lib/lantoa/" + HashOf(wanted);

    private static string HashOf(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..10];
}
