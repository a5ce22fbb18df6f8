using LanToa.Contracts.Organizations;
using LanToa.Planning.Plans;
using LanToa.Platform.Data;
using LanToa.Platform.Files;
using LanToa.Platform.Modules;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>A file of an occurrence is taken back, with the reason.</summary>
public sealed class WithdrawFileModel(LanToaDb db, OccurrenceAccess access, WithdrawEvidence withdraw, EarlierWordings wordings, IOrganizationDirectory directory) : PageModel
{
    [FromRoute] public Guid Id { get; set; }
    [FromRoute(Name = "file")] public Guid FileId { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public Occurrence Occurrence { get; private set; } = null!;
    public Attachment Attachment { get; private set; } = null!;
    public string Obligation { get; private set; } = "";
    public string? WhyNot { get; private set; }
    public string UnitName => directory.NameOf(Occurrence.UnitId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        if (!access.MayDo(Occurrence.UnitId) && !access.MayJudge(Occurrence.UnitId, Occurrence.AssignerId)) return Forbid();
        return Attachment.WithdrawnAt is null ? Page() : Redirect(Back);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var outcome = await withdraw.HandleAsync(Id, FileId, Reason, cancel);
        if (outcome.Kind == OutcomeKind.NotFound) return NotFound();
        if (outcome.Kind == OutcomeKind.Denied) return Forbid();
        db.ChangeTracker.Clear();
        if (!await LoadAsync(cancel)) return NotFound();
        if (outcome.Succeeded)
        {
            this.Flash(outcome.Kind == OutcomeKind.Done ? $"Đã gỡ tệp “{Attachment.FileName}”.{(withdraw.TookLastProof ? " Không còn minh chứng nào nên kết quả đơn vị tự xác nhận trở lại chờ cấp trên xác nhận; đơn vị và nơi giao việc đã được báo." : "")}" : $"Tệp “{Attachment.FileName}” đã được gỡ trước đó.");
            return Redirect(Back);
        }
        foreach (var problem in outcome.Problems.Where(p => p != WhyNot)) ModelState.AddModelError(outcome.Kind == OutcomeKind.Stale ? "" : nameof(Reason), problem);
        return Page();
    }

    private string Back => $"/obligations/{Id}";

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<Occurrence>().AsNoTracking().FirstOrDefaultAsync(o => o.Id == Id, cancel) is not { } occurrence || !access.MayRead(occurrence.UnitId, occurrence.AssignerId)) return false;
        if (await Evidence.Of(db, Id).FirstOrDefaultAsync(a => a.Id == FileId, cancel) is not { } file) return false;
        (Occurrence, Attachment, WhyNot) = (occurrence, file, withdraw.WhyNot(occurrence));
        Obligation = (await wordings.OfPlansAsync([occurrence.PlanId], cancel)).TextOf(occurrence) ?? await db.Set<Obligation>().AsNoTracking().Where(o => o.Id == occurrence.ObligationId).Select(o => o.Text).FirstAsync(cancel);
        return true;
    }
}
