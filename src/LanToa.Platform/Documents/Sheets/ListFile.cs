using System.Runtime.CompilerServices;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Platform.Documents.Sheets;

/// <summary>A column of a list as a file.</summary>
/// <param name="Head">The words at its head.</param>
/// <param name="Of">What stands in the cell of a row: text, a number, a date, a moment, true or false; null is empty.</param>
/// <param name="Width">In a sheet, in characters.</param>
public sealed record FileColumn<T>(string Head, Func<T, object?> Of, double Width = 16);

/// <summary>
/// A list as a file that a spreadsheet opens: the page's rows, filters and rights, all of them and not one page, read while they are written. The page answers
/// <c>?handler=Export</c> (with <c>dang=xlsx</c> a workbook, else CSV) and offers both by <c>lt-list-file</c>.
/// </summary>
public static class ListFile
{
    public const string Handler = "Export";
    /// <summary>The query name of the form of the file.</summary>
    public const string Form = "dang";
    public const string Xlsx = "xlsx", CommaSeparated = "csv";

    /// <param name="page">Its query says in which form.</param>
    /// <param name="name">As the file is called, without marks, before the day: "viec-phai-lam".</param>
    /// <param name="sheet">The name of the sheet.</param>
    /// <param name="columns">Declared once for both forms.</param>
    /// <param name="rows">In the order of the page.</param>
    public static ActionResult FileOf<T>(this PageModel page, string name, string sheet, IReadOnlyList<FileColumn<T>> columns, IAsyncEnumerable<T> rows)
    {
        var called = $"{name}-{page.HttpContext.RequestServices.GetRequiredService<Clock>().Today:yyyy-MM-dd}";
        return page.Request.Query[Form] == Xlsx
            ? new XlsxResult($"{called}.xlsx", sheet, [.. columns.Select(c => new SheetColumn(c.Head, c.Width))], rows.Select(Cells))
            : new CsvResult($"{called}.csv", Lines(page.HttpContext.RequestAborted));

        IReadOnlyList<object?> Cells(T row) => [.. columns.Select(c => c.Of(row))];

        async IAsyncEnumerable<IReadOnlyList<object?>> Lines([EnumeratorCancellation] CancellationToken cancel)
        {
            yield return [.. columns.Select(c => c.Head)];
            await foreach (var row in rows.WithCancellation(cancel)) yield return Cells(row);
        }
    }

    /// <summary>The same of a list that is in memory already.</summary>
    public static ActionResult FileOf<T>(this PageModel page, string name, string sheet, IReadOnlyList<FileColumn<T>> columns, IReadOnlyCollection<T> rows) => page.FileOf(name, sheet, columns, rows.ToAsyncEnumerable());
}
