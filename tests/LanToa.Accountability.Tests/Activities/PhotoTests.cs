using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Contracts.Documents;
using LanToa.Planning.Tests.Obligations;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Jobs;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

/// <summary>What photos say of themselves is taken out, and those that were used before are pointed out to whoever may see both.</summary>
public sealed class PhotoTests(ObligationsApp app) : IClassFixture<ObligationsApp>
{
    private static byte[] Sample(string name) => File.ReadAllBytes(Path.Combine(Repository.Root, "tests", "LanToa.Accountability.Tests", "Activities", "Photos", name));

    private static async Task<PhotoData> ReadAsync(byte[] bytes) => (await PhotoData.ReadAsync(new MemoryStream(bytes), TestContext.Current.CancellationToken)).ShouldNotBeNull();

    private static async Task<ulong> LookAsync(byte[] bytes) => PhotoLook.Of(await ReadAsync(bytes)).ShouldNotBeNull();

    [Fact]
    public async Task Look_OfCopies_IsAlikeAndOfAnotherPictureIsNot()
    {
        var hall = await LookAsync(Sample("hall.jpg"));

        // Smaller and progressive, grey, as PNG (interlaced too), and lying on its side with the word how to turn it.
        foreach (var copy in new[] { Sample("smaller-progressive.jpg"), Sample("grey.jpg"), Sample("hall.png"), Sample("hall-interlaced.png"), WithExif(Sample("turned.jpg"), orientation: 8) })
            BitOperations.PopCount(hall ^ await LookAsync(copy)).ShouldBeLessThanOrEqualTo(PhotoLook.MostApart);
        BitOperations.PopCount(hall ^ await LookAsync(Sample("other.jpg"))).ShouldBeGreaterThan(16);
    }

    [Fact]
    public async Task Look_OfBrokenPictures_IsNoneOrOneAndNeverAFault()
    {
        foreach (var name in new[] { "hall.jpg", "smaller-progressive.jpg", "hall.png", "hall-interlaced.png" })
        {
            var bytes = Sample(name);
            for (var at = 20; at < bytes.Length; at += 37)
            {
                PhotoLook.Of(await ReadAsync(bytes[..at]));
                var spoilt = (byte[])bytes.Clone();
                (spoilt[at], spoilt[at - 1]) = ((byte)(spoilt[at] ^ 0xFF), 0xFF);
                PhotoLook.Of(await ReadAsync(spoilt));
            }
        }
    }

    [Fact]
    public async Task Strip_PngAndWebP_LosesWordsTimeAndPlaceAndNothingElse()
    {
        var png = Sample("hall.png");
        var parts = new (string Name, byte[] Content)[] { ("tEXt", "Author\0Nguyễn"u8.ToArray()), ("iTXt", "XML:com.adobe.xmp\0"u8.ToArray()), ("tIME", [7, 0xEA, 9, 19, 8, 30, 0]), ("eXIf", Tiff(6)), ("zTXt", [1, 2, 3]) };
        byte[] withWords = [.. png[..33], .. parts.SelectMany(p => PngPart(p.Name, p.Content)), .. png[33..], .. "một đoạn phim"u8];

        var photo = await ReadAsync(withWords);
        (photo.TakenAt, photo.Orientation).ShouldBe((new DateTimeOffset(2026, 9, 19, 1, 30, 0, TimeSpan.Zero), 6));
        var stripped = Bytes(PhotoData.Strip(photo));
        foreach (var word in new[] { "tEXt", "iTXt", "tIME", "zTXt", "2026:09:19", "Author", "phim" }) Encoding.UTF8.GetString(stripped).ShouldNotContain(word);
        var again = await ReadAsync(stripped);
        (again.TakenAt, again.Orientation).ShouldBe((null, 6));
        // But for the word how it is turned, it is the picture that it was.
        var turned = stripped.AsSpan().IndexOf("eXIf"u8) - 4;
        byte[] rest = [.. stripped[..turned], .. stripped[(turned + 12 + BinaryPrimitives.ReadInt32BigEndian(stripped.AsSpan(turned)))..]];
        rest.ShouldBe(png);

        byte[] webp = WebP(("VP8X", [0x2C, 0, 0, 0, 15, 0, 0, 15, 0, 0]), ("ICCP", [9, 9, 9]), ("VP8 ", [1, 2, 3, 4]), ("EXIF", Tiff(1)), ("XMP ", "<x:xmpmeta>Hà Nội</x:xmpmeta>"u8.ToArray()));
        var plain = Bytes(PhotoData.Strip(await ReadAsync(webp)));
        plain.ShouldBe(WebP(("VP8X", [0x20, 0, 0, 0, 15, 0, 0, 15, 0, 0]), ("ICCP", [9, 9, 9]), ("VP8 ", [1, 2, 3, 4])));

        // A JPEG: comments, the short film behind it and the list of further pictures go too.
        var jpeg = Sample("hall.jpg");
        byte[] told = [.. jpeg[..2], 0xFF, 0xFE, 0, 6, .. "nha "u8, 0xFF, 0xE2, 0, 6, .. "MPF\0"u8, .. jpeg[2..], .. "ftypmp42 21.5 105.0"u8];
        Bytes(PhotoData.Strip(await ReadAsync(told))).ShouldBe(jpeg);
    }

    [Fact]
    public async Task Alike_PhotoOfAnotherUnit_IsPointedOutToWhoeverSeesBothUntilAWordIsSaid()
    {
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var first = await LogAsync(app.Commune, "Hội nghị ở Suối Thử", Sample("hall.jpg"));
        var second = await LogAsync(app.OtherCommune, "Hội nghị ở Đồi Thử", Sample("smaller-progressive.jpg"));
        await LogAsync(app.Finance, "Hội nghị khác hẳn", Sample("other.jpg"));

        using var officer = await app.SignInAsync(Role.Officer);
        var page = await officer.OpenAsync(second);
        page.Text(".lt-note").ShouldContain("giống ảnh của Ủy ban nhân dân xã Suối Thử, 20/09/2026");
        page.Text(".lt-note").ShouldNotContain("khác hẳn");
        // The page of the photo shows it, with words for who does not see it.
        var evidence = await officer.OpenAsync(page.Html.QuerySelector("main a[href^='/activities/evidence/']")!.GetAttribute("href")!);
        var shown = evidence.Html.QuerySelector("main img")!;
        shown.GetAttribute("alt").ShouldBe("Ảnh: " + evidence.Text("h1"));
        var picture = await officer.Http.GetAsync(shown.GetAttribute("src"));
        (picture.Content.Headers.ContentType!.MediaType, picture.Content.Headers.ContentDisposition).ShouldBe(("image/jpeg", null));
        // Its own unit may not see the other one's activity, and is told nothing of it.
        using (var focal = await app.SignInAsync(Role.FocalPoint, app.OtherCommune))
        {
            (await focal.OpenAsync(second)).Text("main").ShouldNotContain("giống ảnh");
            (await focal.GetAsync(page.Html.QuerySelector("a[href*='/alike/']")!.GetAttribute("href")!)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        }

        var compared = await officer.OpenAsync(page.Html.QuerySelector("a[href*='/alike/']")!.GetAttribute("href")!);
        compared.Html.QuerySelectorAll("main img").Length.ShouldBe(2);
        (await officer.SubmitAsync(compared, "main form[method=post]")).Text(".lt-errors").ShouldContain("Hãy ghi vì sao");
        for (var times = 0; times < 2; times++)
            (await officer.SubmitAsync(compared, "main form[method=post]", new() { ["Word"] = "Hai xã tổ chức chung một buổi." })).Location.ShouldBe(second);
        foreach (var activity in new[] { first, second })
        {
            var after = await officer.OpenAsync(activity);
            after.Text("main").ShouldNotContain("giống ảnh của");
            after.Text("main").ShouldContain("Hai xã tổ chức chung một buổi.");
        }
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PhotoLikeness>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Alike_WebP_IsDecodedByAJobAndPointedOutThen()
    {
        var pictures = app.App.Services.GetRequiredService<IPictureConverter>();
        Assert.SkipUnless(pictures.WhyNot is null, pictures.WhyNot ?? "");
        app.Clock.MoveTo(new DateOnly(2026, 9, 20));
        var first = await LogAsync(app.Finance, "Buổi ngoài vườn", Sample("garden.png"));
        var second = await LogAsync(app.Office, "Buổi ngoài vườn, gửi bằng WebP", Sample("garden.webp"));
        var broken = await LogAsync(app.Culture, "Ảnh WebP hỏng", Sample("garden.webp")[..900]);
        var version = await VersionAsync(second);
        using var officer = await app.SignInAsync(Role.Officer);

        // Without the program there is no hint and no fault.
        var said = "";
        await app.InScopeAsync(s => new LookAtPhoto(s.GetRequiredService<LanToaDb>(), s.GetRequiredService<FileStore>(), new NoConverter(), s.GetRequiredService<JobQueue>()).RunAsync(new(version), new JobRun(Guid.CreateVersion7(), 1, (_, words) => { said = words; return Task.CompletedTask; }), default));
        said.ShouldContain("apt-get install webp");
        var waiting = (await officer.OpenAsync(second)).Text("main");
        waiting.ShouldNotContain("giống ảnh của");
        // It was kept, and whoever judges reads that nobody has compared it.
        waiting.ShouldContain("Đã lưu đầy đủ nhưng chưa so được với ảnh đã dùng ở nơi khác: “");

        // As if it had come while the program was not there: the night after it was installed finds it, once.
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Kind == LookAtPhoto.Job).ExecuteDeleteAsync());
        await NightAsync();
        await app.RunJobsAsync();
        var compared = await officer.OpenAsync(second);
        compared.Text(".lt-note").ShouldContain("giống ảnh của Sở Tài chính");
        compared.Text("main").ShouldNotContain("chưa so được");
        (await officer.OpenAsync(broken)).Text("main").ShouldContain("chưa so được");
        var jobs = await JobsAsync();
        await NightAsync();
        (await JobsAsync()).ShouldBe(jobs);
        (await officer.OpenAsync(first)).Text(".lt-note").ShouldContain("giống ảnh của Văn phòng");
        (await officer.OpenAsync(broken)).Text("main").ShouldNotContain("giống ảnh của");
        (await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Kind == LookAtPhoto.Job).Select(j => j.State).Distinct().ToListAsync())).ShouldBe([JobState.Done]);

        // What is no WebP after all is looked at once; what lies dead waits for a person.
        var (photo, lost) = (await VersionAsync(first), await VersionAsync(broken));
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            await db.Set<EvidenceVersion>().Where(v => v.Id == photo).ExecuteUpdateAsync(set => set.SetProperty(v => v.MediaType, "image/webp"));
            await db.Set<PhotoLook>().Where(p => p.VersionId == photo || p.VersionId == lost).ExecuteDeleteAsync();
            await db.Set<Job>().Where(j => j.Kind == LookAtPhoto.Job && j.Payload.Contains(lost.ToString())).ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Dead));
        });
        await NightAsync();
        (await JobsAsync()).ShouldBe(jobs + 1);
        await app.RunJobsAsync();
        await NightAsync();
        (await JobsAsync()).ShouldBe(jobs + 1);
    }

    private Task<Guid> VersionAsync(string activity) => app.InScopeAsync(s =>
    {
        var (db, id) = (s.GetRequiredService<LanToaDb>(), Guid.Parse(activity[^36..]));
        return db.Set<ActivityEvidence>().Where(u => u.ActivityId == id).Join(db.Set<EvidenceVersion>(), u => u.EvidenceId, v => v.EvidenceId, (_, v) => v.Id).SingleAsync();
    });

    // Of the installation, as the clock starts it.
    private Task NightAsync() => app.InScopeAsync(async s =>
    {
        await s.GetRequiredService<LookAtPhoto>().RunAsync(null, new JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default);
        return true;
    }, 0);

    private Task<int> JobsAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().CountAsync(j => j.Kind == LookAtPhoto.Job));

    private sealed class NoConverter : IPictureConverter
    {
        public string? WhyNot => "Hãy nhờ quản trị viên chạy: apt-get install webp";

        public Task<byte[]?> WebPToPngAsync(byte[] webp, int width, int height, CancellationToken cancel = default) => throw new InvalidOperationException("It was said not to be here.");
    }

    private async Task<string> LogAsync(LanToa.Planning.Organizations.Organization unit, string title, byte[] photo)
    {
        using var focal = await app.SignInAsync(Role.FocalPoint, unit);
        var logged = await focal.SubmitAsync(await focal.GetAsync("/activities/log"), "main form[enctype]", new() { ["Input.Form"] = "event", ["Input.Title"] = title }, new TestFile("Input.Photos", "ảnh.jpg", photo));
        return logged.Location ?? throw new InvalidOperationException(logged.Text("main"));
    }

    private static byte[] Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Exif that says how it is turned, and that it was taken on 19/9/2026 at 8:30.</summary>
    private static byte[] Tiff(int orientation) =>
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 2, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0,
        0, 1, 0x90, 0x03, 0, 2, 0, 0, 0, 20, 0, 0, 0, 56, 0, 0, 0, 0, .. "2026:09:19 08:30:00\0"u8,
    ];

    private static byte[] WithExif(byte[] jpeg, int orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation)];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }

    private static byte[] PngPart(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];
    }

    private static byte[] WebP(params (string Name, byte[] Content)[] parts)
    {
        byte[] inside = [.. "WEBP"u8, .. parts.SelectMany(p => (byte[])[.. Encoding.ASCII.GetBytes(p.Name), .. Little(p.Content.Length), .. p.Content, .. new byte[p.Content.Length % 2]])];
        return [.. "RIFF"u8, .. Little(inside.Length), .. inside];
    }

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
