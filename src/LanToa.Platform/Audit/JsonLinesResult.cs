using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LanToa.Platform.Audit;

/// <summary>Sends the history as JSON lines while it is read.</summary>
internal sealed class JsonLinesResult(string fileName, IAsyncEnumerable<HistoryExportRow> rows) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = "application/x-ndjson; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "no-store";
        await HistoryExport.WriteJsonLinesAsync(rows, response.Body, context.HttpContext.RequestAborted);
    }
}
