using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace LanToa.Bench;

/// <summary>A person signed in through the form, from an address of their own as in life.</summary>
internal sealed partial class BenchPerson : IDisposable
{
    private readonly HttpClient _http;
    private readonly CookieContainer? _cookies;
    private readonly byte[] _got = new byte[64 * 1024], _last = new byte[5];
    private Socket? _socket;
    private string _head = "";

    private BenchPerson(HttpClient http, CookieContainer? cookies) => (_http, _cookies) = (http, cookies);

    public static async Task<BenchPerson> SignInAsync(Uri address, string name, string password, int number)
    {
        var cookies = new CookieContainer();
        return new(await EnterAsync(address, name, password, number, cookies), cookies);
    }

    /// <summary>The client of somebody who has signed in.</summary>
    public static async Task<HttpClient> EnterAsync(Uri address, string name, string password, int number, CookieContainer? cookies = null)
    {
        var from = new IPAddress([127, 2, (byte)(number / 200), (byte)((number % 200) + 1)]);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = cookies ?? new CookieContainer() };
        handler.ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        };
        var http = new HttpClient(handler) { BaseAddress = address };
        var form = await http.GetStringAsync("/identity/signin");
        var token = Token().Match(form).Groups[1].Value;
        var answer = await http.PostAsync("/identity/signin", new FormUrlEncodedContent(new Dictionary<string, string> { ["UserName"] = name, ["Password"] = password, ["__RequestVerificationToken"] = token }));
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"Sign-in of {name} answered {(int)answer.StatusCode}.");
        return http;
    }

    /// <summary>Somebody who is not signed in.</summary>
    public static BenchPerson Nobody(Uri address) => new(new HttpClient { BaseAddress = address }, null);

    /// <summary>Opens a page to its last byte, with as little work as can be: it is the server that is measured, and both share the processor.</summary>
    public async Task<int> OpenAsync(string path)
    {
        if (_socket is null)
        {
            var address = _http.BaseAddress!;
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await _socket.ConnectAsync(address.Host, address.Port);
            _head = $"Host: {address.Authority}\r\nCookie: {string.Join("; ", _cookies?.GetCookies(address).Select(c => $"{c.Name}={c.Value}") ?? [])}\r\n\r\n";
        }
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{_head}"));
        var (length, sized) = (0, -1);
        while (sized < 0 ? !_last.AsSpan().SequenceEqual("0\r\n\r\n"u8) || length == 0 : length < sized)
        {
            var read = await _socket.ReceiveAsync(_got);
            if (read == 0) throw new IOException($"{path}: the server has ended the connection.");
            if (length == 0) sized = Sized(path, _got.AsSpan(0, read));
            length += read;
            // The end of what comes in chunks; an answer of so few bytes has a length.
            if (read >= _last.Length) _got.AsSpan(read - _last.Length, _last.Length).CopyTo(_last);
            else
            {
                _last.AsSpan(read).CopyTo(_last);
                _got.AsSpan(0, read).CopyTo(_last.AsSpan(_last.Length - read));
            }
        }
        return length;
    }

    /// <summary>How long the whole answer is; less than nothing where it comes in chunks.</summary>
    private static int Sized(string path, ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0 || !bytes.StartsWith("HTTP/1.1 200 "u8)) throw new InvalidOperationException($"{path} answered {Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 300)])}.");
        var at = bytes[..end].IndexOf("Content-Length: "u8);
        if (at < 0) return -1;
        var number = bytes[(at + 16)..];
        return end + 4 + int.Parse(number[..number.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _http.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
