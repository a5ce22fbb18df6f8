using LanToa.Contracts.Organizations;
using LanToa.Planning.Obligations.Rules;
using LanToa.Planning.Plans;
using LanToa.Platform.Documents.Sheets;
using LanToa.Platform.Text;
using LanToa.Platform.Ui;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Planning.Obligations.Pages;

/// <summary>Duties without a period: on request, and those that a unit only coordinates.</summary>
public sealed class DutiesModel(OccurrenceRows rows, PlanNames plans, IOrganizationDirectory directory) : ListPage
{
    [FromQuery(Name = "plan")] public Guid? PlanId { get; set; }
    [FromQuery(Name = "task")] public Guid? TaskId { get; set; }
    [FromQuery(Name = "unit")] public Guid? UnitId { get; set; }
    [FromQuery(Name = "role")] public DutyRole? Role { get; set; }

    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Plans { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Roles { get; } = [.. Enum.GetValues<DutyRole>().Select(r => new SelectListItem(r.Name(), r.ToString()))];

    /// <summary>The task that the list is narrowed to.</summary>
    public OneTask? OneTask { get; private set; }

    public IReadOnlyList<(Obligation Duty, string Unit, string Plan)> Rows { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Units = UnitChoices.Of(rows, directory, UnitId);
        Plans = PlanYears.ItemsOf((await rows.PlansAsync(cancel)).Plans);
        OneTask = await rows.TaskAsync(TaskId, cancel);
        var page = await PageOfAsync(Found(), cancel);
        var names = await plans.OfAsync([.. page.Select(o => o.PlanId).Distinct()], cancel);
        Rows = [.. page.Select(o => (o, directory.NameOf(o.UnitId), names.GetValueOrDefault(o.PlanId)?.Short ?? ""))];
    }

    public async Task<IActionResult> OnGetExportAsync(CancellationToken cancel)
    {
        var names = (await rows.PlansAsync(cancel)).Plans.ToDictionary(p => p.Id, p => p.Short);
        return this.FileOf("viec-khi-co-yeu-cau-phoi-hop", "Khi có yêu cầu, phối hợp",
            [new("Việc", o => o.Text, 60), new("Đơn vị", o => directory.NameOf(o.UnitId), 40), new("Vai trò", o => o.Role.Name()), new("Kế hoạch", o => names.GetValueOrDefault(o.PlanId), 20), new("Người thực hiện", o => o.AssigneeName, 24)],
            Found().AsAsyncEnumerable());
    }

    private IOrderedQueryable<Obligation> Found()
    {
        var found = rows.VisibleObligations(named: (UnitId ?? PlanId ?? TaskId) is not null).Where(o => o.EndedOn == null && (o.Kind == DutyKind.OnRequest || o.Role == DutyRole.Coordinating));
        if (PlanId is { } plan) found = found.Where(o => o.PlanId == plan);
        if (TaskId is { } task) found = found.Where(o => o.TaskId == task);
        if (UnitId is { } unit) found = found.Where(o => o.UnitId == unit);
        if (Role is { } role) found = found.Where(o => o.Role == role);
        foreach (var word in Folding.Fold(Search).Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(8)) found = found.Where(o => o.SearchText.Contains(word));
        var ordered = Sort switch
        {
            "work" => found.OrderBy(o => o.SearchText),
            "-work" => found.OrderByDescending(o => o.SearchText),
            "-role" => found.OrderByDescending(o => o.Role).ThenBy(o => o.SearchText),
            _ => found.OrderBy(o => o.Role).ThenBy(o => o.SearchText),
        };
        return ordered.ThenBy(o => o.Id);
    }
}
