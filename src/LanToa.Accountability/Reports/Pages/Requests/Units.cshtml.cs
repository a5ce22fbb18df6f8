using LanToa.Contracts.Organizations;
using LanToa.Platform.Data;
using LanToa.Platform.Modules;
using LanToa.Platform.Text;
using LanToa.Platform.Time;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Accountability.Reports.Pages.Requests;

/// <summary>Who has to answer a request that went out: further units, and those that need not any more.</summary>
public sealed class UnitsModel(LanToaDb db, ChangeAsked change, RequestAccess access, RequestAnswers answers, IUnitGroups groups, IOrganizationDirectory directory, RouteMap map, Clock clock) : PageModel
{
    private const int MostUnits = 400;

    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public ReportVerbForm Form { get; set; } = new();
    [BindProperty] public List<Guid> Groups { get; set; } = [];
    [BindProperty] public List<Guid> Units { get; set; } = [];
    [BindProperty] public List<Guid> Gone { get; set; } = [];

    public ReportRequest Asked { get; private set; } = null!;
    public string Title => char.ToUpperInvariant(AskReports.What(Asked)[0]) + AskReports.What(Asked)[1..];
    public int Asking { get; private set; }
    public int Sent { get; private set; }
    public IReadOnlyList<SelectListItem> OfferedGroups { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Offered { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Left { get; private set; } = [];
    public IReadOnlyList<(ReportRequestUnit Asked, string Unit)> Withdrawn { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!await LoadAsync(cancel)) return NotFound();
        return access.MayManage(Asked.UnitId) ? Page() : Forbid();
    }

    public async Task<IActionResult> OnPostAddAsync(string? reason, CancellationToken cancel) => await AnsweredAsync(await change.AddAsync(Id, Form.FormKey, Form.Version, Groups, Units, reason, cancel), "Đã thêm; các đơn vị mới được báo.", cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(string? reason, CancellationToken cancel) => await AnsweredAsync(await change.WithdrawAsync(Id, Form.FormKey, Form.Version, Gone, reason, cancel), "Đã thôi yêu cầu; các đơn vị được báo.", cancel);

    private Task<IActionResult> AnsweredAsync(Outcome outcome, string done, CancellationToken cancel) => this.AnsweredAsync(db, Id, outcome, done, async () => await LoadAsync(cancel) ? Page() : NotFound());

    private async Task<bool> LoadAsync(CancellationToken cancel)
    {
        if (await db.Set<ReportRequest>().AsNoTracking().FirstOrDefaultAsync(r => r.Id == Id, cancel) is not { } request || !await access.MayReadAsync(request, cancel)) return false;
        Asked = request;
        ModelState.Remove("Form.FormKey");
        ModelState.Remove("Form.Version");
        Form = new ReportVerbForm { FormKey = Guid.CreateVersion7(), Version = request.Version };
        var all = await answers.OfAsync(request, cancel);
        (Asking, Sent) = (all.Count, all.Count(a => a.IsSent));
        var asked = all.Select(a => a.Asked.UnitId).ToHashSet();
        var mine = access.Askable(request.UnitId, clock.Today);
        var ids = mine.Select(o => o.Id).ToHashSet();
        OfferedGroups = [.. (await groups.OfAsync(request.UnitId, clock.Today, cancel)).Where(g => g.Members.All(m => m == request.UnitId || ids.Contains(m)) && g.Members.Any(m => m != request.UnitId && !asked.Contains(m)))
            .Select(g => new SelectListItem($"{g.Name} (thêm {VietnameseFormat.Number(g.Members.Count(m => m != request.UnitId && !asked.Contains(m)))})", g.Id.ToString()))];
        var above = new Dictionary<string, SelectListGroup>();
        Offered = [.. mine.Where(o => !asked.Contains(o.Id)).OrderBy(o => Folding.Fold(o.Name), StringComparer.Ordinal).Take(MostUnits).Select(o => new SelectListItem(map.NameOf(o.Id), o.Id.ToString()) { Group = GroupOf(o, above) })];
        Left = [.. all.Where(a => !a.IsSent).Select(a => new SelectListItem($"{a.Unit} ({ReportMarks.Of(a.Report, a.Due, clock.Today).Text.ToLowerInvariant()})", a.Asked.UnitId.ToString()))];
        Withdrawn = await answers.WithdrawnAsync(request, cancel);
        return true;
    }

    private SelectListGroup GroupOf(OrganizationInfo unit, Dictionary<string, SelectListGroup> known)
    {
        var name = unit.ParentId is { } parent ? directory.Find(parent)?.Name ?? "" : "";
        return known.TryGetValue(name, out var group) ? group : known[name] = new SelectListGroup { Name = name };
    }
}
