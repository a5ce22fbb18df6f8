using System.Text;
using LanToa.Platform.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LanToa.Platform.Ui;

/// <summary>Sends lines as a CSV file while they are read: UTF-8 with a byte order mark, which spreadsheets need to see the marks of Vietnamese.</summary>
/// <param name="fileName">As the person saves it, with ".csv".</param>
/// <param name="lines">The head first; cells as <see cref="Csv"/> takes them.</param>
public sealed class CsvResult(string fileName, IAsyncEnumerable<IReadOnlyList<object?>> lines) : ActionResult
{
    private const int LinesPerFlush = 500;

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, cancel) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        response.ContentType = "text/csv; charset=utf-8";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "no-store";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var written = 0;
        await foreach (var cells in lines.WithCancellation(cancel))
        {
            await writer.WriteAsync(Csv.Line(cells).AsMemory(), cancel);
            if (++written % LinesPerFlush == 0) await writer.FlushAsync(cancel);
        }
    }
}
