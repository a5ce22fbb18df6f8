using System.IO.Compression;
using System.Xml;

namespace LanToa.Platform.Documents.Checking;

/// <summary>Looks through a package before it is loaded: a file of a stranger may be made to fill the memory or the stack.</summary>
internal static class PackageGuard
{
    private const int MaxEntries = 2000, MaxDepth = 200;
    private const long MaxBytes = 60L * 1024 * 1024;

    /// <exception cref="UncheckableDocumentException">Too many parts, too much XML, nested too deep, or a DTD.</exception>
    /// <exception cref="InvalidDataException">No ZIP archive.</exception>
    public static void Refuse(Stream package)
    {
        using (var zip = new ZipArchive(package, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (zip.Entries.Count > MaxEntries) throw Strange();
            var total = 0L;
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false };
            foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || e.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
            {
                using var counted = new CountedStream(entry.Open(), MaxBytes - total);
                using var reader = XmlReader.Create(counted, settings);
                while (reader.Read())
                    if (reader.Depth > MaxDepth) throw Strange();
                total += counted.Count;
            }
        }
        package.Position = 0;
    }

    private static UncheckableDocumentException Strange() => new("Tệp Word có cấu trúc bất thường nên không được mở. Hãy mở bằng Word, lưu thành tệp .docx mới rồi kiểm tra lại.");

    /// <summary>The sizes that an archive tells are claims: what comes out is counted.</summary>
    private sealed class CountedStream(Stream inner, long most) : Stream
    {
        public long Count { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = inner.Read(buffer, offset, count);
            Count += read;
            return Count > most ? throw Strange() : read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
