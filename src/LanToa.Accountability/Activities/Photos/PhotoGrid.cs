namespace LanToa.Accountability.Activities;

/// <summary>A picture as a coarse grid of grey, one value for each 8 × 8 of its points.</summary>
internal sealed class PhotoGrid(int width, int height)
{
    public int Width => width;
    public int Height => height;
    public float[] Grey { get; } = new float[width * height];

    /// <summary>What the grid looks like: of nine means in each of eight rows, whether it grows brighter to the right (a difference hash of 64 bits). Copies that were drawn smaller, saved
    /// anew or made a little brighter differ in few of them. Null where there is too little to see.</summary>
    public ulong? Look(int orientation)
    {
        if (width < Columns || height < Rows) return null;
        Span<float> means = stackalloc float[Columns * Rows];
        var (lowest, highest) = (float.MaxValue, float.MinValue);
        for (var y = 0; y < Rows; y++)
            for (var x = 0; x < Columns; x++)
            {
                var mean = Mean(x, y, orientation);
                means[(y * Columns) + x] = mean;
                (lowest, highest) = (Math.Min(lowest, mean), Math.Max(highest, mean));
            }
        // A blank page, a covered lens: everything is like it.
        if (highest - lowest < LeastContrast) return null;
        var look = 0ul;
        for (var y = 0; y < Rows; y++)
            for (var x = 0; x + 1 < Columns; x++)
                look = (look << 1) | (means[(y * Columns) + x] < means[(y * Columns) + x + 1] ? 1ul : 0ul);
        return look;
    }

    private const int Columns = 9, Rows = 8;
    private const float LeastContrast = 24;

    // Of the picture as it is shown: turned and mirrored after Exif.
    private float Mean(int column, int row, int orientation)
    {
        var (across, down) = orientation >= 5 ? (height, width) : (width, height);
        var (sum, count) = (0d, 0);
        for (var y = row * down / Rows; y < (row + 1) * down / Rows; y++)
            for (var x = column * across / Columns; x < (column + 1) * across / Columns; x++, count++)
            {
                var (px, py) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (width - 1 - y, x),
                    _ => (x, y),
                };
                sum += Grey[(py * width) + px];
            }
        return (float)(sum / count);
    }
}
