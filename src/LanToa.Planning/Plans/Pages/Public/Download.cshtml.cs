using LanToa.Contracts.Documents;
using LanToa.Platform.Documents.Writing;
using LanToa.Platform.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Plans.Pages.Public;

/// <summary>A public plan as Word or PDF, for everyone. The page itself is seen only when a PDF cannot be made.</summary>
[PublicPage]
public sealed class DownloadModel(PublishedPlans published, PublicPdfs pdfs) : PageModel
{
    public Plan Plan { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, string what, CancellationToken cancel)
    {
        if (what is not ("word" or "pdf") || await published.FindAsync(id, cancel) is not { } plan || !plan.State.IsPublished()) return NotFound();
        Plan = plan;
        var word = DocumentWriter.Write(await published.DocumentAsync(plan, cancel));
        if (what == "word") return File(word, FileTypes.Docx, plan.FileName("docx"));
        try
        {
            return File(await pdfs.OfAsync(word, cancel), "application/pdf", plan.FileName("pdf"));
        }
        catch (PdfRefusedException)
        {
            return new PageResult { StatusCode = StatusCodes.Status503ServiceUnavailable };
        }
    }
}
