using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LanToa.Platform.Tests.Mail;

/// <summary>How the server treats one letter.</summary>
public enum SmtpBehaviour
{
    Accept,
    /// <summary>Takes the whole letter and then refuses it for good.</summary>
    RefuseAfterwards,
    /// <summary>Asks to come again later.</summary>
    Later,
    /// <summary>Takes the whole letter, keeps it, and hangs up before saying so.</summary>
    KeepAndHangUp,
    /// <summary>Hangs up when the letter begins.</summary>
    HangUpBefore,
    /// <summary>Never answers.</summary>
    Silence,
}

/// <summary>A letter as it came over the wire.</summary>
public sealed record ReceivedMail(string From, string To, string Raw)
{
    public string Header(string name) => Raw.Split("\r\n\r\n")[0].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n").Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();
}

/// <summary>A small mail server on a free port: sockets and the commands of RFC 5321, with the faults that real ones have, by recipient.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<SmtpBehaviour>> _behaviours = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _accepting;

    public SmtpListener()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public ConcurrentQueue<ReceivedMail> Received { get; } = new();

    /// <summary>Everything that clients said.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public IReadOnlyList<ReceivedMail> To(string address) => [.. Received.Where(m => m.To.Equals(address, StringComparison.OrdinalIgnoreCase))];

    /// <summary>What happens to the next letters to an address, one after the other; afterwards they are accepted.</summary>
    public void Behave(string address, params SmtpBehaviour[] behaviours) => _behaviours[address] = new(behaviours);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                await using var writer = new StreamWriter(client.GetStream(), new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
                await ConverseAsync(reader, writer);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client is gone, or the test is over.
        }
    }

    private async Task ConverseAsync(StreamReader reader, StreamWriter writer)
    {
        string from = "", to = "";
        await writer.WriteLineAsync("220 thu.example ESMTP");
        while (await reader.ReadLineAsync(_stop.Token) is { } line)
        {
            Heard.Enqueue(line);
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await writer.WriteLineAsync("250-thu.example\r\n250 AUTH LOGIN PLAIN");
                    break;
                case "MAIL":
                    from = Between(line);
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "RCPT":
                    to = Between(line);
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "DATA":
                    if (!await TakeAsync(from, to, reader, writer)) return;
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 Bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
    }

    private async Task<bool> TakeAsync(string from, string to, StreamReader reader, StreamWriter writer)
    {
        var behaviour = _behaviours.TryGetValue(to, out var queue) && queue.TryDequeue(out var next) ? next : SmtpBehaviour.Accept;
        if (behaviour == SmtpBehaviour.HangUpBefore) return false;
        if (behaviour == SmtpBehaviour.Silence) await Task.Delay(Timeout.Infinite, _stop.Token);
        await writer.WriteLineAsync("354 Go on");
        var raw = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".") raw.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        if (behaviour is SmtpBehaviour.Accept or SmtpBehaviour.KeepAndHangUp) Received.Enqueue(new ReceivedMail(from, to, raw.ToString()));
        if (behaviour == SmtpBehaviour.KeepAndHangUp) return false;
        await writer.WriteLineAsync(behaviour switch { SmtpBehaviour.RefuseAfterwards => "554 5.7.1 Rejected by policy", SmtpBehaviour.Later => "451 4.7.1 Greylisted", _ => "250 2.0.0 Queued" });
        return true;
    }

    private static string Between(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
}
