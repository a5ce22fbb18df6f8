using System.Net;
using LanToa.Platform.Api;
using LanToa.Platform.Data;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Testing;
using LanToa.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Web.Tests.Hosting;

/// <summary>Each test brings a class of its own program, since limits count what the others send.</summary>
public sealed class SignInLimitTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task SignIn_TooOftenFromOneAddress_IsRefusedAlsoWithForgedAddresses()
    {
        using var guesser = app.Anonymous();
        var form = await guesser.GetAsync("/identity/signin");
        var refused = 0;
        TestPage last = form;
        for (var i = 0; i < RequestLimits.SignInsPerMinute + 5; i++)
        {
            guesser.Http.DefaultRequestHeaders.Remove("X-Forwarded-For");
            guesser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", $"203.0.113.{i}");
            guesser.Http.DefaultRequestHeaders.Remove("Forwarded");
            guesser.Http.DefaultRequestHeaders.Add("Forwarded", $"for=203.0.113.{i}");
            last = await guesser.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = $"ai{i}", ["Password"] = "sai" });
            if (last.Status == HttpStatusCode.TooManyRequests) refused++;
        }
        refused.ShouldBe(5);
        last.Text("h1").ShouldBe("Bạn thao tác quá nhanh");
        // Another address is not punished for it, and the same one may still read.
        using var other = await app.SignInAsync(Role.Viewer);
        (await other.GetAsync("/identity/me")).Status.ShouldBe(HttpStatusCode.OK);
        (await guesser.GetAsync("/identity/signin")).Status.ShouldBe(HttpStatusCode.OK);
    }
}

public sealed class ForgottenLimitTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Forgot_TooOftenFromOneAddress_IsRefused()
    {
        using var asker = app.Anonymous();
        var form = await asker.GetAsync("/identity/forgot");
        for (var i = 0; i < RequestLimits.ForgottenPerMinute; i++) (await asker.SubmitAsync(form, "main form", new() { ["NameOrAddress"] = $"ai{i}" })).Status.ShouldBe(HttpStatusCode.OK);
        (await asker.SubmitAsync(form, "main form", new() { ["NameOrAddress"] = "ai" })).Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }
}

public sealed class TokenLimitTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Token_UnknownFromAnAddressThatGuessed_IsNotLookedUp_AndThoseThatHeldAreNotKeptOut()
    {
        var person = await app.AddPersonAsync(Role.Officer);
        var (used, fresh) = (await IssueAsync(person), await IssueAsync(person));
        using var address = app.Anonymous();
        (await AskAsync(used)).ShouldNotBe(HttpStatusCode.TooManyRequests);
        for (var i = 0; i < new ApiSettings().UnknownPerMinute; i++) (await AskAsync(ApiTokens.NewSecret())).ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(ApiTokens.NewSecret())).ShouldBe(HttpStatusCode.TooManyRequests);
        // That it holds is not known without asking the database, which is what the address may do no more.
        (await AskAsync(fresh)).ShouldBe(HttpStatusCode.TooManyRequests);
        app.Clock.Shift(TimeSpan.FromSeconds(5));
        (await AskAsync(used)).ShouldNotBe(HttpStatusCode.TooManyRequests);
        using var other = app.Elsewhere();
        other.Http.DefaultRequestHeaders.Authorization = new("Bearer", fresh);
        (await other.Http.GetAsync("/api/v1/activities")).StatusCode.ShouldBe(HttpStatusCode.OK);

        async Task<HttpStatusCode> AskAsync(string token)
        {
            address.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            using var answer = await address.Http.GetAsync("/api/v1/activities");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) answer.Headers.RetryAfter.ShouldNotBeNull();
            return answer.StatusCode;
        }
    }

    private Task<string> IssueAsync(Account person) => app.InScopeAsync(async s =>
    {
        var (db, secret) = (s.GetRequiredService<LanToaDb>(), ApiTokens.NewSecret());
        db.Add(new ApiToken
        {
            ProvinceId = 99, AccountId = person.Id, UnitId = app.Province.Id, Name = "Cổng", Prefix = secret[..13], SecretHash = ApiToken.HashOf(secret), Scopes = ["activities.read"],
            MadeAt = app.Clock.GetUtcNow(), ExpiresOn = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(30),
        });
        await db.SaveChangesAsync();
        return secret;
    });
}

public sealed class UploadLimitTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Upload_TooOftenByOnePerson_IsRefusedWithAPageAndOthersGoOn()
    {
        using var hasty = await app.SignInAsync(Role.Officer);
        using var other = await app.SignInAsync(Role.Officer);
        var form = await hasty.GetAsync("/plans/import");
        TestPage last = form;
        for (var i = 0; i <= RequestLimits.UploadsPerMinute; i++) last = await hasty.SubmitAsync(form, "form[enctype]", file: new TestFile("Document", "rong.txt", []));
        last.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Text("h1").ShouldBe("Bạn thao tác quá nhanh");
        (await other.SubmitAsync(await other.GetAsync("/plans/import"), "form[enctype]", file: new TestFile("Document", "rong.txt", []))).Text(".lt-errors").ShouldContain("Tệp rỗng");
    }

    [Fact]
    public async Task Upload_Of200Megabytes_IsToldSoWithAPage()
    {
        using var person = await app.SignInAsync(Role.Officer);
        var page = await person.GetAsync("/plans/import");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StreamContent(new Zeros(200L << 20)), "Document", "lon.pdf" } };
        using var answer = await person.Http.PostAsync("/plans/import", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Tệp quá lớn");
        (await person.GetAsync("/plans/import")).Text().ShouldNotContain("lon.pdf");
    }

    [Fact]
    public async Task Upload_BetweenTheLimitOfADocumentAndOfARequest_IsToldOnItsForm()
    {
        using var person = await app.SignInAsync(Role.Officer);
        var page = await person.GetAsync("/plans/import");
        var token = page.Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StreamContent(new Zeros(60L << 20)), "Document", "lon.pdf" } };
        using var answer = await person.Http.PostAsync("/plans/import", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Tệp lớn hơn 50 MB");
    }

    /// <summary>So many bytes of nothing, made as they are sent.</summary>
    private sealed class Zeros(long length) : Stream
    {
        private long _at;

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _at; set => _at = value; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - _at);
            buffer.AsSpan(offset, read).Clear();
            _at += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => _at = origin == SeekOrigin.Begin ? offset : origin == SeekOrigin.Current ? _at + offset : length + offset;
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
