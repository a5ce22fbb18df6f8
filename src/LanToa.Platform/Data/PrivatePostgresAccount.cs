using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LanToa.Platform.Data;

/// <summary>What a tool said: exit code, standard output and standard error.</summary>
internal sealed record ToolResult(int Code, string Output, string Error)
{
    public string Said => (Error.Length > 0 ? Error : Output).Trim();
}

/// <summary>
/// The system user that owns and runs a cluster. PostgreSQL refuses to run as root, so root switches with <c>setpriv</c>, which replaces
/// itself by the program: no shell, no PAM session, no extra process.
/// </summary>
internal sealed record PrivatePostgresAccount(string Name, uint UserId, uint GroupId, bool Switches)
{
    private const string SystemUser = "lantoa";

    /// <summary>The user of this process, for tools that need no other.</summary>
    public static PrivatePostgresAccount Current { get; } = new(Environment.UserName, 0, 0, false);

    /// <summary>The owner of an existing cluster, or the user for a new one; <paramref name="home"/> need not exist.</summary>
    public static async Task<PrivatePostgresAccount> ForAsync(string home, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess) return Current;
        if (Directory.Exists(Path.Combine(home, "data")))
        {
            var owner = await Current.RunAsync("stat", ["-c", "%u %g %U", home], cancellation);
            if (owner.Code == 0 && owner.Output.Trim().Split(' ') is [var user, var group, var name] && user != "0")
                return new(name, uint.Parse(user, CultureInfo.InvariantCulture), uint.Parse(group, CultureInfo.InvariantCulture), true);
        }
        if (await FindAsync(SystemUser, cancellation) is { } existing) return existing;
        await Current.RunAsync("useradd", ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SystemUser], cancellation);
        // Where users cannot be added (a read-only /etc), Debian's server package has brought one of its own.
        return await FindAsync(SystemUser, cancellation)
            ?? await FindAsync("postgres", cancellation)
            ?? throw new PrivatePostgresException(
                $"PostgreSQL không chạy dưới quyền root và không tạo được người dùng hệ thống \"{SystemUser}\". Chạy: useradd --system {SystemUser}",
                $"PostgreSQL does not run as root and the system user \"{SystemUser}\" could not be created. Run: useradd --system {SystemUser}");
    }

    /// <summary>Runs a program as this user in "/", without the caller's PostgreSQL settings, and waits for it.</summary>
    public async Task<ToolResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Switches ? "setpriv" : program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        if (Switches)
            foreach (var argument in (string[])[$"--reuid={UserId}", $"--regid={GroupId}", "--clear-groups", "--", program])
                start.ArgumentList.Add(argument);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            try
            {
                await process.WaitForExitAsync(cancellation);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
                throw;
            }
            return new(process.ExitCode, await output, await error);
        }
        catch (Win32Exception e)
        {
            return new(127, "", e.Message);
        }
    }

    /// <summary>Gives a folder made by root, and what is in it, to this user.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellation)
    {
        if (!Switches) return;
        var done = await Current.RunAsync("chown", ["-R", "--no-dereference", $"{UserId}:{GroupId}", path], cancellation);
        if (done.Code != 0)
            throw new PrivatePostgresException($"Không giao được {path} cho người dùng {Name}: {done.Said}", $"Could not give {path} to the user {Name}: {done.Said}");
    }

    private static async Task<PrivatePostgresAccount?> FindAsync(string name, CancellationToken cancellation)
    {
        var user = await Current.RunAsync("id", ["-u", name], cancellation);
        var group = await Current.RunAsync("id", ["-g", name], cancellation);
        if (user.Code != 0 || group.Code != 0) return null;
        return new(name, uint.Parse(user.Output, CultureInfo.InvariantCulture), uint.Parse(group.Output, CultureInfo.InvariantCulture), true);
    }
}
