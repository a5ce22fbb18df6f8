using System.Text;
using System.Text.RegularExpressions;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Jobs;
using LanToa.Platform.Mail;
using LanToa.Platform.Notices;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LanToa.Platform.Tests.Mail;

/// <summary>The program with a mail server that misbehaves where a test says so.</summary>
public sealed class MailServerApp : TestApp
{
    public SmtpListener Server { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }

    protected override void Configure(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(
        new MailSettings { Host = "127.0.0.1", Port = Server.Port, Tls = false, From = "lantoa@tinh.example", FromName = "Cải cách hành chính", PublicUrl = "https://cchc.example" }));
}

public sealed partial class SmtpTests(MailServerApp app) : IClassFixture<MailServerApp>
{
    [Fact]
    public async Task Letter_Accepted_ArrivesOnceInVietnameseAndItsLinkIsForgotten()
    {
        var id = await WriteAsync("nhan@xa.example", "Nguyễn Thị Ánh", link: "https://cchc.example/x?a=1&b=2");
        await app.RunJobsAsync();
        await DueAsync(id);
        await app.RunJobsAsync();
        var mail = app.Server.To("nhan@xa.example").Single();
        Decoded(mail.Header("Subject")).ShouldBe("Mời dùng hệ thống: Đặng Ngữ, ưỡn ẹo");
        mail.Header("Message-ID").ShouldBe($"<{id:N}@tinh.example>");
        mail.From.ShouldBe("lantoa@tinh.example");
        Decoded(mail.Header("To")).ShouldContain("Nguyễn Thị Ánh");
        var bodies = mail.Raw.Split("\r\n\r\n").Select(Base64).ToList();
        bodies.ShouldContain(b => b.Contains("Chào bạn, đây là chữ có dấu.", StringComparison.Ordinal) && b.Contains("https://cchc.example/x?a=1&b=2", StringComparison.Ordinal) && !b.Contains("<p ", StringComparison.Ordinal));
        bodies.ShouldContain(b => b.Contains("<a href=\"https://cchc.example/x?a=1&amp;b=2\">", StringComparison.Ordinal));
        var kept = await MailAsync(id);
        (kept.SentVia, kept.Link).ShouldBe(("smtp", null));
        kept.SentAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Letter_TakenAndThenRefused_IsADeadLetterThatTheAdministratorSendsAgain()
    {
        const string address = "tuchoi@xa.example";
        app.Server.Behave(address, SmtpBehaviour.RefuseAfterwards);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var id = await WriteAsync(address, account: administrator.AccountId);
        await app.RunJobsAsync();
        app.Server.To(address).ShouldBeEmpty();
        (await administrator.GetAsync($"/mail?trangthai=Failed&q={address}")).Text("tbody").ShouldContain(address);
        var page = await administrator.GetAsync($"/mail/detail/{id}");
        page.Text().ShouldContain("Máy chủ thư từ chối: 554 5.7.1 Rejected by policy");
        page.Text("h1 + *, .lt-status").ShouldContain("Không gửi được");

        await administrator.SubmitAsync(page, "form[action*=Again]");
        (await administrator.SubmitAsync(page, "form[action*=Again]")).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(1);
        (await administrator.GetAsync($"/mail/detail/{id}")).Text(".lt-status").ShouldBe("Đã gửi");
    }

    [Fact]
    public async Task Invitation_RefusedByTheServer_IsToldOnThePageOfTheAccount()
    {
        const string address = "moi.hong@xa.example";
        app.Server.Behave(address, SmtpBehaviour.RefuseAfterwards);
        using var administrator = await app.SignInAsync(Role.Administrator);
        var sent = await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/invite"), "main form", new() { ["Input.Email"] = address, ["Input.Role"] = "FocalPoint", ["Input.UnitId"] = app.Province.Id.ToString() });
        sent.Location.ShouldNotBeNull(sent.Text("main"));
        var page = await administrator.GetAsync(sent.Location);
        page.Text("main").ShouldContain("Thư mời đang được gửi");
        page.Text("[data-letter]").ShouldContain("đang chờ gửi");
        await app.RunJobsAsync();
        page = await administrator.GetAsync(sent.Location);
        page.Text("[data-letter]").ShouldContain($"Thư mời tới {address}: không gửi được. Máy chủ thư từ chối: 554 5.7.1 Rejected by policy");
        page.Text("main").ShouldContain("Thư mời không gửi được");
        (await administrator.GetAsync($"/identity/accounts?q={address}")).Text("tbody").ShouldContain("Thư mời không gửi được");
        // Whoever invited does not look there by themselves.
        var notices = async () => (await administrator.GetAsync("/notices")).Texts("main").Single();
        (await notices()).ShouldSatisfyAllConditions(t => t.ShouldContain($"Thư mời {address} không gửi được"), t => t.ShouldContain("554 5.7.1 Rejected by policy"));
        Task<bool> OpenAsync() => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Notice>().AnyAsync(n => n.AccountId == administrator.AccountId && n.Key.StartsWith("invitation.lost:") && n.ReadAt == null));
        (await OpenAsync()).ShouldBeTrue();
        await administrator.SubmitAsync(page, "form[action*=Invite]");
        await app.RunJobsAsync();
        (await administrator.GetAsync(sent.Location)).Text("[data-letter]").ShouldContain("máy chủ thư đã nhận lúc");
        (await OpenAsync()).ShouldBeFalse("it arrived");
    }

    [Fact]
    public async Task Invitation_OfTheNationToAProvince_IsToldToTheInviterAndSettledByWhoeverSendsAgain()
    {
        const string address = "moi.tinh@xa.example";
        app.Server.Behave(address, SmtpBehaviour.RefuseAfterwards);
        var nation = await app.AddOrganizationAsync("Chính phủ", OrganizationLevel.Nation, OrganizationKind.Committee, null, "00", province: 0);
        var province = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Được Mời", OrganizationLevel.Province, OrganizationKind.Committee, nation);
        using var national = await app.SignInAsync(Role.Administrator, nation);
        var sent = await InviteAsync(national, address, province, Role.Administrator);
        await app.RunJobsAsync();
        (await national.GetAsync("/notices")).Texts("main").Single().ShouldContain($"Thư mời {address} không gửi được");
        (await ToldAsync(national)).ShouldBe([(0, true)]);

        using var administrator = await app.SignInAsync(Role.Administrator, province);
        await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Invite]");
        await app.RunJobsAsync();
        (await ToldAsync(national)).ShouldBe([(0, false)], "it arrived");
    }

    [Fact]
    public async Task Invitation_WhoseLinkEndsBeforeItLeaves_IsToldUnlessAnotherWasSentSince()
    {
        const string address = "moi.muon@xa.example";
        using var administrator = await app.SignInAsync(Role.Administrator);
        var sent = await InviteAsync(administrator, address, app.Province, Role.FocalPoint);
        var job = await app.InScopeAsync(async s =>
        {
            var letters = s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().Where(m => m.ToAddress == address);
            await letters.ExecuteUpdateAsync(m => m.SetProperty(x => x.ExpiresAt, app.Clock.GetUtcNow().AddMinutes(-1)).SetProperty(x => x.Link, (string?)null));
            var first = await letters.AsNoTracking().SingleAsync();
            // One that was held as too many did not go either.
            s.GetRequiredService<LanToaDb>().Add(new OutgoingMail { ProvinceId = first.ProvinceId, AccountId = first.AccountId, Kind = first.Kind, ToAddress = address, ToName = address, Subject = first.Subject, Text = first.Text, CreatedAt = first.CreatedAt.AddTicks(10) });
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return first.JobId!.Value;
        });
        await app.RunJobsAsync();
        (await administrator.GetAsync("/notices")).Texts("main").Single().ShouldSatisfyAllConditions(t => t.ShouldContain($"Thư mời {address} không gửi được"), t => t.ShouldContain("Liên kết trong thư đã hết hạn"));

        await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Invite]");
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(1);
        (await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().AgainAsync(job))).ShouldBeTrue();
        await app.RunJobsAsync();
        (await ToldAsync(administrator)).ShouldBe([(99, false)], "of the earlier letter nobody needs to know");

        await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Invite]");
        (await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Revoke]", new() { ["reason"] = "Người khác nhận việc" })).Location.ShouldNotBeNull();
        app.Server.Behave(address, SmtpBehaviour.RefuseAfterwards);
        await app.RunJobsAsync();
        (await ToldAsync(administrator)).ShouldBe([(99, false)], "nobody is invited any more");
    }

    [Fact]
    public async Task Invitation_WhoseWorkerEndedEachTime_IsToldToTheInviter()
    {
        const string address = "moi.dung@xa.example";
        using var administrator = await app.SignInAsync(Role.Administrator);
        var sent = await InviteAsync(administrator, address, app.Province, Role.FocalPoint);
        await app.InScopeAsync(async s =>
        {
            var db = s.GetRequiredService<LanToaDb>();
            var job = await db.Set<OutgoingMail>().Where(m => m.ToAddress == address).Select(m => m.JobId).SingleAsync();
            await db.Set<Job>().Where(j => j.Id == job).ExecuteUpdateAsync(j => j.SetProperty(x => x.State, JobState.Running).SetProperty(x => x.Attempts, x => x.MaxAttempts + 3)
                .SetProperty(x => x.Lease, Guid.CreateVersion7()).SetProperty(x => x.LeaseUntil, app.Clock.GetUtcNow().AddSeconds(-1)));
        });
        await app.RunJobsAsync();
        app.Server.To(address).ShouldBeEmpty();
        (await administrator.GetAsync("/notices")).Texts("main").Single().ShouldSatisfyAllConditions(t => t.ShouldContain($"Thư mời {address} không gửi được"), t => t.ShouldContain("Chương trình gặp lỗi khi gửi"));

        await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Invite]");
        await app.RunJobsAsync();
        (await ToldAsync(administrator)).ShouldBe([(99, false)], "the one sent since arrived");
    }

    [Fact]
    public async Task Invitation_ThatWaitsWhenAnotherIsSentOrItIsTakenBack_DoesNotGoOut()
    {
        const string address = "moi.hai.lan@xa.example";
        using var administrator = await app.SignInAsync(Role.Administrator);
        var sent = await InviteAsync(administrator, address, app.Province, Role.FocalPoint);
        await administrator.SubmitAsync(await administrator.GetAsync(sent), "form[action*=Invite]");
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(1, "the link of the older one has ended");
        var older = await app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<OutgoingMail>().Where(m => m.ToAddress == address).OrderBy(m => m.CreatedAt).FirstAsync());
        older.SentAt.ShouldBeNull();
        (await LineAsync(older.Id)).ShouldSatisfyAllConditions(l => l.State.ShouldBe(MailState.Cancelled), l => l.Job!.Error!.ShouldContain("Đã có thư mời sau"));
        // Not by hand either.
        (await app.InScopeAsync(s => s.GetRequiredService<JobQueue>().AgainAsync(older.JobId!.Value))).ShouldBeTrue();
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(1);
        (await ToldAsync(administrator)).ShouldBeEmpty();

        const string back = "moi.thu.hoi@xa.example";
        var taken = await InviteAsync(administrator, back, app.Province, Role.FocalPoint);
        (await administrator.SubmitAsync(await administrator.GetAsync(taken), "form[action*=Revoke]", new() { ["reason"] = "Nhầm người" })).Location.ShouldNotBeNull();
        await app.RunJobsAsync();
        app.Server.To(back).ShouldBeEmpty();
    }

    private static async Task<string> InviteAsync(TestBrowser administrator, string address, Organization unit, Role role)
    {
        var sent = await administrator.SubmitAsync(await administrator.GetAsync("/identity/accounts/invite"), "main form", new() { ["Input.Email"] = address, ["Input.Role"] = role.ToString(), ["Input.UnitId"] = unit.Id.ToString() });
        return sent.Location.ShouldNotBeNull(sent.Text("main"));
    }

    /// <summary>In which province the person was told of lost invitations, and whether that is open.</summary>
    private Task<List<(int Province, bool Open)>> ToldAsync(TestBrowser person) => app.InScopeAsync(async s => (await s.GetRequiredService<LanToaDb>().Set<Notice>().IgnoreQueryFilters([LanToaDb.ProvinceFilter])
        .Where(n => n.AccountId == person.AccountId && n.Key.StartsWith("invitation.lost:")).OrderBy(n => n.At).ToListAsync()).ConvertAll(n => ((int)n.ProvinceId, n.ReadAt == null)));

    [Theory, InlineData(SmtpBehaviour.Later), InlineData(SmtpBehaviour.HangUpBefore)]
    public async Task Letter_NotTakenTheFirstTime_IsTriedAgain(SmtpBehaviour behaviour)
    {
        var address = $"sau{behaviour}@xa.example".ToLowerInvariant();
        app.Server.Behave(address, behaviour);
        var id = await WriteAsync(address);
        await app.RunJobsAsync();
        app.Server.To(address).ShouldBeEmpty();
        (await LineAsync(id)).State.ShouldBe(MailState.Retrying);
        await DueAsync(id);
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(1);
        (await LineAsync(id)).State.ShouldBe(MailState.Sent);
    }

    [Fact]
    public async Task Letter_TakenWithoutAnAnswer_ComesAgainUnderTheSameNumber()
    {
        const string address = "matketnoi@xa.example";
        app.Server.Behave(address, SmtpBehaviour.KeepAndHangUp);
        var id = await WriteAsync(address);
        await app.RunJobsAsync();
        (await LineAsync(id)).Job!.Error!.ShouldContain("cùng mã thư");
        await DueAsync(id);
        await app.RunJobsAsync();
        app.Server.To(address).Count.ShouldBe(2);
        app.Server.To(address).Select(m => m.Header("Message-ID")).Distinct().Count().ShouldBe(1);
        (await LineAsync(id)).State.ShouldBe(MailState.Sent);
    }

    [Fact]
    public async Task Letter_ThatMayBeStopped_SaysHowToTheMailProgramAndIsOfNoUseAfterItsDay()
    {
        var stop = $"https://cchc.example/digest/one-click/{new string('x', 200)}";
        async Task<Guid> WriteDigestAsync(string address, DateTimeOffset ends) => await app.InScopeAsync(async s =>
        {
            var mail = await s.GetRequiredService<Outbox>().WriteAsync(new Letter("test", "Việc hôm nay", ["Xem:", "https://cchc.example/digest?a=1&b=2", "Lời người viết: https://la.example"]) { Unsubscribe = stop, ExpiresAt = ends }, address, address);
            await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
            return mail.Id;
        });
        await WriteDigestAsync("thoi@xa.example", app.Clock.GetUtcNow().AddHours(1));
        var late = await WriteDigestAsync("muon@xa.example", app.Clock.GetUtcNow().AddHours(-1));
        await app.RunJobsAsync();

        var mail = app.Server.To("thoi@xa.example").Single();
        mail.Header("List-Unsubscribe").ShouldBe($"<{stop}>");
        mail.Header("List-Unsubscribe-Post").ShouldBe("List-Unsubscribe=One-Click");
        var html = mail.Raw.Split("\r\n\r\n").Select(Base64).Single(b => b.Contains("<p ", StringComparison.Ordinal));
        html.ShouldContain("<a href=\"https://cchc.example/digest?a=1&amp;b=2\">");
        html.ShouldNotContain("<a href=\"https://la.example");
        app.Server.To("muon@xa.example").ShouldBeEmpty();
        (await LineAsync(late)).Job!.Error!.ShouldContain("Thư đã qua ngày");
    }

    [Fact]
    public async Task Deliver_ServerThatNeverAnswers_GivesUpAndLetsTheOthersNotWait()
    {
        await using var silent = new SmtpListener();
        silent.Behave("im@xa.example", SmtpBehaviour.Silence);
        var settings = new MailSettings { Host = "127.0.0.1", Port = silent.Port, Tls = false, PublicUrl = "https://x.example", Patience = TimeSpan.FromMilliseconds(300) };
        var transport = new SmtpTransport(settings, app.Clock);
        using var message = MailComposer.Compose(Plain("im@xa.example"), settings);
        (await Should.ThrowAsync<MailNotSentException>(() => transport.DeliverAsync(message, "x", default))).Message.ShouldContain("không trả lời");
        using var next = MailComposer.Compose(Plain("khac@xa.example"), settings);
        (await Should.ThrowAsync<MailNotSentException>(() => transport.DeliverAsync(next, "y", default))).ForGood.ShouldBeFalse();
        silent.Heard.ShouldNotContain(l => l.Contains("khac@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deliver_ServerWithoutTls_HearsNeitherPasswordNorLetter()
    {
        await using var plain = new SmtpListener();
        var settings = new MailSettings { Host = "127.0.0.1", Port = plain.Port, Tls = true, User = "lantoa", Password = "bí mật thư", PublicUrl = "https://x.example" };
        using var message = MailComposer.Compose(Plain("mahoa@xa.example"), settings);
        var refused = await Should.ThrowAsync<MailNotSentException>(() => new SmtpTransport(settings, app.Clock).DeliverAsync(message, "x", default));
        refused.ToString().ShouldNotContain("bí mật thư");
        plain.Heard.ShouldNotContain(l => l.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase) || l.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase));
        settings.ToString().ShouldNotContain("bí mật thư");
    }

    private static OutgoingMail Plain(string address) => new() { Kind = "test", ToAddress = address, ToName = address, Subject = "Thử", Text = "Thử" };

    private Task<Guid> WriteAsync(string address, string? name = null, string? link = null, Guid? account = null) => app.InScopeAsync(async s =>
    {
        var letter = new Letter("test", "Mời dùng hệ thống: Đặng Ngữ, ưỡn ẹo", ["Chào bạn, đây là chữ có dấu.", $"Mở: {OutgoingMail.LinkPlace}"]) { Link = link, AccountId = account };
        var mail = await s.GetRequiredService<Outbox>().WriteAsync(letter, address, name ?? address);
        await s.GetRequiredService<LanToaDb>().SaveChangesAsync();
        return mail.Id;
    });

    private Task DueAsync(Guid mail) => app.InScopeAsync(s => s.GetRequiredService<LanToaDb>().Set<Job>().Where(j => j.Payload.Contains(mail.ToString()) && j.State == JobState.Queued)
        .ExecuteUpdateAsync(j => j.SetProperty(x => x.RunAfter, app.Clock.GetUtcNow())));

    private Task<MailLine> LineAsync(Guid id) => app.InScopeAsync(s => s.GetRequiredService<MailInSight>().Query(id: id).SingleAsync());

    private async Task<OutgoingMail> MailAsync(Guid id) => (await LineAsync(id)).Mail;

    // RFC 2047: white space between two encoded words is none. "Q" writes bytes as %XX would, with another sign.
    private static string Decoded(string header) => EncodedWord().Replace(BetweenWords().Replace(header, "?==?"), word => word.Groups["how"].Value is "B" or "b"
        ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups["text"].Value))
        : Uri.UnescapeDataString(word.Groups["text"].Value.Replace('_', ' ').Replace('=', '%')));

    [GeneratedRegex(@"=\?utf-8\?(?<how>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex BetweenWords();

    private static string Base64(string part)
    {
        var text = part.Split("\r\n--")[0].Replace("\r\n", "", StringComparison.Ordinal);
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
