using System.Text;

namespace LanToa.Reading.Extraction;

internal enum FileKind { Text, Markdown, Html, Rtf, Pdf, Zip, Ole, Png, Jpeg, Tiff, WebP, Unsupported }

/// <summary>What a file is, by its first bytes. The name only tells Markdown from text.</summary>
internal static class FileKinds
{
    private static readonly (byte[] Magic, FileKind Kind)[] Magics =
    [
        ([0x50, 0x4B, 0x03, 0x04], FileKind.Zip),
        ([0x50, 0x4B, 0x05, 0x06], FileKind.Zip),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], FileKind.Ole),
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], FileKind.Png),
        ([0xFF, 0xD8, 0xFF], FileKind.Jpeg),
        ([0x49, 0x49, 0x2A, 0x00], FileKind.Tiff),
        ([0x4D, 0x4D, 0x00, 0x2A], FileKind.Tiff),
        ([0x1F, 0x8B], FileKind.Unsupported),
        ([0x37, 0x7A, 0xBC, 0xAF], FileKind.Unsupported),
        ("Rar!"u8.ToArray(), FileKind.Unsupported),
        ("GIF8"u8.ToArray(), FileKind.Unsupported),
        ("BM"u8.ToArray(), FileKind.Unsupported),
        ([0x7F, 0x45, 0x4C, 0x46], FileKind.Unsupported),
    ];

    public static FileKind Detect(ReadOnlySpan<byte> bytes, string fileName)
    {
        foreach (var (magic, kind) in Magics)
            if (bytes.StartsWith(magic) && !(magic.Length == 2 && magic[0] == (byte)'B' && LooksLikeText(bytes))) return kind;
        if (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8)) return FileKind.WebP;

        // A PDF may have some bytes before its header (ISO 32000-1, annex H: within the first 1024).
        var head = bytes[..Math.Min(bytes.Length, 1024)];
        if (head.IndexOf("%PDF-"u8) >= 0) return FileKind.Pdf;

        var start = HeadAsText(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (start.StartsWith("{\\rtf", StringComparison.Ordinal)) return FileKind.Rtf;
        if (LooksLikeHtml(start)) return FileKind.Html;
        return Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".md" or ".markdown" => FileKind.Markdown,
            ".html" or ".htm" or ".xhtml" when start.Contains('<', StringComparison.Ordinal) => FileKind.Html,
            _ => FileKind.Text,
        };
    }

    private static bool LooksLikeHtml(string start)
    {
        string[] openings = ["<!doctype html", "<html", "<head", "<body", "<!--", "<meta", "<table", "<div"];
        if (start.StartsWith("<?xml", StringComparison.Ordinal)) return start.Contains("<html", StringComparison.OrdinalIgnoreCase);
        return Array.Exists(openings, o => start.StartsWith(o, StringComparison.OrdinalIgnoreCase));
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(bytes.Length, 64)].IndexOf((byte)0) < 0;

    private static string HeadAsText(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(head),
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(head),
        _ => Encoding.UTF8.GetString(head),
    };
}
