using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace LanToa.Accountability.Reports.Pages;

/// <summary>Figures of a report from a file: first line by line what it says, then all of them at once.</summary>
public sealed class ImportModel(LanToaDb db, ReportBuilder builder, ReportAccess access, WriteReport write, Clock clock) : ReportPage(db, builder, access, clock)
{
    [BindProperty] public ReportVerbForm Form { get; set; } = new();
    [BindProperty] public string? Rows { get; set; }
    [BindProperty] public string? FileName { get; set; }

    /// <summary>The lines that were shown before they are confirmed.</summary>
    [BindProperty] public string? Seen { get; set; }

    public IReadOnlyList<FileFigure> Figures { get; private set; } = [];
    public bool IsSound => Figures.Count > 0 && Figures.All(f => f.Problem is null) && ModelState.IsValid;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayWrite) return Forbid();
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = Report.Version };
        if (WhyNotWrite is { } why) ModelState.AddModelError("", why);
        return Page();
    }

    public async Task<IActionResult> OnGetTemplateAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayWrite) return Forbid();
        Response.Headers.CacheControl = "no-store";
        return new XlsxResult("so-lieu-mau.xlsx", "Số liệu", FigureFile.Columns, FigureFile.Template(Said).ToAsyncEnumerable());
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, bool confirmed, CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!MayWrite) return Forbid();
        if (file is { Length: > 0 } && !TryRead(file)) return Page();
        if (string.IsNullOrWhiteSpace(Rows))
        {
            ModelState.AddModelError("File", "Hãy chọn tệp, hoặc dán các dòng vào ô dưới.");
            return Page();
        }
        if (Rows.Length > 200_000)
        {
            ModelState.AddModelError("Rows", "Nhiều dòng quá; hãy dùng tệp mẫu của báo cáo này.");
            return Page();
        }
        Figures = FigureFile.Read(Rows, Said);
        if (Figures.Count == 0) ModelState.AddModelError("Rows", "Các dòng không có giá trị nào để ghi.");
        var wrong = Figures.Count(f => f.Problem is not null);
        if (wrong > 0) ModelState.AddModelError("Rows", $"{VietnameseFormat.Number(wrong)}/{VietnameseFormat.Number(Figures.Count)} dòng cần sửa, chưa ghi gì. Sửa ở ô dưới hoặc trong tệp rồi xem trước lại.");
        if (confirmed && ModelState.IsValid && Seen == Hash(Rows))
        {
            var from = string.IsNullOrWhiteSpace(FileName) ? "dán vào" : $"tệp {FileStore.SafeName(FileName)}";
            return await AnswerAsync(await write.SaveFiguresAsync(Id, Form.FormKey, Form.Version,
                [.. Figures.Select(f => new CellInput(f.Code, f.Number, f.Text, null) { Source = $"{from}, dòng {VietnameseFormat.Number(f.Line)}, {VietnameseFormat.Date(Today)}" })], cancel), $"Đã ghi {VietnameseFormat.Number(Figures.Count)} số liệu từ tệp.", cancel);
        }
        if (confirmed && ModelState.IsValid) ModelState.AddModelError("", "Các dòng đã đổi từ lúc bạn xem trước nên chưa ghi gì. Hãy xem lại rồi ghi.");
        ModelState.Remove("Seen");
        Seen = Hash(Rows);
        return Page();
    }

    private bool TryRead(IFormFile file)
    {
        try
        {
            using var content = file.OpenReadStream();
            ModelState.Remove("Rows");
            ModelState.Remove("FileName");
            (Rows, FileName) = (FigureFile.Lines(content), FileStore.SafeName(file.FileName));
            return true;
        }
        catch (SheetRefusedException e)
        {
            ModelState.AddModelError("File", e.Message);
            return false;
        }
    }

    private static string Hash(string rows) => ReportContent.HashOf(rows.ReplaceLineEndings("\n").Trim());
}
