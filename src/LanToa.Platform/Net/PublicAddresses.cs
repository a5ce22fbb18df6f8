using System.Net;
using System.Net.Sockets;

namespace LanToa.Platform.Net;

/// <summary>What belongs to the public Internet: nothing that a person names is ever asked of a private or local address.</summary>
public static class PublicAddresses
{
    private static readonly string[] InsideNames = [".local", ".localhost", ".internal", ".intranet", ".lan", ".home", ".corp", ".test", ".example", ".invalid", ".onion", ".arpa"];

    // RFC 2606, 6761: names that are given to nobody, so that no server is ever found by them.
    private static readonly string[] NobodysNames = [".test", ".example", ".invalid"];

    /// <summary>Whether the host's name is one that is given to nobody: not inside, but nowhere.</summary>
    public static bool IsNowhere(string host) => NobodysNames.Any(end => host.TrimEnd('.').EndsWith(end, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the host's name alone says that it is inside.</summary>
    public static bool IsInside(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.').ToLowerInvariant();
        if (IPAddress.TryParse(name, out var address)) return !IsPublic(address);
        return !name.Contains('.', StringComparison.Ordinal) || name == "localhost" || InsideNames.Any(end => name.EndsWith(end, StringComparison.Ordinal));
    }

    /// <summary>Whether the address belongs to the public Internet (RFC 6890 lists what does not).</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        var b = address.GetAddressBytes();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            // Global unicast is 2000::/3; in it, documentation, 6to4 and Teredo lead elsewhere or inside.
            return (b[0] & 0xE0) == 0x20 && !(b[0] == 0x20 && b[1] == 0x02) && !(b[0] == 0x20 && b[1] == 0x01 && (b[2] is 0 or 1 || (b[2] == 0x0D && b[3] == 0xB8))) && !(b[0] == 0x3F && b[1] == 0xFF && b[2] < 0x10);
        }
        return b[0] switch
        {
            0 or 10 or 127 or >= 224 => false,
            100 => b[1] is < 64 or > 127,
            169 => b[1] != 254,
            172 => b[1] is < 16 or > 31,
            192 => !(b[1] == 168 || (b[1] == 0 && b[2] is 0 or 2) || (b[1] == 88 && b[2] == 99)),
            198 => !(b[1] is 18 or 19 || (b[1] == 51 && b[2] == 100)),
            203 => !(b[1] == 0 && b[2] == 113),
            _ => true,
        };
    }
}
