using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

/// <summary>What a plan says of itself: a new plan without a document, or a drafted one to be corrected.</summary>
public sealed class EditModel(PlanAccess access, PlanRights rights, SavePlan save, DocumentCheck check, IssuerField issuers, PartyLookup lookup, LastChange last, IOrganizationDirectory directory, Clock clock) : SharedFormPage<DocumentForm>(last)
{
    private IReadOnlyList<string> _names = [];
    private IReadOnlyList<NameSuggestion> _suggestions = [];

    protected override SharedForm<DocumentForm> Shared => DocumentForm.Shared;

    /// <summary>The id of the plan, also of one that is still to be made: the form sent twice makes one plan.</summary>
    public Guid Key { get; private set; }

    public Plan? Plan { get; private set; }

    public IReadOnlyList<string> WhyNot { get; private set; } = [];

    public DocumentFields Fields => new(Input, "Cơ quan bạn được lập kế hoạch; gõ để chọn trong danh mục.", _names, _suggestions);

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        Key = Plan?.Id ?? Guid.CreateVersion7();
        Input = Plan is null ? New() : Now();
        Input.Seen = DocumentForm.Shared.Seen(Input);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, Guid? key, Guid? issuerId, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (WhyNot.Count > 0) return Page();
        Key = Plan?.Id ?? key ?? Guid.CreateVersion7();
        if (Plan is null) Input.Version = 0;
        else if (Now() is var now && Meet(now) == FormMeeting.Clash) return await ShowClashAsync(Plan.Id, now, cancel);
        var issuer = issuerId;
        if (issuer is null) (issuer, _suggestions) = await issuers.FindAsync(Input, Plan?.IssuerId, Plan?.IssuerId ?? save.OwnIssuer() ?? Guid.Empty, cancel);
        var input = Input.Read(Key, issuer);
        IssuerField.Say(check.Problems(input), Input, ModelState, "thêm ở trang Cơ quan trước");
        if (!ModelState.IsValid) return Page();
        var saved = await save.HandleAsync(input, cancel);
        if (saved.IsDone)
        {
            this.Flash(Plan is null ? "Đã lập kế hoạch dự thảo. Thêm các nhiệm vụ, rồi trình duyệt hoặc ghi nhận đã ban hành." : "Đã lưu thông tin kế hoạch.");
            return Redirect(PlanLinks.Of(Key));
        }
        IssuerField.Say(saved.WhyNot, Input, ModelState, "thêm ở trang Cơ quan trước");
        return Page();
    }

    private DocumentForm Now() => DocumentForm.Of(Plan!, Plan!.Kind, Plan.Title, directory.Find(Plan.IssuerId)?.Name);

    private DocumentForm New() => new() { Kind = "Kế hoạch", Issuer = save.OwnIssuer() is { } own ? directory.Find(own)?.Name : null };

    private async Task<bool> OpenAsync(Guid? id, CancellationToken cancel)
    {
        if (id is { } known)
        {
            Plan = await access.Visible().AsNoTracking().FirstOrDefaultAsync(p => p.Id == known, cancel);
            if (Plan is null) return false;
            WhyNot = rights.WhyNotEdit(Plan);
        }
        else if (save.OwnIssuer() is null) WhyNot = ["Bạn cần vai trò Công chức phụ trách CCHC của một đơn vị để lập kế hoạch."];
        if ((Plan?.IssuerId ?? save.OwnIssuer()) is { } unit) _names = await lookup.NamesNearAsync(unit, Plan?.Date ?? clock.Today, groups: false, cancel);
        return true;
    }
}
