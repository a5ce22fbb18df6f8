using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using LanToa.Accountability.Activities;
using LanToa.Accountability.Activities.Packs;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Accountability.Tests.Activities;

public sealed partial class PackTests
{
    /// <summary>What was replaced is in the pack beside what replaced it, each with its hash, number, time and person; photos are seen in the index.</summary>
    [Fact]
    public async Task Pack_OfEvidenceWithVersions_HoldsAllOfThem_AndAnOldOneChangedIsFound()
    {
        var photo = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "LanToa.Accountability.Tests", "Activities", "Photos", "hall.jpg"), TestContext.Current.CancellationToken);
        var (first, second) = ("Danh sách bản đầu\n"u8.ToArray(), "Danh sách đủ chữ ký\n"u8.ToArray());
        var input = new ActivityInput
        {
            HappenedOn = new DateOnly(2026, 9, 15), Form = "event", Title = "Hội nghị có danh sách thay", Links = ["https://tin.gov.vn/goi"], Files = [new SentFile("danh-sach.txt", () => new MemoryStream(first), false), new SentFile("hội trường.jpg", () => new MemoryStream(photo), true)],
        };
        var logged = await app.InScopeAsync(s => s.GetRequiredService<LogActivity>().HandleAsync(Guid.CreateVersion7(), app.Commune.Id, input));
        var list = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Evidence>().SingleAsync(e => e.UnitId == app.Commune.Id && e.Kind == EvidenceKind.File));
        // What stood at the address is stored, as the job that looks at it does.
        const string words = "Đưa dịch vụ công về thôn.";
        await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<EvidenceVersion>().Where(v => v.Url == "https://tin.gov.vn/goi").ExecuteUpdateAsync(v => v.SetProperty(x => x.LinkText, words).SetProperty(x => x.SnapshotAt, app.Clock.GetUtcNow()).SetProperty(x => x.CheckAfter, (DateTimeOffset?)null)
            .SetProperty(x => x.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words))))));
        var changed = new EvidenceInput(list.Title, list.EffectiveOn, null, null, new SentFile("danh-sach-ky.txt", () => new MemoryStream(second), false), null, "Thêm chữ ký");
        (await app.InScopeAsync(s => s.GetRequiredService<EditEvidence>().HandleAsync(list.Id, Guid.CreateVersion7(), list.Version, changed))).Kind.ShouldBe(OutcomeKind.Done);
        using (var focal = await app.SignInAsync(Role.FocalPoint, app.Commune))
            (await focal.SubmitAsync(await focal.GetAsync($"/activities/evidence/{list.Id}/criteria"), "main form:not([method=get])", new() { ["Criterion"] = "communication-plan", ["Pointer"] = "dòng 2" })).Location.ShouldNotBeNull();
        using var officer = await app.SignInAsync(Role.Officer);
        (await officer.SubmitAsync(await officer.GetAsync($"/activities/{logged.Id}/accept"), "main form[method=post]")).Location.ShouldNotBeNull();
        var path = (await app.AskAsync(officer, new() { ["Input.UnitId"] = app.Commune.Id.ToString(), ["Input.PlanId"] = "" })).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        var zip = await officer.Http.GetByteArrayAsync($"{path}?handler=File", TestContext.Current.CancellationToken);

        var verdict = Verify(zip);
        verdict.Findings.ShouldBeEmpty();
        (verdict.Head!.Activities, verdict.Head.Evidence).ShouldBe((1, 3));
        string PathOf(byte[] content, string end) => $"files/{Convert.ToHexStringLower(SHA256.HashData(content))}{end}";
        Names(zip).ShouldContain(PathOf(first, ".txt"));
        Names(zip).ShouldContain(PathOf(second, ".txt"));
        Entry(zip, PathOf(Encoding.UTF8.GetBytes(words), ".txt")).ShouldBe(Encoding.UTF8.GetBytes(words));
        var html = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(Encoding.UTF8.GetString(Entry(zip, PackFormat.Page)));
        var cell = html.QuerySelector("td[data-l='Minh chứng']")!;
        foreach (var said in new[] { "phiên bản 2", "Phiên bản 1: danh-sach.txt", "Thêm chữ ký", $"Tiêu chí: {CriteriaList.NameOf("communication-plan")}, năm 2026 ({app.Commune.Name}; dòng 2)", Convert.ToHexStringLower(SHA256.HashData(first))[..16], "20/09/2026" }) cell.TextContent.ShouldContain(said);
        // A picture from the pack itself, nothing that runs, nothing from elsewhere, and the style by its hash.
        html.QuerySelectorAll("img").Single().GetAttribute("src").ShouldBe(Names(zip).Single(n => n.EndsWith(".jpg", StringComparison.Ordinal)));
        html.QuerySelectorAll("script, link, iframe, [style], [onclick]").ShouldBeEmpty();
        html.QuerySelector("meta[http-equiv]")!.GetAttribute("content")!.ShouldContain($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(html.QuerySelector("style")!.TextContent)))}'");
        using (var sheet = new StreamReader(new ZipArchive(new MemoryStream(Entry(zip, PackFormat.Sheet))).GetEntry("xl/worksheets/sheet1.xml")!.Open()))
        {
            var rows = await sheet.ReadToEndAsync(TestContext.Current.CancellationToken);
            foreach (var said in new[] { PathOf(first, ".txt"), PathOf(second, ".txt"), "danh-sach-ky.txt", "Thêm chữ ký" }) rows.ShouldContain(said);
        }

        // Both checks know the old version as well as the new one.
        Verify(Repack(zip, (PathOf(first, ".txt"), "khác"u8.ToArray()))).Findings.ShouldHaveSingleItem().ShouldContain($"Tệp đã bị thay đổi: {PathOf(first, ".txt")}");
        Verify(Repack(zip, (PathOf(first, ".txt"), null))).Findings.ShouldHaveSingleItem().ShouldContain("Thiếu tệp");
        var folder = Directory.CreateTempSubdirectory("lantoa-pack-").FullName;
        try
        {
            ZipFile.ExtractToDirectory(new MemoryStream(zip), folder);
            Run(folder).Code.ShouldBe(0);
            await File.WriteAllTextAsync(Path.Combine(folder, PathOf(first, ".txt")), "khác", TestContext.Current.CancellationToken);
            var (code, told) = Run(folder);
            code.ShouldBe(1);
            told.ShouldContain($"Tệp đã bị thay đổi: {PathOf(first, ".txt")}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
