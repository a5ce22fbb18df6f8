using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LanToa.Platform.Documents.Sheets;

/// <summary>
/// Sends rows as a workbook. They are written to a temporary file first: what fails while reading is an error page and not half a workbook,
/// and the memory needed is that of one row. More rows than a sheet holds are refused with a sentence (422), never cut off.
/// </summary>
/// <param name="fileName">As the person saves it, with ".xlsx".</param>
/// <param name="sheet">The sheet's name.</param>
/// <param name="columns">The head.</param>
/// <param name="rows">Typed cells, see <see cref="XlsxWriter"/>.</param>
public sealed class XlsxResult(string fileName, string sheet, IReadOnlyList<SheetColumn> columns, IAsyncEnumerable<IReadOnlyList<object?>> rows) : ActionResult
{
    /// <inheritdoc cref="XlsxWriter.Above"/>
    public IReadOnlyList<string> Above { get; init; } = [];

    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var (response, cancel) = (context.HttpContext.Response, context.HttpContext.RequestAborted);
        await using var file = new FileStream(Path.Combine(Path.GetTempPath(), $"lantoa-{Guid.CreateVersion7():N}.xlsx"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        using (var writer = new XlsxWriter(file, sheet, columns) { Above = Above })
            await foreach (var row in rows.WithCancellation(cancel))
            {
                if (writer.IsFull)
                {
                    await new ContentResult { StatusCode = 422, ContentType = "text/plain; charset=utf-8", Content = $"Một trang tính Excel chứa nhiều nhất {VietnameseFormat.Number(XlsxWriter.MaxRows - 1)} dòng; danh sách này dài hơn. Hãy lọc bớt, hoặc tải tệp CSV." }.ExecuteResultAsync(context);
                    return;
                }
                writer.Row(row);
            }
        file.Position = 0;
        response.ContentType = FileTypes.Xlsx;
        response.ContentLength = file.Length;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = "no-store";
        await file.CopyToAsync(response.Body, cancel);
    }
}
