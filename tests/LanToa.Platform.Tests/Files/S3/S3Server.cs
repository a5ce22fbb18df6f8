using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using LanToa.Platform.Files;
using LanToa.Testing;

namespace LanToa.Platform.Tests.Files.S3;

/// <summary>An S3 server of somebody else (s3rver, from npm) with a key and a bucket; installed once per lock file.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lantoa-s3-").FullName;
    private readonly int _port = OtherProgram.FreePort();
    private readonly string _program;
    private Process? _process;
    private Task<string>? _said;

    private S3Server(string program) => _program = program;

    public S3Settings Settings => new(new Uri($"http://127.0.0.1:{_port}"), "lantoa", "us-east-1", "S3RVER", "S3RVER") { Patience = TimeSpan.FromSeconds(20) };

    /// <summary>Null, with the reason, where it cannot be had.</summary>
    public static async Task<(S3Server? Server, string Why)> TryStartAsync()
    {
        if (OtherProgram.Find("node") is null || OtherProgram.Find("npm") is null) return (null, "node and npm are not installed");
        var here = Path.Combine(Repository.Root, "tests", "LanToa.Platform.Tests", "Files", "S3");
        var place = Path.Combine(Repository.Root, "var", "test-s3", Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(here, "package-lock.json"))))[..12]);
        var program = Path.Combine(place, "node_modules", "s3rver", "bin", "s3rver.js");
        if (!File.Exists(program))
        {
            var making = Directory.CreateDirectory($"{place}.{Environment.ProcessId}").FullName;
            foreach (var name in new[] { "package.json", "package-lock.json", ".npmrc" }) File.Copy(Path.Combine(here, name), Path.Combine(making, name));
            using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = making, RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = install.StandardError.ReadToEndAsync();
            await install.StandardOutput.ReadToEndAsync();
            await install.WaitForExitAsync();
            if (install.ExitCode != 0) return (null, "npm could not fetch it: " + await said);
            if (!Directory.Exists(place)) Directory.Move(making, place);
        }
        var server = new S3Server(program);
        await server.StartAsync();
        return (server, "");
    }

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo("node", [_program, "-d", _folder, "-a", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "--configure-bucket", "lantoa"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        _said = _process.StandardError.ReadToEndAsync();
        _ = _process.StandardOutput.ReadToEndAsync();
        await _process.OpenedAsync(_port, _said);
    }

    public async Task StopAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>What the server keeps on its disk for a file.</summary>
    public bool Holds(string sha256) => Directory.EnumerateFiles(_folder, $"{sha256}*", SearchOption.AllDirectories).Any();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
