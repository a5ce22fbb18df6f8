using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Ui;

public static class Polled
{
    /// <summary>The page when a part of it (<c>lt-job</c>) asks how far its work is: while the work goes on the page itself, and when it has ended, the word to load the whole of it.</summary>
    public static IActionResult PageWhile(this PageModel page, bool goesOn)
    {
        if (goesOn || !page.Request.Headers.ContainsKey("HX-Request")) return page.Page();
        page.Response.Headers["HX-Refresh"] = "true";
        return new EmptyResult();
    }
}
