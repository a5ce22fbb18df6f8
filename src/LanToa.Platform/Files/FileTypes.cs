using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LanToa.Platform.Files;

/// <summary>The media type of bytes by what they are, not by what they are called.</summary>
public static class FileTypes
{
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    public const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Finds the type from the file's beginning (and, for ZIP containers, its entries); text/plain for readable text, else application/octet-stream.</summary>
    public static string Detect(Stream content)
    {
        var start = new byte[Math.Min(4096, content.Length)];
        content.Position = 0;
        content.ReadExactly(start);
        content.Position = 0;
        var type = ByStart(start);
        if (type == "application/zip") type = OfZip(content);
        content.Position = 0;
        return type;
    }

    private static string ByStart(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("%PDF-"u8)) return "application/pdf";
        if (start.StartsWith("PK\x03\x04"u8)) return "application/zip";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])) return "application/msword";
        if (start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])) return "image/png";
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return "image/jpeg";
        if (start.StartsWith("GIF8"u8)) return "image/gif";
        if (start.Length > 12 && start.StartsWith("RIFF"u8) && start[8..].StartsWith("WEBP"u8)) return "image/webp";
        if (start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8)) return "image/tiff";
        if (start.Length > 12 && start[4..].StartsWith("ftyp"u8)) return "video/mp4";
        if (start.StartsWith("ID3"u8) || (start.Length > 1 && start[0] == 0xFF && (start[1] & 0xE6) == 0xE2)) return "audio/mpeg";
        if (start.StartsWith("OggS"u8)) return "audio/ogg";
        if (start.StartsWith("{\\rtf"u8)) return "application/rtf";
        return LooksLikeText(start) ? TextType(start) : "application/octet-stream";
    }

    private static string TextType(ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\n', '\r', '\t');
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase) ? "text/html" : "text/plain";
    }

    private static bool LooksLikeText(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return true;
        if (IsUnmarkedUtf16(start)) return true;
        foreach (var b in start)
            if (b < 9 || b is > 13 and < 32 && b != 27) return false;
        return true;
    }

    /// <summary>Old editors save UTF-16 without its mark: the high byte of most letters is zero, the low byte never.</summary>
    private static bool IsUnmarkedUtf16(ReadOnlySpan<byte> start)
    {
        int[] zeros = [0, 0];
        for (var i = 0; i < start.Length; i++)
            if (start[i] == 0) zeros[i & 1]++;
        return start.Length >= 32 && Math.Min(zeros[0], zeros[1]) == 0 && Math.Max(zeros[0], zeros[1]) > start.Length / 8;
    }

    private static string OfZip(Stream content)
    {
        if (!HasSmallDirectory(content)) return "application/zip";
        try
        {
            content.Position = 0;
            using var zip = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("word/document.xml") is not null) return Docx;
            if (zip.GetEntry("xl/workbook.xml") is not null) return Xlsx;
        }
        catch (InvalidDataException)
        {
            return "application/octet-stream"; // says PK but is no archive
        }
        return "application/zip";
    }

    /// <summary>
    /// Whether the list of entries is that of a document. An archive of 100 MB may list two million of them, each of which would become an object
    /// here; where the list begins stands at the end of the file (APPNOTE.TXT 4.3.16).
    /// </summary>
    private static bool HasSmallDirectory(Stream content)
    {
        const int endRecord = 22, longestComment = ushort.MaxValue, largestDirectory = 1 << 20;
        var tail = new byte[Math.Min(content.Length, endRecord + longestComment)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        var at = tail.AsSpan().LastIndexOf("PK\x05\x06"u8);
        if (at < 0 || at + endRecord > tail.Length) return true; // no archive, which its reader finds out at once
        var begins = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        return content.Length - tail.Length + at - begins is >= 0 and <= largestDirectory;
    }
}
