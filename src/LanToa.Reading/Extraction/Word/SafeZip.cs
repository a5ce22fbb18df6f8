using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>A ZIP package read with bounds: entries, size of each part, size of all, and no DTD in its XML.</summary>
internal sealed class SafeZip : IDisposable
{
    private const int MaxEntries = 5000;
    private const int MaxPart = 48 * 1024 * 1024;
    private const long MaxTotal = 160L * 1024 * 1024;
    // Deflate reaches about 1000:1 on zeros; honest XML of a document stays under 60:1.
    private const int MaxRatio = 200;
    private const int RatioMatters = 4 * 1024 * 1024;

    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private long _total;

    public SafeZip(byte[] bytes)
    {
        try
        {
            _zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
            if (_zip.Entries.Count > MaxEntries) throw Bomb();
            foreach (var entry in _zip.Entries) _entries.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), entry);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException or IndexOutOfRangeException)
        {
            throw Broken(e);
        }
    }

    public IEnumerable<string> Names => _entries.Keys;

    public bool Has(string name) => _entries.ContainsKey(name);

    public byte[]? Bytes(string name)
    {
        if (!_entries.TryGetValue(name, out var entry)) return null;
        try
        {
            // The sizes in the directory are claims: what is inflated is counted.
            using var stream = entry.Open();
            var result = new MemoryStream();
            var buffer = new byte[81920];
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                _total += read;
                if (result.Length + read > MaxPart || _total > MaxTotal) throw Bomb();
                result.Write(buffer, 0, read);
                if (result.Length > RatioMatters && result.Length > entry.CompressedLength * MaxRatio) throw Bomb();
            }
            return result.ToArray();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw Broken(e);
        }
    }

    /// <summary>A part as XML; null when it is absent.</summary>
    public XElement? Xml(string name)
    {
        if (Bytes(name) is not { } bytes) return null;
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = false,
            MaxCharactersInDocument = MaxPart,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        };
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), settings);
            RefuseDeep(bytes, settings);
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or ArgumentException)
        {
            throw Broken(e);
        }
    }

    public void Dispose() => _zip.Dispose();

    // Walking the tree recurses; real documents nest to a few dozen levels.
    private static void RefuseDeep(byte[] bytes, XmlReaderSettings settings)
    {
        if (bytes.Length < 4096) return;
        using var reader = XmlReader.Create(new MemoryStream(bytes, writable: false), settings);
        while (reader.Read())
            if (reader.Depth > 400)
                throw new UnreadableFileException(UnreadableCodes.TooDeep, "Tệp có cấu trúc lồng nhau bất thường. Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lên lại.");
    }

    private static UnreadableFileException Bomb() => new(UnreadableCodes.Bomb,
        "Tệp nén chứa dữ liệu lớn bất thường nên không được mở. Hãy mở bằng Word, lưu thành tệp .docx mới rồi tải lên lại.");

    private static UnreadableFileException Broken(Exception e) => new(UnreadableCodes.Broken,
        "Tệp bị hỏng hoặc tải lên chưa đủ. Hãy mở thử trên máy, lưu lại rồi tải lên lần nữa.", e);
}
