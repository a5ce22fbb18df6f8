using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Planning.Plans.Pages.Forms;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Ui;
using LanToa.Reading.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>What the document says of itself, to be corrected; the issuer is given by name and must be a known unit.</summary>
public sealed class DocumentModel(LanToaDb db, ReviewBoards boards, ImportDesk desk, SetDocumentFields save, DocumentCheck check, IssuerField issuers, PartyLookup lookup, LastChange last, IOrganizationDirectory directory) : SharedFormPage<DocumentForm>(last)
{
    private IReadOnlyList<string> _names = [];
    private IReadOnlyList<NameSuggestion> _suggestions = [];

    protected override SharedForm<DocumentForm> Shared => DocumentForm.Shared;

    public PlanImport Import { get; private set; } = null!;

    public string Keys { get; private set; } = "";

    public DocumentFields Fields => new(Input, Import.IssuerText is { } text ? $"Văn bản ghi: “{text}”." : "Văn bản không ghi rõ cơ quan ban hành.", _names, _suggestions)
    {
        PlaceOf = lookup.PlaceOf, Add = Import is { IssuerId: null, IssuerText: { Length: > 0 } printed } ? (printed, ImportLinks.Party(Import.Id, printed)) : null,
    };

    private string? _parentBody;

    // What a person typed in the place of the printed name is theirs to know.
    private IReadOnlyList<string?>? Beside => Import.IssuerId is null && string.Equals(Input.Issuer?.Trim(), Import.IssuerText?.Trim(), StringComparison.Ordinal) ? [Input.Place, _parentBody] : null;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (Import.State != ImportState.Ready) return Redirect(ImportLinks.Of(Import));
        Input = Now();
        Input.Seen = DocumentForm.Shared.Seen(Input);
        if (Import.IssuerId is null) (_, _suggestions) = await issuers.FindAsync(Input, null, Import.UnitId, cancel, Beside);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? issuerId, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (Import.State == ImportState.Ready && Now() is var now && Meet(now) == FormMeeting.Clash) return await ShowClashAsync(Import.Id, now, cancel);
        var issuer = issuerId;
        if (issuer is null) (issuer, _suggestions) = await issuers.FindAsync(Input, Import.IssuerId, Import.UnitId, cancel, Beside);
        var input = Input.Read(id, issuer);
        // The other fields are saved while the printed issuer is still asked for.
        var problems = check.Problems(input);
        if (issuer is null && Import.IssuerId is null && string.Equals(Input.Issuer?.Trim() ?? "", Import.IssuerText?.Trim() ?? "", StringComparison.Ordinal)) problems = SetDocumentFields.WithoutIssuer(problems);
        IssuerField.Say(problems, Input, ModelState, "dùng “Tìm hoặc thêm cơ quan” ở trang đối chiếu");
        if (!ModelState.IsValid) return Page();
        var step = await save.HandleAsync(input, cancel);
        if (step.IsDone)
        {
            this.Flash(issuer is null ? "Đã lưu thông tin văn bản. Còn phải chọn cơ quan ban hành." : "Đã lưu thông tin văn bản; tên cơ quan chưa rõ đã được tra lại theo cơ quan và ngày ban hành.");
            return Redirect($"{ImportLinks.Review(id)}#van-ban");
        }
        foreach (var why in step.WhyNot) ModelState.AddModelError("", why);
        return Page();
    }

    private DocumentForm Now() => DocumentForm.Of(Import, Import.Kind, Import.Title, Import.IssuerId is { } issuer ? directory.Find(issuer)?.Name : Import.IssuerText);

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return false;
        Import = import;
        _names = await lookup.NamesNearAsync(import.UnitId, desk.DayOf(import), groups: false, cancel);
        if (await db.Set<ImportReading>().AsNoTracking().Where(r => r.ImportId == id).Select(r => r.Reading).FirstOrDefaultAsync(cancel) is { } json)
        {
            var reading = PlanReadingJson.Read(json);
            _parentBody = reading.Document.ParentBody;
            Keys = string.Join(' ', reading.Statements.Where(s => s.Kind is "header" or "title" or "signature").Select(s => s.Id));
        }
        return true;
    }
}
