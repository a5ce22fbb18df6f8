using System.Buffers.Binary;

namespace LanToa.Accountability.Activities;

/// <summary>PNG (W3C PNG 3rd edition) and WebP (RFC 9649): both are rows of named parts, of which those are left out that tell of the making.</summary>
public sealed partial class PhotoData
{
    private static ReadOnlySpan<byte> PngHead => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    // Length, name, content, check sum; what follows the last part goes too.
    private void WalkPng()
    {
        var at = PngHead.Length;
        while (at + 12 <= _bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(_bytes.AsSpan(at));
            if (length > _bytes.Length - at - 12) return;
            var name = _bytes.AsSpan(at + 4, 4);
            var end = at + 12 + (int)length;
            if (name.SequenceEqual("eXIf"u8))
            {
                Exif(_bytes.AsSpan(at + 8, (int)length));
                _private.Add((at, end, Orientation > 1 ? PngPart("eXIf"u8, Turned(Orientation)) : []));
            }
            else if (name.SequenceEqual("tEXt"u8) || name.SequenceEqual("zTXt"u8) || name.SequenceEqual("iTXt"u8) || name.SequenceEqual("tIME"u8)) _private.Add((at, end, []));
            else if (name.SequenceEqual("IEND"u8))
            {
                if (end < _bytes.Length) _private.Add((end, _bytes.Length, []));
                return;
            }
            at = end;
        }
    }

    private static byte[] PngPart(ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        var part = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(part, content.Length);
        name.CopyTo(part.AsSpan(4));
        content.CopyTo(part.AsSpan(8));
        var sum = 0xFFFFFFFFu;
        foreach (var b in part.AsSpan(4, 4 + content.Length))
        {
            sum ^= b;
            for (var bit = 0; bit < 8; bit++) sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320u : sum >> 1;
        }
        BinaryPrimitives.WriteUInt32BigEndian(part.AsSpan(8 + content.Length), ~sum);
        return part;
    }

    // Name, length (the other way round), content, filled up to an even length. The head tells the size of all, the part VP8X which others there are.
    private void WalkWebP()
    {
        var (at, flags, removed) = (12, -1, 0);
        while (at + 8 <= _bytes.Length)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at + 4));
            if (length > _bytes.Length - at - 8) break;
            var name = _bytes.AsSpan(at, 4);
            var end = Math.Min(_bytes.Length, at + 8 + (int)length + (int)(length & 1));
            if (name.SequenceEqual("VP8X"u8) && length >= 1) flags = at + 8;
            if (name.SequenceEqual("EXIF"u8))
            {
                var tiff = _bytes.AsSpan(at + 8, (int)length);
                Exif(tiff.StartsWith("Exif\0\0"u8) ? tiff[6..] : tiff);
                byte[] instead = Orientation > 1 ? [.. "EXIF"u8, 26, 0, 0, 0, .. Turned(Orientation)] : [];
                _private.Add((at, end, instead));
                removed += end - at - instead.Length;
            }
            else if (name.SequenceEqual("XMP "u8))
            {
                _private.Add((at, end, []));
                removed += end - at;
            }
            at = end;
        }
        if (_private.Count == 0) return;
        var size = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(_bytes.Length - removed - 8));
        _private.Add((4, 8, size));
        if (flags > 0) _private.Add((flags, flags + 1, [(byte)(_bytes[flags] & ~(Orientation > 1 ? 0x04 : 0x0C))]));
    }
}
