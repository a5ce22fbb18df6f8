using System.Text.Encodings.Web;
using System.Text.Unicode;
using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Tags;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.FileProviders;

namespace LanToa.Platform.Tests.Ui;

public sealed class KitTests
{
    private static readonly UiAssets Assets = new(new NoFiles());

    [Fact]
    public async Task Status_Overdue_HasWordShapeAndColour()
    {
        var html = await Render(new StatusTag(Assets) { Mark = new StatusMark(StatusKind.Overdue, "Quá hạn") });
        html.ShouldContain("lt-status--overdue");
        html.ShouldContain("<svg class=\"lt-shape\"");
        html.ShouldContain("Quá hạn");
    }

    [Fact]
    public async Task Button_WithReasons_IsDisabledAndSaysWhy()
    {
        var html = await Render(new ButtonTag(Assets) { Kind = ButtonKind.Primary, Href = "/plans", WhyNot = ["Kế hoạch chưa được duyệt."] }, "Ban hành");
        html.ShouldContain("<button");
        html.ShouldContain("aria-disabled=\"true\"");
        html.ShouldContain("type=\"button\"");
        html.ShouldContain("Kế hoạch chưa được duyệt.");
        html.ShouldNotContain("href");
    }

    [Fact]
    public async Task Button_WithoutReasons_IsALink() =>
        (await Render(new ButtonTag(Assets) { Href = "/plans", WhyNot = [] }, "Ban hành")).ShouldStartWith("<a ");

    [Fact]
    public async Task Input_WithError_IsJoinedToItByAria()
    {
        var html = await Render(new InputTag(Assets) { Name = "Input.Title", Label = "Tên", Hint = "Như văn bản", Error = "Bạn chưa nhập tên.", Value = "<b>\"" });
        html.ShouldContain("<label for=\"Input_Title\">Tên</label>");
        html.ShouldContain("aria-describedby=\"Input_Title-hint Input_Title-error\"");
        html.ShouldContain("aria-invalid=\"true\"");
        html.ShouldContain("value=\"&lt;b&gt;&quot;\"");
    }

    [Fact]
    public async Task Input_SentBack_KeepsWhatWasTyped()
    {
        var view = View();
        view.ViewData.ModelState.SetModelValue("Ngay", "32/13/2026", "32/13/2026");
        view.ViewData.ModelState.AddModelError("Ngay", "Không có ngày này.");
        var html = await Render(new DateTag(Assets) { Name = "Ngay", Label = "Hạn", View = view });
        html.ShouldContain("value=\"32/13/2026\"");
        html.ShouldContain("Không có ngày này.");
    }

    [Fact]
    public async Task Errors_OfFields_LinkToThem()
    {
        var view = View();
        view.ViewData.ModelState.AddModelError("Input.Lead", "Bạn chưa chọn cơ quan chủ trì.");
        (await Render(new ErrorsTag(Assets) { View = view })).ShouldContain("<a href=\"#Input_Lead\">Bạn chưa chọn cơ quan chủ trì.</a>");
    }

    [Theory]
    [InlineData(null, 312, 1, 7)]
    [InlineData(99, 312, 7, 7)]
    [InlineData(-4, 312, 1, 7)]
    [InlineData(3, 0, 1, 1)]
    public void Paging_AnyNumberAsked_StaysWithinWhatExists(int? asked, int total, int number, int pages)
    {
        var paging = Paging.Of(asked, total);
        paging.Number.ShouldBe(number);
        paging.Pages.ShouldBe(pages);
    }

    [Fact]
    public void Query_ChangedOrder_KeepsTheFilterAndBeginsAtTheFirstPage()
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString("?q=loa&trang=4&sort=han&after=2026-03-16_1");
        Query.With(request, Query.Sort, "-han").ShouldBe("?q=loa&sort=-han");
        Query.With(request, Query.Page, "2").ShouldBe("?q=loa&sort=han&after=2026-03-16_1&trang=2");
    }

    private static ViewContext View() => new()
    {
        HttpContext = new DefaultHttpContext(),
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()),
    };

    private static async Task<string> Render(KitTag tag, string inside = "")
    {
        tag.View ??= View();
        var context = new TagHelperContext([], new Dictionary<object, object>(), "t1");
        var output = new TagHelperOutput("lt", [], (_, _) =>
        {
            var content = new DefaultTagHelperContent();
            if (inside.Length > 0) content.SetContent(inside);
            return Task.FromResult<TagHelperContent>(content);
        });
        await tag.ProcessAsync(context, output);
        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Create(UnicodeRanges.All));
        return writer.ToString();
    }

    private sealed class NoFiles : IWebHostEnvironment
    {
        public string WebRootPath { get; set; } = "";
        public IFileProvider WebRootFileProvider { get; set; } = new NullFileProvider();
        public string ApplicationName { get; set; } = "";
        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
        public string ContentRootPath { get; set; } = "";
        public string EnvironmentName { get; set; } = "Test";
    }
}
