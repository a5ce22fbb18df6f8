using LanToa.Contracts.Documents;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>The plan as a file. The page itself is seen only when a PDF cannot be made.</summary>
public sealed class DownloadModel(PlanAccess access, PlanDocument documents, PdfPrinter printer) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public string Refused { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(Guid id, string what, CancellationToken cancel)
    {
        if (what is not ("word" or "pdf" or "phu-luc-word" or "phu-luc-excel" or "nhiem-vu")) return NotFound();
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return NotFound();
        Plan = plan;
        var (document, annex, tasks) = await documents.OfAsync(plan, cancel);
        Response.Headers.CacheControl = "no-store";
        switch (what)
        {
            case "word": return File(DocumentWriter.Write(document), FileTypes.Docx, Name("docx"));
            case "phu-luc-word": return File(DocumentWriter.WriteAnnex(document, annex), FileTypes.Docx, Name("docx", "phu-luc-"));
            case "phu-luc-excel": return new XlsxResult(Name("xlsx", "phu-luc-"), "Phụ lục nhiệm vụ", PlanAnnex.SheetColumns, PlanAnnex.Rows(tasks).ToAsyncEnumerable());
            case "nhiem-vu": return this.FileOf("nhiem-vu", "Nhiệm vụ", PlanTaskFile.Columns, PlanTaskFile.Rows(tasks));
        }
        try
        {
            return File(await printer.PrintAsync(DocumentWriter.Write(document), cancel: cancel), "application/pdf", Name("pdf"));
        }
        catch (PdfRefusedException e)
        {
            Refused = e.Message;
            return new PageResult { StatusCode = 503 };
        }
    }

    private string Name(string extension, string before = "") => Plan.FileName(extension, before);
}
