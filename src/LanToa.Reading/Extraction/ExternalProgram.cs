using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>How a run of a program ended.</summary>
public enum ProgramOutcome
{
    Finished,
    Missing,
    TimedOut,
    TooMuchOutput,
}

/// <summary>Bounds of one run.</summary>
public sealed record ProgramLimits
{
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(60);
    /// <summary>Largest standard output, in bytes; more ends the run.</summary>
    public long OutputBytes { get; init; } = 64L * 1024 * 1024;
    /// <summary>Address space, in bytes, where prlimit (util-linux) is present; 0 for no limit.</summary>
    public long MemoryBytes { get; init; } = 3L * 1024 * 1024 * 1024;
    /// <summary>Largest file that it may write, in bytes, where prlimit is present.</summary>
    public long FileBytes { get; init; } = 1024L * 1024 * 1024;
}

/// <summary>What a program left: standard output as bytes, the beginning of standard error as text.</summary>
public sealed record ProgramRun(ProgramOutcome Outcome, int ExitCode, byte[] Output, string Error)
{
    public bool Succeeded => Outcome == ProgramOutcome.Finished && ExitCode == 0;

    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>
/// A program of the system, run without a shell, with bounds on time, memory, output and files; its whole process tree ends with it.
/// When it is absent, <see cref="MissingMessage"/> says which Debian package brings it.
/// </summary>
public sealed class ExternalProgram(string command, string package, string purpose)
{
    public static ExternalProgram PdfInfo { get; } = new("pdfinfo", "poppler-utils", "đọc tệp PDF");
    public static ExternalProgram PdfToText { get; } = new("pdftotext", "poppler-utils", "đọc tệp PDF");
    public static ExternalProgram PdfToImage { get; } = new("pdftoppm", "poppler-utils", "đọc tệp PDF quét");
    public static ExternalProgram Tesseract { get; } = new("tesseract", "tesseract-ocr tesseract-ocr-vie", "nhận dạng chữ trong ảnh quét");
    public static ExternalProgram WebPToImage { get; } = new("dwebp", "webp", "so ảnh WebP với ảnh đã có");
    public static ExternalProgram LibreOffice { get; } = new("soffice", "libreoffice-writer", "đọc tệp .doc, .rtf, .odt");

    private const int ErrorBytes = 16 * 1024;

    public string Command => command;

    /// <summary>Debian packages that bring the program.</summary>
    public string Package => package;

    public string MissingMessage => $"Máy chủ chưa cài chương trình {command} để {purpose}. Hãy nhờ quản trị viên chạy: apt-get install {package}";

    public bool IsAvailable => Find(command) != null;

    /// <summary>The full path on PATH; null when absent.</summary>
    public static string? Find(string command)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var path = Path.Combine(folder, command);
            if (File.Exists(path)) return path;
        }
        return null;
    }

    /// <summary>Never throws for what the program does; <see cref="OperationCanceledException"/> when cancelled, after the tree has been ended.</summary>
    public async Task<ProgramRun> RunAsync(
        IEnumerable<string> arguments, ProgramLimits? limits = null, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, CancellationToken cancellation = default)
    {
        limits ??= new();
        if (Find(command) is not { } path) return Ended(ProgramOutcome.Missing);
        var start = new ProcessStartInfo { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        start.Environment.Remove("DISPLAY");
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        if (Find("prlimit") is { } prlimit)
        {
            start.FileName = prlimit;
            if (limits.MemoryBytes > 0) start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--as={limits.MemoryBytes}"));
            start.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"--fsize={limits.FileBytes}"));
            start.ArgumentList.Add("--core=0");
            start.ArgumentList.Add("--");
            start.ArgumentList.Add(path);
        }
        else start.FileName = path;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return Ended(ProgramOutcome.Missing);
        }
        return await WatchAsync(process, limits, cancellation).ConfigureAwait(false);
    }

    private static async Task<ProgramRun> WatchAsync(Process process, ProgramLimits limits, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limits.Time);
        var outcome = ProgramOutcome.Finished;
        var output = new MemoryStream();
        var error = new MemoryStream();
        try
        {
            process.StandardInput.Close();
            var reading = CopyAsync(process.StandardOutput.BaseStream, output, limits.OutputBytes, keepReading: false, time.Token);
            var errors = CopyAsync(process.StandardError.BaseStream, error, ErrorBytes, keepReading: true, time.Token);
            if (!await reading.ConfigureAwait(false)) outcome = ProgramOutcome.TooMuchOutput;
            else
            {
                await errors.ConfigureAwait(false);
                await process.WaitForExitAsync(time.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            outcome = ProgramOutcome.TimedOut;
        }
        catch (IOException)
        {
            outcome = ProgramOutcome.Finished;
        }
        finally
        {
            End(process);
        }
        cancellation.ThrowIfCancellationRequested();
        var code = process.HasExited ? process.ExitCode : -1;
        return new(outcome, code, output.ToArray(), Encoding.UTF8.GetString(error.ToArray()));
    }

    /// <summary>False when there was more than the limit.</summary>
    private static async Task<bool> CopyAsync(Stream from, MemoryStream to, long limit, bool keepReading, CancellationToken cancellation)
    {
        var buffer = new byte[65536];
        for (int read; (read = await from.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0;)
        {
            var room = (int)Math.Min(read, limit - to.Length);
            to.Write(buffer, 0, room);
            if (room < read && !keepReading) return false;
        }
        return true;
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            process.WaitForExit(5000);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself in between.
        }
    }

    private static ProgramRun Ended(ProgramOutcome outcome) => new(outcome, -1, [], "");
}
