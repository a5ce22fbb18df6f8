using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.AspNetCore.WebUtilities;

namespace LanToa.Platform.Ui.Tags;

/// <summary>
/// A form that names no handler sends to the page's own, also on the page that answered one of its other buttons ("Xem thử", "Thêm dòng"): the framework
/// gives it the address of that answer, <c>?handler=…</c> and all. Whatever else the query says (which record) stays.
/// </summary>
[HtmlTargetElement("form", Attributes = "method")]
public sealed class FormTag(UiAssets ui) : KitTag(ui)
{
    private const string Handler = "handler";

    /// <summary>After the framework's (-1000), which writes the action.</summary>
    public override int Order => -900;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (context.AllAttributes.Any(a => a.Name.Equals("action", StringComparison.OrdinalIgnoreCase) || (a.Name.StartsWith("asp-", StringComparison.OrdinalIgnoreCase) && !a.Name.Equals("asp-antiforgery", StringComparison.OrdinalIgnoreCase)))) return;
        if (!Request.Query.ContainsKey(Handler)) return;
        var query = Request.Query.Where(q => !q.Key.Equals(Handler, StringComparison.OrdinalIgnoreCase)).SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v)));
        output.Attributes.SetAttribute("action", QueryHelpers.AddQueryString(Request.PathBase + Request.Path, query));
    }
}
