using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>
/// The head of a page: what it is, its state beside it, and at the right one primary action and a menu with the rest (the content).
/// Also gives the document its title.
/// </summary>
[HtmlTargetElement("lt-page-header")]
public sealed class PageHeaderTag(UiAssets ui) : KitTag(ui)
{
    public string Title { get; set; } = "";
    /// <summary>One quiet line beneath: number, date, agency.</summary>
    public string? Sub { get; set; }
    /// <summary>The whole sentence of which the title is the beginning: shown when asked for, and on paper.</summary>
    public string? Whole { get; set; }
    public StatusMark? Mark { get; set; }

    /// <summary>Letters beyond which a title is set smaller: at full size it would take four lines beside its actions.</summary>
    private const int Long = 80;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        View.ViewData["Title"] ??= Title;
        var actions = await output.GetChildContentAsync();
        Become(output, "div", "lt-head");
        output.Content.SetHtmlContent(H($"""
            <div class="lt-head__text"><div class="lt-head__line"><h1{When(Title.Length > Long, $" class=\"lt-head__long\"")}>{Title}</h1>{(Mark is null ? Nothing : StatusTag.Render(Mark))}</div>
            {When(!string.IsNullOrEmpty(Sub), $"<p class=\"lt-head__sub\">{Sub}</p>")}
            {When(Whole is not null && Whole != Title, $"<details class=\"lt-head__whole lt-no-print\"><summary>Xem cả câu</summary><p>{Whole}</p></details><p class=\"lt-print-only\">{Whole}</p>")}</div>
            {When(!actions.IsEmptyOrWhiteSpace, $"<div class=\"lt-actions\">{actions}</div>")}
            """));
    }
}

/// <summary>Where this page stands. Inside: links, and last the name of this page without a link.</summary>
[HtmlTargetElement("lt-breadcrumbs")]
public sealed class BreadcrumbsTag(UiAssets ui) : KitTag(ui)
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "nav", "lt-no-print");
        output.Attributes.SetAttribute("aria-label", "Vị trí trang");
        output.Content.SetHtmlContent(H($"<ol class=\"lt-crumbs\">{inside}</ol>"));
    }
}

[HtmlTargetElement("lt-crumb", ParentTag = "lt-breadcrumbs")]
public sealed class CrumbTag(UiAssets ui) : KitTag(ui)
{
    public string? Href { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await Inside(output);
        output.TagName = "li";
        output.Content.SetHtmlContent(Href is null ? H($"<span aria-current=\"page\">{text}</span>") : H($"<a href=\"{Href}\">{text}</a>"));
    }
}

/// <summary>An icon of the sprite; decorative unless <c>label</c> is given.</summary>
[HtmlTargetElement("lt-icon", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IconTag(UiAssets ui) : KitTag(ui)
{
    public string Name { get; set; } = "";
    /// <summary>small or large.</summary>
    public string? Size { get; set; }
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Assets.Icon(Name, Size, Label));
    }
}

/// <summary>A state: word, shape and colour.</summary>
[HtmlTargetElement("lt-status")]
public sealed class StatusTag(UiAssets ui) : KitTag(ui)
{
    public StatusMark? Mark { get; set; }
    public StatusKind Kind { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "span", $"lt-status lt-status--{Kebab(Mark?.Kind ?? Kind)}");
        output.Content.SetHtmlContent(H($"{StatusShapes.Shape(Mark?.Kind ?? Kind)}{(inside.IsEmptyOrWhiteSpace ? (object?)Mark?.Text : inside)}"));
    }

    internal static IHtmlContent Render(StatusMark mark) => H($"<span class=\"lt-status lt-status--{Kebab(mark.Kind)}\">{StatusShapes.Shape(mark.Kind)}{mark.Text}</span>");
}

/// <summary>A remark in the page: what to know or to do.</summary>
[HtmlTargetElement("lt-note")]
public sealed class NoteTag(UiAssets ui) : KitTag(ui)
{
    public StatusKind Kind { get; set; } = StatusKind.InProgress;
    public string? Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "div", $"lt-note lt-note--{Kebab(Kind)}");
        output.Content.SetHtmlContent(Body(Assets, Kind, Title, inside));
    }

    internal static IHtmlContent Body(UiAssets ui, StatusKind kind, string? title, IHtmlContent inside)
    {
        var icon = kind switch { StatusKind.Done => "circle-check", StatusKind.Overdue => "alert-triangle", StatusKind.DueSoon => "clock", _ => "info-circle" };
        return H($"{ui.Icon(icon)}<div class=\"lt-note__body\">{When(title is not null, $"<div class=\"lt-note__title\">{title}</div>")}{inside}</div>");
    }
}

/// <summary>The messages that the page before left (see <see cref="Flash"/>). The layouts have it; pages do not need it.</summary>
[HtmlTargetElement("lt-flash", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FlashTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        // Nothing waits where the browser brought nothing; asking all the same would take the cookie away from it, on every page and through every cache.
        if (HttpMethods.IsGet(Request.Method) && !Request.Cookies.ContainsKey(CookieTempDataProvider.CookieName)) return;
        output.Content.SetHtmlContent(Join(Flash.Take(View.TempData).Select(f =>
            H($"<div class=\"lt-note lt-note--{Kebab(f.Kind)}\" role=\"{(f.Kind == StatusKind.Overdue ? "alert" : "status")}\"{When(f.Kind != StatusKind.Overdue, $" data-arrived")}>{NoteTag.Body(Assets, f.Kind, null, H($"{f.Text}"))}</div>"))));
    }
}

/// <summary>Nothing here yet: what will be here, and how to begin (actions inside).</summary>
[HtmlTargetElement("lt-empty")]
public sealed class EmptyTag(UiAssets ui) : KitTag(ui)
{
    public string Icon { get; set; } = "inbox";
    public string Title { get; set; } = "";
    public string? Text { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var actions = await output.GetChildContentAsync();
        Become(output, "div", "lt-empty");
        output.Content.SetHtmlContent(H($"""
            {Assets.Icon(Icon, "large")}<p class="lt-empty__title">{Title}</p>{When(Text is not null, $"<p class=\"lt-empty__text\">{Text}</p>")}
            {When(!actions.IsEmptyOrWhiteSpace, $"<div class=\"lt-actions\">{actions}</div>")}
            """));
    }
}

/// <summary>Links to the parts of one thing. Inside: <c>lt-tab</c>.</summary>
[HtmlTargetElement("lt-tabs")]
public sealed class TabsTag(UiAssets ui) : KitTag(ui)
{
    /// <summary>What the tabs are parts of, for screen readers.</summary>
    public string Label { get; set; } = "Các phần";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "nav", "lt-tabs");
        output.Attributes.SetAttribute("aria-label", Label);
    }
}

[HtmlTargetElement("lt-tab", ParentTag = "lt-tabs")]
public sealed class TabTag(UiAssets ui) : KitTag(ui)
{
    public string Href { get; set; } = "";
    public bool Current { get; set; }
    public int? Count { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await Inside(output);
        output.TagName = "a";
        output.Attributes.SetAttribute("href", Href);
        if (Current) output.Attributes.SetAttribute("aria-current", "page");
        output.Content.SetHtmlContent(H($"{text}{When(Count is not null, $" <span class=\"lt-tabs__count\">{Count}</span>")}"));
    }
}
