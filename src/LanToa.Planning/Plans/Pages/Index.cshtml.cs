using LanToa.Contracts.Organizations;
using LanToa.Platform.Audit;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Identity;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Plans.Pages;

public sealed class IndexModel(LanToaDb db, PlanAccess access, Actor actor, IOrganizationDirectory organizations) : ListPage
{
    [FromQuery(Name = "nam")]
    public int? Year { get; set; }

    [FromQuery(Name = "trangthai")]
    public PlanState? State { get; set; }

    [FromQuery(Name = "coquan")]
    public Guid? Issuer { get; set; }

    private static readonly string[] Issuing = [PlanVerb.Issue.Code(), PlanVerb.RecordIssued.Code()];

    public IReadOnlyList<Plan> Plans { get; private set; } = [];

    /// <summary>Of the plans shown, drafts that were dropped.</summary>
    public IReadOnlySet<Guid> Dropped { get; private set; } = new HashSet<Guid>();

    public bool MayWrite => actor.Holds(PlanPermissions.Write);

    /// <summary>Whether the person decides what becomes of upper plans' tasks in their unit.</summary>
    public bool MayDecide => actor.Holds(PlanPermissions.Cascade);

    public bool IsFiltered => Search is not null || Year is not null || State is not null || Issuer is not null;

    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Issuers { get; private set; } = [];

    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<PlanState>().Where(s => s != PlanState.Applied).Select(s => new SelectListItem(s == PlanState.Withdrawn ? "Thu hồi, đã bỏ" : s.Name(), s.ToString()))];

    public string IssuerName(Plan plan) => organizations.DistinctNameOf(plan.IssuerId) ?? "–";

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var visible = access.Visible().AsNoTracking();
        Years = [.. (await visible.Where(p => p.Date != null).Select(p => p.Date!.Value.Year).Distinct().OrderDescending().ToListAsync(cancel)).Select(y => new SelectListItem(y.ToString(), y.ToString()))];
        Issuers = [.. (await visible.Select(p => p.IssuerId).Distinct().OrderBy(id => id).Take(500).ToListAsync(cancel)).Select(id => (Id: id, Name: organizations.DistinctNameOf(id))).Where(o => o.Name is not null).OrderBy(o => o.Name, StringComparer.Ordinal).Select(o => new SelectListItem(o.Name, o.Id.ToString()))];
        Plans = await PageOfAsync(Found(), cancel);
        Dropped = await db.DroppedAsync(Plans, cancel);
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        Dropped = await db.DroppedAsync(await Found().Where(p => p.State == PlanState.Withdrawn).ToListAsync(cancel), cancel);
        return this.FileOf("ke-hoach", "Kế hoạch",
        [
            new("Trích yếu", p => p.Title, 60), new("Số, ký hiệu", p => p.NumberAndSymbol, 18), new("Ngày", p => p.Date, 12), new("Cơ quan ban hành", IssuerName, 40), new("Trạng thái", p => p.StateName(Dropped.Contains(p.Id)), 18),
            new("Thực hiện từ", p => p.PeriodFrom, 12), new("Đến", p => p.PeriodTo, 12),
        ], Found().AsAsyncEnumerable());
    }

    private IOrderedQueryable<Plan> Found()
    {
        var query = access.Visible().AsNoTracking();
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries)) query = query.Where(p => p.SearchText.Contains(word));
        if (Year is { } year) query = query.Where(p => p.Date != null && p.Date.Value.Year == year);
        if (State is { } state) query = query.Where(p => p.State == state);
        // A draft that was dropped is shown to whoever asks for it.
        else query = query.Where(p => p.State != PlanState.Withdrawn || db.Set<HistoryEvent>().Any(e => e.ProvinceId == p.ProvinceId && e.SubjectId == p.Id && Issuing.Contains(e.Verb)));
        if (Issuer is { } issuer) query = query.Where(p => p.IssuerId == issuer);
        // An amendment that was applied is a version of its plan, which stands here once.
        query = query.Where(p => p.State != PlanState.Applied);
        query = Sort switch
        {
            "ten" => query.OrderBy(p => EF.Functions.Collate(p.Title, "vi-x-icu")),
            "-ten" => query.OrderByDescending(p => EF.Functions.Collate(p.Title, "vi-x-icu")),
            "ngay" => query.OrderBy(p => p.Date),
            _ => query.OrderByDescending(p => p.Date == null).ThenByDescending(p => p.Date),
        };
        return ((IOrderedQueryable<Plan>)query).ThenByDescending(p => p.CreatedAt);
    }
}
