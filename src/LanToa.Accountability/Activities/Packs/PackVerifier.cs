using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LanToa.Platform.Time;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>What a check of a pack found (Vietnamese); nothing: all that was signed is there as it was signed.</summary>
/// <param name="Head">What the pack says that it is of; null where that cannot be read.</param>
/// <param name="Fingerprint">Of the key in the pack.</param>
/// <param name="ManifestHash">By which the agency's page knows the pack.</param>
/// <param name="Wrapping">Where nothing was found, how the zip around the files is not the one that was made (Vietnamese); empty: every byte of it is.</param>
public sealed record PackVerdict(PackHead? Head, string? Fingerprint, string? ManifestHash, int Checked, IReadOnlyList<string> Findings, IReadOnlyList<string> Wrapping)
{
    /// <summary>Every byte is as it was made.</summary>
    public bool IsSound => Findings.Count == 0 && Wrapping.Count == 0;

    /// <summary>Unpacked and packed again: every file is as it was signed, none is missing, none was added, but other programs may read another zip than this one.</summary>
    public bool IsRepacked => Findings.Count == 0 && Wrapping.Count > 0;
}

/// <summary>
/// Checks a pack with nothing but the pack: hashes, signature, what is missing or does not belong there, and that the zip is byte for byte the one that was made. Hostile zips (names
/// that lead elsewhere, one name twice, little that unpacks to much) are refused before anything of them is unpacked; nothing is ever written.
/// </summary>
public static class PackVerifier
{
    private const int MostFindings = 200, MaxSmall = 16 << 10, MostEntries = 2_000_000;

    /// <summary>So much more than the file itself a repacked one may hold; beyond it nobody packed evidence.</summary>
    private const long MostFold = 50, Slack = 16 << 20;

    /// <param name="zip">Must seek.</param>
    /// <param name="key">The fingerprint that a person got from the agency; null: only shown.</param>
    public static PackVerdict Verify(Stream zip, string? key = null)
    {
        var state = new Findings();
        try
        {
            using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
            if (Hostile(archive, zip.Length) is { } hostile) return new(null, null, null, 0, [hostile], []);
            return Verify(archive, zip, key, state);
        }
        catch (Exception e) when (IsBroken(e))
        {
            state.Add("Không đọc được như một tệp zip: tệp bị cắt ngắn hoặc đã bị sửa phần đầu mục.");
            return new(null, null, null, 0, state.All, []);
        }
    }

    private static string? Hostile(ZipArchive archive, long length)
    {
        if (archive.Entries.Count > MostEntries) return "Từ chối: tệp zip có quá nhiều mục.";
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long unpacked = 0;
        foreach (var entry in archive.Entries)
        {
            var name = entry.FullName;
            if (name.Length == 0 || name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || name.Contains(':', StringComparison.Ordinal) || name.Split('/').Contains("..") || name.Any(char.IsControl)) return $"Từ chối: tên mục “{Shown(name)}” dẫn ra ngoài thư mục giải nén. Đừng giải nén tệp này.";
            if (!names.Add(name)) return $"Từ chối: tên mục “{Shown(name)}” có hai lần; mỗi chương trình sẽ giải nén ra một bản khác. Đừng giải nén tệp này.";
            unpacked = checked(unpacked + entry.Length);
        }
        return unpacked > (length * MostFold) + Slack ? $"Từ chối: tệp {VietnameseFormat.Number(length)} byte khai giải nén ra {VietnameseFormat.Number(unpacked)} byte (bom nén). Đừng giải nén tệp này." : null;
    }

    private static PackVerdict Verify(ZipArchive archive, Stream zip, string? key, Findings state)
    {
        // A folder's own entry, which many programs write beside its files, holds nothing.
        var entries = archive.Entries.Where(e => !e.FullName.EndsWith('/') || e.Length > 0).ToDictionary(e => e.FullName, StringComparer.Ordinal);
        var (manifest, signature, publicKey) = (Small(entries, PackFormat.Manifest, PackFormat.MaxManifest, state), Small(entries, PackFormat.Signature, MaxSmall, state), Small(entries, PackFormat.PublicKey, MaxSmall, state));
        var fingerprint = publicKey is null ? null : CheckKey(publicKey, key, state, out var owner) is { } spki && owner is not null ? CheckSignature(owner, spki, manifest, signature, state) : null;
        if (manifest is null) return new(null, fingerprint, null, 0, state.All, []);
        var hash = Convert.ToHexStringLower(SHA256.HashData(manifest));
        var (head, files) = ReadManifest(manifest, fingerprint, state);
        var layout = new Layout(zip);
        foreach (var (name, bytes) in new[] { (PackFormat.Manifest, manifest), (PackFormat.Signature, signature), (PackFormat.PublicKey, publicKey) })
            if (bytes is not null) layout.Expect(name, Crc32.End(Crc32.Add(Crc32.Begin, bytes)), bytes.Length);
        foreach (var file in files)
        {
            if (!entries.TryGetValue(file.Path, out var entry)) state.Add($"Thiếu tệp: {file.Path}");
            else if (HashOf(entry, file.Size) is not { } found) state.Add($"Tệp đã bị thay đổi: {file.Path} (kích thước khác {VietnameseFormat.Number(file.Size)} byte, hoặc không đọc được)");
            else if (found.Sha256 != file.Sha256) state.Add($"Tệp đã bị thay đổi: {file.Path}");
            else layout.Expect(file.Path, found.Crc, file.Size);
        }
        var listed = files.Select(f => f.Path).Concat([PackFormat.Manifest, PackFormat.Signature, PackFormat.PublicKey]).ToHashSet(StringComparer.Ordinal);
        foreach (var extra in entries.Keys.Where(n => !listed.Contains(n)).Order(StringComparer.Ordinal)) state.Add($"Tệp thừa, không có trong danh mục: {Shown(extra)}");
        // Asked only when nothing else is wrong: whatever else was changed shows here too.
        IReadOnlyList<string> wrapping = state.Count > 0 || layout.IsWhole() ? [] : WrappingOf(archive, [PackFormat.Manifest, PackFormat.Signature, PackFormat.PublicKey, .. files.Select(f => f.Path)]);
        return new(head, fingerprint, hash, files.Count, state.All, wrapping);
    }

    /// <summary>What of the zip itself is not as it was made, as far as a reader of zips can tell.</summary>
    private static List<string> WrappingOf(ZipArchive archive, IReadOnlyList<string> order)
    {
        var differs = new List<string>();
        var there = archive.Entries.Where(e => !e.FullName.EndsWith('/')).ToList();
        if (there.Count < archive.Entries.Count) differs.Add("có thêm mục thư mục");
        if (there.Exists(e => e.CompressedLength != e.Length)) differs.Add("các tệp được nén, bản gốc để nguyên");
        if (!there.Select(e => e.FullName).SequenceEqual(order)) differs.Add("thứ tự các tệp khác");
        if (there.Exists(e => e.LastWriteTime.DateTime != StoredZip.Made)) differs.Add("giờ ghi ở các tệp khác");
        if (archive.Comment.Length > 0 || there.Exists(e => e.Comment.Length > 0)) differs.Add("có lời chú thích");
        return differs.Count > 0 ? differs : ["phần đầu mục của zip bị sửa, hoặc có dữ liệu không thuộc tệp nào"];
    }

    private static byte[]? CheckKey(byte[] pem, string? key, Findings state, out ECDsa? owner)
    {
        owner = ECDsa.Create();
        try
        {
            var text = Encoding.ASCII.GetString(pem);
            owner.ImportFromPem(text);
            var spki = owner.ExportSubjectPublicKeyInfo();
            if (PackFormat.Pem(spki) != text) state.Add($"{PackFormat.PublicKey} đã bị thay đổi.");
            var own = PackFormat.Fingerprint(spki);
            if (key is not null && PackFormat.Plain(key) != PackFormat.Plain(own)) state.Add($"Gói được ký bằng khóa khác: dấu khóa trong gói là {own}, khác dấu khóa bạn đưa ra.");
            return spki;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            owner.Dispose();
            owner = null;
            state.Add($"{PackFormat.PublicKey} không phải là khóa ECDSA P-256; không kiểm được chữ ký.");
            return null;
        }
    }

    private static string CheckSignature(ECDsa owner, byte[] spki, byte[]? manifest, byte[]? signature, Findings state)
    {
        using (owner)
            if (manifest is not null && signature is not null && !owner.VerifyData(manifest, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
                state.Add($"Chữ ký không đúng: {PackFormat.Manifest}, {PackFormat.Signature} hoặc {PackFormat.PublicKey} đã bị thay đổi, hoặc gói không do cơ quan có khóa này tạo ra.");
        return PackFormat.Fingerprint(spki);
    }

    private static (PackHead? Head, IReadOnlyList<PackFile> Files) ReadManifest(byte[] manifest, string? fingerprint, Findings state)
    {
        PackHead? head = null;
        var files = new List<PackFile>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            using var lines = new StreamReader(new MemoryStream(manifest), new UTF8Encoding(false, true));
            while (lines.ReadLine() is { } line)
            {
                if (head is null)
                {
                    head = PackFormat.Read<PackHead>(line);
                    continue;
                }
                var file = PackFormat.Read<PackFile>(line);
                if (!PackFormat.IsPath(file.Path) || !PackFormat.IsHash(file.Sha256) || file.Size is < 0 or > uint.MaxValue || !paths.Add(file.Path)) state.Add($"{PackFormat.Manifest} có dòng không hợp lệ: {Shown(file.Path)}");
                else files.Add(file);
            }
        }
        catch (Exception e) when (e is JsonException or DecoderFallbackException or NotSupportedException)
        {
            state.Add($"{PackFormat.Manifest} đã bị thay đổi: có dòng không đọc được.");
        }
        if (head is null || head.Format != PackFormat.Format) state.Add($"{PackFormat.Manifest} không phải danh mục của gói minh chứng LanToa dạng {PackFormat.Format}.");
        else if (fingerprint is not null && PackFormat.Plain(head.Key) != PackFormat.Plain(fingerprint)) state.Add($"{PackFormat.Manifest} ghi dấu khóa khác khóa trong gói.");
        if (head is not null && files.Count != head.Files) state.Add($"{PackFormat.Manifest} ghi {head.Files} tệp nhưng liệt kê {files.Count}.");
        return (head, files);
    }

    private static byte[]? Small(Dictionary<string, ZipArchiveEntry> entries, string name, int most, Findings state)
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            state.Add($"Thiếu tệp: {name}");
            return null;
        }
        try
        {
            if (entry.Length > most) throw new InvalidDataException(name);
            using var content = entry.Open();
            var bytes = new byte[entry.Length];
            content.ReadExactly(bytes);
            if (content.ReadByte() >= 0) throw new InvalidDataException(name);
            return bytes;
        }
        catch (Exception e) when (IsBroken(e))
        {
            state.Add($"Không đọc được {name}: tệp đã bị thay đổi.");
            return null;
        }
    }

    /// <summary>Null where there are not exactly so many bytes; never reads more than one beyond them.</summary>
    private static (string Sha256, uint Crc)? HashOf(ZipArchiveEntry entry, long size)
    {
        if (entry.Length != size) return null;
        try
        {
            using var content = entry.Open();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            var (crc, total) = (Crc32.Begin, 0L);
            for (int read; (read = content.Read(buffer)) > 0;)
            {
                if ((total += read) > size) return null;
                hash.AppendData(buffer, 0, read);
                crc = Crc32.Add(crc, buffer.AsSpan(0, read));
            }
            return total == size ? (Convert.ToHexStringLower(hash.GetHashAndReset()), Crc32.End(crc)) : null;
        }
        catch (Exception e) when (IsBroken(e))
        {
            return null;
        }
    }

    // A zip that was tampered with fails in the reader in many ways, none of which is a fault of this program.
    private static bool IsBroken(Exception e) => e is InvalidDataException or IOException or NotSupportedException or ArgumentException or OverflowException or InvalidOperationException;

    private static string Shown(string name) => new([.. name.Take(120).Select(c => char.IsControl(c) ? '?' : c)]);

    private sealed class Findings
    {
        private readonly List<string> _all = [];

        public int Count { get; private set; }

        public void Add(string finding)
        {
            if (++Count <= MostFindings) _all.Add(finding);
        }

        public IReadOnlyList<string> All => Count <= MostFindings ? _all : [.. _all, $"… và {VietnameseFormat.Number(Count - MostFindings)} điểm khác."];
    }

    /// <summary>Compares all that is not content with what the writer would have written.</summary>
    private sealed class Layout(Stream zip)
    {
        private readonly List<StoredZip.Entry> _entries = [];
        private long _at;

        public void Expect(string name, uint crc, long size)
        {
            _entries.Add(new(name, crc, (uint)size, _at));
            _at += StoredZip.LocalLength + name.Length + size;
        }

        public bool IsWhole()
        {
            foreach (var entry in _entries)
                if (!Is(entry.Offset, StoredZip.Local(entry.Name, entry.Crc, entry.Size))) return false;
            var at = _at;
            foreach (var entry in _entries)
            {
                var bytes = StoredZip.Central(entry);
                if (!Is(at, bytes)) return false;
                at += bytes.Length;
            }
            var end = StoredZip.End(_entries.Count, _at, at - _at);
            return Is(at, end) && zip.Length == at + end.Length;
        }

        private bool Is(long at, byte[] expected)
        {
            if (at + expected.Length > zip.Length) return false;
            var there = new byte[expected.Length];
            zip.Position = at;
            zip.ReadExactly(there);
            return there.AsSpan().SequenceEqual(expected);
        }
    }
}
