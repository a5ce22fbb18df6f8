using System.Net;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Web.Tests;

public sealed class SignInTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Home_Anonymous_Opens()
    {
        using var browser = app.Anonymous();
        var page = await browser.GetAsync("/");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text("h1").ShouldBe("Tuyên truyền cải cách hành chính");
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysSoAndKeepsTheName()
    {
        using var browser = app.Anonymous();
        var form = await browser.GetAsync("/identity/signin");
        var answer = await browser.SubmitAsync(form, "form[method=post]", new() { ["UserName"] = "khongco", ["Password"] = "sai" });
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text().ShouldContain("Tên đăng nhập hoặc mật khẩu chưa đúng.");
        answer.Html.QuerySelector("#UserName")!.GetAttribute("value").ShouldBe("khongco");
    }

    [Theory]
    [InlineData("/khong-co-trang-nay")]
    [InlineData("/khong-co-tep.json")]
    public async Task UnknownAddress_Anonymous_IsNotFoundInVietnamese(string address)
    {
        using var browser = app.Anonymous();
        var page = await browser.GetAsync(address);
        page.Status.ShouldBe(HttpStatusCode.NotFound);
        page.Text("h1").ShouldBe("Không tìm thấy trang");
    }

    [Fact]
    public async Task SignIn_RightPassword_KeepsThePersonSignedIn()
    {
        using var browser = await app.SignInAsync(Role.Officer);
        (await browser.GetAsync("/identity/signin")).Location.ShouldBe("/today");
    }
}
