using System.Net;
using System.Net.Sockets;

namespace LanToa.Platform.Net;

/// <summary>
/// The two ways in which <see cref="PublicConnector"/> touches the network: asking for the addresses of a name, and opening a connection to one that was checked. Tests put their own in the
/// place of these and see every connection that would be made; nothing else does.
/// </summary>
public class PublicNet
{
    public virtual Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel) => Dns.GetHostAddressesAsync(host, cancel);

    public virtual async Task<Stream> ConnectAsync(IPEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
