using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>How much of how much, as a bar and in figures.</summary>
[HtmlTargetElement("lt-progress", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ProgressTag(UiAssets ui) : KitTag(ui)
{
    public decimal Done { get; set; }
    public decimal Of { get; set; } = 100;
    /// <summary>What is measured, for screen readers.</summary>
    public string Label { get; set; } = "Tiến độ";
    public StatusKind Kind { get; set; }
    public bool Thin { get; set; }
    /// <summary>The words beside the bar; "31/42" when not given, empty for none.</summary>
    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "div", string.Concat("lt-bar", Thin ? " lt-bar--thin" : "", " lt-bar--" + Kebab(Kind)));
        output.Content.SetHtmlContent(Bar(Label, Done, Of, Text ?? $"{Time.VietnameseFormat.Number(Done)}/{Time.VietnameseFormat.Number(Of)}"));
    }

    internal static IHtmlContent Bar(string label, decimal done, decimal of, string text) =>
        H($"<progress value=\"{Math.Min(done, of)}\" max=\"{(of > 0 ? of : 1)}\" aria-label=\"{label}\"></progress>{When(text.Length > 0, $"<span class=\"lt-bar__label\">{text}</span>")}");
}

/// <summary>
/// A job that runs: how far, what now, and that one may leave. While <c>poll</c> (a page that shows this same element) is given, it
/// refreshes itself by script, and by its link without. When finished give no <c>poll</c>, and the next step inside.
/// </summary>
[HtmlTargetElement("lt-job")]
public sealed class JobTag(UiAssets ui) : KitTag(ui)
{
    public string Id { get; set; } = "job";
    public string Title { get; set; } = "";
    public string? Poll { get; set; }
    /// <summary>0 to 100; null when the length is not known.</summary>
    public int? Percent { get; set; }
    public string? Now { get; set; }
    public StatusMark Mark { get; set; } = new(StatusKind.InProgress, "Đang chạy");

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        // An attribute whose expression is null arrives empty.
        if (Poll?.Length == 0) Poll = null;
        Become(output, "div", "lt-job");
        output.Attributes.SetAttribute("id", Id);
        output.Attributes.SetAttribute("aria-live", "polite");
        if (Poll is not null)
        {
            output.Attributes.SetAttribute("hx-get", Poll);
            output.Attributes.SetAttribute("hx-select", "#" + Id);
            output.Attributes.SetAttribute("hx-swap", "outerHTML");
            output.Attributes.SetAttribute("hx-trigger", "every 2s");
        }
        var bar = Poll is null && Percent is null ? Nothing
            : Percent is { } percent ? H($"<div class=\"lt-bar\">{ProgressTag.Bar(Title, percent, 100, $"{percent}%")}</div>")
            : H($"<div class=\"lt-bar\"><progress aria-label=\"{Title}\"></progress></div>");
        output.Content.SetHtmlContent(H($"""
            <div class="lt-job__head"><span>{Title}</span>{StatusTag.Render(Mark)}</div>{bar}
            <div class="lt-job__foot"><span>{Now}</span>{When(Poll is not null, $"<span>Bạn có thể rời trang, việc vẫn chạy. <a href=\"{Poll}\">Xem lại tiến độ</a></span>")}</div>{inside}
            """));
    }
}

/// <summary>Two things side by side, one beneath the other on a phone. Inside: two <c>lt-pane</c>.</summary>
[HtmlTargetElement("lt-panes")]
public sealed class PanesTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "div", "lt-panes");
}

[HtmlTargetElement("lt-pane", ParentTag = "lt-panes")]
public sealed class PaneTag(UiAssets ui) : KitTag(ui)
{
    public string Title { get; set; } = "";
    /// <summary>What stands over it when that changes while the page is open; the title names it then.</summary>
    public string? Heading { get; set; }
    public string? HeadingId { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "section", "lt-pane");
        output.Attributes.SetAttribute("aria-label", Title);
        output.Content.SetHtmlContent(H($"<h2 class=\"lt-pane__head\"{Attribute("id", HeadingId)}>{Heading ?? Title}</h2><div class=\"lt-pane__body\" tabindex=\"0\" role=\"group\" aria-label=\"{Title}\">{inside}</div>"));
    }
}

/// <summary>A line that stays at the foot of the window: how far, and the act that follows.</summary>
[HtmlTargetElement("lt-sticky-foot")]
public sealed class StickyFootTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "div", "lt-sticky-foot");
}

/// <summary>Agencies by periods: first column and header stay in view. Write thead, tbody, tfoot inside; cells with <c>lt-cell</c>.</summary>
[HtmlTargetElement("lt-matrix")]
public sealed class MatrixTag(UiAssets ui) : KitTag(ui)
{
    public string Caption { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "div", "lt-matrix-frame");
        output.Content.SetHtmlContent(H($"""
            <p class="lt-matrix-cue">Vuốt ngang để xem hết các cột {Assets.Icon("arrow-right", "small")}</p>
            <div class="lt-matrix-wrap" tabindex="0" role="region" aria-label="{Caption}"><table class="lt-matrix"><caption>{Caption}</caption>{inside}</table></div>
            """));
    }
}

/// <summary>One cell of the board, with its td: done of target, shape and colour; the link drills down.</summary>
[HtmlTargetElement("lt-cell", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MatrixCellTag(UiAssets ui) : KitTag(ui)
{
    public int Done { get; set; }
    public int Of { get; set; }
    public StatusKind Kind { get; set; }
    /// <summary>The state's word and what stands behind it, for the tooltip and screen readers.</summary>
    public string State { get; set; } = "";
    public string? Href { get; set; }
    /// <summary>What there is although nothing is asked for; the cell then leads there too.</summary>
    public string? Aside { get; set; }
    /// <summary>A word in place of the figures, for a cell that counts nothing.</summary>
    public string? Word { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "td";
        output.TagMode = TagMode.StartTagAndEndTag;
        if (Of == 0 && Word is null && Aside is { Length: > 0 })
        {
            output.Content.SetHtmlContent(H($"<a class=\"lt-cell\" href=\"{Href}\" title=\"{Aside}\"><span aria-hidden=\"true\">–</span><span class=\"visually-hidden\">{Aside}</span></a>"));
            return;
        }
        if (Of == 0 && Word is null)
        {
            output.Content.SetHtmlContent(H($"<span class=\"lt-cell\"><span aria-hidden=\"true\">·</span><span class=\"visually-hidden\">Không có việc</span></span>"));
            return;
        }
        var inside = H($"{StatusShapes.Shape(Kind)}<span>{Word ?? $"{Time.VietnameseFormat.Number(Done)}/{Time.VietnameseFormat.Number(Of)}"}</span><span class=\"visually-hidden\"> {State}</span>");
        output.Content.SetHtmlContent(Href is null
            ? H($"<span class=\"lt-cell lt-cell--{Kebab(Kind)}\" title=\"{State}\">{inside}</span>")
            : H($"<a class=\"lt-cell lt-cell--{Kebab(Kind)}\" href=\"{Href}\" title=\"{State}\">{inside}</a>"));
    }
}
