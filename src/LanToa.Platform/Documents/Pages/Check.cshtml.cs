using LanToa.Platform.Documents.Checking;
using LanToa.Platform.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Documents.Pages;

/// <summary>Says where an uploaded Word document differs from the form. Nothing of it is kept.</summary>
public sealed class CheckModel : PageModel
{
    private const long MaxBytes = 20 * FileLimits.Megabyte;

    [BindProperty]
    public IFormFile? Document { get; set; }

    public DocumentForm Form => DocumentForm.Current;

    public string FileName { get; private set; } = "";

    public CheckResult? Result { get; private set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (Document is not { Length: > 0 }) ModelState.AddModelError("Document", "Bạn chưa chọn tệp.");
        else if (Document.Length > MaxBytes) ModelState.AddModelError("Document", "Tệp lớn hơn 20 MB. Hãy bỏ bớt ảnh rồi kiểm tra lại.");
        if (!ModelState.IsValid) return Page();
        try
        {
            using var bytes = new MemoryStream();
            await Document!.CopyToAsync(bytes, cancel);
            bytes.Position = 0;
            (Result, FileName) = (FormChecker.Check(bytes), FileStore.SafeName(Document.FileName));
        }
        catch (UncheckableDocumentException e)
        {
            ModelState.AddModelError("Document", e.Message);
        }
        return Page();
    }
}
