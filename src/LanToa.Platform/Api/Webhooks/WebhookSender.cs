using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Net;

namespace LanToa.Platform.Api.Webhooks;

/// <summary>Sends one message by HTTPS, signed; to addresses of the public Internet only.</summary>
public sealed class WebhookSender(HttpMessageHandler handler) : IDisposable
{
    /// <summary>Ports that an address may name.</summary>
    public static readonly IReadOnlyList<int> Ports = [443, 8443];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly HttpMessageInvoker _http = new(handler);

    public void Dispose() => _http.Dispose();

    /// <summary>"t=1795339200,v1=…": HMAC-SHA256 of the time, a point and the body, in lower-case hex.</summary>
    public static string Sign(string secret, long at, string body) =>
        $"t={at.ToString(CultureInfo.InvariantCulture)},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{at.ToString(CultureInfo.InvariantCulture)}.{body}")))}";

    /// <summary>Why the address is not taken (Vietnamese); null when it is.</summary>
    public static string? WhyNot(string? url) =>
        string.IsNullOrWhiteSpace(url) || url.Length > 1000 || !Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || uri.Scheme != "https" ? "Hãy ghi một địa chỉ https:// đầy đủ."
        : uri.UserInfo.Length > 0 ? "Địa chỉ không được chứa tên đăng nhập, mật khẩu." : uri.Fragment.Length > 0 ? "Địa chỉ không được chứa dấu #."
        : !Ports.Contains(uri.Port) ? $"Chỉ nhận cổng {string.Join(", ", Ports)}." : PublicAddresses.IsNowhere(uri.IdnHost) ? $"Không tìm thấy máy chủ nào tên {uri.IdnHost}; hãy kiểm tra lại địa chỉ." : PublicAddresses.IsInside(uri.IdnHost) ? "Đây là địa chỉ nội bộ; LanToa chỉ gửi ra địa chỉ công khai." : null;

    /// <summary>What came of it: null when it was taken, else why not (Vietnamese); and whether the other side says that it wants no more.</summary>
    public async Task<(string? Trouble, bool IsGone)> SendAsync(string url, string secret, string kind, Guid delivery, string body, DateTimeOffset now, CancellationToken cancel)
    {
        if (WhyNot(url) is { } why) return (why, false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
            request.Headers.UserAgent.ParseAdd("LanToa-Webhook/1.0");
            request.Headers.Add("LanToa-Event", kind);
            request.Headers.Add("LanToa-Delivery", delivery.ToString());
            request.Headers.Add("LanToa-Signature", Sign(secret, now.ToUnixTimeSeconds(), body));
            using var answer = await _http.SendAsync(request, limit.Token);
            var status = (int)answer.StatusCode;
            return status is >= 200 and < 300 ? (null, false) : ($"Nơi nhận trả lời mã {status.ToString(CultureInfo.InvariantCulture)}.", status == 410);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ($"Nơi nhận không trả lời trong {Patience.TotalSeconds:0} giây.", false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (Words(e), false);
        }
    }

    private static string Words(Exception e)
    {
        for (var cause = e; cause is not null; cause = cause.InnerException)
            switch (cause)
            {
                case ForbiddenAddressException:
                    return cause.Message;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "Không tìm thấy máy chủ có tên này.";
                case System.Security.Authentication.AuthenticationException:
                    return "Chứng chỉ bảo mật của nơi nhận không hợp lệ.";
            }
        return "Không kết nối được với nơi nhận.";
    }
}
