using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Ui;

public static class Polled
{
    /// <summary>
    /// The page when a part of it (<c>lt-job</c>) asks how far its work is: while the work goes on the page itself, and when it has ended, the word to load the whole of it.
    /// A form sent by script that was led here (<c>HX-Boosted</c>) asks for the page itself: the word would load again the page that it came from.
    /// </summary>
    public static IActionResult PageWhile(this PageModel page, bool goesOn)
    {
        var headers = page.Request.Headers;
        if (goesOn || !headers.ContainsKey("HX-Request") || headers.ContainsKey("HX-Boosted")) return page.Page();
        page.Response.Headers["HX-Refresh"] = "true";
        return new EmptyResult();
    }
}
