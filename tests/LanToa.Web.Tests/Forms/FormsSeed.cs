using System.Text;
using System.Threading.RateLimiting;
using LanToa.Planning.Obligations;
using LanToa.Planning.Obligations.Digests;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Identity.Delegations;
using LanToa.Platform.Identity.Providers;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Reading.Model;
using LanToa.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LanToa.Web.Tests.Forms;

public sealed partial class FormsApp
{
    private async Task SeedAsync(Organization culture)
    {
        var officer = People["cchc"];
        for (var n = 0; n < 3; n++) await AddPersonAsync(Role.FocalPoint, culture);

        var issued = await DraftAsync(officer, "Tuyên truyền cải cách hành chính năm 2026");
        await AddTaskAsync(officer, issued, "Xây dựng 01 chuyên mục về cải cách hành chính", "Sở Văn hóa, Thể thao và Du lịch", new() { ["Input.Rule.Kind"] = "Counted", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Count"] = "1" });
        await AddTaskAsync(officer, issued, "Đăng tin, bài trên cổng thông tin", "Sở Văn hóa, Thể thao và Du lịch", new() { ["Input.Rule.Kind"] = "Counted", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Count"] = "2" });
        await AddTaskAsync(officer, issued, "Báo cáo kết quả thực hiện hằng quý", "Sở Văn hóa, Thể thao và Du lịch; Sở Nội vụ", new() { ["Input.Rule.Kind"] = "Cutoff", ["Input.Rule.Every"] = "quarter", ["Input.Rule.Day"] = "19" });
        await AddTaskAsync(officer, issued, "Cung cấp số liệu khi được yêu cầu", "Sở Văn hóa, Thể thao và Du lịch", new() { ["Input.Rule.Kind"] = "OnRequest", ["Input.Rule.OffsetDays"] = "5" });
        await SubmitAsync(officer, $"/plans/{issued}", "#recordissued form", []);
        await RunJobsAsync();
        // Words of the document that bind nobody yet: they are given to a unit afterwards.
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            foreach (var task in await db.Set<PlanTask>().AsNoTracking().Where(t => t.PlanId == issued).ToListAsync())
                db.Add(new TaskParty { ProvinceId = 99, PlanId = issued, TaskId = task.Id, Ordinal = 9, Role = PartyRole.Lead, Printed = "các đơn vị có liên quan", AsPrinted = true });
            await db.SaveChangesAsync();
        });
        // Known only from a later day than that of the documents which name it.
        await AddOrganizationAsync("Trung tâm Truyền thông Bản Thử", OrganizationLevel.Province, OrganizationKind.PublicService, Province, from: new DateOnly(2026, 6, 1));

        var drafted = await DraftAsync(officer, "Tuyên truyền chuyển đổi số năm 2026");
        foreach (var text in new[] { "Treo băng rôn tại trụ sở", "Phát thanh tin, bài", "Tổ chức hội nghị" })
            await AddTaskAsync(officer, drafted, text, "Các sở, ban, ngành", new() { ["Input.Rule.Kind"] = "Standing" });
        var submitted = await DraftAsync(officer, "Tuyên truyền thủ tục hành chính năm 2026");
        await AddTaskAsync(officer, submitted, "Niêm yết thủ tục hành chính", "Sở Nội vụ", new() { ["Input.Rule.Kind"] = "Standing" });
        await SubmitAsync(officer, $"/plans/{submitted}", "#submit form", []);

        await SubmitAsync(People["lanhdao"], $"/plans/{submitted}/remarks", "#gop-y form", new() { ["Text"] = "Ghi rõ nơi niêm yết." });
        var copied = await SubmitAsync(officer, $"/plans/new?nguon={issued}", "main form[method=post]", new() { ["Year"] = "2027", ["Date"] = "05/01/2027" });
        _hidden["cchc"].Add(copied);
        // Sentences of the draft that ask nobody for anything.
        foreach (var (text, n) in new[] { "Căn cứ nghị quyết của Chính phủ;", "Mục đích của kế hoạch", "Tổ chức thực hiện", "Kinh phí thực hiện" }.Select((t, n) => (t, n)))
            _hidden["cchc"].Add($"/plans/sentences/edit/{await SentenceAsync(officer, Guid.Parse(copied.Split('/')[2]), n == 0 ? "basis" : "paragraph", text)}");
        await SubmitAsync(officer, $"/plans/{issued}/template", "main form[method=post]", []);
        _hidden["cchc"].AddRange([$"/plans/{submitted}/remarks", $"/plans/{issued}/template", "/plans/new?tu=mau"]);

        // One task withdrawn, a result reported, a name learnt, and a rule by which due dates would move.
        var tasks = await officer.GetAsync($"/plans/tasks/{drafted}");
        _hidden["cchc"].AddRange([$"/plans/tasks/{drafted}", $"/plans/{issued}/signed-copy"]);
        await SubmitAsync(officer, tasks.Html.QuerySelectorAll("a[href*='/tasks/withdraw/']")[^1].GetAttribute("href")!, "main form[method=post]", []);
        foreach (var claim in (await People["vanhoa"].GetAsync("/today")).Html.QuerySelectorAll("a[href$='/claim-done']").Select(a => a.GetAttribute("href")!).Distinct().Take(2).ToList())
        {
            var done = await People["vanhoa"].SubmitAsync(await People["vanhoa"].GetAsync(claim), "main form[method=post]", new() { ["Input.Note"] = "Đã đăng chuyên mục." }, new TestFile("Input.Files", "bai-dang.pdf", "%PDF-1.4 bài"u8.ToArray()));
            _hidden["vanhoa"].Add(done.Location ?? throw new InvalidOperationException(done.Text("main")));
        }
        // Activities: from a duty and freely; waiting, a draft, and one that came back.
        var duty = (await People["vanhoa"].GetAsync("/today")).Html.QuerySelectorAll("a[href^='/activities/log?duty=']").Select(a => a.GetAttribute("href")!).First();
        var logged = new List<string>();
        foreach (var (path, n) in new[] { duty, "/activities/log", "/activities/log", "/activities/log" }.Select((p, i) => (p, i)))
            logged.Add(await SubmitAsync(People["vanhoa"], path, "main form[enctype]", new() { ["Input.Form"] = "event", ["Input.Title"] = $"Hội nghị phổ biến cải cách hành chính {n}", ["Input.NoEvidenceReason"] = "Ảnh gửi sau." }));
        await SubmitAsync(officer, logged[3] + "/return", "main form[method=post]", new() { ["Reason"] = "Đề nghị gửi ảnh." });
        _hidden["vanhoa"].AddRange(["/activities/log", duty, .. logged.Select(l => l + "/edit"), logged[1] + "/withdraw"]);
        _hidden["cchc"].AddRange([logged[0] + "/accept", logged[1] + "/accept", logged[1] + "/return", logged[2] + "/return", logged[2] + "/withdraw", "/activities/log"]);
        await SeedActivityFilesAsync(logged);
        foreach (var name in new[] { "Quá hạn", "Chờ xác nhận", "Bị trả lại" })
            await SubmitAsync(officer, $"/saved-views/save?list=/obligations&filters={Uri.EscapeDataString($"state=late&q={name}")}", "main form[method=post]", new() { ["name"] = name });
        var leader = People["lanhdao"];
        await SubmitAsync(leader, "/saved-views/save?list=/obligations&filters=state%3Dlate", "main form[method=post]", new() { ["name"] = "Việc trễ" });
        await leader.SubmitAsync(await leader.GetAsync("/saved-views"), "form[id^=mac-dinh]");
        _hidden["lanhdao"].Add("/saved-views");
        _hidden["cchc"].AddRange(["/saved-views", "/saved-views/save?list=/obligations&filters=state%3Dall"]);
        // Late work: its unit explains, whoever stands above asks.
        var late = await InScopeAsync(async services =>
        {
            var owed = services.GetRequiredService<LanToaDb>().Set<Occurrence>().Where(o => o.UnitId == culture.Id && o.BeforeTracking && o.ClaimedOn == null && o.DueOn < new DateOnly(2026, 8, 1));
            var ids = await owed.OrderBy(o => o.DueOn).ThenBy(o => o.Id).Select(o => o.Id).Take(4).ToListAsync();
            await owed.Where(o => ids.Contains(o.Id)).ExecuteUpdateAsync(o => o.SetProperty(x => x.BeforeTracking, false));
            return ids;
        });
        _hidden["cchc"].AddRange(late.Take(2).Select(o => $"/obligations/{o}/explanation"));
        _hidden["vanhoa"].AddRange(late.Skip(2).Select(o => $"/obligations/{o}/explanation"));
        await SubmitAsync(officer, "/obligations/calendar/links", "form:has(input[name=whose])", []);
        await SubmitAsync(People["quantri"], $"/organizations/detail/{Province.Id}", "form[action*=Alias]", new() { ["text"] = "UBND tỉnh" });
        var group = await SubmitAsync(People["quantri"], "/organizations/groupedit", "#nhom", new() { ["Input.Name"] = "Các đơn vị sự nghiệp", ["Input.OwnerId"] = Province.Id.ToString() });
        await SubmitAsync(People["quantri"], group, "#cach-viet", new() { ["text"] = "Các đơn vị trực thuộc" });
        _hidden["quantri"].Add(group);
        for (var n = 0; n < 2; n++)
        {
            var ended = await AddOrganizationAsync($"Chi cục Giải thể {n}", OrganizationLevel.Province, OrganizationKind.Department, Province);
            var seen = await People["quantri"].SubmitAsync(await People["quantri"].GetAsync("/organizations/succession"), "main form[method=post]", new() { ["Input.Kind"] = "Abolish", ["Input.EffectiveOn"] = "01/01/2026", ["Input.Act"] = "08/NQ-HĐND", ["Input.Lines[0].From"] = ended.Id.ToString() });
            (await People["quantri"].SubmitAsync(seen, "main form[method=post]", button: "button[name=confirmed]")).Location.ShouldNotBeNull();
            _hidden["quantri"].Add($"/organizations/detail/{ended.Id}");
        }
        await SubmitAsync(People["quantri"], "/rules/regimes/edit?code=cchc-581", "#chon", new() { ["Shift"] = "After", ["whyChoices"] = "Theo quy chế của tỉnh." });

        foreach (var name in new[] { "mot", "hai" }) await UploadAsync(officer, $"{name}.txt", Encoding.UTF8.GetBytes(PlanText + name));
        // One that was checked to the end.
        await UploadAsync(officer, "xong.txt", Encoding.UTF8.GetBytes(PlanText + "xong"));
        await RunJobsAsync();
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            var checkedId = await db.Set<PlanImport>().Where(i => i.FileName == "xong.txt").Select(i => i.Id).FirstAsync();
            var items = await db.Set<ImportItem>().Where(i => i.ImportId == checkedId).ToListAsync();
            foreach (var item in items) item.Decision = item.Rule is not null && item.Leads.All(l => l.IsResolved) && item.Coordinating.All(c => c.IsResolved) ? ItemDecision.Accepted : ItemDecision.Rejected;
            await db.SaveChangesAsync();
        });
        foreach (var name in new[] { "hong.pdf", "nat.pdf" }) await UploadAsync(officer, name, Encoding.UTF8.GetBytes("%PDF-1.4 " + name));
        await RunJobsAsync();
        await UploadAsync(officer, "cho.txt", Encoding.UTF8.GetBytes(PlanText + "cho"));

        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            _hidden["cchc"].AddRange((await db.Set<PlanImport>().Where(i => i.FileName == "hong.pdf" || i.FileName == "nat.pdf").Select(i => i.Id).ToListAsync()).Select(i => $"/plans/import/progress/{i}"));
            _hidden["cchc"].AddRange((await db.Set<PlanImport>().Where(i => i.FileName == "mot.txt" || i.FileName == "hai.txt").Select(i => i.Id).ToListAsync()).Select(i => $"/plans/import/party/{i}?ten={Uri.EscapeDataString("Trung tâm Truyền thông Bản Thử")}"));
            var read = await db.Set<PlanImport>().Where(i => i.FileName == "mot.txt" || i.FileName == "hai.txt").Select(i => i.Id).ToListAsync();
            foreach (var item in (await db.Set<ImportItem>().AsNoTracking().Where(i => read.Contains(i.ImportId)).ToListAsync()).Where(i => i.Leads.Exists(l => l.GroupId is not null)))
                _hidden["cchc"].Add($"/plans/import/party/{item.ImportId}?ten={Uri.EscapeDataString(item.Leads[0].Printed)}&nhiemvu={item.Id}");
            foreach (var state in new[] { JobState.Dead, JobState.Cancelled, JobState.Queued })
                db.Add(new Job { ProvinceId = 99, Kind = "test.none", Payload = "{}", State = state, CreatedAt = Clock.GetUtcNow(), RunAfter = Clock.GetUtcNow().AddDays(1) });
            for (var n = 0; n < 2; n++)
            {
                var words = $"các hội đoàn {n}";
                db.Add(new WordsMeaning { ProvinceId = 99, IssuerId = Province.Id, Text = words, Folded = OrganizationNames.SpellingKey(words), Units = n == 0 ? [] : [culture.Id], ByName = "Thử", At = Clock.GetUtcNow() });
                db.Add(new OutgoingMail { ProvinceId = 99, AccountId = People["cchc"].AccountId, Kind = "test.none", ToAddress = "thu@thu.example", ToName = "Thử", Subject = "Thư được giữ lại", Text = "Thư thử.", CreatedAt = Clock.GetUtcNow() });
            }
            await db.SaveChangesAsync();
        });
    }

    private static async Task<Guid> DraftAsync(TestBrowser person, string title) => Guid.Parse(
        (await SubmitAsync(person, "/plans/edit", "main form[method=post]", new() { ["Input.Title"] = title, ["Input.Date"] = "05/01/2026", ["Input.PeriodFrom"] = "01/01/2026", ["Input.PeriodTo"] = "31/12/2026" }))[^36..]);

    private static Task AddTaskAsync(TestBrowser person, Guid plan, string text, string lead, Dictionary<string, string> rule) =>
        SubmitAsync(person, $"/plans/tasks/edit?kehoach={plan}", "main form[method=post]", new(rule) { ["Input.Text"] = text, ["Input.NewLead"] = lead });

    private async Task<Guid> SentenceAsync(TestBrowser person, Guid plan, string kind, string text)
    {
        await SubmitAsync(person, $"/plans/sentences/edit?kehoach={plan}", "main form[method=post]", new() { ["Input.Kind"] = kind, ["Input.Text"] = text });
        return await InScopeAsync(services => services.GetRequiredService<LanToaDb>().Set<PlanStatement>().Where(s => s.PlanId == plan && s.Text == text).Select(s => s.Id).SingleAsync());
    }

    private static async Task<string> SubmitAsync(TestBrowser person, string path, string form, Dictionary<string, string> values)
    {
        var answer = await person.SubmitAsync(await person.GetAsync(path), form, values);
        return answer.Location ?? throw new InvalidOperationException($"{path} {form}: {answer.Text("main")}");
    }

    private static async Task UploadAsync(TestBrowser person, string name, byte[] content) =>
        await person.SubmitAsync(await person.GetAsync("/plans/import"), "form[enctype]", file: new TestFile("Document", name, content));

    /// <summary>People who were invited, forgot their password, are signed in at several places or have a second step.</summary>
    private async Task SeedAccountsAsync()
    {
        var administrator = People["quantri"];
        for (var n = 0; n < 3; n++)
            _hidden["quantri"].Add(await SubmitAsync(administrator, "/identity/accounts/invite", "main form[method=post]", new() { ["Input.Email"] = $"moi{n}@thu.example", ["Input.Role"] = "FocalPoint", ["Input.UnitId"] = Province.Id.ToString() }));
        foreach (var (address, purpose, page) in new[] { ("moi2@thu.example", LinkPurpose.Invitation, "invited"), (null, LinkPurpose.Reset, "newpassword") })
        {
            var account = address is null ? (await AddPersonAsync(Role.Viewer)).Id : await AccountAsync(a => a.Email == address, a => a.Id);
            _hidden[Nobody].Add($"/identity/{page}/{await InScopeAsync(async s => s.GetRequiredService<AccountLinks>().Make(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == account), purpose).Secret)}");
        }

        for (var n = 0; n < 3; n++)
        {
            var receiver = (await AddPersonAsync(Role.Viewer)).Id;
            _hidden[Nobody].Add(DigestChoices.PageOf(await InScopeAsync(s => Task.FromResult(s.GetRequiredService<DigestChoices>().SecretOf(receiver)))));
        }

        var mine = await AccountAsync(a => a.Id == administrator.AccountId, a => a.UserName!);
        var other = await AddPersonAsync(Role.Viewer);
        foreach (var name in new[] { mine, mine, other.UserName!, other.UserName!, other.UserName! })
        {
            _strangers.Add(Elsewhere());
            await EnterAsync(_strangers[^1], name);
        }
        _hidden["quantri"].AddRange(["/identity/me", $"/identity/accounts/security/{other.Id}"]);

        (People["haibuoc"], People["batbuoc"]) = (await SignInAsync(Role.Viewer), await SignInAsync(Role.Viewer));
        var lost = await SignInAsync(Role.Viewer);
        _strangers.Add(lost);
        foreach (var person in new[] { People["haibuoc"], lost })
        {
            var shown = await OpenAsync(person, BegunFactor);
            var secret = await InScopeAsync(async s => await s.GetRequiredService<SecondFactors>().BegunAsync(await s.GetRequiredService<LanToaDb>().Users.SingleAsync(a => a.Id == person.AccountId)));
            await person.SubmitAsync(shown, "form[action*=Confirm]", new() { ["code"] = Totp.Code(secret!, Totp.StepOf(Clock.GetUtcNow())) });
        }
        _withFactor = await AccountAsync(a => a.Id == lost.AccountId, a => a.UserName!);
        _hidden["quantri"].Add($"/identity/accounts/security/{lost.AccountId}");
    }

    protected override void Configure(IServiceCollection services) =>
        NobodyIsTooFast(LinksLeadNowhere(services)).Replace(ServiceDescriptor.Singleton(new SignInProviders([new SignInProvider { Id = "tinh", Name = "Cổng của tỉnh", Issuer = Issuer, ClientId = "lantoa", ClientSecret = "bí mật" }])));

    /// <summary>Nobody sends so much in a minute as the walk does; the limits have tests of their own.</summary>
    private static IServiceCollection NobodyIsTooFast(IServiceCollection services) =>
        services.PostConfigure<RateLimiterOptions>(limits => limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetNoLimiter("")));

    private const string Issuer = "https://dinh-danh.example";

    /// <summary>Somebody bound to a provider, and somebody who has just come back from it.</summary>
    private async Task SeedProviderAsync()
    {
        var back = People["gan"] = await SignInAsync(Role.Viewer);
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            db.Add(new IdentityUserLogin<Guid> { LoginProvider = Issuer, ProviderKey = "quan-tri", UserId = People["quantri"].AccountId });
            await db.SaveChangesAsync();
        });
        var cookie = App.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ExternalScheme);
        var arrival = new Arrival("tinh", Issuer, "vua-ve", null, false, "Người vừa về", false);
        // For as long as the walk takes.
        var ticket = new AuthenticationTicket(arrival.ToPrincipal(), new AuthenticationProperties { IssuedUtc = Clock.GetUtcNow(), ExpiresUtc = Clock.GetUtcNow().AddDays(1) }, IdentityConstants.ExternalScheme);
        back.Cookies.Add(Address, new System.Net.Cookie(cookie.Cookie.Name!, cookie.TicketDataFormat.Protect(ticket)));
    }

    /// <summary>Roles lent for a leave to somebody who does not go through the program, and passkeys that no device has.</summary>
    private async Task SeedLentAsync(Organization culture)
    {
        var deputy = await AddPersonAsync(Role.Viewer, culture);
        await InScopeAsync(async services =>
        {
            var (db, day) = (services.GetRequiredService<LanToaDb>(), DateOnly.FromDateTime(Clock.GetUtcNow().Date));
            foreach (var name in new[] { "vanhoa", "cchc" })
            {
                var role = await db.Set<Membership>().OrderBy(m => m.Id).FirstAsync(m => m.AccountId == People[name].AccountId);
                for (var n = 0; n < 2; n++)
                    db.Add(new Delegation { MembershipId = role.Id, FromId = role.AccountId, ToId = deputy.Id, ValidFrom = day.AddDays(400 + (2 * n)), ValidTo = day.AddDays(401 + (2 * n)), CreatedAt = Clock.GetUtcNow(), CreatedByName = "Thử" });
            }
            var lost = await db.Users.Where(a => a.UserName == _withFactor).Select(a => a.Id).SingleAsync();
            foreach (var (owner, n) in new[] { People["quantri"].AccountId, People["quantri"].AccountId, lost }.Select((o, n) => (o, n)))
                db.Add(new IdentityUserPasskey<Guid>
                {
                    UserId = owner, CredentialId = [1, 2, (byte)n], Data = new() { Name = $"Máy {n}", PublicKey = [], CreatedAt = Clock.GetUtcNow(), AttestationObject = [], ClientDataJson = [] },
                });
            await db.SaveChangesAsync();
        });
    }

    private Task<T> AccountAsync<T>(System.Linq.Expressions.Expression<Func<Account, bool>> which, System.Linq.Expressions.Expression<Func<Account, T>> what) =>
        InScopeAsync(s => s.GetRequiredService<LanToaDb>().Users.Where(which).Select(what).SingleAsync());

    /// <summary>Documents and plans of a neighbour for whom nobody works here, and a plan with restored words in doubt.</summary>
    private async Task SeedFollowedAsync(Organization nation)
    {
        var officer = People["cchc"];
        var neighbour = await AddOrganizationAsync("Ủy ban nhân dân tỉnh Bên Cạnh", OrganizationLevel.Province, OrganizationKind.Committee, nation, "97", province: 97);
        var plans = new List<Guid>();
        for (var n = 0; n < 2; n++) plans.Add(await DraftAsync(officer, $"Tuyên truyền của tỉnh bên {n}"));
        var doubted = await DraftAsync(officer, "Tuyên truyền từ bản chụp mờ");
        await AddTaskAsync(officer, doubted, "Treo pa nô tại trụ sở", "Sở Nội vụ", new() { ["Input.Rule.Kind"] = "Standing" });
        foreach (var name in new[] { "ben-1", "ben-2" }) await UploadAsync(officer, $"{name}.txt", Encoding.UTF8.GetBytes(PlanText + name));
        await RunJobsAsync();
        await InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<LanToaDb>();
            await db.Set<Plan>().Where(p => plans.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.IssuerId, neighbour.Id));
            await db.Set<PlanImport>().Where(i => i.FileName.StartsWith("ben-")).ExecuteUpdateAsync(i => i.SetProperty(x => x.IssuerId, neighbour.Id));
            foreach (var statement in await db.Set<PlanStatement>().Where(s => s.PlanId == doubted).ToListAsync()) statement.Doubts = [new DoubtfulWord(0, 4)];
            await db.SaveChangesAsync();
            _hidden["cchc"].AddRange((await db.Set<PlanImport>().Where(i => i.FileName.StartsWith("ben-")).Select(i => i.Id).ToListAsync()).Select(i => $"/plans/import/review/{i}"));
        });
        _hidden["cchc"].AddRange(plans.Append(doubted).Select(p => $"/plans/{p}"));
    }

    private const string PlanText = """
        ỦY BAN NHÂN DÂN                         CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
        TỈNH THỬ NGHIỆM                              Độc lập - Tự do - Hạnh phúc

        Số: 15/KH-UBND                          Thử Nghiệm, ngày 20 tháng 01 năm 2026

        KẾ HOẠCH
        Tuyên truyền cải cách hành chính năm 2026

        Ủy ban nhân dân tỉnh ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2026 như sau:

        I. TỔ CHỨC THỰC HIỆN
        1. Sở Nội vụ
        a) Chủ trì, phối hợp với Sở Tài chính kiểm tra công tác tuyên truyền; hoàn thành trước ngày 15/11/2026.
        b) Hướng dẫn các đơn vị treo pa nô, áp phích theo đúng quy định.
        2. Trung tâm Truyền thông Bản Thử
        a) Thường xuyên phát thanh tin, bài về cải cách hành chính trên hệ thống loa truyền thanh.
        3. Các sở, ban, ngành
        a) Thường xuyên tuyên truyền cho cán bộ, công chức tại các hội nghị giao ban.

        Nơi nhận:                               TM. ỦY BAN NHÂN DÂN
        - Lưu: VT.                                     CHỦ TỊCH

        """;
}
