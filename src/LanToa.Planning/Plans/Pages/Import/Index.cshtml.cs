using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Files;
using LanToa.Platform.Identity;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages.Import;

/// <summary>A document on the list: how much of it has been checked, and whose it is.</summary>
public sealed record ImportRow(PlanImport Import, int Checked, int Total, string Unit);

public sealed class IndexModel(LanToaDb db, Actor actor, IOrganizationDirectory directory, StartImport start, AmendedPlan amended) : ListPage
{
    private const int PageSize = 20;

    [BindProperty]
    public IFormFile? Document { get; set; }

    /// <summary>Read it although the same file was uploaded before.</summary>
    [BindProperty]
    public bool Again { get; set; }

    /// <summary>The issued plan that the document amends, where the person came from its page.</summary>
    [FromQuery(Name = "dieuchinh")]
    public Guid? Amends { get; set; }

    public Plan? Amended { get; private set; }

    public IReadOnlyList<ImportRow> Imports { get; private set; } = [];

    public PlanImport? SameFile { get; private set; }

    public IReadOnlyList<string> WhyNot => start.WhyNot();

    public string OpenWords(PlanImport import) => import.State switch
    {
        ImportState.Ready => "Kiểm tiếp",
        ImportState.Done => "Mở kế hoạch",
        ImportState.Failed => "Xem lý do",
        ImportState.Discarded => "Xem",
        _ => "Xem tiến độ",
    };

    public static StatusMark Mark(ImportState state) => new(state switch
    {
        ImportState.Uploaded or ImportState.Reading => StatusKind.InProgress,
        ImportState.Ready => StatusKind.DueSoon,
        ImportState.Failed => StatusKind.Overdue,
        ImportState.Done => StatusKind.Done,
        _ => StatusKind.Neutral,
    }, state.Name());

    public Task OnGetAsync(CancellationToken cancel) => ListAsync(cancel);

    public IActionResult OnGetExport() => this.FileOf("van-ban-ke-hoach", "Văn bản kế hoạch",
        [
            new("Văn bản", r => r.Title ?? r.FileName, 60), new("Tệp", r => r.FileName, 40), new("Trạng thái", r => r.State.Name(), 18), new("Đã kiểm", r => r.Total == 0 ? null : r.Checked, 10), new("Số nhiệm vụ", r => r.Total == 0 ? null : r.Total, 12),
            new("Đơn vị", r => directory.Find(r.UnitId)?.Name, 36), new("Tải lên lúc", r => r.CreatedAt, 18), new("Người tải lên", r => r.CreatedByName, 24), new("Lý do không đọc được", r => r.Error, 40),
        ], Mine().Select(i => new
        {
            i.Title, i.FileName, i.State, i.UnitId, i.CreatedAt, i.CreatedByName, i.Error, Total = db.Set<ImportItem>().Count(t => t.ImportId == i.Id && t.Decision != ItemDecision.Merged),
            Checked = db.Set<ImportItem>().Count(t => t.ImportId == i.Id && t.Decision != ItemDecision.Merged && t.Decision != ItemDecision.Pending),
        }).AsAsyncEnumerable());

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        foreach (var why in WhyNot) ModelState.AddModelError("", why);
        if (Amends is { } plan) foreach (var why in await amended.WhyNotAsync(plan, cancel: cancel)) ModelState.AddModelError("", why);
        if (Document is null) ModelState.AddModelError(nameof(Document), "Bạn chưa chọn văn bản.");
        if (ModelState.IsValid)
        {
            try
            {
                await using var content = Document!.OpenReadStream();
                var started = await start.HandleAsync(new StartImportInput(Document.FileName, content, Again, Amends), cancel);
                if (started.SameFile is null) return Redirect(ImportLinks.Progress(started.ImportId!.Value));
                SameFile = started.SameFile;
            }
            catch (FileRefusedException e)
            {
                ModelState.AddModelError(nameof(Document), e.Message);
            }
        }
        await ListAsync(cancel);
        return Page();
    }

    private async Task ListAsync(CancellationToken cancel)
    {
        Amended = Amends is { } plan ? await amended.FindAsync(plan, cancel) : null;
        var page = await PageOfAsync(Mine(), cancel, PageSize);
        var ids = page.Select(i => i.Id).ToList();
        var counts = await db.Set<ImportItem>().AsNoTracking().Where(i => ids.Contains(i.ImportId) && i.Decision != ItemDecision.Merged)
            .GroupBy(i => i.ImportId).Select(g => new { g.Key, Total = g.Count(), Checked = g.Count(i => i.Decision != ItemDecision.Pending) }).ToDictionaryAsync(g => g.Key, cancel);
        Imports = [.. page.Select(i => new ImportRow(i, counts.GetValueOrDefault(i.Id)?.Checked ?? 0, counts.GetValueOrDefault(i.Id)?.Total ?? 0, directory.Find(i.UnitId)?.Name ?? ""))];
    }

    private IOrderedQueryable<PlanImport> Mine()
    {
        var units = actor.UnitsOf(PlanPermissions.Write);
        return db.Set<PlanImport>().AsNoTracking().Where(i => units.Contains(i.UnitId)).OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id);
    }
}
