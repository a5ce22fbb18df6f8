using System.Net;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Permissions;
using LanToa.Testing;

namespace LanToa.Platform.Tests.Documents;

public sealed class CheckPageTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Check_Documents_AreJudgedAndWrongFilesExplained()
    {
        using var viewer = await app.SignInAsync(Role.Viewer);
        var page = await viewer.GetAsync("/documents/check");
        Task<TestPage> SendAsync(string name, byte[] bytes) => viewer.SubmitAsync(page, "form[enctype]", file: new TestFile("Document", name, bytes));

        (await SendAsync("dung.docx", DocumentWriter.Write(SampleDocument.Plan))).Text().ShouldContain("dung.docx: không thấy điểm nào khác quy định");
        var wrong = await SendAsync("sai.docx", DocumentWriter.Write(SampleDocument.Plan with { Recipients = [] }));
        wrong.Text("tbody").ShouldContain("Không có “Nơi nhận:”.");
        wrong.Text("tbody").ShouldContain("khoản 9");
        (await SendAsync("anh.docx", [0x89, 0x50, 0x4e, 0x47])).Text().ShouldContain("không phải văn bản Word");
        var nothing = await viewer.SubmitAsync(page, "form[enctype]");
        nothing.Status.ShouldBe(HttpStatusCode.OK);
        nothing.Text().ShouldContain("Bạn chưa chọn tệp.");
    }
}
