using System.Buffers.Binary;

namespace LanToa.Accountability.Activities;

/// <summary>
/// The grid of a JPEG (ITU-T T.81): the mean of each block of 8 × 8 points is written in it by itself (the DC coefficient), so nothing else is worked out. Sequential and
/// progressive, Huffman; any other kind, and what is broken, has none.
/// </summary>
internal ref struct JpegGrid
{
    private const long MostPoints = 120_000_000;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Huffman?[] _dc = new Huffman?[4], _ac = new Huffman?[4];
    private readonly int[] _steps = [1, 1, 1, 1];
    private (byte Id, int H, int V, int Table)[] _components = [];
    private int _width, _height, _restart, _at = 2;
    private bool _progressive;
    private uint _bits;
    private int _held;
    private bool _ended;

    private JpegGrid(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public static PhotoGrid? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new JpegGrid(bytes).Read();
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentOutOfRangeException or InvalidDataException)
        {
            return null;
        }
    }

    private PhotoGrid? Read()
    {
        while (_at + 4 <= _bytes.Length)
        {
            if (_bytes[_at] != 0xFF) return null;
            var marker = _bytes[_at + 1];
            if (marker == 0xFF) { _at++; continue; }
            if (marker == 0xD9) return null;
            var part = _bytes.Slice(_at + 4, BinaryPrimitives.ReadUInt16BigEndian(_bytes[(_at + 2)..]) - 2);
            _at += 4 + part.Length;
            switch (marker)
            {
                case 0xC0 or 0xC1 or 0xC2:
                    if (!Frame(part, marker == 0xC2)) return null;
                    break;
                case 0xC4:
                    Tables(part);
                    break;
                case 0xDB:
                    Steps(part);
                    break;
                case >= 0xC3 and <= 0xCF and not 0xC8 and not 0xCC:
                    return null;
                case 0xDD:
                    _restart = BinaryPrimitives.ReadUInt16BigEndian(part);
                    break;
                case 0xDA:
                    return Scan(part);
            }
        }
        return null;
    }

    private bool Frame(ReadOnlySpan<byte> part, bool progressive)
    {
        _progressive = progressive;
        (_height, _width) = (BinaryPrimitives.ReadUInt16BigEndian(part[1..]), BinaryPrimitives.ReadUInt16BigEndian(part[3..]));
        if (part[0] != 8 || _width == 0 || _height == 0 || (long)_width * _height > MostPoints || part[5] is < 1 or > 4) return false;
        _components = new (byte, int, int, int)[part[5]];
        for (var n = 0; n < _components.Length; n++)
        {
            _components[n] = (part[6 + (n * 3)], part[7 + (n * 3)] >> 4, part[7 + (n * 3)] & 15, part[8 + (n * 3)] & 3);
            if (_components[n].H is < 1 or > 4 || _components[n].V is < 1 or > 4) return false;
        }
        return true;
    }

    private readonly void Tables(ReadOnlySpan<byte> part)
    {
        while (part.Length > 16)
        {
            var (kind, total) = (part[0], 0);
            for (var n = 1; n <= 16; n++) total += part[n];
            ((kind >> 4) == 0 ? _dc : _ac)[kind & 3] = new Huffman(part.Slice(1, 16), part.Slice(17, total));
            part = part[(17 + total)..];
        }
    }

    // Of each table the step of the mean, its first number.
    private readonly void Steps(ReadOnlySpan<byte> part)
    {
        while (part.Length > 64)
        {
            var wide = part[0] >> 4 != 0;
            _steps[part[0] & 3] = wide ? BinaryPrimitives.ReadUInt16BigEndian(part[1..]) : part[1];
            part = part[(1 + (wide ? 128 : 64))..];
        }
    }

    // The first scan holds the means of the first component (the brightness): that of a progressive picture nothing else.
    private PhotoGrid? Scan(ReadOnlySpan<byte> part)
    {
        int count = part[0];
        if (_components.Length == 0 || count < 1 || count > _components.Length || (_progressive && part[1 + (count * 2)] != 0)) return null;
        var scanned = new (int H, int V, Huffman Dc, Huffman? Ac)[count];
        for (var n = 0; n < count; n++)
        {
            var (id, tables) = (part[1 + (n * 2)], part[2 + (n * 2)]);
            var found = Array.FindIndex(_components, c => c.Id == id);
            if (found < 0 || (n == 0 && found != 0) || _dc[(tables >> 4) & 3] is not { } dc || (!_progressive && _ac[tables & 3] is null)) return null;
            scanned[n] = (_components[found].H, _components[found].V, dc, _progressive ? null : _ac[tables & 3]);
        }
        var (mostH, mostV) = (_components.Max(c => c.H), _components.Max(c => c.V));
        var first = scanned[0];
        var (blocksX, blocksY) = (Up(Up(_width * first.H, mostH), 8), Up(Up(_height * first.V, mostV), 8));
        // A component by itself is written block after block; several take turns in squares of them.
        if (count == 1) scanned[0] = first with { H = 1, V = 1 };
        var (acrossX, acrossY) = count == 1 ? (blocksX, blocksY) : (Up(_width, 8 * mostH), Up(_height, 8 * mostV));
        var grid = new PhotoGrid(blocksX, blocksY);
        // What is written is eight times the mean, in steps; of a progressive picture without its last bits.
        var scale = _steps[_components[0].Table] / 8f * (1 << (_progressive ? part[3 + (count * 2)] & 15 : 0));
        Span<int> last = stackalloc int[4];
        for (var unit = 0; unit < acrossX * acrossY; unit++)
        {
            if (_restart > 0 && unit > 0 && unit % _restart == 0)
            {
                Restart();
                last.Clear();
            }
            for (var n = 0; n < scanned.Length; n++)
                for (var block = 0; block < scanned[n].H * scanned[n].V; block++)
                {
                    var length = Symbol(scanned[n].Dc);
                    if (length > 16) return null;
                    last[n] += Signed(length);
                    if (scanned[n].Ac is { } ac) SkipRest(ac);
                    if (n > 0) continue;
                    var (x, y) = (((unit % acrossX) * scanned[0].H) + (block % scanned[0].H), ((unit / acrossX) * scanned[0].V) + (block / scanned[0].H));
                    if (x < blocksX && y < blocksY) grid.Grey[(y * blocksX) + x] = last[0] * scale;
                }
            if (_ended) return null;
        }
        return grid;
    }

    private void SkipRest(Huffman ac)
    {
        for (var k = 1; k < 64; k++)
        {
            var symbol = Symbol(ac);
            var (run, length) = (symbol >> 4, symbol & 15);
            if (length == 0)
            {
                if (run < 15) return;
                k += 15;
            }
            else
            {
                k += run;
                Take(length);
            }
        }
    }

    private void Restart()
    {
        (_bits, _held) = (0, 0);
        while (_at + 1 < _bytes.Length && !(_bytes[_at] == 0xFF && _bytes[_at + 1] is >= 0xD0 and <= 0xD7))
        {
            if (_bytes[_at] == 0xFF && _bytes[_at + 1] is not (0 or 0xFF)) { _ended = true; return; }
            _at++;
        }
        _at += 2;
    }

    private int Symbol(Huffman table)
    {
        Fill(16);
        var next = (int)((_bits >> (_held - 16)) & 0xFFFF);
        var (symbol, length) = table.Find(next);
        _held -= length;
        return symbol;
    }

    private int Take(int length)
    {
        if (length == 0) return 0;
        Fill(length);
        _held -= length;
        return (int)((_bits >> _held) & ((1u << length) - 1));
    }

    private int Signed(int length) => Take(length) is var value && length > 0 && value < 1 << (length - 1) ? value - (1 << length) + 1 : value;

    // Behind the end come noughts, as T.81 has it; many of them mean that the file is cut off.
    private void Fill(int wanted)
    {
        while (_held < wanted)
        {
            var next = 0u;
            if (_at < _bytes.Length && !(_bytes[_at] == 0xFF && (_at + 1 >= _bytes.Length || _bytes[_at + 1] != 0)))
            {
                next = _bytes[_at];
                _at += next == 0xFF ? 2 : 1;
            }
            else if (_at >= _bytes.Length) _ended = true;
            (_bits, _held) = ((_bits << 8) | next, _held + 8);
        }
    }

    private static int Up(int value, int by) => (value + by - 1) / by;

    /// <summary>Codes of up to 16 bits; those of up to nine are looked up at once.</summary>
    private sealed class Huffman
    {
        private const int Fast = 9;
        private readonly ushort[] _fast = new ushort[1 << Fast];
        private readonly int[] _above = new int[18], _offset = new int[17];
        private readonly byte[] _symbols;

        public Huffman(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
        {
            _symbols = symbols.ToArray();
            var (code, index) = (0, 0);
            for (var length = 1; length <= 16; length++, code <<= 1)
            {
                _offset[length] = index - code;
                for (var n = 0; n < counts[length - 1]; n++, code++, index++)
                    if (length <= Fast) _fast.AsSpan(code << (Fast - length), 1 << (Fast - length)).Fill((ushort)((length << 8) | _symbols[index]));
                _above[length] = code << (16 - length);
            }
        }

        public (int Symbol, int Length) Find(int next)
        {
            if (_fast[next >> (16 - Fast)] is > 0 and var known) return (known & 0xFF, known >> 8);
            for (var length = Fast + 1; length <= 16; length++)
                if (next < _above[length]) return (_symbols[_offset[length] + (next >> (16 - length))], length);
            throw new InvalidDataException("No such code.");
        }
    }
}
