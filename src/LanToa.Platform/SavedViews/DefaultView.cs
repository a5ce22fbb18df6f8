using LanToa.Platform.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace LanToa.Platform.SavedViews;

/// <summary>A list that is opened without any query goes to the filters which its reader made the default.</summary>
internal sealed class DefaultView(Actor actor, SavedViewBook views) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method) && !request.QueryString.HasValue && actor.AccountId is not null && views.ListAt(request.Path) is { } list
            && await views.DefaultOfAsync(list.Path, context.HttpContext.RequestAborted) is { } query)
        {
            context.Result = new LocalRedirectResult($"{list.Path}?{query}");
            return;
        }
        await next();
    }
}
