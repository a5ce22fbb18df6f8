using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LanToa.Platform.Data;

/// <summary>
/// Rows as COPY … (FORMAT BINARY) reads them: https://www.postgresql.org/docs/current/sql-copy.html, and the binary forms of the types as their receive functions have them. Everything big-endian, each
/// field led by its length, -1 for null.
/// </summary>
internal sealed class CopyBuffer
{
    private const int TextOid = 25;

    // The signature, no flags, no extension.
    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    private readonly ArrayBufferWriter<byte> _bytes = new(16 * 1024);

    public CopyBuffer() => _bytes.Write(Signature);

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Row(int columns) => Int16((short)columns);

    public void End() => Int16(-1);

    public void Short(short? value)
    {
        if (Begin(value is null, 2)) Int16(value!.Value);
    }

    public void Int(int? value)
    {
        if (Begin(value is null, 4)) Int32(value!.Value);
    }

    public void Long(long? value)
    {
        if (Begin(value is null, 8)) Int64(value!.Value);
    }

    public void Double(double? value)
    {
        if (Begin(value is null, 8)) Int64(BitConverter.DoubleToInt64Bits(value!.Value));
    }

    public void Bool(bool? value)
    {
        if (Begin(value is null, 1)) Byte(value!.Value ? (byte)1 : (byte)0);
    }

    public void Id(Guid? value)
    {
        if (!Begin(value is null, 16)) return;
        value!.Value.TryWriteBytes(_bytes.GetSpan(16), bigEndian: true, out _);
        _bytes.Advance(16);
    }

    public void Date(DateOnly? value)
    {
        if (Begin(value is null, 4)) Int32(value!.Value.DayNumber - EpochDay);
    }

    /// <summary>In microseconds: what is finer is cut off.</summary>
    public void Moment(DateTimeOffset? value)
    {
        if (Begin(value is null, 8)) Int64((value!.Value.UtcTicks / TimeSpan.TicksPerMicrosecond) - (Epoch.Ticks / TimeSpan.TicksPerMicrosecond));
    }

    public void Text(string? value)
    {
        if (value is null) Int32(-1);
        else Characters(value, 0);
    }

    public void Json(string? value)
    {
        if (value is null) Int32(-1);
        else Characters(value, 1);
    }

    /// <summary>text[]: dimensions, whether there are nulls, the type; of the one dimension its size and lower bound; the elements.</summary>
    public void Texts(List<string>? value)
    {
        if (value is null)
        {
            Int32(-1);
            return;
        }
        Int32(value.Count == 0 ? 12 : 20 + value.Sum(v => 4 + Encoding.UTF8.GetByteCount(v)));
        Int32(value.Count == 0 ? 0 : 1);
        Int32(0);
        Int32(TextOid);
        if (value.Count == 0) return;
        Int32(value.Count);
        Int32(1);
        foreach (var one in value) Characters(one, 0);
    }

    /// <summary>numeric: groups of four decimal digits, the weight of the first, sign, and how many decimals are shown.</summary>
    public void Numeric(decimal? value)
    {
        if (value is not { } number)
        {
            Int32(-1);
            return;
        }
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(number, parts);
        var scale = (parts[3] >> 16) & 0xFF;
        var digits = ((UInt128)(uint)parts[2] << 64) | ((UInt128)(uint)parts[1] << 32) | (uint)parts[0];
        for (var fill = scale; fill % 4 != 0; fill++) digits *= 10;
        Span<short> groups = stackalloc short[12];
        var count = 0;
        for (; digits > 0; digits /= 10000) groups[count++] = (short)(digits % 10000);
        Int32(8 + (2 * count));
        Int16((short)count);
        Int16((short)(count == 0 ? 0 : count - ((scale + 3) / 4) - 1));
        Int16(number < 0 ? (short)0x4000 : (short)0);
        Int16((short)scale);
        for (var i = count - 1; i >= 0; i--) Int16(groups[i]);
    }

    // A jsonb field begins with the version of its form.
    private void Characters(string value, int version)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int32(length + (version > 0 ? 1 : 0));
        if (version > 0) Byte((byte)version);
        Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length));
        _bytes.Advance(length);
    }

    private bool Begin(bool isNull, int length)
    {
        Int32(isNull ? -1 : length);
        return !isNull;
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    private void Int16(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(2), value);
        _bytes.Advance(2);
    }

    private void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    private void Int64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }
}
