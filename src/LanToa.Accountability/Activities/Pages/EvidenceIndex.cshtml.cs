using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Search;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Activities.Pages;

/// <summary>The evidence of the unit chosen now and of those below it: each piece once, with how many activities it serves.</summary>
public sealed class EvidenceIndexModel(LanToaDb db, EvidenceAccess access, CriterionUses criteria, IOrganizationDirectory directory, Clock clock) : ListPage
{
    [FromQuery(Name = "kind")] public string? Kind { get; set; }
    [FromQuery(Name = "state")] public string? State { get; set; }

    [FromQuery(Name = "criterion")] public string? Criterion { get; set; }
    [FromQuery(Name = "year")] public int? Asked { get; set; }
    public int? Year => CriteriaList.Sound(Asked, Today.Year);
    /// <summary>What this unit, with those below it, uses for criteria and what proves something in the year: as it is counted.</summary>
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }

    /// <param name="Uses">Activities that it serves.</param>
    /// <param name="Criteria">Criteria that it serves, each unit and year by itself, of the units that the person reads.</param>
    public sealed record Row(Evidence Evidence, string UnitName, int Uses, int Criteria)
    {
        public string Words => string.Join(", ", new[] { $"{Uses} hoạt động", Criteria > 0 ? $"{Criteria} tiêu chí" : null }.OfType<string>());
    }

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public DateOnly Today => clock.Today;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Enum.GetValues<EvidenceKind>().Select(k => new SelectListItem(EnumWords.Of(k), k.ToString().ToLowerInvariant()))];
    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetValues<EvidenceState>().Select(s => new SelectListItem(EnumWords.Of(s), s.ToString().ToLowerInvariant()))];

    public IReadOnlyList<SelectListItem> Criteria { get; } = [.. CriteriaList.All.DistinctBy(c => c.Code).Select(c => new SelectListItem(c.FullName, c.Code))];
    public IReadOnlyList<SelectListItem> Years => CriteriaList.Years(Today.Year);
    /// <summary>The unit that was asked for, so that it can be let go.</summary>
    public IReadOnlyList<SelectListItem> Users => UnitId is { } unit && directory.DistinctNameOf(unit) is { } name ? [new(name, unit.ToString())] : [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var serving = criteria.InUse();
        var page = await PageOfAsync(Found(), cancel);
        List<Guid> ids = [.. page.Select(e => e.Id)];
        var uses = await db.Set<ActivityEvidence>().AsNoTracking().Where(u => ids.Contains(u.EvidenceId) && u.RemovedAt == null).GroupBy(u => u.EvidenceId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var served = await serving.Where(u => ids.Contains(u.EvidenceId)).GroupBy(u => u.EvidenceId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        Rows = [.. page.Select(e => new Row(e, directory.DistinctNameOf(e.UnitId) ?? "", uses.GetValueOrDefault(e.Id), served.GetValueOrDefault(e.Id)))];
    }

    /// <summary>All that the filters find.</summary>
    public IActionResult OnGetExport()
    {
        var (uses, serving) = (db.Set<ActivityEvidence>().AsNoTracking().Where(u => u.RemovedAt == null), criteria.InUse());
        return this.FileOf("minh-chung", "Minh chứng",
            [
                new("Minh chứng", r => r.Evidence.Title, 60), new("Loại", r => EnumWords.Of(r.Evidence.Kind), 22), new("Phiên bản", r => r.Evidence.Number, 10), new("Văn bản", r => r.Evidence.DocumentWords(), 36), new("Đơn vị", r => directory.DistinctNameOf(r.Evidence.UnitId), 44),
                new("Ngày của minh chứng", r => r.Evidence.EffectiveOn, 14), new("Hết hiệu lực", r => r.Evidence.ExpiresOn, 14), new("Số hoạt động", r => r.Uses, 12), new("Số tiêu chí", r => r.Criteria, 12), new("Trạng thái", r => r.Evidence.MarkOn(Today).Text, 20),
            ], Found().Select(e => new { Evidence = e, Uses = uses.Count(u => u.ProvinceId == e.ProvinceId && u.EvidenceId == e.Id), Criteria = serving.Count(u => u.ProvinceId == e.ProvinceId && u.EvidenceId == e.Id) }).AsAsyncEnumerable());
    }

    private IOrderedQueryable<Evidence> Found()
    {
        var (all, serving) = (access.Visible(), criteria.InUse());
        if (Enum.TryParse<EvidenceKind>(Kind, ignoreCase: true, out var kind)) all = all.Where(e => e.Kind == kind);
        if (Enum.TryParse<EvidenceState>(State, ignoreCase: true, out var state)) all = all.Where(e => e.State == state);
        var asked = serving;
        if (UnitId is { } user)
        {
            var (users, proof) = (directory.Subtree(user).Select(o => o.Id).ToHashSet(), criteria.ProofIn(Year ?? Today.Year));
            asked = serving.Where(u => users.Contains(u.UnitId));
            all = all.Where(e => proof.Any(p => p.ProvinceId == e.ProvinceId && p.Id == e.Id));
        }
        if (!string.IsNullOrEmpty(Criterion) || Year is not null || UnitId is not null)
        {
            var (code, year) = (string.IsNullOrEmpty(Criterion) ? null : Criterion, Year);
            all = all.Where(e => asked.Any(u => u.ProvinceId == e.ProvinceId && u.EvidenceId == e.Id && (code == null || u.Criterion == code) && (year == null || u.Year == year)));
        }
        if (new SearchQuery(Search) is { IsEmpty: false } query) all = all.Where(e => SearchWords.Match(e.Title, query.All));
        return all.OrderByDescending(e => e.EffectiveOn).ThenByDescending(e => e.Id);
    }
}
