using LanToa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LanToa.Cli.Tests;

/// <summary>The smallest reverse proxy there is: each request goes to the next node; one that cannot be reached is passed over.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly WebApplication _app;
    private Uri[] _nodes;
    private int _turn;

    private Balancer(WebApplication app, Uri[] nodes) => (_app, _nodes) = (app, nodes);

    public Uri Address => new(_app.Urls.First());

    /// <summary>Which node answered, in the order of the requests.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<Uri> Answered { get; } = new();

    public static async Task<Balancer> StartAsync(Uri[] nodes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var balancer = new Balancer(builder.Build(), nodes);
        balancer._app.Run(balancer.PassAsync);
        await balancer._app.StartAsync();
        return balancer;
    }

    public void Replace(Uri node, Uri by) => _nodes = [.. _nodes.Select(n => n == node ? by : n)];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var nodes = _nodes;
        for (var tries = 0; tries < nodes.Length; tries++)
        {
            var node = nodes[Interlocked.Increment(ref _turn) % nodes.Length];
            try
            {
                using var answer = await _client.SendAsync(Request(http, node, body.ToArray()), HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
                Answered.Enqueue(node);
                await GiveBackAsync(http, answer);
                return;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                // Nothing listens there: nothing was sent.
            }
        }
        http.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private static HttpRequestMessage Request(HttpContext http, Uri node, byte[] body)
    {
        var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(node, http.Request.Path + http.Request.QueryString.Value)) { Content = body.Length > 0 ? new ByteArrayContent(body) : null };
        foreach (var (name, values) in http.Request.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        // As the operations pages ask of a proxy: the browser's own Host.
        request.Headers.Host = http.Request.Host.Value;
        return request;
    }

    private static async Task GiveBackAsync(HttpContext http, HttpResponseMessage answer)
    {
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers)) http.Response.Headers[name] = values.ToArray();
        http.Response.Headers.Remove("transfer-encoding");
        await answer.Content.CopyToAsync(http.Response.Body);
    }
}
