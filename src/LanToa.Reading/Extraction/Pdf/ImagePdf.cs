using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>
/// A picture wrapped as a PDF of one A4 page, so that poppler decodes, turns and scales it like a scan. JPEG, and PNG without transparency; the rest goes to tesseract as it is.
/// </summary>
internal static class ImagePdf
{
    private const long MostPixels = 150_000_000;

    /// <summary>Null when the picture has to be read without a PDF around it.</summary>
    public static byte[]? Wrap(byte[] image, FileKind kind) => kind switch
    {
        FileKind.Jpeg => Jpeg(image),
        FileKind.Png => Png(image),
        _ => null,
    };

    /// <summary>Pages of a TIFF (TIFF 6.0: a chain of directories); 1 for every other picture.</summary>
    public static int TiffPages(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || !(bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8))) return 1;
        var little = bytes[0] == (byte)'I';
        var pages = 0;
        for (var at = Int(bytes[4..], little); at > 0 && at + 2 <= bytes.Length && pages < 10_000; pages++)
        {
            var next = at + 2 + 12 * (little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]));
            at = next + 4 <= bytes.Length ? Int(bytes[next..], little) : 0;
        }
        return Math.Max(1, pages);
    }

    private static int Int(ReadOnlySpan<byte> bytes, bool little) => little ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);

    private static byte[]? Jpeg(byte[] bytes)
    {
        var turn = 0;
        for (var at = 2; at + 9 < bytes.Length && bytes[at] == 0xFF;)
        {
            var marker = bytes[at + 1];
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            if (marker == 0xE1) turn = ExifTurn(bytes.AsSpan(at + 4, Math.Min(length - 2 < 0 ? 0 : length - 2, bytes.Length - at - 4)));
            if (marker is >= 0xC0 and <= 0xC2)
            {
                int height = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 5)), width = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 7));
                var color = bytes[at + 9] switch { 1 => "/DeviceGray", 3 => "/DeviceRGB", 4 => "/DeviceCMYK", _ => null };
                return color == null ? null : Build(bytes, width, height, $"/ColorSpace {color} /BitsPerComponent {bytes[at + 4]} /Filter /DCTDecode", turn);
            }
            at += 2 + length;
        }
        return null;
    }

    // PNG's filters are those of PDF's /Predictor 15, so its compressed rows can be taken over.
    private static byte[]? Png(byte[] bytes)
    {
        if (bytes.Length < 33) return null;
        int width = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), height = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20));
        var (depth, color, interlaced) = (bytes[24], bytes[25], bytes[28]);
        if (color is not (0 or 2) || depth > 8 || interlaced != 0) return null;
        var data = new MemoryStream();
        for (var at = 8; at + 12 <= bytes.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < 0 || length > bytes.Length - at - 12) break;
            if (bytes.AsSpan(at + 4, 4).SequenceEqual("tRNS"u8)) return null;
            if (bytes.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8)) data.Write(bytes, at + 8, length);
            at += 12 + length;
        }
        var colors = color == 2 ? 3 : 1;
        return Build(data.ToArray(), width, height, $"/ColorSpace {(colors == 3 ? "/DeviceRGB" : "/DeviceGray")} /BitsPerComponent {depth} /Filter /FlateDecode " +
            $"/DecodeParms << /Predictor 15 /Colors {colors} /BitsPerComponent {depth} /Columns {width} >>", 0);
    }

    private static byte[] Build(byte[] data, int width, int height, string how, int turn)
    {
        if (width <= 0 || height <= 0) throw new UnreadableFileException(UnreadableCodes.Broken, "Ảnh bị hỏng. Hãy quét hoặc chụp lại rồi tải lên.");
        if ((long)width * height > MostPixels) throw new UnreadableFileException(UnreadableCodes.TooLarge, "Ảnh quá lớn. Hãy quét lại ở 300 dpi rồi tải lên.");
        var scale = 842.0 / Math.Max(width, height);
        var (w, h) = (Number(width * scale), Number(height * scale));
        var pdf = new MemoryStream();
        var offsets = new List<long>();
        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        void Begin(string text)
        {
            offsets.Add(pdf.Length);
            Write($"{offsets.Count} 0 obj\n{text}");
        }
        var draw = $"q {w} 0 0 {h} 0 0 cm /I Do Q";
        Write("%PDF-1.5\n");
        Begin("<< /Type /Catalog /Pages 2 0 R >>\nendobj\n");
        Begin("<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n");
        Begin($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w} {h}] /Rotate {turn} /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>\nendobj\n");
        Begin($"<< /Length {draw.Length} >>\nstream\n{draw}\nendstream\nendobj\n");
        Begin($"<< /Type /XObject /Subtype /Image /Width {width} /Height {height} {how} /Length {data.Length} >>\nstream\n");
        pdf.Write(data);
        Write("\nendstream\nendobj\n");
        var table = pdf.Length;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n" + string.Concat(offsets.Select(o => o.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n")) +
            $"trailer << /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return pdf.ToArray();
    }

    // EXIF 2.3, tag 0x0112: how a telephone was held. Mirrored pictures (2, 4, 5, 7) do not come out of cameras.
    private static int ExifTurn(ReadOnlySpan<byte> app)
    {
        if (!app.StartsWith("Exif\0\0"u8) || app.Length < 18) return 0;
        var tiff = app[6..];
        var little = tiff[0] == (byte)'I';
        int U16(ReadOnlySpan<byte> s) => little ? BinaryPrimitives.ReadUInt16LittleEndian(s) : BinaryPrimitives.ReadUInt16BigEndian(s);
        var first = Int(tiff[4..], little);
        if (first < 8 || first > tiff.Length - 2) return 0;
        var count = U16(tiff[first..]);
        for (var i = 0; i < count && first + 14 + i * 12 <= tiff.Length; i++)
        {
            var entry = tiff.Slice(first + 2 + i * 12, 12);
            if (U16(entry) == 0x0112) return U16(entry[8..]) switch { 3 => 180, 6 => 90, 8 => 270, _ => 0 };
        }
        return 0;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
