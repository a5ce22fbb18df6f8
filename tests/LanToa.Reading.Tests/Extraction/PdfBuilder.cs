using System.Globalization;
using System.Text;

namespace LanToa.Reading.Tests.Extraction;

/// <summary>A PDF written by hand: Helvetica text and lines at given places, in points from the top left of an A4 page.</summary>
internal sealed class PdfBuilder(int pages = 1)
{
    private const int Width = 595, Height = 842;
    private readonly List<StringBuilder> _pages = Enumerable.Range(0, pages).Select(_ => new StringBuilder()).ToList();
    private byte[]? _jpeg;
    private (int Width, int Height) _jpegSize;
    private int _turn;

    public PdfBuilder Page()
    {
        _pages.Add(new());
        return this;
    }

    public PdfBuilder Text(double x, double y, string text, double size = 12, bool hidden = false)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal);
        _pages[^1].Append(CultureInfo.InvariantCulture, $"BT {(hidden ? 3 : 0)} Tr /F {size} Tf {x} {Height - y - size} Td ({escaped}) Tj ET\n");
        return this;
    }

    public PdfBuilder Line(double x0, double y0, double x1, double y1)
    {
        _pages[^1].Append(CultureInfo.InvariantCulture, $"0.5 w {x0} {Height - y0} m {x1} {Height - y1} l S\n");
        return this;
    }

    /// <summary>A grid with all its lines; texts by row, several lines of a cell parted by \n.</summary>
    public PdfBuilder Grid(double[] xs, double[] ys, params string[][] rows)
    {
        foreach (var x in xs) Line(x, ys[0], x, ys[^1]);
        foreach (var y in ys) Line(xs[0], y, xs[^1], y);
        for (var r = 0; r < rows.Length; r++)
            for (var c = 0; c < rows[r].Length; c++)
            {
                var lines = rows[r][c].Split('\n');
                for (var i = 0; i < lines.Length; i++)
                    if (lines[i].Length > 0) Text(xs[c] + 4, ys[r] + 3 + i * 14, lines[i]);
            }
        return this;
    }

    /// <summary>A scanned picture over the whole of every page.</summary>
    public PdfBuilder Picture(byte[] jpeg, int width, int height)
    {
        (_jpeg, _jpegSize) = (jpeg, (width, height));
        return this;
    }

    /// <summary>Every page is shown turned clockwise by so many degrees, as from a scanner fed the wrong way.</summary>
    public PdfBuilder Turned(int degrees)
    {
        _turn = degrees;
        return this;
    }

    public byte[] Build()
    {
        var pdf = new MemoryStream();
        var offsets = new List<long>();
        void Write(string text) => pdf.Write(Encoding.Latin1.GetBytes(text));
        void Object(string text)
        {
            offsets.Add(pdf.Length);
            Write($"{offsets.Count} 0 obj\n{text}\nendobj\n");
        }
        Write("%PDF-1.4\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object($"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(' ', _pages.Select((_, i) => $"{5 + i * 2} 0 R"))}] >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        if (_jpeg == null) Object("<< >>");
        else
        {
            offsets.Add(pdf.Length);
            Write($"4 0 obj\n<< /Type /XObject /Subtype /Image /Width {_jpegSize.Width} /Height {_jpegSize.Height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length {_jpeg.Length} >>\nstream\n");
            pdf.Write(_jpeg);
            Write("\nendstream\nendobj\n");
        }
        foreach (var page in _pages)
        {
            Object($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Rotate {_turn} /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> /Contents {offsets.Count + 2} 0 R >>");
            var content = (_jpeg == null ? "" : $"q {Width} 0 0 {Height} 0 0 cm /I Do Q\n") + page;
            Object($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }
        var table = pdf.Length;
        Write($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n" + string.Concat(offsets.Select(o => o.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n")) +
            $"trailer << /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return pdf.ToArray();
    }
}
