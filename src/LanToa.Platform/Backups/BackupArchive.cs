using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace LanToa.Platform.Backups;

/// <summary>
/// The file of a backup: a tar archive (any tar can list and unpack it) and after its end one line of fixed length with the SHA-256 of all bytes
/// before, so that a file cut short or altered anywhere is known before it is used.
/// <code>
/// LANTOA-BACKUP.txt     what this is and how to unpack it by hand
/// database/000000 …     the parts of one dump in pg_dump's custom format: joined they are what pg_restore reads
/// files/ab/cd/abcd…     files by SHA-256
/// manifest.json         <see cref="BackupManifest"/>
/// </code>
/// </summary>
internal static class BackupArchive
{
    public const string Note = "LANTOA-BACKUP.txt";
    public const string Manifest = "manifest.json";
    public const string DatabaseFolder = "database/";
    public const string FilesFolder = "files/";

    /// <summary>Only the owner may read a backup: it holds password hashes and the keys of cookies.</summary>
    public const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const string TrailerHead = "\nLANTOA-BACKUP-1 SHA-256 ";

    public static int TrailerLength => TrailerHead.Length + 65;

    public static string NoteText => """
        A backup of LanToa. Restore it with: ./lantoa restore FILE
        By hand: tar -xf FILE; cat database/* > dump; pg_restore --no-owner -d DATABASE dump; files/ belongs into the data folder.

        """;

    public static byte[] Trailer(ReadOnlySpan<byte> sha256) => Encoding.ASCII.GetBytes(TrailerHead + Convert.ToHexStringLower(sha256) + "\n");

    /// <summary>The hash that the trailer names, or null when these bytes are no trailer.</summary>
    public static string? HashOf(ReadOnlySpan<byte> trailer)
    {
        var text = Encoding.ASCII.GetString(trailer);
        return text.Length == TrailerLength && text.StartsWith(TrailerHead, StringComparison.Ordinal) && text[^1] == '\n' ? text[TrailerHead.Length..^1] : null;
    }

    public static UstarTarEntry Entry(string path, Stream content, DateTimeOffset at) =>
        new(TarEntryType.RegularFile, path) { DataStream = content, Mode = OwnerOnly, ModificationTime = at };

    public static async Task<string> HashAsync(Stream content, CancellationToken cancel) => Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancel));
}

/// <summary>Passes bytes on to a stream and hashes them.</summary>
internal sealed class HashingWriteStream(Stream to) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _written;

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _written;
    public override long Position { get => _written; set => throw new NotSupportedException(); }

    public byte[] HashSoFar() => _hash.GetCurrentHash();

    public override void Flush() => to.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        to.Write(buffer);
        _hash.AppendData(buffer);
        _written += buffer.Length;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await to.WriteAsync(buffer, cancellationToken);
        _hash.AppendData(buffer.Span);
        _written += buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
