using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace LanToa.Bench;

/// <summary>A person signed in through the form, from an address of their own as in life.</summary>
internal sealed partial class BenchPerson : IDisposable
{
    private readonly HttpClient _http;

    private BenchPerson(HttpClient http) => _http = http;

    public static async Task<BenchPerson> SignInAsync(Uri address, string name, string password, int number) => new(await EnterAsync(address, name, password, number));

    /// <summary>The client of somebody who has signed in.</summary>
    public static async Task<HttpClient> EnterAsync(Uri address, string name, string password, int number)
    {
        var from = new IPAddress([127, 2, (byte)(number / 200), (byte)((number % 200) + 1)]);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
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
    public static BenchPerson Nobody(Uri address) => new(new HttpClient { BaseAddress = address });

    /// <summary>Opens a page to its last byte.</summary>
    public async Task<int> OpenAsync(string path)
    {
        using var answer = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        if (answer.StatusCode != HttpStatusCode.OK) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode} {answer.Headers.Location}.");
        // Kept nowhere: the memory of the one who measures is not part of what is measured.
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
        var length = 0;
        while (await body.ReadAsync(buffer) is > 0 and var read) length += read;
        ArrayPool<byte>.Shared.Return(buffer);
        return length;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
