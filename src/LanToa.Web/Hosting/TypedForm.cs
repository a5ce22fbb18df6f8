using LanToa.Platform.Ui.Binding;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Primitives;

namespace LanToa.Web.Hosting;

/// <summary>
/// Forms come to pages without the characters that nobody types (<see cref="TypedText"/>), by whatever way a page reads them: bound, or asked for by name. Nothing that a person
/// typed is lost; kept, the zero would be a fault of the database (<see cref="ZeroFreeBody"/>). After the form with files was read (950) and before the token is looked for (1000).
/// </summary>
internal sealed class TypedForm : IAsyncAuthorizationFilter, IOrderedFilter
{
    public int Order => 960;

    public async Task OnAuthorizationAsync(AuthorizationFilterContext context)
    {
        var (http, request) = (context.HttpContext, context.HttpContext.Request);
        // The page that reports a failure is asked for with the same form.
        if (!request.HasFormContentType || http.Features.Get<IExceptionHandlerFeature>() is not null || http.Features.Get<IStatusCodeReExecuteFeature>() is not null) return;
        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadHttpRequestException)
        {
            // Broken off, or no form: the page that asks for it says so.
            return;
        }
        if (form.All(field => TypedText.IsTyped(field.Key) && field.Value.All(TypedText.IsTyped))) return;
        var typed = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in form) typed[TypedText.Of(name)!] = new StringValues([.. values.Select(TypedText.Of)]);
        request.Form = new FormCollection(typed, form.Files);
    }
}
