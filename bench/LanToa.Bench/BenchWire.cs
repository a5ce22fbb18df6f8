using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LanToa.Bench;

/// <summary>
/// One connection that posts JSON over HTTP/1.1, request after request, with as little work as can be: it is the server that is measured, and both share the processor. It knows no more of HTTP than the
/// server's answers here need: a status, Content-Length, a body.
/// </summary>
internal sealed class BenchWire : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _sent = new byte[16 * 1024], _got = new byte[64 * 1024];
    private string _head = "";

    public static async Task<BenchWire> ConnectAsync(Uri address, string path, string token)
    {
        var wire = new BenchWire { _head = $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n" };
        await wire._socket.ConnectAsync(address.Host, address.Port);
        return wire;
    }

    /// <summary>The status, and the body when it is not 201.</summary>
    public async Task<(int Status, string Body)> PostAsync(Guid key, string json)
    {
        var length = Encoding.UTF8.GetByteCount(json);
        var written = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_head}Idempotency-Key: {key}\r\nContent-Length: {length}\r\n\r\n{json}"), _sent);
        await _socket.SendAsync(_sent.AsMemory(0, written));
        for (var read = 0; ;)
        {
            var more = await _socket.ReceiveAsync(_got.AsMemory(read));
            if (more == 0) throw new IOException("The server has ended the connection.");
            read += more;
            if (Parse(_got.AsSpan(0, read)) is { } answer) return answer;
        }
    }

    // Null while it is not all there.
    private static (int Status, string Body)? Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return null;
        var at = bytes[..end].IndexOf("Content-Length: "u8);
        if (at < 0) throw new IOException($"No Content-Length: {Encoding.UTF8.GetString(bytes)}");
        var number = bytes[(at + 16)..];
        var length = int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
        if (bytes.Length < end + 4 + length) return null;
        var status = int.Parse(bytes.Slice(9, 3), CultureInfo.InvariantCulture);
        return (status, status == 201 ? "" : Encoding.UTF8.GetString(bytes.Slice(end + 4, length)));
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
