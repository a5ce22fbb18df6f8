using System.IO.Compression;
using System.Xml;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Looks through a package before it is loaded: a file of a stranger may be made to fill the memory or the stack.</summary>
internal static class PackageGuard
{
    private const int MaxEntries = 2000, MaxDepth = 200;
    private const long MaxXml = 60L * 1024 * 1024, MaxOther = 200L * 1024 * 1024;

    /// <exception cref="UncheckableDocumentException">Too many parts, too much in them, nested too deep, or a DTD.</exception>
    /// <exception cref="InvalidDataException">No ZIP archive.</exception>
    public static void Refuse(Stream package)
    {
        using (var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (zip.Entries.Count > MaxEntries) throw Strange();
            long xml = 0, other = 0;
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };
            // The main part is found by its content type, so a name says nothing: what begins like XML is read as XML.
            foreach (var entry in zip.Entries)
            {
                var isXml = LooksLikeXml(entry);
                using var counted = new CountedStream(entry.Open(), isXml ? MaxXml - xml : MaxOther - other, Strange);
                if (isXml)
                {
                    using var reader = XmlReader.Create(counted, settings);
                    while (reader.Read())
                        if (reader.Depth > MaxDepth) throw Strange();
                }
                else counted.CopyTo(Stream.Null);
                if (isXml) xml += counted.Count;
                else other += counted.Count;
            }
        }
        package.Position = 0;
    }

    /// <summary>The first letter is "&lt;", in any encoding of Unicode, after a byte order mark and blanks.</summary>
    private static bool LooksLikeXml(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var start = new byte[4096];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        foreach (var b in start.AsSpan(0, read))
        {
            if (b is 0 or 0xEF or 0xBB or 0xBF or 0xFE or 0xFF or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') continue;
            return b == (byte)'<';
        }
        return read == start.Length;
    }

    private static UncheckableDocumentException Strange() => new("Tệp Word có cấu trúc bất thường nên không được mở. Hãy mở bằng Word, lưu thành tệp .docx mới rồi kiểm tra lại.");
}
