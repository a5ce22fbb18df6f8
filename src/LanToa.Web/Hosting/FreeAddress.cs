using System.Net;
using System.Net.Sockets;

namespace LanToa.Web.Hosting;

/// <summary>
/// Asks before anything is made or shown whether the addresses can be listened on: a first start that failed at the end would have shown a one-time
/// password to nobody's use. Whoever takes the port in between is met by the server itself.
/// </summary>
internal static class FreeAddress
{
    /// <exception cref="StartException">One of them cannot be opened.</exception>
    public static void Check(IReadOnlyList<string> urls)
    {
        foreach (var url in urls)
        {
            var address = BindingAddress.Parse(url);
            if (address.Port == 0) continue;
            foreach (var at in Of(address.Host))
                if (WhyNot(new IPEndPoint(at, address.Port)) is { } why) throw Refused(url, why);
        }
    }

    public static StartException Refused(string urls, string why) => new($"Không mở được địa chỉ {urls}: {why}. Chọn cổng khác, ví dụ: ./lantoa run --urls http://localhost:5081");

    // As the server reads a host: localhost is both loopbacks, an IP address itself, any other name every address.
    private static IPAddress[] Of(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : IPAddress.TryParse(host.Trim('[', ']'), out var one) ? [one] : [IPAddress.Any];

    private static string? WhyNot(IPEndPoint at)
    {
        try
        {
            using var socket = new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(at);
            socket.Listen();
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => "một chương trình khác đang dùng cổng này",
                SocketError.AccessDenied => "tài khoản này không được mở cổng này (cổng dưới 1024 cần quyền riêng)",
                // A machine without IPv6 has no second loopback; what else is wrong the server says.
                _ => null,
            };
        }
    }
}
