using System.Security.Cryptography;
using System.Text;

namespace LanToa.Planning.Obligations.Rules;

/// <summary>
/// The id of an occurrence follows from its obligation and period key, so that generation can be restarted and two nodes agree:
/// a version-8 UUID (RFC 9562, 5.8) holding the first 128 bits of SHA-256 over "lantoa:occurrence:1", the obligation's 16 bytes in network order and
/// the key in UTF-8, with the six version and variant bits set.
/// </summary>
public static class OccurrenceId
{
    private static readonly byte[] Prefix = "lantoa:occurrence:1"u8.ToArray();

    public static Guid For(Guid obligationId, string periodKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(periodKey);
        var length = Prefix.Length + 16 + Encoding.UTF8.GetByteCount(periodKey);
        Span<byte> input = length <= 256 ? stackalloc byte[length] : new byte[length];
        Prefix.CopyTo(input);
        obligationId.TryWriteBytes(input.Slice(Prefix.Length, 16), bigEndian: true, out _);
        Encoding.UTF8.GetBytes(periodKey, input[(Prefix.Length + 16)..]);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
