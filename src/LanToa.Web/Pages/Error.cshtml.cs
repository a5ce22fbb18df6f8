using LanToa.Platform.Api;
using LanToa.Web.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Web.Pages;

/// <summary>Answers errors of any method: a failed POST is shown here too, so its token is not asked for again.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    /// <summary>After so many seconds the page is asked for again, when something was gone for a while.</summary>
    private const int Pause = 10;

    private IExceptionHandlerPathFeature? Failure => HttpContext.Features.Get<IExceptionHandlerPathFeature>();

    internal Outage? Gone => Outages.Of(Failure?.Error);

    /// <summary>For the head of the page: when, and to which page of ours. A form that did not arrive leads back to where it stands.</summary>
    public string Refresh => $"{Pause}; url={Back}";

    /// <summary>What is sent again by itself could fill a full folder again: that page waits for the person.</summary>
    internal bool ComesBack => Gone is not null and not Outage.Sending;

    internal string Back
    {
        get
        {
            if (HttpMethods.IsGet(Request.Method)) return Failure!.Path + Request.QueryString;
            return Uri.TryCreate(Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == Request.Host.Value ? from.PathAndQuery : Failure!.Path;
        }
    }

    // For every method, and with no handler that a form could be sent to.
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (ComesBack) Response.Headers.RetryAfter = Pause.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var asked = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? Failure?.Path;
        if (asked is not null && new PathString(asked).StartsWithSegments(ApiCaller.Root)) context.Result = new ProgramAnswer(Response.StatusCode);
    }

    /// <summary>A program is answered in its own form.</summary>
    private sealed class ProgramAnswer(int status) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context) => ApiProblem.Of(status).WriteAsync(context.HttpContext);
    }
}
