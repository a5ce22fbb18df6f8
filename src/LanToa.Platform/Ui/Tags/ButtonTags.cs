using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>How loud a button is: one Primary per page.</summary>
public enum ButtonKind { Plain, Primary, Quiet, Danger }

/// <summary>
/// A verb. A link with <c>href</c>, opens a dialog with <c>dialog</c>, otherwise a button (type submit unless said). With reasons in
/// <c>why-not</c> it is shown disabled and says why, visibly, since a phone has no hover.
/// </summary>
[HtmlTargetElement("lt-button")]
public sealed class ButtonTag(UiAssets ui) : KitTag(ui)
{
    public ButtonKind Kind { get; set; }
    public string? Icon { get; set; }
    public string? Href { get; set; }
    /// <summary>The id of an <c>lt-dialog</c> or <c>lt-confirm</c> on this page.</summary>
    public string? Dialog { get; set; }
    public string? Type { get; set; }
    public bool Small { get; set; }
    /// <summary>Reasons; null or empty means that the button works.</summary>
    public IEnumerable<string>? WhyNot { get; set; }
    /// <summary>A key of the keyboard that presses it, outside of fields.</summary>
    public string? Shortcut { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await Inside(output);
        var reasons = WhyNot?.ToList() ?? [];
        var link = Href is not null || Dialog is not null;
        Become(output, link && reasons.Count == 0 ? "a" : "button", $"btn{(Kind == ButtonKind.Plain ? "" : " btn-" + Kebab(Kind))}{(Small ? " btn-sm" : "")}");
        if (Shortcut is not null)
        {
            output.Attributes.SetAttribute("data-key", Shortcut);
            output.Attributes.SetAttribute("aria-keyshortcuts", Shortcut);
        }
        output.Content.SetHtmlContent(H($"{(Icon is null ? Nothing : Assets.Icon(Icon, "small"))}{text}"));
        if (reasons.Count > 0)
        {
            Disable(output, reasons, context.UniqueId);
            return;
        }
        if (Dialog is not null) output.Attributes.SetAttribute("data-dialog", Dialog);
        if (link) output.Attributes.SetAttribute("href", Href ?? "#" + Dialog);
        else output.Attributes.SetAttribute("type", Type ?? "submit");
    }

    private static void Disable(TagHelperOutput output, List<string> reasons, string unique)
    {
        // aria-disabled keeps it reachable by keyboard, so that the reason is read; type=button does nothing when pressed.
        var id = "why-" + unique;
        output.Attributes.SetAttribute("type", "button");
        output.Attributes.SetAttribute("aria-disabled", "true");
        output.Attributes.SetAttribute("aria-describedby", id);
        output.Attributes.RemoveAll("data-key");
        output.Attributes.RemoveAll("name");
        output.PreElement.SetHtmlContent("<span class=\"lt-why\">");
        output.PostElement.SetHtmlContent(reasons.Count == 1
            ? H($"<span class=\"lt-why__reason\" id=\"{id}\">{reasons[0]}</span></span>")
            : H($"<span class=\"lt-why__reason\" id=\"{id}\" role=\"list\"><span>{Join(reasons.Select(r => H($"<span role=\"listitem\">• {r}</span><br>")))}</span></span></span>"));
    }
}

/// <summary>The rest of the actions. Inside: plain links, buttons or forms with one button, and <c>hr</c>.</summary>
[HtmlTargetElement("lt-menu")]
public sealed class MenuTag(UiAssets ui) : KitTag(ui)
{
    /// <summary>The words on the button.</summary>
    public string Label { get; set; } = "Thêm";
    public string? Icon { get; set; }
    public bool Small { get; set; }
    /// <summary>Opens to the right from its left edge.</summary>
    public bool Left { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "details", Left ? "lt-menu lt-menu--left" : "lt-menu");
        output.Content.SetHtmlContent(H($"""
            <summary class="btn{(Small ? " btn-sm" : "")}">{(Icon is null ? Nothing : Assets.Icon(Icon, "small"))}{Label}{Assets.Icon("chevron-down", "small")}</summary><div class="lt-menu__list">{inside}</div>
            """));
    }
}

/// <summary>A dialog on this page, opened by <c>lt-button dialog="id"</c>; without script the link's fragment shows it.</summary>
[HtmlTargetElement("lt-dialog")]
public class DialogTag(UiAssets ui) : KitTag(ui)
{
    public string Id { get; set; } = "";
    public string Title { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Frame(output, inside);
    }

    protected void Frame(TagHelperOutput output, IHtmlContent inside)
    {
        Become(output, "dialog", "lt-dialog");
        output.Attributes.SetAttribute("id", Id);
        output.Attributes.SetAttribute("aria-labelledby", Id + "-title");
        output.Content.SetHtmlContent(H($"""
            <div class="lt-dialog__head"><h2 id="{Id}-title">{Title}</h2><a class="btn btn-quiet btn-icon" href="#" data-dialog-close aria-label="Đóng">{Assets.Icon("x")}</a></div>
            <div class="lt-dialog__body">{inside}</div>
            """));
    }
}

/// <summary>
/// Asks before something that cannot simply be undone. The title names the thing, the content says the consequence and may hold
/// fields (a reason); it is posted to <c>action</c>.
/// </summary>
[HtmlTargetElement("lt-confirm")]
public sealed class ConfirmTag(UiAssets ui, IHtmlGenerator generator) : DialogTag(ui)
{
    public string Action { get; set; } = "";
    /// <summary>The verb, not "OK".</summary>
    public string Button { get; set; } = "";
    public ButtonKind Kind { get; set; } = ButtonKind.Danger;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Frame(output, H($"""
            <form method="post" action="{Action}">{generator.GenerateAntiforgery(View)}{inside}
            <div class="lt-form-actions"><button class="btn btn-{Kebab(Kind)}" type="submit">{Button}</button><a class="btn" href="#" data-dialog-close>Thôi</a></div></form>
            """));
    }
}

/// <summary>The keys of this page, shown by <c>?</c>. Inside: <c>lt-key</c>. The layouts' own keys are added.</summary>
[HtmlTargetElement("lt-keys")]
public sealed class KeysTag(UiAssets ui) : DialogTag(ui)
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        (Id, Title) = ("lt-keys", "Phím tắt của trang này");
        Frame(output, H($"<dl class=\"lt-keys\">{inside}{KeyTag.Row("/", "Tìm kiếm")}{KeyTag.Row("?", "Mở bảng này")}</dl>"));
    }
}

[HtmlTargetElement("lt-key", ParentTag = "lt-keys")]
public sealed class KeyTag(UiAssets ui) : KitTag(ui)
{
    /// <summary>One key, or several with a space between.</summary>
    public string Keys { get; set; } = "";
    public string Text { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Row(Keys, Text));
    }

    internal static IHtmlContent Row(string keys, string text) =>
        H($"<dt>{Join(keys.Split(' ').Select(k => H($"<kbd class=\"lt-key\">{k}</kbd> ")))}</dt><dd>{text}</dd>");
}
