using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LanToa.Platform.Net;

namespace LanToa.Accountability.Activities.Links;

/// <summary>What an address answered. <see cref="Trouble"/> (Vietnamese): why it did not, or why no words of it were kept.</summary>
public sealed record LinkAnswer(bool Answers, string? Title = null, string? Text = null, string? Trouble = null)
{
    /// <summary>A host on the way has no turn to give for long: the address is looked at another time.</summary>
    public static readonly LinkAnswer NoTurn = new(false, Trouble: "chưa đến lượt xem máy chủ này");
}

/// <summary>
/// Asks for an address on the Internet, and only there: http and https on their own ports, every address of the name checked and the connection made to one of those that were
/// checked (a name that resolves differently a moment later is not asked again), every redirect treated as a new address, no proxy, no cookies, nothing of ours sent along, little
/// read and not for long.
/// </summary>
public sealed class LinkFetcher(PublicNet net, LinkSettings settings) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(Handler(net));

    public void Dispose() => _http.Dispose();

    public Task<LinkAnswer> FetchAsync(string link, CancellationToken cancel = default) => FetchAsync(link, _ => Task.FromResult(true), cancel);

    /// <param name="link">As it was given.</param>
    /// <param name="turn">Takes a turn at a host before it is asked, by redirects too; false where none is to be had for long: nothing more is asked (<see cref="LinkAnswer.NoTurn"/>).</param>
    /// <param name="cancel">Ends it without an answer.</param>
    public async Task<LinkAnswer> FetchAsync(string link, Func<string, Task<bool>> turn, CancellationToken cancel = default)
    {
        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri)) return new(false, Trouble: "không phải là một đường dẫn");
        var (left, asked) = (settings.Patience, (string?)null);
        for (var hops = 0; ; hops++)
        {
            if (WhyNot(uri) is { } why) return new(false, Trouble: hops == 0 ? why : $"trang chuyển hướng đến nơi không được phép: {why}");
            if (hops > settings.MostRedirects) return new(false, Trouble: "trang chuyển hướng quá nhiều lần");
            if (uri.IdnHost != asked && !await turn(asked = uri.IdnHost)) return LinkAnswer.NoTurn;
            var began = Stopwatch.GetTimestamp();
            var (answer, next) = await AskAsync(uri, left, cancel);
            if (next is null) return answer!;
            if (!Uri.TryCreate(uri, next, out uri!)) return new(false, Trouble: "trang chuyển hướng đến một địa chỉ hỏng");
            // Waiting for a turn is not the server's fault.
            left -= Stopwatch.GetElapsedTime(began);
        }
    }

    /// <summary>Why nothing is asked of the address; null when it may be. Its host's addresses are checked when the connection is made.</summary>
    public static string? WhyNot(Uri uri) =>
        !uri.IsAbsoluteUri || uri.Scheme is not ("http" or "https") ? "chỉ xem được địa chỉ http, https"
        : uri.UserInfo.Length > 0 ? "địa chỉ chứa tên đăng nhập"
        : uri.Port != (uri.Scheme == "http" ? 80 : 443) ? $"cổng {uri.Port} không được phép; chỉ xem cổng 80, 443"
        : WebLinks.IsInside(uri.IdnHost) ? "địa chỉ nội bộ" : null;

    /// <summary>What one address answers, or where it leads to.</summary>
    private async Task<(LinkAnswer? Answer, Uri? Next)> AskAsync(Uri uri, TimeSpan patience, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(patience > TimeSpan.Zero ? patience : TimeSpan.Zero);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.UserAgent.ParseAdd("LanToa/1.0");
            request.Headers.Accept.ParseAdd("text/html,text/plain;q=0.9,*/*;q=0.5");
            request.Headers.ConnectionClose = true;
            using var answer = await _http.SendAsync(request, limit.Token);
            if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } next) return (null, next);
            return (await OfAsync(answer, limit.Token), null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (new(false, Trouble: "trang không trả lời kịp"), null);
        }
        // Whatever a server sends, and whatever reading it throws (a decompressor its own kinds), is trouble with that one address.
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return (new(false, Trouble: Words(e)), null);
        }
    }

    private async Task<LinkAnswer> OfAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        if (status is < 200 or > 299) return new(false, Trouble: status switch { 404 or 410 => "trang không còn (404)", 401 or 403 => $"trang không cho người ngoài xem ({status})", _ => $"máy chủ trả lời mã {status}" });
        var type = answer.Content.Headers.ContentType;
        if (type?.MediaType?.ToLowerInvariant() is not ("text/html" or "application/xhtml+xml" or "text/plain")) return new(true, Trouble: $"không phải trang có chữ ({PageText.Short(type?.MediaType ?? "không rõ loại")}), nên không lưu nội dung");
        var (title, text) = PageText.Read(await ReadAsync(answer.Content, cancel), type.CharSet, type.MediaType!.Equals("text/plain", StringComparison.OrdinalIgnoreCase));
        return new(true, title, text);
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        await using var body = await content.ReadAsStreamAsync(cancel);
        using var kept = new MemoryStream();
        var buffer = new byte[1 << 15];
        for (int read; kept.Length < settings.MostBytes && (read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, settings.MostBytes - kept.Length)), cancel)) > 0;) kept.Write(buffer, 0, read);
        return kept.ToArray();
    }

    private static SocketsHttpHandler Handler(PublicNet net)
    {
        var handler = new PublicConnector(net).Handler(80, 443);
        handler.AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli;
        return handler;
    }

    private static string Words(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            switch (cause)
            {
                case ForbiddenAddressException:
                    return "tên máy chủ trỏ vào mạng nội bộ";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "không tìm thấy máy chủ có tên này";
                case System.Security.Authentication.AuthenticationException:
                    return "không kết nối an toàn (https) được, có thể do chứng chỉ của trang";
                case InvalidOperationException or InvalidDataException:
                    return "nội dung trang bị hỏng, không đọc được";
            }
        return "không kết nối được với máy chủ của trang";
    }
}
