using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace LanToa.Platform.Ui.Tags;

/// <summary>What the kit's tag helpers share.</summary>
public abstract class KitTag(UiAssets ui) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    protected UiAssets Assets { get; } = ui;

    protected HttpRequest Request => View.HttpContext.Request;

    /// <summary>Turns the element into <paramref name="tag"/> with the kit's class, keeping the author's own classes and attributes.</summary>
    protected static void Become(TagHelperOutput output, string tag, string css)
    {
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        var own = output.Attributes["class"]?.Value;
        output.Attributes.SetAttribute("class", own is null ? css : $"{css} {Text(own)}");
    }

    /// <summary>The attributes that the author wrote and the tag helper does not know, as markup for an inner element; the outer one loses them.</summary>
    protected static IHtmlContent MoveAttributes(TagHelperOutput output)
    {
        var moved = Markup.Join(output.Attributes.Select(a => a.ValueStyle == HtmlAttributeValueStyle.Minimized ? Markup.Flag(a.Name, true) : Markup.Attribute(a.Name, a.Value)));
        output.Attributes.Clear();
        return moved;
    }

    protected static async Task<IHtmlContent> Inside(TagHelperOutput output) => await output.GetChildContentAsync();

    private static string? Text(object value) => value is HtmlString html ? html.Value : value.ToString();
}
