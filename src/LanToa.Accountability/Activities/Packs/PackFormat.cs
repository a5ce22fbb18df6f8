using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>The first line of a manifest: what the pack is of.</summary>
public sealed record PackHead(
    string Format, Guid Pack, DateTimeOffset Made, string Unit, string? Plan, DateOnly From, DateOnly To, int Activities, int Evidence, int Files, string Key);

/// <summary>Every other line: a file of the pack with its size and hash.</summary>
public sealed record PackFile(string Path, long Size, string Sha256);

/// <summary>
/// What a pack consists of. A zip whose entries are stored as they are, in this order: the manifest (JSON lines: <see cref="PackHead"/>, then a <see cref="PackFile"/> for each
/// file in the order of the zip), its signature (ECDSA P-256 over SHA-256, DER as openssl takes it), the public key (PEM), then the files of the manifest.
/// </summary>
public static partial class PackFormat
{
    public const string Format = "lantoa-evidence-pack-1";
    public const string Manifest = "manifest.jsonl", Signature = "manifest.sig", PublicKey = "public-key.pem";
    public const string Sums = "SHA256SUMS", Readme = "README.txt", Script = "verify.sh", Page = "index.html", Sheet = "index.xlsx";

    /// <summary>More lines than this no manifest has: 64 MB.</summary>
    public const int MaxManifest = 64 << 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true,
    };

    /// <summary>Where evidence lies: under its hash, with an end by which a computer opens it.</summary>
    public static string PathOf(string sha256, string? mediaType) => $"files/{sha256}{EndOf(mediaType)}";

    public static string Line<T>(T value) => JsonSerializer.Serialize(value, Json) + "\n";

    /// <exception cref="JsonException">It is no such line.</exception>
    public static T Read<T>(string line) where T : class => JsonSerializer.Deserialize<T>(line, Json) ?? throw new JsonException("null");

    /// <summary>Whether a file of a pack may be called so; nothing else is ever read or unpacked.</summary>
    public static bool IsPath(string path) => path is Sums or Readme or Script or Page or Sheet || EvidencePath().IsMatch(path);

    public static bool IsHash(string hash) => Hash().IsMatch(hash);

    /// <summary>The SHA-256 of the key (SubjectPublicKeyInfo) in groups of four, as people compare it.</summary>
    public static string Fingerprint(ReadOnlySpan<byte> publicKey) => string.Join(':', Convert.ToHexStringLower(SHA256.HashData(publicKey)).Chunk(4).Select(c => new string(c)));

    /// <summary>The same without what people put between the groups.</summary>
    public static string Plain(string fingerprint) => new([.. fingerprint.Where(char.IsAsciiHexDigit).Select(char.ToLowerInvariant)]);

    public static string Pem(ReadOnlySpan<byte> publicKey) => PemEncoding.WriteString("PUBLIC KEY", publicKey) + "\n";

    /// <summary>As files and manifests name a moment: "2026-11-22T01:02:03Z".</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string EndOf(string? mediaType) => mediaType switch
    {
        "application/pdf" => ".pdf",
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "image/tiff" => ".tif",
        "video/mp4" => ".mp4",
        "audio/mpeg" => ".mp3",
        "audio/ogg" => ".ogg",
        "text/plain" => ".txt",
        "application/rtf" => ".rtf",
        "application/msword" => ".doc",
        "application/zip" => ".zip",
        LanToa.Platform.Files.FileTypes.Docx => ".docx",
        LanToa.Platform.Files.FileTypes.Xlsx => ".xlsx",
        _ => "",
    };

    [GeneratedRegex(@"\Afiles/[0-9a-f]{64}(\.[a-z0-9]{2,4})?\z")]
    private static partial Regex EvidencePath();

    [GeneratedRegex(@"\A[0-9a-f]{64}\z")]
    private static partial Regex Hash();
}
