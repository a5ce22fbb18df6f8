using System.Net;
using LanToa.Testing;

namespace LanToa.Web.Tests;

/// <summary>The page of the kit shows the parts that only appear while something happens, and leads to both frames.</summary>
public sealed class DesignTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Design_MomentaryParts_HaveASample()
    {
        using var nobody = app.Anonymous();
        var page = await nobody.GetAsync("/_design");
        page.Html.QuerySelectorAll("#mau-thong-bao .lt-note").Length.ShouldBe(2);
        page.Html.QuerySelector("#mau-tai-len progress").ShouldNotBeNull();
        page.Text("#viec-loi").ShouldContain("Không đọc được");
        page.Html.QuerySelector("dialog#mau-hop-thoai form").ShouldBeNull();
        page.Texts("#mau-chon-co-quan label").ShouldContain("Tìm đơn vị khác");
    }

    [Fact]
    public async Task Design_Frames_LinkToEachOther()
    {
        using var nobody = app.Anonymous();
        var office = await nobody.GetAsync("/_design");
        var portal = await nobody.GetAsync(office.Html.QuerySelector("main a[href='/_design?khung=portal']")!.GetAttribute("href")!);
        portal.Html.QuerySelector(".lt-portal__nav").ShouldNotBeNull();
        portal.Html.QuerySelector("main a.btn[href='/_design']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Design_Toast_IsShownWithAndWithoutScript()
    {
        using var nobody = app.Anonymous();
        (await nobody.OpenAsync("/_design?handler=Toast")).Text("main").ShouldContain("Đã lưu. Bước tiếp theo: trình duyệt.");
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/_design?handler=Toast");
        asked.Headers.Add("HX-Request", "true");
        using var answer = await nobody.Http.SendAsync(asked);
        (answer.StatusCode, answer.Headers.GetValues("HX-Trigger").Single()).ShouldSatisfyAllConditions(a => a.Item1.ShouldBe(HttpStatusCode.NoContent), a => a.Item2.ShouldContain("lt:toast"));
    }
}
