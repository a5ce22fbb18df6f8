using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LanToa.Reading.Extraction;

/// <summary>PDF to text with poppler: words with boxes, lines of tables from a small picture of each page.</summary>
internal sealed partial class PdfText(ExtractionOptions options, List<string> warnings)
{
    private const int LookDpi = 100;
    private const int PagesAtOnce = 12;
    private const int FewWords = 12;
    private const double BlankInk = 0.0006;
    private const double InkOfAWord = 0.0005;
    private const double SameWords = 0.7;

    public async Task<string> ExtractAsync(byte[] bytes, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("in.pdf");
        await File.WriteAllBytesAsync(file, bytes, cancellation).ConfigureAwait(false);
        var count = await PageCountAsync(file, folder, cancellation).ConfigureAwait(false);
        var pages = await WordsAsync(file, folder, cancellation).ConfigureAwait(false);

        while (pages.Count < count) pages.Add(new(595, 842, []));
        var rulings = new Rulings[count];
        var explained = new bool[count]; // nothing is drawn beyond the words of the text layer
        for (var first = 1; first <= count; first += PagesAtOnce)
        {
            var last = Math.Min(count, first + PagesAtOnce - 1);
            var pictures = await PicturesAsync(file, folder, first, last, LookDpi, cancellation).ConfigureAwait(false);
            for (var n = first; n <= last; n++)
            {
                var picture = n - first < pictures.Count ? pictures[n - first] : null;
                rulings[n - 1] = picture == null ? Rulings.None : Rulings.Find(picture, 72.0 / LookDpi);
                explained[n - 1] = picture != null && picture.Ink() < BlankInk + pages[n - 1].Words.Count * InkOfAWord;
            }
        }
        var unsure = Enumerable.Range(0, count).Where(i => NeedsRecognition(pages[i], explained[i])).ToList();
        if (unsure.Count > 0) await RecogniseAsync(file, folder, pages, rulings, unsure, cancellation).ConfigureAwait(false);

        var result = new DocumentAssembler();
        HeadedTable? open = null;
        for (var i = 0; i < count; i++) result.Page(PageLayout.Read(pages[i], rulings[i], ref open));
        return result.ToString();
    }

    /// <summary>A picture that only tesseract can open (TIFF with its pages, WebP, PNG with transparency). Its drawn lines stay unknown.</summary>
    public async Task<string> ExtractImageAsync(byte[] bytes, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("in.img");
        await File.WriteAllBytesAsync(file, bytes, cancellation).ConfigureAwait(false);
        var count = ImagePdf.TiffPages(bytes);
        if (count > options.MaxRecognisedPages)
            throw new UnreadableFileException(UnreadableCodes.TooManyPages, $"Ảnh có {count} trang, nhiều hơn mức {options.MaxRecognisedPages} trang. Hãy tách phần kế hoạch cần đọc thành một tệp riêng.");
        var pages = await new Recognition(options with { PageTimeLimit = options.PageTimeLimit * count }).ReadFileAsync(file, 72.0 / Recognition.Dpi, folder, cancellation).ConfigureAwait(false);
        var result = new DocumentAssembler();
        HeadedTable? open = null;
        foreach (var page in pages) result.Page(PageLayout.Read(page, Rulings.None, ref open));
        warnings.Add("Chữ do máy nhận dạng từ ảnh. Hãy kiểm lại với bản gốc, nhất là số, ngày và tên riêng.");
        return result.ToString();
    }

    private static bool NeedsRecognition(PageWords page, bool explained) => (page.Words.Count < FewWords && !explained) || TextQuality.Of(page) < TextQuality.Damaged;

    private static bool IsBetter(PageWords recognised, PageWords layer) => layer.Words.Count < FewWords
        // A stamp or a signature beside a few words of text gives scraps, not a page.
        ? recognised.Words.Count > layer.Words.Count * 2 + (layer.Words.Count > 0 ? 8 : 0)
        : recognised.Words.Count > layer.Words.Count / 2 && TextQuality.Of(recognised) is var quality && quality > TextQuality.Of(layer) + 0.05
            && (quality >= TextQuality.Damaged || !ShowsTheSame(recognised, layer));

    /// <summary>The page shows what its layer holds: the damage is drawn, and recognising it again only adds misreadings of its own.</summary>
    private static bool ShowsTheSame(PageWords recognised, PageWords layer)
    {
        var held = layer.Words.Select(w => w.Text).ToHashSet(StringComparer.Ordinal);
        return recognised.Words.Count(w => held.Contains(w.Text)) > recognised.Words.Count * SameWords;
    }

    private async Task RecogniseAsync(string file, TemporaryFolder folder, List<PageWords> pages, Rulings[] rulings, List<int> unsure, CancellationToken cancellation)
    {
        var withoutText = unsure.Count(i => pages[i].Words.Count < FewWords);
        if (!options.RecogniseImages || !ExternalProgram.Tesseract.IsAvailable)
        {
            if (pages.TrueForAll(p => p.Words.Count < FewWords)) throw new UnreadableFileException(UnreadableCodes.ProgramMissing, ExternalProgram.Tesseract.MissingMessage);
            warnings.Add($"{unsure.Count} trang là ảnh hoặc mất dấu và chưa được nhận dạng lại. {ExternalProgram.Tesseract.MissingMessage}");
            return;
        }
        if (unsure.Count > options.MaxRecognisedPages)
            throw new UnreadableFileException(UnreadableCodes.TooManyPages,
                $"Tệp có {unsure.Count} trang quét, nhiều hơn mức {options.MaxRecognisedPages} trang. Hãy tách phần kế hoạch cần đọc thành một tệp riêng.");

        var (done, better) = (0, 0);
        var failures = new ConcurrentDictionary<int, UnreadableFileException>();
        var recognition = new Recognition(options);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.ParallelPages), CancellationToken = cancellation };
        await Parallel.ForEachAsync(unsure, parallel, async (i, token) =>
        {
            try
            {
                var (dpi, points) = Recognition.Resolution(pages[i].Width, pages[i].Height);
                var pictures = await PicturesAsync(file, folder, i + 1, i + 1, dpi, token).ConfigureAwait(false);
                if (pictures.Count == 1)
                {
                    var (words, lines) = await recognition.ReadAsync(pictures[0], points, folder, $"p{i}", token).ConfigureAwait(false);
                    if (IsBetter(words, pages[i]))
                    {
                        (pages[i], rulings[i]) = (words, lines);
                        Interlocked.Increment(ref better);
                    }
                }
            }
            catch (UnreadableFileException e) when (e.Code is UnreadableCodes.TimedOut or UnreadableCodes.Broken)
            {
                // One bad page does not cost the others.
                failures[i] = e;
            }
            options.Progress?.Report((Interlocked.Increment(ref done), unsure.Count));
        }).ConfigureAwait(false);

        if (failures.Count == pages.Count) throw failures.Values.First();
        if (!failures.IsEmpty) warnings.Add($"Không nhận dạng được trang {string.Join(", ", failures.Keys.Order().Select(k => k + 1))}. Hãy quét lại các trang này.");
        if (withoutText > 0 && better > 0) warnings.Add($"{withoutText} trang là ảnh quét, chữ do máy nhận dạng. Hãy kiểm lại với bản gốc, nhất là số, ngày và tên riêng.");
        else if (better > 0) warnings.Add($"Lớp chữ của {better} trang bị hỏng dấu nên đã nhận dạng lại từ ảnh. Hãy kiểm lại với bản gốc.");
        var weak = unsure.Count(i => pages[i].Confidence < Recognition.WeakConfidence);
        if (weak > 0) warnings.Add($"{weak} trang nhận dạng kém (ảnh mờ, nghiêng hoặc chữ viết tay). Nên quét lại ở 300 dpi.");
    }

    private async Task<int> PageCountAsync(string file, TemporaryFolder folder, CancellationToken cancellation)
    {
        var run = await RunAsync(ExternalProgram.PdfInfo, [file], folder, cancellation).ConfigureAwait(false);
        if (run.Error.Contains("Incorrect password", StringComparison.Ordinal))
            throw new UnreadableFileException(UnreadableCodes.Encrypted, "Tệp PDF có mật khẩu. Hãy mở bằng mật khẩu, in lại thành PDF không đặt mật khẩu rồi tải lên.");
        if (!run.Succeeded || !PageLine().IsMatch(run.Text)) throw Broken();
        var pages = int.Parse(PageLine().Match(run.Text).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        if (pages == 0) throw new UnreadableFileException(UnreadableCodes.NoText, "Tệp PDF không có trang nào. Hãy kiểm tra lại tệp.");
        if (pages > options.MaxPages)
            throw new UnreadableFileException(UnreadableCodes.TooManyPages, $"Tệp PDF có {pages} trang, nhiều hơn mức {options.MaxPages} trang. Hãy tách phần kế hoạch cần đọc thành một tệp riêng.");
        return pages;
    }

    private async Task<List<PageWords>> WordsAsync(string file, TemporaryFolder folder, CancellationToken cancellation)
    {
        var run = await RunAsync(ExternalProgram.PdfToText, ["-q", "-tsv", file, "-"], folder, cancellation).ConfigureAwait(false);
        if (run.Outcome == ProgramOutcome.TooMuchOutput)
            throw new UnreadableFileException(UnreadableCodes.TooMuchText, "Tệp PDF chứa quá nhiều chữ. Hãy tách phần kế hoạch cần đọc thành một tệp riêng.");
        var pages = run.Succeeded ? WordTable.Parse(run.Text, 1, recognised: false) : [];
        // Fonts of before Unicode look like damage, but need no recognition: only another reading of their letters.
        if (LegacyVietnamese.Converter(string.Join(' ', pages.SelectMany(p => p.Words).Select(w => w.Text))) is not var (convert, encoding)) return pages;
        warnings.Add($"Tệp PDF dùng phông chữ {encoding}, đã chuyển sang Unicode. Hãy kiểm lại chữ có dấu.");
        return pages.ConvertAll(p => p with { Words = p.Words.ConvertAll(w => w with { Text = convert(w.Text) }) });
    }

    private async Task<List<GrayImage>> PicturesAsync(string file, TemporaryFolder folder, int first, int last, int dpi, CancellationToken cancellation)
    {
        var run = await RunAsync(ExternalProgram.PdfToImage,
            ["-q", "-r", Text(dpi), "-gray", "-aaVector", "no", "-f", Text(first), "-l", Text(last), file], folder, cancellation).ConfigureAwait(false);
        return run.Succeeded ? GrayImage.ReadAll(run.Output) : [];
    }

    private async Task<ProgramRun> RunAsync(ExternalProgram program, IEnumerable<string> arguments, TemporaryFolder folder, CancellationToken cancellation)
    {
        var run = await program.RunAsync(arguments, new() { Time = options.ProgramTimeLimit, OutputBytes = 256L * 1024 * 1024 }, folder: folder.Path, cancellation: cancellation).ConfigureAwait(false);
        return run.Outcome switch
        {
            ProgramOutcome.Missing => throw new UnreadableFileException(UnreadableCodes.ProgramMissing, program.MissingMessage),
            ProgramOutcome.TimedOut => throw new UnreadableFileException(UnreadableCodes.TimedOut, "Đọc tệp PDF quá lâu nên đã dừng. Hãy in lại tệp thành PDF mới hoặc tách bớt trang rồi tải lên."),
            _ => run,
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static UnreadableFileException Broken() => new(UnreadableCodes.Broken, "Tệp PDF bị hỏng hoặc tải lên chưa đủ. Hãy mở thử trên máy, in lại thành PDF rồi tải lên.");

    [GeneratedRegex(@"^Pages:\s+([0-9]{1,9})", RegexOptions.Multiline)]
    private static partial Regex PageLine();
}
