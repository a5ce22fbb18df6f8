using System.Net;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Mail;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Tests.Mail;

/// <summary>Without a mail server: letters lie in the folder, and the page says so.</summary>
public sealed class MailPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Test_WithoutAServer_IsWrittenToTheFolderAndThePageSaysThatNobodyGotIt()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var page = await administrator.GetAsync("/mail");
        page.Text(".lt-note").ShouldContain("Thư chưa được gửi tới ai");
        var form = page.Html.QuerySelector("form[action*=Test]").ShouldNotBeNull();
        for (var twice = 0; twice < 2; twice++) await administrator.SubmitAsync(page, "form[action*=Test]", new() { ["address"] = "thu@xa.example" });
        await app.RunJobsAsync();
        var list = await administrator.GetAsync("/mail?q=thu@xa.example");
        list.Html.QuerySelectorAll("tbody tr").Length.ShouldBe(1);
        list.Text("tbody .lt-status").ShouldBe("Đã ghi ra tệp");
        var id = Guid.Parse(form.QuerySelector("[name=formKey]")!.GetAttribute("value")!);
        app.FilesIn("mail").Single(f => f.EndsWith($"{id:N}.eml", StringComparison.Ordinal)).ShouldNotBeNull();
        (await administrator.GetAsync($"/mail/detail/{id}")).Text(".lt-prose").ShouldContain("dòng chữ có dấu này");
    }

    [Theory]
    [InlineData("")]
    [InlineData("khong-phai")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("Tên <a@b.example>")]
    [InlineData("\"a b\"@c.example")]
    public async Task Test_ToNoPlainAddress_IsRefusedAndKept(string address)
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var answer = await administrator.SubmitAsync(await administrator.GetAsync("/mail"), "form[action*=Test]", new() { ["address"] = address });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain("Địa chỉ thư điện tử chưa đúng");
    }

    [Fact]
    public async Task Write_NamesWithLineBreaks_BecomeNoHeaders()
    {
        await app.InScopeAsync(async s =>
        {
            var mail = await s.GetRequiredService<Outbox>().WriteAsync(new Letter("test", "Tiêu đề\r\nBcc: xau@x.example", ["Chào"]), "an@xa.example", "Tên\nCc: xau@x.example");
            using var message = MailComposer.Compose(mail, new MailSettings());
            (message.Subject, message.To.Count, message.Bcc.Count, message.CC.Count).ShouldBe(("Tiêu đề  Bcc: xau@x.example", 1, 0, 0));
            message.To[0].DisplayName.ShouldNotContain('\n');
        });
    }

    [Fact]
    public async Task Write_MoreThanOneAddressMayHave_IsHeldUntilTheAdministratorSendsIt()
    {
        using var administrator = await app.SignInAsync(Role.Administrator);
        var last = Guid.Empty;
        await app.InScopeAsync(async s =>
        {
            var (db, outbox) = (s.GetRequiredService<LanToaDb>(), s.GetRequiredService<Outbox>());
            for (var i = 0; i <= Outbox.MostPerDay; i++)
            {
                last = (await outbox.WriteAsync(new Letter("test", $"Thư {i}", ["Chào"]) { AccountId = administrator.AccountId }, "Nhieu@xa.example", "Nhiều")).Id;
                await db.SaveChangesAsync();
            }
        });
        await app.RunJobsAsync();
        app.FilesIn("mail").ShouldNotContain(f => f.Contains($"{last:N}", StringComparison.Ordinal));
        var page = await administrator.GetAsync($"/mail/detail/{last}");
        page.Text(".lt-status").ShouldContain("Giữ lại");
        await administrator.SubmitAsync(page, "form[action*=Again]");
        await app.RunJobsAsync();
        app.FilesIn("mail").ShouldContain(f => f.Contains($"{last:N}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_OfPeopleElsewhere_IsNotInSight()
    {
        var unit = await app.AddOrganizationAsync("Sở Không Thấy Thư", OrganizationLevel.Province, OrganizationKind.Department, app.Province);
        var leader = await app.AddPersonAsync(Role.Leader);
        var id = await app.InScopeAsync(async s =>
        {
            var mail = await s.GetRequiredService<Outbox>().WriteAsync(new Letter("test", "Riêng", [OutgoingMail.LinkPlace]) { AccountId = leader.Id, Link = "https://bi.mat/x" }, "rieng@xa.example", "Riêng");
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return mail.Id;
        });
        using var stranger = await app.SignInAsync(Role.Administrator, unit);
        (await stranger.GetAsync($"/mail/detail/{id}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync("/mail?q=rieng@xa.example")).Body.ShouldNotContain("Riêng");
        using var own = await app.SignInAsync(Role.Administrator);
        (await own.GetAsync($"/mail/detail/{id}")).Text("[data-link]").ShouldBe("https://bi.mat/x");
    }

    [Fact]
    public async Task Forget_OldLettersAndEndedLinks_Go()
    {
        var now = app.Clock.GetUtcNow();
        var (old, ended) = (new OutgoingMail { Kind = "test", ToAddress = "cu@xa.example", ToName = "Cũ", Subject = "Cũ", Text = "x", CreatedAt = now.AddDays(-91) },
            new OutgoingMail { Kind = "test", ToAddress = "het@xa.example", ToName = "Hết", Subject = "Hết", Text = "x", Link = "https://x", CreatedAt = now.AddDays(-4), ExpiresAt = now.AddDays(-1) });
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            db.AddRange(old, ended);
            await db.SaveChangesAsync();
            await s.GetRequiredService<ForgetMail>().RunAsync(null, new Platform.Jobs.JobRun(Guid.CreateVersion7(), 1, (_, _) => Task.CompletedTask), default);
            var left = await db.Set<OutgoingMail>().AsNoTracking().Where(m => m.Id == old.Id || m.Id == ended.Id).SingleAsync();
            (left.Id, left.Link).ShouldBe((ended.Id, null));
        });
    }
}
