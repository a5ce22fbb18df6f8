using Microsoft.AspNetCore.Http;
using LanToa.Platform.Identity;
using LanToa.Platform.Permissions;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Planning.Organizations.Pages;

public sealed class ImportModel(ImportNationalList import, Actor actor) : PageModel
{
    private const long MostBytes = 20 * 1024 * 1024;

    [BindProperty]
    public IFormFile? List { get; set; }

    [BindProperty]
    public DateOnly? ValidFrom { get; set; } = ImportNationalList.TwoTierDay;

    /// <summary>The national list belongs to the installation: only its administrator, whose role is held for the nation, imports it.</summary>
    public IReadOnlyList<string> WhyNot => actor.AdministersInstallation
        ? [] : ["Chỉ quản trị của toàn hệ thống (cấp Trung ương) nhập được danh mục toàn quốc."];

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        foreach (var why in WhyNot) ModelState.AddModelError("", why);
        if (List is not { Length: > 0 }) ModelState.AddModelError("List", "Bạn chưa chọn tệp danh mục.");
        else if (List.Length > MostBytes) ModelState.AddModelError("List", "Tệp lớn hơn 20 MB; danh mục toàn quốc nhỏ hơn nhiều. Hãy kiểm tra lại tệp.");
        if (ValidFrom is null) ModelState.AddModelError("ValidFrom", "Bạn chưa nhập ngày có hiệu lực.");
        if (!ModelState.IsValid) return Page();
        try
        {
            await using var json = List!.OpenReadStream();
            var done = await import.HandleAsync(json, ValidFrom!.Value, cancel);
            this.Flash($"Đã nhập {VietnameseFormat.Number(done.Provinces)} tỉnh, thành phố và {VietnameseFormat.Number(done.Communes)} xã, phường, đặc khu; {VietnameseFormat.Number(done.AlreadyKnown)} đơn vị đã có từ trước được giữ nguyên.");
            return Redirect(OrganizationLinks.List);
        }
        catch (ImportRefusedException e)
        {
            ModelState.AddModelError("List", e.Message);
            return Page();
        }
    }
}
