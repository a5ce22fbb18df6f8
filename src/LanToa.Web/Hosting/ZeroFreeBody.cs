namespace LanToa.Web.Hosting;

/// <summary>
/// A form as browsers send it (application/x-www-form-urlencoded) without the zero character, which is written %00 there: the server reads no form that has one, and the person would be told
/// that their session is too old, as often as they send it. Nobody types it; it comes with what is pasted from other programs.
/// </summary>
internal sealed class ZeroFreeBody(Stream inner) : Stream
{
    private static ReadOnlySpan<byte> Zero => "%00"u8;

    private readonly byte[] _read = new byte[4096], _kept = new byte[4096 + 2];
    private int _from, _to;
    /// <summary>How much of the zero was seen at the end of what was read.</summary>
    private int _begun;
    private bool _ended;

    public static Task UseAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true) http.Request.Body = new ZeroFreeBody(http.Request.Body);
        return next(http);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0) return await inner.ReadAsync(buffer, cancellationToken);
        while (_from == _to && !_ended)
        {
            var read = await inner.ReadAsync(_read, cancellationToken);
            (_from, _to) = (0, 0);
            if (read > 0) Keep(_read.AsSpan(0, read));
            else
            {
                KeepBegun();
                _ended = true;
            }
        }
        var taken = Math.Min(buffer.Length, _to - _from);
        _kept.AsMemory(_from, taken).CopyTo(buffer);
        _from += taken;
        return taken;
    }

    private void Keep(ReadOnlySpan<byte> read)
    {
        foreach (var one in read)
        {
            if (one == Zero[_begun])
            {
                _begun = (_begun + 1) % Zero.Length;
                continue;
            }
            KeepBegun();
            if (one == Zero[0]) _begun = 1;
            else _kept[_to++] = one;
        }
    }

    private void KeepBegun()
    {
        Zero[.._begun].CopyTo(_kept.AsSpan(_to));
        (_to, _begun) = (_to + _begun, 0);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
