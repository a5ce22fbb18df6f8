using LanToa.Contracts.Organizations;
using LanToa.Planning.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using LanToa.Reading.Model;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>What the document says of itself, to be corrected; the issuer is given by name and must be a known unit.</summary>
public sealed class DocumentModel(LanToaDb db, ReviewBoards boards, SetDocumentFields save, OrganizationNames names, IOrganizationDirectory directory, Clock clock) : PageModel
{
    private const int MostNames = 1500;

    public sealed class Form
    {
        public int Version { get; set; }
        public string? Kind { get; set; }
        public string? Number { get; set; }
        public string? Symbol { get; set; }
        public string? Issuer { get; set; }
        public string? Place { get; set; }
        public DateOnly? Date { get; set; }
        public string? Title { get; set; }
        public DateOnly? PeriodFrom { get; set; }
        public DateOnly? PeriodTo { get; set; }
        public string? SignerAuthority { get; set; }
        public string? SignerPosition { get; set; }
        public string? SignerName { get; set; }
    }

    [BindProperty]
    public Form Input { get; set; } = new();

    public PlanImport Import { get; private set; } = null!;

    public IReadOnlyList<string> Names { get; private set; } = [];

    public IReadOnlyList<NameSuggestion> Suggestions { get; private set; } = [];

    public string Keys { get; private set; } = "";

    public string IssuerHint => Import.IssuerText is { } text ? $"Văn bản ghi: “{text}”." : "Văn bản không ghi rõ cơ quan ban hành.";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        if (Import.State != ImportState.Ready) return Redirect(ImportLinks.Of(Import));
        Input = new Form
        {
            Version = Import.Version, Kind = Import.Kind ?? "Kế hoạch", Number = Import.Number, Symbol = Import.Symbol, Place = Import.Place, Date = Import.Date, Title = Import.Title, PeriodFrom = Import.PeriodFrom, PeriodTo = Import.PeriodTo,
            SignerAuthority = Import.SignerAuthority, SignerPosition = Import.SignerPosition, SignerName = Import.SignerName,
            Issuer = Import.IssuerId is { } issuer ? directory.Find(issuer)?.Name : Import.IssuerText,
        };
        if (Import.IssuerId is null && Import.IssuerText is { } printed) Suggestions = await SuggestAsync(printed, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, Guid? issuerId, CancellationToken cancel)
    {
        if (!await OpenAsync(id, cancel)) return NotFound();
        var issuer = issuerId ?? await IssuerAsync(cancel);
        var input = new DocumentInput(id, Input.Version, Input.Kind, Input.Number, Input.Symbol, issuer, Input.Place, Input.Date, Input.Title, Input.PeriodFrom, Input.PeriodTo, Input.SignerAuthority, Input.SignerPosition, Input.SignerName);
        foreach (var problem in save.Check(input)) ModelState.AddModelError(problem.Field == "IssuerId" ? "Input.Issuer" : $"Input.{problem.Field}", IssuerWords(problem));
        if (!ModelState.IsValid) return Page();
        var step = await save.HandleAsync(input, cancel);
        if (step.IsDone)
        {
            this.Flash("Đã lưu thông tin văn bản; tên cơ quan chưa rõ đã được tra lại theo cơ quan và ngày ban hành.");
            return Redirect($"{ImportLinks.Review(id)}#van-ban");
        }
        await OpenAsync(id, cancel);
        foreach (var why in step.WhyNot)
            ModelState.AddModelError("", why == ImportDesk.Stale ? $"Người khác vừa sửa thông tin này (trích yếu hiện nay: “{Import.Title}”, số {Import.Number}/{Import.Symbol}). Những gì bạn nhập vẫn còn dưới đây; bấm Lưu để thay." : why);
        ModelState.Remove("Input.Version");
        Input.Version = Import.Version;
        return Page();
    }

    private string IssuerWords(FieldProblem problem) => problem.Field == "IssuerId" && !string.IsNullOrWhiteSpace(Input.Issuer)
        ? $"Chưa có cơ quan nào tên “{Input.Issuer}”. Hãy chọn một tên gợi ý; nếu chưa có trong danh mục, dùng “Tìm hoặc thêm cơ quan” ở trang đối chiếu."
        : problem.Message;

    private async Task<Guid?> IssuerAsync(CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(Input.Issuer)) return null;
        if (Import.IssuerId is { } now && directory.Find(now)?.Name == Input.Issuer.Trim()) return now;
        var found = await names.ResolveAsync(Input.Issuer, Import.UnitId, Input.Date ?? clock.Today, cancel);
        Suggestions = found.Suggestions;
        return found.OrganizationId;
    }

    private async Task<IReadOnlyList<NameSuggestion>> SuggestAsync(string printed, CancellationToken cancel) =>
        [.. (await names.ResolveAsync(printed, Import.UnitId, Import.Date ?? clock.Today, cancel)).Suggestions.Where(s => s.OrganizationId is not null)];

    private async Task<bool> OpenAsync(Guid id, CancellationToken cancel)
    {
        if (await boards.FindAsync(id, cancel) is not { } import) return false;
        Import = import;
        var top = directory.Find(import.UnitId);
        while (top is { ParentId: { } parent, Level: not nameof(OrganizationLevel.Province) } && directory.Find(parent) is { } above) top = above;
        Names = top is null ? [] : [.. directory.Subtree(top.Id).Where(o => o.ExistsOn(import.Date ?? clock.Today)).Select(o => o.Name).Distinct().Take(MostNames)];
        if (await db.Set<ImportReading>().AsNoTracking().Where(r => r.ImportId == id).Select(r => r.Reading).FirstOrDefaultAsync(cancel) is { } json)
            Keys = string.Join(' ', PlanReadingJson.Read(json).Statements.Where(s => s.Kind is "header" or "title" or "signature").Select(s => s.Id));
        return true;
    }
}
