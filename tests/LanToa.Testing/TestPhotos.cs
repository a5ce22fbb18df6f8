using System.Text;

namespace LanToa.Testing;

/// <summary>Photos as phones make them.</summary>
public static class TestPhotos
{
    /// <summary>The JPEG with an Exif that says: turned (6), taken 19/9/2026 8:30, at 21°30' N 105° E.</summary>
    public static byte[] WithPlace(byte[] jpeg)
    {
        var tiff = new byte[200];
        void Bytes(int at, params byte[] bytes) => bytes.CopyTo(tiff, at);
        void Entry(int at, ushort tag, byte type, int count, params byte[] value) => Bytes(at, [(byte)(tag >> 8), (byte)tag, 0, type, 0, 0, 0, (byte)count, .. value]);
        Bytes(0, [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 3]);
        Entry(10, 0x0112, 3, 1, 0, 6, 0, 0);
        Entry(22, 0x8769, 4, 1, 0, 0, 0, 50);
        Entry(34, 0x8825, 4, 1, 0, 0, 0, 70);
        Bytes(50, 0, 1);
        Entry(52, 0x9003, 2, 20, 0, 0, 0, 130);
        Bytes(70, 0, 4);
        Entry(72, 1, 2, 2, (byte)'N', 0, 0, 0);
        Entry(84, 2, 5, 3, 0, 0, 0, 150);
        Entry(96, 3, 2, 2, (byte)'E', 0, 0, 0);
        Entry(108, 4, 5, 3, 0, 0, 0, 174);
        Bytes(130, Encoding.ASCII.GetBytes("2026:09:19 08:30:00"));
        Bytes(150, 0, 0, 0, 21, 0, 0, 0, 1, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
        Bytes(174, 0, 0, 0, 105, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1);
        var length = tiff.Length + 8;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. jpeg.AsSpan(2)];
    }
}
