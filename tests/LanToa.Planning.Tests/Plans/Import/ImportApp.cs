using System.Text;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Planning.Tests.Plans.Import;

/// <summary>The program with a small province, and a plan written for these tests.</summary>
public class ImportApp : TestApp
{
    /// <summary>Named in <see cref="PlanText"/> and known to nobody, until a test says what it means: then for the rest of the class. Tests that count on it being unknown put a name of their own.</summary>
    public const string UnknownCentre = "Trung tâm Truyền thông Bản Thử";

    public const string PlanText = """
        ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        TỈNH THỬ NGHIỆM                              Độc lập - Tự do - Hạnh phúc

        Số: 15/KH-UBND                          Thử Nghiệm, ngày 20 tháng 01 năm 2026

        KẾ HOẠCH
        Tuyên truyền cải cách hành chính năm 2026

        Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030;
        Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:

        I. MỤC ĐÍCH, YÊU CẦU
        1. Nâng cao nhận thức của cán bộ, công chức và người dân về cải cách hành chính.

        II. TỔ CHỨC THỰC HIỆN
        1. Sở Nội vụ
        a) Chủ trì, phối hợp với Sở Tài chính tham mưu Ủy ban nhân dân tỉnh kiểm tra công tác tuyên truyền; hoàn thành trước ngày 15/11/2026.
        b) Tổng hợp, báo cáo Ủy ban nhân dân tỉnh kết quả thực hiện hằng quý, chậm nhất ngày 16 của tháng cuối quý.
        2. Sở Văn hóa, Thể thao và Du lịch
        a) Mỗi quý xây dựng 01 chuyên mục về cải cách hành chính trên Cổng thông tin điện tử.
        b) Hướng dẫn các đơn vị treo pa nô, áp phích theo đúng quy định.
        3. Trung tâm Truyền thông Bản Thử
        a) Thường xuyên phát thanh tin, bài về cải cách hành chính trên hệ thống loa truyền thanh.
        4. Các sở, ban, ngành
        a) Thường xuyên tuyên truyền cho cán bộ, công chức tại các hội nghị giao ban.

        Nơi nhận:                               TM. ỦY BAN NHÂN DÂN
        - Các sở, ban, ngành;                          CHỦ TỊCH
        - Lưu: VT, NC.
                                                    Trần Thử Nghiệm
        """;

    public Organization Home { get; private set; } = null!;
    public Organization Finance { get; private set; } = null!;
    public Organization Culture { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Home = await AddOrganizationAsync("Sở Nội vụ", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Finance = await AddOrganizationAsync("Sở Tài chính", OrganizationLevel.Province, OrganizationKind.Department, Province);
        Culture = await AddOrganizationAsync("Sở Văn hóa, Thể thao và Du lịch", OrganizationLevel.Province, OrganizationKind.Department, Province);
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await DefaultGroups.AddAsync(db, Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
    }

    public Task<TestBrowser> OfficerAsync() => SignInAsync(Role.Officer);

    /// <summary>The nation, above all provinces, as where the national list is loaded.</summary>
    public Task<Organization> NationAsync() => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var nation = await db.Set<Organization>().FirstOrDefaultAsync(o => o.Level == OrganizationLevel.Nation) ?? await AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "VN", province: 0);
        await db.Set<Organization>().Where(o => o.Id == Province.Id).ExecuteUpdateAsync(set => set.SetProperty(o => o.ParentId, nation.Id));
        s.GetRequiredService<OrganizationDirectory>().Forget();
        return nation;
    });

    /// <summary>Uploads a text, made unlike every other by <paramref name="mark"/>; the answer of the upload.</summary>
    public static async Task<TestPage> UploadAsync(TestBrowser person, byte[] content, string fileName = "ke-hoach.txt")
    {
        var page = await person.GetAsync("/plans/import");
        return await person.SubmitAsync(page, "form[enctype]", file: new TestFile("Document", fileName, content));
    }

    /// <summary>Uploads a plan, reads it, and gives its id.</summary>
    public async Task<Guid> ReadAsync(TestBrowser person, string? text = null, string fileName = "ke-hoach.txt")
    {
        var sent = await UploadAsync(person, Encoding.UTF8.GetBytes((text ?? PlanText) + $"\n\n{Guid.CreateVersion7()}\n"), fileName);
        var id = Guid.Parse((sent.Location ?? throw new InvalidOperationException(sent.Text())).Split('/')[^1]);
        await RunJobsAsync();
        return id;
    }

    public Task<PlanImport> ImportAsync(Guid id) => InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<PlanImport>().AsNoTracking().FirstAsync(i => i.Id == id));

    public Task<List<ImportItem>> ItemsAsync(Guid id) => InScopeAsync(s =>
        s.GetRequiredService<LanToaDb>().Set<ImportItem>().AsNoTracking().Where(i => i.ImportId == id && i.Decision != ItemDecision.Merged).OrderBy(i => i.Ordinal).ToListAsync());

    public Task<List<Plan>> PlansOfAsync(Guid import) => InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<LanToaDb>();
        var sha256 = await db.Set<PlanImport>().Where(i => i.Id == import).Select(i => i.Sha256).FirstAsync();
        var subjects = await db.Set<LanToa.Platform.Files.Attachment>().Where(a => a.Sha256 == sha256 && a.SubjectKind == "plan").Select(a => a.SubjectId).ToListAsync();
        return await db.Set<Plan>().AsNoTracking().Where(p => subjects.Contains(p.Id)).ToListAsync();
    });

    /// <summary>Answers everything that is open with the shortest answer, and accepts all.</summary>
    public async Task CheckAllAsync(TestBrowser person, Guid id)
    {
        var review = $"/plans/import/review/{id}";
        foreach (var item in await ItemsAsync(id))
        {
            foreach (var open in item.Leads.Concat(item.Coordinating).Where(p => !p.IsResolved))
                await PostAsync(person, review, "Party", new() { ["printed"] = open.Printed, ["means"] = $"o:{Culture.Id}" });
            if (item.Rule is null) await PostAsync(person, review, "Time", new() { ["item"] = item.Id.ToString(), ["version"] = (await ItemAsync(item.Id)).Version.ToString(), ["time"] = "thuong-xuyen" });
            await PostAsync(person, review, "Decide", new() { ["item"] = item.Id.ToString(), ["version"] = (await ItemAsync(item.Id)).Version.ToString(), ["decision"] = "accept" });
        }
    }

    public Task<ImportItem> ItemAsync(Guid id) => InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<ImportItem>().AsNoTracking().FirstAsync(i => i.Id == id));

    /// <summary>Posts to a handler of a page, with the page's token.</summary>
    public static async Task<TestPage> PostAsync(TestBrowser person, string path, string handler, Dictionary<string, string> values)
    {
        var page = await person.GetAsync(path);
        values["__RequestVerificationToken"] = page.Html.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? "";
        return await person.PostAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}handler={handler}", values);
    }
}
