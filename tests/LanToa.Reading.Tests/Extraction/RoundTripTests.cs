using System.Globalization;
using System.IO.Compression;
using System.Text;
using LanToa.Reading.Extraction;

namespace LanToa.Reading.Tests.Extraction;

public sealed class RoundTripTests(PlanFiles files) : IClassFixture<PlanFiles>
{
    private const string TableText = "| TT | Nội dung công việc | Cơ quan chủ trì | Thời gian |\n| 1 | Xây dựng chuyên mục trên cổng thông tin điện tử của tỉnh | Sở Nội vụ | Quý I |\n| 2 | Phát tờ rơi | UBND các xã | Quý IV |\n./.\n";

    [Fact]
    public void Plans_AsWord_ComeBackLetterByLetter()
    {
        foreach (var plan in files.Plans)
            Extractor.Extract(plan.Word, "a.docx").Text.ShouldBe(Clean(string.Concat(plan.Lines.Select(l => l + "\n"))) + TableText, plan.Name);
    }

    [Fact]
    public void Plans_AsPdf_ComeBackWordByWord()
    {
        foreach (var plan in files.Plans.Where(p => files.Pdf.ContainsKey(p.Name)))
        {
            // The second plan's text is damaged in itself: recognising it again would prove nothing here.
            var text = Extractor.Extract(files.Pdf[plan.Name], "a.pdf", new() { RecogniseImages = false }).Text;
            var (wanted, found) = (PlanFiles.Words(string.Join('\n', plan.Lines) + "\n" + TableText).ToList(), PlanFiles.Words(text).ToList());
            PlanFiles.Recall(wanted, found).ShouldBeGreaterThan(0.99, plan.Name);
            PlanFiles.Recall(found, wanted).ShouldBeGreaterThan(0.98, plan.Name);
            text.ShouldContain("| 2 | Phát tờ rơi | UBND các xã | Quý IV |");
            text.ShouldContain("\n\f");
        }
    }

    [Fact]
    public async Task Plans_Scanned_AreRecognised()
    {
        if (!ExternalProgram.Tesseract.IsAvailable || files.Pdf.Count == 0)
        {
            Console.WriteLine("NOT RUN: LibreOffice or tesseract is absent, no scan was recognised");
            return;
        }
        foreach (var plan in files.Plans.Where(p => !p.Name.StartsWith("002", StringComparison.Ordinal)))
        {
            var page = await files.ScanAsync(files.Pdf[plan.Name], 2);
            var wanted = Extractor.Extract(files.Pdf[plan.Name], "a.pdf").Text.Split('\f')[1];
            var read = Extractor.Extract(page, "trang.jpg");
            PlanFiles.Recall(PlanFiles.Words(wanted), PlanFiles.Words(read.Text)).ShouldBeGreaterThan(0.93, plan.Name);
            read.MediaType.ShouldBe("image/jpeg");
            read.Warnings.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    public async Task Scan_FedTheWrongWay_IsTurned(int degrees)
    {
        if (!ExternalProgram.Tesseract.IsAvailable || files.Pdf.Count == 0)
        {
            Console.WriteLine("NOT RUN: LibreOffice or tesseract is absent, no turned scan was recognised");
            return;
        }
        var pdf = files.Pdf[files.Plans[0].Name];
        var wanted = Extractor.Extract(pdf, "a.pdf").Text.Split('\f')[1];
        var read = Extractor.Extract(new PdfBuilder().Picture(await files.ScanAsync(pdf, 2), 1654, 2339).Turned(degrees).Build(), "a.pdf");
        PlanFiles.Recall(PlanFiles.Words(wanted), PlanFiles.Words(read.Text)).ShouldBeGreaterThan(0.93);
    }

    [Fact]
    public async Task TextLayer_ThatLostItsMarks_IsRecognisedAgain()
    {
        if (!ExternalProgram.Tesseract.IsAvailable || files.Pdf.Count == 0)
        {
            Console.WriteLine("NOT RUN: LibreOffice or tesseract is absent, no text layer without marks was recognised again");
            return;
        }
        var pdf = files.Pdf[files.Plans[0].Name];
        var wanted = Extractor.Extract(pdf, "a.pdf").Text.Split('\f')[1];
        var jpeg = await files.ScanAsync(pdf, 2);
        var damaged = new PdfBuilder().Picture(jpeg, 1654, 2339);
        var y = 60;
        foreach (var line in wanted.Split('\n').Where(l => l.Length > 0)) damaged.Text(70, y += 16, WithoutMarks(line), hidden: true);
        var steps = new List<(int, int)>();
        var read = Extractor.Extract(damaged.Build(), "a.pdf", new() { Progress = new Steps(steps) });
        PlanFiles.Recall(PlanFiles.Words(wanted), PlanFiles.Words(read.Text)).ShouldBeGreaterThan(0.93);
        read.Warnings.ShouldContain(w => w.Contains("hỏng dấu", StringComparison.Ordinal));
        steps.ShouldBe([(1, 1)]);
    }

    [Fact]
    public async Task OldFormats_GoThroughLibreOffice()
    {
        if (!ExternalProgram.LibreOffice.IsAvailable)
        {
            Console.WriteLine("NOT RUN: LibreOffice is absent, no old format was converted");
            return;
        }
        var word = new DocxBuilder().Body("KẾ HOẠCH", "Tuyên truyền cải cách hành chính", DocxBuilder.Table(DocxBuilder.Row("1", "Tờ rơi")), "./.").Build();
        foreach (var (to, extension, mediaType) in new[] { ("doc:MS Word 97", "doc", "application/msword"), ("rtf", "rtf", "application/rtf"), ("odt", "odt", "application/vnd.oasis.opendocument.text") })
        {
            var read = Extractor.Extract(await files.ConvertAsync(word, to, extension), "tep-khong-duoi");
            read.Text.ShouldStartWith("KẾ HOẠCH\nTuyên truyền cải cách hành chính\n| 1 | Tờ rơi |\n");
            read.MediaType.ShouldBe(mediaType);
        }

        // A field of the moment is read as those who wrote it see it, wherever the machine stands.
        var (before, now, after) = (Hour(), Extractor.Extract(OpenText("<text:p>Bây giờ là <text:time>00:00</text:time></text:p>"), "a.odt").Text, Hour());
        new[] { $"Bây giờ là {before}:", $"Bây giờ là {after}:" }.ShouldContain(words => now.Contains(words, StringComparison.Ordinal), now);

        static string Hour() => TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh")).ToString("HH", CultureInfo.InvariantCulture);
    }

    private static byte[] OpenText(string body)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
            foreach (var (name, text) in new[]
            {
                ("mimetype", "application/vnd.oasis.opendocument.text"),
                ("content.xml", $"""<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>{body}</office:text></office:body></office:document-content>"""),
                ("META-INF/manifest.xml", """<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""),
            })
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        return bytes.ToArray();
    }

    [Fact]
    public async Task EncryptedPdf_IsRefused()
    {
        if (!ExternalProgram.LibreOffice.IsAvailable)
        {
            Console.WriteLine("NOT RUN: LibreOffice is absent, no encrypted file was refused");
            return;
        }
        var pdf = await files.ConvertAsync(new DocxBuilder().Body("x").Build(), """pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"mat-khau"}}""", "pdf");
        Should.Throw<UnreadableFileException>(() => Extractor.Extract(pdf, "a.pdf")).Code.ShouldBe(UnreadableCodes.Encrypted);
    }

    private static string Clean(string text) => TextCleaner.Clean(text, ExtractionOptions.Default);

    private static string WithoutMarks(string text) =>
        new(text.Normalize(NormalizationForm.FormD).Where(c => c < 0x80 || c is 'đ' or 'Đ').Select(c => c switch { 'đ' => 'd', 'Đ' => 'D', _ => c }).ToArray());

    private sealed class Steps(List<(int, int)> steps) : IProgress<(int Page, int Pages)>
    {
        public void Report((int Page, int Pages) value) => steps.Add(value);
    }
}
