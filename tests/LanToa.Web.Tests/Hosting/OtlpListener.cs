using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LanToa.Web.Tests.Hosting;

/// <summary>Takes what is sent over OTLP (HTTP, protobuf) and reads of it what the tests ask.</summary>
internal sealed class OtlpListener : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpListener(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public static async Task<OtlpListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var listener = new OtlpListener(builder.Build());
        listener._app.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            listener._received.Enqueue((http.Request.Path, body.ToArray()));
            http.Response.ContentType = "application/x-protobuf";
        });
        await listener._app.StartAsync();
        return listener;
    }

    /// <summary>All that came, as text: what is said in a message stands in it as it is.</summary>
    public string Text(string path = "") => string.Concat(_received.Where(r => r.Path.StartsWith(path, StringComparison.Ordinal)).Select(r => Encoding.UTF8.GetString(r.Body)));

    /// <summary>The latest value of a gauge: metrics(1).scope(2).metric(2) with name(1) and gauge(5).point(1).double(4), after metrics.proto.</summary>
    public double? Gauge(string name)
    {
        double? last = null;
        foreach (var (_, body) in _received.Where(r => r.Path == "/v1/metrics"))
            foreach (var metric in Within(body, 1, 2, 2))
                if (Within(metric, 1).Any(n => Encoding.UTF8.GetString(n.Span) == name))
                    foreach (var value in Within(metric, 5, 1, 4)) last = BinaryPrimitives.ReadDoubleLittleEndian(value.Span);
        return last;
    }

    public async Task UntilAsync(Func<OtlpListener, bool> there, string what)
    {
        for (var tries = 0; tries < 1200; tries++)
        {
            if (there(this)) return;
            await Task.Delay(50);
        }
        throw new TimeoutException($"{what} did not come. What came: {Text()}");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IEnumerable<ReadOnlyMemory<byte>> Within(ReadOnlyMemory<byte> message, params int[] path) =>
        path.Length == 0 ? [message] : Fields(message).Where(f => f.Number == path[0]).SelectMany(f => Within(f.Content, path[1..]));

    // The wire format: a number of field and kind, then a varint, eight bytes, a length with content, or four bytes.
    private static IEnumerable<(int Number, ReadOnlyMemory<byte> Content)> Fields(ReadOnlyMemory<byte> message)
    {
        for (var at = 0; at < message.Length;)
        {
            var head = Varint(message.Span, ref at);
            var length = (head & 7) switch
            {
                0 => VarintLength(message.Span, at),
                1 => 8,
                2 => (int)Varint(message.Span, ref at),
                _ => 4,
            };
            yield return ((int)(head >> 3), message.Slice(at, length));
            at += length;
        }
    }

    private static int VarintLength(ReadOnlySpan<byte> bytes, int at)
    {
        var end = at;
        Varint(bytes, ref end);
        return end - at;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = bytes[at++];
            value |= (ulong)(one & 0x7F) << shift;
            if (one < 0x80) return value;
        }
    }
}
