using System.Net;
using System.Net.Sockets;

namespace LanToa.Platform.Net;

/// <summary>A connection that is not made; the message says why (Vietnamese).</summary>
public sealed class ForbiddenAddressException(string message) : IOException(message);

/// <summary>
/// Connects to addresses of the public Internet only: every address of the name is checked and the connection made to one of those that were checked, so that a name that resolves otherwise a moment later
/// leads nowhere. No proxy, no cookies, no redirects.
/// </summary>
public sealed class PublicConnector(PublicNet net)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public SocketsHttpHandler Handler(params IReadOnlyList<int> ports) => new()
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, Credentials = null, PreAuthenticate = false, ActivityHeadersPropagator = null, PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        MaxResponseHeadersLength = 64, MaxResponseDrainSize = 0, ConnectTimeout = Patience, ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, ports, cancel),
    };

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint to, IReadOnlyList<int> ports, CancellationToken cancel)
    {
        if (!ports.Contains(to.Port)) throw new ForbiddenAddressException($"Cổng {to.Port} không được phép.");
        var addresses = IPAddress.TryParse(to.Host, out var literal) ? [literal] : await net.ResolveAsync(to.Host, cancel);
        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        // One private address among public ones is no accident: nothing is asked of such a name.
        if (!Array.TrueForAll(addresses, PublicAddresses.IsPublic)) throw new ForbiddenAddressException("Tên máy chủ trỏ vào mạng nội bộ; LanToa không gửi gì đến đó.");
        SocketException? last = null;
        foreach (var address in addresses.OrderBy(a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).Take(4))
            try
            {
                return await net.ConnectAsync(new IPEndPoint(address, to.Port), cancel);
            }
            catch (SocketException e)
            {
                last = e;
            }
        throw last!;
    }
}
