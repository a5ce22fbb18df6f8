using System.Security.Cryptography;
using System.Text;
using LanToa.Platform.Files;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>Writes the zip of a manifest from the store.</summary>
public static class PackStream
{
    /// <exception cref="InvalidDataException">The bytes of a file are no longer those of its hash.</exception>
    /// <exception cref="FileNotFoundException">The store lost a file.</exception>
    public static async Task WriteAsync(Stream output, byte[] manifest, byte[] signature, byte[] publicKey, IFileBytes bytes, CancellationToken cancel = default)
    {
        var entries = new List<StoredZip.Entry>();
        long at = 0;
        foreach (var (name, content) in new[] { (PackFormat.Manifest, manifest), (PackFormat.Signature, signature), (PackFormat.PublicKey, Encoding.ASCII.GetBytes(PackFormat.Pem(publicKey))) })
        {
            using var small = new MemoryStream(content);
            at = await AddAsync(output, entries, at, name, small, Crc32.End(Crc32.Add(Crc32.Begin, content)), content.Length, cancel);
        }
        using var lines = new StreamReader(new MemoryStream(manifest));
        await lines.ReadLineAsync(cancel);
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            var file = PackFormat.Read<PackFile>(line);
            await using var content = await bytes.OpenAsync(file.Sha256, cancel);
            var crc = await CheckAsync(content, file, cancel);
            content.Position = 0;
            at = await AddAsync(output, entries, at, file.Path, content, crc, file.Size, cancel);
        }
        var centralAt = at;
        foreach (var entry in entries)
        {
            var header = StoredZip.Central(entry);
            await output.WriteAsync(header, cancel);
            at += header.Length;
        }
        await output.WriteAsync(StoredZip.End(entries.Count, centralAt, at - centralAt), cancel);
    }

    private static async Task<uint> CheckAsync(Stream content, PackFile file, CancellationToken cancel)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var (crc, total) = (Crc32.Begin, 0L);
        for (int read; (read = await content.ReadAsync(buffer, cancel)) > 0; total += read)
        {
            hash.AppendData(buffer, 0, read);
            crc = Crc32.Add(crc, buffer.AsSpan(0, read));
        }
        if (total != file.Size || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256) throw new InvalidDataException($"{file.Path}: the bytes in the store are not those of the hash.");
        return Crc32.End(crc);
    }

    private static async Task<long> AddAsync(Stream output, List<StoredZip.Entry> entries, long at, string name, Stream content, uint crc, long size, CancellationToken cancel)
    {
        entries.Add(new(name, crc, (uint)size, at));
        var header = StoredZip.Local(name, crc, (uint)size);
        await output.WriteAsync(header, cancel);
        await content.CopyToAsync(output, 1 << 16, cancel);
        return at + header.Length + size;
    }
}
