using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>One line: text, number, email, tel, password, search, url, time.</summary>
[HtmlTargetElement("lt-input", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class InputTag(UiAssets ui) : FieldTag(ui)
{
    public string Type { get; set; } = "text";
    /// <summary>What is counted, after the field: "người", "đồng".</summary>
    public string? Unit { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        var value = Type == "password" ? null : CurrentValue;
        Tell(context, value);
        var input = H($"<input class=\"form-control\" type=\"{Type}\" id=\"{Id}\" name=\"{FullName}\"{Attribute("value", value)}{Aria()}{rest}>");
        Frame(output, Unit is null ? input : H($"<span class=\"lt-affix\">{input}<span class=\"lt-affix__unit\">{Unit}</span></span>"));
    }
}

/// <summary>Several lines.</summary>
[HtmlTargetElement("lt-textarea", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TextareaTag(UiAssets ui) : FieldTag(ui)
{
    public int Rows { get; set; } = 4;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        // The line break after the tag is eaten by the browser; without it a value that begins with one would lose it.
        Frame(output, H($"<textarea class=\"form-control\" id=\"{Id}\" name=\"{FullName}\" rows=\"{Rows}\"{Aria()}{rest}>\n{CurrentValue}</textarea>"));
    }
}

/// <summary>A day as ngày/tháng/năm, typed or picked; binds to DateOnly.</summary>
[HtmlTargetElement("lt-date", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateTag(UiAssets ui) : FieldTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        Frame(output, H($"""
            <span class="lt-date"><input class="form-control" type="text" inputmode="numeric" autocomplete="off" maxlength="10" placeholder="ngày/tháng/năm" id="{Id}" name="{FullName}"{Attribute("value", CurrentValue)}{Aria()}{rest}>
            <button class="btn btn-icon lt-js" type="button" data-pick-date="{Id}" aria-label="Chọn ngày trên lịch: {LabelText}">{Assets.Icon("calendar")}</button></span>
            """));
    }
}

/// <summary>One of many. Options in <c>items</c>, or written inside; <c>empty</c> is the text of "none chosen".</summary>
[HtmlTargetElement("lt-select")]
public sealed class SelectTag(UiAssets ui) : FieldTag(ui)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];
    public string? Empty { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        var rest = MoveAttributes(output);
        var values = Values;
        Tell(context, Items.FirstOrDefault(i => values.Contains(i.Value))?.Text);
        // Consecutive items of one group stand under its name.
        var groups = Items.GroupBy(i => i.Group?.Name).Select(g => (g.Key, Options: Join(g.Select(i => Option(i, values)))));
        var options = Join(groups.Select(g => g.Key is null ? g.Options : H($"<optgroup label=\"{g.Key}\">{g.Options}</optgroup>")));
        Frame(output, H($"<select class=\"form-select\" id=\"{Id}\" name=\"{FullName}\"{Aria()}{rest}>{When(Empty is not null, $"<option value=\"\">{Empty}</option>")}{options}{inside}</select>"));
    }

    private static IHtmlContent Option(SelectListItem item, IReadOnlyList<string> values) =>
        H($"<option value=\"{item.Value}\"{Flag("selected", Chosen(item, values))}{Flag("disabled", item.Disabled)}>{item.Text}</option>");

    internal static bool Chosen(SelectListItem item, IReadOnlyList<string> values) => values.Count > 0 ? values.Contains(item.Value) : item.Selected;
}

/// <summary>One of few (radios), or some of few with <c>many</c> (checkboxes). Each item's hint may stand in its Group name.</summary>
[HtmlTargetElement("lt-choices", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoicesTag(UiAssets ui) : FieldTag(ui)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];
    public bool Many { get; set; }
    public bool Inline { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        var values = Values;
        var boxes = Join(Items.Select((item, i) => H($"""
            <div class="lt-check"><input type="{(Many ? "checkbox" : "radio")}" id="{Id}-{i}" name="{FullName}" value="{item.Value}"{Flag("checked", SelectTag.Chosen(item, values))}{Flag("disabled", item.Disabled)}{rest}><label for="{Id}-{i}">{item.Text}</label>{When(item.Group is not null, $"<span class=\"lt-field__hint\">{item.Group?.Name}</span>")}</div>
            """)));
        Frame(output, H($"<div{Attribute("class", Inline ? "lt-choices--inline" : null)}>{boxes}</div>"), group: true);
    }
}

/// <summary>
/// Some of many (checkboxes), or with <c>one</c> one of many (radios; <c>empty</c> is the text of "none"): folded to one line that says which are chosen.
/// Consecutive items of one group stand under its name, in columns unless their texts are long (<c>lines</c>).
/// </summary>
[HtmlTargetElement("lt-pick", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PickTag(UiAssets ui) : FieldTag(ui)
{
    public IEnumerable<SelectListItem> Items { get; set; } = [];
    public bool Single { get; set; }
    public bool Lines { get; set; }
    public string? Empty { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var (values, errors) = (Values, Errors);
        var all = Empty is null ? Items.ToList() : [new SelectListItem(Empty, ""), .. Items];
        var chosen = all.Where(i => IsChosen(i, values)).ToList();
        var groups = all.Select((item, i) => (Item: item, Box: Box(item, i, IsChosen(item, values)))).GroupBy(b => b.Item.Group?.Name)
            .Select(g => H($"{When(g.Key is not null, $"<p class=\"lt-pick__group\">{g.Key}</p>")}<div class=\"{(Lines ? "lt-pick__lines" : "lt-pick__items")}\">{Join(g.Select(b => b.Box))}</div>"));
        Become(output, "details", errors.Count == 0 ? "lt-pick" : "lt-pick lt-field--invalid");
        output.Attributes.SetAttribute("data-pick", "");
        if (errors.Count > 0) output.Attributes.SetAttribute("open", "open");
        output.Content.SetHtmlContent(H($"""
            <summary>{Assets.Icon("chevron-right", "small")}<span class="lt-pick__name">{LabelText}</span> <span class="lt-pick__chosen" data-pick-chosen>{Words(chosen)}</span></summary>
            <fieldset id="{Id}" tabindex="-1" class="lt-pick__body"{Aria()}><legend class="visually-hidden">{LabelText}</legend>{Extras(Id, errors)}{Join(groups)}</fieldset>
            """));
    }

    private IHtmlContent Box(SelectListItem item, int i, bool on) =>
        H($"<div class=\"lt-check\"><input type=\"{(Single ? "radio" : "checkbox")}\" id=\"{Id}-{i}\" name=\"{FullName}\" value=\"{item.Value}\"{Flag("checked", on)}{Flag("disabled", item.Disabled)}><label for=\"{Id}-{i}\">{item.Text}</label></div>");

    private static bool IsChosen(SelectListItem item, IReadOnlyList<string> values) => item.Value.Length == 0 ? values.All(v => v.Length == 0) : SelectTag.Chosen(item, values);

    // The script says the same when a box is ticked.
    private string Words(List<SelectListItem> chosen) => Single ? chosen.FirstOrDefault()?.Text ?? "" : chosen.Count == 0 ? "chưa chọn" : $"{chosen.Count}: {string.Join(", ", chosen.Select(c => c.Text))}";
}

/// <summary>Yes or no, bound to a bool.</summary>
[HtmlTargetElement("lt-checkbox", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class CheckboxTag(UiAssets ui) : FieldTag(ui)
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        var on = Values.Any(v => v.Equals("true", StringComparison.OrdinalIgnoreCase));
        var errors = Errors;
        Become(output, "div", errors.Count == 0 ? "lt-field lt-field--check" : "lt-field lt-field--check lt-field--invalid");
        // The hidden false after it says "unchecked" for a bound bool; a filter needs no such word in its address.
        output.Content.SetHtmlContent(H($"""
            <div class="lt-check"><input type="checkbox" id="{Id}" name="{FullName}" value="true"{Flag("checked", on)}{Aria()}{rest}><label for="{Id}">{LabelText}</label>{Extras(Id, errors)}</div>{When(For is not null, $"<input type=\"hidden\" name=\"{FullName}\" value=\"false\">")}
            """));
    }
}

/// <summary>Files: chosen or dropped, refused when too large before they are sent, and how far they are sent. The form needs enctype="multipart/form-data".</summary>
[HtmlTargetElement("lt-file", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileTag(UiAssets ui) : FieldTag(ui)
{
    /// <summary>As HTML's accept: ".docx,.pdf".</summary>
    public string? Accept { get; set; }
    public bool Many { get; set; }
    /// <summary>The words of the button; by default that one or several files are chosen.</summary>
    public string? Button { get; set; }
    public int MaxMegabytes { get; set; } = 100;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var rest = MoveAttributes(output);
        Frame(output, H($"""
            <div class="lt-file"><input type="file" id="{Id}" name="{FullName}" data-upload data-max-bytes="{MaxMegabytes * 1048576L}"{Attribute("accept", Accept)}{Flag("multiple", Many)}{Aria()}{rest}>
            <div class="lt-file__words" aria-hidden="true"><span class="btn btn-sm">{Assets.Icon("upload", "small")}{(string.IsNullOrEmpty(Button) ? Many ? "Chọn các tệp" : "Chọn tệp" : Button)}</span><span data-file-names>Chưa chọn tệp nào<span class="lt-file__drop">; có thể kéo tệp vào đây</span></span></div>{When(Many && Accept == "image/*", $"<div class=\"lt-file__pictures\" data-file-pictures></div>")}
            <div class="lt-bar" data-upload-bar hidden aria-live="polite"><progress max="100" value="0" aria-label="Đã gửi"></progress><span class="lt-bar__label"></span></div></div>
            """));
    }
}

/// <summary>What is wrong with the form, each a link to its field. Stands above the form; shows nothing when all is well.</summary>
[HtmlTargetElement("lt-errors", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorsTag(UiAssets ui) : KitTag(ui)
{
    public string Title { get; set; } = "Chưa gửi được, còn chỗ cần sửa";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = View.ViewData.ModelState.SelectMany(e => e.Value?.Errors.Select(x => (e.Key, x.ErrorMessage)) ?? []).Where(e => e.ErrorMessage.Length > 0).Distinct().ToList();
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        Become(output, "div", "lt-errors");
        output.Attributes.SetAttribute("role", "alert");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("id", "lt-errors");
        output.Content.SetHtmlContent(H($"""
            <h2>{Assets.Icon("alert-triangle")}{Title}</h2><ul>{Join(errors.Select(e => e.Key.Length == 0 ? H($"<li>{e.ErrorMessage}</li>") : H($"<li><a href=\"#{FieldTag.IdOf(e.Key)}\">{e.ErrorMessage}</a></li>")))}</ul>
            """));
    }
}

/// <summary>Fields that belong together, under one name.</summary>
[HtmlTargetElement("lt-fieldset")]
public sealed class FieldsetTag(UiAssets ui) : KitTag(ui)
{
    public string Legend { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await Inside(output);
        Become(output, "fieldset", "lt-fieldset");
        output.Content.SetHtmlContent(H($"<legend>{Legend}</legend>{inside}"));
    }
}

/// <summary>The buttons at the end of a form; with <c>stick</c> they stay in sight at the bottom of a phone's screen while the form is filled in.</summary>
[HtmlTargetElement("lt-form-actions")]
public sealed class FormActionsTag(UiAssets ui) : KitTag(ui)
{
    public bool Stick { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "div", Stick ? "lt-form-actions lt-form-actions--stick" : "lt-form-actions");
}
