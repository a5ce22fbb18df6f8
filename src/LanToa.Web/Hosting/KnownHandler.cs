using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LanToa.Web.Hosting;

/// <summary>A form sent to a handler that the page does not have is nothing that exists; without this the page would be shown without having been loaded.</summary>
internal sealed class KnownHandler : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context)
    {
    }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null && IsForm(context.HttpContext)) context.Result = new NotFoundResult();
    }

    // The pages that tell of errors answer failed posts too, and have nothing to do with what was in them.
    private static bool IsForm(HttpContext http) =>
        HttpMethods.IsPost(http.Request.Method) && http.Features.Get<IStatusCodeReExecuteFeature>() is null && http.Features.Get<IExceptionHandlerFeature>() is null;

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context)
    {
    }
}
