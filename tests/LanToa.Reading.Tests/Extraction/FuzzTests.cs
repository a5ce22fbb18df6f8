using System.Diagnostics;
using System.Text;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

/// <summary>Any bytes: an answer or an <see cref="UnreadableFileException"/>, in bounded time.</summary>
public sealed class FuzzTests
{
    private static readonly ExtractionOptions Options = new() { RecogniseImages = false, ProgramTimeLimit = TimeSpan.FromSeconds(20) };

    private static void Try(byte[] bytes, string name)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var read = Extractor.Extract(bytes, name, Options);
            read.Text.IsNormalized(NormalizationForm.FormC).ShouldBeTrue();
            read.Text.ShouldNotContain("\r");
        }
        catch (UnreadableFileException e)
        {
            e.Code.ShouldNotBeEmpty();
            e.Message.ShouldNotBeEmpty();
        }
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void RandomBytes_WithAndWithoutMagic()
    {
        var random = new Random(20251);
        byte[][] heads = [[], [0x50, 0x4B, 3, 4], "<html>"u8.ToArray(), [0xFF, 0xFE], [0xEF, 0xBB, 0xBF]];
        for (var i = 0; i < 300; i++)
        {
            var tail = new byte[random.Next(0, 3000)];
            random.NextBytes(tail);
            Try([.. heads[i % heads.Length], .. tail], i % 2 == 0 ? "a.txt" : "a.docx");
        }
    }

    [Fact]
    public void RandomLetters_AreText()
    {
        var random = new Random(7);
        const string alphabet = "aăâđêôơư\u0301\u0300\u0309\uD83D\uDE00\uFFFE\u2028|*#\n\r\t\f 1234567890.)(-+";
        for (var i = 0; i < 200; i++)
            Try(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(1, 400)).Select(_ => alphabet[random.Next(alphabet.Length)]))), "a.md");
    }

    [Fact]
    public void Word_TruncatedAndFlipped()
    {
        var whole = new DocxBuilder().Body("KẾ HOẠCH", DocxBuilder.Table(DocxBuilder.Row("a", "b"))).Numbering("<w:abstractNum w:abstractNumId=\"0\"/>").Build();
        for (var length = 4; length < whole.Length; length += 41) Try(whole[..length], "a.docx");
        var random = new Random(3);
        for (var i = 0; i < 300; i++)
        {
            var bytes = whole.ToArray();
            for (var n = random.Next(1, 6); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Try(bytes, "a.docx");
        }
    }

    [Fact]
    public void Word_ElementsInAnyOrder()
    {
        var random = new Random(11);
        string[] pieces =
        [
            "<w:p>", "</w:p>", "<w:r><w:t>x</w:t></w:r>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>", "<w:tc>", "</w:tc>", "<w:tcPr><w:gridSpan w:val=\"99999999\"/><w:vMerge/></w:tcPr>",
            "<w:pPr><w:numPr><w:ilvl w:val=\"12\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>", "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>", "<w:sdt/>", "<w:sym/>", "<w:del/>", "<w:sectPr/>",
        ];
        for (var i = 0; i < 200; i++)
        {
            var open = new Stack<string>();
            var xml = new StringBuilder();
            for (var n = 0; n < 40; n++)
            {
                var piece = pieces[random.Next(pieces.Length)];
                if (piece.StartsWith("</", StringComparison.Ordinal))
                {
                    if (open.TryPop(out var last)) xml.Append("</" + last[1..]);
                    continue;
                }
                if (piece is "<w:p>" or "<w:tbl>" or "<w:tr>" or "<w:tc>") open.Push(piece);
                xml.Append(piece);
            }
            while (open.TryPop(out var left)) xml.Append("</" + left[1..]);
            Try(new DocxBuilder().Numbering("<w:num w:numId=\"1\"/>").Body(xml.ToString()).Build(), "a.docx");
        }
    }

    [Fact]
    public void Pdf_Flipped()
    {
        var whole = new PdfBuilder().Text(70, 50, "KE HOACH TUYEN TRUYEN").Grid([50, 100, 200], [100, 150, 200], ["a", "b"], ["c", "d"]).Build();
        var random = new Random(5);
        for (var i = 0; i < 12; i++)
        {
            var bytes = whole.ToArray();
            for (var n = random.Next(1, 30); n > 0; n--) bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);
            Try(bytes, "a.pdf");
        }
    }

    [Fact]
    public void Images_OfNoise()
    {
        var random = new Random(9);
        byte[][] heads = [[0xFF, 0xD8, 0xFF, 0xE1, 0, 20], [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52], [0x49, 0x49, 0x2A, 0x00], [.. "RIFF\0\0\0\0WEBP"u8]];
        foreach (var head in heads)
        {
            var tail = new byte[500];
            random.NextBytes(tail);
            Try([.. head, .. tail], "a.png");
            Try(head, "a.png");
        }
    }

    [Fact]
    public void OldWord_OfNoise()
    {
        var tail = new byte[600];
        new Random(1).NextBytes(tail);
        Try([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. tail], "a.doc");
        Try([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")], "a.docx");
    }
}
