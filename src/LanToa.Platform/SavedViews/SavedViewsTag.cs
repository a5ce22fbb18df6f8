using LanToa.Platform.Ui;
using LanToa.Platform.Ui.Tags;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.SavedViews;

/// <summary>Above the filter of a list: the reader's saved filters as links, and to save the present ones. Nothing where none is saved and nothing filtered.</summary>
[HtmlTargetElement("lt-saved-views", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SavedViewsTag(UiAssets ui, SavedViewBook views) : KitTag(ui)
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        if (views.ListAt(Request.Path) is not { } list) return;
        var now = SavedViewBook.FiltersOf(Request.QueryString.Value);
        var mine = await views.MineAsync(list.Path, View.HttpContext.RequestAborted);
        if (mine.Count == 0 && now.Length == 0) return;
        Become(output, "nav", "lt-orders lt-saved lt-no-print");
        output.Attributes.SetAttribute("aria-label", "Bộ lọc đã lưu");
        var isSaved = mine.Any(v => v.Query == now);
        output.Content.SetHtmlContent(H($"""
            {When(mine.Count > 0, $"<span class=\"lt-quiet\">Bộ lọc đã lưu</span><a href=\"{list.Path}?{SavedViewBook.Whole}=1\"{Current(now.Length == 0)}>Tất cả</a>{Join(mine.Select(v => H($"<a href=\"{v.Href}\"{Current(v.Query == now)}>{v.Name}</a>")))}")}
            {When(now.Length > 0 && !isSaved, $"<a class=\"lt-saved__act\" href=\"/saved-views/save?list={Uri.EscapeDataString(list.Path)}&filters={Uri.EscapeDataString(now)}\">Lưu bộ lọc này</a>")}{When(mine.Count > 0, $"<a class=\"lt-saved__act\" href=\"/saved-views\">Sửa, xóa</a>")}
            """));
    }

    private static IHtmlContent Current(bool yes) => When(yes, $" aria-current=\"true\"");
}
