using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Packs;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>The program with one pack: three accepted activities of one department (two with the same file, one without any) and one that waits.</summary>
public sealed class PackApp : ObligationsApp
{
    public const string Sentence = "Tổ chức hội nghị phổ biến cải cách hành chính <ở cơ sở>";

    public static byte[] List { get; } = Encoding.UTF8.GetBytes("Nguyễn Văn A\nTrần Thị B\n");

    public Guid PlanId { get; private set; }
    public string Path { get; private set; } = "";
    public byte[] Zip { get; private set; } = [];

    /// <summary>The job that makes a pack holds its snapshot and reports meanwhile: not over a second connection of the same kind.</summary>
    protected override int Pool => 1;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Clock.MoveTo(new DateOnly(2026, 9, 20));
        var plan = await IssueAsync(new DateOnly(2026, 1, 15), null, new TaskGiven(Sentence, new DutyRule { Kind = DutyKind.Counted, Every = [PeriodKind.Quarter], Count = 9 }, [Culture.Id]));
        PlanId = plan.Id;
        var quarter = (await OccurrencesAsync(plan.Id)).Single(o => o.PeriodKey == "2026-Q3");
        for (var n = 0; n < 4; n++)
        {
            var input = new ActivityInput
            {
                HappenedOn = new DateOnly(2026, 9, 10 + n), Form = "event", Title = $"Hội nghị “thôn” số {n} & bạn bè", Attendance = 45, Duties = [new(quarter.Id)],
                Files = n == 2 ? [] : [new SentFile(n == 0 ? "danh sách <1>.txt" : "bản khác tên.txt", () => new MemoryStream(List), false)], NoEvidenceReason = n == 2 ? "Máy ảnh hỏng." : null,
            };
            var logged = await InScopeAsync(s => s.GetRequiredService<LogActivity>().HandleAsync(Guid.CreateVersion7(), Culture.Id, input));
            logged.Kind.ShouldBe(OutcomeKind.Done);
            if (n < 3) (await InScopeAsync(s => s.GetRequiredService<DecideActivity>().HandleAsync(logged.Id, ActivityVerb.Accept, Guid.CreateVersion7(), 1, null))).Kind.ShouldBe(OutcomeKind.Done);
        }
        using var officer = await SignInAsync(Role.Officer);
        Path = (await AskAsync(officer)).Location.ShouldNotBeNull();
        await RunJobsAsync();
        Zip = await officer.Http.GetByteArrayAsync($"{Path}?handler=File");
    }

    public async Task<TestPage> AskAsync(TestBrowser person, Dictionary<string, string>? more = null)
    {
        var said = new Dictionary<string, string> { ["Input.UnitId"] = Culture.Id.ToString(), ["Input.Purpose"] = "Thẩm định năm 2026." };
        foreach (var (key, value) in more ?? []) said[key] = value;
        return await person.SubmitAsync(await person.GetAsync($"/activities/pack?plan={PlanId}"), "main form[method=post]", said);
    }
}

/// <summary>Packs of evidence: what is in them, that a stranger can check them, and that nothing about them can be changed unseen.</summary>
public sealed partial class PackTests(PackApp app) : IClassFixture<PackApp>
{
    private static PackVerdict Verify(byte[] zip, string? key = null) => PackVerifier.Verify(new MemoryStream(zip), key);

    [Fact]
    public async Task Pack_OfAUnit_HoldsWordsAndEachFileOnce_AndOnlyForThoseWhoMayRead()
    {
        var verdict = Verify(app.Zip);
        verdict.Findings.ShouldBeEmpty();
        (verdict.Head!.Activities, verdict.Head.Evidence, verdict.Head.Unit).ShouldBe((3, 2, app.Culture.Name));
        using (var zip = new ZipArchive(new MemoryStream(app.Zip)))
        {
            zip.Entries.Count(e => e.FullName.StartsWith("files/", StringComparison.Ordinal)).ShouldBe(1);
            var file = zip.Entries.Single(e => e.FullName.StartsWith("files/", StringComparison.Ordinal));
            file.FullName.ShouldBe($"files/{Convert.ToHexStringLower(SHA256.HashData(PackApp.List))}.txt");
            using var page = new StreamReader(zip.GetEntry(PackFormat.Page)!.Open());
            var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await page.ReadToEndAsync(TestContext.Current.CancellationToken));
            var said = html.Body!.TextContent;
            foreach (var words in new[] { PackApp.Sentence, app.Culture.Name, "Hội nghị “thôn” số 0 & bạn bè", "danh sách <1>.txt", "Không có: Máy ảnh hỏng.", "10/09/2026", "Thẩm định năm 2026." }) said.ShouldContain(words);
            said.ShouldNotContain("số 3 & bạn bè");
            html.QuerySelectorAll("a[href^=files]").Select(a => a.GetAttribute("href")).ShouldAllBe(h => zip.GetEntry(h!) != null);
            html.QuerySelectorAll("script, img, link, iframe").ShouldBeEmpty();
            var book = new MemoryStream();
            await zip.GetEntry(PackFormat.Sheet)!.Open().CopyToAsync(book, TestContext.Current.CancellationToken);
            using var sheet = new StreamReader(new ZipArchive(book).GetEntry("xl/worksheets/sheet1.xml")!.Open());
            (await sheet.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain(file.FullName);
        }

        using var officer = await app.SignInAsync(Role.Officer);
        var shown = await officer.OpenAsync(app.Path);
        shown.Text().ShouldContain("Yêu cầu gói minh chứng", Case.Insensitive);
        shown.Text().ShouldContain(verdict.ManifestHash!);
        (await officer.Http.GetByteArrayAsync($"{app.Path}?handler=File", TestContext.Current.CancellationToken)).ShouldBe(app.Zip);
        using var stranger = await app.SignInAsync(Role.FocalPoint, app.Finance);
        (await stranger.GetAsync(app.Path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"{app.Path}?handler=File")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/activities/pack")).Text().ShouldNotContain("Thẩm định năm 2026");
        (await app.AskAsync(stranger)).Text(".lt-errors").ShouldContain("trong phạm vi của bạn");

        using var nobody = app.Anonymous();
        var page1 = await nobody.GetAsync($"/goi-minh-chung?ma={verdict.ManifestHash}");
        page1.Text().ShouldContain(verdict.Fingerprint!);
        page1.Text(".lt-note").ShouldContain("Đúng: danh mục này do hệ thống tạo");
        (await nobody.GetAsync($"/goi-minh-chung?ma={new string('0', 64)}")).Text(".lt-note").ShouldContain("không tạo gói nào");
    }

    [Fact]
    public async Task Rows_OfEvidenceThatWasRefusedAndCorrected_AreLeftOutUntilItIsAccepted()
    {
        var rows = async () => await app.InScopeAsync(s => s.GetRequiredService<PackRows>() is var packed ? packed.Evidence(packed.Activities(app.Culture.Id, app.PlanId, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), true)).Select(e => e.Evidence.Id).Distinct().ToListAsync() : null!);
        var all = await rows();

        await JudgeAsync(EvidenceState.InReview, "Không mở được.");
        (await rows()).ShouldBe(all.Skip(1), ignoreOrder: true);
        await JudgeAsync(EvidenceState.InReview, null);
        (await rows()).ShouldBe(all, ignoreOrder: true);
        await JudgeAsync(EvidenceState.Accepted, null);
        (await rows()).ShouldBe(all, ignoreOrder: true);

        Task JudgeAsync(EvidenceState state, string? refused) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Evidence>().Where(e => e.Id == all[0]).ExecuteUpdateAsync(e => e.SetProperty(x => x.State, state).SetProperty(x => x.DecisionReason, refused)));
    }

    [Fact]
    public async Task Pack_AskedForTwiceAtOnce_IsOne_AndWithTheWaitingOnesHasMore()
    {
        using var officer = await app.SignInAsync(Role.Officer);
        var form = await officer.GetAsync($"/activities/pack?unit={app.Culture.Id}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => officer.SubmitAsync(form, "main form[method=post]", new() { ["Input.WithWaiting"] = "true", ["Input.Purpose"] = "Hai lần" })));

        answers.ShouldAllBe(a => a.Location != null, string.Join('\n', answers.Select(a => $"{a.Status} {a.Text()}")));
        var path = answers.Select(a => a.Location).Distinct().ShouldHaveSingleItem()!;
        await app.RunJobsAsync();
        Verify(await officer.Http.GetByteArrayAsync($"{path}?handler=File", TestContext.Current.CancellationToken)).Head!.Activities.ShouldBe(4);
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<EvidencePack>().CountAsync(p => p.Purpose == "Hai lần"))).ShouldBe(1);
        (await app.AskAsync(officer, new() { ["Input.From"] = "01/01/2025", ["Input.To"] = "31/12/2024" })).Text(".lt-errors").ShouldContain("trước từ ngày");
        (await app.AskAsync(officer, new() { ["Input.From"] = "01/01/2025", ["Input.To"] = "31/12/2025" })).Text(".lt-errors").ShouldContain("không có gì để đóng gói");
    }

    [Fact]
    public void Verify_AnyOneByteChanged_IsFound()
    {
        var zip = app.Zip.ToArray();
        var random = new Random(20260920);
        // Every byte of what surrounds the files, of the manifest, of the signature and of the key; of the rest every third.
        var quiet = new List<int>();
        for (var at = 0; at < zip.Length; at += at < 6000 || at > zip.Length - 1500 ? 1 : 3)
        {
            var was = zip[at];
            zip[at] ^= (byte)(1 << random.Next(8));
            if (Verify(zip).IsSound) quiet.Add(at);
            zip[at] = was;
        }
        quiet.ShouldBeEmpty();
        foreach (var length in new[] { 0, 1, 30, zip.Length / 2, zip.Length - 1 }) Verify(zip[..length]).IsSound.ShouldBeFalse();
        Verify([.. zip, 0]).IsSound.ShouldBeFalse();
        Verify([0, .. zip]).IsSound.ShouldBeFalse();
    }

    [Fact]
    public void Verify_Tampered_NamesExactlyWhatDiffers()
    {
        var evidence = Names(app.Zip).Single(n => n.StartsWith("files/", StringComparison.Ordinal));
        Verify(Repack(app.Zip, (evidence, "khác"u8.ToArray()))).Findings.ShouldHaveSingleItem().ShouldContain($"Tệp đã bị thay đổi: {evidence}");
        Verify(Repack(app.Zip, (evidence, null))).Findings.ShouldBe([$"Thiếu tệp: {evidence}"]);
        Verify(Repack(app.Zip, ("files/them.txt", [1]))).Findings.ShouldBe(["Tệp thừa, không có trong danh mục: files/them.txt"]);
        Verify(Repack(app.Zip, (PackFormat.Signature, null))).Findings.ShouldBe([$"Thiếu tệp: {PackFormat.Signature}"]);
        var repacked = Verify(Repack(app.Zip));
        (repacked.IsSound, repacked.IsRepacked, repacked.Findings.Count).ShouldBe((false, true, 0));
        // Unpacked and packed again with entries for the folders: they are no files; one that holds something is.
        Verify(Repack(app.Zip, ("files/", []))).Wrapping.ShouldContain("có thêm mục thư mục");
        Verify(Repack(app.Zip, ("files/", [1]))).Findings.ShouldBe(["Tệp thừa, không có trong danh mục: files/"]);

        // The manifest says what the changed file is: only the signature tells.
        var manifest = Encoding.UTF8.GetString(Entry(app.Zip, PackFormat.Manifest));
        var forged = Encoding.UTF8.GetBytes(manifest.Replace(Convert.ToHexStringLower(SHA256.HashData(Entry(app.Zip, PackFormat.Readme))), Convert.ToHexStringLower(SHA256.HashData("x"u8)), StringComparison.Ordinal)
            .Replace($"\"path\":\"{PackFormat.Readme}\",\"size\":{Entry(app.Zip, PackFormat.Readme).Length}", $"\"path\":\"{PackFormat.Readme}\",\"size\":1", StringComparison.Ordinal));
        Verify(Repack(app.Zip, (PackFormat.Readme, "x"u8.ToArray()), (PackFormat.Manifest, forged))).Findings.ShouldHaveSingleItem().ShouldContain("Chữ ký không đúng");

        // Whoever forges may sign too, by a key of their own: only the fingerprint from elsewhere tells.
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (own, foreign) = (Verify(app.Zip).Fingerprint!, PackFormat.Fingerprint(other.ExportSubjectPublicKeyInfo()));
        var signed = Encoding.UTF8.GetBytes(manifest.Replace(own, foreign, StringComparison.Ordinal));
        var whole = Repack(app.Zip, (PackFormat.Manifest, signed), (PackFormat.Signature, other.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)), (PackFormat.PublicKey, Encoding.ASCII.GetBytes(PackFormat.Pem(other.ExportSubjectPublicKeyInfo()))));
        Verify(whole).IsRepacked.ShouldBeTrue();
        Verify(whole, own).Findings.ShouldHaveSingleItem().ShouldContain("ký bằng khóa khác");
        Verify(app.Zip, own).IsSound.ShouldBeTrue();
        Verify(app.Zip, PackFormat.Plain(own).ToUpperInvariant()).IsSound.ShouldBeTrue();
    }

    [Fact]
    public void Verify_HostileZips_AreRefusedBeforeAnythingIsUnpacked()
    {
        foreach (var name in new[] { "../ngoai.txt", "/etc/passwd", "files/../../x", "C:\\x", "files\\x" }) Verify(Repack(app.Zip, (name, [1]))).Findings.ShouldHaveSingleItem().ShouldContain("dẫn ra ngoài");
        Verify(Repack(app.Zip, ("README.TXT", [1]))).Findings.ShouldHaveSingleItem().ShouldContain("có hai lần");
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry(PackFormat.Manifest, CompressionLevel.SmallestSize).Open())
            for (var n = 0; n < 64; n++) entry.Write(new byte[1 << 20]);
        Verify(bomb.ToArray()).Findings.ShouldHaveSingleItem().ShouldContain("bom nén");
        Verify("không phải zip"u8.ToArray()).Findings.ShouldHaveSingleItem().ShouldContain("Không đọc được");
    }

    [Fact]
    public void Zip_BeyondFourGigabytes_IsReadByOthers()
    {
        // Only the ends of it are ever written: what lies between is a hole in the file.
        const uint size = 100 << 20;
        var names = Enumerable.Range(0, 45).Select(n => $"files/{Convert.ToHexStringLower(SHA256.HashData([(byte)n]))}").ToList();
        using var file = new FileStream(Path.Combine(Path.GetTempPath(), $"lantoa-{Guid.CreateVersion7():N}.zip"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 4096, FileOptions.DeleteOnClose);
        var entries = new List<StoredZip.Entry>();
        foreach (var name in names)
        {
            entries.Add(new(name, 0, size, file.Position));
            file.Write(StoredZip.Local(name, 0, size));
            file.Write(Encoding.ASCII.GetBytes(name));
            file.Position += size - name.Length;
        }
        var at = file.Position;
        foreach (var entry in entries) file.Write(StoredZip.Central(entry));
        file.Write(StoredZip.End(entries.Count, at, file.Position - at));

        file.Length.ShouldBe(StoredZip.LengthOf(names.Select(n => (n, (long)size))));
        file.Length.ShouldBeGreaterThan(uint.MaxValue);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        zip.Entries.Select(e => e.FullName).ShouldBe(names);
        var last = new byte[names[^1].Length];
        using var content = zip.Entries[^1].Open();
        content.ReadExactly(last);
        Encoding.ASCII.GetString(last).ShouldBe(names[^1]);
    }

    [Fact]
    public void Script_RunForReal_SaysOkOrNamesWhatDiffers()
    {
        var folder = Directory.CreateTempSubdirectory("lantoa-pack-").FullName;
        try
        {
            ZipFile.ExtractToDirectory(new MemoryStream(app.Zip), folder);
            var evidence = Directory.GetFiles(Path.Combine(folder, "files")).Single();
            var (code, said) = Run(folder);
            code.ShouldBe(0, said);
            said.ShouldContain("OK");
            said.ShouldContain(Verify(app.Zip).ManifestHash!);
            // The script of the agency's page, which came with no pack.
            var own = Path.GetTempFileName();
            File.WriteAllText(own, PackTexts.Script);
            Run("sh", own, folder).Code.ShouldBe(0);
            File.Delete(own);
            if (File.Exists("/usr/bin/openssl")) Run("openssl", "dgst", "-sha256", "-verify", Path.Combine(folder, PackFormat.PublicKey), "-signature", Path.Combine(folder, PackFormat.Signature), Path.Combine(folder, PackFormat.Manifest)).Said.ShouldContain("Verified OK");

            void Changed(Action change, string words)
            {
                change();
                (code, said) = Run(folder);
                code.ShouldBe(1, said);
                said.ShouldContain(words);
                Directory.Delete(folder, recursive: true);
                ZipFile.ExtractToDirectory(new MemoryStream(app.Zip), folder);
            }

            Changed(() => File.AppendAllText(evidence, " "), $"Tệp đã bị thay đổi: files/{Path.GetFileName(evidence)}");
            Changed(() => File.AppendAllText(Path.Combine(folder, PackFormat.Page), " "), "Tệp đã bị thay đổi: index.html");
            Changed(() => File.Delete(evidence), $"Thiếu tệp: files/{Path.GetFileName(evidence)}");
            Changed(() => File.WriteAllText(Path.Combine(folder, "files", "thêm.txt"), "x"), "Tệp thừa, không có trong danh mục: files/thêm.txt");
            Changed(() => File.WriteAllText(Path.Combine(folder, ".an"), "x"), "Tệp thừa, không có trong danh mục: .an");
            // A file changed together with its line.
            Changed(() =>
            {
                File.WriteAllText(evidence, "khác");
                var sums = Path.Combine(folder, PackFormat.Sums);
                File.WriteAllText(sums, File.ReadAllText(sums).Replace(Path.GetFileNameWithoutExtension(evidence) + "  ", Convert.ToHexStringLower(SHA256.HashData("khác"u8)) + "  ", StringComparison.Ordinal));
            }, "SHA256SUMS khác danh mục đã ký");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Code, string Said) Run(string folder) => Run("sh", Path.Combine(folder, PackFormat.Script));

    private static (int Code, string Said) Run(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static IReadOnlyList<string> Names(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return [.. archive.Entries.Select(e => e.FullName)];
    }

    private static byte[] Entry(byte[] zip, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        using var content = new MemoryStream();
        using (var entry = archive.GetEntry(name)!.Open()) entry.CopyTo(content);
        return content.ToArray();
    }

    /// <summary>The same files packed by another program, some of them others, gone (null) or added.</summary>
    private static byte[] Repack(byte[] zip, params (string Name, byte[]? Content)[] changes)
    {
        using var output = new MemoryStream();
        using (var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var name in Names(zip).Concat(changes.Select(c => c.Name)).Distinct(StringComparer.Ordinal))
            {
                var content = changes.Any(c => c.Name == name) ? changes.First(c => c.Name == name).Content : Entry(zip, name);
                if (content is null) continue;
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        return output.ToArray();
    }
}
