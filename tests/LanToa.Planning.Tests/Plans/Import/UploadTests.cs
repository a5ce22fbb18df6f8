using System.Net;
using System.Text;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Planning.Tests.Plans.Import;

public sealed class UploadTests(ImportApp app) : IClassFixture<ImportApp>
{
    [Fact]
    public async Task Upload_EmptyFile_IsRefusedWithWords()
    {
        using var person = await app.OfficerAsync();
        var answer = await ImportApp.UploadAsync(person, []);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Text(".lt-errors").ShouldContain("Tệp rỗng");
    }

    [Fact]
    public async Task Upload_NoFile_AsksForOne()
    {
        using var person = await app.OfficerAsync();
        var answer = await person.SubmitAsync(await person.GetAsync("/plans/import"), "form[enctype]");
        answer.Text(".lt-errors").ShouldContain("Bạn chưa chọn văn bản");
    }

    [Fact]
    public async Task Upload_Program_IsRefusedWithWords()
    {
        using var person = await app.OfficerAsync();
        var answer = await ImportApp.UploadAsync(person, [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0], "ke-hoach.docx");
        answer.Text(".lt-errors").ShouldContain("không phải văn bản");
    }

    [Fact]
    public async Task Read_BrokenPdf_SaysWhyAndOffersTheNextStep()
    {
        using var person = await app.OfficerAsync();
        var id = Guid.Parse((await ImportApp.UploadAsync(person, Encoding.ASCII.GetBytes("%PDF-1.7\nđứt giữa chừng " + Guid.CreateVersion7()), "quet.pdf")).Location!.Split('/')[^1]);
        await app.RunJobsAsync();
        (await app.ImportAsync(id)).State.ShouldBe(ImportState.Failed);
        var page = await person.GetAsync($"/plans/import/progress/{id}");
        page.Text(".lt-job").ShouldContain("Không đọc được");
        page.Html.QuerySelector("form[action='?handler=Again']").ShouldNotBeNull();

        (await person.SubmitAsync(page, "#bo-van-ban form", new() { ["reason"] = "bản quét hỏng" })).Location.ShouldBe("/plans/import");
        (await app.ImportAsync(id)).State.ShouldBe(ImportState.Discarded);
    }

    [Fact]
    public async Task Read_HtmlWithScript_ShowsTextAndNoScript()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, $"<!DOCTYPE html><html><body><script>alert('x')</script><p>KẾ HOẠCH</p><p>{ImportApp.PlanText.Replace("\n", "</p><p>", StringComparison.Ordinal)}</p><img src=x onerror=alert(1)></body></html>", "ke-hoach.html");
        var page = await person.OpenAsync($"/plans/import/review/{id}");
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Body.ShouldNotContain("alert(");
        page.Html.QuerySelector(".lt-source img").ShouldBeNull();
    }

    [Fact]
    public async Task Read_Contract_WarnsThatItDoesNotLookLikeAPlan()
    {
        using var person = await app.OfficerAsync();
        var id = await app.ReadAsync(person, "HỢP ĐỒNG THUÊ NHÀ\n\nBên A cho bên B thuê một căn nhà.\nĐiều 1. Giá thuê là 5.000.000 đồng một tháng.\nĐiều 2. Hai bên cùng ký tên.\n", "hop-dong.txt");
        var page = await person.GetAsync($"/plans/import/review/{id}");
        page.Text().ShouldContain("không giống một kế hoạch");
    }

    [Fact]
    public async Task Upload_SameFileAgain_PointsToTheFirst()
    {
        using var person = await app.OfficerAsync();
        var content = Encoding.UTF8.GetBytes(ImportApp.PlanText + Guid.CreateVersion7());
        var first = await ImportApp.UploadAsync(person, content);
        var again = await ImportApp.UploadAsync(person, content, "ten-khac.txt");
        again.Status.ShouldBe(HttpStatusCode.OK);
        again.Html.QuerySelector($"a[href='{first.Location}']").ShouldNotBeNull();
        var meant = await person.SubmitAsync(again, "form[enctype]", new() { ["Again"] = "true" }, new TestFile("Document", "ten-khac.txt", content));
        meant.Status.ShouldBe(HttpStatusCode.Redirect);
        await app.RunJobsAsync();
    }

    [Fact]
    public async Task Progress_WhileWaiting_RefreshesItselfAndThenLeadsOn()
    {
        using var person = await app.OfficerAsync();
        var sent = await ImportApp.UploadAsync(person, Encoding.UTF8.GetBytes(ImportApp.PlanText + Guid.CreateVersion7()));
        var waiting = await person.GetAsync(sent.Location!);
        waiting.Html.QuerySelector("#viec-doc")!.GetAttribute("hx-get").ShouldBe(sent.Location);
        await app.RunJobsAsync();
        var done = await person.GetAsync(sent.Location!);
        done.Html.QuerySelector("#viec-doc")!.HasAttribute("hx-get").ShouldBeFalse();
        done.Html.QuerySelector("#viec-doc a[href^='/plans/import/review/']").ShouldNotBeNull();
        (await person.GetAsync("/plans/import")).Text("table").ShouldContain("Chờ kiểm tra");
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.FocalPoint)]
    public async Task Import_RoleWithoutIt_IsSentAway(Role role)
    {
        using var officer = await app.OfficerAsync();
        var id = await app.ReadAsync(officer);
        using var person = await app.SignInAsync(role);
        foreach (var path in new[] { "/plans/import", $"/plans/import/review/{id}", $"/plans/import/progress/{id}", $"/plans/import/document/{id}" })
            (await person.GetAsync(path)).Location!.ShouldContain("/identity/denied");
    }

    [Fact]
    public async Task Import_OfAnotherUnitOrProvince_IsNotFound()
    {
        using var officer = await app.OfficerAsync();
        var id = await app.ReadAsync(officer);
        var file = (await app.ImportAsync(id)).FileId;
        var item = (await app.ItemsAsync(id))[0].Id;
        var other = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Khác", OrganizationLevel.Province, OrganizationKind.Committee, null, $"K{Guid.CreateVersion7():N}"[..12], province: 98);
        using var neighbour = await app.SignInAsync(Role.Officer, app.Finance);
        using var stranger = await app.SignInAsync(Role.Officer, other);
        foreach (var person in new[] { neighbour, stranger })
            foreach (var path in new[] { $"/plans/import/review/{id}", $"/plans/import/progress/{id}", $"/plans/import/document/{id}", $"/plans/import/item/{item}", $"/plans/import/split/{item}", $"/plans/import/party/{id}?ten=x", $"/files/{file}" })
                (await person.GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound, path);
    }

    [Fact]
    public async Task Import_CraftedIds_ChangeNothingOfAnother()
    {
        using var officer = await app.OfficerAsync();
        var id = await app.ReadAsync(officer);
        var item = (await app.ItemsAsync(id))[0];
        var other = await app.AddOrganizationAsync("Ủy ban nhân dân tỉnh Kề Bên", OrganizationLevel.Province, OrganizationKind.Committee, null, $"K{Guid.CreateVersion7():N}"[..12], province: 97);
        using var stranger = await app.SignInAsync(Role.Officer, other);
        using var neighbour = await app.SignInAsync(Role.Officer, app.Finance);
        var own = await app.ReadAsync(neighbour);
        var decision = new Dictionary<string, string> { ["item"] = item.Id.ToString(), ["version"] = item.Version.ToString(), ["decision"] = "reject", ["time"] = "thuong-xuyen", ["printed"] = item.Leads[0].Printed, ["means"] = $"o:{app.Finance.Id}" };
        foreach (var person in new[] { stranger, neighbour })
            foreach (var handler in new[] { "Decide", "Time", "Party", "Clear", "Create", "Discard" })
            {
                // The token of a page of their own.
                decision["__RequestVerificationToken"] = (await person.GetAsync("/plans/import")).Html.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
                (await person.PostAsync($"/plans/import/review/{id}?handler={handler}", decision)).Status.ShouldBe(HttpStatusCode.NotFound, handler);
            }
        // A foreign task named in one's own review.
        (await neighbour.PostAsync($"/plans/import/review/{own}?handler=Decide", decision)).Text(".lt-errors").ShouldContain("không phụ trách");
        (await app.ItemAsync(item.Id)).ShouldSatisfyAllConditions(i => i.Version.ShouldBe(item.Version), i => i.Decision.ShouldBe(ItemDecision.Pending));
        (await app.ImportAsync(id)).State.ShouldBe(ImportState.Ready);
    }
}
