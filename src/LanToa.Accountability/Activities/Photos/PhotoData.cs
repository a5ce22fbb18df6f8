using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LanToa.Accountability.Activities;

/// <summary>
/// What a photo says about when and where it was taken (Exif 2.3: of a JPEG, PNG or WebP), and the picture without it. Only the parts are walked; the picture
/// itself is never decoded and never changed.
/// </summary>
public sealed partial class PhotoData
{
    private static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);
    private const int MostRead = 20 * 1024 * 1024;

    private readonly byte[] _bytes;
    /// <summary>What is left out, in order, and what stands in its place.</summary>
    private readonly List<(int From, int To, byte[] Instead)> _private = [];

    public DateTimeOffset? TakenAt { get; private set; }
    public double? Latitude { get; private set; }
    public double? Longitude { get; private set; }

    /// <summary>How the picture is to be turned before it is shown: 1 to 8, after Exif.</summary>
    public int Orientation { get; private set; } = 1;

    public ReadOnlySpan<byte> Bytes => _bytes;

    public bool IsWebP => Bytes.StartsWith("RIFF"u8);

    private PhotoData(byte[] bytes) => _bytes = bytes;

    /// <summary>The photo's own words; null for what is none of these, or a larger one than a photo may be. The stream stands at its beginning again.</summary>
    public static async Task<PhotoData?> ReadAsync(Stream content, CancellationToken cancel)
    {
        if (!content.CanSeek || content.Length is < 16 or > MostRead) return null;
        var bytes = new byte[content.Length];
        await content.ReadExactlyAsync(bytes, cancel);
        content.Position = 0;
        var photo = new PhotoData(bytes);
        if (bytes is [0xFF, 0xD8, ..]) photo.WalkJpeg();
        else if (bytes.AsSpan().StartsWith(PngHead)) photo.WalkPng();
        else if (bytes.AsSpan().StartsWith("RIFF"u8) && bytes.AsSpan(8).StartsWith("WEBP"u8)) photo.WalkWebP();
        else return null;
        return photo;
    }

    /// <summary>The same picture without what it says about its making; how it is turned stays.</summary>
    public static Stream Strip(PhotoData photo)
    {
        var stripped = new MemoryStream(photo._bytes.Length);
        var at = 0;
        foreach (var (from, to, instead) in photo._private.OrderBy(p => p.From))
        {
            stripped.Write(photo._bytes, at, from - at);
            stripped.Write(instead);
            at = to;
        }
        stripped.Write(photo._bytes, at, photo._bytes.Length - at);
        stripped.Position = 0;
        return stripped;
    }

    // Segments FFxx with a length. APP1 (Exif, XMP) and APP13 (IPTC) tell of people and places, comments too; what follows the picture (a short film, a second
    // picture) and the list of it (APP2 "MPF") go with them. APP2 is the colour profile otherwise.
    private void WalkJpeg()
    {
        var at = 2;
        while (at + 4 <= _bytes.Length && _bytes[at] == 0xFF)
        {
            var marker = _bytes[at + 1];
            if (marker is 0xFF) { at++; continue; }
            if (marker is 0xD9)
            {
                if (at + 2 < _bytes.Length) _private.Add((at + 2, _bytes.Length, []));
                break;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at + 2));
            var end = at + 2 + length;
            if (length < 2 || end > _bytes.Length) break;
            if (marker is 0xE1 or 0xED or 0xFE || (marker == 0xE2 && _bytes.AsSpan(at + 4, length - 2).StartsWith("MPF\0"u8))) _private.Add((at, end, []));
            if (marker == 0xE1 && _bytes.AsSpan(at + 4, length - 2).StartsWith("Exif\0\0"u8)) Exif(_bytes.AsSpan(at + 10, length - 8));
            at = marker == 0xDA ? AfterScan(end) : end;
        }
        if (Orientation is > 1 and <= 8 && _private is [var first, ..]) _private[0] = first with { Instead = [0xFF, 0xE1, 0x00, 0x22, .. "Exif\0\0"u8, .. Turned(Orientation)] };
    }

    // In what is coded no marker stands but those of restarts.
    private int AfterScan(int at)
    {
        while (at + 1 < _bytes.Length && !(_bytes[at] == 0xFF && _bytes[at + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))) at++;
        return at;
    }

    private void Exif(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return;
        var little = tiff[0] == (byte)'I';
        foreach (var (tag, _, _, value) in Entries(tiff, (int)Long(tiff, 4, little), little))
        {
            if (tag == 0x0112 && Short(tiff, value, little) is >= 1 and <= 8 and var turned) Orientation = turned;
            if (tag == 0x8769)
                foreach (var inner in Entries(tiff, (int)Long(tiff, value, little), little))
                    if (inner.Tag == 0x9003) TakenAt = When(tiff, (int)Long(tiff, inner.Value, little), inner.Count);
            if (tag == 0x8825) Place(tiff, (int)Long(tiff, value, little), little);
        }
    }

    private void Place(ReadOnlySpan<byte> tiff, int at, bool little)
    {
        var (south, west) = (false, false);
        double? latitude = null, longitude = null;
        foreach (var (tag, _, count, value) in Entries(tiff, at, little))
        {
            if (tag == 1 && value < tiff.Length) south = tiff[value] == (byte)'S';
            if (tag == 3 && value < tiff.Length) west = tiff[value] == (byte)'W';
            if (tag == 2 && count == 3) latitude = Degrees(tiff, (int)Long(tiff, value, little), little);
            if (tag == 4 && count == 3) longitude = Degrees(tiff, (int)Long(tiff, value, little), little);
        }
        if (latitude is not (>= -90 and <= 90) || longitude is not (>= -180 and <= 180)) return;
        (Latitude, Longitude) = (south ? -latitude : latitude, west ? -longitude : longitude);
    }

    private static List<(ushort Tag, ushort Type, uint Count, int Value)> Entries(ReadOnlySpan<byte> tiff, int at, bool little)
    {
        var found = new List<(ushort, ushort, uint, int)>();
        if (at < 8 || at + 2 > tiff.Length) return found;
        var count = Short(tiff, at, little);
        for (var i = 0; i < count && at + 2 + ((i + 1) * 12) <= tiff.Length; i++)
        {
            var entry = at + 2 + (i * 12);
            found.Add((Short(tiff, entry, little), Short(tiff, entry + 2, little), Long(tiff, entry + 4, little), entry + 8));
        }
        return found;
    }

    private static DateTimeOffset? When(ReadOnlySpan<byte> tiff, int at, uint count) =>
        count >= 19 && at >= 0 && at + 19 <= tiff.Length && DateTime.TryParseExact(Encoding.ASCII.GetString(tiff.Slice(at, 19)), "yyyy:MM:dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, Vietnam).ToUniversalTime() : null;

    private static double? Degrees(ReadOnlySpan<byte> tiff, int at, bool little)
    {
        if (at < 0 || at + 24 > tiff.Length) return null;
        double degrees = 0, part = 1;
        for (var i = 0; i < 3; i++, part *= 60)
        {
            var under = Long(tiff, at + (i * 8) + 4, little);
            if (under == 0) return null;
            degrees += Long(tiff, at + (i * 8), little) / (double)under / part;
        }
        return degrees;
    }

    private static ushort Short(ReadOnlySpan<byte> tiff, int at, bool little) => at < 0 || at + 2 > tiff.Length ? (ushort)0 : little ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    private static uint Long(ReadOnlySpan<byte> tiff, int at, bool little) => at < 0 || at + 4 > tiff.Length ? 0 : little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[at..]);

    /// <summary>An Exif block that says nothing but how the picture is turned: without it a portrait would lie on its side.</summary>
    private static byte[] Turned(int orientation) => [(byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
}
