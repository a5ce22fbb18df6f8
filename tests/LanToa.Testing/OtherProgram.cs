using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LanToa.Testing;

/// <summary>A program of somebody else (a proxy, a pooler) beside which LanToa is tried, where it is installed.</summary>
public static class OtherProgram
{
    /// <summary>Its path; null where it is not installed. Servers lie in a folder that is not on everyone's PATH.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the program listens on the port.</summary>
    /// <exception cref="InvalidOperationException">It ended before; with what it said.</exception>
    public static async Task OpenedAsync(this Process program, int port, Task<string> said)
    {
        while (!program.HasExited)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20);
            }
        }
        throw new InvalidOperationException("It did not start: " + await said);
    }
}
