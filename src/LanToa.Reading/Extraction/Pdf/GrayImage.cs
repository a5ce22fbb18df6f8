using System.Buffers;
using System.Globalization;
using System.Text;

namespace LanToa.Reading.Extraction;

/// <summary>A grey picture of a page, one byte per pixel, as pdftoppm writes it (binary PGM, "P5").</summary>
internal sealed class GrayImage(int width, int height, byte[] pixels)
{
    public int Width => width;
    public int Height => height;
    public byte[] Pixels => pixels;

    public byte this[int x, int y] => pixels[y * width + x];

    /// <summary>All pictures of a stream of PGM files.</summary>
    public static List<GrayImage> ReadAll(ReadOnlySpan<byte> bytes)
    {
        var images = new List<GrayImage>();
        while (bytes.StartsWith("P5"u8))
        {
            var at = 2;
            var (w, h, max) = (Number(bytes, ref at), Number(bytes, ref at), Number(bytes, ref at));
            at++;
            if (w <= 0 || h <= 0 || max != 255 || (long)w * h > bytes.Length - at) break;
            images.Add(new(w, h, bytes.Slice(at, w * h).ToArray()));
            bytes = bytes[(at + w * h)..];
        }
        return images;
    }

    public byte[] ToPgm()
    {
        var writer = new ArrayBufferWriter<byte>(pixels.Length + 32);
        writer.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{width} {height}\n255\n")));
        writer.Write(pixels);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Share of pixels that are ink.</summary>
    public double Ink()
    {
        var dark = 0;
        foreach (var p in pixels)
            if (p < 128) dark++;
        return (double)dark / pixels.Length;
    }

    /// <summary>Smaller by a whole factor, each pixel the mean of its square.</summary>
    public GrayImage Shrink(int factor)
    {
        int w = width / factor, h = height / factor;
        if (factor <= 1 || w == 0 || h == 0) return this;
        var result = new byte[w * h];
        for (var y = 0; y < h; y++)
            for (var x = 0; x < w; x++)
            {
                var sum = 0;
                for (var dy = 0; dy < factor; dy++)
                {
                    var from = (y * factor + dy) * width + x * factor;
                    for (var dx = 0; dx < factor; dx++) sum += pixels[from + dx];
                }
                result[y * w + x] = (byte)(sum / (factor * factor));
            }
        return new(w, h, result);
    }

    /// <summary>A part; what lies outside the picture is white.</summary>
    public GrayImage Cut(int x0, int y0, int x1, int y1)
    {
        var (w, h) = (Math.Max(1, x1 - x0), Math.Max(1, y1 - y0));
        var part = new byte[w * h];
        part.AsSpan().Fill(255);
        int from = Math.Max(0, x0), to = Math.Min(width, x1);
        for (var y = Math.Max(0, y0); y < Math.Min(height, y1); y++)
            if (to > from) pixels.AsSpan(y * width + from, to - from).CopyTo(part.AsSpan((y - y0) * w + from - x0));
        return new(w, h, part);
    }

    public GrayImage Copy() => new(width, height, (byte[])pixels.Clone());

    /// <summary>Turned clockwise by 90, 180 or 270 degrees.</summary>
    public GrayImage Turned(int degrees)
    {
        var result = new byte[pixels.Length];
        var (w, h) = degrees == 180 ? (width, height) : (height, width);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
            {
                var (tx, ty) = degrees switch { 90 => (height - 1 - y, x), 180 => (width - 1 - x, height - 1 - y), _ => (y, width - 1 - x) };
                result[ty * w + tx] = pixels[y * width + x];
            }
        return new(w, h, result);
    }

    public GrayImage Framed(int rim) => Cut(-rim, -rim, width + rim, height + rim);

    public void White(int x0, int y0, int x1, int y1)
    {
        x0 = Math.Max(0, x0);
        x1 = Math.Min(width, x1);
        for (var y = Math.Max(0, y0); y < Math.Min(height, y1); y++)
            if (x1 > x0) pixels.AsSpan(y * width + x0, x1 - x0).Fill(255);
    }

    private static int Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        while (at < bytes.Length && (char.IsWhiteSpace((char)bytes[at]) || bytes[at] == '#'))
        {
            if (bytes[at] == '#')
                while (at < bytes.Length && bytes[at] != '\n') at++;
            else at++;
        }
        var value = 0;
        for (; at < bytes.Length && char.IsAsciiDigit((char)bytes[at]) && value < 1_000_000; at++) value = value * 10 + bytes[at] - '0';
        return value;
    }
}
