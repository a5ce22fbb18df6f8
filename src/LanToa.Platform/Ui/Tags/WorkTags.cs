using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>A part of a page under its own head. <c>flush</c> lets a table or a list of work reach its edges.</summary>
[HtmlTargetElement("lt-card")]
public sealed class CardTag(UiAssets ui) : KitTag(ui)
{
    public string? Title { get; set; }
    public int? Count { get; set; }
    public StatusKind Kind { get; set; }
    public bool Flush { get; set; }
    public string? MoreHref { get; set; }
    public string MoreText { get; set; } = "Xem tất cả";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "section", Kind == StatusKind.Neutral ? "lt-card" : $"lt-card lt-card--{Kebab(Kind)}");
        if (Title is not null) output.Attributes.SetAttribute("aria-label", Title);
        var more = When(!string.IsNullOrEmpty(MoreHref), $"<a class=\"lt-small\" href=\"{MoreHref}\">{MoreText}</a>");
        var count = When(Count is not null, $"<span class=\"lt-card__count\">{Count}</span>");
        output.Content.SetHtmlContent(H($"""
            {When(!string.IsNullOrEmpty(Title), $"<div class=\"lt-card__head\"><h2>{Title}{count}</h2>{more}</div>")}<div class="lt-card__body{(Flush ? " lt-card__body--flush" : "")}">{inside}</div>
            """));
    }
}

/// <summary>A list of things to do, as on Hôm nay. Inside: <c>lt-work-item</c>.</summary>
[HtmlTargetElement("lt-work")]
public sealed class WorkTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "ul", "lt-work");
}

/// <summary>One thing to do: its mark, its name, the facts at the right ("hạn 30/9 · trễ 51 ngày"), and what can be done (inside).</summary>
[HtmlTargetElement("lt-work-item", ParentTag = "lt-work")]
public sealed class WorkItemTag(UiAssets ui) : KitTag(ui)
{
    public StatusKind Kind { get; set; }
    /// <summary>The word of the mark, for screen readers.</summary>
    public string State { get; set; } = "";
    public string Title { get; set; } = "";
    public string? Href { get; set; }
    public string? Sub { get; set; }
    public string? Facts { get; set; }
    /// <summary>How late, said in lacquer after the facts: "trễ 51 ngày".</summary>
    public string? Late { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var actions = await output.GetChildContentAsync();
        Become(output, "li", "lt-work__item");
        output.Content.SetHtmlContent(H($"""
            <span class="lt-work__mark lt-work__mark--{Kebab(Kind)}">{StatusShapes.Shape(Kind)}<span class="visually-hidden">{State}</span></span>
            <span class="lt-work__title">{(Href is null ? H($"{Title}") : H($"<a href=\"{Href}\">{Title}</a>"))}</span>{When(!string.IsNullOrEmpty(Sub), $"<span class=\"lt-work__sub\">{Sub}</span>")}
            <span class="lt-work__facts">{Facts}{When(!string.IsNullOrEmpty(Late), $"{(Facts is null ? "" : " · ")}<strong>{Late}</strong>")}</span>{When(!actions.IsEmptyOrWhiteSpace, $"<span class=\"lt-work__act\">{actions}</span>")}
            """));
    }
}

/// <summary>Facts of one thing. Inside: <c>lt-fact</c>.</summary>
[HtmlTargetElement("lt-facts")]
public sealed class FactsTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "dl", "lt-facts");
}

[HtmlTargetElement("lt-fact", ParentTag = "lt-facts")]
public sealed class FactTag(UiAssets ui) : KitTag(ui)
{
    public string Label { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        output.TagName = null;
        output.Content.SetHtmlContent(H($"<dt>{Label}</dt><dd>{inside}</dd>"));
    }
}

/// <summary>Figures side by side. Inside: <c>lt-figure</c>.</summary>
[HtmlTargetElement("lt-figures")]
public sealed class FiguresTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "div", "lt-figures");
}

/// <summary>One figure with what it is out of; a link to its records where there are any.</summary>
[HtmlTargetElement("lt-figure", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FigureTag(UiAssets ui) : KitTag(ui)
{
    public string Label { get; set; } = "";
    public string Value { get; set; } = "";
    /// <summary>The denominator.</summary>
    public string? Of { get; set; }
    public string? Hint { get; set; }
    // Razor hands over a null as an empty text.
    public string? Href { get; set => field = string.IsNullOrEmpty(value) ? null : value; }
    /// <summary>Neutral shows no shape.</summary>
    public StatusKind Kind { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, Href is null ? "div" : "a", $"lt-figure lt-figure--{Kebab(Kind)}");
        if (Href is not null) output.Attributes.SetAttribute("href", Href);
        output.Content.SetHtmlContent(H($"""
            <span class="lt-figure__label">{(Kind == StatusKind.Neutral ? Nothing : StatusShapes.Shape(Kind))}{Label}</span>
            <div class="lt-figure__value">{Value}{When(!string.IsNullOrEmpty(Of), $"<span class=\"lt-figure__of\"> / {Of}</span>")}</div>{When(!string.IsNullOrEmpty(Hint), $"<div class=\"lt-figure__hint\">{Hint}</div>")}
            """));
    }
}

/// <summary>Where we are in something that takes several steps. Inside: <c>lt-step</c>.</summary>
[HtmlTargetElement("lt-steps")]
public sealed class StepsTag(UiAssets ui) : KitTag(ui)
{
    public string Label { get; set; } = "Các bước";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "ol", "lt-steps");
        output.Attributes.SetAttribute("aria-label", Label);
    }
}

public enum StepState { Todo, Current, Done }

[HtmlTargetElement("lt-step", ParentTag = "lt-steps")]
public sealed class StepTag(UiAssets ui) : KitTag(ui)
{
    public StepState State { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "li", $"lt-step--{Kebab(State)}");
        if (State == StepState.Current) output.Attributes.SetAttribute("aria-current", "step");
        output.Content.SetHtmlContent(H($"<span class=\"lt-step__text\">{inside}{When(State == StepState.Done, $"<span class=\"visually-hidden\"> (đã xong)</span>")}</span>"));
    }
}

/// <summary>History, newest first. Inside: <c>lt-event</c>.</summary>
[HtmlTargetElement("lt-timeline")]
public sealed class TimelineTag(UiAssets ui) : KitTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "ol", "lt-timeline");
}

/// <summary>A sentence: who (its beginning), what they did (inside, as a verb), when, in which process, and why.</summary>
[HtmlTargetElement("lt-event", ParentTag = "lt-timeline")]
public sealed class EventTag(UiAssets ui) : KitTag(ui)
{
    public DateTimeOffset At { get; set; }
    public string Who { get; set; } = "";
    [HtmlAttributeName("process")]
    public string? Through { get; set; }
    public string? Why { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        output.TagName = "li";
        output.Content.SetHtmlContent(H($"""
            <div><strong>{Who}</strong> {inside}</div>{When(!string.IsNullOrEmpty(Why), $"<div class=\"lt-timeline__why\">Lý do: {Why}</div>")}
            <div class="lt-timeline__meta"><time datetime="{At.UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture)}Z">{Time.VietnameseFormat.DateTime(At)}</time>{When(!string.IsNullOrEmpty(Through), $" · {Through}")}</div>
            """));
    }
}
