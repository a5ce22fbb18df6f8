using LanToa.Platform.Files;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>Takes the signed copy that came back after issuing.</summary>
public sealed class SignedCopyModel(PlanAccess access, AttachSignedCopy attach) : PageModel
{
    [BindProperty]
    public IFormFile? Signed { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Plan Plan { get; private set; } = null!;

    /// <summary>Everyone may read the plan, so that everyone may read what is attached here.</summary>
    public bool IsPublic { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    /// <summary>Where one comes from and goes back to: of what was applied, the versions of the plan.</summary>
    public string Back => Plan is { AmendsId: { } amended, State: PlanState.Applied } ? PlanLinks.Versions(amended) : PlanLinks.Of(Plan.Id);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel) => await LoadAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel)) return NotFound();
        if (Signed is null) ModelState.AddModelError("Signed", "Bạn chưa chọn tệp.");
        if (!ModelState.IsValid) return Page();
        try
        {
            await using var content = Signed!.OpenReadStream();
            foreach (var why in await attach.HandleAsync(id, Signed.FileName, content, Reason, cancel)) ModelState.AddModelError(why.Field, why.Message);
        }
        catch (FileRefusedException e)
        {
            ModelState.AddModelError("Signed", e.Message);
        }
        if (!ModelState.IsValid) return Page();
        this.Flash($"Đã đính kèm bản đã ký. Đây là văn bản chính thức của {(Plan.AmendsId is null ? "kế hoạch" : "lần điều chỉnh này")}.");
        return Redirect(Back);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancel) is not { } plan) return false;
        (Plan, WhyNot) = (plan, attach.WhyNot(plan));
        IsPublic = (plan.AmendsId is { } amended ? await access.Visible().AsNoTracking().Where(p => p.Id == amended).Select(p => p.PublishedOn).FirstOrDefaultAsync(cancel) : plan.PublishedOn) is not null;
        return true;
    }
}
