using System.Text;
using LanToa.Platform.Identity;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Organizations.Pages;

/// <summary>Reorganizations from a file: first what they would change, then all of them at once.</summary>
public sealed class SuccessionFileModel(RecordFile record) : PageModel
{
    private const int MostCharacters = 1_000_000;

    /// <summary>Malformed bytes are an error, so that a file of another encoding does not lose its names.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [BindProperty]
    public IFormFile? List { get; set; }

    /// <summary>The rows themselves: typed, or those of the file that was read.</summary>
    [BindProperty]
    public string? Rows { get; set; }

    /// <summary>What was shown before it was confirmed.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    public FiledSuccessions? Filed { get; private set; }

    public IActionResult OnGetTemplate() => File(
        Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Join(';', SuccessionFile.Headings) + "\r\n")).ToArray(), "text/csv; charset=utf-8", "sap-xep-to-chuc-mau.csv");

    public async Task<IActionResult> OnPostAsync(bool confirmed, CancellationToken cancel)
    {
        if (!await ReadAsync(cancel)) return Page();
        Filed = confirmed ? await record.HandleAsync(Rows!, Seen ?? "", cancel) : await record.TryAsync(Rows!, cancel);
        if (Filed.Problems.Count > 0)
        {
            ModelState.AddModelError("Rows", $"Có {VietnameseFormat.Number(Filed.Problems.Count)} chỗ cần sửa, chưa ghi gì. Sửa ngay ở ô dưới rồi xem trước lại.");
            return Page();
        }
        if (confirmed && Seen == Filed.Seen)
        {
            this.Flash($"Đã ghi nhận {VietnameseFormat.Number(Filed.Successions.Count)} lần sắp xếp tổ chức. Việc phải làm của các cơ quan kế thừa đang được phát sinh.");
            return Redirect(OrganizationLinks.List);
        }
        if (confirmed) ModelState.AddModelError("", "Dữ liệu đã thay đổi từ lúc bạn xem trước nên chưa ghi gì. Hãy xem lại rồi ghi nhận.");
        ModelState.Remove("Seen");
        return Page();
    }

    private async Task<bool> ReadAsync(CancellationToken cancel)
    {
        if (List is { Length: > 0 })
        {
            if (List.Length > MostCharacters)
            {
                ModelState.AddModelError("List", "Tệp lớn hơn 1 MB. Hãy chia thành nhiều tệp.");
                return false;
            }
            try
            {
                using var reader = new StreamReader(List.OpenReadStream(), Utf8);
                Rows = await reader.ReadToEndAsync(cancel);
                ModelState.Remove("Rows");
            }
            catch (DecoderFallbackException)
            {
                ModelState.AddModelError("List", "Tệp không phải CSV dạng UTF-8. Trong Excel hãy chọn Lưu thành → “CSV UTF-8”.");
                return false;
            }
        }
        if (Rows is { Length: > MostCharacters }) ModelState.AddModelError("Rows", "Nội dung dài quá. Hãy chia thành nhiều lần.");
        else if (string.IsNullOrWhiteSpace(Rows)) ModelState.AddModelError("List", "Bạn chưa chọn tệp, cũng chưa dán dòng nào.");
        return ModelState.IsValid;
    }
}
