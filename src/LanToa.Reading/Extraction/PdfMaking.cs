using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>
/// What a PDF says of its own making, the moment and the identifiers, which LibreOffice makes anew each time: settled by the document and a given moment, so that one document is the same bytes whenever it is printed.
/// Every value keeps its length, since the table at the end of the file counts bytes.
/// </summary>
internal static partial class PdfMaking
{
    public static byte[] Settle(byte[] pdf, byte[] document, DateTimeOffset at)
    {
        // Latin-1 takes each byte for one letter and gives it back.
        var text = Encoding.Latin1.GetString(pdf);
        var digits = at.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var iso = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        var id = Convert.ToHexString(SHA256.HashData(document))[..32];
        text = InfoDate().Replace(text, m => m.Groups[1].Value + digits);
        text = MetadataDate().Replace(text, m => m.Groups[1].Value + iso);
        text = Identifiers().Replace(text, m => m.Groups[1].Value + id + m.Groups[2].Value + id);
        text = Checksum().Replace(text, m => m.Groups[1].Value + id);
        return Encoding.Latin1.GetBytes(text);
    }

    [GeneratedRegex(@"(/(?:CreationDate|ModDate) ?\(D:)\d{14}")]
    private static partial Regex InfoDate();

    [GeneratedRegex(@"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")]
    private static partial Regex MetadataDate();

    [GeneratedRegex(@"(/ID ?\[ ?<)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}")]
    private static partial Regex Identifiers();

    [GeneratedRegex(@"(/DocChecksum /)[0-9A-F]{32}")]
    private static partial Regex Checksum();
}
