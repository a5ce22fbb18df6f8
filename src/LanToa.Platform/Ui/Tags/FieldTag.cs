using LanToa.Platform.Time;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using static LanToa.Platform.Ui.Markup;

namespace LanToa.Platform.Ui.Tags;

/// <summary>
/// What every field has: label, hint, error, joined to the control by aria. Bound to a property by <c>asp-for</c>, or named by
/// <c>name</c> and <c>value</c> (filters). What was typed comes back when the form is shown again. Attributes that the kit does
/// not know go to the control itself (autocomplete, maxlength, inputmode …).
/// </summary>
public abstract class FieldTag(UiAssets ui) : KitTag(ui)
{
    [HtmlAttributeName("asp-for")]
    public ModelExpression? For { get; set; }
    public string? Name { get; set; }
    public string? Value { get; set; }
    public string? Label { get; set; }
    public string? Hint { get; set; }
    /// <summary>Says "không bắt buộc"; what is not optional is not marked.</summary>
    public bool Optional { get; set; }
    /// <summary>An error that is not in ModelState.</summary>
    public string? Error { get; set; }
    /// <summary>short or wide.</summary>
    public string? Width { get; set; }
    /// <summary>In a cell whose row and column already name the field: the label is for screen readers only.</summary>
    public bool Bare { get; set; }

    /// <summary>Where a page holds several fields of one name (dialogs); the errors' links lead to the field named by its name.</summary>
    [HtmlAttributeName("id")]
    public string? OwnId { get; set; }

    protected string FullName => For is null ? Name ?? "" : View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);

    protected string Id => string.IsNullOrEmpty(OwnId) ? IdOf(FullName) : OwnId;

    protected string LabelText => Label ?? For?.Metadata.DisplayName ?? For?.Metadata.PropertyName ?? Name ?? "";

    protected IReadOnlyList<string> Errors => Error is not null ? [Error]
        : View.ViewData.ModelState.TryGetValue(FullName, out var entry) ? [.. entry.Errors.Select(e => e.ErrorMessage).Where(m => m.Length > 0)] : [];

    /// <summary>The values to show: what was sent, else the model's, else <see cref="Value"/>, else the query's for a filter.</summary>
    protected IReadOnlyList<string> Values
    {
        get
        {
            if (View.ViewData.ModelState.TryGetValue(FullName, out var entry) && entry.RawValue is not null)
                return entry.RawValue is string[] many ? many : [entry.AttemptedValue ?? ""];
            if (For is not null) return Texts(For.Model);
            if (Value is not null) return [Value];
            return View.HttpContext.Request.Query.TryGetValue(FullName, out var query) ? [.. query.Where(v => v is not null).Select(v => v!)] : [];
        }
    }

    protected string? CurrentValue => Values.FirstOrDefault();

    /// <summary>The aria attributes that join the control to its hint and error.</summary>
    protected IHtmlContent Aria()
    {
        string?[] ids = [Hint is null ? null : Id + "-hint", Errors.Count == 0 ? null : Id + "-error"];
        var described = string.Join(' ', ids.OfType<string>());
        return H($"{Attribute("aria-describedby", described.Length == 0 ? null : described)}{Attribute("aria-invalid", Errors.Count == 0 ? null : "true")}");
    }

    /// <summary>Tells the filter around this field what the address chose in it.</summary>
    protected void Tell(TagHelperContext context, string? chosen)
    {
        if (string.IsNullOrWhiteSpace(chosen) || !Request.Query.TryGetValue(FullName, out var asked) || string.IsNullOrEmpty(asked) || !context.Items.TryGetValue(typeof(FilterChoices), out var choices)) return;
        ((FilterChoices)choices).Words.Add($"{LabelText}: {chosen}");
    }

    /// <summary>Label, hint and error above <paramref name="control"/>.</summary>
    protected void Frame(TagHelperOutput output, IHtmlContent control, bool group = false, string css = "")
    {
        var (id, name, errors) = (Id, LabelText, Errors);
        Become(output, group ? "fieldset" : "div", string.Concat("lt-field", Width is null ? "" : " lt-field--" + Width, Bare ? " lt-field--bare" : "", errors.Count == 0 ? "" : " lt-field--invalid", css));
        if (group)
        {
            output.Attributes.SetAttribute("id", id);
            output.Attributes.SetAttribute("tabindex", "-1");
        }
        var optional = When(Optional, $" <span class=\"lt-field__optional\">(không bắt buộc)</span>");
        output.Content.SetHtmlContent(H($"""
            {(group ? H($"<legend>{name}{optional}</legend>") : H($"<label for=\"{id}\"{Attribute("class", Bare ? "visually-hidden" : null)}>{name}{optional}</label>"))}{Extras(id, errors)}{control}
            """));
    }

    protected IHtmlContent Extras(string id, IReadOnlyList<string> errors) => H($"""
        {When(Hint is not null, $"<span class=\"lt-field__hint\" id=\"{id}-hint\">{Hint}</span>")}{When(errors.Count > 0, $"<span class=\"lt-field__error\" id=\"{id}-error\">{Assets.Icon("alert-triangle", "small")}<span><span class=\"visually-hidden\">Cần sửa: </span>{string.Join(" ", errors)}</span></span>")}
        """);

    internal static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "_") ?? "";

    private static string[] Texts(object? model) => model switch
    {
        null => [],
        string text => [text],
        DateOnly date => [VietnameseFormat.Date(date)],
        decimal number => [VietnameseFormat.Exact(number)],
        System.Collections.IEnumerable many => [.. many.Cast<object?>().SelectMany(Texts)],
        IFormattable value => [value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)],
        _ => [model.ToString() ?? ""],
    };
}
