using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace LanToa.Web.Hosting;

/// <summary>
/// Two sendings wrote the same thing in the same moment (a form pressed twice, two people): the database took one and nothing of the other. Whoever
/// sent the other is led back to the page as it stands now; what they typed is kept in their browser.
/// </summary>
internal sealed partial class WrittenAtOnce(ITempDataDictionaryFactory data, ILogger<WrittenAtOnce> log) : IExceptionFilter
{
    private static readonly Flash Told = new(StatusKind.Overdue, "Cùng lúc đó đã có một lần gửi khác được ghi (bấm hai lần, hoặc người khác vừa sửa). Lần gửi này chưa ghi gì: hãy xem lại trang, còn thiếu thì gửi lại.");

    public void OnException(ExceptionContext context)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || !context.Exception.IsLostRace()) return;
        Met(log, http.Request.Path, context.Exception);
        Flash.Add(data.GetTempData(http), Told);
        if (http.Request.Headers.ContainsKey("HX-Request"))
        {
            http.Response.Headers["HX-Refresh"] = "true";
            context.Result = new EmptyResult();
        }
        else
        {
            var request = http.Request;
            context.Result = new LocalRedirectResult(Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == request.Host.Value ? from.PathAndQuery : request.Path);
        }
        context.ExceptionHandled = true;
    }

    // Where it happens without two sendings, a handler lacks a check of its own.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Two sendings to {Path} wrote the same at once; the second was turned back")]
    private static partial void Met(ILogger log, string path, Exception exception);
}
