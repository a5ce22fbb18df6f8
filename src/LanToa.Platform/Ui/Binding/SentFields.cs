using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Ui.Binding;

public static class SentFields
{
    /// <summary>A choice that was not sent at all is asked for, not taken for the first one of its list. <paramref name="fields"/> as in the form: "Input.Kind".</summary>
    public static void AskFor(this PageModel page, params IEnumerable<string> fields)
    {
        foreach (var field in fields.Where(f => !page.Request.HasFormContentType || !page.Request.Form.ContainsKey(f))) page.ModelState.AddModelError(field, "Bạn chưa chọn mục này.");
    }
}
