using System.Buffers.Binary;
using System.IO.Compression;

namespace LanToa.Accountability.Activities;

/// <summary>The grid of a PNG (W3C PNG 3rd edition), read row by row, or pass by pass where it is interlaced (Adam7). What is broken has none.</summary>
internal static class PngGrid
{
    private const long MostPoints = 60_000_000;

    /// <summary>Where the points of a pass begin, and how far they are apart.</summary>
    private readonly record struct Pass(int Left, int Top, int Across, int Down);

    private static readonly Pass[] Adam7 = [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    public static PhotoGrid? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ReadRows(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            return null;
        }
    }

    private static PhotoGrid? ReadRows(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> head = default, palette = default;
        using var packed = new MemoryStream();
        var at = 8;
        while (at + 12 <= bytes.Length)
        {
            var part = bytes.Slice(at + 8, checked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[at..])));
            var name = bytes.Slice(at + 4, 4);
            if (name.SequenceEqual("IHDR"u8)) head = part;
            else if (name.SequenceEqual("PLTE"u8)) palette = part;
            else if (name.SequenceEqual("IDAT"u8)) packed.Write(part);
            else if (name.SequenceEqual("IEND"u8)) break;
            at += part.Length + 12;
        }
        if (head.Length < 13 || head[12] > 1) return null;
        var (width, height, depth, kind) = (BinaryPrimitives.ReadInt32BigEndian(head), BinaryPrimitives.ReadInt32BigEndian(head[4..]), (int)head[8], head[9]);
        var samples = kind switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => 0 };
        if (width <= 0 || height <= 0 || (long)width * height > MostPoints || samples == 0 || depth is not (1 or 2 or 4 or 8 or 16) || (depth < 8 && samples > 1)) return null;

        var step = Math.Max(1, samples * depth / 8);
        var grid = new PhotoGrid((width + 7) / 8, (height + 7) / 8);
        packed.Position = 0;
        using var rows = new ZLibStream(packed, CompressionMode.Decompress);
        foreach (var pass in head[12] == 1 ? Adam7 : [new(0, 0, 1, 1)])
        {
            var (across, down) = ((width - pass.Left + pass.Across - 1) / pass.Across, (height - pass.Top + pass.Down - 1) / pass.Down);
            if (across == 0 || down == 0) continue;
            var (row, above) = (new byte[((across * samples * depth) + 7) / 8], new byte[((across * samples * depth) + 7) / 8]);
            for (var y = 0; y < down; y++)
            {
                var filter = rows.ReadByte();
                rows.ReadExactly(row);
                Unfilter(filter, row, above, step);
                var line = (pass.Top + (y * pass.Down)) / 8 * grid.Width;
                for (var x = 0; x < across; x++) grid.Grey[line + ((pass.Left + (x * pass.Across)) / 8)] += Grey(row, x, depth, samples, kind == 3 ? palette : default);
                (row, above) = (above, row);
            }
        }
        for (var y = 0; y < grid.Height; y++)
            for (var x = 0; x < grid.Width; x++)
                grid.Grey[(y * grid.Width) + x] /= Math.Min(8, width - (x * 8)) * Math.Min(8, height - (y * 8));
        return grid;
    }

    private static float Grey(byte[] row, int x, int depth, int samples, ReadOnlySpan<byte> palette)
    {
        if (samples == 1)
        {
            var value = depth switch { 16 => row[x * 2], 8 => row[x], _ => (row[x * depth / 8] >> (8 - depth - (x * depth % 8))) & ((1 << depth) - 1) };
            if (palette.Length > 0) return Luma(palette[value * 3], palette[(value * 3) + 1], palette[(value * 3) + 2]);
            return depth < 8 ? value * 255f / ((1 << depth) - 1) : value;
        }
        var size = depth / 8;
        var at = x * samples * size;
        return samples == 2 ? row[at] : Luma(row[at], row[at + size], row[at + (2 * size)]);
    }

    private static float Luma(byte red, byte green, byte blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);

    private static void Unfilter(int filter, byte[] row, byte[] above, int step)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i >= step ? row[i - step] : 0, above[i], i >= step ? above[i - step] : 0);
            row[i] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => throw new InvalidDataException("No such filter.") });
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - (2 * corner)));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
