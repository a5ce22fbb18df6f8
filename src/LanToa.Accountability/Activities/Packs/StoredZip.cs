using System.Buffers.Binary;
using System.Text;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>
/// The bytes around the files of a zip that stores them as they are: nothing in it is left to chance (time, attributes, order), so the same files make the same zip, its
/// length is known before, and whoever checks one can say of every byte what it has to be.
/// </summary>
internal static class StoredZip
{
    public const int LocalLength = 30, CentralLength = 46, EndLength = 22;

    private const ushort Utf8Names = 0x0800, Needs = 10, Needs64 = 45, MadeBy = (3 << 8) | 30, Date1980 = 0x0021;
    private const int End64Length = 56 + 20, Extra64Length = 12;

    /// <summary>The time that stands at every file.</summary>
    public static readonly DateTime Made = new(1980, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>One file: where its local header begins is known once those before it are written.</summary>
    public sealed record Entry(string Name, uint Crc, uint Size, long Offset);

    /// <summary>How long the zip will be.</summary>
    public static long LengthOf(IEnumerable<(string Name, long Size)> files)
    {
        long body = 0, central = 0, count = 0;
        foreach (var (name, size) in files)
        {
            central += CentralLength + name.Length + (body >= uint.MaxValue ? Extra64Length : 0);
            body += LocalLength + name.Length + size;
            count++;
        }
        return body + central + (Is64(count, body, central) ? End64Length : 0) + EndLength;
    }

    public static byte[] Local(string name, uint crc, uint size)
    {
        var bytes = new byte[LocalLength + name.Length];
        var at = bytes.AsSpan();
        Put32(at, 0, 0x04034B50);
        Facts(at[4..], Needs, crc, size, name);
        Encoding.ASCII.GetBytes(name, at[LocalLength..]);
        return bytes;
    }

    public static byte[] Central(Entry entry)
    {
        var far = entry.Offset >= uint.MaxValue;
        var bytes = new byte[CentralLength + entry.Name.Length + (far ? Extra64Length : 0)];
        var at = bytes.AsSpan();
        Put32(at, 0, 0x02014B50);
        Put16(at, 4, MadeBy);
        Facts(at[6..], far ? Needs64 : Needs, entry.Crc, entry.Size, entry.Name);
        Put16(at, 30, far ? (ushort)Extra64Length : (ushort)0);
        Put32(at, 38, (entry.Name == PackFormat.Script ? 0x81EDu : 0x81A4u) << 16); // -rwxr-xr-x, -rw-r--r--
        Put32(at, 42, far ? uint.MaxValue : (uint)entry.Offset);
        Encoding.ASCII.GetBytes(entry.Name, at[CentralLength..]);
        if (!far) return bytes;
        var extra = at[(CentralLength + entry.Name.Length)..];
        Put16(extra, 0, 1);
        Put16(extra, 2, 8);
        BinaryPrimitives.WriteInt64LittleEndian(extra[4..], entry.Offset);
        return bytes;
    }

    /// <summary>What stands behind the central directory.</summary>
    public static byte[] End(long count, long centralAt, long centralLength)
    {
        var large = Is64(count, centralAt, centralLength);
        var bytes = new byte[(large ? End64Length : 0) + EndLength];
        var at = bytes.AsSpan();
        if (large)
        {
            Put32(at, 0, 0x06064B50);
            BinaryPrimitives.WriteInt64LittleEndian(at[4..], 44);
            Put16(at, 12, MadeBy);
            Put16(at, 14, Needs64);
            BinaryPrimitives.WriteInt64LittleEndian(at[24..], count);
            BinaryPrimitives.WriteInt64LittleEndian(at[32..], count);
            BinaryPrimitives.WriteInt64LittleEndian(at[40..], centralLength);
            BinaryPrimitives.WriteInt64LittleEndian(at[48..], centralAt);
            Put32(at, 56, 0x07064B50);
            BinaryPrimitives.WriteInt64LittleEndian(at[64..], centralAt + centralLength);
            Put32(at, 72, 1);
            at = at[End64Length..];
        }
        Put32(at, 0, 0x06054B50);
        Put16(at, 8, (ushort)Math.Min(count, ushort.MaxValue));
        Put16(at, 10, (ushort)Math.Min(count, ushort.MaxValue));
        Put32(at, 12, (uint)Math.Min(centralLength, uint.MaxValue));
        Put32(at, 16, (uint)Math.Min(centralAt, uint.MaxValue));
        return bytes;
    }

    private static bool Is64(long count, long centralAt, long centralLength) => count >= ushort.MaxValue || centralAt >= uint.MaxValue || centralLength >= uint.MaxValue;

    // The part that both headers share: what is needed to read it, how it is kept, when it was changed (1/1/1980), its sum and its sizes.
    private static void Facts(Span<byte> at, ushort needs, uint crc, uint size, string name)
    {
        Put16(at, 0, needs);
        Put16(at, 2, Utf8Names);
        Put16(at, 8, Date1980);
        Put32(at, 10, crc);
        Put32(at, 14, size);
        Put32(at, 18, size);
        Put16(at, 22, (ushort)name.Length);
    }

    private static void Put16(Span<byte> at, int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(at[offset..], value);

    private static void Put32(Span<byte> at, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(at[offset..], value);
}

/// <summary>The CRC-32 of zip files.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1))];

    public const uint Begin = 0xFFFFFFFF;

    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes) crc = Table[(byte)(crc ^ b)] ^ (crc >> 8);
        return crc;
    }

    public static uint End(uint crc) => ~crc;
}
